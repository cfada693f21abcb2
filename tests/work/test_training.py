"""Training shows the score and the differences after handing in and never before; re-tests are hidden and measured."""

import hashlib
import json
from pathlib import Path

import pytest

from annotator.model.layer import LayerKey
from annotator.store.project import Project
from annotator.work.batches import Batches, Plan
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl, import_sources
from annotator.work.headway import progress_of
from annotator.work.history import History
from annotator.work.overview import overview
from annotator.work.retest import Retests
from annotator.work.review import ReviewDesk
from annotator.work.search import Search
from annotator.work.sight import visible
from annotator.work.survey import Survey
from annotator.work.training import comparisons_of, lesson_of
from tests.work.teamwork import LEAD, NAMES, desk_of, lying_of, submit, tag, team
from tests.work.test_people import refused

__all__ = ["team"]


@pytest.fixture
def taught(team: Project) -> Project:
    """The first article has gold by badr and is given to anna for training."""
    badr = desk_of(team, "badr")
    for words, label in (("محمد العلي", "PER"), ("عمان", "GPE"), ("الحكومة", "ORG")):
        tag(badr, "a00", words, label)
    submit(badr, "a00")
    review = ReviewDesk(Desk(team, LEAD))
    review.accept(review.open("a00"), rest=True)
    batches = Batches(Desk(team, LEAD))
    batches.make(batches.plan(Plan(name="تدريب", documents=("a00",), people=("anna",), training=True)))
    return team


def test_gold_of_training_is_seen_after_handing_in_and_not_before(taught: Project) -> None:
    anna = desk_of(taught, "anna")
    gold = LayerKey("a00", "gold", LEAD.id)
    tag(anna, "a00", "الوزير محمد العلي", "PER")
    tag(anna, "a00", "عمان", "GPE")
    assert lesson_of(taught, anna.sight, "a00") is None
    submit(anna, "a00")
    assert not anna.sight.sees(gold)
    lesson = lesson_of(taught, anna.sight, "a00")
    assert lesson is not None
    found = {(one.measure, one.kind): one.value for one in lesson.scores}
    assert found["f1.exact", "entity"] == pytest.approx(2 * 1 / (2 + 3))
    assert found["f1.overlap", "entity"] == pytest.approx(2 * 2 / (2 + 3))
    assert [one.verdicts for one in lesson.comparison.differences] == [("boundary",), ("missing",)]
    missed = lesson.comparison.differences[1]
    assert missed.first is None
    assert missed.second is not None
    assert missed.second.label == "ORG"
    assert (lesson.comparison.agreed, lesson.attempt) == (1, 1)


def test_a_second_attempt_is_called_so(taught: Project) -> None:
    anna = desk_of(taught, "anna")
    submit(anna, "a00")
    tag(anna, "a00", "عمان", "GPE")
    assert lesson_of(taught, anna.sight, "a00") is None
    submit(anna, "a00")
    lesson = lesson_of(taught, anna.sight, "a00")
    assert lesson is not None
    assert lesson.attempt == 2


def test_nobody_else_learns_from_it(taught: Project) -> None:
    anna, celia = desk_of(taught, "anna"), desk_of(taught, "celia")
    for one in (anna, celia):
        submit(one, "a00")
    assert lesson_of(taught, celia.sight, "a00") is None
    [batch] = Batches(anna).all()
    assert set(comparisons_of(taught, anna.sight, batch)) == set(batch.tasks)
    assert comparisons_of(taught, celia.sight, batch) == {}
    assert set(comparisons_of(taught, Desk(taught, LEAD).sight, batch)) == set(batch.tasks)


def hide(project: Project) -> str:
    """Have anna finish four articles and give her one of them once more; its copy."""
    batches, anna = Batches(Desk(project, LEAD)), desk_of(project, "anna")
    batches.make(batches.plan(Plan(name="الأولى", documents=tuple(NAMES), people=("anna",), seed=3)))
    for name in NAMES[:4]:
        tag(anna, name, "محمد العلي", "PER")
        submit(anna, name)
    [batch] = batches.all()
    retests = Retests(Desk(project, LEAD))
    assert retests.candidates("anna") == tuple(NAMES[:4])
    retests.hide(batch.id, "anna", ["a02"])
    [pair] = retests.pairs()
    return pair.copy


def test_a_second_copy_is_given_and_stands_in_no_list(team: Project) -> None:
    copy = hide(team)
    person = team.person("anna")
    assert person is not None
    document = team.document(copy)
    assert document.retest_of == "a02"
    assert (document.title, team.text(copy)) == (team.document("a02").title, team.text("a02"))
    assert "a02" not in copy
    corpus = Corpus(team, person)
    assert [row.id for row in corpus.rows(0, 99)] == NAMES
    assert corpus.count() == 12
    names = [one.row.id for one in lying_of(team, "anna").lying(99)]
    assert copy in names
    assert names.index(copy) >= 2
    assert visible(team, person).unlisted() == (copy,)
    assert copy in [row.id for row in Corpus(team, LEAD).rows(0, 99)]
    other = team.person("badr")
    assert other is not None
    assert copy not in [row.id for row in Corpus(team, other).rows(0, 99)]


def test_who_says_the_same_again_is_measured(team: Project) -> None:
    copy, anna, retests = hide(team), desk_of(team, "anna"), Retests(Desk(team, LEAD))
    assert retests.agreement("anna") == ()
    tag(anna, copy, "محمد العلي", "PER")
    tag(anna, copy, "عمان", "GPE")
    assert retests.pairs()[0].comparison is None
    submit(anna, copy)
    [pair] = retests.pairs()
    assert pair.comparison is not None
    assert [one.verdicts for one in pair.comparison.differences] == [("missing",)]
    found = {(one.measure, one.kind): one.value for one in retests.agreement("anna")}
    assert found["f1.exact", "entity"] == pytest.approx(2 / 3)
    assert Retests(anna).pairs() == ()


def test_a_second_copy_comes_to_no_gold(team: Project) -> None:
    copy, anna = hide(team), desk_of(team, "anna")
    submit(anna, copy)
    survey = Survey(LEAD)
    survey.catch_up(team)
    assert {item.document for item in survey.queue()} == set(NAMES[:4])
    with refused("review.retest"):
        ReviewDesk(Desk(team, LEAD)).open(copy)


def test_a_batch_goes_with_second_copies_that_nobody_began(team: Project) -> None:
    copy, desk = hide(team), Desk(team, LEAD)
    [batch] = Batches(desk).all()
    Batches(desk).remove(batch.id)
    assert not team.has_document(copy)
    desk.undo()
    assert team.has_document(copy)
    assert progress_of(team, Batches(desk).named(batch.id), desk.sight).whole.total == 13
    tag(desk_of(team, "anna"), copy, "عمان", "GPE")
    with refused("batch.retested"):
        Batches(desk).remove(batch.id)
    with refused("retest.not-done"):
        Retests(desk).hide(batch.id, "anna", ["a02"])
    assert team.differences_from_journal() == []


def test_a_second_copy_is_told_by_no_search_count_or_export(team: Project, tmp_path: Path) -> None:
    copy, person = hide(team), team.person("anna")
    assert person is not None
    tag(desk_of(team, "anna"), copy, "عمان", "GPE")
    hits = {one.document for one in Search(team, person).find("العلي", limit=99).hits}
    assert hits == set(NAMES)
    assert copy in {one.document for one in Search(team, LEAD).find("العلي", limit=99).hits}
    assert overview(team, person).articles == len(NAMES)
    out = tmp_path / "own.jsonl"
    export_jsonl(team, out, person=person)
    assert "retest" not in out.read_text("utf-8")
    report = import_sources(team, [out], person=LEAD)
    assert (report.refused, report.remarked) == (0, 0)
    assert team.document(copy).retest_of == "a02"


def test_a_second_copy_leaves_no_trace_in_the_history_of_who_works_on_it(team: Project) -> None:
    copy, lead, anna = hide(team), Desk(team, LEAD), desk_of(team, "anna")
    [batch] = Batches(lead).all()
    Batches(lead).change(batch.id, name="أخرى")
    lead.undo()
    lead.redo()
    acts = {line.act for line in History(anna).lines()}
    assert not [act for act in acts if act.startswith(("batch", "person"))]
    assert not [line for line in History(anna).lines() if line.document == copy]
    assert {"batch.new", "batch.retest", "batch.edit", "person.add"} <= {line.act for line in History(lead).lines()}


def test_an_article_from_elsewhere_is_no_second_copy_whatever_it_says(team: Project, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    export_jsonl(team, out, person=LEAD, layer="all")
    record = json.loads(out.read_text("utf-8").splitlines()[0])
    text = f"{record['text']} آخر"
    record |= {"id": "b0", "text": text, "text_length": len(text), "tokens": [], "sentences": []}
    record |= {"text_sha256": hashlib.sha256(text.encode()).hexdigest()}
    record |= {"metadata": [{"name": "retest_of", "value": NAMES[0]}]}
    out.write_text(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    assert import_sources(team, [out], person=LEAD).articles == 1
    assert team.document("b0").retest_of is None
