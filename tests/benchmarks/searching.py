"""Full-text search in 100,000 articles: the index, the first page, and what is found without an index."""

import sqlite3
import tempfile
import time
from functools import partial
from pathlib import Path

from annotator.store.project import Folders, Project
from annotator.work.search import Search
from tests.benchmarks import corpora, plain
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds

_QUERIES = (
    "الحكومة", "طالبان", "\"وزير الخارجية\"", "الرئيس بوتين", "قال", "حماس غزة", "المفاوضات", "سوريا", "دمشق",
    "واشنطن", "الاتفاق", "\"وقف إطلاق النار\"", "مسؤول", "كتاب", "الجيش", "اوكرانيا", "زقزقةلاتوجد", "المدينة",
)  # fmt: skip


def measure(folder: Path, *, quick: bool) -> Measures:
    """Index, then ask."""
    count = 10_000 if quick else 100_000
    path = corpora.copy_of(corpora.project_with(count), folder)
    with Project.open(path, folders=Folders(folder / "data")) as project:
        without = [milliseconds(partial(Search(project).find, words)) for words in _QUERIES]
        yield Measure(f"search {count:,} without an index", "ms", tuple(without), Target(most=3_000))
        search = Search(project)
        began = time.perf_counter()
        search.catch_up()
        seconds = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as other:
            least, connection = plain.index_texts(path, Path(other) / "plain.db")
            connection.execute("ATTACH ? AS project", (str(path),))
            bare = [milliseconds(partial(_ask, connection, words)) for words in _QUERIES if words.isalpha()]
            connection.close()
        yield Measure("indexing", "articles/s", (count / seconds,), Target(least=1_500), count / least)
        times = [milliseconds(partial(search.find, words)) for _ in range(3) for words in _QUERIES]
        yield Measure(f"search {count:,}: first page", "ms", tuple(times), Target(p50=50), sorted(bare)[len(bare) // 2])
        search.close()
        project.close(backup=False)


def _ask(connection: sqlite3.Connection, word: str) -> list[tuple[str, int]]:
    """The first fifty texts with a word, and where it stands in them."""
    rows = connection.execute(
        "SELECT t.body FROM words w JOIN project.text t ON t.rowid = w.rowid WHERE words MATCH ? LIMIT 50", (word,)
    )
    return [(body, body.find(word)) for (body,) in rows]
