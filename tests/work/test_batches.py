"""Batches are handed out, changed, measured and taken back; nobody sees what was given to others."""

from collections import Counter
from datetime import date

import pytest

from annotator.model.batch import Batch, Task
from annotator.store.project import Project
from annotator.work.batches import Batches, Plan
from annotator.work.desk import Desk
from annotator.work.headway import progress_of
from annotator.work.pace import usual, worked_seconds
from annotator.work.people import People
from annotator.work.retest import Retests
from annotator.work.undoing import Undoing
from tests.work.teamwork import ANALYSTS, LEAD, NAMES, desk_of, submit, tag, team
from tests.work.test_people import refused

__all__ = ["team"]


def plan(**other: object) -> Plan:
    asked: dict[str, object] = {"name": "الأولى", "documents": tuple(NAMES), "people": ANALYSTS, "seed": 7}
    return Plan(**{**asked, **other})  # type: ignore[arg-type]


def make(project: Project, **other: object) -> Batch:
    batches = Batches(Desk(project, LEAD))
    batch = batches.plan(plan(**other))
    batches.make(batch)
    return batches.named(batch.id)


def test_a_batch_gives_each_article_to_k_people_evenly(team: Project) -> None:
    batch = make(team, each=2, due=" 2026-02-01 ")
    assert Counter(task.document for task in batch.tasks) == dict.fromkeys(NAMES, 2)
    assert Counter(task.person for task in batch.tasks) == dict.fromkeys(ANALYSTS, 8)
    assert (batch.due, batch.layers_per_document, batch.seed) == ("2026-02-01", 2, 7)
    assert batch.tasks == make(team, each=2, name="الثانية").tasks


def test_a_sample_is_drawn_by_outlet(team: Project) -> None:
    batch = make(team, sample=6)
    outlets = Counter(team.document(name).source.publisher for name in batch.documents)
    assert outlets == {"وكالة": 4, "صحيفة": 2}
    assert batch.sample == len(NAMES)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("batch.no-name", {"name": "  "}),
        ("batch.no-article", {"documents": ("nowhere",)}),
        ("batch.few-people", {"each": 4}),
        ("batch.few-people", {"people": ()}),
        ("batch.bad-day", {"due": "tomorrow"}),
        ("batch.no-gold", {"training": True}),
        ("team.gone", {"people": ("nobody",)}),
    ],
)
def test_what_cannot_be_is_refused(team: Project, key: str, other: dict[str, object]) -> None:
    with refused(key):
        make(team, **other)
    assert team.batches() == ()


def test_only_a_lead_hands_out_and_changes(team: Project) -> None:
    batch = make(team)
    with refused("batch.same-name"):
        make(team)
    batches = Batches(desk_of(team, "anna"))
    for deed in (
        lambda: batches.plan(plan(name="x")),
        lambda: batches.change(batch.id, name="x"),
        lambda: batches.leave_out(batch.id, batch.tasks[:1], "x"),
        lambda: batches.pass_on(batch.id, "anna", ["badr"]),
        lambda: batches.give_more(batch.id, NAMES),
        lambda: batches.remove(batch.id),
    ):
        with refused("team.not-lead"):
            deed()


def test_an_analyst_sees_nothing_of_what_others_were_given(team: Project) -> None:
    batch = make(team, each=2)
    make(team, name="لغيرها", people=("badr",))
    [seen] = Batches(desk_of(team, "anna")).all()
    assert seen.people == ("anna",)
    assert {task.person for task in seen.tasks} == {"anna"}
    assert set(seen.documents) == {task.document for task in batch.tasks_of("anna")}
    progress = progress_of(team, seen, desk_of(team, "anna").sight)
    assert [share.person for share in progress.shares] == ["anna"]
    assert progress.whole.total == 8
    assert Batches(desk_of(team, "anna")).all()[0].layers_per_document == 1


def test_every_deed_is_a_step_that_undo_takes_back(team: Project) -> None:
    desk = Desk(team, LEAD)
    batches = Batches(desk)
    batch = make(team, documents=tuple(NAMES[:6]))
    deeds = (
        lambda: batches.change(batch.id, name="أخرى", due="2026-03-01"),
        lambda: batches.leave_out(batch.id, batch.tasks[:2], "  نص  مكرر "),
        lambda: batches.pass_on(batch.id, "anna", ["badr", "celia"]),
        lambda: batches.give_more(batch.id, NAMES),
        lambda: batches.remove(batch.id),
    )
    for deed in deeds:
        before = team.batches()
        [step] = deed()
        assert team.batches() != before
        assert step.stream == "corpus"
        desk.undo()
        assert team.batches() == before
        desk.redo()
    assert team.batches() == ()
    assert len(Undoing(team, LEAD.id).next_undo()) == 1
    assert team.differences_from_journal() == []


