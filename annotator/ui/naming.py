"""Names the boxes with choices so that everybody hears what is chosen there, not only what the choice is."""

from PySide6.QtWidgets import QComboBox


def name_box(box: QComboBox, name: str) -> None:
    """Give a box its name; under Linux Qt tells the chosen words in its place, so that it is the description too."""
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)
