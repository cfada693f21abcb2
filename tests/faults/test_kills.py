"""Nothing that was acknowledged is lost, however the process ends."""

from pathlib import Path

import pytest

from annotator.store import engine, guard, secondcopy
from annotator.store.check import check
from annotator.store.project import Folders, Project
from annotator.store.recover import recover
from annotator.store.secondcopy import StepLine
from tests.faults.storm import Storm, python
from tests.store.sample_work import contents


def steps_in(path: Path) -> set[str]:
    connection = engine.connect(path, read_only=True)
    found = {row[0] for row in connection.execute("SELECT id FROM journal")}
    connection.close()
    return found


def kill_and_look(closed: Path, folders: Folders, *, kills: int, every: int, bulk: bool) -> int:
    """Kill ``kills`` times; each time everything acknowledged is there, every so often all is checked."""
    storm = Storm(python("writes_for_ever.py", closed, folders.data, *(["bulk"] if bulk else [])), seed=kills)
    for number in range(kills):
        storm.kill_once()
        assert set(storm.acknowledged) <= steps_in(closed)
        if number % every == every - 1:
            assert check(closed) == []
    with Project.open(closed, folders=folders) as project:
        assert project.warnings == ()
        assert project.differences_from_journal() == []
        project.close(backup=False)
    assert not any(companion.exists() for companion in guard.companions(closed))
    return len(storm.acknowledged)


def test_a_storm_of_kills_loses_nothing(closed: Path, folders: Folders) -> None:
    assert kill_and_look(closed, folders, kills=8, every=4, bulk=False) >= 8


def test_kills_amid_imports_and_backups_lose_nothing_and_leave_nothing_half_done(
    closed: Path, folders: Folders
) -> None:
    assert kill_and_look(closed, folders, kills=4, every=2, bulk=True) >= 4
    with Project.open(closed, folders=folders) as project:
        project.back_up()
    assert list(folders.data.rglob("*.tmp")) == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("bulk", [False, True])
def test_a_long_storm_of_kills_loses_nothing(closed: Path, folders: Folders, bulk: bool) -> None:
    assert kill_and_look(closed, folders, kills=200, every=20, bulk=bulk) >= 200


def test_a_project_destroyed_right_after_a_kill_comes_back_with_all_that_was_acknowledged(
    closed: Path, folders: Folders
) -> None:
    storm = Storm(python("writes_for_ever.py", closed, folders.data), seed=3)
    storm.kill_once()
    connection = engine.connect(closed, read_only=True)
    before = contents(connection)
    connection.close()
    for leftover in closed.parent.glob(closed.name + "*"):
        leftover.unlink()
    found = recover(closed, data=folders.data)
    assert found.lost == ()
    assert set(storm.acknowledged) <= steps_in(closed)
    # A step may have been killed between the project and its copy: it was not acknowledged then.
    assert len(before["journal"]) - found.steps <= 1
    assert check(closed) == []


def test_the_second_copy_makes_up_for_the_kill_when_the_project_is_opened_next(closed: Path, folders: Folders) -> None:
    Storm(python("writes_for_ever.py", closed, folders.data), seed=4, longest=0.05).kill_once()
    with Project.open(closed, folders=folders) as project:
        lines = [one for one in secondcopy.read(project.folder / secondcopy.NAME) if isinstance(one, StepLine)]
        assert lines[-1].seq == next(project.journal(limit=1)).seq
        assert project.copy.fault is None
