"""Long work: its signals come in the window's thread, faults are told apart, and it stops when asked to."""

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from annotator.model.problems import refuse
from annotator.model.progress import Progress, Report
from annotator.ui.jobs import Jobs, Pace


def test_the_result_comes_back_in_the_windows_thread(qtbot: QtBot) -> None:
    jobs, threads = Jobs(), []
    job = jobs.run(lambda _report: threading.current_thread().name)
    job.done.connect(lambda _result: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(jobs.ended), qtbot.waitSignal(job.done) as done:
        pass
    assert done.args != [threading.current_thread().name]
    assert threads == [jobs.thread()]
    assert jobs.current is None


def test_a_known_fault_is_told_and_a_bug_is_raised(qtbot: QtBot) -> None:
    jobs = Jobs()

    def refused(_report: Report) -> None:
        raise refuse("undo.nothing")

    job = jobs.run(refused)
    with qtbot.waitSignal(jobs.ended), qtbot.waitSignal(job.failed) as failed:
        pass
    assert failed.args[0][0].key == "undo.nothing"

    def broken(_report: Report) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as faults:
        jobs.run(broken)
        qtbot.waitUntil(lambda: jobs.current is None)
    assert [kind for kind, _, _ in faults] == [ZeroDivisionError]


def test_a_cancelled_work_ends_at_its_next_report(qtbot: QtBot) -> None:
    jobs, going = Jobs(), threading.Event()

    def endless(report: Report) -> None:
        number = 0
        while True:
            number += 1
            report(Progress("import", number))
            going.set()

    job = jobs.run(endless)
    qtbot.waitUntil(going.is_set)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    qtbot.waitUntil(lambda: jobs.current is None)


def test_what_is_stopped_before_it_began_never_begins(qtbot: QtBot) -> None:
    jobs, begun = Jobs(), []
    job = jobs.run(lambda _report: begun.append(1))
    with qtbot.waitSignal(job.cancelled):
        jobs.stop()
    assert begun == []


def test_progress_is_shown_only_after_half_a_second(qtbot: QtBot) -> None:
    jobs, ready = Jobs(), threading.Event()

    def slow(report: Report) -> None:
        report(Progress("import", 10, 40))
        ready.wait()

    job = jobs.run(slow)
    with qtbot.waitSignal(job.paced) as paced:
        pass
    pace = paced.args[0]
    assert pace.seconds >= 0.5
    assert pace.progress == Progress("import", 10, 40)
    with qtbot.waitSignal(jobs.ended):
        ready.set()


@pytest.mark.parametrize(
    ("done", "total", "seconds", "rate", "left"),
    [(10, 40, 2.0, 5.0, 6.0), (10, None, 2.0, 5.0, None), (0, 9, 1.0, 0, None)],
)
def test_the_pace_is_counted(done: int, total: int | None, seconds: float, rate: float, left: float | None) -> None:
    pace = Pace.of(Progress("import", done, total), seconds)
    assert (pace.rate, pace.left) == (rate, left)
