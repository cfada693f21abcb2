"""A project file made anew when it is gone or destroyed: newest good backup, second copy, and rows still readable."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from annotator.model.problems import KnownError, Problem, problem, refuse
from annotator.model.progress import Progress, Report, silent
from annotator.store import backup, check, devices, engine, guard, journal, lock, migrations, secondcopy
from annotator.store.backup import Backup, Backups
from annotator.store.engine import Connection
from annotator.store.projection import Projection
from annotator.store.staging import Source, Staging
from annotator.store.streams import Streams

EVERY: Final = 200


class Recovered(msgspec.Struct, frozen=True):
    """What was made: the file, where the damaged one lies now, and what came from where.

    ``steps`` counts journal lines in the new file: ``from_backup``, ``from_copy`` and ``from_file`` of them. ``lost``
    names what could not be brought back; ``unplayed`` is a file of steps that were found but hang on others that were
    not (``None`` without any).
    """

    path: Path
    damaged: Path | None
    steps: int
    from_backup: int
    from_copy: int
    from_file: int
    lost: tuple[Problem, ...]
    unplayed: Path | None


class Candidate(msgspec.Struct, frozen=True):
    """A project that could be recovered: its id, its folder in the user's data, newest backup, where it last lay."""

    project: str
    folder: Path
    backup: Backup | None
    paths: tuple[Path, ...]


def candidates(data: Path) -> tuple[Candidate, ...]:
    """Every project of which the user's data hold a backup or a second copy."""
    found: list[Candidate] = []
    for folder in sorted(data.glob("*")):
        newest = next(iter(Backups(folder).all()), None)
        if newest or (folder / secondcopy.NAME).is_file():
            found.append(Candidate(folder.name, folder, newest, devices.paths(folder)))
    return tuple(found)


def candidate_for(path: Path, data: Path) -> Candidate | None:
    """The project that lay at ``path``: by the id in the file where that can be read, else by where projects lay."""
    found = candidates(data)
    named = _project_in(path)
    by_name = next((one for one in found if one.project == named), None)
    by_place = next((one for one in found if path.resolve() in one.paths), None)
    # A name that nothing here knows may itself be damaged; it serves where nothing else does.
    alone = Candidate(named, data / named, None, (path,)) if named else None
    return by_name or by_place or alone


def recover(path: Path, *, data: Path, project: str | None = None, report: Report = silent) -> Recovered:
    """Make the project at ``path`` anew; only ever done when the person asked for it.

    ``data`` is the user's data folder, ``project`` the id where the file cannot say it. What lay at ``path`` stays
    beside as ``NAME.damaged-<time>``. The new file has a new device name when it is opened.

    Raises:
        KnownError: ``recover.nothing`` (nothing to make it from), ``project.open-elsewhere``, ``project.cannot-lock``,
            ``project.no-space``, ``project.copy-failed``; everything is as before then.
    """
    found = candidate_for(path, data) if project is None else None
    name = project or (found.project if found else None)
    if name is None:
        raise refuse("recover.nothing", path=str(path))
    taken = lock.take(path)
    if isinstance(taken, Problem):
        raise KnownError(taken)
    try:
        with _workplace(path) as place:
            return _recover(path, folder=data / name, project=name, place=place, report=report)
    except OSError as error:
        raise KnownError(guard.disk_problem(error, path.parent)) from error
    finally:
        taken.release()


def restore(path: Path, chosen: Path, *, data: Path) -> Path | None:
    """Put a backup in the place of the project at ``path``; returns where what lay there lies now.

    Raises:
        KnownError: the backup is not sound, or as ``recover``; everything is as before then.
    """
    taken = lock.take(path)
    if isinstance(taken, Problem):
        raise KnownError(taken)
    fresh = path.with_name(f".{path.name}.restoring")
    try:
        fresh.unlink(missing_ok=True)
        backup.copy_verified(chosen, fresh)
        project = _project_in(fresh)
        damaged = _put(fresh, path)
        if project:
            devices.renew(path=path, folder=data / project)
        return damaged
    except OSError as error:
        raise KnownError(guard.disk_problem(error, path.parent)) from error
    finally:
        fresh.unlink(missing_ok=True)
        taken.release()


@contextlib.contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """A folder beside the project, so that the finished file moves in one stroke."""
    place = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _recover(path: Path, *, folder: Path, project: str, place: Path, report: Report) -> Recovered:
    fresh = place / "fresh"
    staging = Staging(place / "staged")
    try:
        _gather(staging, path=path, folder=folder)
        base = _base(staging, folder, fresh, project)
        connection = engine.connect(fresh)
        try:
            counts, unplayed = _extend(connection, staging, path=path, report=report)
            lost = _missing_texts(connection)
            steps = journal.tail(connection)[0]
        finally:
            engine.close(connection)
    finally:
        staging.close()
    if not steps:
        raise refuse("recover.nothing", path=str(path))
    lost += tuple(check.check(fresh, report))
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    damaged = _put(fresh, path)
    devices.renew(path=path, folder=folder)
    return Recovered(
        path=path,
        damaged=damaged,
        steps=steps,
        from_backup=base,
        from_copy=counts[Source.COPY],
        from_file=counts[Source.FILE],
        lost=(*_lost_steps(unplayed), *lost),
        unplayed=unplayed[0] if unplayed else None,
    )


def _base(staging: Staging, folder: Path, fresh: Path, project: str) -> int:
    """Lay the best sound backup at ``fresh``, or an empty project; the last journal line it holds."""
    for found in _in_order(staging, Backups(folder).all()):
        try:
            return backup.copy_verified(found.path, fresh)
        except KnownError as error:
            if error.problem.key == "project.no-space":
                raise
    engine.create_file(fresh)
    connection = engine.connect(fresh)
    try:
        migrations.migrate(connection)
        connection.execute("INSERT INTO meta VALUES('project', ?)", (project,))
    finally:
        connection.close()
    return 0


