"""The one place where parts of the window hear that something has happened."""

from PySide6.QtCore import QObject, Signal


class Hub(QObject):
    """Signals named in the past; whoever shows something patches it from what they carry.

    ``stepped`` carries the ``tuple[Step, ...]`` of one gesture, after it is durable. ``said`` carries a whole sentence
    for the status bar. ``article_opened`` carries a document id. ``writing`` is true while a long work writes.
    """

    stepped = Signal(object)
    documents_touched = Signal(object)
    project_changed = Signal()
    article_opened = Signal(str)
    mode_changed = Signal(str)
    language_changed = Signal()
    theme_changed = Signal()
    said = Signal(str)
    writing_changed = Signal(bool)
