"""The strip below the page: every label with its key and colour, or the parts of the frame that is open."""

from collections.abc import Iterable
from typing import Final

import msgspec
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.panels.chips import HEIGHT, chip_width, paint_chip
from annotator.ui.reader.palette import ReaderPalette

_GAP: Final = 4
_HEIGHT: Final = 32


class Key(msgspec.Struct, frozen=True):
    """One place of the strip: what pressing it means, its key, its word, its colour; ``on`` where it is armed or open.

    ``filled`` marks a part of a frame that holds something.
    """

    id: str
    key: str
    word: str
    colour: str
    tooltip: str
    on: bool = False
    filled: bool = True


class KeyChip(QAbstractButton):
    """A key and a chip that can be pressed."""

    def __init__(self, palette: ReaderPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._key: Key | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def shown(self) -> Key | None:
        """What it stands for."""
        return self._key

    def show_key(self, key: Key) -> None:
        """Stand for something else."""
        if key == self._key:
            return
        self._key = key
        self.setChecked(key.on)
        self.setToolTip(key.tooltip)
        self.setAccessibleName(f"{key.key} {key.word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the key, the chip and a little air."""
        if self._key is None:
            return QSize(0, _HEIGHT)
        return QSize(self._key_width() + chip_width(self._key.word, self.font()) + 3 * _GAP, _HEIGHT - 2)

    def nextCheckState(self) -> None:
        """Pressing says so; what is armed is decided elsewhere."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw key and chip; an outline says armed, hovered or focused."""
        del event
        if self._key is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, key = self._palette, self._key
        ink, tint = palette.ink_of(key.colour), palette.tint_of(key.colour)
        resting = palette.hairline if self.underMouse() else None
        frame = palette.accent if self.hasFocus() else ink if key.on else resting
        if frame is not None:
            painter.setPen(QPen(frame, 1.5 if key.on else 1.0))
            painter.setBrush(tint if key.on else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        rect = self.rect().adjusted(_GAP, 0, -_GAP, 0)
        place = QRect(rect.left(), rect.top(), self._key_width(), rect.height())
        painter.setPen(palette.ink if key.on else palette.muted)
        # The sign for Shift stands before its digit in an Arabic window too.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(self._mirrored(place, rect), int(Qt.AlignmentFlag.AlignCenter), key.key)
        painter.setLayoutDirection(self.layoutDirection())
        width = rect.width() - place.width() - _GAP
        chip = QRect(place.right() + 1 + _GAP, rect.center().y() - HEIGHT // 2 + 1, width, HEIGHT)
        plain = palette.page if key.filled else palette.gutter
        paint_chip(painter, self._mirrored(chip, rect), key.word, ink=ink, tint=tint if key.filled else plain)

    def _mirrored(self, place: QRect, within: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRect(within.left() + within.right() - place.right(), place.top(), place.width(), place.height())

    def _key_width(self) -> int:
        return max(14, self.fontMetrics().horizontalAdvance(self._key.key if self._key else "") + 4)


class LabelStrip(QWidget):
    """The legend of the page; ``pressed`` carries the id of the place that was pressed, and whether Shift was held."""

    pressed = Signal(str, bool)

    def __init__(self, palette: ReaderPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._palette = palette
        self._chips: tuple[KeyChip, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self.setFixedHeight(_HEIGHT + 4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def chips(self) -> tuple[KeyChip, ...]:
        """The places that are shown, in their order."""
        return tuple(chip for chip in self._chips if not chip.isHidden())

    def focus_pane(self) -> QWidget:
        """What takes the focus when F6 comes here."""
        return self._chips[0] if self._chips else self

    def show_keys(self, keys: Iterable[Key]) -> None:
        """Show these places; buttons that stand already are used again."""
        wanted = tuple(keys)
        while len(self._chips) < len(wanted):
            self._chips = (*self._chips, self._new_chip())
        for chip, key in zip(self._chips, wanted, strict=False):
            chip.show_key(key)
            chip.show()
        for chip in self._chips[len(wanted) :]:
            chip.hide()

    def _new_chip(self) -> KeyChip:
        chip = KeyChip(self._palette, self)
        chip.clicked.connect(lambda: self._tell(chip))
        self._row.insertWidget(len(self._chips), chip)
        return chip

    def _tell(self, chip: KeyChip) -> None:
        from PySide6.QtGui import QGuiApplication

        held = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        if chip.shown is not None:
            self.pressed.emit(chip.shown.id, bool(held))
