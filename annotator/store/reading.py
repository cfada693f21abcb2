"""Everything that is read from a project, through one connection."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from annotator.model.batch import Batch
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.lift import Lifter
from annotator.model.person import Person
from annotator.model.problems import refuse
from annotator.model.registry import Entry
from annotator.model.step import Change, Standing, Step
from annotator.store import engine, journal, records
from annotator.store.engine import Connection
from annotator.store.journal import Line
from annotator.store.lifting import Lifting
from annotator.store.paging import paged
from annotator.store.records import DOCUMENT
from annotator.store.streams import Streams, only_undoes
from annotator.store.tables import Tables

T = TypeVar("T")

_PAGE = 200

_NOT_BLANK = (
    "(l.annotations > 0 OR l.relations > 0 OR l.snapshot IS NOT NULL OR l.state <> 'open' OR l.facts IS NOT NULL)"
)


class StoredStep(msgspec.Struct, frozen=True):
    """A step with its place in this file; ``step.changes`` is empty where they do not stand in a journal line.

    ``counts`` tells how many changes of each sort a large step makes, ``snapshot`` whether it brings a whole layer,
    ``partial`` whether it takes back only some of what another did; ``changes_of`` works every step's changes out.
    """

    seq: int
    step: Step
    received_at: str
    carried_by: str | None
    counts: tuple[tuple[str, int], ...]
    snapshot: bool
    partial: bool = False


class Conflict(msgspec.Struct, frozen=True):
    """Two snapshots of a layer at one revision that differ: ``stands`` is the step whose contents are shown."""

    key: LayerKey
    revision: int
    stands: str
    other: str


class Reads:
    """The reading half of a project; a second one on its own connection serves a worker."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._tables = Tables(connection)
        self._streams = Streams(connection)
        self._lifting = Lifting(connection)

    def hold_still(self) -> int | None:
        """Read from now on what stands at this moment, whatever is written meanwhile; the seq of its last step.

        ``None``, and nothing is held, where the file is not in WAL mode: there it would keep who writes waiting.
        """
        run = self.connection.execute
        if run("PRAGMA journal_mode").fetchone()[0] != engine.WAL:
            return None
        if self.connection.in_transaction:
            run("ROLLBACK")
        run("BEGIN")
        return int(run("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])

    @property
    def lifter(self) -> Lifter | None:
        """What reads older words of the codebook in those of today; ``None`` while nothing has to be lifted."""
        return self._lifting.lifter()

    # --- articles

    def document(self, name: str) -> Document:
        """The article; ``KnownError`` ``store.no-document`` without one."""
        found = self._tables.document(name)
        if found is None:
            raise refuse("store.no-document", id=name)
        return found

    def has_document(self, name: str) -> bool:
        return self.connection.execute("SELECT 1 FROM document WHERE id = ?", (name,)).fetchone() is not None

    def document_ids(self) -> list[str]:
        """Every article's id, in the order in which they came."""
        return [row[0] for row in self.connection.execute("SELECT id FROM document ORDER BY number")]

    def documents(self) -> Iterator[Document]:
        """Every article in the order in which they came, read page by page."""
        statement = f"SELECT {DOCUMENT}, number FROM document WHERE number > ? ORDER BY number LIMIT ?"
        for row in paged(self.connection, statement, at=-1, page=_PAGE):
            yield records.document_of(row[:-1])

    def document_count(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM document").fetchone()[0])

    def text(self, document: str) -> str:
        """The letters of an article; ``KnownError`` ``store.no-document`` or ``store.text-gone`` (purged)."""
        row = self.connection.execute(
            "SELECT t.body FROM document d LEFT JOIN text t ON t.sha256 = d.text_sha256 WHERE d.id = ?", (document,)
        ).fetchone()
        if row is None:
            raise refuse("store.no-document", id=document)
        if row[0] is None:
            raise refuse("store.text-gone", id=document)
        return str(row[0])

    def find_text(self, sha256: str) -> list[str]:
        """Ids of the articles with this text (SHA-256 of its UTF-8, hex)."""
        rows = self.connection.execute("SELECT id FROM document WHERE text_sha256 = ?", (bytes.fromhex(sha256),))
        return [row[0] for row in rows]

    def tombstone(self, name: str) -> str | None:
        """The text hash of an article that bore this id and was taken out."""
        return self._tables.tombstone(name)

    # --- layers

    def layer(self, key: LayerKey) -> Layer:
        """The layer in the words of the codebook in force; an empty one where there is none."""
        lifter, stored = self.lifter, self._tables.layer(key)
        return stored if lifter is None else lifter.layer(stored)

    def layer_as_said(self, key: LayerKey) -> Layer:
        """The layer in the words in which it was said."""
        return self._tables.layer(key)

    def layer_keys(
        self, document: str | None = None, *, author: str | None = None, purpose: str | None = None
    ) -> list[LayerKey]:
        """Keys of the layers that say anything, by article, purpose and author."""
        given = {"l.document": document, "l.author": author, "l.purpose": purpose}
        asked = {name: value for name, value in given.items() if value is not None}
        where = f"{_NOT_BLANK} AND EXISTS (SELECT 1 FROM document d WHERE d.id = l.document)"
        where += "".join(f" AND {name} = ?" for name in asked)
        rows = self.connection.execute(
            f"SELECT l.document, l.purpose, l.author FROM layer l WHERE {where} ORDER BY 1, 2, 3", tuple(asked.values())
        )
        return [LayerKey(*row) for row in rows]

    def layers_of(self, document: str) -> list[Layer]:
        """Every layer of an article that says anything."""
        return [self.layer(key) for key in self.layer_keys(document)]

    def standing(self, key: LayerKey, *, about: str = "standing") -> Standing | None:
        """What a layer says of its own state, or (``about`` a stream) of another's."""
        return self._tables.standing(key, about)

    def snapshot_conflicts(self) -> list[Conflict]:
        """Layers of which two different versions came at the revision that stands."""
        rows = self.connection.execute(
            "SELECT l.document, l.purpose, l.author, o.revision, s.step, o.step FROM layer l "
            "JOIN snapshot s ON s.step = l.snapshot JOIN snapshot o ON o.layer = l.number "
            "WHERE o.revision = s.revision AND o.hash <> s.hash AND o.live = 1 ORDER BY 1, 2, 3, 6"
        )
        return [Conflict(LayerKey(*row[:3]), row[3], row[4], row[5]) for row in rows]

    # --- registry, people, codebook

    def entries(self) -> tuple[Entry, ...]:
        """The whole registry, by id, with labels of the codebook in force."""
        lifter, stored = self.lifter, self._all("entry", Entry)
        return tuple(stored if lifter is None else map(lifter.entry, stored))

    def entry(self, name: str) -> Entry | None:
        found, lifter = self._tables.stored("", "entry", name), self.lifter
        if not isinstance(found, Entry):
            return None
        return found if lifter is None else lifter.entry(found)

    def mentions(self, entry: str) -> list[tuple[LayerKey, str]]:
        """Annotations that point to an entry, and those whose role it fills, each once."""
        rows = self.connection.execute(
            "SELECT l.document, l.purpose, l.author, m.id FROM ("
            "SELECT layer, id FROM annotation WHERE entry = ?1 UNION "
            "SELECT layer, source FROM relation WHERE target_entry = ?1) m "
            "JOIN layer l ON l.number = m.layer ORDER BY 1, 2, 3, 4",
            (entry,),
        )
        return [(LayerKey(*row[:3]), row[3]) for row in rows]

    def people(self) -> tuple[Person, ...]:
        return tuple(self._all("person", Person))

    def person(self, name: str) -> Person | None:
        found = self._tables.stored("", "person", name)
        return found if isinstance(found, Person) else None

    def batches(self) -> tuple[Batch, ...]:
        return tuple(self._all("batch", Batch))

    def codebook(self) -> Codebook:
        """The codebook in force; ``KnownError`` ``store.no-codebook`` in a file without one."""
        found = self._tables.codebook()
        if found is None:
            raise refuse("store.no-codebook")
        return found

    def codebook_at(self, stamp: str) -> Codebook | None:
        """The codebook of ``name version``, as far as it was ever in force here."""
        row = self.connection.execute(
            "SELECT body FROM codebook WHERE stamp = ? ORDER BY current DESC, rowid DESC", (stamp,)
        ).fetchone()
        return msgspec.json.decode(row[0], type=Codebook) if row else None

    def comments(self, document: str) -> tuple[Comment, ...]:
        """Comments on an article and its layers, oldest first."""
        rows = self.connection.execute("SELECT body FROM comment WHERE document = ?", (document,))
        found = [msgspec.json.decode(row[0], type=Comment) for row in rows]
        return tuple(sorted(found, key=lambda c: (c.at or "", c.id)))

    def _all(self, table: str, kind: type[T]) -> Iterator[T]:
        rows = self.connection.execute(f"SELECT body FROM {table} ORDER BY id")
        return (msgspec.json.decode(row[0], type=kind) for row in rows)

    # --- journal

    def journal(
        self,
        *,
        newest_first: bool = True,
        stream: str | None = None,
        author: str | None = None,
        limit: int | None = None,
        before_seq: int | None = None,
        after_seq: int | None = None,
    ) -> Iterator[StoredStep]:
        """Steps in or against the order of this file, read page by page."""
        given = {"stream = ?": stream, "author = ?": author, "seq < ?": before_seq, "seq > ?": after_seq}
        edge = "seq < ?" if newest_first else "seq > ?"
        order = "ORDER BY seq DESC" if newest_first else "ORDER BY seq"
        while limit is None or limit > 0:
            asked = {test: value for test, value in given.items() if value is not None}
            size = _PAGE if limit is None else min(_PAGE, limit)
            where = " AND ".join(asked) or "1"
            found = journal.select(self.connection, where, tuple(asked.values()), tail=f"{order} LIMIT {size}")
            yield from map(self._stored, found)
            if len(found) < size:
                return
            limit = None if limit is None else limit - len(found)
            given[edge] = found[-1].seq

    def step(self, name: str) -> StoredStep:
        """One step; ``KnownError`` ``store.no-step`` without it."""
        return self._stored(self._streams.line(name))

    def gesture(self, name: str, *, limit: int | None = None) -> tuple[StoredStep, ...]:
        """The steps of a gesture, in order; the first ``limit`` of them where that is enough to tell what it was."""
        some = "" if limit is None else f" LIMIT {limit:d}"
        found = journal.select(self.connection, "gesture = ?", (name,), tail=f"ORDER BY seq{some}")
        return tuple(map(self._stored, found))

    def changes_of(self, step: str) -> tuple[Change, ...]:
        """The changes of any step, wherever they lie."""
        line = self._streams.line(step)
        return self._streams.changes(journal.decode(line.body), seq=line.seq)

    def taken_back(self, step: str) -> bool:
        """Whether the whole of ``step`` is taken back now; where only some of it was, the rest stands."""
        rows = journal.select(self.connection, "undoes = ?", (step,), tail="ORDER BY seq")
        return any(only_undoes(journal.decode(row.body)) and not self.taken_back(row.id) for row in rows)

    def _stored(self, line: Line) -> StoredStep:
        body = journal.decode(line.body)
        changes = self._streams.changes(body, seq=line.seq) if self._streams.stands_inline(body) else ()
        return StoredStep(
            seq=line.seq,
            step=body.step(changes),
            received_at=line.received_at,
            carried_by=line.carried_by,
            counts=tuple(sorted((body.counts or {}).items())),
            snapshot=body.snapshot is not None,
            partial=body.undoes is not None and not only_undoes(body),
        )


@contextlib.contextmanager
def reads_of(source: Path) -> Iterator[Reads]:
    """A reader of a project that is open, with its own connection: for another thread or another process."""
    connection = engine.connect(source, read_only=True, any_thread=True)
    try:
        yield Reads(connection)
    finally:
        connection.close()
