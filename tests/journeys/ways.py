"""Which keys lead where with the fewest presses: a search over the reader's own motions."""

from collections import deque
from functools import cached_property

from PySide6.QtCore import Qt

from annotator.model.span import Span
from annotator.text.clitics import proclitic_steps
from annotator.text.folding import fold_key
from annotator.text.segmentation import words
from annotator.text.selection import snap_to_words, trim
from annotator.ui.reader.caret import MOTIONS
from annotator.ui.reader.view import Reader
from annotator.ui.reader.walking import walk

_MOST_NODES = 1_500
_KEY = {
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
}
_HELD = {"": "", "ctrl": "Ctrl+", "alt": "Alt+"}


class Ways:
    """Paths of the caret; line by line moves are left out, since they depend on how the page is set just then."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._steps: dict[tuple[int, str, int | None], int] = {}

    @cached_property
    def _motions(self) -> dict[str, object]:
        return {
            f"{_HELD[held]}{_KEY[Qt.Key(key)]}": motion
            for (key, held), motion in MOTIONS.items()
            if Qt.Key(key) in _KEY and motion.unit in ("word", "letter", "sentence", "paragraph", "article")
        }

    def to(self, start: int, goals: frozenset[int], *, anchor: int | None = None) -> tuple[str, ...] | None:
        """The shortest presses from one place to any of some; with ``anchor`` the selection grows from there."""
        before: dict[int, tuple[int, str]] = {}
        waiting = deque([start])
        seen = {start}
        while waiting and len(seen) < _MOST_NODES:
            at = waiting.popleft()
            if at in goals:
                return tuple(reversed(list(_back(before, at, start))))
            for name in self._motions:
                place = self._step(at, name, anchor)
                if place not in seen:
                    seen.add(place)
                    before[place] = (at, name)
                    waiting.append(place)
        return None

    def _step(self, at: int, name: str, anchor: int | None) -> int:
        key = (at, name, anchor)
        if key not in self._steps:
            motion = self._motions[name]
            self._steps[key] = walk(self._reader.scene, motion, at, anchor=anchor, goal=None).position  # type: ignore[arg-type]
        return self._steps[key]

    def selecting(self, start: int, span: Span, *, quote: bool = False) -> tuple[str, ...] | None:
        """Presses that go to a span and draw the selection over it, so that its trimmed ends are the span's."""
        text = self._reader.text
        word = snap_to_words(text, span.start, span.start + 1)
        heads = {place for place in (span.start, word[0] if word else span.start) if _trims(text, place, span)}
        best: tuple[str, ...] | None = None
        for head in sorted(heads):
            there = self.to(start, frozenset({head}))
            ends = frozenset(
                end
                for end in range(span.end, min(span.end + 3, len(text)) + 1)
                if trim(text, span.start, end, keep_marks=quote) == (span.start, span.end)
            )
            drawn = self.to(head, ends, anchor=head)
            cuts = ("-",) * cuts_to(text, head, span.start)
            if there is not None and drawn is not None:
                presses = (*there, *(f"Shift+{key}" for key in drawn), *cuts)
                best = presses if best is None or len(presses) < len(best) else best
        return best

    def finding(self, caret: int, span: Span) -> str | None:
        """The fewest letters that find a span's first word from the caret on; ``None`` where others come first."""
        text, key = fold_key(self._reader.text), fold_key(span.of(self._reader.text))
        if len(text) != len(self._reader.text):
            return None
        for length in range(1, len(key) + 1):
            if text.find(key[:length], max(0, caret - length)) == span.start:
                return span.of(self._reader.text)[:length]
        return None


def whole_word(text: str, span: Span) -> bool:
    """Whether a span is just one word."""
    return (span.start, span.end) in words(text)


def _trims(text: str, head: int, span: Span) -> bool:
    return text[head : span.start].isalpha() or head == span.start


def cuts_to(text: str, head: int, start: int) -> int:
    """How many proclitics stand between the start of a word and a place in it."""
    offsets = [step.rest_offset for step in proclitic_steps(text[head : head + 40].split(maxsplit=1)[0])]
    return offsets.index(start - head) + 1 if start > head else 0


def _back(before: dict[int, tuple[int, str]], at: int, start: int):  # type: ignore[no-untyped-def]
    while at != start:
        at, name = before[at]
        yield name
