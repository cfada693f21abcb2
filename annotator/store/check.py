"""Reads a whole project and names every place where it is not what it was: pages, rows, letters, steps, tables."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from annotator.model.ids import is_id
from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report, silent
from annotator.store import engine, guard, journal, lock, payload, rebuild, salvage
from annotator.store.engine import Connection, sqlite
from annotator.store.salvage import Gap

MOST: Final = 200
"""How many problems of one stage are named; the rest is counted."""

Stage = Callable[[Connection], Iterator[Problem]]


def check(path: Path, report: Report = silent) -> list[Problem]:
    """Everything that is wrong with the project at ``path``; empty when it is sound. Nothing is written.

    Reads one state of the file, also while somebody works in it; memory does not grow with the file. ``report`` is told
    each stage (``check-<stage>``) and may raise ``Cancelled``.
    """
    header = guard.classify(path)
    refused = guard.refusal(header)
    if refused:
        return [refused]
    try:
        with reading(path) as connection:
            return _check(connection, report)
    except KnownError as error:
        return list(error.problems)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection that sees one state of a project and keeps nobody from writing.

    Where the file itself does not allow that, a private copy is read.
    """
    header = guard.classify(path)
    # Without a WAL a long reading would lock the writer out; with one it must be possible to write beside the file; and
    # what a crash left half written in another mode can only be read after it is taken back.
    in_place = header.folder_writable if header.wal else not header.pending and lock.holder(path) is None
    source = path if in_place else _still_copy(path, header)
    try:
        connection = engine.connect(source, read_only=True)
        try:
            with engine.known_faults(path):
                connection.execute("BEGIN")
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            yield connection
        finally:
            connection.close()
    finally:
        if source is not path:
            shutil.rmtree(source.parent, ignore_errors=True)


def _still_copy(path: Path, header: guard.Header) -> Path:
    """A private copy of one state of the file, page by page as it lies, damage included."""
    if lock.holder(path) is None or header.wal:
        return guard.private_copy(path)
    copy = Path(tempfile.mkdtemp(prefix="hashiya-")) / path.name
    source = engine.connect(path, read_only=True)
    target = sqlite.connect(copy)
    try:
        # By SQLite itself, since the file may be open in this very process.
        with engine.known_faults(path):
            source.backup(target)
    except BaseException:
        shutil.rmtree(copy.parent, ignore_errors=True)
        raise
    finally:
        target.close()
        source.close()
    return copy


def _check(connection: Connection, report: Report) -> list[Problem]:
    stages: tuple[tuple[str, Stage], ...] = (
        ("pages", _pages),
        ("schema", _schema),
        ("references", _references),
        ("texts", _texts),
        ("payloads", _payloads),
        ("journal", _journal),
        ("spans", _spans),
        ("tables", lambda found: rebuild.differences(found, report=report)),
    )
    found: list[Problem] = []
    for number, (name, stage) in enumerate(stages):
        report(Progress(f"check-{name}", number, len(stages)))
        found += _bounded(name, stage, connection)
    report(Progress("check-tables", len(stages), len(stages)))
    return found


def _bounded(name: str, stage: Stage, connection: Connection) -> list[Problem]:
    """The problems of one stage; one that SQLite or a damaged line breaks off says so instead of breaking the rest."""
    found: list[Problem] = []
    more = 0
    try:
        for one in stage(connection):
            if len(found) < MOST:
                found.append(one)
            else:
                more += 1
    except KnownError as error:
        found += error.problems
    except (sqlite.DatabaseError, msgspec.MsgspecError, ValueError, TypeError, KeyError) as error:
        # What the rows of a damaged file make of our own code cannot be foreseen; a sound file raises none of these.
        found.append(problem("check.broken-off", stage=name, said=f"{type(error).__name__}: {error}"))
    if more:
        found.append(problem("check.more", stage=name, n=more))
    return found


