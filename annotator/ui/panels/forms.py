"""Two columns of a form: what a field is called, and the field."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from annotator.model.step import Step
from annotator.ui.hairline import hairline
from annotator.ui.panels.fields import Chooser, EditField, plain_label

Steps = tuple[Step, ...]
Gesture = Callable[[], Steps]
Do = Callable[[Gesture], bool]
"""Runs a gesture, tells what came of it, and says whether it was done."""

_NAME_WIDTH: Final = 88
_FIELD_HEIGHT: Final = 28
_TOP: Final = Qt.AlignmentFlag.AlignTop


class Form(QWidget):
    """Rows of name and field; what was built for one subject is thrown away with ``clear``.

    Built anew, it gives the focus to the field that had it; where that field is gone, to whoever waits for it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 12)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._line = 0
        self._leave: Callable[[], object] = lambda: None
        self._focused: tuple[type[QWidget], str] | None = None

    def when_left(self, leave: Callable[[], object]) -> None:
        """What Esc on an untouched field does."""
        self._leave = leave

    def finish(self) -> None:
        """Write what is half typed in any field."""
        for field in self.findChildren(EditField):
            field.finish()

    def clear(self) -> None:
        """Take every row away."""
        focused = focused_in(self)
        if focused is not None:
            self._focused = (type(focused), focused.accessibleName())
            # Hiding what has the focus would hand it on from widget to widget, out of the form in the end.
            self.setFocus()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._line = 0

    def add(self, name: str, field: QWidget) -> QWidget:
        """A row with a name."""
        title = plain_label(name, role="muted", wrap=True)
        title.setBuddy(field)
        title.setMinimumHeight(_FIELD_HEIGHT)
        if not field.accessibleName():
            field.setAccessibleName(name)
        if isinstance(field, QLabel):
            field.setMinimumHeight(_FIELD_HEIGHT)
        self._grid.addWidget(title, self._line, 0, _TOP)
        self._grid.addWidget(field, self._line, 1, _TOP)
        self._line += 1
        for kind in (EditField, Chooser):
            if isinstance(field, kind):
                field.left.connect(self._leave)
        return field

    def add_wide(self, widget: QWidget) -> QWidget:
        """A row of both columns."""
        self._grid.addWidget(widget, self._line, 0, 1, 2, _TOP)
        self._line += 1
        return widget

    def add_heading(self, text: str) -> QLabel:
        """A hairline and a word over the rows that follow."""
        line = hairline()
        if self._line:
            self.add_wide(line)
        heading = plain_label(text, role="title")
        self.add_wide(heading)
        return heading

    def end(self) -> None:
        """Rows stand at the top; the rest stays empty; the focus is where it was."""
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, 0)
        self._grid.setRowStretch(self._line, 1)
        wanted, self._focused = self._focused, None
        if wanted is not None and self.hasFocus():
            kind, name = wanted
            same = (one for one in self.findChildren(kind) if one.accessibleName() == name and self._row_of(one))
            field = next(same, None)
            if field is None:
                self._leave()
            else:
                self.focus_on(field)

    def focus_on(self, field: QWidget) -> None:
        """Give the focus to a field of this form, also to one that was built this moment."""
        row = self._row_of(field)
        if row is not None:
            # A layout shows what it was given when Qt has time; what is not shown takes no focus.
            row.show()
        field.setFocus()

    def _row_of(self, field: QWidget) -> QWidget | None:
        """What of the rows is or holds a field; fields of the subject before live on until Qt has time."""
        items = (self._grid.itemAt(place) for place in range(self._grid.count()))
        rows = (item.widget() for item in items if item is not None)
        return next((row for row in rows if row is not None and (row is field or row.isAncestorOf(field))), None)


def focused_in(form: QWidget) -> QWidget | None:
    """What inside a form has the focus, if anything there has."""
    focused = QApplication.focusWidget()
    return focused if focused is not None and form.isAncestorOf(focused) else None
