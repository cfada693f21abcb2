"""The tables made anew from the journal, and every row in which they differ from those of the file."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import msgspec

from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report, silent
from annotator.store import journal, migrations
from annotator.store.engine import Connection, sqlite
from annotator.store.projection import Projection
from annotator.store.records import DOCUMENT
from annotator.store.streams import Streams

TABLES: Final = MappingProxyType(
    {
        "document": f"SELECT {DOCUMENT} FROM document ORDER BY id",
        "tombstone": "SELECT document, text_sha256 FROM tombstone ORDER BY document",
        "comment": "SELECT id, document, body FROM comment ORDER BY id",
        "entry": "SELECT id, body FROM entry ORDER BY id",
        "person": "SELECT id, body FROM person ORDER BY id",
        "batch": "SELECT id, body FROM batch ORDER BY id",
        "codebook": "SELECT sha256, id, stamp, current, body FROM codebook ORDER BY sha256",
        "snapshot": (
            "SELECT s.step, l.document, l.purpose, l.author, s.revision, s.hash, s.live "
            "FROM snapshot s LEFT JOIN layer l ON l.number = s.layer ORDER BY s.step"
        ),
    }
)
"""How a table is read for comparing, in the order of its key, which is the first column."""

# A layer that was only looked at has a row that says nothing; a rebuilt project lacks it.
_LAYERS: Final = (
    "SELECT document, purpose, author, number, revision, state, facts, annotations, relations, snapshot FROM layer "
    "WHERE NOT (revision = 0 AND state = 'open' AND facts IS NULL AND annotations = 0 AND relations = 0 "
    "AND snapshot IS NULL AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.layer = layer.number)) "
    "ORDER BY document, purpose, author"
)
OF_A_LAYER: Final = MappingProxyType(
    {
        "annotation": (
            'SELECT a.id, a.kind, a.label, a.start, a."end", a.spans, a.attributes, a.entry, a.note, a.closed, p.body '
            "FROM annotation a LEFT JOIN provenance p ON p.number = a.provenance WHERE a.layer = ? ORDER BY a.id"
        ),
        "relation": (
            "SELECT r.id, r.source, r.role, r.target, r.target_spans, r.target_entry, r.status, r.link, r.attributes, "
            "r.note, p.body FROM relation r LEFT JOIN provenance p ON p.number = r.provenance "
            "WHERE r.layer = ? ORDER BY r.id"
        ),
        "standing": "SELECT about, state, revision, at FROM standing WHERE layer = ? ORDER BY about",
    }
)
"""What hangs on a layer, read layer by layer so that nothing is sorted in memory."""

EVERY: Final = 500

Row = tuple[Any, ...]


class ReplayError(Exception):
    """The journal line ``seq`` cannot be played; ``said`` is why."""

    def __init__(self, seq: int, said: str) -> None:
        super().__init__(f"{seq}: {said}")
        self.seq = seq
        self.said = said


def replay(truth: Connection, into: Connection, *, after: int = 0, report: Report = silent) -> int:
    """Play every journal line of ``truth`` behind ``after`` onto the tables of ``into``; ``seq`` of the last.

    Both may be one connection. The caller holds the transaction of ``into``, whose tables stand at ``after``.

    Raises:
        ReplayError: a line cannot be played; what came before is played.
    """
    projection = Projection(into, Streams(truth))
    total = journal.tail(truth)[0]
    seq = after
    for line in journal.lines(truth, after=after):
        try:
            projection.play(journal.decode(line.body), seq=line.seq)
        except (KnownError, sqlite.Error, msgspec.MsgspecError, ValueError, KeyError, TypeError) as error:
            # Lines of a damaged file can fail in any of these ways; which one is told, the line is named.
            raise ReplayError(line.seq, f"{type(error).__name__}: {error}") from error
        seq = line.seq
        if seq % EVERY == 0:
            report(Progress("progress.replay", seq, total))
    return seq


def differences(connection: Connection, report: Report = silent) -> Iterator[Problem]:
    """Every row in which the tables of a project differ from what its journal makes of empty ones.

    Problems: ``check.row-altered``, ``check.row-lost``, ``check.row-extra`` (``table``, ``row``), ``check.replay``
    (``seq``, ``said``), after which nothing is compared. The rebuilt tables lie in a temporary file meanwhile.
    """
    with _scratch() as rebuilt:
        try:
            replay(connection, rebuilt, report=report)
        except ReplayError as error:
            yield problem("check.replay", seq=error.seq, said=error.said)
            return
        yield from differing(connection, rebuilt)


def differing(held: Connection, rebuilt: Connection) -> Iterator[Problem]:
    """Every row in which the tables of two databases differ; ``rebuilt`` is the one that is right."""
    for table, query in TABLES.items():
        for one, other in _side_by_side(held.execute(query), rebuilt.execute(query), 1):
            yield from _difference(table, _name(one or other, 1), one, other)
    for one, other in _side_by_side(held.execute(_LAYERS), rebuilt.execute(_LAYERS), 3):
        name = _name(one or other, 3)
        yield from _difference("layer", name, _without_number(one), _without_number(other))
        for table, query in OF_A_LAYER.items():
            rows = (_rows_of(held, query, one), _rows_of(rebuilt, query, other))
            for mine, theirs in _side_by_side(*rows, 1):
                yield from _difference(table, f"{name} / {_name(mine or theirs, 1)}", mine, theirs)


@contextlib.contextmanager
def _scratch() -> Iterator[Connection]:
    """An empty project in a temporary file, inside a transaction and without any care for a crash."""
    folder = Path(tempfile.mkdtemp(prefix="hashiya-"))
    connection = sqlite.connect(folder / "rebuilt", isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        migrations.migrate(connection)
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _side_by_side(held: Iterator[Row], rebuilt: Iterator[Row], key: int) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of two ordered queries, paired by their first ``key`` columns."""
    one, other = next(held, None), next(rebuilt, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[:key] < other[:key]):
            yield one, None
            one = next(held, None)
        elif one is None or other[:key] < one[:key]:
            yield None, other
            other = next(rebuilt, None)
        else:
            yield one, other
            one, other = next(held, None), next(rebuilt, None)


def _difference(table: str, name: str, one: Row | None, other: Row | None) -> Iterator[Problem]:
    if one == other:
        return
    key = "check.row-extra" if other is None else "check.row-lost" if one is None else "check.row-altered"
    yield problem(key, table=table, row=name)


def _rows_of(connection: Connection, query: str, layer: Row | None) -> Iterator[Row]:
    return iter(()) if layer is None else connection.execute(query, (layer[3],))


def _without_number(layer: Row | None) -> Row | None:
    return None if layer is None else (*layer[:3], *layer[4:])


def _name(row: Row | None, key: int) -> str:
    return " / ".join(str(part) for part in (row or ())[:key])
