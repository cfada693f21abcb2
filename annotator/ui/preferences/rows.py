"""Fields for preferences, made from their table: a change acts and is stored at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from annotator.settings import Setting
from annotator.ui.panels.fields import Chooser, EditField
from annotator.ui.preferences.fonts import FontRow
from annotator.ui.session import Session

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"general": ("ui", "person"), "reading": ("letters", "marks")})
"""The pages of the dialog that are made from the table, each with its groups of settings."""

_VALUE_WIDTH: Final = 72


class SliderRow(QWidget):
    """A number between two bounds, with its value beside it; the wheel scrolls the page and never the value."""

    def __init__(self, session: Session, setting: Setting) -> None:
        super().__init__()
        self._session, self._setting = session, setting
        self._low = float(setting.low or 0)
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((float(setting.high or 0) - self._low) / setting.step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 8))
        self.slider.setValue(round((session.preferences.number(setting.key) - self._low) / setting.step))
        # A style sheet does not know which way a slider runs.
        self.slider.setProperty("mirrored", session.right_to_left)
        self.slider.setAccessibleName(session.say(f"preferences.{setting.key}"))
        self._value = QLabel()
        self._value.setFixedWidth(_VALUE_WIDTH)
        self._show()
        self.slider.valueChanged.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        self.setFocusProxy(self.slider)

    @property
    def _number(self) -> int | float:
        number = round(self._low + self.slider.value() * self._setting.step, 2)
        return int(number) if isinstance(self._setting.default, int) else number

    def _take(self) -> None:
        self._session.preferences.set(self._setting.key, self._number)
        self._show()

    def _show(self) -> None:
        number, whole = self._number, isinstance(self._setting.default, int)
        shown = str(number) if whole else f"{number:.2f}"
        self._value.setText(self._session.say(f"preferences.{self._setting.key}.value", value=shown))


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


def make_field(session: Session, setting: Setting) -> QWidget:
    """The field for one setting."""
    if setting.key == "reader.font":
        return FontRow(session, setting)
    if setting.choices:
        return _chooser(session, setting)
    if isinstance(setting.default, bool):
        return _switch(session, setting)
    if isinstance(setting.default, int | float):
        return SliderRow(session, setting)
    return _line(session, setting)


def _chooser(session: Session, setting: Setting) -> QWidget:
    field = Chooser()
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    words = [(choice, session.say(f"preferences.{setting.key}.{choice}")) for choice in setting.choices]
    field.offer(words, session.preferences.text(setting.key))
    field.chosen.connect(_storing(session, setting))
    return field


def _switch(session: Session, setting: Setting) -> QWidget:
    field = QCheckBox(session.say(f"preferences.{setting.key}"))
    field.setChecked(session.preferences.switch(setting.key))
    field.toggled.connect(_storing(session, setting))
    return field


def _line(session: Session, setting: Setting) -> QWidget:
    field = EditField(session.preferences.text(setting.key))
    field.setPlaceholderText(session.say(f"preferences.{setting.key}.hint"))
    field.committed.connect(_storing(session, setting))
    return field


def _storing(session: Session, setting: Setting) -> Callable[[object], None]:
    def store(value: object) -> None:
        session.preferences.set(setting.key, value)

    return store
