"""A project with a lead, a reviewer and three analysts, for the tests of handed out work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.document import Document, Source
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.mydesk import MyDesk
from annotator.work.people import People

LEAD = Person("lena", "Lena", ("reviewer", "lead"))
ANALYSTS = ("anna", "badr", "celia")
NAMES = [f"a{number:02}" for number in range(12)]
TEXT = "قال الوزير محمد العلي إن الاتفاق سيوقع غدا في عمان، وأضاف أن الحكومة ترحب به."


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Project]:
    folders = Folders(tmp_path / "data")
    with Project.create(tmp_path / "t.hashiya", folders=folders, person=LEAD, codebook=default_codebook()) as made:
        with made.bulk(author=LEAD.id, name="import") as work:
            for number, name in enumerate(NAMES):
                body = f"{TEXT} {number}"
                source = Source(
                    publisher="وكالة" if number % 3 else "صحيفة", title=f"مقال {number}", published="2024-05-01"
                )
                work.add_document(Document(name, work.add_text(body), len(body), source))
        people = People(Desk(made, LEAD))
        for analyst in ANALYSTS:
            people.add(analyst.title(), identity=analyst)
        yield made


def desk_of(project: Project, person: str) -> Desk:
    found = project.person(person)
    assert found is not None
    return Desk(project, found)


def lying_of(project: Project, person: str) -> MyDesk:
    found = project.person(person)
    assert found is not None
    return MyDesk(project, found, Corpus(project, found))


def tag(desk: Desk, document: str, words: str, label: str) -> None:
    article = desk.open(document)
    at = article.text.index(words)
    desk.tag(article, [Span(at, at + len(words))], label)


def submit(desk: Desk, document: str, at: str = "2026-01-05T10:00:00.000Z") -> None:
    desk.stand(desk.open(document), "submitted", at=at)
