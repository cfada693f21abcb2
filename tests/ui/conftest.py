"""A window over the sample project, with answers in place of dialogs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.language import Language
from annotator.settings import MEMORY, PREFERENCES, Settings
from annotator.store.project import Folders
from annotator.ui.app import make_application
from annotator.ui.window import Window
from annotator.work.sample import build_sample
from tests.ui.answers import ME, Answers, MakeWindow


@pytest.fixture(scope="session")
def sample_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample project as a file, built once."""
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "sample.hashiya"
    build_sample(path, folders=Folders(data=folder), person=ME).close()
    return path.read_bytes()


@pytest.fixture
def sample(sample_bytes: bytes, tmp_path: Path) -> Path:
    """A sample project of the test's own."""
    path = tmp_path / "sample.hashiya"
    path.write_bytes(sample_bytes)
    return path


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path, answers: Answers) -> Iterator[MakeWindow]:
    """Windows that close after the test; `memory` may be handed from one to the next, as a restart does."""
    application = make_application()
    before = application.font(), application.palette(), application.layoutDirection()
    made: list[Window] = []

    def ask(_parent: QWidget, _language: Language) -> Answers:
        return answers

    def make(
        language: str = "en",
        theme: str = "light",
        *,
        memory: Settings | None = None,
        preferences: Settings | None = None,
        size: tuple[int, int] = (1280, 720),
    ) -> Window:
        chosen = preferences or Settings(PREFERENCES, None)
        chosen.change({"ui.language": language, "ui.theme": theme})
        remembered = memory or Settings(MEMORY, None)
        remembered.set("person.id", ME.id)
        window = Window(preferences=chosen, memory=remembered, data=tmp_path / "data", make_ask=ask)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents()
    application.setFont(before[0])
    application.setPalette(before[1])
    application.setLayoutDirection(before[2])


@pytest.fixture
def window(make_window: MakeWindow, sample: Path) -> Window:
    """The window over the sample, in English."""
    made = make_window()
    made.projects.open(sample)
    return made
