"""Reading what can still be read of a table, row by row where pages of the file are damaged."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from annotator.store.engine import Connection, sqlite

RUN: Final = 256
"""How many row numbers are asked for at once; a run that fails is halved until single rows are left."""

_SMALLEST_ROW: Final = 64
_INDEX_OF: Final = (
    ("journal", "journal_stream"),
    ("payload", "sqlite_autoindex_payload_1"),
    ("text", "sqlite_autoindex_text_1"),
)


class Gap(msgspec.Struct, frozen=True):
    """Rows from ``first`` to ``last`` (row numbers, both included) that could not be read, and what SQLite said."""

    first: int
    last: int
    said: str


Row = tuple[Any, ...]


def rows(connection: Connection, table: str, columns: Sequence[str], *, last: int | None = None) -> Iterator[Row | Gap]:
    """Every row of a table with row numbers, in their order, the number first; where reading fails a ``Gap``.

    ``last`` is the highest row number that is looked for, where it is known from elsewhere.
    """
    known = highest(connection, table)
    end = max(known or 0, last or 0)
    if known is None and last is None:
        end = _upper_bound(connection)
    query = f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
    gap: Gap | None = None
    for first in range(1, end + 1, RUN):
        for found in _run(connection, query, first, min(first + RUN - 1, end)):
            if isinstance(found, Gap):
                gap = Gap(gap.first, found.last, gap.said) if gap else found
                continue
            if gap:
                yield gap
                gap = None
            yield found
    if gap:
        yield gap


def highest(connection: Connection, table: str) -> int | None:
    """The highest row number, by the table or else by an index over it; ``None`` when neither can be read."""
    for source in (table, *(f"{table} INDEXED BY {index}" for name, index in _INDEX_OF if name == table)):
        try:
            found = connection.execute(f"SELECT max(rowid) FROM {source}").fetchone()[0]
        except sqlite.DatabaseError:
            continue
        return int(found or 0)
    return None


def _run(connection: Connection, query: str, first: int, last: int) -> Iterator[Row | Gap]:
    try:
        found = connection.execute(query, (first, last)).fetchall()
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        if first == last:
            yield Gap(first, last, str(error))
            return
    else:
        yield from found
        return
    middle = (first + last) // 2
    yield from _run(connection, query, first, middle)
    yield from _run(connection, query, middle + 1, last)


def _upper_bound(connection: Connection) -> int:
    """No more rows than fit into the file."""
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    return pages * size // _SMALLEST_ROW
