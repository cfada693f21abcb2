"""Articles as a whole and all of them: accepting, returning, the queue, rules, precedents, the sample to gold."""

from itertools import product
from pathlib import Path

import pytest

from annotator.formats.validation import Checked, validate
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.rules import check_layer
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl
from annotator.work.merging import Rule
from annotator.work.review import ReviewDesk
from annotator.work.sample import build_sample
from annotator.work.sight import visible
from annotator.work.survey import Survey
from annotator.work.sweeping import apply_everywhere, decide_alike, preview_everywhere
from tests.measures.written import place
from tests.work.reviewed import (
    NAME,
    REVIEWER,
    TEXT,
    at,
    desk,
    gold_at,
    hand_in,
    new_project,
    project,
    review_desk,
    two_analysts,
)

__all__ = ["desk", "project"]


def test_an_article_is_accepted_once_everything_is_decided_and_opens_by_deciding_on(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    with pytest.raises(KnownError, match=r"review\.open-cases"):
        desk.accept(article)
    for view in article.open_views:
        desk.take(article, view.id, view.said_by[0])
    desk.accept(article)
    assert article.state == "accepted"
    assert {project.layer(LayerKey(NAME, "own", a)).state for a in article.authors} == {"accepted"}
    desk.reject(article, article.views[0].id)
    assert article.state == "open"
    desk.desk.undo()
    assert article.state == "accepted"
    desk.desk.undo()
    assert article.state == "open"
    assert {project.layer(LayerKey(NAME, "own", a)).state for a in article.authors} == {"submitted"}


def test_one_layer_alone_is_accepted_whole(tmp_path: Path) -> None:
    with new_project(tmp_path) as project:
        hand_in(project, two_analysts()[0])
        desk = review_desk(project)
        article = desk.open(NAME)
        assert desk.preview(article, Rule("unanimous")) == ()
        desk.reject(article, at(article, "عمان").id)
        desk.accept(article, rest=True)
        assert article.state == "accepted"
        assert {one.provenance.decision for one in article.gold.annotations} == {"single"}
        assert gold_at(article, "عمان") == []


def test_a_layer_is_sent_back_with_a_word(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    desk.send_back(article, "badr", "راجع الحدود")
    assert project.layer(LayerKey(NAME, "own", "badr")).state == "returned"
    assert [c.text for c in project.comments(NAME)] == ["راجع الحدود"]
    hand_in(project, two_analysts()[1], revision=2)
    assert project.layer(LayerKey(NAME, "own", "badr")).state == "submitted"


def test_hidden_names_are_shuffled_and_the_decisions_are_the_same(project: Project) -> None:
    article = ReviewDesk(Desk(project, REVIEWER), names="hidden").open(NAME)
    assert article.names == ("1", "2")
    assert set(article.authors) == {"anna", "badr"}


def test_the_queue_differences_and_precedents_over_all_articles(tmp_path: Path) -> None:
    names = [f"d{n}" for n in range(4)]
    with new_project(tmp_path, **dict.fromkeys(names, TEXT)) as project:
        for name, layer in product(names[:3], two_analysts()):
            hand_in(project, layer, document=name)
        desk, survey = review_desk(project), Survey(REVIEWER)
        survey.catch_up(project)
        queue = survey.queue()
        assert [item.document for item in queue] == names[:3]
        assert all(item.open == item.cases for item in queue)
        assert {len(group.places) for group in survey.differences()} == {3}
        article = desk.open("d0")
        desk.take(article, at(article, "عمان").id, "badr")
        survey.catch_up(project)
        precedent = survey.precedent("entity", "عَمّان")
        assert [(label, len(places)) for label, places in precedent.by_label] == [("LOC", 1)]
        rest = survey.waiting("entity", "عمان", "LOC")
        assert [(place_.document, author) for place_, author in rest] == [("d1", "badr"), ("d2", "badr")]
        decide_alike(desk, rest)
        survey.catch_up(project)
        assert survey.precedent("entity", "عمان").total == 3
        desk.desk.undo()
        survey.catch_up(project)
        assert survey.precedent("entity", "عمان").total == 1


def test_rules_over_all_articles_are_one_gesture(tmp_path: Path) -> None:
    names = ["d0", "d1"]
    with new_project(tmp_path, **dict.fromkeys(names, TEXT)) as project:
        for name, layer in product(names, two_analysts()):
            hand_in(project, layer, document=name)
        desk = review_desk(project)
        sweep = preview_everywhere(desk, [Rule("unanimous"), Rule("clitic")], names)
        apply_everywhere(desk, sweep.proposals)
        assert [len(desk.read(name).open_views) for name in names] == [sweep.left // 2] * 2
        desk.desk.undo()
        assert [desk.read(name).decisions for name in names] == [{}, {}]


def test_only_reviewers_decide_and_an_analyst_sees_nothing_of_it(project: Project, desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    desk.take(article, article.views[0].id, "anna")
    anna = Person("anna", "Anna")
    with pytest.raises(KnownError, match=r"review\.no-reviewer"):
        ReviewDesk(Desk(project, anna))
    sight = visible(project, anna)
    assert sight.decisions(article.key) == ()
    assert [head.key.author for head in sight.layer_heads()] == ["anna"]
    survey = Survey(anna)
    survey.catch_up(project)
    assert {author for item in survey.queue() for author in item.authors} == {"anna"}


def test_an_article_has_one_reviewer_at_a_time(project: Project, desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    desk.take(article, article.views[0].id, "anna")
    second = ReviewDesk(Desk(project, Person("sami", "Sami", ("reviewer",))))
    theirs = second.open(NAME)
    assert [key.author for key in theirs.others] == [REVIEWER.id]
    with pytest.raises(KnownError, match=r"review\.other-reviewer"):
        second.take(theirs, theirs.views[0].id, "anna")
    assert preview_everywhere(second, [Rule("unanimous")], [NAME]).proposals == ()
    assert theirs.decisions == {}


def test_the_codebook_is_kept_to(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    with pytest.raises(KnownError, match=r"rule\.unknown-label"):
        desk.add(article, (Span(0, 3),), kind="entity", label="NOPE")
    desk.take(article, at(article, "محمد العلي").id, "anna")
    with pytest.raises(KnownError, match=r"rule\.duplicate"):
        desk.add(article, place(TEXT, "محمد العلي"), kind="entity", label="PER")


def test_the_sample_is_reviewed_to_gold_that_validates(tmp_path: Path) -> None:
    me = Person("me", "Me", ("analyst", "reviewer", "lead"))
    with build_sample(tmp_path / "s.hashiya", folders=Folders(tmp_path / "data"), person=me) as project:
        desk = ReviewDesk(Desk(project, me))
        names = project.document_ids()
        apply_everywhere(desk, preview_everywhere(desk, [Rule("unanimous"), Rule("clitic")], names).proposals)
        for name in names:
            article = desk.open(name)
            for view in article.open_views:
                desk.take(article, view.id, view.said_by[0])
            desk.accept(article)
            desk.close(article)
            assert check_layer(project.layer(article.key), len(article.text), desk.desk.codebook) == []
            assert all(one.provenance.sources for one in project.layer(article.key).annotations)
        out = tmp_path / "gold.jsonl"
        assert export_jsonl(project, out, layer="gold", person=me).losses == 0
        assert [one.records for one in validate(out) if isinstance(one, Checked)] == [5]
        assert project.differences_from_journal() == []
