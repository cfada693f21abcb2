"""The thin line between two parts of the window."""

from PySide6.QtWidgets import QFrame


def hairline(*, vertical: bool = False) -> QFrame:
    """A line one pixel thick in the colour of borders."""
    line = QFrame()
    line.setObjectName("hairline")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
