"""How often what the program proposes for quotes and registry entries is what an analyst of the sample chose.

Run as ``python -m tests.benchmarks.proposals`` to see every count; ``tests/work/test_proposals.py`` holds the limits.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.readings import QUOTE_LINKS, QuoteReading, read_layer
from annotator.model.registry import Entry
from annotator.store.project import Folders
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.quotations import QuoteProposal, propose_in_marks
from annotator.text.folding import fold_key
from annotator.work.article import OpenArticle
from annotator.work.candidates import Names
from annotator.work.frames import read_frame
from annotator.work.quote_links import proposed_links
from annotator.work.sample import build_sample

ANALYST = "analyst-a"


class Article(msgspec.Struct, frozen=True):
    """One article of the sample as the analyst read it."""

    text: str
    layer: Layer


class Sample(msgspec.Struct, frozen=True):
    """The analyst's five articles in order, and the registry."""

    articles: tuple[Article, ...]
    entries: tuple[Entry, ...]


def read_sample(folder: Path, *, author: str = ANALYST) -> Sample:
    """Build the sample project in a folder and take an analyst's layers out of it."""
    person = Person("me", "Me", ("analyst", "reviewer", "lead"))
    with build_sample(folder / "s.hashiya", folders=Folders(data=folder / "data"), person=person) as project:
        articles = tuple(
            Article(project.text(name), project.layer(LayerKey(name, "own", author))) for name in project.document_ids()
        )
        return Sample(articles, project.entries())


# ---------------------------------------------------------------- quotes


def quote_counts(sample: Sample) -> Mapping[str, Counter[str]]:
    """By group of quotes, how many there are and how many parts are proposed as the analyst has them.

    A person stands in the middle of a quote and presses Q; all entities are there, no quote is. Groups are ``closed``
    (direct and fragment), ``unclosed`` and ``mixed``; of a mixed one the caret stands behind its first mark.
    """
    lexicon = shipped_lexicon()
    counts: dict[str, Counter[str]] = {}
    for article in sample.articles:
        reading = read_layer(article.layer)
        for quote in reading.quotes:
            group = _group(quote.quote)
            if group is None:
                continue
            found = _propose(article, quote.quote, reading.entities, lexicon)
            counts.setdefault(group, Counter()).update(["all", *_right(quote, found)])
    return counts


def _group(quote: Annotation) -> str | None:
    if quote.label == "indirect":
        return None
    if not quote.closed:
        return "unclosed"
    return "mixed" if quote.label == "mixed" else "closed"


def _propose(
    article: Article, quote: Annotation, entities: tuple[Annotation, ...], lexicon: Lexicon
) -> QuoteProposal | None:
    first = quote.spans[0]
    place = (first.start + first.end) // 2
    if quote.label == "mixed":
        place = next(at for at in range(first.start, first.end) if article.text[at] in '"“«') + 1
    return propose_in_marks(article.text, place, entities, lexicon)


def _right(quote: QuoteReading, found: QuoteProposal | None) -> Iterator[str]:
    """The parts that the proposal has as the analyst has them."""
    if found is None:
        return
    speakers = {one.target.annotation for one in quote.speaker}
    checks = {
        "content": quote.quote.spans == (found.content,),
        "cue": (quote.cue.spans if quote.cue else ()) == found.cue,
        "speaker": {one.annotation for one in found.speaker} == speakers,
        "status": [one.status for one in found.speaker] == [one.status for one in quote.speaker],
        "label": found.label == quote.quote.label,
        "closed": found.closed == quote.quote.closed,
        "cue_class": found.cue_class == quote.quote.value("cue_class"),
    }
    for role, part in (("addressee", found.addressee), ("medium", found.medium)):
        wanted = {(one.target.annotation, one.target.spans) for one in getattr(quote, role)}
        checks[role] = ({(part.annotation, part.spans)} if part else set()) == wanted
    yield from (name for name, holds in checks.items() if holds)


