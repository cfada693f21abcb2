"""Which SQLite there is and how a connection to a project file is set up, checked and taken down."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.problems import refuse

if TYPE_CHECKING:
    sqlite = sqlite3
else:
    # The same choice that sqlite-utils makes: two SQLite libraries on one file in one process break each other's locks.
    try:
        from pysqlite3 import dbapi2 as sqlite
    except ImportError:
        import sqlite3 as sqlite

Connection = sqlite3.Connection

WAL = "wal"
TRUNCATE = "truncate"
BUSY_MILLISECONDS = 5000

_SETTINGS = (
    ("trusted_schema", "OFF"),
    ("cell_size_check", "ON"),
    ("mmap_size", "0"),
    ("foreign_keys", "ON"),
    ("recursive_triggers", "ON"),
    ("busy_timeout", str(BUSY_MILLISECONDS)),
    ("synchronous", "FULL"),
    ("fullfsync", "ON"),
    ("checkpoint_fullfsync", "ON"),
    ("secure_delete", "ON"),
    ("temp_store", "MEMORY"),
    ("wal_autocheckpoint", "1000"),
    ("journal_size_limit", str(64 * 1024 * 1024)),
)
_FAULTS = (
    ("database or disk is full", "store.disk-full"),
    ("disk i/o error", "store.disk-fault"),
    ("unable to open database file", "store.cannot-open"),
    ("readonly database", "store.read-only"),
    ("database is locked", "store.busy"),
    ("malformed", "store.damaged"),
    ("not a database", "store.damaged"),
    ("corrupt", "store.damaged"),
)
"""What SQLite says (its messages are fixed English), and the problem that it is to a person."""


def version() -> tuple[int, ...]:
    """The version of the SQLite library in use."""
    return sqlite.sqlite_version_info


def wal_is_sound(numbers: tuple[int, ...]) -> bool:
    """Whether this SQLite is past the WAL reset fault of 3.7.0-3.51.2 (https://sqlite.org/wal.html#walresetbug)."""
    return numbers >= (3, 51, 3) or (3, 50, 7) <= numbers < (3, 51) or (3, 44, 6) <= numbers < (3, 45)


def journal_mode(*, local: bool) -> str:
    """WAL on a local disk with a sound engine, else TRUNCATE: both keep every acknowledged write over a power loss."""
    return WAL if local and wal_is_sound(version()) else TRUNCATE


@contextlib.contextmanager
def known_faults(path: Path) -> Iterator[None]:
    """Turn what disks, locks and damage do to SQLite into problems that a person is told; the rest is our bug."""
    try:
        yield
    except sqlite.Error as fault:
        said = str(fault).lower()
        for words, key in _FAULTS:
            if words in said:
                raise refuse(key, path=str(path), said=str(fault)) from fault
        raise
    except UnicodeDecodeError as fault:
        # What SQLite says of a damaged table may quote the damage, which is then no text.
        raise refuse("store.damaged", path=str(path), said=fault.reason) from fault


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read; ``KnownError`` where something stands there already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as fault:
        raise refuse("store.exists", path=str(path)) from fault
    except OSError as fault:
        raise refuse("store.cannot-create", path=str(path), said=fault.strerror or "") from fault


def connect(path: Path, *, mode: str = TRUNCATE, read_only: bool = False, any_thread: bool = False) -> Connection:
    """Open a connection whose transactions are ours alone (autocommit until ``BEGIN``).

    ``mode`` is ignored for a read-only connection. A mode that SQLite does not take is a ``KnownError``.
    """
    with known_faults(path):
        uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        connection = sqlite.connect(uri, uri=True, isolation_level=None, check_same_thread=not any_thread)
        try:
            for name, value in _SETTINGS:
                connection.execute(f"PRAGMA {name}={value}")
            if read_only:
                connection.execute("PRAGMA query_only=ON")
            else:
                _set_mode(connection, mode, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_memory() -> Connection:
    """A database of its own in memory, for rebuilding and comparing."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def connect_scratch(path: Path) -> Connection:
    """A new database that nobody will miss: fast, without any safety."""
    connection = sqlite.connect(path, isolation_level=None)
    for name, value in (("journal_mode", "MEMORY"), ("synchronous", "OFF"), ("foreign_keys", "ON")):
        connection.execute(f"PRAGMA {name}={value}")
    return connection


def _set_mode(connection: Connection, mode: str, path: Path) -> None:
    took = str(connection.execute(f"PRAGMA journal_mode={mode}").fetchone()[0])
    if took.lower() != mode:
        raise refuse("store.no-journal-mode", path=str(path), mode=mode, took=took)


@contextlib.contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """``BEGIN IMMEDIATE`` to ``COMMIT``; rolled back when anything is raised, the commit included."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def close(connection: Connection, *, read_only: bool = False) -> None:
    """Close; the last writer leaves one single file behind (no ``-wal``, no ``-shm``)."""
    try:
        if not read_only:
            _to_single_file(connection)
    finally:
        connection.close()


def _to_single_file(connection: Connection) -> None:
    # Another reader may still hold the file: then it stays in WAL mode, which the next clean close puts right.
    with contextlib.suppress(sqlite.OperationalError):
        connection.execute("PRAGMA busy_timeout=200")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA journal_mode=DELETE")


__all__ = [
    "TRUNCATE",
    "WAL",
    "Connection",
    "close",
    "connect",
    "connect_memory",
    "connect_scratch",
    "create_file",
    "journal_mode",
    "known_faults",
    "sqlite",
    "transaction",
    "version",
    "wal_is_sound",
]
