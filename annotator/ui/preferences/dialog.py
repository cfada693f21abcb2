"""The preferences: pages of fields made from the table of settings, and the page of keys."""

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.settings import Setting
from annotator.ui.panels.fields import EditField, plain_label
from annotator.ui.preferences.keys_part import KeysPart
from annotator.ui.preferences.rows import PARTS, make_field
from annotator.ui.preferences.sample import Sample
from annotator.ui.session import Session

KEYS: Final = "keys"
_SIZE: Final = (880, 660)
_LIST_WIDTH: Final = 168
_NAME_WIDTH: Final = 168
_LEAST_ROW: Final = 32
_PART_HEIGHT: Final = 36


class Preferences(QDialog):
    """Everything acts at once; ``session_now`` gives the session anew after a change of language or theme."""

    def __init__(self, parent: QWidget, session_now: Callable[[], Session], part: str = "general") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session_now = session_now
        self.resize(*_SIZE)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._build(part)
        hub = session_now().hub
        # Queued: the field that was changed is one of those that go.
        for signal in (hub.language_changed, hub.theme_changed):
            signal.connect(self._build_anew, Qt.ConnectionType.QueuedConnection)
        hub.preferences_changed.connect(self._follow)

    @property
    def part(self) -> str:
        """The page in front."""
        return (*PARTS, KEYS)[self.list.currentRow()]

    def show_part(self, part: str) -> None:
        """Bring a page to the front."""
        self.list.setCurrentRow((*PARTS, KEYS).index(part))

    def done(self, answer: int) -> None:
        """Write what is half typed."""
        for field in self.findChildren(EditField):
            field.finish()
        super().done(answer)

    def _build_anew(self) -> None:
        """Everything again, at the same place."""
        focus = self.focusWidget()
        held = next((key for key, field in self.fields.items() if focus in (field, field.focusProxy())), "")
        self._build(self.part)
        if held:
            self.fields[held].setFocus()

    def _build(self, part: str) -> None:
        if self._inside is not None:
            shiboken6.delete(self._inside)
        session = self._session_now()
        self.setWindowTitle(session.say("preferences.title"))
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if session.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self._session = session
        self.list = QListWidget()
        self.list.setObjectName("parts")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(session.say("preferences.title"))
        self._stack = QStackedWidget()
        self.sample = Sample(session)
        self.keys = KeysPart(session)
        self.fields: dict[str, QWidget] = {}
        for name, groups in PARTS.items():
            self._add(name, self._page(name, groups))
        self._add(KEYS, _padded(self.keys))
        self.list.currentRowChanged.connect(self._turn)
        self._inside = self._laid_out()
        self._layout.addWidget(self._inside)
        self.show_part(part)
        self.list.setFocus()

    def _turn(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self.reset.setVisible(self.part in PARTS)

    def _add(self, name: str, page: QWidget) -> None:
        item = QListWidgetItem(self._session.say(f"preferences.part.{name}"))
        item.setSizeHint(QSize(0, _PART_HEIGHT))
        self.list.addItem(item)
        self._stack.addWidget(page)

    def _laid_out(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("panel")
        row = QHBoxLayout()
        row.setContentsMargins(8, 12, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        note = plain_label(self._session.say("preferences.note"), role="muted")
        buttons = QDialogButtonBox()
        close = buttons.addButton(self._session.say("ask.close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.reset = QPushButton(self._session.say("preferences.reset"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._reset)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addWidget(note, 1)
        foot.addWidget(self.reset)
        foot.addWidget(buttons)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        column.addLayout(foot)
        return inside

    def _page(self, name: str, groups: tuple[str, ...]) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        grid.setColumnStretch(1, 1)
        settings = [one for one in self._session.preferences.table if one.group in groups]
        for group in groups:
            self._fill(grid, group, [one for one in settings if one.group == group])
        inner = QWidget()
        inner.setObjectName("panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 24, 8)
        column.setSpacing(12)
        if name == "reading":
            column.addWidget(self.sample)
        column.addLayout(grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("panel")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _fill(self, grid: QGridLayout, group: str, settings: list[Setting]) -> None:
        heading = plain_label(self._session.say(f"preferences.group.{group}"), role="title")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setMinimumHeight(_LEAST_ROW)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for setting in settings:
            field = make_field(self._session, setting)
            self.fields[setting.key] = field
            line = grid.rowCount()
            grid.setRowMinimumHeight(line, _LEAST_ROW)
            if isinstance(field, QCheckBox):
                grid.addWidget(field, line, 1)
                continue
            title = plain_label(self._session.say(f"preferences.{setting.key}"), role="muted", wrap=True)
            title.setBuddy(field)
            title.setMinimumHeight(_LEAST_ROW)
            field.setAccessibleName(title.text())
            grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, line, 1)
        grid.setRowMinimumHeight(grid.rowCount(), 8)

    def _reset(self) -> None:
        """Back to the defaults of the page in front."""
        groups = PARTS[self.part]
        self._session.preferences.reset(*(one.key for one in self._session.preferences.table if one.group in groups))
        QTimer.singleShot(0, self, self._build_anew)

    def _follow(self, keys: frozenset[str]) -> None:
        if any(key.startswith("reader.") for key in keys):
            self.sample.take_preferences()


def _padded(inside: QWidget) -> QWidget:
    outside = QWidget()
    outside.setObjectName("panel")
    layout = QVBoxLayout(outside)
    layout.setContentsMargins(16, 4, 24, 8)
    layout.addWidget(inside)
    return outside
