"""Long computing in processes of its own, so that neither a key nor a wheel step waits for it."""

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

import msgspec

from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report, silent

T = TypeVar("T")
S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")

TICK: Final = 0.1
"""Seconds between two looks at processes that have nothing to tell."""

_ENDED: Final = problem("process.ended")
_PATIENCE: Final = 2.0
_MODEST: Final = 10
_IN_HAND: Final = 2
_AHEAD: Final = 3
_FEWER_SWEEPS: Final = 50_000
"""Objects between two searches for cycles: what a worker makes is frozen values, which have none."""


class ProcessEnded(Exception):
    """A process was ended from outside, or could not begin."""


class WorkerFault(Exception):
    """What went wrong in another process and is no known fault: its report."""


class _Answer(msgspec.Struct, frozen=True):
    value: Any


class _Fault(msgspec.Struct, frozen=True):
    problems: tuple[Problem, ...]
    report: str


Say = Callable[[object], None]


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_beside(
    work: Callable[..., T],
    *arguments: object,
    begin: Progress,
    report: Report = silent,
    ended: Problem = _ENDED,
) -> T:
    """What `work(*arguments, report)` gives, computed in a process of its own with a low claim on the processor.

    `work` is a function of a module; arguments and result can be pickled. Its progress comes to `report`, `begin`
    until there is any, ten times a second at least; what `report` raises ends the process.

    Raises:
        KnownError: what `work` refused; `ended` when the process was ended from outside.
        WorkerFault: any other fault of `work`.
    """
    latest = begin
    with _Worker(_run_one, work, arguments) as worker:
        try:
            while True:
                said = worker.hear() if worker.pipe.poll(TICK) else latest
                if not isinstance(said, Progress):
                    answer: T = _opened(said)
                    return answer
                latest = said
                report(latest)
        except ProcessEnded as fault:
            raise KnownError(ended) from fault


class Crew(Generic[S]):
    """Processes that each prepare once and then do portion after portion; all end with the block they are used in.

    `prepare(*arguments)` gives each process what it works with, a context. A `modest` crew leaves the processor to
    others. What is handed over and back can be pickled; portions are small (some kilobytes), results may be large.
    """

    def __init__(
        self,
        prepare: Callable[..., contextlib.AbstractContextManager[S]],
        *arguments: object,
        size: int,
        modest: bool = False,
    ) -> None:
        self._workers = [_Worker(_serve, prepare, arguments, modest) for _ in range(size)]

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            for worker in self._workers:
                stack.enter_context(worker)
            self._ends = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    def ask_each(self, work: Callable[[S], R]) -> list[R]:
        """What `work` gives in each of the processes.

        Raises:
            KnownError, WorkerFault: what went wrong there.
            ProcessEnded: one of them is gone.
        """
        for worker in self._workers:
            worker.say((work, ()))
        return [_opened(worker.hear()) for worker in self._workers]

    def spread(
        self, work: Callable[[S, P], R], portions: Iterable[P], *, waiting: Callable[[], None] = lambda: None
    ) -> Iterator[R]:
        """What `work` gives for each portion, in their order, whoever is done first; a few are done ahead.

        `waiting` is called while nothing comes, and stops the whole by what it raises.

        Raises:
            KnownError, WorkerFault: what went wrong with a portion.
            ProcessEnded: a process is gone.
        """
        numbered = enumerate(portions)
        done: dict[int, object] = {}
        turn = given = 0
        while True:
            while given < turn + _AHEAD * len(self._workers) and (idle := self._idlest()) is not None:
                following = next(numbered, None)
                if following is None:
                    break
                idle.hand(following[0], (work, (following[1],)))
                given = following[0] + 1
            if turn in done:
                yield _opened(done.pop(turn))
                turn += 1
            elif not any(worker.in_hand for worker in self._workers):
                return
            else:
                self._gather(done, waiting)

    def _idlest(self) -> "_Worker | None":
        """The process with the fewest portions in hand; nobody where all have enough."""
        found = min(self._workers, key=lambda worker: len(worker.in_hand))
        return found if len(found.in_hand) < _IN_HAND else None

    def _gather(self, done: dict[int, object], waiting: Callable[[], None]) -> None:
        busy = {worker.pipe: worker for worker in self._workers if worker.in_hand}
        ready = wait(list(busy), timeout=TICK)
        for pipe in ready:
            worker = busy[pipe]  # type: ignore[index]  # `wait` speaks of anything that can be waited for
            done[worker.in_hand.popleft()] = worker.hear()
        if not ready:
            waiting()


class _Worker:
    """One process and the pipe to it; it ends with the block it is used in."""

    def __init__(self, life: Callable[..., None], *arguments: object) -> None:
        self.in_hand: deque[int] = deque()
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection[Any, Any]
        self.pipe, self._there = context.Pipe()
        self._process: SpawnProcess = context.Process(target=life, args=(self._there, *arguments), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self._there.close()  # so that the end of the process is the end of the pipe
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def say(self, task: object) -> None:
        try:
            self.pipe.send(task)
        except OSError as fault:
            raise ProcessEnded from fault

    def hand(self, number: int, task: object) -> None:
        self.say(task)
        self.in_hand.append(number)

    def hear(self) -> object:
        try:
            return self.pipe.recv()
        except (EOFError, OSError) as fault:
            raise ProcessEnded from fault


def _opened(said: Any) -> Any:
    """The value of an answer; what it says went wrong is raised here."""
    if isinstance(said, _Answer):
        return said.value
    if said.problems:
        raise KnownError(*said.problems)
    raise WorkerFault(said.report)


# ---------------------------------------------------------------- in the other process


def _run_one(pipe: "Connection[Any, Any]", work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    with _speaking(pipe, modest=True) as say:
        say(_answer_of(work, *arguments, say))


def _serve(
    pipe: "Connection[Any, Any]",
    prepare: Callable[..., contextlib.AbstractContextManager[Any]],
    arguments: tuple[object, ...],
    modest: bool,  # arguments of a process come one after another
) -> None:
    with _speaking(pipe, modest=modest) as say, contextlib.ExitStack() as stack:
        prepared = _answer_of(lambda: stack.enter_context(prepare(*arguments)))
        while True:
            work, more = pipe.recv()
            say(_answer_of(work, prepared.value, *more) if isinstance(prepared, _Answer) else prepared)


@contextlib.contextmanager
def _speaking(pipe: "Connection[Any, Any]", *, modest: bool) -> Iterator[Say]:
    """The life of a process, which ends quietly when whoever began it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began this process hears it too, and ends it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what lies about in files is tidied up on the way out
    if modest and hasattr(os, "nice"):
        os.nice(_MODEST)
    gc.freeze()
    gc.set_threshold(_FEWER_SWEEPS)
    with contextlib.suppress(EOFError, ConnectionError):
        # As bytes of our own: when the pipe is broken, Python 3.12 complains of the buffer that `send` lends out.
        yield lambda value: pipe.send_bytes(pickle.dumps(value))


def _answer_of(work: Callable[..., object], *arguments: object) -> _Answer | _Fault:
    try:
        return _Answer(work(*arguments))
    except KnownError as fault:
        return _Fault(fault.problems, "")
    except (EOFError, ConnectionError):
        raise  # of the pipe, by the report of a progress
    except Exception:  # noqa: BLE001  # carried to the process that asked and raised there
        return _Fault((), traceback.format_exc())
