"""Verified copies of a project: made while work goes on, kept by age, sent where a person wants them."""

import os
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from annotator.model.problems import KnownError, refuse
from annotator.store import engine, guard, journal
from annotator.store.secondcopy import SecondCopy, Start

FOLDER: Final = "backups"
EVERY: Final = timedelta(minutes=30)
DAYS, WEEKS, MONTHS = 12, 10, 9
"""How many days before yesterday, weeks before those and months before those keep one backup each."""

_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_NAME: Final = re.compile(r"(\d{8}T\d{12}Z)-(\d+)\.hashiya")


class Backup(msgspec.Struct, frozen=True):
    """A backup file: when it was made (UTC) and the last journal line it holds."""

    path: Path
    at: datetime
    seq: int


class Backups:
    """The backups of one project, in its own folder of the user's data."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project's own folder in the user's data; it is made when needed, closed to others."""
        self._folder = folder / FOLDER

    def all(self) -> tuple[Backup, ...]:
        """Every backup, the newest first."""
        found: list[Backup] = []
        for path in self._folder.glob("*.hashiya"):
            parts = _NAME.fullmatch(path.name)
            if parts:
                at = datetime.strptime(parts[1], _STAMP).replace(tzinfo=UTC)
                found.append(Backup(path, at, int(parts[2])))
        return tuple(sorted(found, key=lambda backup: (backup.at, backup.seq), reverse=True))

    def due(self, seq: int, *, now: datetime | None = None) -> bool:
        """Whether the journal, now at line ``seq``, has changed since a newest backup of more than half an hour ago."""
        newest = next(iter(self.all()), None)
        if newest is None:
            return seq > 0
        return newest.seq != seq and (now or datetime.now(UTC)) - newest.at >= EVERY

    def changed(self, seq: int) -> bool:
        """Whether the newest backup ends before or after line ``seq``: what closing a project asks."""
        newest = next(iter(self.all()), None)
        return seq > 0 if newest is None else newest.seq != seq

    def make(self, source: Path, *, second: SecondCopy | None = None, now: datetime | None = None) -> Backup:
        """Copy the project at ``source``, verify the copy, cut the second copy behind it and let old backups go.

        Raises:
            KnownError: ``backup.failed``, ``backup.unsound-pages``, ``backup.unsound-step``, ``project.no-space``, the
                like; the backups are as before then.
        """
        at = now or datetime.now(UTC)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise KnownError(guard.disk_problem(error, self._folder)) from error
        fresh = self._folder / f".{secrets.token_hex(6)}.tmp"
        seq = copy_verified(source, fresh)
        made = self._folder / f"{at.strftime(_STAMP)}-{seq}.hashiya"
        fresh.replace(made)
        sync_folder_entry(self._folder)
        if second:
            _cut(second, source, made)
        self._rotate(at.date())
        return Backup(made, at, seq)

    def renew(self, source: Path, *, second: SecondCopy) -> Backup:
        """Make a backup and remove every older one and the second copy's lines: what was purged stands in them."""
        made = self.make(source, second=second)
        for backup in self.all():
            if backup.path != made.path:
                backup.path.unlink()
        second.forget()
        _cut(second, source, made.path)
        return made

    def _rotate(self, today: date) -> None:
        found = self.all()
        kept = to_keep([backup.at.date() for backup in found], today)
        for number, backup in enumerate(found):
            if number not in kept:
                backup.path.unlink(missing_ok=True)
        for stale in self._folder.glob(".*.tmp"):
            stale.unlink(missing_ok=True)


def to_keep(days: Iterable[date], today: date) -> frozenset[int]:
    """Which of the backups, made on these days and newest first, stay: their numbers in that order.

    All of today and yesterday, then the newest of each of 12 days, of 10 weeks and of 9 months.
    """
    kept: set[int] = set()
    stages: list[tuple[int, Callable[[date], object]]] = [
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    ]
    seen: list[set[object]] = [set() for _ in stages]
    for number, day in enumerate(days):
        if day >= today - timedelta(days=1):
            kept.add(number)
            continue
        for (most, bucket), taken in zip(stages, seen, strict=True):
            if bucket(day) in taken:
                break
            if len(taken) < most:
                taken.add(bucket(day))
                kept.add(number)
                break
    return frozenset(kept)


