"""Says a sentence to assistive programs when they have time for it."""

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget


def announce(speaker: QWidget, sentence: str) -> None:
    """Have the sentence read aloud, politely: after what is being read.

    Where nothing listens, or Qt is too old to announce, nothing happens; the sentence is on the screen in any case.
    """
    if not sentence or not QtGui.QAccessible.isActive() or not hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        return
    event = QtGui.QAccessibleAnnouncementEvent(speaker, sentence)
    event.setPoliteness(QtGui.QAccessible.AnnouncementPoliteness.Polite)
    QtGui.QAccessible.updateAccessibility(event)
