"""Time on task: idle time does not count, it outlives a restart, and only its owner and the lead come by it."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.store.project import Folders, Project
from annotator.work.desk import Desk
from annotator.work.effort import IDLE, WRITE_AFTER, Effort, Stopwatch
from annotator.work.sight import visible
from tests.work.conftest import ALONE

AT = "2026-01-05T10:00:00.000Z"
TASKS = st.sampled_from(["a", "b", None])
SIGNS = st.lists(st.tuples(TASKS, st.floats(0, 500), st.booleans()), max_size=30)


@given(SIGNS)
def test_no_more_is_counted_than_the_clock_ran_nor_than_the_idle_time_of_each_pause(
    signs: list[tuple[str | None, float, bool]],
) -> None:
    watch, now, counted, away = Stopwatch(), 0.0, 0.0, True
    for task, passed, leaves in signs:
        now += passed
        _, seconds = watch.stop(now) if leaves else watch.touch(task, now)
        assert 0 <= seconds <= (0 if away else min(passed, IDLE)) + 1e-6
        counted += seconds
        away = leaves
    assert counted <= now + 1e-6


def test_time_belongs_to_the_task_that_was_in_front() -> None:
    watch = Stopwatch()
    assert watch.touch("a", 10.0) == (None, 0.0)
    assert watch.touch("a", 15.0) == ("a", 5.0)
    assert watch.touch("b", 20.0) == ("a", 5.0)
    assert watch.touch(None, 20.0 + 3 * IDLE) == ("b", IDLE)
    assert watch.stop(900.0) == (None, IDLE)
    assert watch.stop(950.0)[1] == 0.0


def test_seconds_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "effort.tsv"
    first = Effort(path)
    first.add("a", WRITE_AFTER + 0.5)
    first.add("b", 1.25)
    assert Effort(path).seconds("a") == int(WRITE_AFTER)
    assert Effort(path).seconds("b") == 0
    first.flush()
    second = Effort(path)
    second.add("a", 10.0)
    second.flush()
    assert (Effort(path).seconds("a"), Effort(path).seconds("b")) == (int(WRITE_AFTER + 10.5), 1)


@pytest.mark.parametrize("torn", ["12.5\ta", "12", "x\ta\n", "\udcff\n", "-3\ta\n", f"{10**400}\ta\n", "nan\ta\n"])
def test_a_torn_line_costs_itself_alone(tmp_path: Path, torn: str) -> None:
    path = tmp_path / "effort.tsv"
    path.write_bytes(b"40.0\ta\n" + torn.encode("utf-8", "surrogateescape"))
    effort = Effort(path)
    assert effort.seconds("a") == 40
    effort.add("a", 5.0)
    effort.flush()
    assert Effort(path).seconds("a") == 45


def test_a_disk_that_takes_nothing_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    effort = Effort(tmp_path / "file" / "effort.tsv")
    effort.add("a", 2 * WRITE_AFTER)
    assert effort.seconds("a") == 2 * WRITE_AFTER


def handed_in(desk: Desk, seconds: float) -> LayerKey:
    """Work so long on the first article and hand it in."""
    document = desk.project.document_ids()[0]
    desk.effort.add(document, seconds)
    article = desk.open(document)
    desk.stand(article, "submitted", at=AT)
    return article.key


def test_what_is_handed_in_says_how_long_it_took_and_undo_takes_it_back(desk: Desk) -> None:
    key = handed_in(desk, 123.4)
    assert desk.project.layer(key).facts.seconds == 123
    assert desk.sight.seconds() == {key: 123}
    assert desk.sight.seconds([key.document]) == {key: 123}
    assert desk.sight.seconds(["another"]) == {}
    desk.undo()
    assert desk.sight.seconds() == {}
    assert desk.project.layer(key).facts.seconds is None


def test_who_has_measured_nothing_says_nothing(desk: Desk) -> None:
    key = handed_in(desk, 0.0)
    assert desk.project.layer(key).facts.seconds is None


def test_only_the_owner_and_the_lead_learn_it(project: Project) -> None:
    analyst, reviewer = Person("an", "A"), Person("re", "R", ("reviewer",))
    key = handed_in(Desk(project, analyst), 61)
    for person, sees in ((analyst, True), (ALONE, True), (reviewer, False), (Person("other", "O"), False)):
        sight = visible(project, person)
        assert sight.seconds() == ({key: 61} if sees else {})
        assert sight.layer(key).facts.seconds == (61 if sees else None)
    assert visible(project, reviewer).layers_of(key.document)[0].facts.seconds is None
    gone = msgspec.structs.replace(ALONE, left=True)
    assert visible(project, gone).seconds() == {}


def test_what_was_not_handed_in_is_not_in_the_file(project: Project, tmp_path: Path) -> None:
    desk = Desk(project, ALONE)
    desk.effort.add(project.document_ids()[0], 777.0)
    desk.effort.flush()
    assert b"777" not in project.path.read_bytes()
    kept = list((Folders(tmp_path / "data").data / project.id).glob("effort-*.tsv"))
    assert [one.read_text() for one in kept] == [f"777.0\t{project.document_ids()[0]}\n"]


def test_who_worked_on_and_hands_in_once_more_stays_handed_in(desk: Desk) -> None:
    key = handed_in(desk, 61)
    desk.effort.add(key.document, 30.0)
    article = desk.open(key.document)
    desk.stand(article, "submitted", at=AT)
    assert article.state == desk.project.layer(key).state == "submitted"
    assert desk.project.layer(key).facts.seconds == 91
    assert desk.project.differences_from_journal() == []
