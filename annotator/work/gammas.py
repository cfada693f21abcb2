"""Gamma of many articles, measured by processes that can be stopped, and kept beside the project."""

import contextlib
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Mapping
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from annotator.measures.gamma import Alikeness, Continuum, alikeness
from annotator.model.problems import refuse
from annotator.model.progress import Progress, Report, silent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# Another number where gamma is measured in another way: what is kept of older ones is not read then.
KEPT_NAME: Final = "gamma-1.jsonl"

_AHEAD: Final = 3  # tasks that lie with a process, so that it never waits for the next
_MOST: Final = 8
_TICK: Final = 0.1  # seconds
_MODEST: Final = 10


class _Line(msgspec.Struct, frozen=True, array_like=True):
    name: str
    found: Alikeness


class Kept:
    """What was measured once, as a file of one line each; it can be deleted at any time and is measured anew then."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEPT_NAME

    def read(self) -> dict[str, Alikeness]:
        """By name of the task; lines that cannot be read are left out."""
        found: dict[str, Alikeness] = {}
        if self._path.is_file():
            for line in self._path.read_bytes().splitlines():
                with contextlib.suppress(msgspec.DecodeError):
                    one = msgspec.json.decode(line, type=_Line)
                    found[one.name] = one.found
        return found

    def add(self, found: Mapping[str, Alikeness]) -> None:
        """Keep some more. Where the disk does not take them nothing is lost but time: that is nobody's concern."""
        lines = b"".join(msgspec.json.encode(_Line(*one)) + b"\n" for one in found.items())
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(lines)


class Workers:
    """Processes that measure tasks, each encoded by `encode_task`; `close` ends them at once, whatever they do."""

    def __init__(self, tasks: Mapping[str, bytes], *, processes: int | None = None) -> None:
        self._waiting = deque(tasks.items())
        self.total = len(tasks)
        self.done = 0
        self._crew: dict[Connection[Any, Any], BaseProcess] = {}
        for _ in range(min(processes or min(os.cpu_count() or 1, _MOST), self.total)):
            self._hire()

    @property
    def ended(self) -> bool:
        """Whether everything is measured."""
        return self.done == self.total

    def collect(self, timeout: float = 0) -> dict[str, Alikeness]:
        """What has been measured since, waiting up to `timeout` seconds for the first of it.

        Raises:
            KnownError: `agreement.ended`, one of the processes was ended from outside.
        """
        found: dict[str, Alikeness] = {}
        ready = wait(list(self._crew), timeout)
        for line in [one for one in self._crew if one in ready]:
            try:
                name, measured = line.recv()
            except (EOFError, OSError) as fault:
                raise refuse("agreement.ended") from fault
            found[name] = measured
            self._feed(line)
        self.done += len(found)
        return found

    def close(self) -> None:
        """End all processes."""
        for line, process in self._crew.items():
            process.terminate()
            process.join()
            line.close()
        self._crew.clear()

    def _hire(self) -> None:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_measure_tasks, args=(there,), daemon=True)
        process.start()
        there.close()
        self._crew[here] = process
        for _ in range(_AHEAD):
            self._feed(here)

    def _feed(self, line: "Connection[Any, Any]") -> None:
        if self._waiting:
            line.send(self._waiting.popleft())


def encode_task(continuum: Continuum) -> bytes:
    """A task as it travels to a process."""
    return msgspec.msgpack.encode(continuum)


def measure_gammas(tasks: Mapping[str, Continuum], kept: Kept, report: Report = silent) -> dict[str, Alikeness]:
    """Measure all tasks on all processors, and keep each as soon as it is known; what is cancelled is not begun anew.

    Raises:
        KnownError: `agreement.ended`.
    """
    found: dict[str, Alikeness] = {}
    crew = Workers({name: encode_task(one) for name, one in tasks.items()})
    try:
        while not crew.ended:
            report(Progress("gamma", crew.done, crew.total))
            some = crew.collect(_TICK)
            kept.add(some)
            found |= some
    finally:
        crew.close()
    report(Progress("gamma", crew.done, crew.total))
    return found


def step_aside(modesty: int) -> None:
    """Have this process claim less of the processor (0..19), and leave Ctrl+C to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(modesty)


def _measure_tasks(line: "Connection[Any, Any]") -> None:
    """The life of one process: take a task, measure it, hand it back, until it is ended."""
    step_aside(_MODEST)
    tasks: queue.SimpleQueue[tuple[str, bytes] | None] = queue.SimpleQueue()
    # Taken off the line at once: who sends a long task must not wait until the one before it is measured.
    threading.Thread(target=_take_tasks, args=(line, tasks), daemon=True).start()
    while (task := tasks.get()) is not None:
        name, units = task
        found = alikeness(msgspec.msgpack.decode(units, type=Continuum))
        with contextlib.suppress(ConnectionError):
            line.send((name, found))


def _take_tasks(line: "Connection[Any, Any]", tasks: "queue.SimpleQueue[tuple[str, bytes] | None]") -> None:
    try:
        while True:
            tasks.put(line.recv())
    except (EOFError, OSError):
        tasks.put(None)
