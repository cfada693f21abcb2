"""The window takes care of its file: what goes wrong with real files is told, and one button puts it right."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.document import Document
from annotator.store.migrations import USER_VERSION
from annotator.ui.ask import say_problem
from annotator.ui.banner import NoticeRow
from annotator.ui.window import Window
from annotator.work.care import check_project
from tests.faults.conftest import read_only_folder, shut
from tests.ui.answers import Answers, MakeWindow

__all__ = ["read_only_folder"]

WRITES = ("edit.undo", "import.files")


def notices(window: Window) -> list[str]:
    return [row.notice.problem.key for row in window.banner.rows]


def press(window: Window, key: str, qtbot: QtBot, *, button: int = 0) -> None:
    row = next(row for row in window.banner.rows if row.notice.problem.key == key)
    row.buttons[button].click()
    # What a button does is queued behind its press.
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.jobs.current is None)


def change(window: Window) -> Document:
    """Exclude an article that is not yet, as one step."""
    desk = window.projects.desk
    document = next(one for one in desk.project.documents() if one.excluded is None)
    excluded = msgspec.structs.replace(document, excluded="test")
    desk.change_document(document, excluded)
    return excluded


def resting(window: Window) -> bool:
    off = {window.commands.action(name).isEnabled() for name in WRITES}
    assert len(off) == 1
    return off == {False}


def close_and_spoil(window: Window, path: Path, query: str) -> None:
    """Change rows of a closed project behind its back."""
    window.projects.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(query)


@contextlib.contextmanager
def held(path: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody else has the project open for writing; the input's end lets it go."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.ui.holding", str(path), str(data)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield program


# --- the check


def test_a_sound_file_is_checked_without_a_word(window: Window, qtbot: QtBot) -> None:
    before = window.status.sentence
    window.care.check()
    with qtbot.waitSignal(window.care.jobs.ended, timeout=60_000):
        pass
    assert notices(window) == []
    assert window.status.sentence == before


def test_what_the_check_finds_is_told_and_recovering_puts_it_right(
    window: Window, sample: Path, answers: Answers, qtbot: QtBot
) -> None:
    change(window)
    steps = window.projects.desk.project.seq
    close_and_spoil(window, sample, "UPDATE annotation SET label = 'PERSON' WHERE label = 'PER'")
    window.projects.open(sample)
    window.care.check()
    qtbot.waitUntil(lambda: notices(window) == ["care.unsound"], timeout=60_000)
    press(window, "care.unsound", qtbot)
    assert "PERSON" in answers.told[0] or "annotation" in answers.told[0]
    press(window, "care.unsound", qtbot, button=1)
    qtbot.waitUntil(lambda: window.projects.path == sample)
    assert window.projects.desk.project.seq == steps
    assert window.projects.desk.project.differences_from_journal() == []
    assert len(list(sample.parent.glob("sample.hashiya.damaged-*"))) == 1
    assert str(steps) in answers.told[-1]
    assert notices(window) == []


def test_the_check_of_a_closed_project_ends(window: Window, qtbot: QtBot) -> None:
    window.care.check()
    window.projects.close()
    qtbot.waitUntil(lambda: window.care.jobs.current is None)
    assert notices(window) == []


# --- its place


def test_a_file_that_moved_is_told_writing_rests_and_comes_back_with_it(
    window: Window, sample: Path, qtbot: QtBot
) -> None:
    change(window)
    elsewhere = sample.with_name("elsewhere.hashiya")
    sample.rename(elsewhere)
    window.care.look()
    assert notices(window) == ["project.gone"]
    assert resting(window)
    assert window.session.say("care.rest.lost") in window.commands.action("edit.undo").toolTip()
    window.session.preferences.set("ui.language", "ar")
    assert notices(window) == ["project.gone"]
    assert resting(window)
    elsewhere.rename(sample)
    window.care.look()
    assert notices(window) == []
    assert not resting(window)


def test_what_lost_its_name_is_saved_as_a_copy_and_work_goes_on_there(
    window: Window, sample: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    excluded = change(window)
    sample.unlink()
    window.care.look()
    answers.files = [tmp_path / "rescued"]
    press(window, "project.gone", qtbot)
    rescued = tmp_path / "rescued.hashiya"
    assert window.projects.path == rescued
    assert window.projects.desk.project.document(excluded.id).excluded == "test"
    assert not resting(window)
    assert check_project(rescued) == []
    # The backup of the old name could not be made, which is not kept from anybody.
    assert answers.problems


def test_another_file_in_the_place_of_ours_is_told(window: Window, sample: Path) -> None:
    fresh = sample.with_name("fresh")
    fresh.write_bytes(b"something else")
    fresh.replace(sample)
    window.care.look()
    assert notices(window) == ["project.replaced"]
    assert resting(window)


# --- backups, the second copy, the disk


def test_a_backup_is_made_beside_the_work_when_it_is_due(window: Window, qtbot: QtBot) -> None:
    project = window.projects.desk.project
    assert project.backups.all() == ()
    window.care.look()
    qtbot.waitUntil(lambda: bool(project.backups.all()), timeout=20_000)
    qtbot.waitUntil(lambda: window.care.jobs.current is None)
    assert check_project(project.backups.all()[0].path) == []
    assert not window.status.warning.isVisible()
    window.care.look()
    assert window.care.jobs.current is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_backup_that_fails_stays_in_the_status_line_until_one_succeeds(
    window: Window, answers: Answers, qtbot: QtBot, language: str
) -> None:
    window.session.preferences.set("ui.language", language)
    folder = window.projects.desk.project.folder
    (folder / "backups").write_text("in the way", encoding="utf-8")
    window.care.back_up()
    qtbot.waitUntil(window.status.warning.isVisible, timeout=20_000)
    assert window.status.warning.text() == window.session.say("care.trouble.backup")
    window.status.warning.click()
    assert len(say_problem(answers.problems[0], window.session.language)) > 20
    (folder / "backups").unlink()
    window.care.back_up()
    qtbot.waitUntil(lambda: not window.status.warning.isVisible(), timeout=20_000)


def test_a_second_copy_that_cannot_be_written_is_told_while_it_lasts(window: Window, sample: Path) -> None:
    copy = window.projects.desk.project.folder / "steps.jsonl"
    window.projects.close()
    copy.unlink(missing_ok=True)
    copy.mkdir()
    window.projects.open(sample)
    change(window)
    assert window.status.warning.text() == window.session.say("care.trouble.copy")
    assert [one.key for one in window.care.troubles] == ["secondcopy.failed"]
    copy.rmdir()
    change(window)
    assert not window.status.warning.isVisible()


def test_a_slow_disk_is_named_and_forgotten_when_it_is_fast_again(window: Window) -> None:
    tempo = window.projects.desk.tempo
    for _ in range(20):
        tempo.note(0.2)
    window.care.look()
    assert window.session.say("care.trouble.slow") in window.status.warning.text()
    tempo.note(0.001)
    window.care.look()
    assert window.session.say("care.trouble.slow") not in window.status.warning.text()


def test_what_kept_the_last_backup_from_being_made_is_told_at_closing(window: Window, answers: Answers) -> None:
    change(window)
    (window.projects.desk.project.folder / "backups").write_text("in the way", encoding="utf-8")
    window.close()
    assert [one.key for one in answers.problems] == ["project.copy-failed"]


# --- files that are not opened, or for reading alone


def test_a_project_that_is_open_elsewhere_is_read_until_it_is_free(
    make_window: MakeWindow, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    with held(sample, tmp_path / "theirs") as program:
        assert window.deeds.open_path(sample)
        assert notices(window) == ["project.open-elsewhere"]
        assert resting(window)
        reason = window.session.say("care.rest.elsewhere")
        assert reason in window.commands.action("import.files").toolTip()
        assert reason not in window.commands.action("export.jsonl").toolTip()
        press(window, "project.open-elsewhere", qtbot)
        assert "Salma" in window.status.sentence
        assert resting(window)
        program.communicate()
    press(window, "project.open-elsewhere", qtbot)
    assert notices(window) == []
    assert not resting(window)
    assert reason not in window.commands.action("import.files").toolTip()
    assert change(window).excluded == "test"


def test_a_key_that_may_not_write_says_why(make_window: MakeWindow, sample: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window()
    with held(sample, tmp_path / "theirs"):
        window.deeds.open_path(sample)
        window.show_section("annotate")
        qtbot.keyClick(window.page.stage.reader, Qt.Key.Key_1)
        assert window.status.sentence == window.session.say("care.rest.elsewhere")


def test_a_folder_that_may_not_be_written_is_read_and_a_copy_can_be_worked_in(
    make_window: MakeWindow, sample: Path, read_only_folder: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    path = read_only_folder / "p.hashiya"
    path.write_bytes(sample.read_bytes())
    shut(read_only_folder)
    window = make_window()
    assert window.deeds.open_path(path)
    (key,) = notices(window)
    assert key.startswith("project.read-only-")
    assert resting(window)
    answers.files = [tmp_path / "mine.hashiya"]
    press(window, key, qtbot)
    qtbot.waitUntil(lambda: window.projects.path == tmp_path / "mine.hashiya")
    assert notices(window) == []
    assert not resting(window)


def spoil_header(path: Path) -> None:
    path.write_bytes(b"not any more" + path.read_bytes()[12:])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (Path.unlink, "project.missing"),
        (empty, "project.empty"),
        (cut_off, "project.truncated"),
        (spoil_header, "project.foreign"),
    ],
)
def test_a_lost_or_damaged_project_is_told_and_recovered_by_one_button(
    window: Window, sample: Path, answers: Answers, qtbot: QtBot, spoil: object, key: str
) -> None:
    excluded = change(window)
    window.projects.close()
    assert callable(spoil)
    spoil(sample)
    left = sample.read_bytes() if sample.exists() else None
    answers.acts = False
    assert not window.deeds.open_path(sample)
    assert [one.key for one in answers.problems] == [key]
    assert (sample.read_bytes() if sample.exists() else None) == left
    answers.acts = True
    window.deeds.open_path(sample)
    qtbot.waitUntil(lambda: window.projects.path == sample, timeout=20_000)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert window.projects.desk.project.document(excluded.id).excluded == "test"
    assert not resting(window)
    aside = list(sample.parent.glob("sample.hashiya.damaged-*"))
    assert [one.read_bytes() for one in aside] == ([] if left is None else [left])
    assert "sample.hashiya" in answers.told[0]


def make_foreign(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 something else")


def make_newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {USER_VERSION + 1}")


@pytest.mark.parametrize(("make", "key"), [(make_foreign, "project.foreign"), (make_newer, "project.newer")])
def test_what_is_not_ours_to_open_is_told_and_not_touched(
    window: Window, sample: Path, answers: Answers, tmp_path: Path, make: object, key: str
) -> None:
    other = tmp_path / "other.hashiya"
    other.write_bytes(sample.read_bytes())
    assert callable(make)
    make(other)
    before = other.read_bytes()
    assert not window.deeds.open_path(other)
    assert [one.key for one in answers.problems] == [key]
    assert answers.actions == [""]
    assert other.read_bytes() == before
    assert window.projects.path == sample


def test_nothing_to_recover_from_leaves_what_was_open(
    window: Window, sample: Path, answers: Answers, qtbot: QtBot
) -> None:
    window.care.recovery.recover(sample.with_name("never.hashiya"), None)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert [one.key for one in answers.problems] == ["recover.nothing"]
    assert window.projects.path == sample


def test_a_project_goes_back_to_a_backup_and_keeps_what_was_there(
    window: Window, sample: Path, answers: Answers, qtbot: QtBot
) -> None:
    excluded = change(window)
    window.projects.desk.project.back_up()
    later = change(window)
    window.commands.trigger("project.restore")
    qtbot.waitUntil(lambda: bool(answers.told), timeout=20_000)
    project = window.projects.desk.project
    assert window.projects.path == sample
    assert project.document(excluded.id).excluded == "test"
    assert project.document(later.id).excluded is None
    assert len(project.backups.all()) == 2
    assert len(list(sample.parent.glob("sample.hashiya.damaged-*"))) == 1


def test_a_lost_project_is_found_by_its_copies(window: Window, sample: Path, answers: Answers, qtbot: QtBot) -> None:
    excluded = change(window)
    window.projects.close()
    sample.unlink()
    window.commands.trigger("project.recover")
    qtbot.waitUntil(lambda: window.projects.path == sample, timeout=20_000)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert window.projects.desk.project.document(excluded.id).excluded == "test"


def test_each_notice_says_what_to_do_in_both_languages_and_can_be_put_away(
    make_window: MakeWindow, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for language in ("en", "ar"):
        window = make_window(language)
        with held(sample, tmp_path / "theirs"):
            window.deeds.open_path(sample)
            (row,) = window.banner.rows
            assert isinstance(row, NoticeRow)
            assert "Salma" in row.accessibleName()
            press(window, "project.open-elsewhere", qtbot, button=1)
            assert window.banner.rows == ()
            assert resting(window)
        window.close()
