"""Review without a window: cases, decisions, gold, and what survives when layers come again."""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import msgspec
import pytest

from annotator.formats.validation import Checked, validate
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.revision import Move, Revision
from annotator.model.rules import check_layer
from annotator.model.span import Span
from annotator.model.step import CORPUS, Change, Draft
from annotator.store.project import Folders, Project
from annotator.work.cases import CaseView
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl
from annotator.work.merging import Rule
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle
from annotator.work.sample import build_sample
from annotator.work.sight import visible
from annotator.work.survey import Survey
from annotator.work.sweeping import apply_everywhere, decide_alike, preview_everywhere
from tests.measures.written import place
from tests.work.reviewed import NAME, REVIEWER, TEXT, hand_in, new_project, review_desk, two_analysts, writer


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path) as made:
        for layer in two_analysts():
            hand_in(made, layer)
        yield made


@pytest.fixture
def desk(project: Project) -> ReviewDesk:
    return review_desk(project)


def at(article: ReviewArticle, words: str, kind: str = "entity") -> CaseView:
    (spans,) = (place(TEXT, words),)
    return next(v for v in article.views if v.kind == kind and any(s.overlaps(spans[0]) for s in v.spans))


def gold_at(article: ReviewArticle, words: str, kind: str = "entity") -> list[Annotation]:
    (span,) = place(TEXT, words)
    return [one for one in article.gold.annotations if one.kind == kind and any(s.overlaps(span) for s in one.spans)]


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


# --- when layers come again


def states(article: ReviewArticle) -> dict[str, str]:
    return {view.id: view.state for view in article.views}


