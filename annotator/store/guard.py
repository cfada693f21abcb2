"""What a path holds, read from its first 100 bytes before SQLite touches it, and whether it is still the same file."""

import contextlib
import errno
import os
import shutil
import struct
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from annotator.model.problems import KnownError, Problem, problem
from annotator.store.engine import Connection, connect_memory, sqlite
from annotator.store.lock import held_here
from annotator.store.migrations import APPLICATION_ID, SCHEMA_SHA256, USER_VERSION, migrate, schema_fingerprint
from annotator.store.places import is_local, sync_folder

__all__ = [
    "COMPANIONS",
    "Header",
    "Identity",
    "classify",
    "companions",
    "identity",
    "is_local",
    "private_copy",
    "refusal",
    "schema_problems",
    "still_there",
    "sync_folder",
    "warnings",
]

Sort = Literal["missing", "folder", "forbidden", "empty", "foreign", "database", "newer", "truncated", "older", "ours"]

MAGIC: Final = b"SQLite format 3\0"
HEADER_LENGTH: Final = 100
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24
COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite lays beside a database file, by the ending it adds to the name."""

REFUSED: Final = MappingProxyType(
    {
        "missing": "project.missing",
        "folder": "project.folder",
        "forbidden": "project.forbidden",
        "empty": "project.empty",
        "foreign": "project.foreign",
        "database": "project.other-database",
        "newer": "project.newer",
        "truncated": "project.truncated",
    }
)
"""The sorts that are not opened, and the problem that says so."""


class Header(msgspec.Struct, frozen=True):
    """What the first bytes and the folder say of a path.

    ``wal`` is whether the file is in WAL mode; ``pending`` whether a journal that SQLite must still read lies beside;
    ``version`` the schema version; ``size`` bytes on disk and ``expected`` bytes by the header (0 where it is silent).
    """

    path: Path
    sort: Sort
    version: int = 0
    wal: bool = False
    pending: bool = False
    size: int = 0
    expected: int = 0
    file_writable: bool = True
    folder_writable: bool = True


class Identity(msgspec.Struct, frozen=True):
    """The file behind a name, whatever it is called later: device and file number."""

    device: int
    number: int


def classify(path: Path) -> Header:
    """Read what lies at ``path`` without opening a database; nothing is written and nothing raised.

    Of a project that this process has open for writing nothing is read (see ``lock.held_here``): it is ours.
    """
    if path.is_dir():
        return Header(path, "folder")
    if held_here(path):
        return _of_open_project(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_LENGTH)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return Header(path, "missing")
    except OSError:
        return Header(path, "forbidden")
    found = Header(
        path=path,
        sort="empty" if not size else "foreign",
        size=size,
        pending=any(_has_bytes(companion) for companion in companions(path) if not companion.name.endswith("-shm")),
        file_writable=os.access(path, os.W_OK),
        folder_writable=os.access(path.parent, os.W_OK),
    )
    if not head.startswith(MAGIC[: len(head)]) or not size:
        return found
    if len(head) < HEADER_LENGTH:
        return msgspec.structs.replace(found, sort="truncated", expected=512)
    return _with_header(found, head)


def refusal(header: Header) -> Problem | None:
    """The problem with what was found, or ``None`` when it may be opened, reading at least."""
    key = REFUSED.get(header.sort)
    if key is None:
        return None
    return problem(
        key,
        path=str(header.path),
        size=header.size,
        expected=header.expected,
        version=header.version,
        supported=USER_VERSION,
    )


def warnings(header: Header) -> tuple[Problem, ...]:
    """What to tell of a project that can be opened: no right to write, a network disk, a folder that is copied."""
    found: list[Problem] = []
    where = {"path": str(header.path), "folder": str(header.path.parent)}
    if not header.file_writable:
        found.append(problem("project.read-only-file", **where))
    elif not header.folder_writable:
        found.append(problem("project.read-only-folder", **where))
    if not is_local(header.path):
        found.append(problem("project.network-disk", **where))
    service = sync_folder(header.path)
    if service:
        found.append(problem("project.sync-folder", service=service, **where))
    return tuple(found)


def companions(path: Path) -> tuple[Path, ...]:
    """The files that may lie beside a database and belong to it."""
    return tuple(path.with_name(path.name + ending) for ending in COMPANIONS)


def private_copy(path: Path) -> Path:
    """Copy a project with what SQLite must still read into a fresh folder of mode 0700.

    In a folder where nothing may be written, a file in WAL mode cannot even be read. The caller removes the copy.

    Raises:
        KnownError: ``project.no-space`` or ``project.copy-failed``.
    """
    folder = Path(tempfile.mkdtemp(prefix="hashiya-"))
    try:
        for source in (path, *companions(path)):
            if source.exists() and not source.name.endswith("-shm"):
                copy = Path(shutil.copyfile(source, folder / source.name))
                copy.chmod(0o600)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise KnownError(disk_problem(error, folder)) from error
    _roll_back(folder / path.name)
    return folder / path.name


def _roll_back(copy: Path) -> None:
    """Take back in a copy what a crash left half written: a reader may not do that, and without it reads nothing."""
    if not copy.with_name(copy.name + "-journal").exists():
        return
    connection = sqlite.connect(copy)
    # A damaged copy is left as it is; whoever reads it meets the damage.
    with contextlib.suppress(sqlite.DatabaseError):
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.close()


def identity(path: Path) -> Identity:
    """Which file lies at ``path`` now (``OSError`` if none)."""
    found = path.stat()
    return Identity(found.st_dev, found.st_ino)


def still_there(path: Path, opened: Identity) -> Problem | None:
    """The problem when ``path`` is no longer the file that was opened.

    What is written into a moved or replaced file is lost to whoever opens the name again.
    """
    try:
        now = identity(path)
    except FileNotFoundError:
        return problem("project.gone", path=str(path))
    except OSError as error:
        return problem("project.out-of-reach", path=str(path), error=error.strerror or type(error).__name__)
    return None if now == opened else problem("project.replaced", path=str(path))


def schema_problems(connection: Connection) -> list[Problem]:
    """How tables, indexes, triggers and views of a file of our version differ from those that the migrations make.

    A trigger or view of somebody else would run with our rights, so a file with one is not opened as a project.
    """
    if schema_fingerprint(connection) == SCHEMA_SHA256:
        return []
    ours = connect_memory()
    try:
        migrate(ours)
        if schema_fingerprint(ours) == schema_fingerprint(connection):
            return []
        expected, found = _schema(ours), _schema(connection)
    finally:
        ours.close()
    added = [problem("schema.added", name=name) for name in sorted(found.keys() - expected.keys())]
    lost = [problem("schema.lost", name=name) for name in sorted(expected.keys() - found.keys())]
    shared = sorted(found.keys() & expected.keys())
    altered = [problem("schema.altered", name=name) for name in shared if found[name] != expected[name]]
    return added + lost + altered


def disk_problem(error: OSError, folder: Path) -> Problem:
    """The problem of a failed write: no space is its own case, since the person can do something about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return problem("project.no-space", folder=str(folder))
    return problem("project.copy-failed", folder=str(folder), error=error.strerror or type(error).__name__)


