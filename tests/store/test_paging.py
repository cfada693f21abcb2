"""Rows read page by page come whole and in order, and damage cannot make the reading endless."""

from collections.abc import Iterator

import pytest

from annotator.store import engine
from annotator.store.paging import paged


@pytest.fixture
def connection() -> Iterator[engine.Connection]:
    connection = engine.connect_memory()
    connection.execute("CREATE TABLE line(n INTEGER, word TEXT)")
    connection.executemany("INSERT INTO line VALUES(?, ?)", ((n, f"w{n}") for n in range(1, 24)))
    yield connection
    connection.close()


@pytest.mark.parametrize("page", [1, 5, 23, 24, 500])
@pytest.mark.parametrize("after", [0, 7, 23])
def test_every_later_row_comes_once_and_in_order(connection: engine.Connection, after: int, page: int) -> None:
    statement = "SELECT word, n FROM line WHERE n > ? ORDER BY n LIMIT ?"
    rows = list(paged(connection, statement, at=1, after=after, page=page))
    assert rows == [(f"w{n}", n) for n in range(after + 1, 24)]


@pytest.mark.parametrize("number", ["n % 10", "'x'", "NULL", "1"])
def test_rows_that_do_not_move_on_are_damage(connection: engine.Connection, number: str) -> None:
    statement = f"SELECT {number} FROM line WHERE ? >= 0 ORDER BY n LIMIT ?"
    with pytest.raises(engine.sqlite.DatabaseError, match="malformed"):
        list(paged(connection, statement, at=0, page=12))