def _pages(connection: Connection) -> Iterator[Problem]:
    for (said,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield problem("check.pages", said=str(said))


def _schema(connection: Connection) -> Iterator[Problem]:
    yield from guard.schema_problems(connection)
    row = connection.execute("SELECT CAST(value AS BLOB) FROM meta WHERE key = 'project'").fetchone()
    if row is None or not is_id(row[0].decode("utf-8", errors="replace")):
        yield problem("check.identity")


def _references(connection: Connection) -> Iterator[Problem]:
    for table, row, parent, _number in connection.execute("PRAGMA foreign_key_check"):
        yield problem("check.reference", table=str(table), row=int(row or 0), parent=str(parent))


def _texts(connection: Connection) -> Iterator[Problem]:
    # As bytes: letters that are no UTF-8 any more could not be read at all.
    for row in salvage.rows(connection, "text", ("sha256", "CAST(body AS BLOB)")):
        if isinstance(row, Gap):
            yield _unreadable("text", row)
        elif journal.digest(row[2]) != row[1]:
            yield problem("check.text", documents=_documents_of(connection, row[1]), row=row[0])
    missing = "SELECT id FROM document d WHERE NOT EXISTS (SELECT 1 FROM text t WHERE t.sha256 = d.text_sha256)"
    for (name,) in connection.execute(missing):
        yield problem("check.text-missing", document=name)


def _payloads(connection: Connection) -> Iterator[Problem]:
    for row in salvage.rows(connection, "payload", ("sha256", "lines", "size", "body")):
        if isinstance(row, Gap):
            yield _unreadable("payload", row)
            continue
        number, sha256, lines, size, body = row
        try:
            content = payload.unpack(body, sha256.hex())
        except ValueError:
            yield problem("check.payload", row=number, sha256=sha256.hex())
            continue
        if (content.count(b"\n") + 1, len(content)) != (lines, size):
            yield problem("check.payload", row=number, sha256=sha256.hex())


def _journal(connection: Connection) -> Iterator[Problem]:
    last, previous = 0, journal.FIRST_CHAIN
    for row in salvage.rows(connection, "journal", journal.Line.__struct_fields__):
        if isinstance(row, Gap):
            yield _unreadable("journal", row)
            last, previous = row.last, b""
            continue
        line = journal.Line(*row[1:])
        if line.seq != last + 1:
            yield problem("check.journal-missing", first=last + 1, last=line.seq - 1)
        fault = _fault_of(line, previous)
        if fault:
            yield problem("check.journal", seq=line.seq, part=fault)
        last, previous = line.seq, line.chain
    yield from _sparse_journal(connection, last)


def _sparse_journal(connection: Connection, last: int) -> Iterator[Problem]:
    """Whether the indexes of the journal know of later lines than the table holds."""
    row = connection.execute("SELECT max(seq) FROM journal INDEXED BY journal_stream WHERE stream > ''").fetchone()
    if row[0] is not None and row[0] > last:
        yield problem("check.journal-missing", first=last + 1, last=int(row[0]))


def _fault_of(line: journal.Line, previous: bytes) -> str | None:
    """As ``journal.fault_of``; ``previous`` is empty where the line before cannot be read, types are not believed."""
    held: tuple[object, ...] = (line.body, line.body_sha256, line.chain)
    if not all(isinstance(value, bytes) for value in held):
        return "columns"
    if previous or journal.digest(line.body) != line.body_sha256:
        return journal.fault_of(line, previous)
    return None


def _spans(connection: Connection) -> Iterator[Problem]:
    outside = """SELECT l.document, l.author, a.id FROM annotation a JOIN layer l ON l.number = a.layer
        JOIN document d ON d.id = l.document WHERE a."end" > d.text_length"""
    for document, author, name in connection.execute(outside):
        yield problem("check.span", document=document, author=author, annotation=name)
    lengths = (
        "SELECT d.id FROM document d JOIN text t ON t.sha256 = d.text_sha256 WHERE length(t.body) != d.text_length"
    )
    for (name,) in connection.execute(lengths):
        yield problem("check.text-length", document=name)


def _documents_of(connection: Connection, sha256: bytes) -> str:
    rows = connection.execute("SELECT id FROM document WHERE text_sha256 = ? LIMIT 5", (sha256,))
    return ", ".join(name for (name,) in rows) or "?"


def _unreadable(table: str, gap: Gap) -> Problem:
    return problem("check.unreadable", table=table, first=gap.first, last=gap.last, said=gap.said)
