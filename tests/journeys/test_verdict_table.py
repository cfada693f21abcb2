"""The table of verdicts by kind: zeros are shown, and a key on each row opens the cases behind it."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.measures.cases import CASE_KINDS, VERDICTS
from annotator.ui.pages.agreement.numbers import VerdictRow
from annotator.ui.pages.review.agreement_view import VIEWS
from annotator.ui.pages.sheet import Sheet
from annotator.ui.window import Window
from tests.journeys.reviewer import Reviewer

Key = Qt.Key
LONG = 60_000  # milliseconds


def test_each_row_is_opened_by_a_key(window: Window, qtbot: QtBot) -> None:
    reviewer = Reviewer(window)
    page = reviewer.page
    reviewer.press(Key.Key_T)
    view = page.agreement
    qtbot.waitUntil(lambda: view.figures is not None and not view.is_busy, timeout=LONG)
    for _ in range(VIEWS.index("verdicts")):
        reviewer.press(Key.Key_V)
        qtbot.waitUntil(lambda: not view.is_busy, timeout=LONG)
    table = view.table.model()
    assert isinstance(table, Sheet)
    rows = [table.row(place) for place in range(table.rowCount())]
    assert all(isinstance(row, VerdictRow) for row in rows)
    assert [(row.kind, row.verdict) for row in rows] == [(kind, verdict) for kind in CASE_KINDS for verdict in VERDICTS]
    sys.stdout.write(f"{[(row.kind, row.verdict, row.count) for row in rows]}\n")
    assert 0 in {row.count for row in rows}
    for place, row in enumerate(rows):
        view.table.setFocus()
        view.table.setCurrentIndex(table.index(place, 0))
        QTest.keyClick(view.table, Key.Key_Return)
        if row.count == 0:
            assert view.front is view.table
            continue
        qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
        assert view.cases.model().rowCount() == row.count
        reviewer.press(Key.Key_Escape)
        assert view.front is view.table
    last = max(place for place, row in enumerate(rows) if row.count)
    view.table.setCurrentIndex(table.index(last, 0))
    reviewer.press(Key.Key_Return)
    qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
    reviewer.press(Key.Key_Return)
    assert page.mode == "review"
    assert (reviewer.view.kind, rows[last].verdict in reviewer.view.verdicts) == (rows[last].kind, True)
