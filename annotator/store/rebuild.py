"""Rebuilding the tables from the journal, and naming every row in which two projections differ."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report, silent
from annotator.store import engine, journal
from annotator.store.engine import Connection, sqlite
from annotator.store.migrations import migrate
from annotator.store.projection import Projection
from annotator.store.records import ANNOTATION, DOCUMENT, RELATION
from annotator.store.streams import Streams

_KEY = "l.document, l.purpose, l.author"
_EVERY = 200


def _of_layer(table: str, columns: str, *, order: str, provenance: bool = False) -> str:
    """Rows of a layer's table under the layer's key, since row numbers say nothing."""
    named = ", ".join(f"t.{name.strip()}" for name in columns.split(",") if name.strip() != "provenance")
    told = ", p.body" if provenance else ""
    join = " JOIN provenance p ON p.number = t.provenance" if provenance else ""
    return (
        f"SELECT {_KEY}, {named}{told} FROM {table} t JOIN layer l ON l.number = t.layer{join} ORDER BY {_KEY}, {order}"
    )


COMPARED = MappingProxyType(
    {
        "document": (1, f"SELECT {DOCUMENT} FROM document ORDER BY id"),
        "tombstone": (1, "SELECT document, text_sha256 FROM tombstone ORDER BY document"),
        "layer": (
            3,
            f"SELECT {_KEY}, revision, state, facts, annotations, relations, snapshot FROM layer l ORDER BY {_KEY}",
        ),
        "annotation": (4, _of_layer("annotation", ANNOTATION, order="t.id", provenance=True)),
        "relation": (4, _of_layer("relation", RELATION, order="t.id", provenance=True)),
        "standing": (4, _of_layer("standing", "about, state, revision, at", order="t.about")),
        "decision": (4, _of_layer("decision", "id, body", order="t.id")),
        "snapshot": (4, _of_layer("snapshot", "step, revision, hash, live", order="t.step")),
        "comment": (1, "SELECT id, document, body FROM comment ORDER BY id"),
        "entry": (1, "SELECT id, body FROM entry ORDER BY id"),
        "person": (1, "SELECT id, body FROM person ORDER BY id"),
        "batch": (1, "SELECT id, body FROM batch ORDER BY id"),
        "codebook": (1, "SELECT sha256, id, stamp, current, body FROM codebook ORDER BY sha256"),
    }
)
"""How each table is compared: how many leading columns name a row, and the rows in order of those."""


class ReplayError(Exception):
    """The journal line ``seq`` cannot be read, or hangs on something that is not there."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"journal line {seq} cannot be played")
        self.seq = seq


def rebuild(source: Connection, into: Connection, *, upto: int | None = None, report: Report = silent) -> None:
    """Replay the journal of ``source`` onto the empty tables of ``into``, in one transaction of ``into``.

    ``upto`` is the last ``seq`` to replay. ``source`` and ``into`` may be the same connection.
    """
    with engine.transaction(into):
        replay(source, into, upto=upto, report=report)


def replay(
    source: Connection, into: Connection, *, after: int = 0, upto: int | None = None, report: Report = silent
) -> None:
    """Play the lines of ``source`` behind ``after`` onto ``into``, inside the caller's transaction.

    Raises:
        ReplayError: a line cannot be read or played.
    """
    projection = Projection(into, Streams(source))
    for line in journal.lines(source, after=after):
        if upto is not None and line.seq > upto:
            return
        try:
            projection.play(journal.decode(line.body), seq=line.seq)
        except (KnownError, sqlite.IntegrityError, msgspec.MsgspecError, LookupError, TypeError, ValueError) as fault:
            raise ReplayError(line.seq) from fault
        if line.seq % _EVERY == 0:
            report(Progress("store-replaying", line.seq))


def differences(source: Connection, *, report: Report = silent, most: int | None = None) -> Iterator[Problem]:
    """Where the tables of ``source`` are not what its journal says (``store.row-differs``), at most ``most``.

    A line that cannot be played is ``store.step-unplayable``, and then the only problem.
    """
    with tempfile.TemporaryDirectory(prefix="hashiya-") as folder:
        scratch = engine.connect_scratch(Path(folder) / "replayed")
        try:
            migrate(scratch)
            rebuild(source, scratch, report=report)
            yield from islice(compare(source, scratch), most)
        except ReplayError as fault:
            yield problem("store.step-unplayable", seq=fault.seq)
        finally:
            scratch.close()


def compare(held: Connection, expected: Connection) -> Iterator[Problem]:
    """Every row that is missing (``how`` is ``missing``), too much (``extra``) or other (``changed``) in ``held``."""
    for table, (names, sql) in COMPARED.items():
        for how, row in _differing(held.execute(sql), expected.execute(sql), names):
            yield problem("store.row-differs", table=table, id="/".join(map(str, row[:names])), how=how)


def tables_equal(one: Connection, other: Connection) -> bool:
    """Whether two projections say the same."""
    return next(compare(one, other), None) is None


def _differing(held: Any, expected: Any, names: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Merge two sequences of rows in the same order."""
    mine, theirs = next(held, None), next(expected, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine[:names] < theirs[:names]):
            yield "extra", mine or ()
            mine = next(held, None)
        elif mine is None or theirs[:names] < mine[:names]:
            yield "missing", theirs
            theirs = next(expected, None)
        else:
            if mine != theirs:
                yield "changed", mine
            mine, theirs = next(held, None), next(expected, None)
