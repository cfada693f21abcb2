"""What survives when layers come again: decided cases stay, what is new is open, in whatever order they come."""

import random
from pathlib import Path

import msgspec

from annotator.model.layer import Layer, LayerKey
from annotator.model.revision import Move, Revision
from annotator.model.step import CORPUS, Change, Draft
from annotator.store.project import Project
from annotator.work.merging import Rule
from annotator.work.reviewing import ReviewArticle
from annotator.work.survey import Survey
from annotator.work.sweeping import apply_everywhere, preview_everywhere
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
    writer,
)

__all__ = ["desk", "project"]


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
