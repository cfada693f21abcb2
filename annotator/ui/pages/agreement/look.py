"""The colours of charts, and how what they say can be told apart without any."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from annotator.ui.theme import Theme, contrast

_FAINTEST: Final = 0.06
_STEPS: Final = 50
_READABLE: Final = 4.6  # contrast of the ink on the strongest ground
_BAR: Final = 0.62

_SYMBOLS: Final = ("o", "s", "t", "d", "+", "star", "t1", "p")
_LINES: Final = ("accent", "warn", "good", "conflict", "bad", "ink")
_DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_PARTS: Final = (
    ("muted", Qt.BrushStyle.Dense6Pattern),
    ("accent", Qt.BrushStyle.BDiagPattern),
    ("warn", Qt.BrushStyle.DiagCrossPattern),
    ("good", Qt.BrushStyle.SolidPattern),
)


class Look(msgspec.Struct, frozen=True):
    """Colours of one theme. Numbers are one hue that grows stronger, which every eye can order.

    `strongest` is how much of accent and conflict the ground of the greatest number holds.
    """

    page: QColor
    ink: QColor
    muted: QColor
    hairline: QColor
    accent: QColor
    conflict: QColor
    lines: tuple[QColor, ...]
    parts: tuple[tuple[QColor, Qt.BrushStyle], ...]
    strongest: tuple[float, float]

    @classmethod
    def of(cls, theme: Theme) -> "Look":
        """The colours of a theme."""
        page, ink, accent, conflict = (theme.token(name) for name in ("page", "ink", "accent", "conflict"))
        return cls(
            page=page,
            ink=ink,
            muted=theme.token("muted"),
            hairline=theme.token("hairline"),
            accent=accent,
            conflict=conflict,
            strongest=(_strongest(ink, page, accent), _strongest(ink, page, conflict)),
            lines=tuple(theme.token(name) for name in _LINES),
            parts=tuple((theme.token(name), style) for name, style in _PARTS),
        )

    def cell(self, share: float, *, agrees: bool) -> QColor:
        """The ground of a cell whose number is `share` of the scale, 0..1; none gets the page itself."""
        if share <= 0:
            return self.page
        hue, strongest = (self.accent, self.strongest[0]) if agrees else (self.conflict, self.strongest[1])
        return mixed(self.page, hue, _FAINTEST + (strongest - _FAINTEST) * min(share, 1.0))

    @property
    def bar(self) -> QBrush:
        """The fill of a bar."""
        return QBrush(mixed(self.page, self.accent, _BAR))

    def part(self, place: int) -> tuple[QBrush, QPen]:
        """Fill and edge of a part of a bar, by its place; fills differ by pattern."""
        colour, style = self.parts[place % len(self.parts)]
        return QBrush(colour, style), QPen(colour, 1)

    def symbol(self, place: int) -> QPainterPath:
        """The shape of a line's points, one pixel wide about 0, 0."""
        from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols

        found: QPainterPath = Symbols[_SYMBOLS[place % len(_SYMBOLS)]]
        return found

    def line(self, place: int) -> QPen:
        """The pen of a line, by its place; lines differ by colour and dashes."""
        pen = QPen(self.lines[place % len(self.lines)], 2, _DASHES[place % len(_DASHES)])
        pen.setCosmetic(True)
        return pen


def _strongest(ink: QColor, page: QColor, hue: QColor) -> float:
    """How much of a hue a ground may hold, so that ink can be read on it."""
    shares = (step / _STEPS for step in range(_STEPS, 0, -1))
    return next(one for one in shares if contrast(ink, mixed(page, hue, one)) >= _READABLE)


def mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """`colour` laid over `ground`, 0 none of it, 1 nothing else."""

    def between(low: int, high: int) -> int:
        return round(low + (high - low) * share)

    return QColor(
        between(ground.red(), colour.red()),
        between(ground.green(), colour.green()),
        between(ground.blue(), colour.blue()),
    )
