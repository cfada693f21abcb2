"""Rows in the order of a number, read page by page so that writing may go on meanwhile."""

from collections.abc import Iterator
from typing import Any

from annotator.store.engine import Connection, sqlite

_MALFORMED = "database disk image is malformed (rows out of order)"


def paged(connection: Connection, statement: str, *, at: int, after: int = 0, page: int = 500) -> Iterator[Any]:
    """The rows of ``statement``, which takes the number after which to begin and how many rows to give.

    ``at`` is the column of the number. ``sqlite.DatabaseError`` where numbers do not grow: damage can make a search
    for later rows give earlier ones, and reading on would never end.
    """
    while rows := connection.execute(statement, (after, page)).fetchall():
        for row in rows:
            if not isinstance(row[at], int) or row[at] <= after:
                raise sqlite.DatabaseError(_MALFORMED)
            after = row[at]
            yield row
