"""What is destroyed comes back whole as long as backup, second copy or readable rows hold it."""

import shutil
from pathlib import Path

import pytest

from annotator.model.problems import KnownError
from annotator.store import engine, guard, secondcopy
from annotator.store.backup import Backups
from annotator.store.check import check
from annotator.store.project import Folders, Project
from annotator.store.recover import Recovered, candidate_for, candidates, recover, restore
from tests.store.sample_work import bring_articles, contents, layers, tag, work_in

Contents = dict[str, list[tuple[object, ...]]]


def contents_of(path: Path) -> Contents:
    connection = engine.connect(path, read_only=True)
    found = contents(connection)
    connection.close()
    return found


@pytest.fixture
def worked(project: Project) -> Contents:
    """What the project of ``path`` holds after work, a backup in its middle, and closing."""
    work_in(project)
    Backups(project.folder).make(project.path, second=project.copy)
    for n in range(5):
        tag(project, "a2", f"late{n}", n, n + 2)
    bring_articles(project, 4, first=50)
    found = contents(project.connection)
    project.close(backup=False)
    return found


def nothing_lost(found: Recovered, path: Path, before: Contents) -> None:
    assert found.lost == ()
    assert found.unplayed is None
    assert contents_of(path) == before
    assert check(path) == []
    assert not any(companion.exists() for companion in guard.companions(path))


def test_a_deleted_project_comes_back_row_by_row(path: Path, folders: Folders, worked: Contents) -> None:
    path.unlink()
    found = recover(path, data=folders.data)
    nothing_lost(found, path, worked)
    assert found.damaged is None
    assert found.from_backup > 0
    assert found.from_copy > 0
    assert found.from_backup + found.from_copy == found.steps == len(worked["journal"])


def test_without_any_backup_the_second_copy_alone_is_enough(project: Project, folders: Folders) -> None:
    work_in(project)
    before = contents(project.connection)
    seen = list(layers(project))
    project.close()
    shutil.rmtree(project.folder / "backups", ignore_errors=True)
    project.path.write_bytes(b"")
    found = recover(project.path, data=folders.data)
    nothing_lost(found, project.path, before)
    assert found.from_backup == 0
    assert found.damaged is not None
    assert found.damaged.read_bytes() == b""
    with Project.open(project.path, folders=folders) as again:
        assert list(layers(again)) == seen


