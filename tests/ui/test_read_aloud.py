"""Everything can be read aloud: what takes the focus has a name, rows have words, the page a text and a caret."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.ui.palette import Palette
from annotator.ui.reader.mirror import Mirror, ReaderPane
from annotator.ui.sections import SECTIONS
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, SHIFT, Hand
from tests.ui.answers import MakeWindow


def shown(hand: Hand, kind: type[QWidget]) -> list[QWidget]:
    """What of a kind has come up over the window."""
    return [one for one in hand.window.findChildren(kind) if one.isVisible()]


def _open_help(hand: Hand) -> None:
    hand.window.commands.trigger("help.keys")
    assert shown(hand, QDialog)


def _annotate(hand: Hand) -> None:
    hand.put_caret("بوتين")
    hand.press(Qt.Key.Key_1)


def _open_quote(hand: Hand) -> None:
    hand.reader.set_caret(hand.find('"').start + 8)
    hand.press(Qt.Key.Key_F5)
    assert hand.mode == "frame"


def _find(hand: Hand) -> None:
    hand.press(Qt.Key.Key_F, CONTROL)


def _tag_everywhere(hand: Hand) -> None:
    _annotate(hand)
    hand.press(Qt.Key.Key_W)
    assert shown(hand, QDialog)


def _open_palette(hand: Hand) -> None:
    hand.window.commands.trigger("palette.open")
    assert shown(hand, Palette)


def _open_entry(hand: Hand) -> None:
    hand.window.show_section("registry")
    hand.window.page.recall({"entry": "per.putin", "tab": "quotes", "details": True})


STATES: Mapping[str, Callable[[Hand], None]] = MappingProxyType(
    {
        "annotation": _annotate,
        "everywhere": _tag_everywhere,
        "find": _find,
        "palette": _open_palette,
        "keys": _open_help,
        "quote": _open_quote,
        "entry": _open_entry,
    }
)
"""How a person gets to what is not there at first sight."""

NAMELESS = frozenset({QAccessible.Role.NoRole, QAccessible.Role.Client})
"""Roles that tell a person nothing of what a widget is for."""


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """Everything in sight that a key can give the focus to."""
    for one in (widget, *widget.findChildren(QWidget)):
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.focusProxy():
            yield one


def nameless(widget: QWidget) -> list[str]:
    """What takes the focus without a name, or without a role while nothing else speaks for it."""
    return [f"{type(one).__name__} in {type(one.parent()).__name__}" for one in focusable(widget) if not _says(one)]


def _says(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QComboBox):
        # Under Linux Qt tells the chosen words in place of the name; the name is then the label's or the description.
        labelled = any(label.buddy() is widget for label in widget.window().findChildren(QLabel))
        return bool(widget.accessibleName()) and (labelled or bool(interface.text(QAccessible.Text.Description)))
    # The mirror is the page's role; an area that only scrolls has none but the name of what is in it.
    spoken_for = isinstance(widget.parent(), ReaderPane) or isinstance(widget, QScrollArea)
    return bool(interface.text(QAccessible.Text.Name)) and (interface.role() not in NAMELESS or spoken_for)


def wordless_rows(widget: QWidget) -> list[str]:
    """Rows of lists and tables in sight of which nothing would be read."""
    views = [one for one in widget.findChildren(QAbstractItemView) if one.isVisible() and one.model() is not None]
    rows = [(v, n, words) for v in views if not isinstance(v, QHeaderView) for n, words in enumerate(read_rows(v))]
    return [f"{view.accessibleName()} {n}" for view, n, words in rows if not words]


def read_rows(view: QAbstractItemView) -> list[str]:
    """What is read of each row, its columns after one another; headings in sight are the first line of a table."""
    interface = QAccessible.queryAccessibleInterface(view)
    rows = view.model().rowCount(QModelIndex()) + isinstance(view, QTableView)
    words = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())]
    columns = len(words) // max(rows, 1)
    read = [" ".join(words[at : at + columns]).strip() for at in range(0, len(words), columns or 1)]
    return read[1:] if isinstance(view, QTableView) and view.horizontalHeader().isHidden() else read


def unread(widget: QWidget) -> list[str]:
    """Everything that somebody who cannot see it would miss, of a window and what has come up over it."""
    QApplication.processEvents()
    return [*nameless(widget), *wordless_rows(widget)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_takes_the_focus_has_a_name_and_rows_have_words(
    make_window: MakeWindow, sample: Path, language: str
) -> None:
    window = make_window(language)
    assert list(focusable(window)) != []
    missed = {"": unread(window)}
    window.projects.open(sample)
    for section in SECTIONS:
        window.show_section(section)
        missed[section] = unread(window)
    assert {place: found for place, found in missed.items() if found} == {}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_so_has_what_comes_up_in_the_middle_of_work(
    make_window: MakeWindow, sample: Path, qtbot: QtBot, language: str
) -> None:
    window = make_window(language)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    hand.start_own_layer()
    missed: dict[str, list[str]] = {}
    for state, come_there in STATES.items():
        come_there(hand)
        missed[state] = unread(window)
        for one in (*shown(hand, QDialog), *shown(hand, Palette)):
            one.close()
    assert {state: found for state, found in missed.items() if found} == {}


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Iterator[Hand]:
    """A person with a layer of their own, while something listens."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    found = Hand(window, qtbot)
    found.start_own_layer()
    yield found
    QAccessible.setActive(before)


