"""Search finds folded forms and proclitic ones, from the index and without it alike."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.store.project import Project
from annotator.text.folding import fold_key
from annotator.text.query import WORD
from annotator.work.desk import Desk
from annotator.work.search import INDEX_NAME, Search
from tests.work.conftest import add_articles


@pytest.fixture
def whole(project: Project, seeds: dict[str, str]) -> Project:
    add_articles(project, dict(list(seeds.items())[2:]))
    return project


@pytest.fixture
def search(whole: Project) -> Iterator[Search]:
    made = Search(whole)
    made.catch_up()
    yield made
    made.close()


def test_33_to_39_forms_of_a_word_are_found(search: Search) -> None:
    for words, surface in (
        ("افغانستان", "أفغانستان"),
        ("يتوقع", "يتوقّع"),
        ("الاستقرار", "لاستقرار"),
        ("١٤٤", "144"),
        ("واشنطن", "واشنطن"),
        ("«", "«"),
    ):
        results = search.find(words, limit=50, per_article=100)
        assert surface in {hit.found for hit in results.hits}, words
    clitic = [h for h in search.find("أوكرانيا", per_article=100).hits if h.before.endswith("ل")]
    assert clitic
    assert {h.found for h in clitic} == {"أوكرانيا"}


def test_hits_carry_their_context_and_the_count_of_articles(search: Search, seeds: dict[str, str]) -> None:
    results = search.find("كابولوف", per_article=100)
    assert (results.covered, results.total, results.indexed, results.more) == (5, 5, True, False)
    for hit in results.hits:
        text = seeds[hit.document]
        assert hit.span.of(text) == hit.found
        assert (hit.before + hit.found + hit.after) in text.replace("\n", " ")
    assert search.find("روسيا", limit=2).more
    assert search.find("  ").hits == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_index_finds_what_reading_finds(
    search: Search, whole: Project, seeds: dict[str, str], data: st.DataObject
) -> None:
    words = st.sampled_from(sorted({w for t in seeds.values() for w in WORD.findall(fold_key(t))}))
    query = " ".join(data.draw(st.lists(words, min_size=1, max_size=2)))
    without = Search(whole)
    assert not without.find(query).indexed
    assert search.find(query).hits == without.find(query).hits


def test_what_is_undone_leaves_the_index_and_what_comes_enters_it(search: Search, desk: Desk, whole: Project) -> None:
    assert search.find("بيلاروس").hits
    desk.undo()
    search.catch_up()
    assert search.find("كروكوس").hits == ()
    assert search.find("كروكوس").total == 2
    desk.redo()
    assert search.catch_up() == 3
    assert search.find("كروكوس").hits


@pytest.mark.parametrize("harm", ["garbage", "older", "missing"])
def test_a_broken_or_older_cache_is_made_anew(whole: Project, harm: str) -> None:
    first = Search(whole)
    first.catch_up()
    first.close()
    path: Path = whole.folder / INDEX_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    if harm == "garbage":
        path.write_bytes(b"not a database at all" * 100)
    elif harm == "older":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE meta SET value = 1")
        connection.close()
    else:
        path.unlink()
    again = Search(whole)
    assert again.catch_up() == 5
    assert again.find("طالبان").indexed
    again.close()