def test_a_destroyed_backup_is_passed_over(path: Path, folders: Folders, worked: Contents, project: Project) -> None:
    newest = Backups(project.folder).all()[0]
    data = bytearray(newest.path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    newest.path.write_bytes(data)
    path.unlink()
    nothing_lost(recover(path, data=folders.data), path, worked)


def test_a_file_whose_tables_are_ruined_comes_back_from_its_own_journal(
    path: Path, folders: Folders, worked: Contents, project: Project
) -> None:
    shutil.rmtree(project.folder)
    connection = engine.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM annotation")
    connection.execute("UPDATE document SET title = 'x'")
    engine.close(connection)
    found = recover(path, data=folders.data)
    nothing_lost(found, path, worked)
    assert (found.from_backup, found.from_copy, found.from_file) == (0, 0, len(worked["journal"]))


def test_every_ruined_page_is_made_up_for_by_the_copies(path: Path, folders: Folders, worked: Contents) -> None:
    whole = path.read_bytes()
    for number in range(0, len(whole) // 4096, 5):
        data = bytearray(whole)
        data[number * 4096 : (number + 1) * 4096] = bytes(4096)
        path.write_bytes(data)
        found = recover(path, data=folders.data)
        nothing_lost(found, path, worked)
        assert found.damaged is not None
        assert found.damaged.read_bytes() == data


def test_a_gap_in_the_journal_without_copies_keeps_what_hangs_on_it_aside(
    path: Path, folders: Folders, worked: Contents, project: Project
) -> None:
    shutil.rmtree(project.folder)
    body = worked["journal"][14][8]
    assert isinstance(body, bytes)
    data = bytearray(path.read_bytes())
    data[data.index(body) + 30] ^= 1
    path.write_bytes(data)
    found = recover(path, data=folders.data)
    assert found.steps == 14
    assert found.unplayed is not None
    left = [record for record in secondcopy.read(found.unplayed) if isinstance(record, secondcopy.StepLine)]
    assert [record.seq for record in left] == list(range(16, len(worked["journal"]) + 1))
    assert found.lost[0].key == "recover.unplayed"
    assert found.lost[0].named["n"] == len(left)
    assert check(path) == []


def test_a_stale_wal_beside_the_name_is_moved_away_and_does_not_mix_in(
    path: Path, folders: Folders, worked: Contents
) -> None:
    other = path.with_name("other.hashiya")
    shutil.copyfile(path, other)
    connection = engine.connect(other, mode=engine.WAL)
    connection.execute("UPDATE document SET title = 'stale'")
    stale = other.with_name(other.name + "-wal").read_bytes()
    connection.close()
    path.unlink()
    path.with_name(path.name + "-wal").write_bytes(stale)
    path.with_name(path.name + "-shm").write_bytes(bytes(32768))
    found = recover(path, data=folders.data)
    nothing_lost(found, path, worked)
    assert found.damaged is not None
    assert found.damaged.read_bytes() == stale


def test_work_after_a_recovery_has_a_new_device_and_goes_on(path: Path, folders: Folders, worked: Contents) -> None:
    old = worked["journal"][-1][5]
    path.unlink()
    recover(path, data=folders.data)
    with Project.open(path, folders=folders) as again:
        assert again.device != old
        assert again.warnings == ()
        tag(again, "a3", "after", 1, 3)
        assert again.differences_from_journal() == []
    assert check(path) == []


def test_steps_that_an_older_copy_of_the_file_lacks_come_back(project: Project, folders: Folders) -> None:
    work_in(project)
    old = project.path.with_name("old")
    Backups(project.folder).make(project.path)
    shutil.copyfile(Backups(project.folder).all()[0].path, old)
    for n in range(3):
        tag(project, "a1", f"new{n}", n, n + 1)
    before = contents(project.connection)
    project.close()
    shutil.copyfile(old, project.path)
    with Project.open(project.path, folders=folders) as older:
        assert [p.key for p in older.warnings] == ["secondcopy.ahead"]
        assert older.warnings[0].named["n"] == 3
    nothing_lost(recover(project.path, data=folders.data), project.path, before)


def test_work_on_an_older_file_is_not_given_up_for_a_longer_backup(project: Project, folders: Folders) -> None:
    work_in(project)
    early = project.back_up().path
    for n in range(9):
        tag(project, "a1", f"new{n}", n, n + 1)
    project.close()
    shutil.copyfile(early, project.path)
    with Project.open(project.path, folders=folders) as older:
        for n in range(3):
            tag(older, "a2", f"other{n}", n, n + 1)
        before = contents(older.connection)
        older.close(backup=False)
    found = recover(project.path, data=folders.data)
    assert contents_of(project.path) == before
    assert [problem.key for problem in found.lost] == ["recover.unplayed"]
    assert check(project.path) == []


def test_nothing_to_recover_from_is_told_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.hashiya").write_bytes(b"SQLite no")
    with pytest.raises(KnownError) as caught:
        recover(tmp_path / "x.hashiya", data=tmp_path / "data")
    assert caught.value.problem.key == "recover.nothing"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.hashiya"]


def test_a_project_in_use_is_not_recovered_under_its_writer(project: Project, folders: Folders) -> None:
    work_in(project)
    with pytest.raises(KnownError) as caught:
        recover(project.path, data=folders.data)
    assert caught.value.problem.key == "project.open-elsewhere"


def test_candidates_name_where_a_project_lay(path: Path, folders: Folders, worked: Contents, project: Project) -> None:
    path.unlink()
    (found,) = candidates(folders.data)
    assert found.paths == (path.resolve(),)
    assert found.project == project.id
    assert candidate_for(path, folders.data) == found
    assert candidate_for(path.with_name("unknown"), folders.data) is None


def test_a_file_that_tells_a_wrong_name_is_known_by_its_place(path: Path, folders: Folders, worked: Contents) -> None:
    connection = engine.connect(path)
    connection.execute("UPDATE meta SET value = 'p000' WHERE key = 'project'")
    connection.execute("DELETE FROM person")
    engine.close(connection)
    nothing_lost(recover(path, data=folders.data), path, worked)


def test_restore_puts_a_chosen_backup_in_and_keeps_the_file(
    path: Path, folders: Folders, worked: Contents, project: Project
) -> None:
    chosen = Backups(project.folder).all()[-1].path
    damaged = restore(path, chosen, data=folders.data)
    assert damaged is not None
    assert contents_of(damaged) == worked
    assert contents_of(path) == contents_of(chosen)
    path.write_bytes(b"later")
    with pytest.raises(KnownError):
        restore(path, damaged.with_name("none"), data=folders.data)
    assert path.read_bytes() == b"later"
