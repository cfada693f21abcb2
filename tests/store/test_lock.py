import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from annotator.model.problems import Problem
from annotator.store import lock
from annotator.store.lock import Holder, WriterLock, holder, take

CHILD = """
import sys, time
from pathlib import Path
from annotator.store.lock import take
held = take(Path(sys.argv[1]), person="سلمى")
print(type(held).__name__, flush=True)
sys.stdin.read()
"""


def taken(found: WriterLock | Problem) -> WriterLock:
    assert isinstance(found, WriterLock), found
    return found


def refused(found: WriterLock | Problem) -> Problem:
    assert isinstance(found, Problem), found
    return found


def test_one_writer_and_the_second_is_told_who(tmp_path: Path) -> None:
    path = tmp_path / "a.hashiya"
    first = taken(take(path, person="سلمى"))
    problem = refused(take(path, person="other"))
    assert problem.key == "project.open-elsewhere"
    assert problem.named["person"] == "سلمى"
    assert problem.named["host"] == lock.this_host()
    first.release()
    taken(take(path)).release()


def test_release_leaves_nothing_beside_the_project_and_may_be_said_twice(tmp_path: Path) -> None:
    held = taken(take(tmp_path / "a.hashiya"))
    assert {path.name for path in tmp_path.iterdir()} == {"a.hashiya.lock", "a.hashiya.lock.json"}
    held.release()
    held.release()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_killed_process_is_free_at_once_and_its_note_says_that_it_crashed(
    tmp_path: Path, root: Path
) -> None:
    path = tmp_path / "a.hashiya"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "WriterLock"
        problem = refused(take(path))
        assert problem.named["person"] == "سلمى"
        child.kill()
        child.wait()
        again = taken(take(path))
    assert again.left_behind is not None
    assert (again.left_behind.pid, again.left_behind.person) == (child.pid, "سلمى")
    again.release()
    assert taken(take(path)).left_behind is None


def note(path: Path, host: str) -> None:
    lock.note_file(path).write_bytes(msgspec.json.encode(Holder(host, 1, "نور", "2026-01-02T03:04:05+00:00")))


def test_a_note_of_another_machine_on_our_own_disk_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "a.hashiya"
    note(path, "elsewhere")
    assert taken(take(path)).left_behind is not None


def test_a_note_of_another_machine_on_a_shared_disk_is_believed_until_the_person_says_otherwise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.hashiya"
    note(path, "elsewhere")
    monkeypatch.setattr(lock, "is_local", lambda _path: False)
    problem = refused(take(path))
    said = problem.named
    assert (problem.key, said["host"], said["person"]) == ("project.open-elsewhere", "elsewhere", "نور")
    taken(take(path, take_over=True)).release()
    note(path, lock.this_host())
    taken(take(path)).release()


def test_a_project_is_known_to_be_open_in_this_very_process(tmp_path: Path) -> None:
    path = tmp_path / "a.hashiya"
    assert not lock.held_here(path)
    held = taken(take(path))
    assert lock.held_here(path)
    held.release()
    assert not lock.held_here(path)
    stale = Holder(lock.this_host(), os.getpid(), "", "")
    lock.note_file(path).write_bytes(msgspec.json.encode(stale))
    assert not lock.held_here(path)


def test_a_note_that_is_no_note_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "a.hashiya"
    lock.note_file(path).write_bytes(b"\xff{")
    assert holder(path) is None
    taken(take(path)).release()


def test_a_folder_that_is_gone_cannot_be_locked(tmp_path: Path) -> None:
    assert refused(take(tmp_path / "none" / "a.hashiya")).key == "project.cannot-lock"
