"""What comes back to an analyst: differences to take over, appeals that reach the reviewer, what stays unseen."""

import random
from pathlib import Path

import msgspec
import pytest

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.store.project import Project
from annotator.work.answers import AnswerArticle, AnswerDesk, list_answers
from annotator.work.cases import CaseView
from annotator.work.desk import Desk
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle
from annotator.work.sight import Sight
from annotator.work.survey import Survey
from tests.work.reviewed import (
    NAME,
    REVIEWER,
    TEXT,
    at,
    gold_at,
    hand_in,
    new_project,
    place,
    project,
    review_desk,
    two_analysts,
    writer,
)

__all__ = ["project"]

BADR = Person("badr", "Badr", ("analyst",))
OWN = LayerKey(NAME, "own", "badr")
GOLD = LayerKey(NAME, "gold", REVIEWER.id)


@pytest.fixture
def review(project: Project) -> ReviewDesk:
    return review_desk(project)


@pytest.fixture
def answers(project: Project) -> AnswerDesk:
    return AnswerDesk(Desk(project, BADR))


def decide_for(review: ReviewDesk, author: str) -> ReviewArticle:
    """All cases decided as one analyst has them."""
    article = review.open(NAME)
    for view in article.open_views:
        review.take(article, view.id, author)
    return article


def shown(article: AnswerArticle, words: str, kind: str = "entity") -> CaseView:
    (span,) = place(TEXT, words)
    return next(v for v in article.views if v.kind == kind and any(s.overlaps(span) for s in v.spans))


def mine(project: Project, words: str, kind: str = "entity") -> list[Annotation]:
    (span,) = place(TEXT, words)
    layer = project.layer(OWN)
    return [one for one in layer.annotations if one.kind == kind and any(s.overlaps(span) for s in one.spans)]


