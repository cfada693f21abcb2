"""Starts the program: application, settings, fonts, the window, and the project that it opens with."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator import __version__, assets
from annotator.settings import Settings, open_memory, open_preferences
from annotator.ui.ask import show_report
from annotator.ui.theme import load_fonts
from annotator.ui.window import Window


def run(project: Path | None = None) -> int:
    """Open the window on ``project``, else on the last one, else on the sample, and stay until it is closed."""
    application = make_application()
    window = make_window(open_preferences(), open_memory())
    sys.excepthook = reporting(window)
    window.show()
    # The window is on the screen before anything is read from a project.
    QTimer.singleShot(0, lambda: open_first(window, project))
    return application.exec()


def make_application() -> QApplication:
    """The application with its name, style, icon and bundled fonts."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    application.setApplicationName("hashiya")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("hashiya")
    application.setStyle("Fusion")
    icon = assets.path("icons", "hashiya.svg")
    if icon.is_file():
        application.setWindowIcon(QIcon(str(icon)))
    load_fonts()
    return application


def make_window(preferences: Settings, memory: Settings, *, data: Path | None = None) -> Window:
    """The window, not yet shown; ``data`` is where copies, indexes and the sample lie, if not in the usual folder."""
    return Window(preferences=preferences, memory=memory, data=data)


def open_first(window: Window, project: Path | None) -> None:
    """Open what the person named, else what was open last; who comes for the first time gets the sample."""
    wanted = project or window.projects.last
    if wanted is None:
        window.deeds.exchange.open_sample()
    elif window.deeds.open_path(wanted) and project is None:
        window.go_on()


def reporting(window: Window) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A hook for faults of the program: the terminal gets the trace, the person a sentence and what to copy."""

    def report(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, fault, trace)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        lines = "".join(traceback.format_exception(kind, fault, trace))
        language = window.session.language
        show_report(
            window,
            title=language.say("bug.title"),
            sentence=language.say("bug.sentence"),
            details=f"Hashiya {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{lines}",
            language=language,
        )

    return report
