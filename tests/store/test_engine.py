"""Connections: the engine's faults, the settings that keep what was acknowledged, and problems in words."""

from pathlib import Path

import pytest

from annotator.model.problems import KnownError
from annotator.store import engine
from annotator.store.engine import sqlite


@pytest.mark.parametrize(
    ("numbers", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_which_engines_may_use_a_wal(numbers: tuple[int, ...], sound: bool) -> None:
    assert engine.wal_is_sound(numbers) is sound


def test_a_disk_of_another_machine_never_has_a_wal() -> None:
    assert engine.journal_mode(local=False) == engine.TRUNCATE


@pytest.mark.parametrize("mode", [engine.WAL, engine.TRUNCATE])
def test_both_modes_wait_for_the_disk_and_leave_one_file(path: Path, mode: str) -> None:
    engine.create_file(path)
    connection = engine.connect(path, mode=mode)
    asked = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete", "fullfsync")
    assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == [mode, 2, 1, 0, 1, 1]
    connection.execute("CREATE TABLE t(x)")
    engine.close(connection)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes()[18] == 1, "the header says that no WAL is needed"


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    engine.create_file(path)
    connection = engine.connect(path)
    connection.execute("CREATE TABLE t(x)")

    def half() -> None:
        with engine.transaction(connection):
            connection.execute("INSERT INTO t VALUES(1)")
            raise ValueError

    with pytest.raises(ValueError):
        half()
    assert connection.execute("SELECT * FROM t").fetchall() == []
    connection.close()


def test_reading_alone_is_reading_alone(path: Path) -> None:
    engine.create_file(path)
    engine.connect(path).close()
    connection = engine.connect(path, read_only=True)
    with pytest.raises(KnownError) as caught, engine.known_faults(path):
        connection.execute("CREATE TABLE t(x)")
    assert caught.value.problem.key == "store.read-only"
    connection.close()


@pytest.mark.parametrize(
    ("content", "key"), [(b"SQLite format 3\0" + b"x" * 5000, "store.damaged"), (b"x" * 5000, "store.damaged")]
)
def test_damage_is_told(path: Path, content: bytes, key: str) -> None:
    path.write_bytes(content)
    with pytest.raises(KnownError) as caught:
        engine.connect(path, mode=engine.WAL)
    assert caught.value.problem.key == key


def test_a_missing_file_is_told(path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        engine.connect(path)
    assert caught.value.problem.key == "store.cannot-open"
    assert not path.exists()


def test_what_is_our_bug_stays_what_it_is(path: Path) -> None:
    engine.create_file(path)
    connection = engine.connect(path)
    with pytest.raises(sqlite.OperationalError, match="no such table"), engine.known_faults(path):
        connection.execute("SELECT * FROM articles")
    connection.close()


def test_a_lock_held_by_another_is_told(path: Path) -> None:
    engine.create_file(path)
    first, second = engine.connect(path), engine.connect(path)
    second.execute("PRAGMA busy_timeout=1")

    def write() -> None:
        with engine.known_faults(path), engine.transaction(second):
            second.execute("CREATE TABLE t(x)")

    with engine.transaction(first), pytest.raises(KnownError) as caught:
        write()
    assert caught.value.problem.key == "store.busy"
    first.close()
    second.close()
