import os
import queue
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.store import engine, journal, secondcopy
from annotator.store.secondcopy import PayloadLine, SecondCopy, Start, StepLine, TextLine, read
from tests.store.raw_project import add_steps, copied, make

FIRST = Start(0, journal.FIRST_CHAIN.hex(), 0, 0)


def given_back(*paths: Path) -> dict[str, list[tuple[object, ...]]]:
    """Texts, parts and journal lines of second copies, in the form of ``copied``."""
    found: dict[str, list[tuple[object, ...]]] = {"text": [], "payload": [], "journal": []}
    for path in paths:
        for record in read(path):
            if isinstance(record, TextLine):
                found["text"].append((bytes.fromhex(record.sha256), record.body))
            elif isinstance(record, PayloadLine):
                found["payload"].append((bytes.fromhex(record.sha256), record.lines, record.size, record.body))
            elif isinstance(record, StepLine):
                line = record.line()
                found["journal"].append(tuple(getattr(line, name) for name in line.__struct_fields__))
    return {table: sorted(rows) if table != "journal" else rows for table, rows in found.items()}


@pytest.fixture
def project(tmp_path: Path) -> engine.Connection:
    return make(tmp_path / "a.hashiya", 7)


def test_it_holds_every_step_with_its_texts_and_parts(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    assert second.attach(project) is None
    for _ in range(5):
        add_steps(project, 1)
        assert second.catch_up(project) is None
    second.catch_up(project)
    second.close()
    assert given_back(tmp_path / "data" / secondcopy.NAME) == copied(project)


def test_a_step_is_in_the_file_when_the_call_returns(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    add_steps(project, 1)
    second.catch_up(project)
    assert given_back(tmp_path / "data" / secondcopy.NAME) == copied(project)
    second.close()


def test_texts_and_parts_stand_before_the_step_that_needs_them(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    second.close()
    kinds = [type(record) for record in read(tmp_path / "data" / secondcopy.NAME)]
    assert kinds == [Start] + [TextLine] * 3 + [PayloadLine] * 3 + [StepLine] * 7


def test_reopened_it_goes_on_where_it_stood_and_makes_up_for_what_it_missed(
    tmp_path: Path, project: engine.Connection
) -> None:
    for _ in range(3):
        second = SecondCopy(tmp_path / "data")
        assert second.attach(project) is None
        second.close()
        add_steps(project, 4)
    second = SecondCopy(tmp_path / "data")
    assert second.attach(project) is None
    second.close()
    assert given_back(tmp_path / "data" / secondcopy.NAME) == copied(project)


@settings(deadline=None, max_examples=40)
@example(cut=1)
@given(cut=st.integers(0, 3000))
def test_a_torn_end_is_cut_off_and_written_again(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("torn")
    project = make(folder / "a.hashiya", 6)
    second = SecondCopy(folder)
    second.attach(project)
    second.close()
    path = folder / secondcopy.NAME
    path.write_bytes(path.read_bytes()[: max(0, path.stat().st_size - cut)])
    second = SecondCopy(folder)
    assert second.attach(project) is None
    second.close()
    found = given_back(path)
    expected = copied(project)
    engine.close(project)
    assert found["journal"] == expected["journal"]
    assert sorted(set(found["text"])) == expected["text"]
    assert sorted(set(found["payload"])) == expected["payload"]


def test_cut_keeps_the_lines_before_once(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    seq, chain = journal.tail(project)
    add_steps(project, 2)
    second.catch_up(project)
    assert second.cut(project, Start(seq, chain.hex(), 3, 3)) is None
    second.close()
    new, old = tmp_path / "data" / secondcopy.NAME, tmp_path / "data" / secondcopy.PREVIOUS
    assert next(read(new)) == Start(7, chain.hex(), 3, 3)
    assert [record.seq for record in read(new) if isinstance(record, StepLine)] == [8, 9]
    assert [record.seq for record in read(old) if isinstance(record, StepLine)] == list(range(1, 10))


def test_later_steps_than_the_project_holds_are_set_aside_and_told(tmp_path: Path) -> None:
    early = make(tmp_path / "early.hashiya", 4)
    early.execute("VACUUM INTO ?", (str(tmp_path / "late.hashiya"),))
    late = engine.connect(tmp_path / "late.hashiya")
    add_steps(late, 3)
    second = SecondCopy(tmp_path / "data")
    second.attach(late)
    second.close()
    second = SecondCopy(tmp_path / "data")
    problem = second.attach(early)
    assert problem is not None
    assert (problem.key, problem.named["n"]) == ("secondcopy.ahead", 3)
    (aside,) = (tmp_path / "data").glob("steps-aside-*.jsonl")
    assert given_back(aside)["journal"] == copied(late)["journal"]
    second.close()
    assert given_back(tmp_path / "data" / secondcopy.NAME)["journal"] == copied(early)["journal"]


def test_a_branch_of_other_steps_is_set_aside_too(tmp_path: Path) -> None:
    one = make(tmp_path / "one.hashiya", 2)
    one.execute("VACUUM INTO ?", (str(tmp_path / "two.hashiya"),))
    two = engine.connect(tmp_path / "two.hashiya")
    add_steps(one, 2, name="this")
    add_steps(two, 5, name="that")
    second = SecondCopy(tmp_path / "data")
    second.attach(one)
    second.close()
    problem = SecondCopy(tmp_path / "data").attach(two)
    assert problem is not None
    assert problem.named["n"] == 2


def test_a_folder_that_cannot_be_written_is_told_and_made_up_for_later(
    tmp_path: Path, project: engine.Connection
) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    assert second.fault is not None
    assert second.fault.key == "secondcopy.failed"
    (tmp_path / "data").unlink()
    add_steps(project, 1)
    assert second.catch_up(project) is None
    second.close()
    assert given_back(tmp_path / "data" / secondcopy.NAME) == copied(project)


def test_the_disk_is_told_to_keep_a_step_by_itself(
    tmp_path: Path, project: engine.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: queue.SimpleQueue[int] = queue.SimpleQueue()
    fsync = os.fsync

    def listening(file: int) -> None:
        fsync(file)
        told.put(file)

    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    monkeypatch.setattr(os, "fsync", listening)
    for _ in range(2):
        add_steps(project, 1)
        second.catch_up(project)
        told.get(timeout=20)
    second.close()


def test_forget_leaves_no_letter(tmp_path: Path, project: engine.Connection) -> None:
    second = SecondCopy(tmp_path / "data")
    second.attach(project)
    second.forget()
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are of another kind there")
def test_it_is_closed_to_others(tmp_path: Path, project: engine.Connection) -> None:
    before = os.umask(0)
    try:
        second = SecondCopy(tmp_path / "data")
        second.attach(project)
        second.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / secondcopy.NAME).stat().st_mode) == 0o600
