"""Draws every page of the sample project into a folder: `python -m annotator.ui.shots DIR`."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.window import Window

LANGUAGES = ("ar", "en")
THEMES = ("light", "dark")
SIZE = (1280, 800)
_SETTLE = 0.4  # seconds

STATES: Mapping[str, tuple[str, Mapping[str, object]]] = MappingProxyType(
    {
        "annotate-quotes": ("annotate", {"table": "quote", "document": "000_86a1a680588ddadc"}),
        "annotate-events": ("annotate", {"table": "event", "document": "003_6b6843914a22ef7f"}),
        "registry-quotes": ("registry", {"entry": "per.putin", "tab": "quotes"}),
        "registry-claims": ("registry", {"entry": "evt.crocus-attack", "tab": "claims"}),
        "registry-details": ("registry", {"entry": "per.putin", "tab": "mentions", "details": True}),
        "registry-empty": ("registry", {"words": "لا أحد"}),
        "review-cases": ("review", {"view": 1, "article": "000_86a1a680588ddadc"}),
        "review-hidden": ("review", {"view": 1, "article": "004_2d74ac5e9dc5bed1", "all": True, "names": "hidden"}),
        "review-sides": ("review", {"view": 1, "article": "003_6b6843914a22ef7f", "sides": True}),
        "review-agreement": ("review", {"view": 2}),
        "history-empty": ("history", {"what": "comment", "who": "analyst-b"}),
    }
)
"""What pages look like besides their first sight: the section, and what it is to take up again."""


def main(words: Sequence[str]) -> int:
    """Draw the pages into the folder named by the one word; the exit status is 2 for any other number of words."""
    if len(words) != 1:
        sys.stderr.write("python -m annotator.ui.shots DIR\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = Path(words[0])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        drawn = list(draw_all(out, Path(scratch)))
    sys.stdout.write(f"{len(drawn)} pictures in {out}\n")
    return 0


def draw_all(out: Path, scratch: Path) -> Iterator[Path]:
    """Draw each page in each language and theme; settings and project of this person stay untouched."""
    from annotator.settings import MEMORY, PREFERENCES, Settings
    from annotator.store.project import Folders
    from annotator.ui.app import make_application, make_window
    from annotator.work.opening import new_person
    from annotator.work.sample import build_sample

    make_application()
    project = scratch / "sample.hashiya"
    me = new_person("")
    build_sample(project, folders=Folders(data=scratch), person=me).close()
    for language, theme in product(LANGUAGES, THEMES):
        preferences, memory = Settings(PREFERENCES, None), Settings(MEMORY, None)
        preferences.change({"ui.language": language, "ui.theme": theme})
        memory.set("person.id", me.id)
        window = make_window(preferences, memory, data=scratch)
        window.resize(*SIZE)
        window.show()
        window.projects.open(project)
        yield from _draw_sections(window, out, f"{language}-{theme}")
        window.close()
        window.deleteLater()


def _draw_sections(window: "Window", out: Path, suffix: str) -> Iterator[Path]:
    from annotator.ui.sections import SECTIONS

    for section in SECTIONS:
        window.show_section(section)
        yield _drawn(window, out / f"{section}-{suffix}.png")
    for name, (section, memory) in STATES.items():
        window.show_section(section)
        window.page.recall(memory)
        yield _drawn(window, out / f"{name}-{suffix}.png")


def _drawn(window: "Window", path: Path) -> Path:
    """A picture of the window as it is after a moment: panels are filled after the text, which is never late."""
    from PySide6.QtWidgets import QApplication

    settled = time.monotonic() + _SETTLE
    while time.monotonic() < settled or _is_counting(window):
        QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise OSError(path)
    return path


def _is_counting(window: "Window") -> bool:
    """Whether the numbers of agreement are still on their way."""
    from annotator.ui.pages.review.agreement_view import AgreementView

    return any(view.is_busy for view in window.findChildren(AgreementView) if view.isVisible())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
