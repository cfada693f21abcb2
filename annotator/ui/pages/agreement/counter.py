"""The window's end of counting: questions to the process, answers as they come, gamma on demand."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.progress import Progress
from annotator.work.counting import Answer, Counting
from annotator.work.gammas import Workers

Taker = Callable[[tuple[Any, ...], bool], object]
"""Gets the values of an answer piece by piece, and whether that was the last."""

_TICK: Final = 30  # milliseconds between two looks at what has come
_SPENT: Final = 6  # pieces that are unpacked in one look


class Counter(QObject):
    """Nothing here waits: whoever asks hands in what takes the answer.

    `progressed` carries a ``Progress``, ``None`` when nothing is under way; `failed` the problems that were met.
    """

    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, project: Path, person: Person, *, kept: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._processes = processes = _Processes(Counting(project, person, kept=kept))
        self._takers: dict[int, Taker] = {}
        self._measured: Callable[[], object] = _nothing
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._look)
        # The page that asked may be thrown away at any time.
        self.destroyed.connect(processes.close)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited, or gamma is being measured."""
        return bool(self._takers) or self._processes.workers is not None

    @property
    def is_measuring(self) -> bool:
        """Whether gamma is being measured."""
        return self._processes.workers is not None

    def ask(self, question: tuple[Any, ...], taker: Taker) -> None:
        """Put a question; `taker` gets its answer."""
        try:
            number = self._processes.counting.ask(*question)
        except KnownError as fault:
            self._fail(fault)
            return
        self._takers[number] = taker
        self._timer.start()

    def forget(self) -> None:
        """Take no answers any more to what was asked so far."""
        self._takers = dict.fromkeys(self._takers, _let_go)

    def measure_gamma(self, then: Callable[[], object]) -> None:
        """Measure what is missing, and call `then` when that is done or was stopped."""
        tasks: dict[str, bytes] = {}

        def take(values: tuple[Any, ...], ended: bool) -> None:
            tasks.update(values)
            if ended:
                self._processes.workers = Workers(tasks)

        if not self.is_busy:
            self._measured = then
            self.ask(("gamma-tasks",), take)

    def stop_gamma(self) -> None:
        """Measure no more; what is measured stays."""
        if self._processes.workers is not None:
            self._processes.dismiss()
            self._end_gamma()

    def close(self) -> None:
        """End all processes."""
        self._timer.stop()
        self._processes.close()
        self._takers.clear()

    def _look(self) -> None:
        try:
            self._look_for_answers()
            self._look_for_gamma()
        except KnownError as fault:
            self._fail(fault)
        if not self.is_busy:
            self._timer.stop()
            self.progressed.emit(None)

    def _look_for_answers(self) -> None:
        for _ in range(_SPENT):
            piece = self._processes.counting.poll()
            if piece is None:
                return
            self._take(piece)

    def _take(self, piece: Answer) -> None:
        if piece.progress is not None:
            self.progressed.emit(piece.progress)
            return
        taker = self._takers.get(piece.number, _let_go)
        if piece.ended:
            self._takers.pop(piece.number, None)
        if piece.problems:
            self.failed.emit(piece.problems)
        else:
            taker(piece.values, piece.ended)

    def _look_for_gamma(self) -> None:
        workers = self._processes.workers
        if workers is None:
            return
        found: Mapping[str, Any] = workers.collect()
        if found:
            self.ask(("gammas", found), _let_go)
        self.progressed.emit(Progress("gamma", workers.done, workers.total))
        if workers.ended:
            self._processes.dismiss()
            self._end_gamma()

    def _end_gamma(self) -> None:
        then, self._measured = self._measured, _nothing
        then()

    def _fail(self, fault: KnownError) -> None:
        self.close()
        self.progressed.emit(None)
        self.failed.emit(fault.problems)


class _Processes:
    """The processes of a counter; they outlive it by no moment, whoever throws it away."""

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.workers: Workers | None = None

    def dismiss(self) -> None:
        """End those that measure gamma."""
        if self.workers is not None:
            self.workers.close()
            self.workers = None

    def close(self, _gone: object = None) -> None:
        """End all of them."""
        self.dismiss()
        self.counting.close()


def _let_go(_values: tuple[Any, ...], _ended: bool) -> None:
    """Nobody waits for it any more."""


def _nothing() -> None:
    """Nobody waits for gamma."""
