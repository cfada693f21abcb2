"""A heap of journal lines, texts and payload parts from several sources, out of which a recovery picks what fits."""

import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from annotator.store import journal, payload, salvage
from annotator.store.engine import Connection, sqlite
from annotator.store.journal import Body, Line
from annotator.store.salvage import Gap
from annotator.store.secondcopy import PayloadLine, StepLine, TextLine, read

_LINE: Final = ", ".join(Line.__struct_fields__)
_TABLES: Final = (
    f"CREATE TABLE line(rank, {_LINE}, PRIMARY KEY(seq, rank)) WITHOUT ROWID",
    "CREATE TABLE text(sha256 PRIMARY KEY, body)",
    "CREATE TABLE payload(sha256 PRIMARY KEY, lines, size, body)",
)


class Source(enum.Enum):
    """Where a line was found."""

    FILE = "file"
    COPY = "copy"


class Staging:
    """The heap, in a temporary file, so that its size does not matter; only what is its own hash gets in."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=OFF")
        self._connection.execute("PRAGMA synchronous=OFF")
        for table in _TABLES:
            self._connection.execute(table)
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add_file(self, connection: Connection) -> None:
        """Whatever can be read of a project file, however damaged."""
        for row in _readable(connection, "text", ("sha256", "CAST(body AS BLOB)")):
            if isinstance(row[2], bytes):
                self._add_text(row[2])
        for row in _readable(connection, "payload", ("sha256", "lines", "size", "body")):
            if isinstance(row[1], bytes) and isinstance(row[4], bytes):
                self._add_payload(row[1], row[2], row[3], row[4])
        for row in _readable(connection, "journal", Line.__struct_fields__):
            self._add_line(0, Line(*row[1:]))

    def add_copy(self, path: Path, *, rank: int) -> None:
        """The lines of a second copy; of two lines that fit, the one of lower rank is taken (a file has rank 0)."""
        for record in read(path):
            if isinstance(record, TextLine):
                self._add_text(record.body.encode())
            elif isinstance(record, PayloadLine):
                self._add_payload(bytes.fromhex(record.sha256), record.lines, record.size, record.body)
            elif isinstance(record, StepLine):
                line = _line_of(record)
                if line:
                    self._add_line(rank, line)

    def contradicts(self, journal_of: Connection) -> bool:
        """Whether the project file, as far as it could be read, says another step than this journal at its last line.

        A backup from before somebody went back to an older file is such a journal: what was done since is not in it.
        """
        query = "SELECT seq, body_sha256 FROM line WHERE rank = 0 AND seq <= ? ORDER BY seq DESC LIMIT 1"
        mine = self._connection.execute(query, (journal.tail(journal_of)[0],)).fetchone()
        if mine is None:
            return False
        other = journal_of.execute("SELECT body_sha256 FROM journal WHERE seq = ?", (mine[0],)).fetchone()
        return other is None or bytes(other[0]) != bytes(mine[1])

    def next_line(self, seq: int, chain: bytes) -> tuple[Line, Source] | None:
        """A sound line that continues the line ``seq`` with this chain value."""
        rows = self._connection.execute(f"SELECT rank, {_LINE} FROM line WHERE seq = ? ORDER BY rank", (seq + 1,))
        for row in rows.fetchall():
            line = Line(*row[1:])
            if journal.fault_of(line, chain) is None:
                return line, Source.COPY if row[0] else Source.FILE
        return None

    def copy_parts(self, connection: Connection, body: Body) -> None:
        """Give a project the payload parts that a line needs, as far as they are here."""
        for part in body.parts or ():
            row = self._connection.execute(
                "SELECT sha256, lines, size, body FROM payload WHERE sha256 = ?", (bytes.fromhex(part.sha256),)
            ).fetchone()
            if row:
                connection.execute("INSERT INTO payload VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING", row)

    def copy_texts(self, connection: Connection) -> None:
        """Give a project the letters of every article that it has or had, as far as they are here."""
        wanted = connection.execute(
            "SELECT text_sha256 FROM document UNION SELECT text_sha256 FROM tombstone EXCEPT SELECT sha256 FROM text"
        ).fetchall()
        for (sha256,) in wanted:
            row = self._connection.execute("SELECT sha256, body FROM text WHERE sha256 = ?", (sha256,)).fetchone()
            if row:
                connection.execute("INSERT INTO text VALUES(?, ?)", (row[0], row[1].decode()))

    def write_left(self, target: Path, *, after: int, chain: bytes) -> int:
        """Write every sound line behind the line ``after`` into a file of a second copy's form; how many there are."""
        rows = self._connection.execute(f"SELECT rank, {_LINE} FROM line WHERE seq > ? ORDER BY seq, rank", (after,))
        count, seen = 0, {chain}
        for row in rows:
            line = Line(*row[1:])
            if line.chain in seen or journal.digest(line.body) != line.body_sha256:
                continue
            seen.add(line.chain)
            found = StepLine(
                line.seq, line.chain.hex(), line.received_at, line.carried_by, 0, 0, msgspec.Raw(line.body)
            )
            with target.open("ab") as file:
                file.write(msgspec.json.encode(found) + b"\n")
            count += 1
        return count

    def _add_text(self, body: bytes) -> None:
        self._connection.execute("INSERT OR IGNORE INTO text VALUES(?, ?)", (journal.digest(body), body))

    def _add_payload(self, sha256: bytes, lines: int, size: int, body: bytes) -> None:
        try:
            payload.unpack(body, sha256.hex())
        except ValueError:
            return
        self._connection.execute("INSERT OR IGNORE INTO payload VALUES(?, ?, ?, ?)", (sha256, lines, size, body))

    def _add_line(self, rank: int, line: Line) -> None:
        marks = ", ".join("?" * (1 + len(Line.__struct_fields__)))
        row = (rank, *msgspec.structs.astuple(line))
        self._connection.execute(f"INSERT OR IGNORE INTO line VALUES({marks})", row)


def _readable(connection: Connection, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    try:
        for row in salvage.rows(connection, table, columns):
            if not isinstance(row, Gap):
                yield row
    except sqlite.DatabaseError:  # the schema itself is not to be read
        return


def _line_of(record: StepLine) -> Line | None:
    try:
        return record.line()
    except (msgspec.MsgspecError, ValueError):
        return None
