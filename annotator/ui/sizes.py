"""How large the window is before anybody has chosen."""

from typing import Final

from PySide6.QtCore import QSize

_SHARE: Final = 0.85
_LEAST: Final = QSize(1280, 800)


def first_size(room: QSize) -> QSize:
    """Most of a screen with that much room in pixels, at least what pages are laid out for, not more than there is."""
    return (room * _SHARE).expandedTo(_LEAST).boundedTo(room)