def _in_order(staging: Staging, found: Sequence[Backup]) -> list[Backup]:
    """Backups from best to worst: the newest that agrees with the file, before it those that hold it and more."""
    usable = [one for one in found if _agrees(staging, one)]
    if not usable:
        return []
    newest = usable[0]
    longer = [one for one in usable if one.seq > newest.seq and _holds(one, newest)]
    return [*sorted(longer, key=lambda one: one.seq, reverse=True), *usable]


def _agrees(staging: Staging, found: Backup) -> bool:
    with _damaged(found.path) as connection:
        try:
            return connection is not None and not staging.contradicts(connection)
        except engine.sqlite.Error:
            return False


def _holds(longer: Backup, shorter: Backup) -> bool:
    """Whether one backup goes on where another ends."""
    with _damaged(longer.path) as long, _damaged(shorter.path) as short:
        if long is None or short is None:
            return False
        try:
            seq, chain = journal.tail(short)
            row = long.execute("SELECT chain FROM journal WHERE seq = ?", (seq,)).fetchone()
        except engine.sqlite.Error:
            return False
        return row is not None and bytes(row[0]) == chain


def _gather(staging: Staging, *, path: Path, folder: Path) -> None:
    """Everything that can be read of journal, texts and parts, the file's own first: its word stands before copies'."""
    with _damaged(path) as connection:
        if connection:
            staging.add_file(connection)
    names = (secondcopy.NAME, secondcopy.PREVIOUS, *sorted(p.name for p in folder.glob("steps-aside-*.jsonl")))
    for rank, name in enumerate(names, start=1):
        staging.add_copy(folder / name, rank=rank)


@contextlib.contextmanager
def _damaged(path: Path) -> Iterator[Connection | None]:
    """A private copy of a damaged file, opened with its WAL or else without; ``None`` when SQLite takes neither."""
    if not path.is_file():
        yield None
        return
    copy = guard.private_copy(path)
    try:
        connection = _opened(copy)
        if connection is None:
            for companion in guard.companions(copy):
                companion.unlink(missing_ok=True)
            connection = _opened(copy)
        try:
            yield connection
        finally:
            if connection:
                connection.close()
    finally:
        shutil.rmtree(copy.parent, ignore_errors=True)


def _opened(path: Path) -> Connection | None:
    try:
        connection = engine.connect(path, read_only=True)
    except (KnownError, engine.sqlite.Error):
        return None
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'journal'").fetchone()
    except engine.sqlite.Error:
        connection.close()
        return None
    return connection


def _extend(
    connection: Connection, staging: Staging, *, path: Path, report: Report
) -> tuple[dict[Source, int], tuple[Path, int] | None]:
    """Add every staged line that continues the chain and can be played; what is left over goes into a file."""
    counts = dict.fromkeys(Source, 0)
    projection = Projection(connection, Streams(connection))
    with engine.transaction(connection):
        while True:
            seq, chain = journal.tail(connection)
            found = staging.next_line(seq, chain)
            if found is None or not _played(connection, projection, staging, found[0]):
                break
            counts[found[1]] += 1
            if seq % EVERY == 0:
                report(Progress("recover", seq))
        staging.copy_texts(connection)
    target = path.with_name(f"{path.name}.unplayed-{_stamp()}.jsonl")
    left = staging.write_left(target, after=seq, chain=chain)
    return counts, (target, left) if left else None


def _played(connection: Connection, projection: Projection, staging: Staging, line: journal.Line) -> bool:
    """Add one line with its payload parts and play it; nothing of it stays when that fails."""
    body = journal.decode(line.body)
    connection.execute("SAVEPOINT line")
    try:
        staging.copy_parts(connection, body)
        journal.append(connection, (line,))
        projection.play(body, seq=line.seq)
    except (KnownError, engine.sqlite.IntegrityError, msgspec.MsgspecError):
        # A part that is gone, a row that something missing would have borne: what hangs on it waits in the file of
        # unplayed steps.
        connection.execute("ROLLBACK TO line")
        projection.tables.forget()
        return False
    finally:
        connection.execute("RELEASE line")
    return True


def _missing_texts(connection: Connection) -> tuple[Problem, ...]:
    rows = connection.execute("SELECT id FROM document WHERE text_sha256 NOT IN (SELECT sha256 FROM text) ORDER BY id")
    return tuple(problem("check.text-missing", document=name) for (name,) in rows.fetchall())


def _lost_steps(unplayed: tuple[Path, int] | None) -> tuple[Problem, ...]:
    return (problem("recover.unplayed", n=unplayed[1], file=str(unplayed[0])),) if unplayed else ()


def _put(fresh: Path, path: Path) -> Path | None:
    """Move what lies at ``path`` aside with all that belongs to it, then ``fresh`` in: a stale WAL would ruin it."""
    aside = path.with_name(f"{path.name}.damaged-{_stamp()}")
    moved = None
    for source in (path, *guard.companions(path)):
        if source.exists():
            target = source.rename(aside.with_name(aside.name + source.name.removeprefix(path.name)))
            moved = moved or target
    fresh.rename(path)
    backup.sync_folder_entry(path.parent)
    return moved


def _project_in(path: Path) -> str | None:
    """The project id that a file says, where it can be read."""
    with _damaged(path) as connection:
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'project'").fetchone()
        except engine.sqlite.Error:
            return None
        return str(row[0]) if row else None


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
