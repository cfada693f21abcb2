"""Writing much at once: imports and other large gestures, whose lines in the journal point to payload parts."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Literal

import msgspec

from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.ids import new_step_id
from annotator.model.layer import Layer, LayerFacts, LayerKey
from annotator.model.problems import refuse
from annotator.model.progress import Progress, Report, silent
from annotator.model.registry import Entry
from annotator.model.step import CORPUS, TALK, Change, Draft, Step, layer_of, stream_of
from annotator.store import journal
from annotator.store.devices import last_counter
from annotator.store.engine import Connection
from annotator.store.journal import Body, Part, SnapshotHead
from annotator.store.payload import Spool
from annotator.store.reading import Reads
from annotator.store.streams import content_lines
from annotator.store.tables import LayerRow
from annotator.store.writer import Writer, new_gesture, now

Outcome = Literal["applied", "same", "lower", "greater-stands", "kept-ours"]
"""What became of a snapshot: it stands; it was here already (nothing was written); it is older than what stands;
another of its revision stands because its hash is greater; it meets work of its own revision that was done here."""

_EVERY = 100


class BulkResult(msgspec.Struct, frozen=True):
    """What was written: steps without their changes, the articles they touch, and snapshots that do not stand."""

    gesture: str
    steps: tuple[Step, ...] = ()
    touched: tuple[str, ...] = ()
    not_applied: tuple[tuple[LayerKey, Outcome], ...] = ()


class _Stamp(msgspec.Struct, frozen=True):
    """What the bodies of one gesture share."""

    gesture: str
    at: str
    codebook: str
    name: str


class _Snapshot(msgspec.Struct, frozen=True):
    """A snapshot that came, until its line is written."""

    step: str
    stream: str
    author: str
    made_under: str
    head: SnapshotHead


class Bulk:
    """One large gesture inside a transaction: nothing is seen before it ends, and nothing stays if it is cut off."""

    def __init__(
        self,
        connection: Connection,
        *,
        device: str,
        author: str,
        name: str,
        carrier: str | None = None,
        report: Report = silent,
    ) -> None:
        self._connection = connection
        self._device = device
        self._author = author
        self._carrier = carrier or author
        self._report = report
        self._writer = Writer(connection, device=device)
        self._projection = self._writer.projection
        self._tables = self._projection.tables
        self._stamp = _Stamp(new_gesture(), now(), self._writer.codebook_stamp(), name)
        # Facts of articles lie apart from layers, so that an article can be purged without its layers' parts.
        self._facts = Spool(connection)
        self._rest = Spool(connection)
        self._counts: dict[str, dict[str, int]] = {}
        self._snapshots: list[_Snapshot] = []
        self._touched: dict[str, None] = {}
        self._not_applied: list[tuple[LayerKey, Outcome]] = []
        self._steps: list[Step] = []
        self._done = 0
        self.reads = Reads(connection)
        self.result = BulkResult(self._stamp.gesture)

    # --- adding

    def add_text(self, body: str) -> str:
        """Keep an article's letters; their SHA-256 (of the UTF-8, hex)."""
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        self._connection.execute(
            "INSERT INTO text(sha256, body) VALUES(?, ?) ON CONFLICT(sha256) DO NOTHING", (bytes.fromhex(sha256), body)
        )
        return sha256

    def add_document(self, document: Document) -> None:
        """A new article; ``KnownError`` ``store.document-id-used`` where its id is or was another's."""
        self.add_change(CORPUS, Change("document", document.id, None, document))

    def add_entry(self, entry: Entry) -> None:
        """A new registry entry."""
        self.add_change(CORPUS, Change("entry", entry.id, None, entry))

    def add_comment(self, comment: Comment) -> None:
        """A new comment under its own author's name."""
        self.add_change(TALK, Change("comment", comment.id, None, comment))

    def add_change(self, stream: str, change: Change) -> None:
        """Any change; ``StaleChange`` where something else stands before."""
        done = self._projection.change(stream, change)
        spool = self._facts if stream == CORPUS else self._rest
        spool.add(stream, journal.canonical(journal.raw_change(done)))
        counts = self._counts.setdefault(stream, {})
        counts[change.what] = counts.get(change.what, 0) + 1
        self._touch(_document_of(stream, done))

    def hold_snapshot(self, layer: Layer, hashed: str) -> None:
        """Keep a whole layer that nobody here can read yet: it never stands, and what is kept is not written again.

        Added later it is as if it came for the first time.
        """
        self._check_snapshot(layer.key)
        head = SnapshotHead(layer.revision, hashed, layer.state, held=True)
        row = self._tables.layer_row(layer.key)
        sql = "SELECT 1 FROM snapshot WHERE layer = ? AND revision = ? AND hash = ?"
        if row and self._connection.execute(sql, (row.number, layer.revision, hashed)).fetchone():
            return
        step = new_step_id()
        self._rest.add(step, *content_lines(layer))
        self._projection.register_snapshot(layer.key, head, step=step)
        self._bring(layer, head, step)

    def add_snapshot(self, layer: Layer, hash: str) -> Outcome:  # noqa: A002 -- the schema's own word
        """A whole layer as its author's record gives it; ``hash`` is that of the record.

        What stands afterwards does not hang on the order in which snapshots come: the highest revision does, and of one
        revision the greatest hash. What is here already is not written again.

        Raises:
            KnownError: ``store.no-document``, the article is not here.
        """
        self._check_snapshot(layer.key)
        head = SnapshotHead(layer.revision, hash, layer.state)
        row = self._tables.layer_row(layer.key)
        if row and self._is_here(row, layer, hash):
            return self._noted(layer.key, "same")
        step = new_step_id()
        self._rest.add(step, *content_lines(layer))
        outcome: Outcome = "applied"
        if row is None:
            self._projection.put_first(layer, head, step=step)
        elif self._projection.wins(layer.key, head):
            number = self._projection.register_snapshot(layer.key, head, step=step)
            self._projection.put_snapshot(number, layer, head, step=step)
        else:
            self._projection.register_snapshot(layer.key, head, step=step)
            outcome = _lost(row, head)
        self._bring(layer, head, step)
        return self._noted(layer.key, outcome)

    def has_snapshot(self, layer: Layer, hash: str) -> bool:  # noqa: A002 -- the schema's own word
        """Whether this very version of a layer is here, be it the one that stands or not."""
        row = self._tables.layer_row(layer.key)
        return row is not None and self._is_here(row, layer, hash)

    def _check_snapshot(self, key: LayerKey) -> None:
        if not self.reads.has_document(key.document):
            raise refuse("store.no-document", id=key.document)
        if stream_of(key) in self._counts:
            raise ValueError(f"{stream_of(key)} has changes in this gesture; a snapshot must come before them")

    def _bring(self, layer: Layer, head: SnapshotHead, step: str) -> None:
        made_under = f"{layer.facts.codebook_name} {layer.facts.codebook_version}".strip()
        self._snapshots.append(_Snapshot(step, stream_of(layer.key), layer.key.author, made_under, head))
        self._touch(layer.key.document)

    def write(self, drafts: Sequence[Draft]) -> tuple[Step, ...]:
        """Drafts as ``Project.write`` takes them, in this gesture: the way to take back a large one."""
        steps = self._writer.write(drafts, texts={}, gesture=self._stamp.gesture, carried_by=None)
        self._steps += steps
        for step in steps:
            self._touch(step.document)
            for change in step.changes:
                self._touch(_document_of(step.stream, change))
        return steps

    def _is_here(self, row: LayerRow, layer: Layer, hashed: str) -> bool:
        """Whether this very version came before, or stands here because it was made here."""
        known = self._connection.execute(
            "SELECT 1 FROM snapshot WHERE layer = ? AND revision = ? AND hash = ? AND live = 1",
            (row.number, layer.revision, hashed),
        ).fetchone()
        if known:
            return True
        if row.revision != layer.revision or row.blank:
            return False
        return same_contents(self._tables.layer(layer.key), layer)

    def _noted(self, key: LayerKey, outcome: Outcome) -> Outcome:
        if outcome != "applied":
            self._not_applied.append((key, outcome))
        return outcome

    def _touch(self, document: str | None) -> None:
        if document is not None:
            self._touched[document] = None
        self._done += 1
        if self._done % _EVERY == 0:
            self._report(Progress("store-writing", self._done))

    # --- ending

    def finish(self) -> None:
        """Write the journal's lines; the store calls it before the commit."""
        self._facts.finish()
        self._rest.finish()
        streams = sorted(self._counts.keys() - {CORPUS})
        self._writer.append_all(self._carried(self._bodies(streams)))
        for stream in streams:
            self._projection.count(stream)
        self._report(Progress("store-writing", self._done, self._done))
        self.result = BulkResult(
            gesture=self._stamp.gesture,
            steps=tuple(self._steps),
            touched=tuple(self._touched),
            not_applied=tuple(self._not_applied),
        )

    def _bodies(self, streams: Sequence[str]) -> Iterator[Body]:
        counter = count(last_counter(self._connection, self._device) + 1)
        if CORPUS in self._counts:
            yield self._body(CORPUS, self._author, next(counter), parts=self._facts.parts_of(CORPUS))
        for one in self._snapshots:
            yield self._snapshot_body(one, next(counter))
        for stream in streams:
            yield self._body(stream, self._author_of(stream), next(counter), parts=self._rest.parts_of(stream))

    def _carried(self, bodies: Iterable[Body]) -> Iterator[tuple[Body, str | None]]:
        """Each body with who carries it in for its author, and noted as written."""
        for body in bodies:
            self._steps.append(body.step())
            yield body, self._carrier if self._carrier != body.author else None

    def _author_of(self, stream: str) -> str:
        key = layer_of(stream)
        return key.author if key else self._author

    def _body(
        self, stream: str, author: str, counter: int, *, parts: tuple[Part, ...], step: str | None = None
    ) -> Body:
        return Body(
            id=step or new_step_id(),
            gesture=self._stamp.gesture,
            stream=stream,
            author=author,
            device=self._device,
            device_seq=counter,
            at=self._stamp.at,
            codebook=self._stamp.codebook,
            name=self._stamp.name,
            parts=parts,
            counts=self._counts.get(stream),
        )

    def _snapshot_body(self, one: _Snapshot, counter: int) -> Body:
        body = self._body(one.stream, one.author, counter, parts=self._rest.parts_of(one.step), step=one.step)
        return msgspec.structs.replace(body, snapshot=one.head, codebook=one.made_under or body.codebook)


def same_contents(one: Layer, other: Layer) -> bool:
    """Whether two layers say the same.

    How long they took is no part of it, since no record tells it, nor what is said of the states of others.
    """
    return (set(one.annotations), set(one.relations), one.state, _bare(one.facts)) == (
        set(other.annotations),
        set(other.relations),
        other.state,
        _bare(other.facts),
    )


def _bare(facts: LayerFacts) -> LayerFacts:
    return msgspec.structs.replace(facts, seconds=None, spoken=())


def _lost(row: LayerRow, head: SnapshotHead) -> Outcome:
    if head.revision < row.revision:
        return "lower"
    return "greater-stands" if row.snapshot else "kept-ours"


def _document_of(stream: str, change: Change) -> str | None:
    """The one article that a change touches."""
    key = layer_of(stream)
    if key:
        return key.document
    if change.what == "document":
        return change.id
    said = change.after or change.before
    return said.document if isinstance(said, Comment) else None
