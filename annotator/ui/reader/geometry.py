"""Where the letters of one laid-out line stand: exact rectangles and exact hits, mixed directions included.

Qt's own answers are not used: `QTextLine.xToCursor` is off on every wrapped right-to-left line, and the fill Qt
paints for a selection is displaced inside ligatures. Positions here are UTF-16 units of the paragraph, x is in
pixels from the left edge of the column.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QTextLayout, QTextLine

Stretch = tuple[float, float]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_INDEXES = QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
_POSITIONS = QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
_HAIR = 0.01
_TOUCH = 0.5
# The natural width Qt tells is rounded up: a narrower gap is no tab.
_NARROWEST_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one direction: units ``[start, end)`` between `left` and `right`.

    `shift` is what Qt's places inside the run are off by.
    """

    start: int
    end: int
    rtl: bool
    left: float
    right: float
    shift: float = 0.0


def unit_text(text: str) -> str:
    """The text with two stand-ins for each character outside the Basic Multilingual Plane: one for each unit."""
    return text if text.isascii() else _ASTRAL.sub("\ufffd\ufffd", text)


class LineShape:
    """The visual runs of one line, read from Qt once.

    The layout is kept beside the line because a QTextLine must not outlive its QTextLayout.
    """

    __slots__ = ("_layout", "_line", "_starts", "_units", "end", "rtl", "runs", "start", "trimmed_end")

    def __init__(self, layout: QTextLayout, line: QTextLine, *, units: str, rtl: bool) -> None:
        """`units` is the paragraph with one character for each UTF-16 unit (see `unit_text`)."""
        self._layout = layout
        self._line = line
        self._units = units
        self.rtl = rtl
        self.start = line.textStart()
        self.end = self.start + line.textLength()
        self.trimmed_end = self._without_break_space()
        self.runs = self._read_runs()
        self._starts = [run.start for run in self.runs]

    def rects(self, start: int, end: int) -> list[Stretch]:
        """Left and right of each visual piece of units ``[start, end)`` on this line, sorted, touching ones joined.

        The space a line was broken at hangs beyond the column and has no piece.
        """
        start, end = max(start, self.start), min(end, self.trimmed_end)
        pieces: list[Stretch] = []
        if start >= end:
            return pieces
        for run in self.runs[max(bisect_right(self._starts, start) - 1, 0) :]:
            if run.start >= end:
                break
            if run.end > start:
                pieces.append(self._part(run, start, end))
        return _joined(pieces)

    def char_at(self, x: float) -> int | None:
        """Unit whose letter lies under `x`; None beside the text."""
        for run in self.runs:
            if run.left <= x < run.right:
                return self._char_in(run, x)
        return None

    def caret_at(self, x: float) -> int:
        """Caret place nearest `x`: before or after the letter under it, by that letter's own direction."""
        if not self.runs:
            return self.start
        char = self.char_at(x)
        if char is None:
            return self._beside(x)
        first, last = self.cluster(char)
        run = self._run_of(char)
        left, right = self._part(run, first, last)
        before = x >= (left + right) / 2 if run.rtl else x < (left + right) / 2
        return first if before else min(last, max(self.trimmed_end, first))

    def caret_x(self, unit: int) -> float:
        """Where the caret stands: the leading edge of the letter after it, at the line's end the far edge before."""
        if not self.runs:
            return self._begin()
        return self.leading(unit)[0] if unit < self.end else self.trailing(self.end - 1)[0]

    def leading(self, unit: int) -> tuple[float, bool]:
        """Place of the edge a letter is entered by, and whether it runs right to left."""
        if not self.runs:
            return self._begin(), self.rtl
        run = self._run_of(unit)
        left, right = self._part(run, unit, run.end)
        return (right if run.rtl else left), run.rtl

    def trailing(self, unit: int) -> tuple[float, bool]:
        """Place of the edge a letter is left by, and whether it runs right to left."""
        if not self.runs:
            return self._begin(), self.rtl
        run = self._run_of(unit)
        left, right = self._part(run, run.start, unit + 1)
        return (left if run.rtl else right), run.rtl

    def start_edge(self, start: int, end: int) -> tuple[float, bool]:
        """Where a stretch begins to the eye, and whether it goes on to the left from there."""
        pieces = self.rects(start, end)
        # A number at the edge of one unbroken stretch runs against the line: its own edge would lie within.
        if len(pieces) == 1:
            return (pieces[0][1] if self.rtl else pieces[0][0]), self.rtl
        return self.leading(max(start, self.start))

    def end_edge(self, start: int, end: int) -> tuple[float, bool]:
        """Where a stretch ends to the eye, and whether it came from the right."""
        pieces = self.rects(start, end)
        if len(pieces) == 1:
            return (pieces[0][0] if self.rtl else pieces[0][1]), self.rtl
        return self.trailing(min(end, self.end) - 1)

    def cluster(self, unit: int) -> tuple[int, int]:
        """Units of the letter with its marks, or of the emoji, around `unit`."""
        first, last = unit, unit + 1
        while first > self.start and not self._layout.isValidCursorPosition(first):
            first -= 1
        while last < self.end and not self._layout.isValidCursorPosition(last):
            last += 1
        return first, last

    def _begin(self) -> float:
        natural = self._line.naturalTextRect()
        return natural.right() if self.rtl else natural.left()

    def _without_break_space(self) -> int:
        end = self.end
        # Spaces at which the line was broken hang beyond the edge; the caret stops before them.
        while self.start + 1 < end < len(self._units) and self._units[end - 1] in " \u2028":
            end -= 1
        return end

    def _read_runs(self) -> list[Run]:
        seen: list[Run] = []
        furthest = self.start
        if self.end > self.start:
            for glyphs in self._line.glyphRuns(self.start, self.end - self.start, _INDEXES):
                indexes = glyphs.stringIndexes()
                if indexes:
                    box = glyphs.boundingRect()
                    first, rtl = min(indexes), glyphs.isRightToLeft()
                    furthest = max(furthest, *indexes)
                    seen.append(Run(first, first, rtl, box.left(), box.right()))
        if furthest >= self.trimmed_end or not seen:
            return self._with_tabs(_closed(_one_per_box(seen), self.end))
        runs = self._with_tabs(_closed(_one_per_box(seen), self.trimmed_end))
        return [*(self._calibrated(run) for run in runs), self._hanging_space()]

    def _calibrated(self, run: Run) -> Run:
        # In the last run of a wrapped line that runs against the paragraph, Qt's places are off by the broken
        # space's width, sometimes: where the glyphs stand tells.
        if run.rtl == self.rtl or run.end != self.trimmed_end:
            return run
        for glyphs in self._line.glyphRuns(run.start, run.end - run.start, _INDEXES | _POSITIONS):
            for unit, place in zip(glyphs.stringIndexes(), glyphs.positions(), strict=True):
                edge = unit + 1 if run.rtl else unit
                if run.start < edge < run.end and self._layout.isValidCursorPosition(edge):
                    return Run(run.start, run.end, run.rtl, run.left, run.right, place.x() - self._edge(edge))
        return run

    def _hanging_space(self) -> Run:
        # Qt leaves the space a line was broken at out of the runs where it differs in direction from what it follows.
        natural, width = self._line.naturalTextRect(), abs(self._edge(self.end) - self._edge(self.trimmed_end))
        left = natural.left() - width if self.rtl else natural.right()
        return Run(self.trimmed_end, self.end, self.rtl, left, left + width)

    def _with_tabs(self, runs: list[Run]) -> list[Run]:
        """Add the characters Qt draws no glyphs for (tabs): each is a part of a gap the runs leave between them."""
        runs, missing = _split_off_tabs(runs, self._units, (self.start, runs[-1].end if runs else self.end))
        if not missing:
            return runs
        gaps = self._gaps(runs)
        for (first, last), (left, right) in zip(missing, gaps, strict=False):
            width = (right - left) / (last - first)
            for unit in range(first, last):
                step = (unit - first) * width
                edge = right - step - width if self.rtl else left + step
                runs.append(Run(unit, unit + 1, self.rtl, edge, edge + width))
        return sorted(runs, key=lambda run: run.start)

    def _gaps(self, runs: list[Run]) -> list[Stretch]:
        natural = self._line.naturalTextRect()
        edge, gaps = natural.left(), []
        for run in sorted(runs, key=lambda run: run.left):
            if run.left - edge > _NARROWEST_GAP:
                gaps.append((edge, run.left))
            edge = max(edge, run.right)
        if natural.right() - edge > _NARROWEST_GAP:
            gaps.append((edge, natural.right()))
        return gaps[::-1] if self.rtl else gaps

    def _run_of(self, unit: int) -> Run:
        return self.runs[max(bisect_right(self._starts, unit) - 1, 0)]

    def _edge(self, unit: int) -> float:
        x = self._line.cursorToX(unit)
        return cast("tuple[float, int]", x)[0]

    def _part(self, run: Run, start: int, end: int) -> Stretch:
        # cursorToX may be asked strictly inside a run only: at its ends it answers for the neighbouring run.
        left, right = run.left, run.right
        if run.start < start < run.end:
            edge = self._edge(start) + run.shift
            left, right = (left, edge) if run.rtl else (edge, right)
        if run.start < end < run.end:
            edge = self._edge(end) + run.shift
            left, right = (edge, right) if run.rtl else (left, edge)
        return left, max(left, right)

    def _char_in(self, run: Run, x: float) -> int:
        low, high = run.start, run.end
        while high - low > 1:
            middle = (low + high) // 2
            if (x < self._edge(middle) + run.shift) == run.rtl:
                low = middle
            else:
                high = middle
        return low

    def _beside(self, x: float) -> int:
        leftmost = min(self.runs, key=lambda run: run.left)
        if x < leftmost.left:
            return self.trimmed_end if self.rtl else self.start
        return self.start if self.rtl else self.trimmed_end


