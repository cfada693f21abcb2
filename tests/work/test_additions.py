"""Whole frames that a reviewer makes: added, or in place of all versions; fillers found once they are decided."""

import msgspec
import pytest

from annotator.model.annotation import Target
from annotator.store.project import Project
from annotator.work.additions import Pool
from annotator.work.frames import Filling, Frame
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle
from tests.work.reviewed import (
    NAME,
    TEXT,
    at,
    gold_at,
    place,
    project,
    review_desk,
)

__all__ = ["project"]


@pytest.fixture
def review(project: Project) -> ReviewDesk:
    return review_desk(project)


@pytest.fixture
def article(review: ReviewDesk) -> ReviewArticle:
    return review.open(NAME)


def fillers(article: ReviewArticle, source: str) -> dict[str, Target]:
    return {one.role: one.target for one in article.gold.relations if one.source == source}


def test_a_quote_that_everybody_missed_is_added_with_cue_and_speaker(
    review: ReviewDesk, article: ReviewArticle
) -> None:
    review.take(article, at(article, "الحكومة").id, "anna")
    (speaker,) = gold_at(article, "الحكومة")
    frame = Frame(
        kind="quote",
        label="indirect",
        spans=place(TEXT, "الحكومة ترحب به"),
        cue=place(TEXT, "أضاف"),
        parts=(("speaker", Filling(Target(annotation=speaker.id))),),
    )
    review.put_frame(article, frame)
    (quote,) = gold_at(article, "ترحب به", "quote")
    assert quote.provenance.adjudicator == review.desk.person.id
    assert fillers(article, quote.id) == {"speaker": Target(annotation=speaker.id), "cue": Target(f"{quote.id}.cue")}
    decision = next(one for one in article.decisions.values() if one.choice == "add")
    assert decision.gold == quote.id
    review.desk.undo()
    assert gold_at(article, "ترحب به", "quote") == []


def test_a_filler_that_waits_is_found_once_it_is_decided(review: ReviewDesk, article: ReviewArticle) -> None:
    pool = Pool(article).layer
    russia = next(one for one in pool.annotations.values() if one.surface(TEXT) == "روسيا")
    assert ":" in russia.id
    frame = Frame(
        kind="event",
        label="CONSULT",
        spans=place(TEXT, "ترحب"),
        parts=(("actor", Filling(Target(annotation=russia.id))),),
    )
    review.put_frame(article, frame)
    (event,) = gold_at(article, "ترحب", "event")
    assert fillers(article, event.id).get("actor", Target()).annotation is None
    review.take(article, at(article, "روسيا").id, "anna")
    (decided,) = gold_at(article, "روسيا")
    assert fillers(article, event.id)["actor"] == Target(annotation=decided.id)


def test_a_case_is_decided_by_a_frame_of_ones_own(review: ReviewDesk, article: ReviewArticle) -> None:
    case = at(article, "اتهمت", "event")
    frame = Pool(article).frame_of(case)
    assert {role for role, _ in frame.parts} == {"actor", "recipient"}
    only = msgspec.structs.replace(frame, parts=tuple(one for one in frame.parts if one[0] == "actor"))
    review.put_frame(article, only, case.id)
    (event,) = gold_at(article, "اتهمت", "event")
    view = article.view(case.id)
    assert (view.state, view.decision.choice if view.decision else "") == ("decided", "edit")
    assert "recipient" not in fillers(article, event.id)
    again = Pool(article).frame_of(article.view(case.id))
    review.put_frame(article, msgspec.structs.replace(again, label="CONSULT"), case.id)
    (changed,) = gold_at(article, "اتهمت", "event")
    assert (changed.id, changed.label) == (event.id, "CONSULT")