def send_copy(source: Path, target: Path) -> Path:
    """Make a verified single-file copy at a path of the person's choice, where nothing stands yet or may be replaced.

    Raises:
        KnownError: as ``Backups.make``; what stood at ``target`` is untouched then.
    """
    fresh = _fresh_beside(target)
    copy_verified(source, fresh)
    return _move_in(fresh, target)


def send_open(source: engine.Connection, target: Path) -> Path:
    """As ``send_copy``, from an open connection: its file may have been moved or deleted under it.

    Raises:
        KnownError: as ``Backups.make``; what stood at ``target`` is untouched then.
    """
    fresh = _fresh_beside(target)
    (read_only,) = source.execute("PRAGMA query_only").fetchone()
    source.execute("PRAGMA query_only=OFF")  # which forbids writing elsewhere too
    try:
        _verified(target, fresh, lambda: _fill(source, fresh))
    finally:
        source.execute(f"PRAGMA query_only={read_only}")
    return _move_in(fresh, target)


def copy_verified(source: Path, target: Path) -> int:
    """Copy a project into one new file, on the disk and read again from there; returns ``seq`` of its last line.

    Writing goes on meanwhile; what is written after the beginning is not in the copy.

    Raises:
        KnownError: as ``Backups.make``; nothing is left at ``target``.
    """
    return _verified(source, target, lambda: _copy(source, target))


def _fresh_beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")


def _move_in(fresh: Path, target: Path) -> Path:
    try:
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise KnownError(guard.disk_problem(error, target.parent)) from error
    sync_folder_entry(target.parent)
    return target


def _verified(source: Path, target: Path, fill: Callable[[], None]) -> int:
    try:
        fill()
        seq = _verify(target)
    except BaseException as error:
        for path in (target, *guard.companions(target)):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise KnownError(guard.disk_problem(error, target.parent)) from error
        if isinstance(error, engine.sqlite.Error):
            raise _failed(error, source, target) from error
        raise
    return seq


def _copy(source: Path, target: Path) -> None:
    connection = engine.connect(source, read_only=True)
    try:
        connection.execute("PRAGMA query_only=OFF")  # which forbids writing elsewhere too
        _fill(connection, target)
    finally:
        connection.close()


def _fill(connection: engine.Connection, target: Path) -> None:
    engine.create_file(target)  # VACUUM INTO fills an empty file as well, and this one is closed to others
    connection.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _verify(path: Path) -> int:
    """Read the whole copy: pages, indexes, and every journal line with its place in the chain; ``seq`` of the last."""
    connection = engine.connect(path, read_only=True)
    try:
        said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        if said != "ok":
            raise refuse("backup.unsound-pages", said=said)
        seq, previous = 0, journal.FIRST_CHAIN
        for line in journal.lines(connection):
            if journal.fault_of(line, previous):
                raise refuse("backup.unsound-step", seq=line.seq)
            seq, previous = line.seq, line.chain
        return seq
    finally:
        connection.close()


def _cut(second: SecondCopy, source: Path, copy: Path) -> None:
    """Cut behind the last line of the backup."""
    here, there = engine.connect(source, read_only=True), engine.connect(copy, read_only=True)
    try:
        seq, chain = journal.tail(there)
        text, payload = (_number_of_last(table, there, here) for table in ("text", "payload"))
        second.cut(here, Start(seq, chain.hex(), text, payload))
    finally:
        there.close()
        here.close()


def _number_of_last(table: str, there: engine.Connection, here: engine.Connection) -> int:
    """The number in the project of the row that is last in the copy: a copy may count its rows anew."""
    last = there.execute(f"SELECT sha256 FROM {table} ORDER BY rowid DESC LIMIT 1").fetchone()
    found = here.execute(f"SELECT rowid FROM {table} WHERE sha256 = ?", last).fetchone() if last else None
    return int(found[0]) if found else 0


def _failed(error: engine.sqlite.Error, source: Path, target: Path) -> KnownError:
    if "disk is full" in str(error):
        return refuse("project.no-space", folder=str(target.parent))
    return refuse("backup.failed", path=str(source), folder=str(target.parent), said=str(error))


def sync_folder_entry(folder: Path) -> None:
    """Bring a new name to the disk, where the system knows that of folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
