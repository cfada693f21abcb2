"""Where the window stood and which section was in front, over restarts."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from annotator.model.problems import problem
from annotator.settings import Settings
from annotator.ui.ask import Ask

_PLACE = "window.geometry"
_SECTION = "window.section"


def remember(window: QMainWindow, memory: Settings, *, section: str, ask: Ask) -> None:
    """Keep place and section; where that fails a sentence says so."""
    place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    try:
        memory.change({_PLACE: place, _SECTION: section})
    except OSError as fault:
        # A full disk keeps nobody from leaving.
        ask.show_problems((problem("care.not-remembered", said=fault.strerror or ""),))


def restore(window: QMainWindow, memory: Settings) -> None:
    """Stand where the window stood."""
    stored = memory.text(_PLACE)
    if stored:
        window.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii")))
