"""Gamma of articles: measured in processes, kept beside the project, the same for the same units."""

from pathlib import Path

import pytest

from annotator.measures.gamma import Alikeness, Continuum, Unit, alikeness
from annotator.model.problems import KnownError
from annotator.model.progress import Cancelled, Progress
from annotator.store.project import Folders, Project
from annotator.work.agreeing import Agreeing, in_one_order, task_name
from annotator.work.gammas import Kept, Workers, encode_task, measure_gammas


def continuum(shift: int) -> Continuum:
    one = tuple(Unit(start, start + 5, "PER") for start in range(0, 40, 10))
    return in_one_order((one, tuple(Unit(unit.start + shift, unit.end + shift, "PER") for unit in one)))


TASKS = {task_name(one): one for one in (continuum(shift) for shift in range(5))}


def test_a_name_tells_units_and_nothing_of_who_made_them() -> None:
    assert len(TASKS) == 5
    one, other = continuum(2)
    assert task_name(in_one_order((other, one))) == task_name(continuum(2))


def test_processes_measure_what_one_alone_does_and_what_is_known_is_kept(tmp_path: Path) -> None:
    told: list[Progress] = []
    kept = Kept(tmp_path / "not there yet")
    found = measure_gammas(TASKS, kept, told.append)
    assert found == {name: alikeness(task) for name, task in TASKS.items()}
    assert (told[-1].done, told[-1].total) == (5, 5)
    assert Kept(tmp_path / "not there yet").read() == found


def test_what_is_cancelled_keeps_what_was_measured(tmp_path: Path) -> None:
    kept = Kept(tmp_path)

    def report(progress: Progress) -> None:
        if progress.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_gammas(TASKS, kept, report)
    assert kept.read().items() <= {name: alikeness(task) for name, task in TASKS.items()}.items()
    assert kept.read()


def test_a_line_that_is_broken_is_measured_anew(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.add({"a": Alikeness(0.1, 0.5, 8, 2)})
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes() + b'["b",[0.1,')
    assert kept.read() == {"a": Alikeness(0.1, 0.5, 8, 2)}


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    crew = Workers({name: encode_task(one) for name, one in TASKS.items()}, processes=1)
    for process in crew._crew.values():
        process.kill()
        process.join()
    with pytest.raises(KnownError, match=r"agreement\.ended"):
        _collect_all(crew)
    crew.close()


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_two_hundred_articles_of_three_analysts(tmp_path: Path) -> None:
    """Every kind of every article gets its number, and what was cancelled half-way is not begun anew."""
    from tests.benchmarks.agreement import ARTICLES, project_of_analysts
    from tests.benchmarks.corpora import ME

    path = project_of_analysts(ARTICLES)
    agreeing = Agreeing(ME)
    with Project.open(path, folders=Folders(tmp_path), read_only=True) as project:
        agreeing.catch_up(project)
    tasks = agreeing.gamma_tasks()
    assert len(tasks) == ARTICLES * 3
    kept = Kept(tmp_path)

    def stop_half_way(progress: Progress) -> None:
        if progress.done * 2 > len(tasks):
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_gammas(tasks, kept, stop_half_way)
    agreeing.take_gammas(kept.read())
    rest = agreeing.gamma_tasks()
    assert 0 < len(rest) <= len(tasks) / 2
    agreeing.take_gammas(measure_gammas(rest, kept))
    assert agreeing.gamma_tasks() == {}
    rows = [row for row in agreeing.measure(rounds=0) if row.measure == "gamma"]
    assert {row.kind: row.estimate.documents for row in rows} == dict.fromkeys(("entity", "quote", "event"), ARTICLES)


def _collect_all(crew: Workers) -> None:
    while not crew.ended:
        crew.collect(1)
