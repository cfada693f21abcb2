"""One name tagged in all articles: preview, one gesture, undone whole."""

from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.model.step import Change, Draft, Standing, stream_of
from annotator.store.project import Project
from annotator.work import everywhere
from annotator.work.desk import Desk
from annotator.work.everywhere import Tag
from tests.work.conftest import ALONE

TAG = Tag("entity", "GPE")


def own(document: str) -> LayerKey:
    return LayerKey(document, "own", ALONE.id)


def test_all_places_of_all_articles_and_of_some(project: Project, seeds: dict[str, str]) -> None:
    found = everywhere.preview(project, ALONE, "موسكو", TAG)
    first, second = project.document_ids()
    assert {place.document for place in found.places} == {first, second}
    assert found.looked_at == 2
    assert all(place.found == seeds[place.document][place.at.span.start : place.at.span.end] for place in found.places)
    assert all("\n" not in place.before + place.after for place in found.places)
    some = everywhere.preview(project, ALONE, "موسكو", TAG, documents=[second])
    assert some.places == tuple(place for place in found.places if place.document == second)
    assert everywhere.preview(project, ALONE, "«»", TAG).places == ()


def test_chosen_places_are_one_gesture_and_undone_whole(project: Project, desk: Desk) -> None:
    found = everywhere.preview(project, ALONE, "موسكو", TAG)
    article = desk.open(found.places[0].document)
    written = everywhere.write(project, ALONE, found.places[1:], TAG)
    desk.follow(written.steps)
    assert (written.tagged, written.refused) == (len(found.places) - 1, 0)
    assert len({step.gesture for step in written.steps}) == 1
    here = [place.at.span for place in found.places[1:] if place.document == article.document.id]
    assert sorted(a.spans[0] for a in article.annotations.values()) == here
    assert {a.provenance.origin for a in article.annotations.values()} == {"propagated"}
    desk.undo()
    assert article.annotations == {}
    assert all(not project.layer(own(name)).annotations for name in project.document_ids())


def test_what_is_tagged_already_is_told_and_never_tagged_twice(project: Project, desk: Desk) -> None:
    before = everywhere.preview(project, ALONE, "موسكو", TAG)
    place = before.places[0]
    desk.tag(desk.open(place.document), [place.at.span], "GPE")
    found = everywhere.preview(project, ALONE, "موسكو", TAG)
    assert [one.at.standing for one in found.places].count("tagged") == 1
    written = everywhere.write(project, ALONE, before.places, TAG)
    assert (written.tagged, written.refused) == (len(before.places) - 1, 1)


def test_articles_that_are_handed_in_are_left_alone(project: Project, desk: Desk) -> None:
    name = project.document_ids()[0]
    article = desk.open(name)
    desk.tag(article, [Span(0, 3)], "PER")
    standing = Change("standing", "standing", None, Standing("submitted", article.revision + 1))
    project.write([Draft(stream_of(own(name)), "stand.submitted", ALONE.id, (standing,))])
    found = everywhere.preview(project, ALONE, "موسكو", TAG)
    assert found.handed_in == 1
    assert name not in {place.document for place in found.places}
