"""Draws every page, state and dialog into a folder: `python -m annotator.ui.shots DIR [few]`."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from annotator.model.person import Person
    from annotator.ui.scenes import Scene
    from annotator.ui.window import Window

LANGUAGES = ("ar", "en")
THEMES = ("light", "dark", "contrast")
SIZES = ((1280, 720), (1920, 1080))
FEW = "few"
"""The word for Arabic and English, light and dark, in the smaller size alone."""

_SETTLE: Final = 0.4  # seconds
_LONGEST: Final = 5.0  # seconds until a dialog that does not come is given up
_COUNTED: Final = 60.0  # seconds until figures that do not come are given up


def main(words: Sequence[str]) -> int:
    """Draw into the folder named by the first word; the exit status is 2 for words that say nothing."""
    if not words or len(words) > 2 or (len(words) == 2 and words[1] != FEW):
        sys.stderr.write("python -m annotator.ui.shots DIR [few]\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = Path(words[0])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        drawn = list(draw_all(out, Path(scratch), few=len(words) == 2))
    sys.stdout.write(f"{len(drawn)} pictures in {out}\n")
    return 0


def draw_all(out: Path, scratch: Path, *, few: bool = False) -> Iterator[Path]:
    """Draw each scene in each language, theme and size; settings and projects of this person stay untouched."""
    from annotator.ui.app import make_application
    from annotator.ui.scenes import DIALOGS, PAGES, STATES, TABLES, build_projects
    from annotator.work.opening import new_person

    make_application()
    me = new_person("")
    projects = build_projects(scratch, me)
    sizes, themes = (SIZES[:1], THEMES[:2]) if few else (SIZES, THEMES)
    for size, language, theme in product(sizes, LANGUAGES, themes):
        window = _opened(language, theme, scratch=scratch, me=me)
        suffix = f"{language}-{theme}" if size == SIZES[0] else f"{language}-{theme}-{size[0]}"
        for scene in (*PAGES, *STATES, *(() if few else DIALOGS), *TABLES):
            yield _played(window, scene, projects, size=size, path=out / f"{scene.name}-{suffix}.png")
        window.close()
        window.deleteLater()


def _opened(language: str, theme: str, *, scratch: Path, me: "Person") -> "Window":
    from annotator.settings import MEMORY, PREFERENCES, Settings
    from annotator.ui.app import make_window

    preferences, memory = Settings(PREFERENCES, None), Settings(MEMORY, None)
    preferences.change({"ui.language": language, "ui.theme": theme})
    memory.set("person.id", me.id)
    window = make_window(preferences, memory, data=scratch)
    window.show()
    return window


def _played(
    window: "Window", scene: "Scene", projects: Mapping[str, Path], *, size: tuple[int, int], path: Path
) -> Path:
    """Bring a scene about, take its picture, and leave nothing of it behind."""
    from PySide6.QtCore import QTimer

    window.resize(*(scene.size or size))
    if window.projects.path != projects[scene.project]:
        window.projects.open(projects[scene.project])
    window.show_section(scene.section)
    if scene.memory:
        window.page.recall(scene.memory)
    _settle()
    _wait_for(scene, window)
    taken: list[QPixmap] = []
    timer = QTimer()
    timer.setSingleShot(True)
    # A dialog that waits for its answer is drawn from within its own loop.
    timer.timeout.connect(lambda: taken.append(_picture(window)))
    timer.start(round(_SETTLE * 1000))
    if scene.act is not None:
        scene.act(window)
    for command in scene.commands:
        window.commands.trigger(command)
    limit = time.monotonic() + _LONGEST
    while not taken and time.monotonic() < limit:
        _settle(0.05)
    if not taken or not taken[0].save(str(path)):
        raise OSError(path)
    for command in scene.after:
        window.commands.trigger(command)
    window.care.begin()
    window.care.show()
    return path


def _wait_for(scene: "Scene", window: "Window") -> None:
    limit = time.monotonic() + _COUNTED
    while scene.ready is not None and not scene.ready(window) and time.monotonic() < limit:
        _settle(0.05)


def _picture(window: "Window") -> "QPixmap":
    """The window with the dialog or list over it, if there is one; that goes."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QPainter

    picture = window.grab()
    for above in _above(window):
        middle = QPoint((picture.width() - above.width()) // 2, (picture.height() - above.height()) // 2)
        place = middle if above.windowType() == Qt.WindowType.Dialog else window.mapFromGlobal(above.pos())
        painter = QPainter(picture)
        painter.drawPixmap(place, above.grab())
        painter.setPen(window.session.theme.token("muted"))
        painter.drawRect(place.x(), place.y(), above.width() - 1, above.height() - 1)
        painter.end()
        above.close()
    return picture


def _above(window: "Window") -> "list[QWidget]":
    from PySide6.QtWidgets import QApplication

    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]


def _settle(seconds: float = _SETTLE) -> None:
    """Let a moment pass: panels are filled after the text, which is never late."""
    from PySide6.QtWidgets import QApplication

    settled = time.monotonic() + seconds
    while time.monotonic() < settled:
        QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
