"""The desk: returned with comments first, then by the day it is wanted, then what was begun."""

from annotator.store.project import Project
from annotator.work.batches import Batches, Plan
from annotator.work.corpus import Corpus, Filter
from annotator.work.desk import Desk
from annotator.work.review import ReviewDesk
from tests.work.teamwork import LEAD, NAMES, desk_of, lying_of, submit, tag, team

__all__ = ["team"]


def hand_out(project: Project, name: str, documents: list[str], due: str | None) -> None:
    batches = Batches(Desk(project, LEAD))
    batches.make(batches.plan(Plan(name=name, documents=tuple(documents), people=("anna",), due=due, seed=1)))


def test_without_batches_everything_waits(team: Project) -> None:
    anna = desk_of(team, "anna")
    tag(anna, "a07", "محمد العلي", "PER")
    submit(anna, "a03")
    desk = lying_of(team, "anna")
    assert [one.row.id for one in desk.lying(99)] == ["a07", *(n for n in NAMES if n not in ("a03", "a07"))]
    assert desk.waiting() == 11
    assert desk.after("a02") == "a04"
    assert desk.after("a11") == "a07"


def test_returned_first_then_batches_by_day_then_what_was_begun(team: Project) -> None:
    anna = desk_of(team, "anna")
    hand_out(team, "بلا موعد", ["a00", "a01"], None)
    hand_out(team, "لاحقا", ["a02", "a03"], "2026-06-01")
    hand_out(team, "قريبا", ["a04", "a05", "a06"], "2026-05-01")
    tag(anna, "a09", "محمد العلي", "PER")
    tag(anna, "a06", "محمد العلي", "PER")
    for name in ("a05", "a08"):
        submit(anna, name)
    review = ReviewDesk(Desk(team, LEAD))
    review.send_back(review.open("a05"), "anna", "انظر في حدود الأسماء")
    desk = lying_of(team, "anna")
    found = desk.lying(99)
    assert [one.row.id for one in found] == ["a05", "a06", "a04", "a02", "a03", "a00", "a01", "a09"]
    assert [one.pile for one in found] == ["returned", *["batch"] * 6, "begun"]
    assert (found[0].batch, found[0].due) == ("قريبا", "2026-05-01")
    assert [said.text for said in found[0].comments] == ["انظر في حدود الأسماء"]
    assert desk.waiting() == len(found)
    assert [one.row.id for one in desk.lying(3)] == ["a05", "a06", "a04"]


def test_work_goes_on_within_the_batch(team: Project) -> None:
    hand_out(team, "قريبا", ["a04", "a06", "a08"], "2026-05-01")
    hand_out(team, "لاحقا", ["a01"], None)
    anna, person = desk_of(team, "anna"), team.person("anna")
    assert person is not None
    corpus, desk = Corpus(team, person), lying_of(team, "anna")
    assert (corpus.place_of("a06"), corpus.total_around("a06")) == (2, 3)
    assert (corpus.place_of("a07"), corpus.total_around("a07")) == (8, 12)
    assert corpus.neighbour_of("a04") == "a06"
    assert corpus.neighbour_of("a04", before=True) is None
    submit(anna, "a06")
    assert desk.after("a04") == "a08"
    assert desk.after("a08") == "a04"
    for name in ("a04", "a08"):
        submit(anna, name)
    assert desk.after("a08") == "a01"
    assert corpus.count(Filter(standing="submitted")) == 3


def test_who_was_given_nothing_has_an_empty_desk(team: Project) -> None:
    hand_out(team, "قريبا", ["a04"], None)
    desk = lying_of(team, "badr")
    assert desk.lying(99) == ()
    assert desk.waiting() == 0


def test_lists_of_who_may_see_it_tell_to_whom_articles_were_given(team: Project) -> None:
    batches = Batches(Desk(team, LEAD))
    batches.make(batches.plan(Plan(name="أ", documents=("a00",), people=("anna", "badr"), each=2, seed=1)))
    anna = team.person("anna")
    assert anna is not None
    corpus, hers = Corpus(team, LEAD), Corpus(team, anna)
    assert [row.people for row in corpus.rows(0, 2)] == [("Anna", "Badr"), ()]
    assert (corpus.shows_people, hers.shows_people) == (True, False)
    assert {row.people for row in hers.rows(0, 99)} == {()}
