from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.problems import KnownError
from annotator.store import backup, engine, guard, secondcopy
from annotator.store.backup import Backups, send_copy, to_keep
from annotator.store.secondcopy import SecondCopy, StepLine, read
from tests.store.raw_project import add_steps, copied, make

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> engine.Connection:
    return make(tmp_path / "a.hashiya", 9)


def test_a_backup_is_one_whole_file_of_what_stands_in_the_wal_too(tmp_path: Path, project: engine.Connection) -> None:
    made = Backups(tmp_path / "data").make(tmp_path / "a.hashiya", now=NOON)
    assert (made.seq, made.at) == (9, NOON)
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
    assert guard.classify(made.path).sort == "ours"
    copy = engine.connect(made.path, read_only=True)
    assert copied(copy) == copied(project)
    copy.close()
    assert Backups(tmp_path / "data").all() == (made,)


def test_a_backup_cuts_the_second_copy_behind_itself(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    Backups(tmp_path / "data").make(tmp_path / "a.hashiya", second=second)
    add_steps(project, 4)
    second.catch_up(project)
    second.close()
    records = list(read(tmp_path / "data" / secondcopy.NAME))
    assert [record.seq for record in records if isinstance(record, StepLine)] == [10, 11, 12, 13]
    assert len(records) == 1 + 4 + 2 * 2


def test_due_when_changed_and_half_an_hour_old(tmp_path: Path, project: engine.Connection) -> None:
    backups = Backups(tmp_path / "data")
    assert not backups.due(0, now=NOON)
    assert backups.due(9, now=NOON)
    backups.make(tmp_path / "a.hashiya", now=NOON)
    later = NOON + timedelta(minutes=30)
    assert not backups.due(9, now=later)
    assert not backups.due(10, now=later - timedelta(seconds=1))
    assert backups.due(10, now=later)
    assert backups.changed(10)
    assert not backups.changed(9)


def test_an_unsound_journal_is_no_backup_and_nothing_is_left_of_it(tmp_path: Path, project: engine.Connection) -> None:
    project.execute("DROP TRIGGER journal_no_update")
    project.execute("UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), 'tag', 'tug') AS BLOB) WHERE seq = 5")
    with pytest.raises(KnownError) as caught:
        Backups(tmp_path / "data").make(tmp_path / "a.hashiya")
    assert (caught.value.problem.key, caught.value.problem.named["seq"]) == ("backup.unsound-step", 5)
    assert list((tmp_path / "data" / backup.FOLDER).iterdir()) == []


def test_a_backup_that_cannot_be_made_is_told(tmp_path: Path, project: engine.Connection) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        Backups(tmp_path / "data").make(tmp_path / "a.hashiya")
    assert caught.value.problem.key == "project.copy-failed"


def test_a_sent_copy_replaces_only_when_it_is_whole(tmp_path: Path, project: engine.Connection) -> None:
    target = tmp_path / "sent.hashiya"
    target.write_text("old", encoding="utf-8")
    (tmp_path / "foreign.hashiya").write_text("مقال", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        send_copy(tmp_path / "foreign.hashiya", target)
    assert caught.value.problem.key == "store.damaged"
    assert target.read_text(encoding="utf-8") == "old"
    assert send_copy(tmp_path / "a.hashiya", target) == target
    assert guard.classify(target).sort == "ours"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


def test_renew_leaves_one_backup_and_no_older_line(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    backups = Backups(tmp_path / "data")
    backups.make(tmp_path / "a.hashiya", second=second)
    add_steps(project, 3)
    made = backups.renew(tmp_path / "a.hashiya", second=second)
    assert backups.all() == (made,)
    assert not (tmp_path / "data" / secondcopy.PREVIOUS).exists()
    assert len(list(read(tmp_path / "data" / secondcopy.NAME))) == 1
    second.close()


def test_a_year_of_backups_twice_a_day() -> None:
    today = date(2026, 3, 10)
    days = [today - timedelta(days=number // 2) for number in range(730)]
    kept = [days[number] for number in sorted(to_keep(days, today))]
    assert len(kept) == 4 + backup.DAYS + backup.WEEKS + backup.MONTHS
    assert kept[:4] == [today, today, today - timedelta(days=1), today - timedelta(days=1)]
    assert kept[4:16] == [today - timedelta(days=number) for number in range(2, 14)]
    weeks = kept[16:26]
    assert len({day.isocalendar()[:2] for day in weeks}) == backup.WEEKS
    assert len({(day.year, day.month) for day in kept[26:]}) == backup.MONTHS


@given(st.lists(st.integers(0, 900), max_size=80), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_newest_always_stays_and_the_number_is_bounded(ages: list[int], today: date) -> None:
    days = [today - timedelta(days=age) for age in sorted(ages)]
    kept = to_keep(days, today)
    assert not days or 0 in kept
    old = [number for number in kept if days[number] < today - timedelta(days=1)]
    assert len(old) <= backup.DAYS + backup.WEEKS + backup.MONTHS


@given(st.lists(st.integers(0, 120), max_size=40), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_what_is_let_go_once_would_be_let_go_again(ages: list[int], today: date) -> None:
    days = [today - timedelta(days=age) for age in sorted(ages)]
    left = [days[number] for number in sorted(to_keep(days, today))]
    assert to_keep(left, today) == frozenset(range(len(left)))
