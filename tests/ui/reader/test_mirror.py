"""What screen readers get: the text, the caret and the selection, position for position."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.ui.reader.mirror import ReaderPane
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes

_TEXT = "قال\u00a0😀 بوتين\u2028ثم\n\ufeffسكت"


def _pane(qtbot: QtBot, family: str, *, always: bool = True) -> ReaderPane:
    pane = ReaderPane(Reader(palettes.light(), family), always=always)
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.reader.set_article(_TEXT, "rtl")
    pane.show()
    return pane


def test_the_mirror_has_a_letter_for_every_letter(qtbot: QtBot, family: str) -> None:
    pane = _pane(qtbot, family)
    raw = pane.mirror.document().toRawText().replace("\u2029", "\n")
    assert len(raw) == len(_TEXT)
    assert raw.replace("\u2060", "\ufeff") == _TEXT


def test_caret_and_selection_are_followed(qtbot: QtBot, family: str) -> None:
    pane = _pane(qtbot, family)
    for span in (Span(4, 5), Span(6, 11), Span(0, len(_TEXT))):
        pane.reader.select(span)
        assert pane.mirror.shown_selection() == span
    pane.reader.set_caret(7)
    assert pane.mirror.shown_selection() is None
    # One emoji lies before: Qt counts it twice.
    assert pane.mirror.textCursor().position() == 8


def test_accessibility_is_told_text_caret_and_selection(qtbot: QtBot, family: str) -> None:
    pane = _pane(qtbot, family)
    pane.reader.select(Span(6, 11))
    interface = QAccessible.queryAccessibleInterface(pane.mirror)
    assert interface.role() == QAccessible.Role.EditableText
    text = interface.textInterface()
    assert text.text(7, 12) == "بوتين"
    assert text.cursorPosition() == 12


def test_it_costs_nothing_while_nothing_listens(qtbot: QtBot, family: str) -> None:
    pane = _pane(qtbot, family, always=False)
    pane.reader.select(Span(0, 3))
    assert pane.mirror.listened_to or pane.mirror.document().isEmpty()


def test_the_mirror_takes_neither_focus_nor_mouse_and_can_not_be_edited(qtbot: QtBot, family: str) -> None:
    pane = _pane(qtbot, family)
    assert pane.mirror.isReadOnly()
    assert pane.mirror.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert pane.focusProxy() is pane.reader
    assert pane.mirror.geometry() == pane.reader.geometry() == pane.rect()
