"""A person at the window: finds words in the text, drags over them, presses keys under a Latin or an Arabic layout."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.ui.pages.annotate.page import AnnotatePage
from annotator.ui.palette import Palette
from annotator.ui.window import Window

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

# What an Arabic layout sends for some keys of the top rows, with the scan codes of X11.
ARABIC = {
    "1": (0x31, "1", 10),
    "2": (0x32, "2", 11),
    "3": (0x33, "3", 12),
    "Q": (0x0636, "ض", 24),
    "E": (0x062B, "ث", 26),
    "R": (0x0642, "ق", 27),
}


class Hand:
    """Acts on the annotate page of a window and asks what stands there."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        window.show_section("annotate")
        page = window.page
        assert isinstance(page, AnnotatePage)
        self.page = page
        self.stage = page.stage

    @property
    def reader(self):  # type: ignore[no-untyped-def]
        return self.stage.reader

    @property
    def mode(self) -> str:
        return self.page.mode

    @property
    def said(self) -> str:
        return self.window.status.sentence

    @property
    def annotations(self) -> list[Annotation]:
        return sorted(self.stage.article.annotations.values(), key=lambda a: (a.start, -a.end, a.id))

    @property
    def active(self) -> Annotation:
        found = self.stage.active
        assert found is not None
        return found

    def start_own_layer(self) -> None:
        self.qtbot.mouseClick(self.page.layer_bar.start, Qt.MouseButton.LeftButton)
        assert self.stage.writable

    def find(self, words: str, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.stage.text.index(words, at + 1)
        return Span(at, at + len(words))

    def put_caret(self, words: str, nth: int = 0) -> None:
        self.reader.set_caret(self.find(words, nth).start)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.reader, key, modifiers)

    def press_arabic(self, name: str) -> None:
        """A key as an Arabic layout sends it: another letter, the same place."""
        key, text, scan = ARABIC[name]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.reader, QKeyEvent(kind, key, NONE, scan, 0, 0, text))

    def type_into(self, field: QWidget, words: str) -> None:
        """Type letters of any script: Qt's own keyClicks knows only Latin ones."""
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, ord(letter.upper()), NONE, letter))

    def drag(self, words: str, nth: int = 0) -> None:
        """Draw the mouse over words that stand on one line."""
        span = self.find(words, nth)
        self.reader.scroll_to(span)
        serial = self.reader.paint_serial
        self.reader.viewport().update()
        self.qtbot.waitUntil(lambda: self.reader.paint_serial > serial)
        rects = self.reader.range_rects(span)
        assert len(rects) == 1, "choose words on one line"
        rect = rects[0]
        first = QPoint(round(rect.right()) - 1, round(rect.center().y()))
        last = QPoint(round(rect.left()) + 1, round(rect.center().y()))
        port = self.reader.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, first)
        for share in (0.3, 0.7, 1.0):
            point = QPointF(first) + (QPointF(last) - QPointF(first)) * share
            QTest.mouseMove(port, point.toPoint())
            self._move(point)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, last)

    def take_offer(self, words: str) -> None:
        """Type into the list that has come up and take its first line."""
        palettes = [one for one in QApplication.topLevelWidgets() if isinstance(one, Palette) and one.isVisible()]
        assert palettes, "no list is up"
        self.type_into(palettes[-1].field, words)
        QTest.keyClick(palettes[-1].field, Qt.Key.Key_Return)

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, CONTROL)

    def redo(self) -> None:
        self.press(Qt.Key.Key_Y, CONTROL)

    def _move(self, point: QPointF) -> None:
        """Qt's own mouseMove carries no button, so a drag needs the event itself."""
        from PySide6.QtGui import QMouseEvent

        port = self.reader.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            point,
            QPointF(port.mapToGlobal(point.toPoint())),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            NONE,
        )
        QApplication.sendEvent(port, event)
