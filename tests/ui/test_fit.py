"""Nothing is cut: every word of every page fits its widget, in both languages, in the smallest usual window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from annotator.ui.elided import ElidedLabel
from annotator.ui.keyhelp import KeyHelp
from annotator.ui.sections import SECTIONS
from tests.ui.answers import MakeWindow


def cut_words(widget: QWidget) -> Iterator[str]:
    """Texts of visible labels, buttons and placeholders that need more room than they have."""
    for one in widget.findChildren(QWidget):
        if one.isVisible() and not isinstance(one, ElidedLabel) and _is_cut(one):
            yield f"{type(one).__name__} {one.objectName()}: {_text(one)}"


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _is_cut(widget: QWidget) -> bool:
    text = _text(widget)
    if not text:
        return False
    metrics = widget.fontMetrics()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    if isinstance(widget, QLabel):
        return widget.sizeHint().width() > widget.width() + 1 or metrics.height() > widget.height() + 1
    if isinstance(widget, QLineEdit):
        return metrics.horizontalAdvance(text) > widget.width() - 16 or metrics.height() > widget.height()
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    if isinstance(widget, QPushButton | QToolButton):
        return metrics.horizontalAdvance(text) > widget.width() or metrics.height() > widget.height()
    return False


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("section", [*SECTIONS, "empty"])
def test_no_word_is_cut(make_window: MakeWindow, sample: Path, language: str, section: str) -> None:
    window = make_window(language)
    if section != "empty":
        window.projects.open(sample)
        window.show_section(section)
    QApplication.processEvents()
    assert window.size().width() == 1280
    assert list(cut_words(window)) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_key_help_is_whole(make_window: MakeWindow, language: str) -> None:
    window = make_window(language)
    window.commands.trigger("help.keys")
    QApplication.processEvents()
    help_ = window.findChild(KeyHelp)
    assert list(cut_words(help_)) == []
    help_.close()


def test_the_walk_finds_what_is_cut(make_window: MakeWindow) -> None:
    window = make_window()
    label = QLabel("a sentence that needs more than forty pixels", window)
    label.setFixedWidth(40)
    label.show()
    assert any("forty pixels" in found for found in cut_words(window))
