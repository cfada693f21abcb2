"""How often what the program proposes for quotes and registry entries is what an analyst of the sample chose.

Run as ``python -m tests.benchmarks.proposals`` to see every count; ``tests/work/test_proposals.py`` holds the limits.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.readings import QuoteReading, read_layer
from annotator.model.registry import Entry
from annotator.store.project import Folders
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.quotations import QuoteProposal, propose_in_marks
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sample = read_sample(Path(folder))
    for group, counts in quote_counts(sample).items():
        parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if name != "all")
        print(f"quotes, {group}: {counts['all']} in all; right: {parts}")


if __name__ == "__main__":
    main()
