"""The plainest way to do the same work with the same libraries: what the product's ways are compared with."""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.store import engine
from annotator.text.segmentation import sentences, words

Row = tuple[Any, ...]
_TABLES = ("text", "document", "layer", "snapshot", "provenance", "annotation", "relation")


def insert_texts(folder: Path, out: Path) -> float:
    """Read files and insert text and name; seconds."""
    began = time.perf_counter()
    connection = _fresh(out)
    connection.execute("CREATE TABLE article(id TEXT PRIMARY KEY, body TEXT)")
    with connection:
        rows = ((file.stem, file.read_text("utf-8")) for file in sorted(folder.glob("*.txt")))
        connection.executemany("INSERT INTO article VALUES(?, ?)", rows)
    connection.close()
    return time.perf_counter() - began


def parse_and_insert(records: Path, imported: Path, out: Path) -> float:
    """Parse every line, and insert the rows that the import made of them into the same tables; seconds.

    The rows are read beforehand, and the clock stands meanwhile: journal and payload are the product's own burden.
    """
    source = engine.connect(imported, read_only=True)
    connection = _fresh(out)
    marks = ", ".join(f"'{table}'" for table in _TABLES)
    for (sql,) in source.execute(
        f"SELECT sql FROM sqlite_schema WHERE tbl_name IN ({marks}) AND type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type DESC"
    ):
        connection.execute(sql)
    seconds = 0.0
    with records.open("rb") as file:
        began = time.perf_counter()
        for line in file:
            orjson.loads(line)
        seconds += time.perf_counter() - began
    for table in _TABLES:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()
        holes = ", ".join("?" * len(rows[0])) if rows else ""
        began = time.perf_counter()
        if rows:
            with connection:
                connection.executemany(f"INSERT INTO {table} VALUES({holes})", rows)
        seconds += time.perf_counter() - began
    connection.close()
    source.close()
    return seconds


def export_rows(project: Path, out: Path) -> float:
    """Rows to dicts of the shape of a record to lines with sorted keys; seconds."""
    began = time.perf_counter()
    connection = engine.connect(project, read_only=True)
    provenances = {number: json.loads(body) for number, body in connection.execute("SELECT * FROM provenance")}
    with out.open("wb", buffering=1 << 20) as file:
        for number, document in connection.execute("SELECT number, document FROM layer ORDER BY document").fetchall():
            record = _record(connection, number, document, provenances)
            file.write(orjson.dumps(record, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    connection.close()
    return time.perf_counter() - began


def _record(connection: engine.Connection, layer: int, name: str, provenances: dict[int, Any]) -> dict[str, Any]:
    facts = connection.execute("SELECT * FROM document WHERE id = ?", (name,)).fetchone()
    (text,) = connection.execute("SELECT body FROM text WHERE sha256 = ?", (facts[2],)).fetchone()
    links: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute("SELECT * FROM relation WHERE layer = ?", (layer,)):
        links[row[2]].append(row)
    items: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute("SELECT * FROM annotation WHERE layer = ? ORDER BY start", (layer,)):
        items[row[2]].append(_item(row, text, links[row[1]], provenances))
    return {
        "id": name,
        "text": text,
        "text_sha256": facts[2].hex(),
        "text_length": facts[3],
        "source": dict(zip(("publisher", "url", "title", "published"), facts[4:8], strict=True)),
        "items": items,
        "sentences": [{"start": start, "end": end} for start, end in sentences(text)],
        "tokens": [{"start": start, "end": end} for start, end in words(text)],
    }


def _item(row: Row, text: str, links: Iterable[Row], provenances: dict[int, Any]) -> dict[str, Any]:
    return {
        "id": row[1],
        "label": row[3],
        "spans": [{"start": row[4], "end": row[5], "text": text[row[4] : row[5]]}],
        "attributes": row[7] or [],
        "registry_id": row[8],
        "note": row[9],
        "provenance": provenances[row[11]],
        "links": [
            {"role": link[3], "target_id": link[4], "status": link[7], "provenance": provenances[link[11]]}
            for link in links
        ],
    }


def index_texts(project: Path, out: Path) -> tuple[float, sqlite3.Connection]:
    """The texts as they stand into a full-text table; seconds, and the connection to ask."""
    source = engine.connect(project, read_only=True)
    began = time.perf_counter()
    connection = _fresh(out)
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, detail=column)")
    with connection:
        connection.executemany("INSERT INTO words VALUES(?)", source.execute("SELECT body FROM text"))
    seconds = time.perf_counter() - began
    source.close()
    return seconds, connection


def commit_row(out: Path, count: int) -> list[float]:
    """Milliseconds of each of ``count`` rows, inserted and made durable one by one."""
    connection = _fresh(out)
    connection.execute("CREATE TABLE line(seq INTEGER PRIMARY KEY, body BLOB)")
    found = []
    for _ in range(count):
        began = time.perf_counter()
        with connection:
            connection.execute("INSERT INTO line(body) VALUES(?)", (bytes(600),))
        found.append((time.perf_counter() - began) * 1000)
    connection.close()
    return found


def _fresh(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    connection: sqlite3.Connection = engine.sqlite.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
