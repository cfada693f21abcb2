"""The colours the page is painted with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtGui import QColor

LIGHT_TINT = 0.14
DARK_TINT = 0.26


@dataclass(frozen=True)
class ReaderPalette:
    """Colours of one theme; `inks` maps a colour token to the colour of its lane and chip text.

    A tint is the ink mixed into the page by `tint_share`, opaque, so that nested annotations never go muddy.
    """

    page: QColor
    ink: QColor
    muted: QColor
    selection: QColor
    accent: QColor
    hairline: QColor
    gutter: QColor
    inks: Mapping[str, QColor]
    tint_share: float = LIGHT_TINT
    tints: Mapping[str, QColor] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        tints = {token: mixed(ink, self.page, self.tint_share) for token, ink in self.inks.items()}
        object.__setattr__(self, "tints", MappingProxyType(tints))

    def ink_of(self, token: str) -> QColor:
        """Colour of lanes and chip words; the muted text colour for a token the theme does not know."""
        return self.inks.get(token, self.muted)

    def tint_of(self, token: str) -> QColor:
        """Opaque colour behind the letters."""
        tint = self.tints.get(token)
        return mixed(self.muted, self.page, self.tint_share) if tint is None else tint


def mixed(ink: QColor, page: QColor, share: float) -> QColor:
    """`share` (0..1) of the ink in the page colour, opaque."""
    pairs = zip((ink.red(), ink.green(), ink.blue()), (page.red(), page.green(), page.blue()), strict=True)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))
