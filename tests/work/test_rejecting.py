"""What was put away of suggestions stays away, is the person's own, and is no work."""

from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.work.desk import Desk
from annotator.work.history import History
from annotator.work.rejecting import offered_again, rejected, rejection, stream_for
from annotator.work.sight import Sight
from annotator.work.untagged import Untagged
from tests.work.conftest import ALONE

FOUND = Untagged(Span(4, 9), "PER", "name")


def put_away(project: Project, desk: Desk) -> str:
    document = project.document_ids()[0]
    desk.write((rejection(document, ALONE.id, FOUND, suggester="names"),))
    return document


def test_a_place_is_put_away_in_its_article_alone_until_undo(project: Project, desk: Desk) -> None:
    document = put_away(project, desk)
    other = project.document_ids()[1]
    assert rejected(desk.sight, document) == {FOUND.span}
    assert rejected(desk.sight, other) == frozenset()
    steps = desk.undo()
    assert offered_again(steps, stream_for(document, ALONE.id)) == FOUND.span
    assert offered_again(steps, stream_for(other, ALONE.id)) is None
    assert rejected(desk.sight, document) == frozenset()
    assert offered_again(desk.redo(), stream_for(document, ALONE.id)) is None
    assert rejected(desk.sight, document) == {FOUND.span}


def test_it_is_no_work_and_makes_no_layer(project: Project, desk: Desk) -> None:
    before = project.layer(LayerKey(project.document_ids()[0], "own", ALONE.id))
    document = put_away(project, desk)
    assert project.layer(before.key) == before
    assert project.layer_keys(document) == []


def test_it_stands_in_the_history_with_its_words(project: Project, desk: Desk) -> None:
    document = put_away(project, desk)
    line = History(desk).lines(limit=1)[0]
    assert (line.act, line.document, line.place) == ("suggestion.reject", document, FOUND.span)
    assert line.subject == FOUND.span.of(project.text(document))


def test_nobody_else_but_a_lead_sees_it(project: Project, desk: Desk) -> None:
    document = put_away(project, desk)
    key = LayerKey(document, "suggestion", ALONE.id)
    assert not Sight(project, Person("guest", "Guest", ("analyst",))).sees(key)
    assert Sight(project, Person("lead", "Lead", ("lead",))).sees(key)
    assert Sight(project, Person("guest", "Guest", ("analyst",))).sees(LayerKey(document, "suggestion", "names"))
