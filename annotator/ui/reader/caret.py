"""Where the caret goes: steps through a text by letter, word, sentence, paragraph or to its ends."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeVar

from PySide6.QtCore import Qt

from annotator.text.segmentation import paragraphs, sentences, snap_to_graphemes, words

Unit = Literal["letter", "word", "sentence", "paragraph", "line", "line_edge", "page", "article"]
_Bounds = tuple[int, int]
_REACH = 400
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Motion:
    """One step of the caret; `visual` motions go to a side of the screen, so right-to-left text turns them round."""

    unit: Unit
    forward: bool
    visual: bool = False


_LEFT, _RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
_PLAIN, _ALT, _CTRL = "", "alt", "ctrl"
MOTIONS = MappingProxyType(
    {
        (_LEFT, _PLAIN): Motion("word", False, True),
        (_RIGHT, _PLAIN): Motion("word", True, True),
        (_LEFT, _ALT): Motion("letter", False, True),
        (_RIGHT, _ALT): Motion("letter", True, True),
        (_LEFT, _CTRL): Motion("sentence", False, True),
        (_RIGHT, _CTRL): Motion("sentence", True, True),
        (Qt.Key.Key_Up, _PLAIN): Motion("line", False),
        (Qt.Key.Key_Down, _PLAIN): Motion("line", True),
        (Qt.Key.Key_Up, _CTRL): Motion("paragraph", False),
        (Qt.Key.Key_Down, _CTRL): Motion("paragraph", True),
        (Qt.Key.Key_Home, _PLAIN): Motion("line_edge", False),
        (Qt.Key.Key_End, _PLAIN): Motion("line_edge", True),
        (Qt.Key.Key_PageUp, _PLAIN): Motion("page", False),
        (Qt.Key.Key_PageDown, _PLAIN): Motion("page", True),
        (Qt.Key.Key_Home, _CTRL): Motion("article", False),
        (Qt.Key.Key_End, _CTRL): Motion("article", True),
        (Qt.Key.Key_PageUp, _CTRL): Motion("article", False),
        (Qt.Key.Key_PageDown, _CTRL): Motion("article", True),
    }
)


def motion_of(key: int, modifiers: Qt.KeyboardModifier) -> Motion | None:
    """The motion bound to a key; Shift and the number pad's mark do not count, two others are none."""
    held = modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    names = {
        Qt.KeyboardModifier.NoModifier: _PLAIN,
        Qt.KeyboardModifier.AltModifier: _ALT,
        Qt.KeyboardModifier.ControlModifier: _CTRL,
    }
    name = names.get(held)
    return None if name is None else MOTIONS.get((Qt.Key(key), name))


def step(text: str, position: int, *, unit: Unit, forward: bool, anchor: int | None = None) -> int:
    """Position one unit on; with `anchor` (the fixed end of a selection) edges fall on the ends of whole units.

    Moving goes to starts of words and sentences. A growing selection takes the unit it enters to its far end and a
    shrinking one gives back whole units, never crossing its anchor.
    """
    if unit == "article":
        return len(text) if forward else 0
    if unit == "letter":
        return _letter(text, position, forward)
    if anchor is not None and anchor != position and (anchor > position) == forward:
        # Shrinking: forwards to the next start, backwards to the end before, at most back to the anchor.
        found = _search(text, position, unit, (0 if forward else 1, forward))
        return anchor if found is None else (min if forward else max)(found, anchor)
    edge = 1 if anchor is not None and forward else 0
    found = _search(text, position, unit, (edge, forward))
    return found if found is not None else len(text) if forward else 0


def unit_at(text: str, position: int, unit: Unit) -> _Bounds | None:
    """Word, sentence or paragraph that holds the character at `position`; None between words."""
    return _near(text, position, unit, lambda found: _holding(found, position), ahead=None)


def _letter(text: str, position: int, forward: bool) -> int:
    if forward:
        return snap_to_graphemes(text, position, position + 1)[1] if position < len(text) else position
    return snap_to_graphemes(text, position - 1, position)[0] if position > 0 else position


def _search(text: str, position: int, unit: Unit, aim: tuple[int, bool]) -> int | None:
    edge, forward = aim

    def nearest(spans: Iterable[_Bounds]) -> int | None:
        edges = (span[edge] for span in spans)
        if forward:
            return min((at for at in edges if at > position), default=None)
        return max((at for at in edges if at < position), default=None)

    return _near(text, position, unit, nearest, ahead=forward)


def _near(
    text: str, position: int, unit: Unit, choose: Callable[[list[_Bounds]], _T | None], *, ahead: bool | None
) -> _T | None:
    """Choose among the units around a position, looking farther only while nothing is found there.

    A paragraph of any length costs no more than what lies around the caret.
    """
    find = {"word": words, "sentence": sentences, "paragraph": _filled_paragraphs}[unit]
    reach = len(text) if unit == "paragraph" else _REACH
    while True:
        low, high = _cut_back(text, position - reach), _cut_on(text, position + reach)
        spans = [(low + start, low + end) for start, end in find(text[low:high])]
        if unit == "sentence":
            spans = [span for span in spans if (low == 0 or span[0] > low) and (high == len(text) or span[1] < high)]
            spans = spans[0 if low == 0 else 1 :]
            spans = spans if high == len(text) else spans[:-1]
        chosen = choose(spans)
        if chosen is not None or ((low == 0 or ahead is True) and (high == len(text) or ahead is False)):
            return chosen
        reach *= 4


def _holding(spans: list[_Bounds], position: int) -> _Bounds | None:
    at = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return spans[at] if at >= 0 and spans[at][0] <= position < spans[at][1] else None


def _filled_paragraphs(text: str) -> list[_Bounds]:
    return [(start, end) for start, end in paragraphs(text) if start < end]


def _cut_back(text: str, position: int) -> int:
    while position > 0 and not text[position - 1].isspace():
        position -= 1
    return max(position, 0)


def _cut_on(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace():
        position += 1
    return min(position, len(text))
