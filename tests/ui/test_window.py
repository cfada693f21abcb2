"""The window as a whole: sections, language and theme while running, undo, import and export, closing and reopening."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.document import Document, Source
from annotator.settings import MEMORY, Settings
from annotator.ui.actions import plain_title
from annotator.ui.app import open_first
from annotator.ui.commands.table import find_command
from annotator.ui.deeds import AT_ONCE
from annotator.ui.elided import ElidedLabel
from annotator.ui.sections import SECTIONS
from annotator.ui.sizes import first_size
from annotator.ui.window import Window
from annotator.work.undoing import MANY
from tests.ui.answers import Answers, MakeWindow


def test_every_section_opens_by_its_key(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    for section in SECTIONS:
        key = find_command(f"section.{section}").keys[0].removeprefix("Ctrl+")
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.ControlModifier)
        assert window.section == section


def test_without_a_project_only_home_can_be_entered(make_window: MakeWindow) -> None:
    window = make_window()
    assert window.section == "home"
    assert not window.commands.action("section.articles").isEnabled()
    assert not window.commands.action("edit.undo").isEnabled()
    assert window.commands.action("project.sample").isEnabled()


@pytest.mark.parametrize("section", SECTIONS)
def test_the_language_changes_while_running_and_everybody_stays_in_place(window: Window, section: str) -> None:
    window.show_section("articles")
    window.page.recall({})
    window.show_section(section)
    window.session.preferences.set("ui.language", "ar")
    assert window.section == section
    assert window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert window.commands.action("section.home").text().startswith("الرئيسية")
    window.session.preferences.set("ui.language", "en")
    assert window.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert window.commands.action("section.home").text().startswith("Home")


def test_the_filter_and_the_row_survive_a_change_of_language(window: Window) -> None:
    window.show_section("articles")
    page = window.page
    page.table.setCurrentIndex(page.table.model().index(3, 0))
    window.session.preferences.set("ui.language", "ar")
    assert window.page is not page
    assert window.page.table.currentIndex().row() == 3


def test_the_theme_changes_while_running(window: Window) -> None:
    window.session.preferences.set("ui.theme", "dark")
    assert window.session.theme.name == "dark"
    assert QApplication.palette().base().color() == window.session.theme.token("page")
    assert window.commands.action("theme.dark").isChecked()
    assert not window.commands.action("theme.light").isChecked()


def test_every_key_of_a_command_is_in_its_tooltip(window: Window) -> None:
    assert "Ctrl+Z" in window.commands.action("edit.undo").toolTip()
    assert "F5" in window.commands.action("quote.open").toolTip()
    assert "Q" in window.commands.action("quote.open").toolTip()


def test_an_article_opens_from_the_list_and_is_told_in_the_header(window: Window, qtbot: QtBot) -> None:
    window.show_section("articles")
    with qtbot.waitSignal(window.hub.article_opened) as opened:
        qtbot.keyClick(window.page.table, Qt.Key.Key_Return)
    assert window.section == "annotate"
    assert opened.args == [window.projects.desk.project.document_ids()[0]]
    assert window.article == opened.args[0]
    assert window.windowTitle()


def test_the_header_tells_of_the_article_again_when_somebody_comes_back_to_it(window: Window) -> None:
    window.show_section("annotate")
    title, told = window.windowTitle(), window.header.grab().toImage()
    window.show_section("home")
    assert window.windowTitle() != title
    window.show_section("annotate")
    assert window.windowTitle() == title
    assert window.header.grab().toImage() == told


def test_a_first_window_takes_most_of_the_screen() -> None:
    assert first_size(QSize(2560, 1440)) == QSize(2176, 1224)
    assert first_size(QSize(1366, 768)) == QSize(1280, 768)
    assert first_size(QSize(800, 600)) == QSize(800, 600)


def test_undo_names_what_it_takes_back_and_goes_there(window: Window) -> None:
    desk = window.projects.desk
    first, second = desk.project.document_ids()[:2]
    before = desk.project.document(first)
    desk.change_document(before, _excluded(before))
    window.open_article(second)
    assert "article facts" in window.commands.action("edit.undo").toolTip()
    window.commands.trigger("edit.undo")
    assert desk.project.document(first) == before
    assert "article facts" in window.status.sentence
    assert "article facts" in window.commands.action("edit.redo").toolTip()
    window.commands.trigger("edit.redo")
    assert desk.project.document(first).excluded == "test"


def _excluded(document: object) -> object:
    return msgspec.structs.replace(document, excluded="test")


def test_import_tells_what_came_and_what_did_not(
    window: Window, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("التقى الوزير نظيره في عمّان يوم الأحد.\n", encoding="utf-8")
    bad.write_text("", encoding="utf-8")
    answers.files = [good, bad]
    count = window.projects.desk.project.document_count()
    with qtbot.waitSignal(window.hub.documents_touched):
        window.commands.trigger("import.files")
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert window.projects.desk.project.document_count() == count + 1
    assert "1" in window.status.sentence
    assert "empty.txt" in answers.told[0]


def test_export_writes_records(window: Window, answers: Answers, tmp_path: Path, qtbot: QtBot) -> None:
    answers.files, answers.choice = [tmp_path / "out.jsonl"], 1
    with qtbot.waitSignal(window.hub.said):
        window.commands.trigger("export.jsonl")
    records = [json.loads(line) for line in answers.files[0].read_text(encoding="utf-8").splitlines()]
    assert {record["id"] for record in records} == set(window.projects.desk.project.document_ids())


def test_what_writes_rests_while_a_long_work_writes(window: Window, qtbot: QtBot) -> None:
    seen = []
    job = window.jobs.run(lambda _report: None, writes=True)
    seen.append(window.commands.action("import.files").isEnabled())
    assert window.jobs.run(lambda _report: None) is None
    with qtbot.waitSignal(job.ended):
        pass
    seen.append(window.commands.action("import.files").isEnabled())
    assert seen == [False, True]


def test_a_file_that_is_no_project_is_told_and_nothing_closes(window: Window, answers: Answers, tmp_path: Path) -> None:
    other = tmp_path / "other.hashiya"
    other.write_bytes(b"not a project")
    before = window.projects.path
    assert not window.deeds.open_path(other)
    assert answers.problems
    assert window.projects.path == before


def test_dropped_files_are_imported_or_opened(window: Window, tmp_path: Path, answers: Answers, qtbot: QtBot) -> None:
    window.projects.close()
    text = tmp_path / "one.txt"
    text.write_text("نص قصير للتجربة\n", encoding="utf-8")
    window.deeds.take_dropped([str(text)])
    assert [one.key for one in answers.problems] == ["window.no-project"]
    window.deeds.take_dropped([str(tmp_path / "sample.hashiya")])
    with qtbot.waitSignal(window.hub.documents_touched):
        window.deeds.take_dropped([str(text)])
    qtbot.waitUntil(lambda: window.jobs.current is None)


def test_search_shows_hits_and_opens_at_one(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.background.current is None)
    window.header.search.setText("طالبان")
    qtbot.keyClick(window.header.search, Qt.Key.Key_Return)
    assert window.section == "articles"
    hits = window.page.hits
    assert hits.list.model().rowCount() > 5
    with qtbot.waitSignal(window.hub.article_opened):
        qtbot.keyClick(hits.list, Qt.Key.Key_Return)
    assert window.section == "annotate"


def test_a_search_that_finds_nothing_says_what_to_do(window: Window) -> None:
    window.show_section("articles")
    window.page.search("زقزقةلاتوجد")
    assert window.page.hits.list.model().rowCount() == 0
    window.page.search("")
    assert window.page.table.isVisible()


def test_panes_are_gone_round_and_none_is_a_trap(window: Window) -> None:
    window.activateWindow()
    for section in SECTIONS:
        window.show_section(section)
        visited: list[QWidget] = []
        for _ in range(12):
            window.commands.trigger("pane.next")
            visited.append(QApplication.focusWidget())
        assert len(set(visited)) >= 2
        assert visited[0] in visited[1:]


def test_the_palette_finds_commands_in_both_scripts(window: Window, qtbot: QtBot) -> None:
    window.commands.trigger("palette.open")
    palette = next(top for top in QApplication.topLevelWidgets() if top.objectName() == "palette")
    palette.field.setText("artic")
    assert palette.list.model().rowCount() >= 1
    palette.field.setText("section articles")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.section == "articles"


def test_focus_mode_hides_everything_but_the_page(window: Window) -> None:
    window.show_section("articles")
    window.commands.trigger("view.focus")
    assert not window.header.isVisible()
    window.commands.trigger("view.focus")
    assert window.header.isVisible()


def test_the_window_closes_and_opens_again_where_it_was(make_window: MakeWindow, sample: Path, qtbot: QtBot) -> None:
    memory = Settings(MEMORY, None)
    first = make_window(memory=memory)
    first.projects.open(sample)
    first.resize(1400, 900)
    first.close()
    assert list(sample.parent.glob("sample.hashiya?*")) == []
    second = make_window(memory=memory)
    assert second.projects.last == sample
    assert second.deeds.open_path(second.projects.last)


def test_nothing_of_a_closed_window_is_left(make_window: MakeWindow, sample: Path, qtbot: QtBot) -> None:
    before = {top for top in QApplication.topLevelWidgets() if top.isVisible()}
    window = make_window()
    window.projects.open(sample)
    for section in SECTIONS:
        window.show_section(section)
    window.session.preferences.set("ui.language", "ar")
    window.close()
    assert {top for top in QApplication.topLevelWidgets() if top.isVisible()} == before


def test_icons_of_the_rail_are_drawn(window: Window) -> None:
    assert not window.commands.action("section.home").icon().pixmap(20, 20, QIcon.Mode.Normal).isNull()


def test_enter_goes_on_in_yesterdays_article_at_its_caret(make_window: MakeWindow, sample: Path, qtbot: QtBot) -> None:
    memory = Settings(MEMORY, None)
    first = make_window(memory=memory)
    first.projects.open(sample)
    name = first.projects.desk.project.document_ids()[2]
    first.open_article(name, 321)
    first.close()
    second = make_window(memory=memory)
    second.projects.open(sample)
    assert second.section == "home"
    with qtbot.waitSignal(second.hub.article_opened) as opened:
        qtbot.keyClick(second.page.desk_list, Qt.Key.Key_Return)
    assert opened.args == [name]
    assert second.page.stage.reader.caret() == 321


def test_texts_in_another_encoding_are_asked_about_once_and_taken(
    window: Window, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    words = "قال وزير الخارجية إن المحادثات مع الوفد الزائر تناولت التعاون بين البلدين. "
    for number in range(2):
        (tmp_path / f"old{number}.txt").write_bytes(f"{words * 3}{number}".encode("windows-1256"))
    answers.files = sorted(tmp_path.glob("old*.txt"))
    count = window.projects.desk.project.document_count()
    window.commands.trigger("import.files")
    qtbot.waitUntil(lambda: window.projects.desk.project.document_count() == count + 2)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert len(answers.asked) == 1
    assert "1256" in answers.asked[0]


def test_what_came_before_the_encoding_was_known_is_counted_too(
    window: Window, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    words = "قال وزير الخارجية إن المحادثات مع الوفد الزائر تناولت التعاون بين البلدين. "
    (tmp_path / "new.txt").write_text(f"{words * 2}اليوم", encoding="utf-8")
    (tmp_path / "old.txt").write_bytes((words * 3).encode("windows-1256"))
    answers.files = [tmp_path / "new.txt", tmp_path / "old.txt"]
    count = window.projects.desk.project.document_count()
    window.commands.trigger("import.files")
    qtbot.waitUntil(lambda: window.projects.desk.project.document_count() == count + 2)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert window.status.sentence == window.session.say("import.done", articles=2, layers=0, refused=0)


def test_words_of_qt_itself_are_arabic_in_an_arabic_window(make_window: MakeWindow) -> None:
    window = make_window("ar")
    field = window.header.search
    field.setText("كلمة")
    assert re.search("[\u0621-\u064a]", field.createStandardContextMenu().actions()[0].text())
    window.session.preferences.set("ui.language", "en")
    window.header.search.setText("word")
    assert window.header.search.createStandardContextMenu().actions()[0].text().startswith("&Undo")


def test_how_a_project_began_is_not_undone(window: Window, answers: Answers) -> None:
    people = window.projects.desk.project.people()
    window.commands.trigger("edit.undo")
    assert window.projects.desk.project.people() == people
    assert window.commands.action("edit.undo").text().startswith("Undo\t")


def test_escape_leaves_the_search_field(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    window.show_section("articles")
    window.commands.trigger("search.open")
    assert window.header.search.hasFocus()
    qtbot.keyClick(window.header.search, Qt.Key.Key_Escape)
    assert window.page.table.hasFocus()


def bring(window: Window, count: int) -> None:
    """Bring in many articles as one gesture."""
    desk = window.projects.desk
    with desk.project.bulk(author=desk.person.id, name="import") as bulk:
        for number in range(count):
            text = f"خبر قصير رقمه {number}"
            bulk.add_document(Document(f"many{number}", bulk.add_text(text), len(text), Source(title=text)))
    desk.follow(bulk.result.steps)


@pytest.mark.parametrize("count", [MANY + 1, AT_ONCE + 1])
def test_an_undo_of_many_changes_asks_once_and_a_large_one_goes_on_beside_the_window(
    window: Window, answers: Answers, qtbot: QtBot, count: int
) -> None:
    project = window.projects.desk.project
    before = project.document_count()
    bring(window, count)
    answers.choice = None
    window.commands.trigger("edit.undo")
    assert str(count) in answers.asked[0].replace(",", "")
    assert project.document_count() == before + count
    answers.choice = 0
    for command, expected in (("edit.undo", before), ("edit.redo", before + count), ("edit.undo", before)):
        assert window.commands.trigger(command)
        qtbot.waitUntil(lambda: window.jobs.current is None)
        assert project.document_count() == expected
    assert len(answers.asked) == 4
    assert project.differences_from_journal() == []


def test_the_first_start_shows_annotated_text_and_later_ones_go_on(
    make_window: MakeWindow, answers: Answers, qtbot: QtBot
) -> None:
    memory = Settings(MEMORY, None)
    first = make_window("ar", memory=memory)
    open_first(first, None)
    qtbot.waitUntil(lambda: first.section == "annotate", timeout=20_000)
    qtbot.waitUntil(lambda: first.jobs.current is None)
    ids = first.projects.desk.project.document_ids()
    assert first.article == ids[0]
    assert len(first.page.stage.article.annotations) > 50
    first.show_section("home")
    assert "العيّنة" in first.windowTitle()
    first.open_article(ids[3])
    first.close()
    second = make_window("en", memory=memory)
    open_first(second, None)
    assert (second.section, second.article) == ("annotate", ids[3])
    second.show_section("articles")
    assert "Sample" in second.windowTitle()
    second.close()
    third = make_window("en", memory=memory)
    open_first(third, None)
    assert third.section == "articles"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", ["save a copy", "حفظ نسخة"])
def test_the_palette_finds_a_command_by_its_title_in_either_language(
    window: Window, answers: Answers, language: str, words: str
) -> None:
    window.session.preferences.set("ui.language", language)
    window.commands.trigger("palette.open")
    palette = next(top for top in QApplication.topLevelWidgets() if top.objectName() == "palette" and top.isVisible())
    palette.field.setText(words)
    shown = palette.list.model().index(0, 0).data()
    assert shown == plain_title(window.commands.action("project.copy"))
    palette.close()


def test_home_counts_what_waits(window: Window) -> None:
    def said() -> str:
        window.show_section("home")
        return next(label.text() for label in window.page.findChildren(ElidedLabel) if "waiting" in label.text())

    desk = window.projects.desk
    documents = list(desk.project.documents())
    assert said() == window.session.say("home.summary", n=5, open=5)
    desk.change_document(documents[0], msgspec.structs.replace(documents[0], excluded="test"))
    assert said() == window.session.say("home.summary", n=5, open=4)
    article = desk.open(documents[1].id)
    desk.nothing_here(article, True)
    assert said() == window.session.say("home.summary", n=5, open=4)
    desk.stand(article, "submitted", at="2025-01-01T00:00:00Z")
    assert said() == window.session.say("home.summary", n=5, open=3)
    desk.undo()
    assert said() == window.session.say("home.summary", n=5, open=4)
