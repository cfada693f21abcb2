"""Going round the panes of a window with one key, whatever they hold."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def enter_next(panes: Sequence[QWidget], step: int) -> None:
    """Give the focus to the pane that comes ``step`` after the one that has it; what cannot take it is left out."""
    doors = [(pane, door) for pane in panes if pane.isVisible() and (door := _door_of(pane)) is not None]
    if not doors:
        return
    focus = QApplication.focusWidget()
    inside = (n for n, (pane, _) in enumerate(doors) if focus and (pane is focus or pane.isAncestorOf(focus)))
    here = next(inside, -1 if step > 0 else 0)
    doors[(here + step) % len(doors)][1].setFocus(Qt.FocusReason.TabFocusReason)


def _door_of(pane: QWidget) -> QWidget | None:
    """What takes the focus when a pane is entered: the pane, else its first part that can, else nothing."""
    parts: Sequence[QWidget] = (pane, *pane.findChildren(QWidget))
    ready = (one for one in parts if one.isVisible() and one.isEnabled())
    return next((one for one in ready if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
