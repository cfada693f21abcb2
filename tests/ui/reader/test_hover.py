"""The card under the pointer: innermost first, everything literal."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.ui.reader.hover import HoverCard, card_rows
from annotator.ui.reader.marks import Mark
from tests.ui.reader import palettes

_TEXT = "قال الرئيس \u202eبوتين\u202c أمس"


def _mark(name: str, *spans: Span, tooltip: str = "") -> Mark:
    return Mark(name, "entity", "PER", spans, "شخص", "PER", tooltip=tooltip)


def test_rows_show_words_and_notes_without_controls() -> None:
    rows = card_rows(
        _TEXT, [_mark("a", Span(11, 18), tooltip="<b>\u202eبوتين</b>"), _mark("b", Span(0, 3), Span(4, 10))]
    )
    assert [row.words for row in rows] == ["بوتين", "قال … الرئيس"]
    assert rows[0].note == "<b>بوتين</b>"


def test_the_card_comes_after_a_moment_and_goes(qtbot: QtBot, family: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(500, 300)
    page.show()
    card = HoverCard(page)
    card.dress(palettes.light(), QFont(family), rtl=True)
    card.point_at(QPoint(5, 290), card_rows(_TEXT, [_mark("a", Span(0, 3), tooltip="سجل")]))
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible, timeout=3000)
    assert page.rect().contains(card.geometry())
    assert card.grab().toImage().pixelColor(card.width() // 2, 12) == palettes.light().page
    card.point_at(QPoint(5, 5), ())
    assert not card.isVisible()
