"""Names that nobody has tagged yet: forms of the registry, strings tagged elsewhere in the article, posts."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Attribute
from annotator.model.span import Span
from annotator.suggest.temporal import untagged_dates
from annotator.suggest.titles import titles_in
from annotator.text.clitics import proclitic_steps
from annotator.text.dates import DateWords
from annotator.text.folding import fold_key
from annotator.text.segmentation import words
from annotator.work.article import OpenArticle
from annotator.work.candidates import Names
from annotator.work.habits import Habits

Why = Literal["name", "again", "title", "date"]

_MOST_WORDS: Final = 7
_LEAST_LETTERS: Final = 3
_SURE: Final = frozenset({"exact", "folded", "clitic"})
_NAMED: Final = Attribute("mention", "NAM")


class Untagged(msgspec.Struct, frozen=True):
    """A stretch that is likely to be an entity, with the label, the entry and the attributes it would get."""

    span: Span
    label: str
    why: Why
    entry: str | None = None
    attributes: tuple[Attribute, ...] = ()


class Finder:
    """Finds untagged names of one article; what depends on text and registry alone is found once."""

    def __init__(self, titles: frozenset[str], dates: DateWords) -> None:
        self._titles = titles
        self._dates = dates
        self._seen: tuple[str, Names] | None = None
        self._known: tuple[Span, ...] = ()

    def places(self, article: OpenArticle, names: Names) -> tuple[Span, ...]:
        """Every stretch that may be one, in text order, the longer before the shorter."""
        if self._seen is None or self._seen[0] is not article.text or self._seen[1] is not names:
            posts = titles_in(article.text, self._titles)
            self._known = (*known_forms(article.text, names.knows), *posts)
            self._seen = (article.text, names)
        again = {fold_key(a.surface(article.text)) for a in article.annotations.values() if a.kind == "entity"}
        repeated = known_forms(article.text, lambda form: fold_key(form) in again)
        return tuple(sorted({*self._known, *repeated}, key=_order))

    def found(
        self,
        article: OpenArticle,
        names: Names,
        habits: Habits,
        *,
        here: Span | int,
        way: int = 1,
        date_label: str | None = None,
    ) -> Iterator[Untagged]:
        """Untagged names from a place, or behind a stretch, on (``way`` 1) or back, once round the article."""
        at = (here.start, -here.end) if isinstance(here, Span) else (here, -len(article.text) - 1)
        dates = self._dated(article, date_label)
        known = sorted({*self.places(article, names), *dates}, key=_order)
        places = [span for span in known if not _is_tagged(article, span)]
        behind = [span for span in places if _order(span) > at]
        before = [span for span in places if _order(span) < at]
        ordered = (*behind, *before) if way > 0 else (*reversed(before), *reversed(behind))
        for span in ordered:
            found = dates.get(span) or read(article, names, habits, span)
            if found is not None:
                yield found

    def _dated(self, article: OpenArticle, label: str | None) -> dict[Span, Untagged]:
        """Dates that nobody has tagged, with what they say."""
        if label is None:
            return {}
        annotations = tuple(article.annotations.values())
        found = untagged_dates(article.text, article.document, self._dates, annotations)
        return {
            span: Untagged(
                span,
                label,
                "date",
                attributes=(Attribute("subtype", reading.sort), Attribute("value", reading.value)),
            )
            for span, reading in found
        }


def read(article: OpenArticle, names: Names, habits: Habits, span: Span) -> Untagged | None:
    """What a stretch would be tagged as; ``None`` where it only repeats what holds it already."""
    surface = span.of(article.text)
    said = habits.of_form(surface)
    if names.knows(surface):
        found = names.candidates(surface, label=said.label if said else None, limit=1)
        if found and found[0].how in _SURE and found[0].entry.kind == "entity":
            entry = found[0].entry
            if _is_part(article, span, entry.id):
                return None
            label = said.label if said is not None and said.entry == entry.id else entry.label
            attributes = {a.name: a for a in (_NAMED, *habits.of_entry(entry.id, surface, label))}
            return Untagged(span, label, "name", entry.id, tuple(sorted(attributes.values())))
    if said is not None:
        return Untagged(span, said.label, "again", said.entry, said.attributes)
    return Untagged(span, "TITLE", "title") if not names.knows(surface) else None


def known_forms(text: str, knows: Callable[[str], bool], *, most: int = _MOST_WORDS) -> Iterator[Span]:
    """Stretches of whole words, without proclitics, that ``knows`` accepts; from each start the longest first."""
    found = words(text)
    for place, (start, end) in enumerate(found):
        ends = [end, *_further_ends(text, found[place : place + most])]
        for cut in (0, *(step.rest_offset for step in proclitic_steps(text[start:end]))):
            spans = tuple(_forms(text, start + cut, ends, knows))
            yield from spans
            if spans:
                break


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _forms(text: str, start: int, ends: list[int], knows: Callable[[str], bool]) -> Iterator[Span]:
    # After the preposition ل the article keeps only its second letter: للأمم is ل and الأمم.
    hidden = text[start - 1 : start + 1] == "لل"
    for end in reversed(ends):
        letters = text[start:end]
        if len(letters) >= _LEAST_LETTERS and (knows(letters) or (hidden and knows(f"ا{letters}"))):
            yield Span(start, end)


def _further_ends(text: str, found: tuple[tuple[int, int], ...]) -> Iterator[int]:
    for (_, before), (start, end) in pairwise(found):
        if text[before:start] != " ":
            return
        yield end


def _is_tagged(article: OpenArticle, span: Span) -> bool:
    """Whether an entity stands there already, inside it, or across its edge."""
    near = (a for a in article.near(span.start, span.end) if a.kind == "entity")
    return any(span.contains(piece) or piece.crosses(span) for a in near for piece in a.spans)


def _is_part(article: OpenArticle, span: Span, entry: str) -> bool:
    """Whether a longer mention of the same entry holds the stretch: طالبان within حركة طالبان."""
    return any(a.kind == "entity" and a.entry == entry for a in article.near(span.start, span.end))