def test_decided_cases_stay_when_a_layer_comes_again_and_only_what_is_new_is_open(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    for view in article.views:
        desk.take(article, view.id, view.said_by[0])
    assert set(states(article).values()) == {"decided"}
    gold = article.gold
    again = writer("badr")
    for one in two_analysts()[1].annotations:
        again.annotations.append(one)
    again.relations += two_analysts()[1].relations
    city = again.mark("entity", "GPE", "القاهرة")
    hand_in(project, again.layer, revision=2)
    article = review_desk(project).open(NAME)
    fresh = [view for view in article.views if view.is_open]
    assert [view.case.members[1] for view in fresh] == [city]
    assert article.gold.annotations == gold.annotations
    assert article.gold.relations == gold.relations


def test_a_case_with_a_version_that_was_never_judged_opens_again_and_keeps_its_gold(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    view = at(article, "عمان")
    desk.take(article, view.id, "anna")
    layer = two_analysts()[1]
    moved = tuple(
        msgspec.structs.replace(one, label="FAC") if one.spans == place(TEXT, "عمان") else one
        for one in layer.annotations
    )
    hand_in(project, msgspec.structs.replace(layer, annotations=moved), revision=2)
    article = desk.open(NAME)
    assert article.view(view.id).state == "changed"
    assert article.view(view.id).decision is not None
    assert [one.label for one in gold_at(article, "عمان")] == ["GPE"]
    kept = gold_at(article, "عمان")[0].id
    desk.take(article, view.id, "badr")
    (gold,) = gold_at(article, "عمان")
    assert (gold.id, gold.label, article.view(view.id).state) == (kept, "FAC", "decided")


def test_coming_round_to_a_version_that_was_judged_leaves_the_case_decided(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    view = at(article, "عمان")
    desk.take(article, view.id, "anna")
    first, second = two_analysts()
    theirs = next(one for one in first.annotations if one.spans == place(TEXT, "عمان"))
    moved = tuple(
        msgspec.structs.replace(one, label=theirs.label) if one.spans == theirs.spans else one
        for one in second.annotations
    )
    hand_in(project, msgspec.structs.replace(second, annotations=moved), revision=2)
    assert desk.open(NAME).view(view.id).state == "decided"


def test_what_the_reviewer_added_survives_every_merge(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    desk.add(article, place(TEXT, "القاهرة"), kind="entity", label="GPE")
    for author in ("anna", "badr"):
        hand_in(project, Layer(LayerKey(NAME, "own", author)), revision=2)
    article = desk.open(NAME)
    assert [one.label for one in gold_at(article, "القاهرة")] == ["GPE"]
    assert [view.state for view in article.views] == ["decided"]


def test_gold_that_nobody_says_any_more_is_asked_about_again(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    view = at(article, "محمد العلي")
    desk.take(article, view.id, "anna")
    for author in ("anna", "badr"):
        hand_in(project, Layer(LayerKey(NAME, "own", author)), revision=2)
    article = desk.open(NAME)
    assert article.view(view.id).state == "changed"
    assert len(gold_at(article, "محمد العلي")) == 1
    desk.reject(article, view.id)
    assert article.views == ()
    assert article.gold.annotations == ()


def versions() -> dict[tuple[str, int], Layer]:
    """Three analysts, each with two revisions."""
    first, second = two_analysts()
    found = {("anna", 1): first, ("badr", 1): second}
    for author, layer in (("anna", first), ("badr", second)):
        changed = tuple(
            msgspec.structs.replace(one, label="FAC") if one.label in ("GPE", "LOC") else one
            for one in layer.annotations[:-1]
            if one.kind == "entity"
        )
        found[author, 2] = msgspec.structs.replace(layer, annotations=changed, relations=())
    third = writer("carim")
    third.mark("entity", "PER", "محمد العلي")
    found["carim", 1] = third.layer
    third.mark("entity", "GPE", "القاهرة")
    found["carim", 2] = third.layer
    return found


def test_a_hundred_orders_of_coming_and_coming_again_give_one_state(tmp_path: Path) -> None:
    came = versions()
    rng = random.Random(7)
    names = [f"d{n}" for n in range(100)]
    with new_project(tmp_path, **dict.fromkeys(names, TEXT)) as project:
        for author in ("anna", "badr"):
            hand_in(project, came[author, 1], document=names)
        desk = review_desk(project)
        rules = [Rule("unanimous"), Rule("clitic")]
        apply_everywhere(desk, preview_everywhere(desk, rules, names).proposals)
        orders = {name: rng.sample([*came, *came], 2 * len(came)) for name in names}
        for turn in range(2 * len(came)):
            for author, revision in came:
                here = [name for name in names if orders[name][turn] == (author, revision)]
                hand_in(project, came[author, revision], revision=revision, document=here)
        found = {state_of(desk.read(name)) for name in names}
        assert len(found) == 1
        assert {row[0] for row in found.pop()} == {"decided", "changed", "open"}


def state_of(article: ReviewArticle) -> tuple[tuple[object, ...], ...]:
    """Everything that is to be seen of an article, without ids."""
    gold = {one.id: (one.label, one.spans) for one in article.gold.annotations}
    return tuple(
        (
            view.state,
            view.verdicts,
            view.case.fingerprints,
            view.decision.choice if view.decision else None,
            gold.get((view.decision.gold if view.decision else None) or ""),
        )
        for view in article.views
    )


def test_a_label_that_is_renamed_opens_no_case_and_the_gold_reads_in_the_new_word(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    for view in article.views:
        desk.take(article, view.id, "anna")
    before = project.codebook()
    labels = tuple(msgspec.structs.replace(o, id="HUMAN") if o.id == "PER" else o for o in before.labels)
    rule = Move("label", "PER", "HUMAN", ("entity",))
    after = msgspec.structs.replace(
        before, version="9.0", labels=labels, history=(Revision(before.version, "9.0", (rule,)),)
    )
    desk.desk.write([Draft(CORPUS, "codebook", REVIEWER.id, (Change("codebook", before.name, before, after),))])
    assert {view.state for view in article.views} == {"decided"}
    (gold,) = gold_at(article, "محمد العلي")
    assert gold.label == "HUMAN"
    view = at(article, "محمد العلي")
    desk.give_reason(article, view.id, reason="meaning")
    (gold,) = gold_at(article, "محمد العلي")
    assert (gold.label, gold.provenance.reason) == ("HUMAN", "meaning")
    survey = Survey(REVIEWER)
    survey.catch_up(project)
    assert [item.open for item in survey.queue()] == [0]
    desk.desk.undo()
    assert project.differences_from_journal() == []


# --- the article as a whole


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


# --- over all articles


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


# --- the sample


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
