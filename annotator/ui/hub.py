"""The one place where parts of the window hear that something has happened."""

from PySide6.QtCore import QObject, Signal


class Hub(QObject):
    """Signals named in the past; whoever shows something patches it from what they carry.

    ``stepped`` carries the ``tuple[Step, ...]`` of one gesture, after it is durable. ``said`` carries a whole sentence
    for the status bar. ``article_wanted`` carries a document id and where to go in it (a ``Span``, a code point, or
    ``None`` for where the person was): the window answers by showing the annotate page. ``article_opened`` carries the
    id of what that page then shows. ``preferences_changed`` carries the keys (``frozenset[str]``) of what a person has
    set otherwise.
    ``case_wanted`` carries an article and a case of its review.
    ``documents_touched`` carries the ids that a long work changed, for a fresh look.
    """

    stepped = Signal(object)
    documents_touched = Signal(object)
    project_changed = Signal()
    project_wanted = Signal(str)
    article_wanted = Signal(str, object)
    article_opened = Signal(str)
    case_wanted = Signal(str, str)
    mode_changed = Signal(str)
    language_changed = Signal()
    theme_changed = Signal()
    preferences_changed = Signal(object)
    said = Signal(str)
    focus_mode_changed = Signal(bool)