def _one_per_box(runs: list[Run]) -> list[Run]:
    # A fallback font splits one run into several, each with the box of the whole: they count as one.
    kept: dict[tuple[bool, float, float], int] = {}
    for run in runs:
        box = (run.rtl, run.left, run.right)
        kept[box] = min(run.start, kept.get(box, run.start))
    return sorted((Run(first, first, *box) for box, first in kept.items()), key=lambda run: run.start)


def _closed(runs: list[Run], end: int) -> list[Run]:
    ends = [run.start for run in runs[1:]] + [end]
    return [Run(run.start, last, run.rtl, run.left, run.right) for run, last in zip(runs, ends, strict=False)]


def _split_off_tabs(runs: list[Run], text: str, line: tuple[int, int]) -> tuple[list[Run], list[tuple[int, int]]]:
    kept: list[Run] = []
    missing: list[tuple[int, int]] = []
    at = line[0]
    if "\t" not in text[line[0] : line[1]] and (not runs or runs[0].start == at):
        return runs, missing
    for run in runs:
        if at < run.start:
            missing.append((at, run.start))
        end = run.end
        while end > run.start + 1 and text[end - 1] == "\t":
            end -= 1
        kept.append(Run(run.start, end, run.rtl, run.left, run.right))
        at = end
    if at < line[1]:
        missing.append((at, line[1]))
    return kept, missing


def _joined(pieces: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for left, right in sorted(piece for piece in pieces if piece[1] - piece[0] > _HAIR):
        if joined and left <= joined[-1][1] + _TOUCH:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined
