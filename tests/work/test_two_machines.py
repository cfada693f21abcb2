"""An analyst and a reviewer with a project file each: all that passes between them goes through exported records."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.validation import Finding, validate
from annotator.model.comment import Comment
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.step import TALK, Change, Draft
from annotator.store.project import Folders, Project
from annotator.work.answers import AnswerDesk, list_answers
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import answered_authors, export_records, import_sources
from annotator.work.reports import ImportReport
from annotator.work.review import ReviewDesk
from annotator.work.survey import Survey
from tests.measures.written import place
from tests.work.conftest import add_articles
from tests.work.reviewed import NAME, REVIEWER, TEXT, at, hand_in, new_project, review_desk, two_analysts

BADR = Person("badr", "Badr", ("analyst",))
OWN = LayerKey(NAME, "own", "badr")
GOLD = LayerKey(NAME, "gold", REVIEWER.id)
AT = "2025-11-20T08:00:00.000Z"


class Machines:
    """Both project files, and the file of records that goes from one to the other."""

    def __init__(self, folder: Path, there: Project, here: Project) -> None:
        self.there, self.here = there, here
        self.review: ReviewDesk = review_desk(there)
        self.answers = AnswerDesk(Desk(here, BADR))
        self._file = folder / "on-the-way.jsonl"

    def send(self) -> ImportReport:
        """The analyst's own layers to the reviewer."""
        export_records(self.here, self._file, person=BADR, format_name="jsonl")
        return self._arrive(self.there, REVIEWER)

    def answer(self, to: str | None = "badr") -> ImportReport:
        """The reviewer's answers to the analyst; to nobody in particular: all layers."""
        layer = "all" if to is None else None
        export_records(self.there, self._file, person=REVIEWER, format_name="jsonl", layer=layer, to=to)
        return self._arrive(self.here, BADR)

    @property
    def sent(self) -> bytes:
        return self._file.read_bytes()

    def _arrive(self, project: Project, person: Person) -> ImportReport:
        assert [one for one in validate(self._file) if isinstance(one, Finding)] == []
        done = import_sources(project, [self._file], person=person)
        # The written example points to entries that no registry here explains.
        assert (done.refused, {one.problem.key for one in done.remarks} - {"import.unknown-entry"}) == (0, set())
        again = import_sources(project, [self._file], person=person)
        assert (again.layers, again.comments, again.refused) == (0, 0, 0)
        return done


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """Both analysts' layers lie with the reviewer; the file of one of them holds his own."""
    anna, badr = two_analysts()
    made = Project.create(
        tmp_path / "own.hashiya", folders=Folders(tmp_path / "own"), person=BADR, codebook=default_codebook()
    )
    with new_project(tmp_path / "there") as there, made as here:
        add_articles(here, {NAME: TEXT})
        hand_in(there, anna)
        desk = Desk(here, BADR)
        article = desk.open(NAME)
        for one in badr.annotations:
            if one.kind == "entity":
                desk.tag(article, one.spans, one.label, beside=True)
        desk.stand(article, "submitted", at=AT)
        both = Machines(tmp_path, there, here)
        both.send()
        yield both


def decide(machines: Machines) -> None:
    """The reviewer decides for one version of the other, refuses one of badr's, and returns the layer."""
    article = machines.review.open(NAME)
    machines.review.take(article, at(article, "عمان").id, "anna")
    machines.review.reject(article, at(article, "روسيا").id)
    machines.review.send_back(article, "badr", "انظر في المدن")
    machines.review.close(article)


@pytest.mark.parametrize("to", ["badr", None])
def test_a_returned_layer_comes_back_with_answers_and_comments(machines: Machines, to: str | None) -> None:
    decide(machines)
    machines.answer(to)
    desk = machines.answers.desk
    assert desk.sight.layer(OWN).state == "returned"
    assert not desk.sight.sees(GOLD)
    [said] = desk.sight.comments(NAME)
    assert (said.text, said.layer) == ("انظر في المدن", OWN)
    found = machines.answers.open(NAME)
    assert [view.spans for view in found.views] == [place(TEXT, "عمان"), place(TEXT, "روسيا")]
    [item] = list_answers(machines.here, desk.sight)
    assert (item.state, item.reviewer, item.open, item.comments) == ("returned", REVIEWER.id, 2, 1)
    assert (b"anna" in machines.sent) == (to is None)


