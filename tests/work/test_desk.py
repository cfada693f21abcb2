"""Gestures at the desk: durable, checked, told, and taken back to the letter."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Attribute, Target
from annotator.model.layer import Layer, LayerKey
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.store.project import Folders, Project
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.frames import Filling, Frame, read_frame
from annotator.work.review import ReviewDesk
from tests.work.conftest import ALONE

AT = "2025-01-02T03:04:05.000Z"


@pytest.fixture
def article(desk: Desk, seeds: dict[str, str]) -> OpenArticle:
    return desk.open(next(iter(seeds)))


def _find(article: OpenArticle, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Span(start, start + len(words))


def _agree(desk: Desk, article: OpenArticle) -> Layer:
    """The open article says what the file says."""
    stored = desk.project.layer(article.key)
    assert article.layer() == stored
    return stored


def test_tag_retag_remove(desk: Desk, article: OpenArticle) -> None:
    putin = _find(article, "فلاديمير بوتين")
    (step,) = desk.tag(article, [putin], "PER")
    assert (step.name, step.author, step.stream) == ("tag", "me", article.stream)
    (step,) = desk.tag(article, [putin], "ORG")
    assert step.name == "retag"
    layer = _agree(desk, article)
    assert [(a.label, a.surface(article.text)) for a in layer.annotations] == [("ORG", "فلاديمير بوتين")]
    desk.tag(article, [putin], "TITLE", beside=True)
    assert len(_agree(desk, article).annotations) == 2
    desk.remove(article, list(article.annotations))
    assert _agree(desk, article).annotations == ()


def test_what_breaks_a_rule_is_refused_and_nothing_changes(desk: Desk, article: OpenArticle) -> None:
    desk.tag(article, [Span(0, 10)], "PER")
    before = article.layer()
    for act in (
        lambda: desk.tag(article, [Span(0, 10)], "PER"),
        lambda: desk.tag(article, [Span(5, 15)], "PER"),
        lambda: desk.tag(article, [Span(len(article.text) - 1, len(article.text) + 4)], "PER"),
        lambda: desk.tag(article, [Span(20, 25)], "VEH"),
        lambda: desk.remove(article, ["e-not-here"]),
        lambda: desk.set_attribute(article, next(iter(article.annotations)), "mention", "NOBODY"),
        lambda: desk.link_entry(article, next(iter(article.annotations)), "per.nobody"),
    ):
        with pytest.raises(KnownError):
            act()
    assert article.layer() == before == _agree(desk, article)


def test_retagging_drops_what_the_new_label_does_not_know(desk: Desk, article: OpenArticle) -> None:
    desk.tag(article, [Span(0, 10)], "ORG")
    (name,) = article.annotations
    desk.set_attribute(article, name, "subtype", "PARTY")
    desk.set_attribute(article, name, "mention", "NAM")
    desk.retag(article, name, "PER")
    assert article.annotations[name].attributes == (Attribute("mention", "NAM"),)
    desk.undo()
    assert article.annotations[name].value("subtype") == "PARTY"


def test_a_quote_is_one_step_and_takes_its_cue_along(desk: Desk, article: OpenArticle) -> None:
    speaker = _find(article, "بوتين", 2)
    desk.tag(article, [speaker], "PER")
    (name,) = article.annotations
    content = _find(article, "علينا أن ننتظر حتى ظهور الإدارة الجديدة")
    frame = Frame(
        kind="quote",
        label="direct",
        spans=(content,),
        cue=(_find(article, "قال", 0),),
        parts=(("speaker", Filling(Target(annotation=name))), ("medium", Filling(status="unknown"))),
        attributes=(Attribute("act", "statement"),),
    )
    (step,) = desk.put_frame(article, frame)
    assert step.name == "quote.new"
    (quote,) = [a for a in article.annotations.values() if a.kind == "quote"]
    assert f"{quote.id}.cue" in article.annotations
    read = read_frame(article, quote.id)
    assert (read.spans, read.cue, set(read.parts)) == (frame.spans, frame.cue, set(frame.parts))
    _agree(desk, article)
    desk.put_frame(article, read)
    assert desk.put_frame(article, read) == ()
    desk.remove(article, [name])
    assert read_frame(article, quote.id).parts == (("medium", Filling(status="unknown")),)
    desk.undo()
    assert set(read_frame(article, quote.id).parts) == set(frame.parts)
    desk.remove(article, [quote.id])
    assert set(article.annotations) == {name}
    desk.undo()
    desk.undo()
    assert set(article.annotations) == {name}
    _agree(desk, article)


def test_an_event_takes_roles_and_refuses_what_does_not_fit(desk: Desk, article: OpenArticle) -> None:
    for words, label in (("روسيا", "GPE"), ("حركة طالبان", "ORG")):
        desk.tag(article, [_find(article, words)], label)
    russia, taliban = (a.id for a in article.layer().annotations if a.kind == "entity")
    trigger = _find(article, "استبعاد")
    desk.put_frame(
        article,
        Frame("event", "CONCEDE", (trigger,), parts=(("actor", Filling(Target(annotation=russia))),)),
    )
    (event,) = [a for a in article.annotations.values() if a.kind == "event"]
    desk.fill(article, event.id, "recipient", Filling(Target(annotation=taliban)))
    with pytest.raises(KnownError):
        desk.fill(article, event.id, "recipient", Filling(Target(annotation=taliban)))
    with pytest.raises(KnownError):
        desk.fill(article, event.id, "speaker", Filling(Target(annotation=taliban)))
    relations = article.relations_of(event.id)
    assert {r.role for r in relations} == {"actor", "recipient"}
    desk.unfill(article, relations[0].id)
    assert len(article.relations_of(event.id)) == 1
    _agree(desk, article)


def test_an_entry_is_made_and_linked_in_one_gesture(desk: Desk, article: OpenArticle) -> None:
    desk.tag(article, [_find(article, "فلاديمير بوتين")], "PER")
    (name,) = article.annotations
    entry = Entry("per.putin", "entity", "PER", "فلاديمير بوتين", aliases=("بوتين",))
    steps = desk.create_entry(entry, article=article, annotation_id=name)
    assert len({s.gesture for s in steps}) == 1
    assert article.annotations[name].entry == "per.putin"
    assert [c.entry.id for c in desk.names.candidates("وبوتين", label="PER")] == ["per.putin"]
    desk.undo()
    assert article.annotations[name].entry is None
    assert desk.project.entries() == ()
    assert desk.names.candidates("بوتين") == ()


def test_facts_comments_and_standing(desk: Desk, article: OpenArticle) -> None:
    document = article.document
    desk.comment(article, "هل هذا اقتباس؟", at=AT)
    (comment,) = desk.sight.comments(document.id)
    desk.resolve(comment, True)
    assert desk.sight.comments(document.id)[0].resolved
    desk.stand(article, "submitted", at=AT)
    assert article.state == "submitted" == desk.project.layer(article.key).state
    desk.stand(article, "open", at=AT)
    assert article.state == "open"
    desk.nothing_here(article, True)
    assert article.facts.nothing_to_annotate
    for _ in range(5):
        desk.undo()
    assert article.state == "open"
    assert not article.facts.nothing_to_annotate
    assert desk.sight.comments(document.id) == ()
    with pytest.raises(ValueError, match="for life"):
        desk.change_document(document, msgspec.structs.replace(document, text_sha256="0" * 64))


def test_watchers_hear_of_what_is_on_disk(desk: Desk, article: OpenArticle) -> None:
    heard: list[tuple[Step, ...]] = []
    stop = desk.watch(heard.append)
    desk.tag(article, [Span(0, 4)], "PER")
    stop()
    desk.undo()
    assert [s.name for steps in heard for s in steps] == ["tag"]


def test_undo_and_redo_reach_over_a_restart_and_across_articles(
    project: Project, desk: Desk, seeds: dict[str, str], tmp_path: Path
) -> None:
    first, second = (desk.open(stem) for stem in list(seeds)[:2])
    desk.tag(first, [Span(0, 4)], "PER")
    desk.tag(second, [Span(0, 6)], "ORG")
    desk.tag(first, [Span(8, 12)], "GPE")
    path = project.path
    project.close()
    with Project.open(path, folders=Folders(tmp_path / "data")) as again:
        later = Desk(again, ALONE)
        assert later.undo()[0].document == first.document.id
        assert later.undo()[0].document == second.document.id
        assert len(again.layer(first.key).annotations) == 1
        later.redo()
        later.redo()
        assert len(again.layer(first.key).annotations) == 2
        with pytest.raises(KnownError):
            later.redo()


def test_another_persons_layer_is_not_written(desk: Desk, seeds: dict[str, str]) -> None:
    foreign = desk.open(next(iter(seeds)), key=LayerKey(next(iter(seeds)), "own", "somebody"))
    with pytest.raises(KnownError) as refused:
        desk.tag(foreign, [Span(0, 4)], "PER")
    assert refused.value.problem.key == "team.not-yours"


GESTURES = st.lists(
    st.tuples(
        st.sampled_from(["tag", "remove", "respan", "attribute", "note", "event", "undo"]), st.integers(0, 10_000)
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GESTURES)
def test_as_many_undos_as_gestures_lead_back_to_the_beginning(
    desk: Desk, seeds: dict[str, str], gestures: list[tuple[str, int]]
) -> None:
    article = desk.open(next(iter(seeds)))
    beginning = article.layer().annotations, article.layer().relations
    done = sum(_random_gesture(desk, article, *gesture) for gesture in gestures)
    _agree(desk, article)
    assert desk.project.differences_from_journal() == []
    for _ in range(max(done, 0)):
        desk.undo()
    assert (article.layer().annotations, article.layer().relations) == beginning
    _agree(desk, article)


def _random_gesture(desk: Desk, article: OpenArticle, name: str, seed: int) -> int:
    """Do one gesture, or none where a rule forbids it; how many more undos it takes to be back."""
    ids = sorted(article.annotations)
    some = ids[seed % len(ids)] if ids else ""
    span = Span(seed % 1000, seed % 1000 + 1 + seed % 7)
    acts = {
        "tag": lambda: desk.tag(article, [span], ("PER", "ORG", "GPE")[seed % 3]),
        "remove": lambda: desk.remove(article, [some]),
        "respan": lambda: desk.respan(article, some, [span]),
        "attribute": lambda: desk.set_attribute(article, some, "certainty", "unsure"),
        "note": lambda: desk.set_note(article, some, f"ملاحظة {seed}"),
        "event": lambda: desk.put_frame(
            article, Frame("event", "AID", (span,), parts=(("actor", Filling(Target(annotation=some))),))
        ),
    }
    if name == "undo":
        return 0
    try:
        return 1 if acts[name]() else 0
    except KnownError:
        return 0


@pytest.mark.parametrize("sent_back", [False, True])
def test_what_was_handed_in_can_be_changed_and_handed_in_again(desk: Desk, sent_back: bool) -> None:
    name = desk.project.document_ids()[0]
    article = desk.open(name)
    desk.stand(article, "submitted", at="2026-01-05T10:00:00.000Z")
    if sent_back:
        review = ReviewDesk(desk)
        review.send_back(review.open(name), desk.person.id, "انظر")
        assert article.state == "returned"
    desk.tag(article, [Span(0, 2)], "PER")
    desk.stand(article, "submitted", at="2026-01-05T11:00:00.000Z")
    assert (article.state, desk.open(name).state) == ("submitted", "submitted")
    desk.undo()
    assert article.state == ("returned" if sent_back else "open")
