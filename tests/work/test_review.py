"""What a reviewer does with one article: cases, decisions, gold, and one undo for each gesture."""

import pytest

from annotator.model.layer import LayerKey
from annotator.model.rules import check_layer
from annotator.store.project import Project
from annotator.work.merging import Rule
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle
from annotator.work.sight import visible
from tests.measures.written import place
from tests.work.reviewed import (
    NAME,
    REVIEWER,
    TEXT,
    at,
    desk,
    gold_at,
    hand_in,
    project,
    review_desk,
    writer,
)

__all__ = ["desk", "project"]


def test_every_verdict_has_a_case_and_nothing_is_in_the_gold_before_a_decision(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    assert article.authors == ("anna", "badr")
    found = {(view.kind, verdict) for view in article.views for verdict in view.verdicts}
    assert found >= {
        ("entity", "agree"),
        ("entity", "boundary"),
        ("entity", "label"),
        ("entity", "attribute"),
        ("entity", "link"),
        ("entity", "missing"),
        ("quote", "role"),
        ("event", "role"),
        ("link", "missing"),
    }
    assert at(article, "الصين").case.clitic_only
    assert {view.state for view in article.views} == {"open"}
    assert article.gold.annotations == ()


@pytest.mark.parametrize("author", ["anna", "badr"])
def test_a_version_is_taken_with_where_it_came_from(desk: ReviewDesk, author: str) -> None:
    article = desk.open(NAME)
    view = at(article, "عمان")
    desk.take(article, view.id, author)
    (gold,) = gold_at(article, "عمان")
    assert gold.label == {"anna": "GPE", "badr": "LOC"}[author]
    said = gold.provenance
    assert (said.origin, said.decision, said.adjudicator) == ("adjudicated", "adjudicated", REVIEWER.id)
    assert [source.split(":")[0] for source in said.sources] == [author]
    assert article.view(view.id).state == "decided"


def test_what_is_agreed_is_unanimous_and_what_one_alone_says_can_be_rejected(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    desk.take(article, at(article, "محمد العلي").id, "badr")
    (gold,) = gold_at(article, "محمد العلي")
    assert (gold.provenance.decision, gold.provenance.annotators) == ("unanimous", ("anna", "badr"))
    title = at(article, "وزير الخارجية")
    desk.reject(article, title.id)
    assert article.view(title.id).state == "decided"
    assert gold_at(article, "وزير الخارجية") == []
    desk.take(article, title.id, "badr")
    decision = article.view(title.id).decision
    assert decision is not None
    assert (decision.choice, decision.taken) == ("none", "badr")
    assert gold_at(article, "وزير الخارجية") == []


def test_union_and_intersection(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    view = at(article, "الصين")
    desk.union(article, view.id)
    assert [one.surface(TEXT) for one in gold_at(article, "الصين")] == ["والصين"]
    desk.intersect(article, view.id)
    (gold,) = gold_at(article, "الصين")
    assert gold.surface(TEXT) == "الصين"
    assert {source.split(":")[0] for source in gold.provenance.sources} == {"anna", "badr"}


def test_a_frame_is_decided_whole_or_line_by_line(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    quote = at(article, "الاتفاق", "quote")
    desk.take(article, quote.id, "anna")
    (gold,) = gold_at(article, "الاتفاق", "quote")
    roles = {r.role: r for r in article.gold.relations_of(gold.id)}
    assert set(roles) == {"cue", "speaker"}
    assert roles["speaker"].target.spans == place(TEXT, "محمد العلي")
    assert roles["speaker"].provenance.annotators == ("anna",)
    assert roles["cue"].provenance.adjudicator == REVIEWER.id
    # Once the person is in the gold too, the speaker is that annotation.
    desk.take(article, at(article, "محمد العلي").id, "anna")
    (person,) = gold_at(article, "محمد العلي")
    speaker = next(r for r in article.gold.relations_of(gold.id) if r.role == "speaker")
    assert speaker.target.annotation == person.id
    line = next(n for n, part in enumerate(quote.parts) if part.role == "speaker")
    desk.take_line(article, quote.id, line, "badr")
    speaker = next(r for r in article.gold.relations_of(gold.id) if r.role == "speaker")
    assert (speaker.target.empty, speaker.status) == (True, "unknown")
    desk.take_line(article, quote.id, line, None)
    assert {r.role for r in article.gold.relations_of(gold.id)} == {"cue"}


def test_lines_that_are_chosen_first_decide_the_frame_when_nothing_else_is_in_question(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    event = at(article, "اتهمت", "event")
    asked = [n for n, part in enumerate(event.parts) if part.verdicts != ("agree",)]
    for number, line in enumerate(asked):
        assert article.view(event.id).state in ("open", "pending")
        assert gold_at(article, "اتهمت", "event") == []
        desk.take_line(article, event.id, line, "anna" if number == 0 else None)
    assert article.view(event.id).state == "decided"
    assert len(gold_at(article, "اتهمت", "event")) == 1


def test_a_link_waits_for_both_its_ends(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    (link,) = [view for view in article.views if view.kind == "link"]
    desk.take(article, link.id, "anna")
    assert article.gold.relations == ()
    for words in ("اتهمت", "زار"):
        desk.take(article, at(article, words, "event").id, "anna")
    links = [r for r in article.gold.relations if r.link]
    assert [r.role for r in links] == ["cause_of"]
    desk.reject(article, at(article, "زار", "event").id)
    assert [r for r in article.gold.relations if r.link] == []


def test_edit_add_reason_comment_and_gap(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    view = at(article, "عمان")
    desk.edit(article, view.id, label="FAC", attributes=())
    assert [one.label for one in gold_at(article, "عمان")] == ["FAC"]
    desk.give_reason(article, view.id, reason="meaning", clause="FAC")
    (gold,) = gold_at(article, "عمان")
    assert (gold.provenance.reason, gold.provenance.clause) == ("meaning", "FAC")
    desk.add(article, place(TEXT, "القاهرة"), kind="entity", label="GPE")
    (added,) = gold_at(article, "القاهرة")
    assert (added.provenance.sources, added.provenance.adjudicator) == ((), REVIEWER.id)
    title = at(article, "وزير الخارجية")
    desk.comment(article, title.id, "أهي صفة؟")
    desk.mark_gap(article, title.id, "متى تكون الصفة خارج الاسم؟")
    decision = article.view(title.id).decision
    assert decision is not None
    assert (decision.comment, article.view(title.id).state) == ("أهي صفة؟", "pending")
    assert [c.id for c in desk.desk.sight.comments(NAME)] == [decision.gap]
    assert check_layer(article.gold, len(TEXT), desk.desk.codebook) == []


def test_rules_decide_after_a_preview(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    agreed = [view.id for view in article.views if view.agreed]
    proposals = desk.preview(article, Rule("unanimous"))
    assert [one.case for one in proposals] == agreed
    assert article.decisions == {}
    desk.apply(article, proposals)
    assert [view.id for view in article.views if view.state == "decided"] == agreed
    (clitic,) = desk.preview(article, Rule("clitic"))
    desk.apply(article, [clitic])
    assert [one.surface(TEXT) for one in gold_at(article, "الصين")] == ["الصين"]
    assert desk.preview(article, Rule("majority")) == ()


def test_what_was_opened_again_no_rule_decides(desk: ReviewDesk) -> None:
    article = desk.open(NAME)
    desk.apply(article, desk.preview(article, Rule("unanimous")))
    view = at(article, "محمد العلي")
    desk.reopen(article, view.id)
    assert article.view(view.id).state == "pending"
    assert gold_at(article, "محمد العلي") == []
    assert desk.preview(article, Rule("unanimous")) == ()


def test_two_of_three_decide_and_silence_counts(project: Project) -> None:
    third = writer("carim")
    third.mark("entity", "GPE", "عمان")
    third.mark("entity", "ORG", "حلف الناتو")
    hand_in(project, third.layer)
    desk = review_desk(project)
    article = desk.open(NAME)
    desk.apply(article, desk.preview(article, Rule("majority", 2)))
    assert [one.label for one in gold_at(article, "عمان")] == ["GPE"]
    assert gold_at(article, "عمان")[0].provenance.decision == "majority"
    title = at(article, "وزير الخارجية")
    assert title.decision is not None
    assert (title.state, title.decision.choice) == ("decided", "none")


GESTURES = (
    "take",
    "union",
    "intersect",
    "reject",
    "edit",
    "add",
    "reopen",
    "reason",
    "comment",
    "gap",
    "rule",
    "return",
)


def do(desk: ReviewDesk, article: ReviewArticle, gesture: str) -> None:
    view = at(article, "الصين")
    acts = {
        "take": lambda: desk.take(article, view.id, "anna"),
        "union": lambda: desk.union(article, view.id),
        "intersect": lambda: desk.intersect(article, view.id),
        "reject": lambda: desk.reject(article, view.id),
        "edit": lambda: desk.edit(article, view.id, label="LOC"),
        "add": lambda: desk.add(article, place(TEXT, "القاهرة"), kind="entity", label="GPE"),
        "reopen": lambda: desk.reopen(article, at(article, "محمد العلي").id),
        "reason": lambda: desk.give_reason(article, at(article, "محمد العلي").id, reason="slip"),
        "comment": lambda: desk.comment(article, view.id, "كلمة"),
        "gap": lambda: desk.mark_gap(article, view.id, "سؤال"),
        "rule": lambda: desk.apply(article, desk.preview(article, Rule("unanimous"))),
        "return": lambda: desk.send_back(article, "anna", "راجع الحدود"),
    }
    acts[gesture]()


@pytest.mark.parametrize("gesture", GESTURES)
def test_one_undo_takes_each_gesture_back_and_one_redo_brings_it_again(
    project: Project, desk: ReviewDesk, gesture: str
) -> None:
    article = desk.open(NAME)
    desk.take(article, at(article, "محمد العلي").id, "anna")
    before, decisions = content(project, article.key), project.comments(NAME)
    do(desk, article, gesture)
    after = content(project, article.key)
    assert (after, project.comments(NAME)) != (before, decisions) or gesture == "return"
    desk.desk.undo()
    assert (content(project, article.key), project.comments(NAME)) == (before, decisions)
    assert live(article) == before
    assert article.layer("anna").state == "submitted"
    desk.desk.redo()
    assert content(project, article.key) == after
    assert live(article) == after
    assert project.differences_from_journal() == []


def content(project: Project, key: LayerKey) -> tuple[object, ...]:
    layer = project.layer(key)
    return (layer.annotations, layer.relations, visible(project, REVIEWER).decisions(key))


def live(article: ReviewArticle) -> tuple[object, ...]:
    decisions = tuple(article.decisions[name] for name in sorted(article.decisions))
    return (article.gold.annotations, article.gold.relations, decisions)
