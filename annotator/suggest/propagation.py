"""Where the letters of a mention stand again: spelt otherwise, behind proclitics, tagged already or not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.text.folding import Folded, fold, fold_key, is_even
from annotator.text.query import WORD, Residues

Level = Literal["same", "spelling", "proclitic"]
Edge = Literal["core", "word"]
"""Where a span begins behind proclitics: at the name itself, or at the whole word as it is written."""

Standing = Literal["free", "tagged", "inside", "crossing"]
"""What is there already: nothing, the same tag, a longer one round it (``روسيا`` in روسيا اليوم), one that crosses."""

_CORE_ONLY: Final[Mapping[str, Edge]] = MappingProxyType({})
_LEAST_CUT: Final = 3


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for: folded words in their order, the label they are to get, and the edge by label."""

    letters: str
    words: tuple[str, ...]
    kind: str
    label: str
    edge: Edge = "core"


class Occurrence(msgspec.Struct, frozen=True):
    """One place: its span by the label's edge, what stands before it in its word, how it is alike, what is there.

    ``proposed``: likely meant, so that a person only takes out what is not.
    """

    span: Span
    prefix: str
    level: Level
    standing: Standing = "free"

    @property
    def proposed(self) -> bool:
        return self.standing == "free"


def wanted(letters: str, *, kind: str, label: str, edges: Mapping[str, Edge] = _CORE_ONLY) -> Wanted | None:
    """What to look for, from the letters of a mention; ``None`` where they hold no word."""
    words = tuple(WORD.findall(fold_key(letters)))
    if not words:
        return None
    return Wanted(letters, words, kind, label, edges.get(label, "core"))


def occurrences(text: str, looked_for: Wanted, residues: Residues) -> tuple[Occurrence, ...]:
    """Every place of a text, in order; a text without any costs one folding and one search of its letters.

    The first word may carry proclitics; of a word of two letters none is cut, for most words begin like one. What
    stands there already is told by :func:`beside`.
    """
    key = fold_key(text)
    places = list(_places(key, looked_for, residues))
    if not places:
        return ()
    original = _Lines(text, key)
    return tuple(_occurrence(text, original.span(a, b), original.span(w, b), looked_for) for w, a, b in places)


def beside(
    found: Iterable[Occurrence], annotations: Iterable[Annotation], looked_for: Wanted
) -> tuple[Occurrence, ...]:
    """The places with what the annotations of the article say of each."""
    there = [a for a in annotations if a.kind == looked_for.kind]
    return tuple(msgspec.structs.replace(one, standing=_standing(one.span, there, looked_for)) for one in found)


class _Lines:
    """The way back from a search key to its text, line by line, so that only lines with a hit are looked into."""

    def __init__(self, text: str, key: str) -> None:
        self._text = text.split("\n")
        self._starts = _line_starts(self._text)
        self._key_starts = _line_starts(key.split("\n"))
        self._folded: dict[int, Folded | None] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text behind ``key[start:end]``, which lies in one line."""
        line = bisect_right(self._key_starts, start) - 1
        first, last = start - self._key_starts[line], end - self._key_starts[line]
        if line not in self._folded:
            self._folded[line] = None if is_even(self._text[line]) else fold(self._text[line])
        folded = self._folded[line]
        if folded is not None:
            first, last = folded.original_span(first, last)
        return self._starts[line] + first, self._starts[line] + last


def _line_starts(lines: list[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))


def _places(key: str, looked_for: Wanted, residues: Residues) -> Iterator[tuple[int, int, int]]:
    """Where the first word begins, where the name begins in it, and where the last word ends, in a search key."""
    first, *rest = looked_for.words
    # What every form of the first word ends with, whatever its proclitics do to its article.
    tail = first.removeprefix("ال") if len(first) - 2 >= _LEAST_CUT else first
    at = key.find(tail)
    while at >= 0:
        word = WORD.match(key, _word_start(key, at))
        if word is not None and word.end() == at + len(tail):
            cut = _cut(word.group(), first, residues)
            end = _follow(key, word.end(), rest) if cut is not None else None
            if cut is not None and end is not None:
                yield word.start(), word.start() + cut, end
        at = key.find(tail, at + len(tail))


def _word_start(key: str, at: int) -> int:
    while at > 0 and (key[at - 1].isalnum() or key[at - 1] == "_"):
        at -= 1
    return at


def _cut(word: str, first: str, residues: Residues) -> int | None:
    if word == first:
        return 0
    if len(first) < _LEAST_CUT:
        return None
    return next((cut for form, cut in residues.of(word) if form == first), None)


def _follow(key: str, end: int, rest: list[str]) -> int | None:
    for wanted_word in rest:
        word = WORD.search(key, end)
        if word is None or word.group() != wanted_word or "\n" in key[end : word.start()]:
            return None
        end = word.end()
    return end


def _occurrence(text: str, core: tuple[int, int], word: tuple[int, int], looked_for: Wanted) -> Occurrence:
    span = Span(*(core if looked_for.edge == "core" else word))
    prefix = text[word[0] : core[0]]
    same = text[core[0] : core[1]] == looked_for.letters
    return Occurrence(span, prefix, "proclitic" if prefix else "same" if same else "spelling")


def _standing(span: Span, there: Iterable[Annotation], looked_for: Wanted) -> Standing:
    found: Standing = "free"
    for other in there:
        if other.spans == (span,):
            if other.label == looked_for.label:
                return "tagged"
            found = "inside"
        elif any(piece.crosses(span) for piece in other.spans):
            return "crossing"
        elif any(piece.contains(span) for piece in other.spans):
            found = "inside"
    return found
