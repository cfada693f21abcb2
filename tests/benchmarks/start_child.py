"""Starts the program on a project as `annotator.ui.app.run` does, and tells when its page was first painted.

Usage: start_child.py PROJECT SECTION; writes one line, then leaves.
"""

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

from annotator.settings import MEMORY, Settings, open_preferences
from annotator.ui.app import make_application, make_window, open_first, reporting


class FirstPaint(QObject):
    """Says so after the first paint of the page over an open project, when control is back in the event loop."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        sys.stdout.write("usable\n")
        sys.stdout.flush()
        # What a window does when it closes is not measured here.
        os._exit(0)


def main(project: Path, section: str) -> int:
    """Start, and leave at the first paint."""
    application = make_application()
    memory = Settings(MEMORY, None)
    memory.change({"person.id": "p-bench", "window.section": section})
    window = make_window(open_preferences(), memory)
    sys.excepthook = reporting(window)
    watcher = FirstPaint(application)

    def watch() -> None:
        window.show_section(section)
        page: Any = window.page
        seen = page.stage.reader.viewport() if section == "annotate" else page
        seen.installEventFilter(watcher)
        window.page.update()

    window.hub.project_changed.connect(watch)
    window.show()
    QTimer.singleShot(0, lambda: open_first(window, project))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
