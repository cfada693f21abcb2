"""The real window, worked by real events, as benchmarks and kills need it."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from annotator.language import Language
from annotator.settings import MEMORY, PREFERENCES, Settings
from annotator.text.segmentation import words
from annotator.ui.app import make_application
from annotator.ui.pages.annotate.outlines import OUTLINED
from annotator.ui.pages.annotate.page import AnnotatePage
from annotator.ui.window import Window
from tests.benchmarks.corpora import ME
from tests.benchmarks.measure import milliseconds
from tests.ui.answers import Answers

_ROUNDS = 100_000
_PLAIN = Qt.KeyboardModifier.NoModifier


class Paints(QObject):
    """Counts the paints of widgets, by the events that Qt sends them."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.serial = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() == QEvent.Type.Paint:
            self.serial += 1
        return False


class Driver:
    """One window over one project, worked like a person does: keys, wheel, articles opened."""

    def __init__(self, project: Path, *, data: Path, size: tuple[int, int] = (1280, 800)) -> None:
        self.application = make_application()
        preferences = Settings(PREFERENCES, None)
        preferences.change({"ui.language": "ar", "ui.theme": "light"})
        memory = Settings(MEMORY, None)
        memory.set("person.id", ME.id)
        self.answers = Answers()
        self.window: Window = Window(preferences=preferences, memory=memory, data=data, make_ask=self._ask)
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.projects.open(project)
        self.window.show_section("annotate")
        self.cpu: list[float] = []
        self._stepped, self._seen, self._cpu_seen = False, 0.0, 0.0
        self.window.hub.stepped.connect(self._note_step)
        self.page.stage.reader.painted.connect(self._note_paint)
        self.settle()

    def _ask(self, _parent: QWidget, _language: Language) -> Answers:
        return self.answers

    @property
    def page(self) -> AnnotatePage:
        page = self.window.page
        assert isinstance(page, AnnotatePage)
        return page

    def settle(self) -> None:
        """Let everything that is pending happen, long work excepted."""
        for _ in range(5):
            self.application.sendPostedEvents()
            self.application.processEvents()

    def wait(self, ready: Callable[[], bool]) -> None:
        """Run the event loop until something is so."""
        for _ in range(_ROUNDS):
            if ready():
                return
            self.application.processEvents()
        raise RuntimeError("it never came")

    def wait_for_index(self) -> None:
        """Let the background finish, so that it does not share the processor with what is measured."""
        while self.window.background.current is not None:
            QTest.qWait(20)

    def opened(self, document: str) -> float:
        """Open an article until reader, list and inspector are painted; milliseconds."""
        reader = self.page.stage.reader

        def act() -> None:
            serial = reader.paint_serial
            self.window.open_article(document)
            self.wait(lambda: reader.paint_serial > serial)

        return milliseconds(act)

    def outline(self) -> float:
        """Let the hands rest: what is suggested is looked for, outlined and painted; milliseconds."""
        reader = self.page.stage.reader

        def act() -> None:
            serial, before = reader.paint_serial, self.outlined
            self.page.outlines.renew()
            if self.outlined != before:
                self.wait(lambda: reader.paint_serial > serial)

        return milliseconds(act)

    @property
    def outlined(self) -> int:
        """Suggestions that are outlined on the page."""
        return sum(mark.startswith(OUTLINED) for mark in self.page.stage.reader.scene.marks)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """One key through the window, as the system sends it."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def shown_after(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> float:
        """Press a key until the first paint of the reader after its step; milliseconds.

        The step is on disk before anybody hears of it, so that paint shows what is durable.
        """
        self._stepped, self._seen = False, 0.0
        began, worked = time.perf_counter(), time.thread_time()
        self.press(key, modifiers)
        if not self._stepped:
            raise RuntimeError(f"{key} did nothing: {self.window.status.sentence}")
        self.wait(lambda: self._seen > 0)
        self.cpu.append((self._cpu_seen - worked) * 1000)
        return (self._seen - began) * 1000

    def _note_step(self, _steps: object) -> None:
        self._stepped, self._seen = True, 0.0

    def _note_paint(self, _serial: int) -> None:
        if self._stepped and not self._seen:
            self._seen, self._cpu_seen = time.perf_counter(), time.thread_time()

    def bare_words(self) -> list[int]:
        """Starts of words of the open article that nothing covers."""
        stage = self.page.stage
        taken = bytearray(len(stage.text) + 1)
        for annotation in stage.article.annotations.values():
            for span in annotation.spans:
                taken[span.start : span.end] = b"\x01" * span.length
        return [start for start, end in words(stage.text) if end - start > 1 and not any(taken[start:end])]

    def go_to(self, position: int) -> None:
        """Put the caret somewhere, in sight, with nothing active, and let that be painted."""
        stage = self.page.stage
        stage.activate(None)
        stage.reader.setFocus()
        stage.reader.set_caret(position)
        stage.reader.ensure_visible()
        self.settle()

    def wheel(self, down: bool, *, modifiers: Qt.KeyboardModifier = _PLAIN) -> float:
        """One notch of the wheel over the reader until it is painted; milliseconds."""
        reader = self.page.stage.reader

        def act() -> None:
            serial = reader.paint_serial
            turn_wheel(reader, down, modifiers)
            self.wait(lambda: reader.paint_serial > serial)

        return milliseconds(act)

    def close(self) -> None:
        """Close the window as a person does."""
        self.window.close()
        self.window.deleteLater()
        self.settle()


def turn_wheel(area: QAbstractScrollArea, down: bool, modifiers: Qt.KeyboardModifier) -> None:
    """Send one notch of the wheel to the middle of an area."""
    place = QPointF(area.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(area.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, -120 if down else 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), event)
