"""The journal as people read it, taking back with what stands on it, and going back to a moment."""

from pathlib import Path

import pytest

from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.history import History, Line, Narrowed
from annotator.work.restoring import Restoring
from tests.work.conftest import ALONE


@pytest.fixture
def article(desk: Desk) -> OpenArticle:
    return desk.open(desk.project.document_ids()[0])


def tag(desk: Desk, article: OpenArticle, start: int, end: int, label: str = "PER") -> str:
    """Tag and give the id of what was born."""
    return desk.tag(article, [Span(start, end)], label)[0].changes[0].id


def newest(desk: Desk) -> Line:
    return History(desk).lines(limit=1)[0]


def content(desk: Desk) -> object:
    project = desk.project
    layers = (project.layer(key) for key in project.layer_keys())
    said = [(one.key, one.annotations, one.relations, one.state) for one in layers if one.annotations or one.relations]
    return said, project.entries(), [project.document(name) for name in project.document_ids()]


def test_a_line_says_who_what_when_and_where(desk: Desk, article: OpenArticle) -> None:
    tag(desk, article, 0, 3)
    line = newest(desk)
    assert (line.author, line.act, line.kind, line.label, line.changes) == (ALONE.id, "tag", "entity", "PER", 1)
    assert (line.document, line.title, line.place) == (article.document.id, article.document.title, Span(0, 3))
    assert line.subject == article.text[:3]
    assert line.at.endswith("Z")
    desk.undo()
    undo, tagged = History(desk).lines(limit=2)
    assert (undo.act, undo.back, undo.again, undo.undone, undo.subject) == ("tag", True, False, False, line.subject)
    assert tagged.undone
    desk.redo()
    assert (newest(desk).back, newest(desk).again) == (False, True)


def test_a_gesture_over_several_streams_is_one_line(desk: Desk, article: OpenArticle) -> None:
    name = tag(desk, article, 0, 3)
    desk.create_entry(Entry("per.x", "entity", "PER", "س"), article=article, annotation_id=name)
    line, tagged = History(desk).lines(limit=2)
    assert (line.act, line.changes, line.document) == ("link-entry", 2, article.document.id)
    assert tagged.act == "tag"


def test_the_history_is_narrowed_and_read_page_by_page(desk: Desk, article: OpenArticle) -> None:
    other = desk.open(desk.project.document_ids()[1])
    for place in range(0, 12, 3):
        tag(desk, article, place, place + 2)
    tag(desk, other, 0, 2)
    desk.create_entry(Entry("per.x", "entity", "PER", "س"))
    history = History(desk)
    assert [line.act for line in history.lines(Narrowed(act="entry"))] == ["entry.new"]
    assert len(history.lines(Narrowed(document=other.document.id, act="tag"))) == 1
    assert history.lines(Narrowed(author="nobody")) == ()
    everything = history.lines()
    paged, before = [], None
    while page := history.lines(before=before, limit=2):
        paged.extend(page)
        before = page[-1].seq
    assert tuple(paged) == everything


def test_an_analyst_reads_his_own_work_and_that_of_all(desk: Desk, article: OpenArticle) -> None:
    tag(desk, article, 0, 3)
    analyst = Desk(desk.project, Person("other", "Other"))
    acts = [line.act for line in History(analyst).lines()]
    assert "tag" not in acts
    assert "import" in acts


def test_several_gestures_taken_back_as_one_come_back_as_one_over_a_restart(desk: Desk, article: OpenArticle) -> None:
    empty = content(desk)
    name = tag(desk, article, 0, 3)
    gesture = newest(desk).gesture
    desk.retag(article, name, "ORG")
    desk.set_note(article, name, "س")
    before = content(desk)
    desk.follow(desk.undoing.undo_gesture(gesture, how="all").steps)
    assert content(desk) == empty
    desk.redo()
    assert content(desk) == before
    desk.undo()
    assert content(desk) == empty
    desk.project.close()
    with Project.open(desk.project.path, folders=Folders(desk.project.folder.parent)) as reopened:
        again = Desk(reopened, ALONE)
        assert len(again.undoing.next_redo()) == 3
        assert all(step.name == "import" for step in again.undoing.next_undo())
        again.redo()
        assert content(again) == before


def test_restoring_an_article_leaves_others_alone_and_is_undone(desk: Desk, article: OpenArticle) -> None:
    other = desk.open(desk.project.document_ids()[1])
    first = tag(desk, article, 0, 3)
    moment, before = newest(desk).seq, dict(article.annotations)
    desk.retag(article, first, "ORG")
    second = tag(desk, article, 4, 8)
    desk.relate(article, first, "part_of", second)
    kept = tag(desk, other, 0, 2)
    desk.undo()
    desk.redo()
    full = content(desk)
    restoring = Restoring(desk)
    plan = restoring.plan(moment, document=article.document.id)
    assert (plan.count, plan.left) == (3, 0)
    steps = restoring.restore(plan)
    assert [step.name for step in steps] == ["restore"]
    assert dict(article.annotations) == before
    assert set(other.annotations) == {kept}
    desk.undo()
    assert content(desk) == full
    with pytest.raises(KnownError, match=r"restore\.nothing"):
        restoring.restore(restoring.plan(desk.project.seq))


def test_restoring_the_project_holds_across_a_restart(project: Project, tmp_path: Path) -> None:
    desk = Desk(project, ALONE)
    article = desk.open(project.document_ids()[0])
    tag(desk, article, 0, 3)
    moment, wanted = newest(desk).seq, content(desk)
    desk.create_entry(Entry("per.x", "entity", "PER", "س"))
    tag(desk, article, 4, 8)
    project.close()
    with Project.open(project.path, folders=Folders(tmp_path / "data")) as reopened:
        again = Desk(reopened, ALONE)
        full = content(again)
        restoring = Restoring(again)
        restoring.restore(restoring.plan(moment))
        assert content(again) == wanted
    with Project.open(project.path, folders=Folders(tmp_path / "data")) as last:
        once_more = Desk(last, ALONE)
        once_more.undo()
        assert content(once_more) == full


def test_restoring_never_takes_articles_people_or_what_others_built_on(desk: Desk) -> None:
    everything = content(desk)
    desk.create_entry(Entry("per.x", "entity", "PER", "س"))
    other = Desk(desk.project, Person("other", "Other"))
    theirs = other.open(desk.project.document_ids()[0])
    name = tag(other, theirs, 0, 3)
    other.link_entry(theirs, name, "per.x")
    plan = Restoring(desk).plan(0)
    assert plan.drafts == ()
    assert plan.left > 2
    assert content(desk) != everything