def test_nothing_comes_back_before_the_reviewer_has_spoken(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    decide_for(review, "anna")
    sight = answers.desk.sight
    assert list_answers(project, sight) == ()
    assert not sight.sees(GOLD)
    assert sight.layer_keys() == [OWN]
    with pytest.raises(KnownError) as refused:
        answers.open(NAME)
    assert refused.value.problem.key == "answers.none"


def test_acceptance_shows_the_gold_and_where_it_differs_but_no_other_layer(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    review.accept(decide_for(review, "anna"))
    sight = answers.desk.sight
    assert set(sight.layer_keys()) == {OWN, GOLD}
    assert not sight.sees(LayerKey(NAME, "own", "anna"))
    article = answers.open(NAME)
    assert {view.kind for view in article.views} == {"entity", "quote", "event", "link"}
    assert {verdict for view in article.views for verdict in view.verdicts} >= {"label", "boundary", "missing", "role"}
    [item] = list_answers(project, sight)
    assert (item.state, item.open, item.appealed) == ("accepted", len(article.views), 0)


def test_a_return_shows_what_is_decided_and_nothing_else(review: ReviewDesk, answers: AnswerDesk) -> None:
    seen = review.open(NAME)
    review.take(seen, at(seen, "عمان").id, "anna")
    review.send_back(seen, "badr", "انظر في المدن")
    article = answers.open(NAME)
    assert [view.verdicts for view in article.views] == [("label",)]
    assert not answers.desk.sight.sees(GOLD)
    [said] = answers.desk.sight.comments(NAME)
    assert said.text == "انظر في المدن"


def test_nobody_else_is_named_in_what_comes_back(review: ReviewDesk, answers: AnswerDesk) -> None:
    seen = decide_for(review, "anna")
    review.send_back(seen, "badr", "")
    [told] = answers.desk.sight.answers(NAME)
    assert b"anna" not in msgspec.json.encode(told)


def test_each_difference_can_be_taken_over_and_leaves_nothing_to_decide(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    seen = decide_for(review, "anna")
    review.accept(seen)
    article = answers.open(NAME)
    # What a link joins comes before the link.
    while article.open_views:
        before = len(article.views)
        answers.take_over(article, min(article.open_views, key=lambda view: view.kind == "link").id)
        assert len(article.views) < before
    layer = project.layer(OWN)
    assert layer.state == "submitted"
    assert not layer.facts.blind
    assert [one.label for one in mine(project, "عمان")] == ["GPE"]
    assert [one.surface(TEXT) for one in mine(project, "الصين")] == ["الصين"]
    assert seen.open_views == ()
    survey = Survey(REVIEWER)
    survey.catch_up(project)
    assert [(item.open, item.state) for item in survey.queue()] == [(0, "accepted")]


def test_one_undo_takes_an_answer_back(review: ReviewDesk, answers: AnswerDesk, project: Project) -> None:
    review.accept(decide_for(review, "anna"))
    before = project.layer(OWN)
    article = answers.open(NAME)
    answers.take_over(article, shown(article, "اتهمت", "event").id)
    assert project.layer(OWN) != before
    answers.desk.undo()
    after = project.layer(OWN)
    assert (after.annotations, after.relations, after.state) == (before.annotations, before.relations, before.state)
    assert shown(article, "اتهمت", "event").state == "open"


def test_a_returned_layer_stays_with_its_author_while_answers_are_taken_over(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    review.send_back(decide_for(review, "anna"), "badr", "")
    article = answers.open(NAME)
    answers.take_over(article, shown(article, "عمان").id)
    assert project.layer(OWN).state == "returned"


def test_an_appeal_comes_first_in_the_queue_and_opens_its_case_again(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    seen = decide_for(review, "anna")
    review.accept(seen)
    article = answers.open(NAME)
    answers.appeal(article, shown(article, "عمان").id, "المقصود مكان لا دولة")
    assert shown(article, "عمان").state == "appealed"
    fresh = review.open(NAME)
    [waiting] = fresh.open_views
    assert (waiting.state, waiting.id) == ("appealed", at(fresh, "عمان").id)
    assert waiting.appeals[0].said.text == "المقصود مكان لا دولة"
    assert fresh.step_to(None) == waiting
    survey = Survey(REVIEWER)
    survey.catch_up(project)
    [item] = survey.queue()
    assert (item.appeals, item.done) == (1, False)
    with pytest.raises(KnownError):
        answers.appeal(article, shown(article, "عمان").id, "مرة أخرى")


def test_a_reviewer_upholds_with_a_word_that_the_analyst_reads(review: ReviewDesk, answers: AnswerDesk) -> None:
    review.accept(decide_for(review, "anna"))
    article = answers.open(NAME)
    answers.appeal(article, shown(article, "عمان").id, "لماذا؟")
    fresh = review.open(NAME)
    gold = gold_at(fresh, "عمان")
    steps = review.uphold(fresh, at(fresh, "عمان").id, "عاصمة دولة في السياق")
    assert fresh.open_views == ()
    assert gold_at(fresh, "عمان") == gold
    answers.desk.follow(steps)
    view = shown(article, "عمان")
    assert view.state == "decided"
    answer = view.appeals[0].answer
    assert answer is not None
    assert (answer.sort, answer.text) == ("upheld", "عاصمة دولة في السياق")
    with pytest.raises(KnownError):
        review.uphold(fresh, at(fresh, "عمان").id, "")


def test_deciding_anew_answers_the_appeal_in_the_same_gesture(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    review.accept(decide_for(review, "anna"))
    article = answers.open(NAME)
    answers.appeal(article, shown(article, "عمان").id, "لماذا؟")
    fresh = review.open(NAME)
    case = at(fresh, "عمان").id
    steps = review.take(fresh, case, "badr")
    assert len({step.gesture for step in steps}) == 1
    assert fresh.view(case).appeals[0].granted
    assert fresh.open_views == ()
    review.desk.undo()
    assert fresh.view(case).state == "appealed"
    review.desk.redo()
    assert fresh.view(case).state == "decided"
    steps = review.accept(fresh)
    answers.desk.follow(steps)
    view = shown(article, "عمان")
    assert (view.agreed, view.state, view.appeals[0].granted) == (True, "decided", True)


def test_an_appeal_against_something_that_was_never_said_finds_its_case(
    review: ReviewDesk, answers: AnswerDesk
) -> None:
    review.accept(decide_for(review, "anna"))
    article = answers.open(NAME)
    answers.appeal(article, shown(article, "وزير الخارجية").id, "لا أراه لقبا")
    fresh = review.open(NAME)
    assert [view.state for view in fresh.open_views] == ["appealed"]
    review.reject(fresh, fresh.open_views[0].id)
    assert gold_at(fresh, "وزير الخارجية") == []


def test_an_answer_to_an_appeal_is_heard_by_its_author_alone(
    review: ReviewDesk, answers: AnswerDesk, project: Project
) -> None:
    review.send_back(decide_for(review, "anna"), "badr", "")
    article = answers.open(NAME)
    answers.appeal(article, shown(article, "عمان").id, "لماذا؟")
    fresh = review.open(NAME)
    review.uphold(fresh, at(fresh, "عمان").id, "هكذا")
    assert {c.text for c in answers.desk.sight.comments(NAME)} == {"لماذا؟", "هكذا"}
    other = Sight(project, Person("anna", "Anna", ("analyst",)))
    assert other.comments(NAME) == ()
    assert other.answers(NAME) == ()


@pytest.mark.parametrize("seed", range(4))
def test_taking_over_everything_in_any_order_ends_where_the_gold_is(tmp_path: Path, seed: int) -> None:
    order = random.Random(seed)
    with new_project(tmp_path / "other") as project:
        w = writer("carl")
        w.mark("entity", "ORG", "محمد العلي")
        for layer in (two_analysts()[0], w.layer):
            hand_in(project, layer)
        review = review_desk(project)
        review.accept(decide_for(review, "anna"))
        desk = AnswerDesk(Desk(project, Person("carl", "Carl", ("analyst",))))
        article = desk.open(NAME)
        refused: dict[str, str] = {}
        while article.open_views:
            case = order.choice(
                sorted(view.id for view in article.open_views if f"answers.end-missing {view.id}" not in refused)
            )
            try:
                desk.take_over(article, case)
                refused.clear()
            except KnownError as fault:
                refused[case] = fault.problem.key
            assert set(refused.values()) <= {"answers.end-missing"}
        own, gold = project.layer(LayerKey(NAME, "own", "carl")), project.layer(GOLD)
        assert _said(own) == _said(gold)
        assert review.open(NAME).open_views == ()


def _said(layer: Layer) -> set[tuple[object, ...]]:
    """What a layer says, ids and origins aside."""
    places = {one.id: (one.kind, one.spans) for one in layer.annotations}
    said: set[tuple[object, ...]] = {
        (one.kind, one.label, one.spans, one.attributes, one.entry, one.closed) for one in layer.annotations
    }
    for one in layer.relations:
        target = places.get(one.target.annotation or "", one.target.spans)
        said.add((places[one.source], one.role, target, one.target.entry, one.status, one.link))
    return said
