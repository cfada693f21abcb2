"""One writer for each project: a lock file beside it, and a note that says who holds it."""

import contextlib
import getpass
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import filelock
import msgspec

from annotator.model.problems import Problem, problem
from annotator.store.places import is_local


class Holder(msgspec.Struct, frozen=True):
    """Who writes in a project: machine, process, person (a name) and the UTC second since when."""

    host: str
    pid: int
    person: str
    since: str


class WriterLock:
    """The right to write, held until ``release`` or until the process ends, however it ends.

    ``left_behind`` is the note of a writer that never released: the last one crashed or was killed.
    """

    def __init__(self, lock: filelock.BaseFileLock, note: Path, left_behind: Holder | None) -> None:
        self._lock = lock
        self._note = note
        self.left_behind = left_behind

    def release(self) -> None:
        """Give the right back and leave nothing beside the project; a second call does nothing."""
        if not self._lock.is_locked:
            return
        # Both go while the lock is still held: a newcomer either waits on the old file, which then has no name and is
        # given up, or makes a new one. Windows keeps an open file; there the empty lock file stays.
        for path in (self._note, Path(self._lock.lock_file)):
            with contextlib.suppress(OSError):
                path.unlink()
        self._lock.release()


def take(path: Path, *, person: str | None = None, take_over: bool = False) -> WriterLock | Problem:
    """Take the right to write in the project at ``path``, or say why not.

    ``take_over`` is the person's word that a note left from another machine, on a disk which machines share, is stale;
    by itself such a note is believed, since locks do not always reach across machines.

    Problems: ``project.open-elsewhere`` (``host``, ``person``, ``since``), ``project.cannot-lock`` (``folder``).
    """
    lock_path, note_path = lock_file(path), note_file(path)
    if not path.parent.is_dir():  # which the lock would make
        return problem("project.cannot-lock", folder=str(path.parent))
    lock = filelock.FileLock(lock_path, thread_local=False, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        return _open_elsewhere(path, holder(path))
    except OSError:
        return problem("project.cannot-lock", folder=str(path.parent))
    before = holder(path)
    if before and not take_over and before.host != this_host() and not is_local(path):
        lock.release()
        return _open_elsewhere(path, before)
    note = Holder(this_host(), os.getpid(), person or _login(), datetime.now(UTC).isoformat(timespec="seconds"))
    try:
        note_path.write_bytes(msgspec.json.encode(note))
    except OSError:
        lock.release()
        return problem("project.cannot-lock", folder=str(path.parent))
    return WriterLock(lock, note_path, before)


def held_here(path: Path) -> bool:
    """Whether this very process holds the right to write in the project at ``path``.

    Such a file must not be opened but by SQLite: closing any other handle of it drops SQLite's locks (POSIX).
    """
    who = holder(path)
    if who is None or (who.host, who.pid) != (this_host(), os.getpid()):
        return False
    # A note of a process that died may name our number by chance: then its lock is free.
    lock = filelock.FileLock(lock_file(path), thread_local=False, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except (filelock.Timeout, OSError):
        return True
    lock.release()
    return False


def holder(path: Path) -> Holder | None:
    """What the note beside the project says; ``None`` without one that can be read."""
    try:
        return msgspec.json.decode(note_file(path).read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def lock_file(path: Path) -> Path:
    """The lock beside the project."""
    return path.with_name(path.name + ".lock")


def note_file(path: Path) -> Path:
    """The note beside the lock."""
    return path.with_name(path.name + ".lock.json")


def this_host() -> str:
    """The name of this machine as notes give it."""
    return socket.gethostname()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without an entry in the system's table
        return ""


def _open_elsewhere(path: Path, who: Holder | None) -> Problem:
    found = who or Holder("", 0, "", "")
    return problem(
        "project.open-elsewhere",
        path=str(path),
        host=found.host or "?",
        person=found.person or "?",
        since=found.since or "?",
    )
