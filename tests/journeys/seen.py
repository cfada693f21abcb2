"""Everything that a person could read in the program at this moment, painted rows and marks on the page included."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from annotator.ui.palette import Palette
from annotator.ui.reader.view import Reader

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 8),
)
_MOST_ROWS = 300


def everything_seen() -> list[str]:
    """The words of all windows, dialogs, lists and menus that are up, and of the clipboard."""
    found = [f"clipboard: {QGuiApplication.clipboard().text()}"]
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            found += _within(top)
    return found


def _within(top: QWidget) -> Iterator[str]:
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() or isinstance(widget, QMenu):
            for words in (*_plain(widget), *_special(widget)):
                if words:
                    yield f"{type(widget).__name__}: {words}"
    yield from (f"action: {one.text()} {one.toolTip()} {one.statusTip()}" for one in top.findChildren(QAction))


def _plain(widget: QWidget) -> tuple[str, ...]:
    return (
        widget.windowTitle(),
        widget.toolTip(),
        widget.statusTip(),
        widget.accessibleName(),
        widget.accessibleDescription(),
    )


def _special(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _rows(widget.model())
    elif isinstance(widget, Reader):
        yield from (repr(mark) for mark in widget.scene.marks.values())
        yield from (repr(arc) for arc in widget.scene.arcs)
    elif isinstance(widget, Palette):
        yield from (f"{one.title} {one.words} {one.keys}" for one in widget._offers)


def _rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    parent = parent or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield " | ".join(str(said) for role in _ROLES if (said := model.data(index, role)) is not None)
            yield from _rows(model, index) if column == 0 else ()
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))