def _of_open_project(path: Path) -> Header:
    wal = path.with_name(path.name + "-wal").exists()
    try:
        size = path.stat().st_size
    except OSError:
        return Header(path, "missing")
    return Header(path, "ours", version=USER_VERSION, wal=wal, pending=wal, size=size, expected=size)


def _with_header(found: Header, head: bytes) -> Header:
    """Fill in what the header fields say (sqlite.org/fileformat.html, section 1.3)."""
    raw_page, write_format = struct.unpack_from(">HB", head, 16)
    changes, pages = struct.unpack_from(">II", head, 24)
    valid_for = struct.unpack_from(">I", head, 92)[0]
    page = 65536 if raw_page == 1 else raw_page
    # A session that was killed may have left the newest first page in the WAL alone, that of creation included.
    newest = _first_page_in_wal(found.path, page) if found.pending and write_format == 2 else None
    version, application = struct.unpack_from(">I4xI", newest or head, 60)
    expected = pages * page if changes == valid_for else page
    # With a journal beside it, a file may lawfully be shorter than its header says: a copying back was cut off.
    short = found.size < page if found.pending else found.size < expected
    return msgspec.structs.replace(
        found,
        sort=_sort(application == APPLICATION_ID, short, version),
        version=version,
        wal=write_format == 2,
        expected=expected,
    )


def _first_page_in_wal(path: Path, page: int) -> bytes | None:
    """The head of page 1 as last committed in the WAL (sqlite.org/fileformat.html, section 4), else ``None``."""
    try:
        with path.with_name(path.name + "-wal").open("rb") as file:
            start = file.read(_WAL_HEADER)
            salts, committed, head = start[16:24], None, None
            while len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
                number, pages_after_commit = struct.unpack_from(">II", frame)
                content = file.read(HEADER_LENGTH)
                file.seek(page - HEADER_LENGTH, os.SEEK_CUR)
                head = content if number == 1 and len(content) == HEADER_LENGTH else head
                committed = head if pages_after_commit else committed
    except OSError:
        return None
    return committed


def _sort(ours: bool, short: bool, version: int) -> Sort:
    if not ours:
        return "database"
    if short:
        return "truncated"
    if version > USER_VERSION:
        return "newer"
    return "ours" if version == USER_VERSION else "older"


def _schema(connection: Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    return dict(rows.fetchall())


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