def mirror_of(hand: Hand) -> Mirror:
    mirror = hand.page.findChild(Mirror)
    assert isinstance(mirror, Mirror)
    return mirror


def test_the_page_is_read_as_a_text_with_caret_and_selection(hand: Hand) -> None:
    interface = QAccessible.queryAccessibleInterface(mirror_of(hand))
    assert interface.text(QAccessible.Text.Name) == "Text of the article"
    assert interface.role() == QAccessible.Role.EditableText
    text = interface.textInterface()
    assert text.text(0, text.characterCount()).replace("\u2029", "\n") == hand.stage.text
    hand.put_caret("بوتين")
    caret = text.cursorPosition()
    assert text.text(caret, caret + 5) == "بوتين"
    hand.press(Qt.Key.Key_Left, SHIFT)
    assert text.cursorPosition() > caret
    assert mirror_of(hand).shown_selection() == hand.reader.selection()
    hand.press(Qt.Key.Key_Right)
    assert mirror_of(hand).shown_selection() is None


def test_the_page_is_what_has_the_focus(hand: Hand, qtbot: QtBot) -> None:
    _annotate(hand)
    interface = QAccessible.queryAccessibleInterface(mirror_of(hand))
    hand.reader.setFocus()
    qtbot.waitUntil(lambda: interface.state().focused)
    hand.stage.list.view.setFocus()
    assert not interface.state().focused
    mirror_of(hand).setFocus()
    assert hand.reader.hasFocus()


def test_annotations_are_read_with_label_and_letters_in_text_order(hand: Hand) -> None:
    for words, key in (("طالبان", Qt.Key.Key_2), ("بوتين", Qt.Key.Key_1)):
        hand.put_caret(words)
        hand.press(key)
    assert read_rows(hand.stage.list.view) == ["PER: بوتين", "ORG: طالبان"]
    hand.undo()
    assert read_rows(hand.stage.list.view) == ["ORG: طالبان"]


def test_what_was_tagged_is_said_with_its_label_in_full(hand: Hand) -> None:
    hand.put_caret("بوتين")
    hand.press(Qt.Key.Key_1)
    status = QAccessible.queryAccessibleInterface(hand.window.status)
    said = [status.child(n).text(QAccessible.Text.Name) for n in range(status.childCount())]
    assert any("Person" in one and "بوتين" in one for one in said), said


def test_the_walk_finds_what_has_no_name(make_window: MakeWindow) -> None:
    window = make_window()
    field, bare = QComboBox(window), QPushButton(window)
    for one in (field, bare):
        one.show()
    assert nameless(window) == ["QComboBox in Window", "QPushButton in Window"]