def test_an_appeal_reaches_the_reviewer_and_its_answer_comes_back(machines: Machines) -> None:
    decide(machines)
    machines.answer()
    article = machines.answers.open(NAME)
    city, russia = article.views
    machines.answers.take_over(article, city.id)
    machines.answers.appeal(article, russia.id, "اسم دولة في كل حال")
    assert machines.here.layer(OWN).facts.blind is False
    own = machines.answers.desk.open(NAME)
    machines.answers.desk.stand(own, "submitted", at=AT)
    assert machines.send().comments == 1
    survey = Survey(REVIEWER)
    survey.catch_up(machines.there)
    [waiting] = survey.queue()
    assert waiting.appeals == 1
    seen = machines.review.open(NAME)
    case = at(seen, "روسيا")
    assert (case.state, [one.said.text for one in case.appeals]) == ("appealed", ["اسم دولة في كل حال"])
    assert at(seen, "عمان").state == "decided"
    machines.review.take(seen, case.id, "anna")
    for view in seen.open_views:
        machines.review.take(seen, view.id, "anna")
    machines.review.accept(seen)
    machines.answer()
    assert machines.answers.desk.sight.layer(OWN).state == "accepted"
    [view] = [v for v in machines.answers.open(NAME).views if v.appeals]
    assert [(one.is_open, one.granted) for one in view.appeals] == [(False, True)]
    # What went to and fro is nobody's own work: the analyst's export is the same record as before.
    assert machines.send().layers == 0


def test_gold_that_goes_out_alone_holds_no_disputes(machines: Machines, tmp_path: Path) -> None:
    decide(machines)
    machines.answer()
    article = machines.answers.open(NAME)
    machines.answers.appeal(article, article.views[1].id, "اسم دولة في كل حال")
    machines.send()
    seen = machines.review.open(NAME)
    machines.review.mark_gap(seen, at(seen, "عمان").id, "أين المدن؟")
    out = tmp_path / "gold.jsonl"
    for layer, told in (("gold", False), ("all", True)):
        export_records(machines.there, out, person=REVIEWER, format_name="jsonl", layer=layer)
        assert ("اسم دولة".encode() in out.read_bytes(), "أين المدن".encode() in out.read_bytes()) == (told, told)


def test_gold_alone_is_told_in_the_words_that_others_know_and_comes_back_as_it_is(
    machines: Machines, tmp_path: Path
) -> None:
    decide(machines)
    case = next(view.id for view in machines.review.open(NAME).views)
    remark = Comment("m1", NAME, REVIEWER.id, "كلمة", AT, layer=GOLD, about=case)
    machines.review.desk.write([Draft(TALK, "comment", REVIEWER.id, (Change("comment", "m1", None, remark),))])
    out = tmp_path / "gold.jsonl"
    export_records(machines.there, out, person=REVIEWER, format_name="jsonl", layer="gold")
    [record] = map(json.loads, out.read_bytes().splitlines())
    assert "answers" not in record["status"]
    [said] = [one for one in record["comments"] if one["id"] == "m1"]
    assert set(said) == {"id", "about", "author", "at", "text", "resolved", "reply_to"}
    assert said["about"] is None
    done = import_sources(machines.there, [out], person=REVIEWER)
    assert (done.layers, done.unchanged, done.refused) == (0, 1, 0)


def test_an_import_of_answers_is_undone_as_a_whole(machines: Machines) -> None:
    decide(machines)
    machines.answer()
    desk = Desk(machines.here, BADR)
    assert desk.sight.layer(OWN).state == "returned"
    desk.undo()
    assert desk.sight.layer(OWN).state == "submitted"
    assert desk.sight.answers(NAME) == ()


def test_answers_are_offered_for_those_of_whom_a_reviewer_has_spoken(machines: Machines) -> None:
    assert answered_authors(machines.review.desk.sight) == ()
    decide(machines)
    assert answered_authors(machines.review.desk.sight) == ("badr",)
    assert answered_authors(Desk(machines.there, BADR).sight) == ()
