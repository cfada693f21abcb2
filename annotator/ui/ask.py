"""The one seam through which the window asks and tells: questions, files, known faults; replaceable as a whole."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from annotator.language import Language
from annotator.model.problems import Problem

_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_LEFT_MARK: Final = "\u200e"
_RIGHT_MARK: Final = "\u200f"
_MOMENTS: Final = frozenset({"since"})
"""Values of problems that are moments, as ISO 8601 in UTC."""


class Ask(Protocol):
    """What the window may ask a person. Every answer of ``None`` or ``False`` means: leave it."""

    def confirm(self, question: str, *, verb: str, details: str = "") -> bool:
        """Ask before what undo cannot reach; ``verb`` stands on the button that does it."""
        ...

    def choose(self, question: str, options: Sequence[str], *, details: str = "") -> int | None:
        """Let one of several be chosen, each on a button of its own; the place of the chosen one."""
        ...

    def pick(self, question: str, options: Sequence[str]) -> int | None:
        """Let one of any number be chosen from a list; the place of the chosen one."""
        ...

    def text(self, question: str, *, value: str = "") -> str | None:
        """Ask for one line of text."""
        ...

    def open_file(self, title: str, *, kinds: str) -> Path | None:
        """Let one existing file be chosen; ``kinds`` is a filter as Qt writes it."""
        ...

    def open_files(self, title: str, *, kinds: str) -> tuple[Path, ...]:
        """Let several existing files be chosen; none when it was left."""
        ...

    def folder(self, title: str) -> Path | None:
        """Let an existing folder be chosen."""
        ...

    def save_file(self, title: str, *, kinds: str, proposal: Path) -> Path | None:
        """Let the place of a new file be chosen, beginning at ``proposal``."""
        ...

    def tell(self, title: str, sentence: str, *, details: str = "") -> None:
        """Say something that has ended well or not, with what stands behind it."""
        ...

    def show_problems(self, problems: Sequence[Problem], *, action: str = "") -> bool:
        """Say known faults; true when the one button (``action``) that does something about them was pressed."""
        ...


class Dialogs:
    """The answers come from a person: Qt's dialogs over ``parent``, in ``language``, plain text only."""

    def __init__(self, parent: QWidget, language: Language) -> None:
        self._parent = parent
        self._language = language

    def confirm(self, question: str, *, verb: str, details: str = "") -> bool:
        """Ask in a dialog with two buttons."""
        return self.choose(question, (verb,), details=details) == 0

    def choose(self, question: str, options: Sequence[str], *, details: str = "") -> int | None:
        """Ask in a dialog with a button for each option."""
        box = self._box(question, details)
        buttons = [box.addButton(option, QMessageBox.ButtonRole.AcceptRole) for option in options]
        leave = box.addButton(self._language.say("ask.leave"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(leave)
        box.exec()
        pressed = box.clickedButton()
        chosen = next((place for place, button in enumerate(buttons) if button is pressed), None)
        box.deleteLater()
        return chosen

    def pick(self, question: str, options: Sequence[str]) -> int | None:
        """Ask in a dialog with a list; a double click and Enter take a line."""
        dialog, layout = self._plain_dialog()
        label, lines = QLabel(directed(question, self._language)), QListWidget()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(lines)
        lines.setAccessibleName(question)
        lines.addItems(options)
        lines.setCurrentRow(0)
        lines.setMinimumSize(480, 240)
        lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.itemActivated.connect(dialog.accept)
        buttons = self._ok_or_leave(dialog)
        for part in (label, lines, buttons):
            layout.addWidget(part)
        taken = dialog.exec() == QDialog.DialogCode.Accepted
        row = lines.currentRow()
        dialog.deleteLater()
        return row if taken and row >= 0 else None

    def text(self, question: str, *, value: str = "") -> str | None:
        """Ask in a dialog with one field."""
        dialog, layout = self._plain_dialog()
        label, field = QLabel(question), QLineEdit(value)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(field)
        field.setMinimumWidth(360)
        buttons = self._ok_or_leave(dialog)
        for part in (label, field, buttons):
            layout.addWidget(part)
        taken = dialog.exec() == QDialog.DialogCode.Accepted
        answer = field.text().strip()
        dialog.deleteLater()
        return answer if taken and answer else None

    def open_file(self, title: str, *, kinds: str) -> Path | None:
        """Let one existing file be chosen; ``kinds`` is a filter as Qt writes it."""
        name, _ = QFileDialog.getOpenFileName(self._parent, title, "", kinds)
        return Path(name) if name else None

    def open_files(self, title: str, *, kinds: str) -> tuple[Path, ...]:
        """Let several existing files be chosen; none when it was left."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, "", kinds)
        return tuple(Path(name) for name in names)

    def folder(self, title: str) -> Path | None:
        """Let an existing folder be chosen."""
        name = QFileDialog.getExistingDirectory(self._parent, title)
        return Path(name) if name else None

    def save_file(self, title: str, *, kinds: str, proposal: Path) -> Path | None:
        """Let the place of a new file be chosen, beginning at ``proposal``."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(proposal), kinds)
        return Path(name) if name else None

    def tell(self, title: str, sentence: str, *, details: str = "") -> None:
        """Show a report."""
        show_report(self._parent, title=title, sentence=sentence, details=details, language=self._language)

    def show_problems(self, problems: Sequence[Problem], *, action: str = "") -> bool:
        """Show the first sentence large and the others below it."""
        sentences = [say_problem(problem, self._language) for problem in problems]
        box = self._box(sentences[0], "\n".join(sentences[1:]))
        box.setIcon(QMessageBox.Icon.Warning)
        act = box.addButton(action, QMessageBox.ButtonRole.AcceptRole) if action else None
        close = box.addButton(self._language.say("ask.close"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(close)
        box.exec()
        pressed = act is not None and box.clickedButton() is act
        box.deleteLater()
        return pressed

    def _plain_dialog(self) -> tuple[QDialog, QVBoxLayout]:
        dialog = QDialog(self._parent)
        dialog.setWindowTitle(self._language.say("program.name"))
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        return dialog, layout

    def _ok_or_leave(self, dialog: QDialog) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        buttons.addButton(self._language.say("ask.ok"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._language.say("ask.leave"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        return buttons

    def _box(self, sentence: str, details: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setWindowTitle(self._language.say("program.name"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(directed(sentence, self._language))
        if details:
            lines = (directed(line, self._language) for line in details.splitlines())
            box.setInformativeText("\n".join(lines))
        return box


def say_problem(problem: Problem, language: Language) -> str:
    """The sentence of a known fault, moments in the time of this place."""
    said = {name: _local(value) if name in _MOMENTS else value for name, value in problem.named.items()}
    return language.say(f"problem.{problem.key}", **said)


def directed(sentence: str, language: Language) -> str:
    """The sentence with a mark before it, so that a name at its beginning does not turn it round."""
    return f"{_RIGHT_MARK if language.right_to_left else _LEFT_MARK}{sentence}"


def _local(moment: object) -> object:
    """A UTC moment as people here write it; what is none stays."""
    try:
        return datetime.fromisoformat(str(moment)).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment


def show_report(parent: QWidget | None, *, title: str, sentence: str, details: str, language: Language) -> None:
    """A dialog with a sentence, and behind it lines that can be read and copied."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(480)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 24, 24, 16)
    layout.setSpacing(12)
    label = QLabel(directed(sentence, language))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    layout.addWidget(label)
    buttons = QDialogButtonBox()
    if details:
        text = QPlainTextEdit()
        option = text.document().defaultTextOption()
        # The trace of a fault is no sentence: without an Arabic letter lines run from the left.
        direction = dialog.layoutDirection() if _ARABIC.search(details) else Qt.LayoutDirection.LeftToRight
        option.setTextDirection(direction)
        # A plain text edit turns "left" round twice.
        start = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        option.setAlignment(start | Qt.AlignmentFlag.AlignAbsolute)
        text.document().setDefaultTextOption(option)
        text.setPlainText(details)
        text.setReadOnly(True)
        text.setMinimumHeight(160)
        layout.addWidget(text)
        copy = QPushButton(language.say("ask.copy_details"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n{details}"))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
    close = buttons.addButton(language.say("ask.close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    close.setDefault(True)
    dialog.exec()
    dialog.deleteLater()
