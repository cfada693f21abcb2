"""Whether the colour of a label can be read on its tint, and told from the others by everybody."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec
from PySide6.QtGui import QColor

from annotator.model.codebook import Codebook, Label
from annotator.model.problems import Problem, problem
from annotator.ui.reader.palette import DARK_TINT, LIGHT_TINT, mixed
from annotator.ui.theme import Theme, contrast

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""

CLOSE = 10.0
"""Distance (CIE 1976) below which two colours are hard to tell apart at the size of a chip."""

Matrix = tuple[tuple[float, float, float], ...]

# Machado, Oliveira and Fernandes (2009), severity 1.0, over linear RGB.
VISIONS: Mapping[str, Matrix] = MappingProxyType(
    {
        "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
        "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    }
)
_WHITE = (0.95047, 1.0, 1.08883)
_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


class Nearest(msgspec.Struct, frozen=True):
    """The label whose colour is hardest to tell from another, for which eyes, and how far off it is."""

    label: str
    vision: str
    distance: float


def on_tint(colour: str, *, dark: bool) -> float:
    """Contrast of a colour with its own tint on the page of the light or the dark theme, 1..21."""
    page = Theme.load("dark" if dark else "light").token("page")
    ink = QColor(colour)
    return contrast(ink, mixed(ink, page, DARK_TINT if dark else LIGHT_TINT))


def is_colour(text: str) -> bool:
    """Whether a text is ``#RRGGBB``."""
    return len(text) == 7 and text.startswith("#") and QColor(text).isValid()


def colour_problems(codebook: Codebook) -> Iterable[Problem]:
    """Colours of entity labels, which alone are painted, that cannot be read on their tints."""
    for label in codebook.labels_of("entity"):
        for colour, dark in ((label.colours.light, False), (label.colours.dark, True)):
            if not is_colour(colour):
                yield problem("codebook.bad-colour", colour=colour, label=label.id)
            elif (ratio := on_tint(colour, dark=dark)) < LEAST_CONTRAST:
                yield problem("codebook.contrast", colour=colour, label=label.id, ratio=f"{ratio:.1f}")


def nearest(codebook: Codebook, label: Label, *, dark: bool) -> Nearest | None:
    """The entity label whose colour is nearest to that of ``label`` for any eyes; ``None`` where it is alone."""
    mine = label.colours.dark if dark else label.colours.light
    found = [
        Nearest(other.id, vision, distance(mine, other.colours.dark if dark else other.colours.light, vision))
        for other in codebook.labels_of("entity")
        if other.id != label.id
        for vision in VISIONS
    ]
    return min(found, key=lambda one: one.distance, default=None)


def distance(one: str, other: str, vision: str = "all") -> float:
    """How far apart two colours are for certain eyes: CIE 1976 over simulated colours, 0 for equal ones."""
    pairs = zip(_lab(one, vision), _lab(other, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@lru_cache(maxsize=512)
def _lab(colour: str, vision: str) -> tuple[float, float, float]:
    parsed = QColor(colour)
    linear = tuple(_linear(channel) for channel in (parsed.redF(), parsed.greenF(), parsed.blueF()))
    seen = tuple(min(1.0, max(0.0, channel)) for channel in _times(VISIONS[vision], linear))
    x, y, z = (_root(a / b) for a, b in zip(_times(_XYZ, seen), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _times(matrix: Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116
