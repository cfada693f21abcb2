"""Lists of articles as one person sees them: windows, filters, neighbours."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.model.document import Document, Source
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.store.project import Folders
from annotator.work.corpus import Corpus, Filter, Order
from annotator.work.desk import Desk
from annotator.work.opening import create_desk, new_person, open_desk

ME = Person(id="p1", name="Reader", roles=("analyst", "reviewer", "lead"))
NAMES = [f"a{number:02}" for number in range(25)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = create_desk(tmp_path / "lists.hashiya", ME, folders=Folders(data=tmp_path))
    with made.project.bulk(author=ME.id, name="import") as work:
        for number, name in enumerate(NAMES):
            body = f"نص رقم {number} عن موسكو" + " وغيرها" * number
            sha = work.add_text(body)
            source = Source(title=f"عنوان {99 - number}", publisher="وكالة" if number % 2 else "صحيفة")
            work.add_document(Document(id=name, text_sha256=sha, text_length=len(body), source=source))
    yield made
    made.project.close()


def ids(corpus: Corpus, **asked: object) -> list[str]:
    return [row.id for row in corpus.rows(0, 100, **asked)]  # type: ignore[arg-type]


def test_windows_add_up_to_the_whole_list(desk: Desk) -> None:
    corpus = Corpus(desk.project, ME)
    pieces = [row.id for offset in range(0, 25, 7) for row in corpus.rows(offset, 7)]
    assert pieces == NAMES
    assert corpus.count() == 25


def test_lists_are_sorted_and_filtered(desk: Desk) -> None:
    corpus = Corpus(desk.project, ME)
    assert ids(corpus, order=Order(by="length", descending=True)) == NAMES[::-1]
    assert ids(corpus, order=Order(by="title")) == NAMES[::-1]
    wanted = Filter(words="وكالة")
    assert ids(corpus, wanted=wanted) == NAMES[1::2]
    assert corpus.count(wanted) == 12
    assert ids(corpus, wanted=Filter(words="100%")) == []


def test_rows_tell_how_far_the_person_is(desk: Desk) -> None:
    article = desk.open("a07")
    desk.tag(article, [Span(0, 2)], "PER")
    done = desk.open("a03")
    desk.stand(done, "submitted", at="2024-07-04T00:00:00.000Z")
    corpus = Corpus(desk.project, ME)
    standing = {row.id: row.standing for row in corpus.rows(0, 100)}
    assert (standing["a07"], standing["a03"], standing["a00"]) == ("open", "submitted", "untouched")
    assert [row.id for row in corpus.named(["a09", "nowhere", "a02"])] == ["a09", "a02"]
    assert corpus.states()["untouched"] == 23


def test_neighbours_leave_excluded_articles_out(desk: Desk) -> None:
    document = desk.project.document("a01")
    desk.change_document(document, msgspec.structs.replace(document, excluded="off-topic"))
    corpus = Corpus(desk.project, ME)
    assert corpus.neighbour_of("a00") == "a02"
    assert corpus.neighbour_of("a02", before=True) == "a00"
    assert corpus.neighbour_of("a24") is None
    assert corpus.neighbour_of("a00", before=True) is None
    assert (corpus.place_of("a00"), corpus.place_of("a24"), corpus.place_of("nowhere")) == (1, 25, 0)
    assert ids(corpus, wanted=Filter(standing="excluded")) == ["a01"]


def test_who_comes_new_to_a_project_joins_its_people_once(desk: Desk, tmp_path: Path) -> None:
    path, folders = desk.project.path, Folders(data=tmp_path)
    desk.project.close()
    other = new_person("Another")
    for _ in range(2):
        joined = open_desk(path, other, folders=folders)
        assert [person.id for person in joined.project.people()].count(other.id) == 1
        joined.project.close()
