"""Says in what two readings of the same stretch differ at their ends: a proclitic, a mark, a title."""

from collections.abc import Container, Iterable
from itertools import combinations, pairwise
from typing import Final

from annotator.model.span import Span
from annotator.text.clitics import proclitic_steps

SUBTYPES: Final = ("clitic", "punctuation", "quote-mark", "title", "other")
"""What a difference of boundaries can lie in, in the order in which they are listed."""

_MARKS: Final = frozenset("\"'«»“”„‟‘’‚‹›")
_ARTICLE: Final = "ال"
_ENCLITICS: Final = frozenset(
    ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "كما", "نا", "ي", "ني"),
)
# fmt: off
_TITLES: Final = frozenset(
    (
        "الرئيس", "رئيس", "الملك", "ملك", "الأمير", "أمير", "الشيخ", "شيخ", "السيد", "السيدة", "السادة", "الدكتور",
        "الدكتورة", "د", "الأستاذ", "الأستاذة", "المهندس", "الوزير", "وزير", "الوزيرة", "وزيرة", "السفير", "سفير",
        "السفيرة", "النائب", "نائب", "القائد", "قائد", "العميد", "اللواء", "الفريق", "العقيد", "الجنرال", "المتحدث",
        "المبعوث", "المستشار", "مستشار", "السلطان", "الإمام", "المرشد", "الحاج", "الملا", "مولوي", "القاضي",
        "البروفيسور", "الزعيم",
    )
)
# fmt: on


def subtypes_between(
    text: str, readings: Iterable[tuple[Span, ...]], titles: Container[int] = frozenset()
) -> tuple[str, ...]:
    """The sorts of difference between any two of `readings`, in the order of :data:`SUBTYPES`; none where all agree.

    Each stretch that one reading has and the other lacks is judged by its letters: marks and blanks alone are
    `punctuation` or `quote-mark`; a proclitic, the article or an enclitic within a word is `clitic`; whole words
    that are titles, or whose letters lie in `titles` (positions under a title annotation), are `title`.
    """
    found: set[str] = set()
    for first, second in combinations(sorted(set(readings)), 2):
        for run in _difference(first, second):
            found |= _judge(text, run, titles)
    return tuple(subtype for subtype in SUBTYPES if subtype in found)


def _difference(first: tuple[Span, ...], second: tuple[Span, ...]) -> list[Span]:
    """The stretches that exactly one of the two covers, in text order."""
    edges = sorted({edge for span in (*first, *second) for edge in (span.start, span.end)})
    runs: list[Span] = []
    for start, end in pairwise(edges):
        one = any(span.start <= start < span.end for span in first)
        other = any(span.start <= start < span.end for span in second)
        if one == other:
            continue
        inner = any(start == span.start for span in (*first, *second))
        if runs and runs[-1].end == start and not inner:
            runs[-1] = Span(runs[-1].start, end)
        else:
            runs.append(Span(start, end))
    return runs


def _judge(text: str, run: Span, titles: Container[int]) -> set[str]:
    letters = [position for position in range(run.start, run.end) if _is_letter(text[position])]
    marked = any(text[position] in _MARKS for position in range(run.start, run.end))
    found = {"quote-mark"} if marked else set()
    if not letters:
        return found or {"punctuation"}
    core = Span(letters[0], letters[-1] + 1)
    if _is_clitic(text, core):
        return found | {"clitic"}
    words = "".join(c if _is_letter(c) else " " for c in core.of(text)).split()
    whole = not _joins(text, core.start) and not _joins(text, core.end)
    if whole and (all(word in _TITLES for word in words) or all(position in titles for position in letters)):
        return found | {"title"}
    return found | {"other"}


def _is_clitic(text: str, run: Span) -> bool:
    """Whether `run` is the first or last letters of a word that goes on, and they are clitics."""
    letters = run.of(text)
    if not _joins(text, run.start) and _joins(text, run.end):
        cuts = {0} | {step.rest_offset for step in proclitic_steps(text[run.start : _word_end(text, run.end)])}
        return len(letters) in cuts or any(letters[cut:] == _ARTICLE for cut in cuts)
    return _joins(text, run.start) and not _joins(text, run.end) and letters in _ENCLITICS


def _word_end(text: str, position: int) -> int:
    while position < len(text) and _is_letter(text[position]):
        position += 1
    return position


def _joins(text: str, position: int) -> bool:
    """Whether letters stand on both sides of `position`."""
    return 0 < position < len(text) and _is_letter(text[position - 1]) and _is_letter(text[position])


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "ـ" or "\u064b" <= character <= "\u0652" or character == "\u0670"
