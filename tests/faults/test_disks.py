"""Full disks, shut folders, cut files: a plain problem each time, nothing lost, and work goes on afterwards."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import LANGUAGES, Language
from annotator.model.problems import KnownError
from annotator.store import engine, guard
from annotator.store.backup import Backups, send_copy
from annotator.store.check import check
from annotator.store.project import Folders, Project
from annotator.store.recover import recover
from tests.faults.conftest import shut
from tests.faults.storm import ROOT
from tests.store.sample_work import bring_articles, layers, tag


def fill_up(project: Project) -> tuple[list[str], KnownError]:
    """Tag until the disk is full; the steps that were acknowledged, and what then was said."""
    done: list[str] = []
    while len(done) < 5000:
        try:
            done.append(tag(project, "a1", f"full{len(done)}", 1, 4))
        except KnownError as error:
            return done, error
    raise AssertionError("the disk is never full")


def test_a_full_disk_is_told_loses_nothing_and_work_goes_on_after_it(
    closed: Path, folders: Folders, small_disk: Path
) -> None:
    path = small_disk / "p.hashiya"
    shutil.copyfile(closed, path)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(60_000))
    project = Project.open(path, folders=folders)
    done, error = fill_up(project)
    assert error.problem.key == "store.disk-full"
    for code in LANGUAGES:
        said = Language.load(code, assets.path("i18n")).say("problem.store.disk-full", **error.problem.named)
        assert len(said) > 20
    assert project.differences_from_journal() == []
    with pytest.raises(KnownError):
        bring_articles(project, 500, first=100)
    assert not project.has_document("a100")
    ballast.unlink()
    done.append(tag(project, "a1", "after", 1, 4))
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    bring_articles(project, 5, first=100)
    assert {stored.step.id for stored in project.journal()} >= set(done)
    project.close()
    assert check(path) == []


def test_a_full_disk_for_the_copies_keeps_nobody_from_working(closed: Path, small_disk: Path) -> None:
    folders = Folders(small_disk / "data")
    ballast = small_disk / "ballast"
    project = Project.open(closed, folders=folders)
    ballast.write_bytes(bytes(small_disk_free(small_disk)))
    for n in range(40):
        tag(project, "a1", f"b{n}", 1, 4)
        bring_articles(project, 5, first=1000 + 5 * n)
    assert project.copy.fault is not None
    assert project.copy.fault.key == "secondcopy.failed"
    with pytest.raises(KnownError) as caught:
        project.back_up()
    assert caught.value.problem.key == "project.no-space"
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    tag(project, "a1", "last", 1, 4)
    assert project.copy.fault is None
    seen = list(layers(project))
    project.close(backup=False)
    closed.unlink()
    assert recover(closed, data=folders.data, project=project.id).lost == ()
    with Project.open(closed, folders=folders) as again:
        assert list(layers(again)) == seen
        again.close(backup=False)


def small_disk_free(folder: Path) -> int:
    return shutil.disk_usage(folder).free - 8192


def test_a_copy_to_a_full_disk_is_told_and_leaves_nothing(closed: Path, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(small_disk_free(small_disk)))
    with pytest.raises(KnownError) as caught:
        send_copy(closed, small_disk / "copy.hashiya")
    assert caught.value.problem.key == "project.no-space"
    assert [entry.name for entry in small_disk.iterdir()] == ["ballast"]


def test_a_project_in_a_shut_folder_can_be_read(closed: Path, folders: Folders, read_only_folder: Path) -> None:
    path = read_only_folder / "p.hashiya"
    shutil.copyfile(closed, path)
    shut(read_only_folder)
    with Project.open(path, folders=folders) as project:
        assert project.read_only
        assert {warning.key for warning in project.warnings} <= {"project.read-only-folder", "project.read-only-file"}
        assert project.warnings
        assert project.document_count() == 6
        with pytest.raises(KnownError) as caught:
            tag(project, "a1", "no", 1, 4)
        assert caught.value.problem.key == "store.read-only"
    assert check(path) == []


def test_a_file_that_a_crash_left_in_wal_mode_can_be_read_in_a_shut_folder(
    closed: Path, folders: Folders, read_only_folder: Path
) -> None:
    project = Project.open(closed, folders=folders)
    tag(project, "a1", "in-the-wal", 1, 4)
    path = read_only_folder / "p.hashiya"
    shutil.copyfile(closed, path)
    wal = closed.with_name(closed.name + "-wal")
    shutil.copyfile(wal, path.with_name(path.name + "-wal"))
    seen = list(layers(project))
    project.close(backup=False)
    shut(read_only_folder)
    with Project.open(path, folders=folders) as reading:
        assert reading.read_only
        assert list(layers(reading)) == seen
    assert check(path) == []
    assert {entry.name for entry in read_only_folder.iterdir()} == {"p.hashiya", "p.hashiya-wal"}


def test_a_cut_file_is_refused_untouched_and_recovered(closed: Path, folders: Folders) -> None:
    whole = closed.read_bytes()
    for length in range(4096, len(whole), 5 * 4096):
        closed.write_bytes(whole[:length])
        with pytest.raises(KnownError) as caught:
            Project.open(closed, folders=folders)
        assert caught.value.problem.key == "project.truncated"
        assert closed.read_bytes() == whole[:length]
    assert recover(closed, data=folders.data).lost == ()
    assert check(closed) == []


def test_backups_are_each_as_good_as_the_project(closed: Path, folders: Folders) -> None:
    """The drill: every backup that rotation keeps opens, checks and works as a project."""
    with Project.open(closed, folders=folders) as project:
        for n in range(3):
            tag(project, "a1", f"drill{n}", 1, 4)
            project.back_up()
        kept = Backups(project.folder).all()
    assert len(kept) >= 4
    for backup in kept:
        assert check(backup.path) == []
        connection = engine.connect(backup.path, read_only=True)
        assert connection.execute("SELECT max(seq) FROM journal").fetchone() == (backup.seq,)
        connection.close()


WRITES = """
import sys
from pathlib import Path
from annotator.store import engine, guard
connection = engine.sqlite.connect(sys.argv[1], timeout=0)
try:
    connection.execute("BEGIN EXCLUSIVE")
except engine.sqlite.OperationalError as error:
    print(error)
"""


@pytest.mark.parametrize("local", [True, False])
def test_looking_at_an_open_project_does_not_drop_its_locks(
    closed: Path, folders: Folders, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing a plain handle of a file drops every lock that SQLite holds on it in the same process (POSIX)."""
    monkeypatch.setattr(guard, "is_local", lambda _path: local)
    with Project.open(closed, folders=folders) as project:
        project.connection.execute("BEGIN IMMEDIATE")
        guard.classify(closed)
        assert check(closed) == []
        said = subprocess.run(
            [sys.executable, "-c", WRITES, str(closed)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        project.connection.execute("ROLLBACK")
        assert "locked" in said.stdout
