"""What a person meant to select: edges without blanks and punctuation, and never inside a word."""

import unicodedata
from typing import Final

from annotator.text.bidi import CONTROLS
from annotator.text.segmentation import Span, snap_to_graphemes, words_between

# Arabic news opens and closes with either mark of a pair (”…” is common), so quotes pair by family.
_QUOTE_FAMILIES: Final = ('"', "'", "“”„‟", "‘’‚‛", "«»", "‹›")
_BRACKETS: Final = ("()", "[]", "{}")
_PAIRED: Final = frozenset("".join((*_QUOTE_FAMILIES, *_BRACKETS)))
# A quotation owns its marks, and the question, the cry and the pause within them.
_NOT_OPENING: Final = "؟?!"
_MEANINGFUL: Final = _PAIRED | frozenset("%٪‰؉#@&")
_OWNED: Final = _MEANINGFUL | frozenset("؟?!…")


def trim(text: str, start: int, end: int, *, keep_marks: bool = False) -> Span | None:
    """[start, end) without the blanks, invisible controls and punctuation at its edges; None if nothing is left.

    A bracket or quote mark whose partner lies inside the span stays, as in `الرئاسة (الكرملين)`. With
    `keep_marks`, meant for quotations, so do all quote marks and brackets, and ؟ ! … at the end.
    """
    while start < end:
        if _is_loose(text[start], keep_marks) or text[start] in _NOT_OPENING:
            start += 1
        elif _is_loose(text[end - 1], keep_marks):
            end -= 1
        elif keep_marks:
            return start, end
        elif (inner := _unwrap(text, start, end)) == (start, end):
            return inner
        else:
            start, end = inner
    return None


def snap_to_words(text: str, start: int, end: int, *, keep_marks: bool = False) -> Span | None:
    """[start, end) trimmed, then with edges inside a word or grapheme moved outwards; None if nothing is left."""
    trimmed = trim(text, start, end, keep_marks=keep_marks)
    if trimmed is None:
        return None
    first, last = trimmed
    head = words_between(text, first, first)
    tail = words_between(text, last, last)
    first = next((word[0] for word in head if word[0] < first < word[1]), first)
    last = next((word[1] for word in tail if word[0] < last < word[1]), last)
    snapped = snap_to_graphemes(text, first, last)
    # A joiner belongs to the grapheme of the letter before it, yet no span begins or ends on what trimming drops.
    return (
        first if _is_loose(text[snapped[0]], keep_marks) else snapped[0],
        last if _is_loose(text[snapped[1] - 1], keep_marks) else snapped[1],
    )


def _is_loose(character: str, keep_marks: bool) -> bool:
    """True for what an edge loses whatever else the span holds."""
    category = unicodedata.category(character)
    if character.isspace() or character in CONTROLS or category == "Cc":
        return True
    return category.startswith("P") and character not in (_OWNED if keep_marks else _MEANINGFUL)


def _unwrap(text: str, start: int, end: int) -> Span:
    """The span without one edge mark that has no partner inside, or without the pair that wraps it all."""
    if text[start] in _PAIRED:
        partner = _partner_after(text, start, end)
        if partner is None or partner == end - 1:
            return start + 1, end if partner is None else partner
    if text[end - 1] in _PAIRED and _partner_before(text, start, end) is None:
        return start, end - 1
    return start, end


def _partner_after(text: str, start: int, end: int) -> int | None:
    mark = text[start]
    for pair in _BRACKETS:
        if mark in pair:
            return _balance(text, range(start, end), *pair)
    return next((at for at in range(start + 1, end) if text[at] in _family(mark)), None)


def _partner_before(text: str, start: int, end: int) -> int | None:
    mark = text[end - 1]
    for pair in _BRACKETS:
        if mark in pair:
            return _balance(text, range(end - 1, start - 1, -1), *reversed(pair))
    return next((at for at in range(end - 2, start - 1, -1) if text[at] in _family(mark)), None)


def _balance(text: str, positions: range, opener: str, closer: str) -> int | None:
    """The position where the bracket at the first of `positions` is closed; None if it never is."""
    depth = 0
    for position in positions:
        depth += (text[position] == opener) - (text[position] == closer)
        if depth <= 0:
            return position if position != positions.start else None
    return None


def _family(mark: str) -> str:
    return next(family for family in _QUOTE_FAMILIES if mark in family)
