"""A project whose articles several analysts have handed in, for the tests of review."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.formats.base import Outgoing
from annotator.formats.records import hash_of
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.store.project import Folders, Project
from annotator.work.cases import CaseView
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle
from tests.measures.written import Writer, place
from tests.work.conftest import add_articles

TEXT = (
    "قال الوزير محمد العلي إن الاتفاق سيوقع غدا في عمان، وأضاف أن الحكومة ترحب به. "
    "واتهمت روسيا حلف الناتو بالتصعيد، ثم زار وزير الخارجية القاهرة والصين."
)
REVIEWER = Person("rita", "Rita", ("reviewer", "lead"))
NAME = "d1"


def new_project(folder: Path, **texts: str) -> Project:
    """A project of a reviewer with the article `d1`, or those that are given."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Project.create(
        folder / "p.hashiya", folders=Folders(folder / "data"), person=REVIEWER, codebook=default_codebook()
    )
    add_articles(made, texts or {NAME: TEXT})
    return made


def hand_in(project: Project, layer: Layer, *, revision: int = 1, document: str | Iterable[str] = NAME) -> None:
    """Bring an analyst's layer in, as an import does; into several articles at once."""
    with project.bulk(author=REVIEWER.id, name="import", carried_by=REVIEWER.id) as work:
        for name in [document] if isinstance(document, str) else document:
            key = LayerKey(name, layer.key.purpose, layer.key.author)
            ready = msgspec.structs.replace(layer, key=key, revision=revision, state="submitted")
            sealed = hash_of(Outgoing(project.document(name), project.text(name), ready, project.codebook()))
            work.add_snapshot(ready, sealed)


def review_desk(project: Project) -> ReviewDesk:
    return ReviewDesk(Desk(project, REVIEWER))


def writer(author: str, text: str = TEXT) -> Writer:
    return Writer(text, author)


def two_analysts() -> tuple[Layer, Layer]:
    """Layers with a case of every verdict, of entities, quotes, events and links."""
    found = []
    for author in ("anna", "badr"):
        other = author == "badr"
        w = writer(author)
        minister = w.mark("entity", "PER", "محمد العلي", entry=None)
        w.mark("entity", "LOC" if other else "GPE", "عمان")
        w.mark("entity", "GPE", "والصين" if other else "الصين")
        w.mark("entity", "ORG", "الحكومة", **({"mention": "NOM"} if other else {"mention": "NAM"}))
        russia = w.mark("entity", "GPE", "روسيا", entry="n1" if other else "n2")
        nato = w.mark("entity", "ORG", "حلف الناتو")
        if not other:
            w.mark("entity", "TITLE", "وزير الخارجية")
        quote = w.mark("quote", "indirect", "الاتفاق سيوقع غدا في عمان")
        cue = w.mark("cue", "cue", "قال")
        w.fill(quote, "cue", cue)
        if other:
            w.fill(quote, "speaker", status="unknown")
        else:
            w.fill(quote, "speaker", minister)
        accused = w.mark("event", "ACCUSE", "اتهمت")
        w.fill(accused, "actor", russia)
        w.fill(accused, "recipient", russia if other else nato)
        visit = w.mark("event", "CONSULT", "زار")
        if not other:
            w.fill(accused, "cause_of", visit, link=True)
        found.append(w.layer)
    return found[0], found[1]


def at(article: ReviewArticle, words: str, kind: str = "entity") -> CaseView:
    (spans,) = (place(TEXT, words),)
    return next(v for v in article.views if v.kind == kind and any(s.overlaps(spans[0]) for s in v.spans))


def gold_at(article: ReviewArticle, words: str, kind: str = "entity") -> list[Annotation]:
    (span,) = place(TEXT, words)
    return [one for one in article.gold.annotations if one.kind == kind and any(s.overlaps(span) for s in one.spans)]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project in which two analysts have handed in an article with a case of every verdict."""
    with new_project(tmp_path) as made:
        for layer in two_analysts():
            hand_in(made, layer)
        yield made


@pytest.fixture
def desk(project: Project) -> ReviewDesk:
    """The reviewer's desk over it."""
    return review_desk(project)
