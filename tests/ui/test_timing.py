"""Signs of life in the window become time on the article that is open; what is not work does not count."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.ui.pages.rows import COLUMNS
from annotator.ui.timing import Timing
from annotator.ui.window import Window


class Clock:
    """Runs when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def run(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(window: Window) -> Clock:
    made = Clock()
    window.timing = Timing(window, made)
    return made


def sign(window: Window, kind: QEvent.Type = QEvent.Type.KeyPress) -> None:
    assert window.timing.eventFilter(QObject(), QEvent(kind)) is False


def test_time_goes_to_the_article_that_is_open(window: Window, clock: Clock) -> None:
    first, second, *_ = window.projects.desk.project.document_ids()
    effort = window.projects.desk.effort
    window.open_article(first)
    window.page.show_layer(LayerKey(first, "own", window.projects.desk.person.id))
    sign(window)
    clock.run(20)
    sign(window)
    clock.run(500)
    window.open_article(second)
    assert effort.seconds(first) == 80
    window.page.show_layer(LayerKey(second, "own", window.projects.desk.person.id))
    clock.run(7)
    window.show_section("articles")
    clock.run(30)
    sign(window)
    assert (effort.seconds(first), effort.seconds(second)) == (80, 7)


def test_reading_the_layer_of_somebody_else_is_not_my_work(window: Window, clock: Clock) -> None:
    document = window.projects.desk.project.document_ids()[0]
    window.open_article(document)
    assert window.page.stage.article.key.author != window.projects.desk.person.id
    sign(window)
    clock.run(20)
    sign(window)
    assert window.projects.desk.effort.seconds(document) == 0


def test_a_window_that_is_left_counts_nothing(window: Window, clock: Clock) -> None:
    document = window.projects.desk.project.document_ids()[0]
    window.open_article(document)
    window.page.show_layer(LayerKey(document, "own", window.projects.desk.person.id))
    sign(window, QEvent.Type.Wheel)
    clock.run(5)
    window.timing._change_state(Qt.ApplicationState.ApplicationInactive)
    clock.run(40)
    sign(window, QEvent.Type.MouseMove)
    assert window.projects.desk.effort.seconds(document) == 5


def test_closing_keeps_what_was_measured(window: Window, clock: Clock) -> None:
    desk = window.projects.desk
    document = desk.project.document_ids()[0]
    window.open_article(document)
    window.page.show_layer(LayerKey(document, "own", desk.person.id))
    sign(window)
    clock.run(12)
    window.close()
    kept = next(desk.project.folder.glob("effort-*.tsv"))
    assert kept.read_text() == f"12.0\t{document}\n"


def test_the_window_hears_keys(window: Window, clock: Clock) -> None:
    document = window.projects.desk.project.document_ids()[0]
    window.open_article(document)
    window.page.show_layer(LayerKey(document, "own", window.projects.desk.person.id))
    window.windowHandle().installEventFilter(window.timing)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Left)
    clock.run(9)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Left)
    assert window.projects.desk.effort.seconds(document) == 9


def test_the_article_s_facts_and_the_list_tell_it(window: Window, clock: Clock, qtbot: QtBot) -> None:
    desk = window.projects.desk
    document = desk.project.document_ids()[0]
    window.open_article(document)
    window.page.show_layer(LayerKey(document, "own", desk.person.id))
    desk.effort.add(document, 13 * 60 + 5)
    article = window.page.stage.article
    desk.stand(article, "submitted", at="2026-01-05T10:00:00.000Z")
    inspector = window.page.stage.inspector
    qtbot.waitUntil(lambda: any("13 min" in label.text() for label in inspector.findChildren(QLabel)))
    window.show_section("articles")
    rows = window.page.table.model()
    cells = [rows.index(row, COLUMNS.index("seconds")).data() for row in range(rows.rowCount())]
    assert cells.count("13 min") == 1
    window.page.table.sortByColumn(COLUMNS.index("seconds"), Qt.SortOrder.DescendingOrder)
    assert rows.index(0, COLUMNS.index("seconds")).data() == "13 min"
