"""Computing in processes of its own: values, progress and faults come over, and no process stays behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from annotator.model.problems import KnownError, problem, refuse
from annotator.model.progress import Cancelled, Progress, Report
from annotator.work.processes import Crew, ProcessEnded, WorkerFault, processors, run_beside

BEGIN = Progress("waiting", 0)


# ---------------------------------------------------------------- what the other processes do


def double(number: int, report: Report) -> int:
    report(Progress("doubling", number))
    return number * 2


def refuse_it(number: int, report: Report) -> None:
    del report
    raise refuse("sorry", number=number)


def fail(report: Report) -> None:
    del report
    raise LookupError("nothing there")


def go_on(report: Report) -> None:
    for number in range(10_000):
        report(Progress("going on", number))
        time.sleep(0.01)


@contextlib.contextmanager
def prepared(start: int) -> Iterator[list[int]]:
    yield [start]


@contextlib.contextmanager
def unprepared(number: int) -> Iterator[list[int]]:
    raise refuse("sorry", number=number)
    yield []


def add(held: list[int], number: int) -> tuple[int, int]:
    """The number, which takes the longer the smaller it is, and how many this process has done."""
    time.sleep(0.002 * (5 - number % 5))
    held.append(number)
    return number, len(held) - 1


def tell_process(held: list[int]) -> int:
    del held
    return os.getpid()


def stumble(held: list[int], number: int) -> int:
    del held
    if number == 3:
        raise refuse("sorry", number=number)
    return number


def die(held: list[int], number: int) -> int:
    del held
    if number == 3:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return number


def workers() -> list[psutil.Process]:
    """The processes below this one that compute; Python's own helper for spawning is none of them."""
    below = psutil.Process().children()
    return [one for one in below if "resource_tracker" not in " ".join(one.cmdline())]


# ---------------------------------------------------------------- one piece of work


def test_the_value_and_the_progress_come_over() -> None:
    told: list[Progress] = []
    assert run_beside(double, 21, begin=BEGIN, report=told.append) == 42
    assert told[-1] == Progress("doubling", 21)
    assert set(told[:-1]) <= {BEGIN}
    assert workers() == []


def test_what_is_refused_there_is_refused_here() -> None:
    with pytest.raises(KnownError) as refused:
        run_beside(refuse_it, 7, begin=BEGIN)
    assert refused.value.problems == (problem("sorry", number=7),)


def test_any_other_fault_brings_its_report() -> None:
    with pytest.raises(WorkerFault, match="LookupError: nothing there"):
        run_beside(fail, begin=BEGIN)


def test_what_the_report_raises_ends_the_process() -> None:
    def stop(progress: Progress) -> None:
        if progress.what == "going on":
            raise Cancelled

    with pytest.raises(Cancelled):
        run_beside(go_on, begin=BEGIN, report=stop)
    assert workers() == []


def test_an_end_from_outside_is_told() -> None:
    def kill(progress: Progress) -> None:
        if progress.what == "going on":
            for one in workers():
                one.kill()

    with pytest.raises(KnownError) as refused:
        run_beside(go_on, begin=BEGIN, report=kill)
    assert refused.value.problem == problem("process.ended")


# ---------------------------------------------------------------- a crew


def test_results_come_in_the_order_of_the_portions() -> None:
    with Crew(prepared, 0, size=2) as crew:
        assert len(set(crew.ask_each(tell_process))) == 2
        assert [number for number, _ in crew.spread(add, range(40))] == list(range(40))
        done = [number for _, number in crew.spread(add, range(40, 60))]
        assert all(number > 1 for number in done)  # each process prepared once and did some of the forty
        assert list(crew.spread(add, ())) == []
    assert workers() == []


def test_only_a_few_portions_are_done_ahead() -> None:
    given: list[int] = []

    def portions() -> Iterator[int]:
        for number in range(1000):
            given.append(number)
            yield number

    with Crew(prepared, 0, size=2, modest=True) as crew:
        for number, _ in crew.spread(add, portions()):
            assert len(given) <= number + 8
            if number == 30:
                break


def test_a_refusal_comes_at_its_turn() -> None:
    seen: list[int] = []
    with Crew(prepared, 0, size=2) as crew:
        with pytest.raises(KnownError) as refused:
            seen.extend(crew.spread(stumble, range(10)))
        assert refused.value.problem == problem("sorry", number=3)
    assert seen == [0, 1, 2]


def test_who_cannot_prepare_says_why() -> None:
    with Crew(unprepared, 5, size=1) as crew, pytest.raises(KnownError) as refused:
        crew.ask_each(tell_process)
    assert refused.value.problem == problem("sorry", number=5)


def test_waiting_can_stop_it() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled), Crew(time_taking, size=1) as crew:
        list(crew.spread(add, range(3), waiting=stop))
    assert workers() == []


@contextlib.contextmanager
def time_taking() -> Iterator[list[int]]:
    time.sleep(60)
    yield []


def test_a_process_that_dies_is_noticed() -> None:
    with Crew(prepared, 0, size=2) as crew, pytest.raises(ProcessEnded):
        list(crew.spread(die, range(20)))
    assert workers() == []


def test_there_is_a_processor() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)


# ---------------------------------------------------------------- whoever asked is gone

ASKING = """
import os, time
from annotator.model.progress import Progress
from annotator.work.processes import Crew, run_beside
from tests.work.test_processes import go_on, prepared, tell_process

def told(progress):
    print(os.getpid(), flush=True)

if __name__ == "__main__":
    if {alone}:
        run_beside(go_on, begin=Progress("waiting", 0), report=told)
    with Crew(prepared, 0, size=2) as crew:
        print(*crew.ask_each(tell_process), flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("alone", [True, False])
def test_processes_end_without_a_word_when_who_began_them_was_killed(tmp_path: Path, *, alone: bool) -> None:
    script = tmp_path / "asking.py"
    script.write_text(ASKING.format(alone=alone), "utf-8")
    root = str(Path(__file__).parents[2])
    asking = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert asking.stdout is not None
    assert asking.stdout.readline().strip()
    below = psutil.Process(asking.pid).children(recursive=True)
    assert below
    asking.kill()
    _, said = asking.communicate()
    gone, alive = psutil.wait_procs(below, timeout=30)
    assert len(gone) == len(below)
    assert alive == []
    assert said == b""
