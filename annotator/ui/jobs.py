"""Long work beside the window: a thread with progress, rate, time left and cancel."""

import threading
import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QThread, QTimer, Signal

from annotator.model.problems import KnownError, Problem
from annotator.model.progress import Cancelled, Progress, Report

SHOWN_AFTER = 0.5
"""Seconds after which a work is worth a line of progress."""

_TICK = 100  # milliseconds between two looks at the progress


class Pace(msgspec.Struct, frozen=True):
    """How a work gets on: ``rate`` in items a second, ``left`` in seconds where the end is known."""

    progress: Progress
    seconds: float
    rate: float
    left: float | None

    @classmethod
    def of(cls, progress: Progress, seconds: float) -> "Pace":
        """The pace after ``seconds`` of work."""
        rate = progress.done / seconds if seconds > 0 else 0.0
        known = progress.total is not None and rate > 0
        left = (progress.total - progress.done) / rate if known and progress.total is not None else None
        return cls(progress, seconds, rate, left)


class Job(QObject):
    """One long work in a thread of its own; its signals arrive in the window's thread.

    The work gets a ``Report``; it ends early, keeping nothing, when the report raises ``Cancelled``. A ``KnownError``
    becomes ``failed``; any other fault is raised again in the window's thread, where the program's own hook takes it.
    A thread is for waiting: what computes for long does so in processes (``annotator.work.processes``).
    """

    paced = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[[Report], object], *, writes: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.writes = writes
        self._stop = threading.Event()
        self._thread = _Worker(work, self._stop, self)
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._look)
        self._thread.finished.connect(self._finish)

    @property
    def running(self) -> bool:
        """True from the start until its signals have been sent."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin, unless it has been cancelled before."""
        if self._stop.is_set():
            self.cancelled.emit()
            self.ended.emit()
            return
        self._began = time.monotonic()
        self._timer.start()
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; ``cancelled`` tells when it has."""
        self._stop.set()

    def wait(self) -> None:
        """Block until the thread has ended; for the closing of the window."""
        self._thread.wait()

    def _look(self) -> None:
        progress, seconds = self._thread.progress, time.monotonic() - self._began
        if progress is not None and seconds >= SHOWN_AFTER:
            self.paced.emit(Pace.of(progress, seconds))

    def _finish(self) -> None:
        self._timer.stop()
        fault = self._thread.fault
        try:
            if fault is None:
                self.done.emit(self._thread.result)
            elif isinstance(fault, Cancelled):
                self.cancelled.emit()
            elif isinstance(fault, KnownError):
                problems: tuple[Problem, ...] = fault.problems
                self.failed.emit(problems)
            else:
                raise fault
        finally:
            self.ended.emit()


class Jobs(QObject):
    """The long works of a window, one at a time."""

    started = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def current(self) -> Job | None:
        """The work under way."""
        return self._job

    def run(self, work: Callable[[Report], object], *, writes: bool = False) -> Job | None:
        """Start a work and return it, so that its signals can be connected; ``None`` while another is under way.

        The thread starts when control is back in the event loop, so nothing is missed by connecting right after.
        """
        if self._job is not None:
            return None
        job = Job(work, writes=writes, parent=self)
        self._job = job
        job.ended.connect(self._end)
        self.started.emit(job)
        QTimer.singleShot(0, job.start)
        return job

    def stop(self) -> None:
        """Cancel what is under way and wait for it."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _end(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.ended.emit()


class _Worker(QThread):
    """The thread of one work: what it gave, how it failed, how far it is."""

    def __init__(self, work: Callable[[Report], object], stop: threading.Event, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = stop
        self.result: object = None
        self.fault: Exception | None = None
        self.progress: Progress | None = None

    def run(self) -> None:
        try:
            self.result = self._work(self._report)
        except Exception as fault:  # noqa: BLE001  # carried to the window's thread and told or raised there
            self.fault = fault

    def _report(self, progress: Progress) -> None:
        self.progress = progress
        if self._stop.is_set():
            raise Cancelled
