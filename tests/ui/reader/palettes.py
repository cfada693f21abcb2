"""The light and the dark page, as the tests draw them."""

from types import MappingProxyType

from PySide6.QtGui import QColor

from annotator.ui.reader.palette import DARK_TINT, ReaderPalette

_LIGHT = MappingProxyType(
    {
        "PER": "#0B5FA5", "ORG": "#8A4600", "GPE": "#00694B", "LOC": "#4C6A00", "FAC": "#6B5A2A", "NORP": "#A01C5B",
        "TITLE": "#44607F", "DATE": "#55575E", "NUM": "#00676E", "OTHER": "#6D5560", "QUOTE": "#6A2C91",
        "EVENT": "#B3261E", "CUE": "#8A3FB0", "REGION": "#625E56",
    }
)  # fmt: skip
_DARK = MappingProxyType(
    {
        "PER": "#79BDF5", "ORG": "#F0B45B", "GPE": "#62D2A8", "LOC": "#B4D267", "FAC": "#D8C48A", "NORP": "#F59BC4",
        "TITLE": "#A3BDDB", "DATE": "#BABDC5", "NUM": "#6BD3DB", "OTHER": "#D6B9C6", "QUOTE": "#D0A4F2",
        "EVENT": "#FF9A90", "CUE": "#E0B5F5", "REGION": "#B8B4AB",
    }
)  # fmt: skip


def light() -> ReaderPalette:
    """Ink on paper."""
    return ReaderPalette(
        page=QColor("#FCFBF8"),
        ink=QColor("#1A1C20"),
        muted=QColor("#5C6068"),
        selection=QColor("#CFE0FA"),
        accent=QColor("#1F5FBF"),
        hairline=QColor("#E2DED4"),
        gutter=QColor("#F4F2EC"),
        inks={token: QColor(colour) for token, colour in _LIGHT.items()},
    )


def dark() -> ReaderPalette:
    """Paper by night."""
    return ReaderPalette(
        page=QColor("#15171B"),
        ink=QColor("#E9E7E2"),
        muted=QColor("#A0A5AE"),
        selection=QColor("#2A4A7A"),
        accent=QColor("#8AB8FF"),
        hairline=QColor("#2C3037"),
        gutter=QColor("#1B1E23"),
        inks={token: QColor(colour) for token, colour in _DARK.items()},
        tint_share=DARK_TINT,
    )
