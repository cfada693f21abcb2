"""Measures the time on task: signs of life in the window, while it is the one that is worked in."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication

from annotator.work.effort import Effort, Stopwatch

if TYPE_CHECKING:
    from annotator.ui.window import Window

_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchUpdate,
    }
)


class Timing(QObject):
    """Listens to the window's own events; an application that is not in front counts nothing.

    ``clock`` gives seconds and never goes back.
    """

    def __init__(self, window: "Window", clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._watch = Stopwatch()
        self._effort: Effort | None = None
        window.hub.article_opened.connect(self._change_article)
        window.hub.project_changed.connect(self.leave)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._change_state)

    def look(self) -> None:
        """The person has done something."""
        desk = self._window.projects.desk
        task = self._window.page.task if desk is not None and not desk.project.read_only else None
        self._take(self._watch.touch(task, self._clock()))
        self._effort = desk.effort if desk is not None else None

    def leave(self) -> None:
        """The person has gone: what was measured is on the disk after this."""
        self._take(self._watch.stop(self._clock()))
        if self._effort is not None:
            self._effort.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See signs of life and leave them to whom they are meant for."""
        del watched
        if event.type() in _SIGNS:
            self.look()
        return False

    def _take(self, measured: tuple[str | None, float]) -> None:
        task, seconds = measured
        if task is not None and seconds and self._effort is not None:
            self._effort.add(task, seconds)

    def _change_article(self, _document: str) -> None:
        self.look()

    def _change_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.leave()