def test_progress_counts_states_and_leaves_excluded_out(team: Project) -> None:
    batch = make(team)
    anna = desk_of(team, "anna")
    first, second, third = (task.document for task in batch.tasks_of("anna")[:3])
    tag(anna, first, "محمد العلي", "PER")
    submit(anna, second)
    Batches(Desk(team, LEAD)).leave_out(batch.id, [Task(third, "anna")], "مكرر")
    progress = progress_of(team, Batches(Desk(team, LEAD)).named(batch.id), Desk(team, LEAD).sight)
    share = next(one for one in progress.shares if one.person == "anna")
    assert dict(share.counts) == {
        "untouched": 1, "open": 1, "returned": 0, "submitted": 1, "accepted": 0, "excluded": 1,
    }  # fmt: skip
    assert (share.total, share.done, share.left) == (3, 1, 2)
    assert (progress.whole.total, progress.whole.done) == (11, 1)
    assert (share.usual, share.expected, progress.whole.expected) == (None, None, None)
    assert not progress.overdue(date(2026, 1, 1))


def test_what_is_begun_is_not_passed_on(team: Project) -> None:
    batch = make(team)
    anna, batches = desk_of(team, "anna"), Batches(Desk(team, LEAD))
    begun = batch.tasks_of("anna")[0].document
    tag(anna, begun, "محمد العلي", "PER")
    People(Desk(team, LEAD)).let_go("anna")
    batches.pass_on(batch.id, "anna", ["badr", "celia"])
    after = batches.named(batch.id)
    assert [task.document for task in after.tasks_of("anna")] == [begun]
    loads = Counter(task.person for task in after.tasks)
    assert abs(loads["badr"] - loads["celia"]) <= 1
    with refused("batch.nothing-left"):
        batches.pass_on(batch.id, "anna", ["badr"])
    with refused("team.gone"):
        batches.pass_on(batch.id, "badr", ["anna"])


def test_a_second_copy_is_not_passed_on(team: Project) -> None:
    batch, lead, anna = make(team), Desk(team, LEAD), desk_of(team, "anna")
    done = batch.tasks_of("anna")[0].document
    tag(anna, done, "محمد العلي", "PER")
    submit(anna, done)
    Retests(lead).hide(batch.id, "anna", [done])
    [pair] = Retests(lead).pairs()
    Batches(lead).pass_on(batch.id, "anna", ["badr", "celia"])
    kept = [task.document for task in Batches(lead).named(batch.id).tasks_of("anna")]
    assert sorted(kept) == sorted((done, pair.copy))
    assert [(one.person, one.document) for one in Retests(lead).pairs()] == [("anna", done)]


def test_how_long_people_take_is_told_to_them_and_to_who_leads(team: Project) -> None:
    batch, lead = make(team), Desk(team, LEAD)
    People(lead).add("Rita", roles=("reviewer",), identity="rita")
    for task in batch.tasks:
        desk = desk_of(team, task.person)
        desk.effort.add(task.document, {"anna": 100, "badr": 200, "celia": 300}[task.person])
        submit(desk, task.document)
    seen = {
        name: {share.person: share.usual for share in progress_of(team, desk.sight.batches()[0], desk.sight).shares}
        for name, desk in ((one, desk_of(team, one)) for one in (LEAD.id, "rita", "anna"))
    }
    assert seen == {
        LEAD.id: {"anna": 100, "badr": 200, "celia": 300},
        "rita": dict.fromkeys(ANALYSTS),
        "anna": {"anna": 100},
    }


def test_pauses_are_no_work_and_little_is_no_pace() -> None:
    moments = [f"2026-01-05T10:{minute:02}:00.000Z" for minute in (0, 1, 4, 30, 32)]
    assert worked_seconds(moments) == 60 + 180 + 120
    assert worked_seconds(moments[:1]) == 0
    assert usual([100, 200]) is None
    assert usual([100, 200, 9000]) == 200


def test_an_article_that_is_not_here_is_named_and_nothing_is_handed_out(team: Project) -> None:
    with refused("batch.no-article"):
        make(team, documents=(NAMES[0], "nowhere"))
    assert team.batches() == ()
