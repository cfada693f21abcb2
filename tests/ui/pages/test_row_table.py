"""The whole row under the pointer is tinted, in the colour of the theme, and none when the pointer has gone."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.window import Window


def test_the_row_under_the_pointer_is_tinted_from_side_to_side(window: Window) -> None:
    window.show_section("articles")
    table = window.page.table
    tint = window.session.theme.token("hover")
    y = table.rowViewportPosition(2) + 3
    QTest.mouseMove(table.viewport(), QPoint(table.viewport().width() // 2, y))
    assert table.pointed == 2
    picture = table.viewport().grab().toImage()
    for x in (4, table.viewport().width() // 2, table.viewport().width() - 4):
        assert picture.pixelColor(x, y).name() == tint.name()
        assert picture.pixelColor(x, y + table.rowHeight(2)).name() != tint.name()
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Leave))
    assert table.pointed == -1
    assert table.viewport().grab().toImage().pixelColor(4, y).name() != tint.name()
