"""The panels beside the text lie over it where the window is narrow, one at a time, at their own sides."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.settings import MEMORY, Settings
from annotator.ui.window import Window
from tests.ui.answers import MakeWindow


def opened(make_window: MakeWindow, sample: Path, language: str, width: int) -> Window:
    window = make_window(language, size=(width, 640))
    window.projects.open(sample)
    window.show_section("annotate")
    QApplication.processEvents()
    return window


def left_of(panel: QWidget, window: Window) -> bool:
    """Whether a panel stands in the left half of the page."""
    return panel.mapTo(window.page, panel.rect().center()).x() < window.page.width() / 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_window_gives_the_text_all_the_room_until_a_panel_is_called(
    make_window: MakeWindow, sample: Path, language: str
) -> None:
    window = opened(make_window, sample, language, 960)
    stage = window.page.stage
    width = stage.reader.width()
    assert not stage.list.isVisible()
    assert not stage.inspector.isVisible()
    assert width > 0.9 * window.page.width()
    window.commands.trigger("view.start_panel")
    assert stage.list.isVisible()
    assert stage.list.isAncestorOf(window.focusWidget())
    assert left_of(stage.list, window) == (language == "en")
    window.commands.trigger("view.end_panel")
    assert (stage.list.isVisible(), stage.inspector.isVisible()) == (False, True)
    assert left_of(stage.inspector, window) == (language == "ar")
    assert stage.reader.width() == width
    window.commands.trigger("view.end_panel")
    assert not stage.inspector.isVisible()
    assert window.focusWidget() is stage.reader


def test_leaving_the_list_puts_it_away(make_window: MakeWindow, sample: Path) -> None:
    window = opened(make_window, sample, "en", 960)
    window.commands.trigger("view.start_panel")
    window.page.stage.list.left.emit()
    assert not window.page.stage.list.isVisible()


def test_a_wide_window_has_them_beside_the_text_again_as_they_were(make_window: MakeWindow, sample: Path) -> None:
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory, size=(1280, 720))
    window.projects.open(sample)
    window.show_section("annotate")
    QApplication.processEvents()
    window.commands.trigger("view.end_panel")
    QApplication.processEvents()
    widths = [window.page.stage.list.width()]
    window.resize(960, 640)
    QApplication.processEvents()
    assert not window.page.stage.list.isVisible()
    window.resize(1280, 720)
    QApplication.processEvents()
    assert [window.page.stage.list.width()] == widths
    assert window.page.stage.list.isVisible()
    assert not window.page.stage.inspector.isVisible()
    assert memory.text("window.layout").startswith("1 0 ")