def link_counts(sample: Sample) -> Counter[str]:
    """How often what a quote continues, or stands in, is proposed as the analyst has it, and how often one too many.

    Every quote but the one that is asked for stands, with its parts.
    """
    lexicon = shipped_lexicon()
    counts: Counter[str] = Counter()
    for article in sample.articles:
        document = Document(id="a", text_sha256="0" * 64, text_length=len(article.text))
        opened = OpenArticle(document, article.text, article.layer)
        for reading in read_layer(article.layer).quotes:
            found = proposed_links(opened, read_frame(opened, reading.quote.id), lexicon)
            for name in QUOTE_LINKS:
                wanted, got = getattr(reading, name), getattr(found, name)
                counts[f"{name}, {'there' if wanted else 'not there'}"] += 1
                counts[f"{name}, {'there' if wanted else 'not there'}, right"] += wanted == got
    return counts


# ---------------------------------------------------------------- registry


class Case(msgspec.Struct, frozen=True):
    """A linked mention: the place of the right entry among the candidates (from 1, 0: not there) and of a new one."""

    kind: str
    surface: str
    wanted: str
    known: bool
    place: int
    new_at: int
    first: str | None


def registry_cases(sample: Sample, *, bare: bool) -> list[Case]:
    """Each article read in order with the registry of the other four loaded; its own entries join as they are made.

    With ``bare`` an entry has no more names than that: loaded ones those that the other articles attest, new ones the
    letters of their first mention. Without, every entry comes as its whole record.
    """
    records = {entry.id: entry for entry in sample.entries}
    cases: list[Case] = []
    for article in sample.articles:
        others = [one for one in sample.articles if one is not article]
        loaded = {a.entry for one in others for a in one.layer.annotations if a.entry}
        texts = fold_key("\n".join(one.text for one in others))
        known = {name: _attested(records[name], texts) if bare else records[name] for name in sorted(loaded)}
        cases += _read_in_order(article, known, records, bare=bare)
    return cases


def _attested(entry: Entry, texts: str) -> Entry:
    aliases = tuple(name for name in entry.aliases if fold_key(name) in texts)
    return msgspec.structs.replace(entry, aliases=aliases)


def _read_in_order(
    article: Article, known: dict[str, Entry], records: Mapping[str, Entry], *, bare: bool
) -> Iterator[Case]:
    names = Names(known.values())
    done: list[Annotation] = []
    for mention in article.layer.annotations:
        wanted = mention.entry
        if wanted is None:
            continue
        ranking = names.rank_mention(article.text, mention, done)
        found = [one.entry.id for one in ranking.candidates]
        yield Case(
            kind=mention.kind,
            surface=mention.surface(article.text),
            wanted=wanted,
            known=wanted in known,
            place=found.index(wanted) + 1 if wanted in found else 0,
            new_at=ranking.new_at,
            first=found[0] if found else None,
        )
        done.append(mention)
        if wanted not in known:
            record = records[wanted]
            surface = mention.surface(article.text)
            known[wanted] = Entry(wanted, record.kind, record.label, surface) if bare else record
            names = Names(known.values())


def registry_counts(cases: list[Case]) -> Mapping[str, tuple[int, int]]:
    """How many of the cases hold, of how many: right first, right among the first five, new first.

    An entry counts as first where it leads the list and a new one stands behind it.
    """
    loaded = [case for case in cases if case.known]
    others = [case for case in cases if not case.known]
    return {
        "first": (sum(case.place == 1 and case.new_at >= 1 for case in loaded), len(loaded)),
        "first five": (sum(1 <= case.place <= 5 for case in loaded), len(loaded)),
        "new first": (sum(case.new_at == 0 for case in others), len(others)),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sample = read_sample(Path(folder))
    for group, counts in quote_counts(sample).items():
        parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if name != "all")
        print(f"quotes, {group}: {counts['all']} in all; right: {parts}")
    links = link_counts(sample)
    for name in sorted(name for name in links if not name.endswith("right")):
        print(f"quotes, {name}: {links[name]} in all; right: {links[f'{name}, right']}")
    for bare in (True, False):
        cases = registry_cases(sample, bare=bare)
        for kind in ("all", "entity", "event"):
            chosen = [case for case in cases if kind in ("all", case.kind)]
            counted = registry_counts(chosen)
            shares = ", ".join(f"{name} {n}/{of} = {n / max(of, 1):.1%}" for name, (n, of) in counted.items())
            print(f"registry, {'bare names' if bare else 'whole records'}, {kind}: {shares}")


if __name__ == "__main__":
    main()
