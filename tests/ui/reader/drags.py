"""Simulated mouse drags over wrapped lines: the letters aimed at must be the letters selected.

`python -m tests.ui.reader.drags [COUNT [FAMILY_OR_FILE ...]]` runs COUNT drags over the seeds in each font at device
pixel ratios 1, 1.5 and 2 and prints the misses.
"""

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontDatabase, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.model.span import Span
from annotator.text.segmentation import graphemes
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes

ROOT = Path(__file__).resolve().parents[3]
RATIOS = ("1", "1.5", "2")
_LEFT = Qt.MouseButton.LeftButton
_NARROWEST = 1.0


@dataclass(frozen=True)
class Drag:
    """What was aimed at and what was got."""

    aimed: tuple[int, int]
    got: tuple[int, int] | None


class Mouse:
    """A pointer over one reader; events go to a fraction of a pixel, and time passes only as told."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stamp = 10_000

    def drag(self, start: QPointF, end: QPointF, *, exact: bool = True) -> None:
        """Press, move, release, well apart from the last click."""
        modifiers = Qt.KeyboardModifier.AltModifier if exact else Qt.KeyboardModifier.NoModifier
        self._stamp += 10_000
        self._send(QEvent.Type.MouseButtonPress, start, modifiers)
        self._send(QEvent.Type.MouseMove, (start + end) / 2, modifiers)
        self._send(QEvent.Type.MouseMove, end, modifiers)
        self._send(QEvent.Type.MouseButtonRelease, end, modifiers)

    def click(self, point: QPointF, *, times: int = 1, shift: bool = False) -> None:
        """Click in quick succession, as Qt tells of it: every second press is a double click."""
        modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self._stamp += 10_000
        for turn in range(times):
            press = QEvent.Type.MouseButtonDblClick if turn % 2 else QEvent.Type.MouseButtonPress
            self._send(press, point, modifiers)
            self._send(QEvent.Type.MouseButtonRelease, point, modifiers)

    def press(self, point: QPointF) -> None:
        """The button goes down."""
        self._stamp += 10_000
        self._send(QEvent.Type.MouseButtonPress, point, Qt.KeyboardModifier.NoModifier)

    def move(self, point: QPointF) -> None:
        """The pointer moves with the button down."""
        self._send(QEvent.Type.MouseMove, point, Qt.KeyboardModifier.NoModifier)

    def release(self, point: QPointF) -> None:
        """The button comes up."""
        self._send(QEvent.Type.MouseButtonRelease, point, Qt.KeyboardModifier.NoModifier)

    def _send(self, kind: QEvent.Type, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        viewport = self._reader.viewport()
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else _LEFT
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT
        where = QPointF(viewport.mapToGlobal(point.toPoint()))
        event = QMouseEvent(kind, point, where, button, held, modifiers)
        self._stamp += 10
        event.setTimestamp(self._stamp)
        QApplication.sendEvent(viewport, event)


def letter_box(reader: Reader, start: int, end: int) -> QRectF | None:
    """Box of one grapheme, when it has width of its own and lies in sight."""
    boxes = reader.range_rects(Span(start, end))
    if len(boxes) != 1 or boxes[0].width() < _NARROWEST:
        return None
    inside = boxes[0].top() >= 0 and boxes[0].bottom() <= reader.viewport().height()
    return boxes[0] if inside else None


def aims(reader: Reader) -> list[tuple[int, int, QPointF, QPointF]]:
    """Strong letters in sight: start, end, a point in their first and in their last quarter.

    Only letters of strong direction: what side a mark like ':' begins on is no business of this oracle.
    """
    found = []
    edge = reader.scene.start_edge
    low = reader.position_at(QPointF(edge + (5.0 if reader.scene.rtl else -5.0), 0.0))
    high = reader.position_at(QPointF(edge, float(reader.viewport().height()))) + 100
    bounds = [low + bound for bound in graphemes(reader.text[low:high])]
    for start, end in itertools.pairwise(bounds):
        kind = bidirectional(reader.text[start])
        box = letter_box(reader, start, end) if kind in ("R", "AL", "L") else None
        if box is not None:
            quarter = box.width() / 4 * (1 if kind == "L" else -1)
            middle = box.center()
            found.append((start, end, middle - QPointF(quarter, 0.0), middle + QPointF(quarter, 0.0)))
    return found


def random_drags(reader: Reader, count: int, chance: random.Random, *, exact: bool = True) -> Iterator[Drag]:
    """Drags between random letters, both ways, for exactly these letters or for the words they stand in."""
    letters, mouse = aims(reader), Mouse(reader)
    for _ in range(count):
        first, last = sorted(chance.sample(range(len(letters)), 2))
        start, end = letters[first], letters[last]
        points = (start[2], end[3]) if chance.random() < 0.5 else (end[3], start[2])
        mouse.drag(*points, exact=exact)
        got = reader.selection()
        yield Drag((start[0], end[1]), (got.start, got.end) if got else None)


def _run(count: int, fonts: list[str]) -> int:
    app = QApplication.instance() or QApplication([])
    misses = total = 0
    for font in fonts:
        number = QFontDatabase.addApplicationFont(font) if Path(font).exists() else -1
        family = QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else font
        for seed in sorted((ROOT / "seeds").glob("*.txt")):
            reader = Reader(palettes.light(), family)
            reader.resize(700, 5000)
            reader.set_article(seed.read_bytes().decode("utf-8"), "rtl")
            reader.show()
            app.processEvents()
            for found in random_drags(reader, count // 5, random.Random(count)):
                total += 1
                if found.aimed != found.got:
                    misses += 1
                    aimed = reader.text[slice(*found.aimed)][:60]
                    sys.stdout.write(f"{family} {seed.stem} {found} {aimed!r}\n")
            reader.deleteLater()
    ratio = os.environ.get("QT_SCALE_FACTOR", "1")
    sys.stdout.write(f"{total - misses} of {total} at ratio {ratio}\n")
    return misses


if __name__ == "__main__":
    arguments = sys.argv[1:]
    wanted = int(arguments[0]) if arguments else 2000
    faces = arguments[1:] or [str(ROOT / "resources" / "fonts" / "NotoNaskhArabic-Regular.ttf")]
    if "HASHIYA_DRAGS" in os.environ:
        sys.exit(1 if _run(wanted, faces) else 0)
    failed = 0
    for ratio in RATIOS:
        environment = {**os.environ, "HASHIYA_DRAGS": "1", "QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.ui.reader.drags", str(wanted), *faces]
        failed |= subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    sys.exit(failed)
