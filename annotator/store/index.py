"""The search index: a cache of folded words beside the project, rebuilt whenever it is missing, old or broken."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock
import msgspec

from annotator.model.problems import KnownError
from annotator.model.progress import Progress, Report, silent
from annotator.store.engine import Connection, connect, sqlite, transaction, version
from annotator.store.paging import paged
from annotator.store.reading import Reads
from annotator.text.folding import fold_key
from annotator.text.query import WORD, Query, Residues, Term, locate
from annotator.text.sieve import Sieve

FORMAT = 2
"""Counts up whenever folding, proclitics or the tables change: an index of another format is thrown away."""

_BATCH = 500
_PAGE = 200
_SCAN_SECONDS = 2.8
# Deleting from an index that keeps no copy of its words needs this version.
_CONTENTLESS = version() >= (3, 43, 0)


class Found(msgspec.Struct, frozen=True):
    """Ids of articles that match, in the order in which they came, and how much was looked at.

    ``indexed`` is false where the texts themselves were read for want of an index.
    """

    documents: tuple[str, ...]
    covered: int
    total: int
    indexed: bool


class Index:
    """Full-text search over the folded texts of one project, in a file of its own (mode 0600) that nobody will miss."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection
        self._residues = Residues()

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Open the cache at ``path``, making it anew where it is missing, of another format or not readable."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two programs may come to a missing or broken cache at once: only one of them makes it.
        with filelock.FileLock(path.with_name(path.name + ".lock"), mode=0o600):
            if path.exists():
                with contextlib.suppress(sqlite.DatabaseError, KnownError):
                    return cls._existing(path)
                remove(path)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            connection = connect(path, any_thread=True)
            connection.execute("PRAGMA synchronous=OFF")
            _lay_out(connection)
            return cls(path, connection)

    @classmethod
    def _existing(cls, path: Path) -> "Index":
        connection = connect(path, any_thread=True)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            found = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
            if found != (FORMAT,):
                raise sqlite.DatabaseError("another format")
            connection.execute("SELECT count(*) FROM words WHERE words MATCH 'a'").fetchone()
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def covered(self) -> int:
        """How many articles it holds."""
        return int(self._connection.execute("SELECT count(*) FROM article").fetchone()[0])

    def catch_up(self, reads: Reads, report: Report = silent) -> int:
        """Take in what is new in the project and drop what is gone; how many articles were taken in.

        Committed every few hundred articles, so that a search meanwhile finds what is there and a stop loses little.
        """
        wanted = reads.document_ids()
        held = {row[0] for row in self._connection.execute("SELECT id FROM article")}
        gone = held.difference(wanted)
        new = [name for name in wanted if name not in held]
        if gone:
            with transaction(self._connection):
                self._drop(gone)
        for start in range(0, len(new), _BATCH):
            with transaction(self._connection):
                for name in new[start : start + _BATCH]:
                    self._take(name, reads.text(name))
            report(Progress("search.indexing", min(start + _BATCH, len(new)), len(new)))
        return len(new)

    def search(self, query: Query, *, limit: int, offset: int = 0) -> list[str]:
        """Ids of articles that hold every word of ``query``; phrases are only narrowed down to their words."""
        if not query.terms:
            return []
        rows = self._connection.execute(
            "SELECT a.id FROM words w JOIN article a ON a.number = w.rowid WHERE words MATCH ?"
            " ORDER BY w.rowid LIMIT ? OFFSET ?",
            (" AND ".join(map(_match, query.terms)), limit, offset),
        )
        return [row[0] for row in rows]

    def _take(self, name: str, text: str) -> None:
        cursor = self._connection.execute("INSERT OR IGNORE INTO article(id) VALUES(?)", (name,))
        if not cursor.rowcount:  # another program that has the project open took it in meanwhile
            return
        key = fold_key(text)
        rest = {form for word in set(WORD.findall(key)) for form, _ in self._residues.of(word)}
        self._connection.execute(
            "INSERT INTO words(rowid, key, rest) VALUES(?, ?, ?)", (cursor.lastrowid, key, " ".join(sorted(rest)))
        )

    def _drop(self, names: set[str]) -> None:
        for name in names:
            row = self._connection.execute("SELECT number FROM article WHERE id = ?", (name,)).fetchone()
            if row is None:
                continue
            (number,) = row
            self._connection.execute("DELETE FROM words WHERE rowid = ?", (number,))
            self._connection.execute("DELETE FROM article WHERE number = ?", (number,))


def remove(path: Path) -> None:
    """Throw the cache away, with what SQLite left beside it."""
    for name in (path, *(path.with_name(path.name + tail) for tail in ("-wal", "-shm", "-journal"))):
        name.unlink(missing_ok=True)


def _lay_out(connection: Connection) -> None:
    kept = "content='', contentless_delete=1, " if _CONTENTLESS else ""
    with transaction(connection):
        connection.execute("CREATE TABLE meta(name TEXT PRIMARY KEY, value ANY) STRICT")
        connection.execute(
            "CREATE TABLE article(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE) STRICT"
        )
        connection.execute(
            f"CREATE VIRTUAL TABLE words USING fts5(key, rest, {kept}detail=column,"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        connection.execute("INSERT INTO meta VALUES('format', ?)", (FORMAT,))


def _match(term: Term) -> str:
    """A term in the language of FTS5: the first word in either column, the others as they stand in the text."""
    last = len(term.words) - 1
    parts = [
        f'{"{key rest}" if at == 0 else "key"} : "{word}"{" *" if term.open_end and at == last else ""}'
        for at, word in enumerate(term.words)
    ]
    return "(" + " AND ".join(parts) + ")"


def search(
    reads: Reads,
    index: Index | None,
    query: Query,
    *,
    limit: int,
    offset: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """Articles of a project that match: from the index where it has them, else from the texts themselves.

    Without an index the texts are read for not quite three seconds; ``covered`` says how many that were.
    """
    total = reads.document_count()
    if index is not None and query.terms:
        return Found(tuple(index.search(query, limit=limit, offset=offset)), index.covered, total, indexed=True)
    found: list[str] = []
    covered = 0
    residues = Residues()
    deadline = clock() + _SCAN_SECONDS
    sieve = Sieve(query)
    for name, text in _texts(reads):
        covered += 1
        if sieve.passes(text) and locate(fold_key(text), query, residues):
            found.append(name)
        if len(found) >= offset + limit or clock() > deadline:
            break
    return Found(tuple(found[offset : offset + limit]), covered, total, indexed=False)


def _texts(reads: Reads) -> Iterator[tuple[str, str]]:
    """Every article in the order in which they came; one that was purged has no letters."""
    statement = (
        "SELECT d.number, d.id, coalesce(t.body, '') FROM document d LEFT JOIN text t ON t.sha256 = d.text_sha256 "
        "WHERE d.number > ? ORDER BY d.number LIMIT ?"
    )
    for _, name, body in paged(reads.connection, statement, at=0, page=_PAGE):
        yield name, body
