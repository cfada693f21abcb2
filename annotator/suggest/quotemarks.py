"""Quote marks as a writer meant them: which opens, which closes, what stands inside."""

from collections.abc import Iterator
from typing import Final

import msgspec

from annotator.model.span import Span

# Arabic news opens and closes with either half of a pair, so a mark is read by what stands beside it.
FAMILIES: Final = ('"', "“”„‟", "«»", "‹›")
MARKS: Final = frozenset("".join(FAMILIES))
_OPENERS: Final = frozenset("“„«‹")
_CLOSERS: Final = frozenset("»›")
_BOUND: Final = frozenset("([{:ـ")
_LEADING: Final = frozenset("-–—/،؛,;")
_TRAILING: Final = frozenset(")]}.،؛,;:؟?!…-–—/|")
_BREAKS: Final = ("\n", "\u2029")


class Quoted(msgspec.Struct, frozen=True):
    """What a pair of marks encloses: the place of both marks; ``last`` is ``None`` where nothing closes."""

    first: int
    last: int | None
    paragraph_end: int

    @property
    def end(self) -> int:
        return self.paragraph_end if self.last is None else self.last


def paragraph_at(text: str, position: int) -> tuple[int, int]:
    """Where the paragraph round a position begins and ends."""
    start = max(text.rfind(mark, 0, position) for mark in _BREAKS) + 1
    ends = [at for mark in _BREAKS if (at := text.find(mark, position)) >= 0]
    return start, min(ends, default=len(text))


def quoted(text: str, start: int, end: int) -> tuple[Quoted, ...]:
    """Every stretch in marks within ``[start, end)`` by its opening mark; marks of one kind nest.

    A closing mark that stands where only an opening one can is taken for what it does (``بـ”الإرادة ...”``).
    """
    found: list[Quoted] = []
    waiting: list[int] = []
    for at in _places(text, start, end):
        family = _family(text[at])
        partner = next((place for place in reversed(waiting) if text[place] in family), None)
        if partner is not None and not _opens(text, at, start=start, end=end):
            found.append(Quoted(partner, at, end))
            # What was opened inside and never closed ends with the pair round it.
            while waiting[-1] != partner:
                found.append(Quoted(waiting.pop(), None, at))
            waiting.pop()
        elif _opens(text, at, start=start, end=end) or not _closes(text, at, start=start, end=end):
            waiting.append(at)
    found += [Quoted(place, None, end) for place in waiting]
    return tuple(sorted(found, key=lambda one: one.first))


def inside(text: str, one: Quoted) -> Span | None:
    """What stands in the marks, by the codebook: without blanks, without a full stop before the closing mark."""
    return settled(text, one.first + 1, one.end)


def settled(text: str, start: int, end: int) -> Span | None:
    """``[start, end)`` without blanks at its edges and without a full stop at its end; ؟ ! and … stay."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or (text[end - 1] == "." and text[end - 2 : end] != "..")):
        end -= 1
    return Span(start, end) if start < end else None


def _places(text: str, start: int, end: int) -> Iterator[int]:
    return (at for at in range(start, end) if text[at] in MARKS)


def _family(mark: str) -> str:
    return next(family for family in FAMILIES if mark in family)


def _opens(text: str, at: int, *, start: int, end: int) -> bool:
    """Whether a mark opens, by its shape where that is trustworthy, else by its neighbours."""
    mark = text[at]
    if mark in _OPENERS or mark in _CLOSERS:
        return mark in _OPENERS
    before, behind = _neighbours(text, at, start=start, end=end)
    if before in _BOUND:
        return True
    loose = not before.strip() or before in _LEADING
    return loose and bool(behind.strip()) and behind not in _TRAILING


def _closes(text: str, at: int, *, start: int, end: int) -> bool:
    mark = text[at]
    if mark in _CLOSERS:
        return True
    before, behind = _neighbours(text, at, start=start, end=end)
    return bool(before.strip()) and (not behind.strip() or behind in _TRAILING)


def _neighbours(text: str, at: int, *, start: int, end: int) -> tuple[str, str]:
    return text[at - 1 : at] if at > start else "", text[at + 1 : at + 2] if at + 1 < end else ""
