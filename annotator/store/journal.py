"""The journal: how a step becomes bytes, how bytes hang together in a chain, and how lines are added and read."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from annotator.model.layer import LayerFacts, State
from annotator.model.step import VALUE_TYPES, Change, Step, Value
from annotator.store.engine import Connection
from annotator.store.paging import paged

FIRST_CHAIN = bytes(32)
"""What stands before the first line."""

_CANONICAL = msgspec.json.Encoder(order="sorted")


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A run of lines in a payload part: which part (SHA-256, hex), the first line and how many."""

    sha256: str
    first: int
    count: int


class SnapshotHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """At which revision a snapshot stands, with the hash of its record; whose it is tells the stream.

    Contents and facts lie in payload parts, where what repeats weighs nothing; ``facts`` are those of lines from before
    they did. One that is ``held`` never stands: its codebook was newer than the one that was known here.
    """

    revision: int
    hash: str
    state: State = "open"
    at: str | None = None
    facts: LayerFacts = LayerFacts()
    held: bool = False


class RawChange(msgspec.Struct, frozen=True):
    """A change whose values are still bytes; ``what`` says what they are."""

    what: str
    id: str
    before: msgspec.Raw
    after: msgspec.Raw


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The portable part of a step as it stands in the journal.

    Exactly one of ``changes``, ``parts`` alone (a bulk step, with ``counts``), ``snapshot`` with ``parts``, or none of
    them beside ``undoes``: the changes are then the inverse of the undone step's.
    """

    id: str
    gesture: str
    stream: str
    author: str
    device: str
    device_seq: int
    at: str
    codebook: str
    name: str
    undoes: str | None = None
    changes: tuple[RawChange, ...] | None = None
    parts: tuple[Part, ...] | None = None
    counts: dict[str, int] | None = None
    snapshot: SnapshotHead | None = None

    @property
    def inline(self) -> bool:
        """Whether the changes stand in the line itself."""
        return self.changes is not None

    def step(self, changes: tuple[Change, ...] = ()) -> Step:
        """The step with these changes."""
        return Step(
            id=self.id,
            gesture=self.gesture,
            stream=self.stream,
            author=self.author,
            device=self.device,
            device_seq=self.device_seq,
            at=self.at,
            codebook=self.codebook,
            name=self.name,
            changes=changes,
            undoes=self.undoes,
        )


class Line(msgspec.Struct, frozen=True):
    """One row of the journal, as it lies in the file."""

    seq: int
    id: str
    gesture: str
    stream: str
    author: str
    device: str
    device_seq: int
    undoes: str | None
    body: bytes
    body_sha256: bytes
    chain: bytes
    received_at: str
    carried_by: str | None


_BODY = msgspec.json.Decoder(Body)
_COLUMNS = ", ".join(Line.__struct_fields__)
_INSERT = f"INSERT INTO journal({_COLUMNS}) VALUES({', '.join('?' * len(Line.__struct_fields__))})"


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8. Hashes are taken over these bytes."""
    return _CANONICAL.encode(value)


def canonical_lines(values: Iterable[Any]) -> list[bytes]:
    """The canonical JSON of each value, which holds no line break."""
    return _CANONICAL.encode_lines(values).split(b"\n")[:-1]


def raw_change(change: Change) -> RawChange:
    """A change with its values as canonical bytes."""
    return RawChange(
        change.what, change.id, msgspec.Raw(canonical(change.before)), msgspec.Raw(canonical(change.after))
    )


def read_change(raw: RawChange) -> Change:
    """The change of its bytes; ``msgspec.ValidationError`` where they are not what they say."""
    return Change(raw.what, raw.id, _value(raw.what, raw.before), _value(raw.what, raw.after))


def _value(what: str, raw: msgspec.Raw) -> Value | None:
    data = bytes(raw)
    return None if data == b"null" else msgspec.json.decode(data, type=VALUE_TYPES[what])


def encode(body: Body) -> bytes:
    """The canonical bytes of a body."""
    return canonical(body)


def decode(data: bytes) -> Body:
    """The body of its bytes; ``msgspec.ValidationError`` or ``DecodeError`` where they are none."""
    return _BODY.decode(data)


def digest(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def link(previous: bytes, body_sha256: bytes) -> bytes:
    """The chain value of a line: SHA-256 of the previous line's and this body's hash."""
    return digest(previous + body_sha256)


def next_line(body: Body, *, after: tuple[int, bytes], received_at: str, carried_by: str | None = None) -> Line:
    """The line of ``body`` behind the line with this ``(seq, chain)``."""
    data = encode(body)
    hashed = digest(data)
    return Line(
        seq=after[0] + 1,
        id=body.id,
        gesture=body.gesture,
        stream=body.stream,
        author=body.author,
        device=body.device,
        device_seq=body.device_seq,
        undoes=body.undoes,
        body=data,
        body_sha256=hashed,
        chain=link(after[1], hashed),
        received_at=received_at,
        carried_by=carried_by,
    )


def append(connection: Connection, lines: Iterable[Line]) -> None:
    """Add lines inside the caller's transaction."""
    connection.executemany(_INSERT, (msgspec.structs.astuple(line) for line in lines))


def tail(connection: Connection) -> tuple[int, bytes]:
    """``(seq, chain)`` of the last line; ``(0, FIRST_CHAIN)`` of an empty journal."""
    row = connection.execute("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, FIRST_CHAIN)


def lines(connection: Connection, *, after: int = 0, page: int = 500) -> Iterator[Line]:
    """Every line of higher ``seq`` in order, read page by page."""
    statement = f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
    yield from (Line(*row) for row in paged(connection, statement, at=0, after=after, page=page))


def select(connection: Connection, where: str, values: tuple[object, ...] = (), *, tail: str = "") -> list[Line]:
    """Lines that fulfil ``where``, an expression over the columns; ``tail`` orders and limits."""
    return [Line(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM journal WHERE {where} {tail}", values)]


def fault_of(line: Line, previous: bytes) -> str | None:
    """What is wrong with a line by itself and in the chain: ``body``, ``chain`` or ``columns``; ``None`` when sound."""
    if digest(line.body) != line.body_sha256:
        return "body"
    if link(previous, line.body_sha256) != line.chain:
        return "chain"
    try:
        body = decode(line.body)
    except msgspec.MsgspecError:
        return "body"
    named = (body.id, body.gesture, body.stream, body.author, body.device, body.device_seq, body.undoes)
    held = (line.id, line.gesture, line.stream, line.author, line.device, line.device_seq, line.undoes)
    return None if named == held else "columns"
