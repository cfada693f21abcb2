"""The history page through the real window: lines, filters, the way to the text, and both ways back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.settings import MEMORY, Settings
from annotator.ui.pages.history import HistoryPage
from annotator.ui.pages.rows import ROW_ROLE
from annotator.ui.window import Window
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.history import Line
from tests.ui.answers import Answers, MakeWindow


@pytest.fixture
def desk(window: Window) -> Desk:
    assert window.projects.desk is not None
    return window.projects.desk


@pytest.fixture
def article(desk: Desk) -> OpenArticle:
    return desk.open(desk.project.document_ids()[0])


def lines(window: Window) -> list[Line]:
    model = window.page.table.model()
    return [model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount())]


def shown(window: Window) -> HistoryPage:
    window.show_section("history")
    assert isinstance(window.page, HistoryPage)
    return window.page


def go_to(window: Window, act: str) -> None:
    place = next(n for n, line in enumerate(lines(window)) if line.act == act)
    window.page.table.setCurrentIndex(window.page.table.model().index(place, 0))


def test_it_says_who_did_what_when_and_where(window: Window, desk: Desk, article: OpenArticle) -> None:
    desk.tag(article, [Span(82, 87)], "GPE")
    page = shown(window)
    model = page.table.model()
    row = [str(model.index(0, column).data()).strip("\u2068\u2069") for column in range(model.columnCount())]
    assert row[1:4] == ["Reader", "tag", "GPE  \u2068روسيا"]
    assert row[4] == article.document.title
    assert row[5] == "1"
    assert lines(window)[-1].act in ("project.new", "create")
    desk.retag(article, next(iter(article.annotations)), "ORG")
    assert lines(window)[0].act == "retag"


def test_filters_narrow_it(window: Window, desk: Desk, article: OpenArticle) -> None:
    desk.tag(article, [Span(82, 87)], "GPE")
    window.hub.article_wanted.emit(article.document.id, None)
    page = shown(window)
    page.recall({"what": "import", "who": "", "where": ""})
    assert {line.act for line in lines(window)} == {"import"}
    page.recall({"what": "", "who": "analyst-a", "where": ""})
    assert len(lines(window)) >= 1
    page.recall({"what": "tag", "who": desk.person.id, "where": article.document.id})
    assert [line.act for line in lines(window)] == ["tag"]
    page.recall({"what": "comment", "who": desk.person.id, "where": article.document.id})
    assert lines(window) == []


def test_enter_goes_to_the_text(window: Window, desk: Desk, article: OpenArticle, qtbot: QtBot) -> None:
    desk.tag(article, [Span(82, 87)], "GPE")
    page = shown(window)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert (window.section, window.article) == ("annotate", article.document.id)


def test_a_line_is_taken_back_by_its_key_and_comes_again(
    window: Window, desk: Desk, article: OpenArticle, qtbot: QtBot
) -> None:
    desk.tag(article, [Span(82, 87)], "GPE")
    desk.tag(article, [Span(115, 120)], "GPE")
    page = shown(window)
    page.table.setCurrentIndex(page.table.model().index(1, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    assert [one.spans[0] for one in desk.open(article.document.id).annotations.values()] == [Span(115, 120)]
    assert [line.undone for line in lines(window)[:3]] == [False, False, True]
    window.commands.trigger("edit.redo")
    assert len(desk.open(article.document.id).annotations) == 2


@pytest.mark.parametrize(("choice", "left"), [(None, 1), (0, 1), (1, 0)])
def test_what_stands_on_it_is_asked_about(
    window: Window, desk: Desk, article: OpenArticle, answers: Answers, choice: int | None, left: int
) -> None:
    desk.tag(article, [Span(82, 87)], "GPE")
    desk.retag(article, next(iter(article.annotations)), "ORG")
    shown(window)
    go_to(window, "tag")
    answers.choice = choice
    window.commands.trigger("history.take_back")
    assert "1 later change stands on this one" in answers.asked[-1]
    assert len(desk.open(article.document.id).annotations) == left


def test_going_back_to_a_moment_holds_over_a_restart_and_is_undone(
    make_window: MakeWindow, sample: Path, answers: Answers
) -> None:
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    window.projects.open(sample)
    desk = window.projects.desk
    assert desk is not None
    document = desk.project.document_ids()[0]
    article = desk.open(document)
    desk.tag(article, [Span(82, 87)], "GPE")
    wanted = dict(article.annotations)
    desk.retag(article, next(iter(wanted)), "ORG")
    desk.tag(article, [Span(115, 120)], "GPE")
    later = dict(article.annotations)
    window.close()
    again = make_window(memory=memory)
    again.projects.open(sample)
    reopened = again.projects.desk
    assert reopened is not None
    shown(again)
    go_to(again, "retag")
    again.page.table.setCurrentIndex(again.page.table.model().index(2, 0))
    assert again.page.table.current().act == "tag"
    answers.choice = 0
    again.commands.trigger("history.restore")
    assert reopened.open(document).annotations == wanted
    assert lines(again)[0].act == "restore"
    again.commands.trigger("edit.undo")
    assert reopened.open(document).annotations == later


def test_nothing_to_go_back_to_is_said(window: Window) -> None:
    page = shown(window)
    page.table.setCurrentIndex(page.table.model().index(0, 0))
    window.commands.trigger("history.restore")
    assert "stands as it stood then" in window.status.sentence


def test_the_history_is_read_page_by_page(window: Window, desk: Desk, article: OpenArticle) -> None:
    name = desk.tag(article, [Span(82, 87)], "GPE")[0].changes[0].id
    for number in range(120):
        desk.set_note(article, name, str(number))
    page = shown(window)
    model = page.table.model()
    assert model.rowCount() == 100
    root = page.table.rootIndex()
    while model.canFetchMore(root):
        model.fetchMore(root)
    seqs = [line.seq for line in lines(window)]
    assert seqs == sorted(set(seqs), reverse=True)
    assert len(seqs) > 121
