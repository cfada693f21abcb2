"""The list of articles, page by page, and the project in numbers."""

import pytest

from annotator.model.annotation import Attribute
from annotator.model.document import Document, Source
from annotator.model.step import CORPUS, Change, Draft, Standing, stream_of
from annotator.store.project import Project
from annotator.store.queries import Asked, Sort, documents_found, documents_page, states_of, stats
from tests.store.samples import ME, layer, own, sha256, tag

TITLES = ("وقف إطلاق النار", "الانتخابات", None, "100% نجاح", "أسعار النفط")


@pytest.fixture
def filled(project: Project) -> Project:
    with project.bulk(author=ME, name="import") as work:
        for number, title in enumerate(TITLES):
            text = "ن" * (number + 1)
            work.add_text(text)
            source = Source(publisher=f"صحيفة {number % 2}", title=title, published=f"2024-03-0{9 - number}")
            excluded = "مكرر" if number == 4 else None
            guessed = (Attribute("title_guessed", "true"),) if number == 1 else ()
            document = Document(f"d{number}", sha256(text), number + 1, source, excluded=excluded, metadata=guessed)
            work.add_document(document)
        work.add_snapshot(layer("d2", "a", "b"), "h")
    tag(project, "e1", document="d0")
    tag(project, "e2", document="d1")
    submitted = Change("standing", "standing", None, Standing("submitted", 1))
    project.write((Draft(stream_of(own("d1")), "stand", ME, (submitted,)),))
    return project


MINE = Asked(ME)


def ids(project: Project, asked: Asked = MINE, **choice: object) -> list[str]:
    return [row.id for row in documents_page(project, asked=asked, **choice)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "up"),
    [
        ("added", "01234"),
        ("id", "01234"),
        ("length", "01234"),
        ("published", "43210"),
        ("publisher", "02413"),
        ("title", "23410"),
        ("annotations", "23401"),
        ("state", "234"),
    ],
)
def test_every_order_and_its_reverse(filled: Project, sort: Sort, up: str) -> None:
    assert "".join(ids(filled, sort=sort)).replace("d", "").startswith(up)
    assert ids(filled, sort=sort, descending=True) == ids(filled, sort=sort)[::-1]


def test_pages_join_without_gap(filled: Project) -> None:
    pages = [ids(filled, sort="title", offset=n, limit=2) for n in (0, 2, 4)]
    assert [name for page in pages for name in page] == ids(filled, sort="title")


def test_a_row_says_what_the_list_shows(filled: Project) -> None:
    rows = documents_page(filled, asked=Asked(ME))
    assert (rows[0].title, rows[0].state, rows[0].annotations) == (TITLES[0], "open", 1)
    assert (rows[1].title_guessed, rows[1].state) == (True, "submitted")
    assert (rows[2].title, rows[2].state, rows[2].annotations) == (None, None, 0)
    assert rows[4].excluded == "مكرر"
    other = documents_page(filled, asked=Asked("u2"))[2]
    assert (other.state, other.annotations, other.relations) == ("open", 2, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(ME, words="النا"), ["d0"]),
        (Asked(ME, words="%"), ["d3"]),
        (Asked(ME, words="d3"), ["d3"]),
        (Asked(ME, words="صحيفة 1"), ["d1", "d3"]),
        (Asked(ME, wanted="untouched"), ["d2", "d3"]),
        (Asked(ME, wanted="open"), ["d0"]),
        (Asked(ME, wanted="submitted"), ["d1"]),
        (Asked(ME, wanted="excluded"), ["d4"]),
        (Asked(ME, wanted="included", words="صحيفة 0"), ["d0", "d2"]),
        (Asked("u2", wanted="open"), ["d2"]),
    ],
)
def test_what_is_asked_for_is_found_and_counted(filled: Project, asked: Asked, found: list[str]) -> None:
    assert ids(filled, asked) == found
    assert documents_found(filled, asked=asked) == len(found)


def test_states_are_counted_once_each(filled: Project) -> None:
    counts = states_of(filled, ME)
    assert counts == {
        "untouched": 2,
        "open": 1,
        "submitted": 1,
        "returned": 0,
        "accepted": 0,
        "excluded": 1,
        "included": 4,
    }


def test_the_project_in_numbers(filled: Project) -> None:
    found = stats(filled)
    assert (found.documents, found.excluded, found.characters, found.people) == (5, 1, 1 + 2 + 3 + 4, 1)


def test_lists_are_read_by_index(filled: Project) -> None:
    """Without one, a page of a hundred thousand articles would sort them all."""
    for column in ("title", "publisher", "published", "text_length"):
        plan = filled.connection.execute(
            f"EXPLAIN QUERY PLAN SELECT number FROM document ORDER BY {column}, number LIMIT 10 OFFSET 5"
        ).fetchall()
        assert "USING COVERING INDEX" in plan[0][-1]
        assert len(plan) == 1


def test_unknown_streams_of_the_corpus_are_untouched(filled: Project) -> None:
    before = filled.document("d3")
    step = filled.write((Draft(CORPUS, "document", ME, (Change("document", "d3", before, before),)),))
    assert filled.changes_of(step[0].id)[0].after == before
