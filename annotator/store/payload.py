"""Payload parts: the lines of large steps, compressed, each under the SHA-256 of what it holds."""

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from annotator.model.problems import refuse
from annotator.store.engine import Connection
from annotator.store.journal import Part, digest

PART_BYTES = 512 * 1024
"""The most that one part holds before compression, unless a single line is longer."""

LEVEL = 6


class Spool:
    """Collects lines into parts and writes each part as soon as it is full.

    Lines belong to owners (a stream, a snapshot); owners share parts, so that ten thousand small layers do not make ten
    thousand parts. ``finish`` must be called before ``parts_of``.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lines: list[bytes] = []
        self._size = 0
        self._hashes: list[str] = []
        self._runs: dict[str, list[list[int]]] = {}

    def add(self, owner: str, *lines: bytes) -> None:
        """Add lines; none holds a line break."""
        size = sum(map(len, lines)) + len(lines)
        if len(lines) > 1 and self._size + size > PART_BYTES:
            for line in lines:
                self._put(owner, (line,), len(line) + 1)
        elif lines:
            self._put(owner, lines, size)

    def _put(self, owner: str, lines: tuple[bytes, ...], size: int) -> None:
        if self._lines and self._size + size > PART_BYTES:
            self._write()
        chunk, number = len(self._hashes), len(self._lines)
        runs = self._runs.setdefault(owner, [])
        if runs and runs[-1][0] == chunk and runs[-1][1] + runs[-1][2] == number:
            runs[-1][2] += len(lines)
        else:
            runs.append([chunk, number, len(lines)])
        self._lines += lines
        self._size += size

    def finish(self) -> None:
        """Write what is left."""
        if self._lines:
            self._write()

    def parts_of(self, owner: str) -> tuple[Part, ...]:
        """Where the owner's lines lie, in the order in which they came."""
        return tuple(Part(self._hashes[chunk], first, count) for chunk, first, count in self._runs.get(owner, ()))

    def _write(self) -> None:
        body = b"\n".join(self._lines)
        hashed = digest(body)
        self._connection.execute(
            "INSERT INTO payload(sha256, lines, size, body) VALUES(?, ?, ?, ?) ON CONFLICT(sha256) DO NOTHING",
            (hashed, len(self._lines), len(body), zlib.compress(body, LEVEL)),
        )
        self._hashes.append(hashed.hex())
        self._lines = []
        self._size = 0


class Reader:
    """Reads lines of parts, and keeps the last few parts, since neighbours are asked for one after another."""

    def __init__(self, connection: Connection, *, kept: int = 4) -> None:
        self._connection = connection
        self._kept = kept
        self._parts: OrderedDict[str, list[bytes]] = OrderedDict()

    def lines(self, parts: Iterable[Part]) -> Iterator[bytes]:
        """The lines of ``parts`` in order; ``KnownError`` ``store.payload-gone`` or ``store.payload-damaged``."""
        for part in parts:
            yield from self._part(part.sha256)[part.first : part.first + part.count]

    def _part(self, sha256: str) -> list[bytes]:
        found = self._parts.get(sha256)
        if found is None:
            found = self._parts[sha256] = self._read(sha256)
            if len(self._parts) > self._kept:
                self._parts.popitem(last=False)
        self._parts.move_to_end(sha256)
        return found

    def _read(self, sha256: str) -> list[bytes]:
        row = self._connection.execute("SELECT body FROM payload WHERE sha256 = ?", (bytes.fromhex(sha256),)).fetchone()
        if row is None:
            raise refuse("store.payload-gone", sha256=sha256)
        try:
            return unpack(row[0], sha256).split(b"\n")
        except ValueError as fault:
            raise refuse("store.payload-damaged", sha256=sha256) from fault


def unpack(body: bytes, sha256: str) -> bytes:
    """The content of a stored part; ``ValueError`` where it is not what its hash says."""
    try:
        content = zlib.decompress(body)
    except zlib.error as fault:
        raise ValueError(f"part {sha256} cannot be unpacked") from fault
    if digest(content).hex() != sha256:
        raise ValueError(f"part {sha256} holds something else")
    return content
