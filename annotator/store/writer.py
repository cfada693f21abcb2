"""Stamping drafts and writing them: rows, journal lines, texts and payload parts in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from annotator.model.ids import new_step_id
from annotator.model.step import Change, Draft, Step
from annotator.store import journal
from annotator.store.devices import last_counter
from annotator.store.engine import Connection
from annotator.store.journal import Body, Part
from annotator.store.payload import Spool
from annotator.store.projection import Projection
from annotator.store.streams import Streams

INLINE = 2000
"""Steps of more changes keep them in payload parts."""

NEVER_INLINE = frozenset({"document", "codebook"})
"""Facts of articles must be purgeable and codebooks are large: neither stands in a journal line."""

TOLD = 200
"""Undoing more steps than this at once, the changes of whole layers are not worked out for the caller."""


def now() -> str:
    """UTC, ISO-8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_gesture() -> str:
    """A fresh id for a gesture."""
    return uuid4().hex


class Writer:
    """Writes for one device through one connection; every call happens inside the caller's transaction."""

    def __init__(self, connection: Connection, *, device: str) -> None:
        self._connection = connection
        self._device = device
        self.streams = Streams(connection)
        self.projection = Projection(connection, self.streams)

    def forget(self) -> None:
        """After a rollback: what is remembered of rows may never have been."""
        self.projection.tables.forget()

    def put_text(self, sha256: str, body: str) -> None:
        """Keep a text under its hash (hex, of its UTF-8); ``ValueError`` where it is not its hash."""
        if journal.digest(body.encode()).hex() != sha256:
            raise ValueError(f"{sha256} is not the hash of its text")
        self._connection.execute(
            "INSERT INTO text(sha256, body) VALUES(?, ?) ON CONFLICT(sha256) DO NOTHING", (bytes.fromhex(sha256), body)
        )

    def write(
        self,
        drafts: Sequence[Draft],
        *,
        texts: Mapping[str, str],
        gesture: str | None,
        carried_by: str | None,
    ) -> tuple[Step, ...]:
        """All drafts as steps of one gesture; see ``Project.write``."""
        for sha256, body in texts.items():
            self.put_text(sha256, body)
        gesture = gesture or new_gesture()
        told = len(drafts) <= TOLD
        return tuple(self._write_one(d, gesture=gesture, carried_by=carried_by, told=told) for d in drafts)

    def _write_one(self, draft: Draft, *, gesture: str, carried_by: str | None, told: bool) -> Step:
        author = draft.author
        if draft.undoes is not None:
            undone = self.streams.line(draft.undoes)
            if undone.stream != draft.stream:
                raise ValueError(f"{draft.undoes} lies in {undone.stream}, not in {draft.stream}")
            # What I carried in for somebody is taken back in their name, and carried by me again.
            if undone.author != author and undone.carried_by == author:
                author, carried_by = undone.author, author
        if carried_by == author:
            carried_by = None
        ended = frozenset(c.id for c in draft.changes if c.what == "annotation" and c.after is None)
        unread = self.projection.unread(draft.stream, ended) if draft.undoes is None else ()
        changes = tuple(self._apply(draft, change) for change in (*unread, *draft.changes))
        body = self.stamp(
            stream=draft.stream, name=draft.name, author=author, gesture=gesture, undoes=draft.undoes, changes=changes
        )
        seq = self.append(body, carried_by=carried_by)
        if draft.changes:
            self.projection.count(draft.stream)
        elif draft.undoes is not None:
            changes = self.projection.take_back(body, seq=seq, check=True, told=told)
        return body.step(changes)

    def _apply(self, draft: Draft, change: Change) -> Change:
        if change.what == "document" and change.after is None:
            self.projection.check_end(change.id)
        return self.projection.change(draft.stream, change, revives=draft.undoes is not None)

    def stamp(
        self,
        *,
        stream: str,
        name: str,
        author: str,
        gesture: str,
        undoes: str | None = None,
        changes: tuple[Change, ...] = (),
    ) -> Body:
        """A body with its own id, counter and time; many changes, or such as may not stand inline, go to parts."""
        inline: tuple[journal.RawChange, ...] | None = None
        parts: tuple[Part, ...] | None = None
        if len(changes) > INLINE or any(change.what in NEVER_INLINE for change in changes):
            spool = Spool(self._connection)
            for change in changes:
                spool.add(stream, journal.canonical(journal.raw_change(change)))
            spool.finish()
            parts = spool.parts_of(stream)
        elif changes or undoes is None:
            inline = tuple(map(journal.raw_change, changes))
        return Body(
            id=new_step_id(),
            gesture=gesture,
            stream=stream,
            author=author,
            device=self._device,
            device_seq=last_counter(self._connection, self._device) + 1,
            at=now(),
            codebook=self.codebook_stamp(),
            name=name,
            undoes=undoes,
            changes=inline,
            parts=parts,
            counts=counts_of(changes) if parts is not None else None,
        )

    def append(self, body: Body, *, carried_by: str | None) -> int:
        """Add the line of a body; its ``seq``."""
        after = journal.tail(self._connection)
        line = journal.next_line(body, after=after, received_at=body.at, carried_by=carried_by)
        journal.append(self._connection, (line,))
        return line.seq

    def append_all(self, bodies: Iterable[tuple[Body, str | None]]) -> None:
        """Add the lines of bodies, each with who carried it."""
        journal.append(self._connection, self._following(bodies))

    def _following(self, bodies: Iterable[tuple[Body, str | None]]) -> Iterator[journal.Line]:
        after = journal.tail(self._connection)
        for body, carried_by in bodies:
            line = journal.next_line(body, after=after, received_at=body.at, carried_by=carried_by)
            after = line.seq, line.chain
            yield line

    def codebook_stamp(self) -> str:
        """The stamp of the codebook in force; empty before there is one."""
        row = self._connection.execute("SELECT stamp FROM codebook WHERE current = 1").fetchone()
        return str(row[0]) if row else ""


def counts_of(changes: Sequence[Change]) -> dict[str, int]:
    """How many changes there are of each sort."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.what] = counts.get(change.what, 0) + 1
    return counts
