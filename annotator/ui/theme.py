"""The colours, fonts and icons of the window, made from the token tables of `resources/themes/`."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QTransform,
)
from PySide6.QtSvg import QSvgRenderer

from annotator import assets
from annotator.model.codebook import Codebook
from annotator.ui.reader.palette import DARK_TINT, LIGHT_TINT, ReaderPalette

THEMES = ("light", "dark", "contrast")
POINTING = frozenset({"back", "forward", "undo", "redo", "submit", "import", "export", "panel", "articles"})
"""Icons that point along the line of reading, turned round where that runs right to left."""

READING_FAMILY = "Noto Naskh Arabic"
_PLAIN_FAMILIES = frozenset({"DejaVu Sans", "Sans Serif", "Sans", ""})
_INTERFACE_FAMILIES = ("Noto Sans", "Noto Sans Arabic", READING_FAMILY)
_KINDS = MappingProxyType({"quote": "QUOTE", "event": "EVENT", "cue": "CUE", "region": "REGION"})
LEAST_POINTS = 11.0


class Theme:
    """One theme: ``token`` gives its colours by name, and everything Qt needs is built from these.

    Tokens are those of the tables: page, panel, hairline, ink, muted, disabled, accent, accent_ink, selection, good,
    warn, bad, conflict, hover, chosen, and the inks of the kinds QUOTE, EVENT, CUE, REGION.
    """

    def __init__(self, name: str, tokens: Mapping[str, str], *, dark: bool) -> None:
        self.name = name
        self.dark = dark
        self._tokens = MappingProxyType(dict(tokens))

    @classmethod
    def load(cls, name: str, folder: Path | None = None) -> "Theme":
        """Read the table of one of ``THEMES``."""
        path = (folder or assets.path("themes")) / f"{name}.toml"
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(name, {**table["colours"], **table["kinds"]}, dark=bool(table["dark"]))

    @classmethod
    def follow(cls, choice: str) -> "Theme":
        """The theme that a person chose, or for ``system`` the one that fits the desktop's own."""
        if choice in THEMES:
            return cls.load(choice)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return cls.load("dark" if dark else "light")

    @property
    def tokens(self) -> Mapping[str, str]:
        """All colours as ``#RRGGBB`` by name."""
        return self._tokens

    def token(self, name: str) -> QColor:
        """One colour by name; an unknown one is our bug: ``KeyError``."""
        return QColor(self._tokens[name])

    @property
    def tint_share(self) -> float:
        """How much of an ink is mixed into the page behind tagged words."""
        return DARK_TINT if self.dark else LIGHT_TINT

    def inks(self, codebook: Codebook | None) -> Mapping[str, str]:
        """``#RRGGBB`` by colour token: the codebook's entity labels and the four other kinds."""
        kinds = {token: self._tokens[token] for token in _KINDS.values()}
        if codebook is None:
            return MappingProxyType(kinds)
        labels = {
            label.id: label.colours.dark if self.dark else label.colours.light for label in codebook.labels_of("entity")
        }
        return MappingProxyType({**labels, **kinds})

    def reader_palette(self, codebook: Codebook | None) -> ReaderPalette:
        """The colours of the page, with those that the codebook gives its labels."""
        return ReaderPalette(
            page=self.token("page"),
            ink=self.token("ink"),
            muted=self.token("muted"),
            selection=self.token("selection"),
            accent=self.token("accent"),
            hairline=self.token("hairline"),
            gutter=self.token("panel"),
            inks=MappingProxyType({token: QColor(ink) for token, ink in self.inks(codebook).items()}),
            tint_share=self.tint_share,
        )

    @cached_property
    def palette(self) -> QPalette:
        """The palette of Qt's own widgets."""
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.token(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.token("disabled"))
        return palette

    @cached_property
    def style_sheet(self) -> str:
        """The style sheet of the window: `window.qss` with the names after the at signs replaced."""
        sheet = assets.path("themes", "window.qss").read_text(encoding="utf-8")
        words = {**self._tokens, "icons": assets.path("icons").as_posix(), "theme": self.name}
        for name in sorted(words, key=len, reverse=True):
            sheet = sheet.replace(f"@{name}", words[name])
        return sheet

    def icon(self, name: str, *, right_to_left: bool, token: str = "ink") -> QIcon:
        """A line icon of `resources/icons/` in the theme's ink, turned round where it points along the line."""
        flipped = right_to_left and name in POINTING
        icon = QIcon()
        for scale in (1, 2, 3):
            for mode, ink in ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "disabled")):
                icon.addPixmap(_drawn(name, self.token(ink), scale=scale, flipped=flipped), mode)
        return icon


def interface_font(*, right_to_left: bool) -> QFont:
    """The system's own font with bundled Arabic behind it, never under 11 pt for Arabic; figures all one width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    family = QFont(font).family()
    installed = frozenset(QFontDatabase.families())
    preferred = [name for name in _INTERFACE_FAMILIES if name in installed]
    font.setFamilies([*preferred, family] if family in _PLAIN_FAMILIES else [family, *preferred])
    least = LEAST_POINTS if right_to_left else LEAST_POINTS - 0.5
    font.setPointSizeF(max(font.pointSizeF(), least))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def field_font(*, right_to_left: bool) -> QFont:
    """The interface's font with a family that holds Arabic in front: a one-line field measures the first family alone.

    Arabic is half as high again, so that letters borrowed from a further family would stand too high and be cut.
    """
    font = interface_font(right_to_left=right_to_left)
    arabic = [name for name in font.families() if _writes_arabic(name)]
    font.setFamilies([*arabic[:1], *font.families()])
    return font


def _writes_arabic(family: str) -> bool:
    return QFontDatabase.WritingSystem.Arabic in QFontDatabase.writingSystems(family)


def load_fonts() -> None:
    """Make the bundled fonts known; needs the application."""
    for file in sorted(assets.path("fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"{file.name} is no font")


def contrast(first: QColor, second: QColor) -> float:
    """Contrast of two opaque colours, 1..21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


_ROLES = (
    (QPalette.ColorRole.Window, "panel"),
    (QPalette.ColorRole.Base, "page"),
    (QPalette.ColorRole.AlternateBase, "panel"),
    (QPalette.ColorRole.Button, "panel"),
    (QPalette.ColorRole.ToolTipBase, "page"),
    (QPalette.ColorRole.ToolTipText, "ink"),
    (QPalette.ColorRole.Text, "ink"),
    (QPalette.ColorRole.WindowText, "ink"),
    (QPalette.ColorRole.ButtonText, "ink"),
    (QPalette.ColorRole.BrightText, "bad"),
    (QPalette.ColorRole.Highlight, "selection"),
    (QPalette.ColorRole.HighlightedText, "ink"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Light, "page"),
    (QPalette.ColorRole.Midlight, "hairline"),
    (QPalette.ColorRole.Mid, "hairline"),
    (QPalette.ColorRole.Dark, "hairline"),
    (QPalette.ColorRole.Shadow, "hairline"),
)


def _drawn(name: str, ink: QColor, *, scale: int, flipped: bool) -> QPixmap:
    source = assets.path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", ink.name())
    pixmap = QPixmap(QSize(20, 20) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    if flipped:
        pixmap = pixmap.transformed(QTransform().scale(-1, 1))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
