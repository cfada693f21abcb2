import os
import stat
import struct
import sys
from pathlib import Path

import pytest

from annotator.store import engine, guard, migrations
from tests.store.raw_project import make


def sort_of(path: Path) -> str:
    return guard.classify(path).sort


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "a.hashiya"
    engine.close(make(path, 20))
    return path


def patched(path: Path, at: int, data: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(at)
        file.write(data)


def test_ours_is_ours_and_says_its_version(project: Path) -> None:
    found = guard.classify(project)
    assert (found.sort, found.version, found.wal, found.pending) == ("ours", migrations.USER_VERSION, False, False)
    assert found.size == found.expected == project.stat().st_size
    assert guard.refusal(found) is None


def test_what_is_no_file_or_no_database(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("مقال " * 100, encoding="utf-8")
    (tmp_path / "short").write_bytes(guard.MAGIC[:7])
    assert sort_of(tmp_path / "none") == "missing"
    assert sort_of(tmp_path / "text" / "x") == "forbidden"
    assert sort_of(tmp_path) == "folder"
    assert sort_of(tmp_path / "empty") == "empty"
    assert sort_of(tmp_path / "text") == "foreign"
    assert sort_of(tmp_path / "short") == "truncated"


def test_a_database_of_another_program(tmp_path: Path) -> None:
    connection = engine.sqlite.connect(tmp_path / "x.db")
    connection.execute("CREATE TABLE t(a)")
    connection.close()
    assert sort_of(tmp_path / "x.db") == "database"


def test_newer_and_older_versions(project: Path) -> None:
    patched(project, 60, struct.pack(">I", migrations.USER_VERSION + 1))
    newer = guard.classify(project)
    refusal = guard.refusal(newer)
    assert refusal is not None
    assert (refusal.key, refusal.named["version"]) == ("project.newer", migrations.USER_VERSION + 1)
    patched(project, 60, struct.pack(">I", 0))
    assert sort_of(project) == "older"


def test_every_cut_of_a_project_is_seen_and_nothing_is_written(project: Path) -> None:
    whole = project.read_bytes()
    for length in range(1, len(whole), 1024):
        project.write_bytes(whole[:length])
        found = guard.classify(project)
        assert found.sort == "truncated", length
        assert project.read_bytes() == whole[:length]
    refusal = guard.refusal(found)
    assert refusal is not None
    assert refusal.key == "project.truncated"


def test_a_project_in_use_is_in_wal_mode_with_work_pending(tmp_path: Path) -> None:
    connection = make(tmp_path / "a.hashiya", 5)
    found = guard.classify(tmp_path / "a.hashiya")
    assert (found.sort, found.wal, found.pending) == ("ours", True, True)
    engine.close(connection)


def test_every_refused_sort_has_its_problem(tmp_path: Path) -> None:
    for sort, key in guard.REFUSED.items():
        problem = guard.refusal(guard.Header(tmp_path, sort))  # type: ignore[arg-type]
        assert problem is not None
        assert problem.key == key


def test_warnings_name_read_only_files_and_copied_folders(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "a.hashiya"
    path.parent.mkdir()
    both = guard.Header(path, "ours", file_writable=False, folder_writable=False)
    assert [problem.key for problem in guard.warnings(both)] == ["project.read-only-file", "project.sync-folder"]
    folder = guard.Header(path, "ours", folder_writable=False)
    assert [problem.key for problem in guard.warnings(folder)] == ["project.read-only-folder", "project.sync-folder"]


def test_a_private_copy_holds_what_stands_in_the_wal_and_is_closed_to_others(tmp_path: Path) -> None:
    connection = make(tmp_path / "a.hashiya", 9)
    copy = guard.private_copy(tmp_path / "a.hashiya")
    reading = engine.connect(copy, read_only=True)
    assert reading.execute("SELECT count(*) FROM journal").fetchone() == (9,)
    reading.close()
    engine.close(connection)
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_moved_and_replaced_files_are_noticed(project: Path, tmp_path: Path) -> None:
    opened = guard.identity(project)
    assert guard.still_there(project, opened) is None
    away = project.rename(tmp_path / "b.hashiya")
    gone = guard.still_there(project, opened)
    assert gone is not None
    assert gone.key == "project.gone"
    project.write_bytes(away.read_bytes())
    replaced = guard.still_there(project, opened)
    assert replaced is not None
    assert replaced.key == "project.replaced"


def test_a_foreign_trigger_a_lost_index_and_an_altered_table_are_named(tmp_path: Path) -> None:
    connection = make(tmp_path / "a.hashiya", 1)
    assert guard.schema_problems(connection) == []
    connection.execute("CREATE TRIGGER spy AFTER INSERT ON entry BEGIN DELETE FROM person; END")
    connection.execute("DROP INDEX layer_author")
    connection.execute("ALTER TABLE batch ADD COLUMN more TEXT")
    found = [(problem.key, problem.named["name"]) for problem in guard.schema_problems(connection)]
    assert found == [("schema.added", "spy"), ("schema.lost", "layer_author"), ("schema.altered", "batch")]
    engine.close(connection)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read(project: Path) -> None:
    project.chmod(0)
    assert sort_of(project) == "forbidden"
