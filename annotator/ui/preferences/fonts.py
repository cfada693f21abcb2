"""Choosing the face of the articles: bundled and installed Arabic ones, and a word on those that swallow the caret."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.settings import Setting
from annotator.ui.panels.fields import Chooser, plain_label
from annotator.ui.reader.selftest import caret_enters_ligature
from annotator.ui.session import Session

_LETTERS: Final = 15
"""Pixels in which a face shows itself in the list."""


class FontRow(QWidget):
    """A list of faces, each in its own letters; a sentence where the caret cannot stand inside lam-alef, or none is."""

    def __init__(self, session: Session, setting: Setting) -> None:
        super().__init__()
        self._session, self._setting = session, setting
        self._chooser = Chooser()
        self._chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chosen = session.preferences.text(setting.key)
        self._chooser.offer([(family, family) for family in arabic_families(str(setting.default))], chosen)
        for place in range(self._chooser.count()):
            face = QFont(str(self._chooser.itemData(place)))
            face.setPixelSize(_LETTERS)
            self._chooser.setItemData(place, face, Qt.ItemDataRole.FontRole)
        self._chooser.setAccessibleName(session.say(f"preferences.{setting.key}"))
        self._warning = plain_label("", role="warn", wrap=True)
        self._warn(chosen)
        self._chooser.chosen.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._chooser)
        column.addWidget(self._warning)
        self.setFocusProxy(self._chooser)

    @property
    def chooser(self) -> Chooser:
        """The list."""
        return self._chooser

    @property
    def warning(self) -> str:
        """What is said of the chosen face, "" where nothing is to be said."""
        return self._warning.text()

    def _take(self, family: str) -> None:
        self._session.preferences.set(self._setting.key, family)
        self._warn(family)

    def _warn(self, family: str) -> None:
        key = fault_of(family)
        self._warning.setText(self._session.say(f"preferences.font.{key}", family=family) if key else "")
        self._warning.setVisible(bool(key))


def arabic_families(first: str) -> tuple[str, ...]:
    """Families that write Arabic and are scalable, the bundled one first; needs the application."""
    database = QFontDatabase
    found = (
        family
        for family in database.families(QFontDatabase.WritingSystem.Arabic)
        if database.isSmoothlyScalable(family) and not database.isPrivateFamily(family)
    )
    return (first, *sorted(family for family in set(found) if family != first))


def fault_of(family: str) -> str:
    """Why a face is not good to annotate with: ``missing``, ``ligature`` or "" for nothing."""
    if family not in QFontDatabase.families():
        return "missing"
    return "" if caret_enters_ligature(family) else "ligature"
