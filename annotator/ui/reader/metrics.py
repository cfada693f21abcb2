"""The measures a page is set with: fonts, heights of a row's parts, width of the column."""

from dataclasses import dataclass
from math import ceil
from typing import Self

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath

BASE_PIXELS = 20
SMALLEST_CHIP = 9
# What a column is measured by: the average letter of running Arabic prose, spaces included.
_PROSE = "وجاء تصريح الرئيس إجابة على سؤال حول ما إذا كان الأمر يستحق إشراك ممثلي الحركة في الحوار"
_TALL = "لألإكطظفAbd"
_DEEP = "ج ح ع ي ر ن ق م ص pgyj"
_INK_PIXELS = 100


@dataclass(frozen=True)
class Typography:
    """What a person may choose: family, zoom in percent, line height in ems, letters in a column, chips or none.

    `overs` is how many lanes above the letters the page keeps room for.
    """

    family: str
    zoom: int = 100
    line_height: float = 1.75
    column_chars: int = 66
    compact: bool = False
    overs: int = 0


@dataclass(frozen=True)
class Metrics:
    """Measures of one paragraph's rows in logical pixels.

    A row is, from top to bottom: the gap of the resting arcs, the chips, the lanes above (`overs`), the letters
    (`ascent` above the baseline and `descent` below it, measured on ink, not on the font's generous box), the lanes.
    Only a `roomy` page keeps
    room for chips and lanes in every row; one without any mark is set as tightly as a book.
    """

    font: QFont
    chip_font: QFont
    chip_metrics: QFontMetricsF
    ascent: float
    descent: float
    chip_height: float
    lane_pitch: float
    lane_width: float
    fewest_lanes: int
    track_pitch: float
    pitch: float
    paragraph_gap: float
    letter: float
    roomy: bool
    overs: int = 0

    @classmethod
    def of(cls, typography: Typography, *, scale: float = 1.0, roomy: bool = True) -> Self:
        """Measure a font; `scale` enlarges headlines. Needs a running QGuiApplication."""
        pixels = max(1, round(BASE_PIXELS * typography.zoom / 100 * scale))
        font = QFont(typography.family)
        font.setPixelSize(pixels)
        chip_font = QFont(typography.family)
        chip_font.setPixelSize(max(SMALLEST_CHIP, round(pixels * 0.58 / scale)))
        measure, chip_metrics = QFontMetricsF(font), QFontMetricsF(chip_font)
        return cls(
            font=font,
            chip_font=chip_font,
            chip_metrics=chip_metrics,
            ascent=-_ink(typography.family, _TALL).top() * pixels,
            descent=_ink(typography.family, _DEEP).bottom() * pixels,
            chip_height=0.0 if typography.compact else float(ceil(chip_font.pixelSize() * 1.15)),
            lane_pitch=max(3.0, pixels / scale * 0.17),
            fewest_lanes=1 if typography.compact else 2,
            lane_width=max(2.0, pixels / scale * 0.12),
            track_pitch=max(3.0, pixels / scale * 0.16),
            pitch=float(ceil(pixels * typography.line_height)),
            paragraph_gap=float(ceil(pixels * 0.5)),
            letter=measure.horizontalAdvance(_PROSE) / len(_PROSE),
            roomy=roomy,
            overs=typography.overs,
        )

    @property
    def scale(self) -> float:
        """Size of the letters beside the usual one: zoom, and enlargement of a headline."""
        return self.font.pixelSize() / BASE_PIXELS

    def row_height(self, *, levels: int, tracks: int) -> float:
        """Whole pixels of a row with so many lanes and tracks of resting arcs.

        On a roomy page chips and the first lanes are always allowed for, so that tagging plain text moves nothing.
        """
        return max(self.pitch, float(ceil(self._above(tracks) + self._below(levels))))

    @property
    def empty_height(self) -> float:
        """Whole pixels of a row without letters: high enough for a caret."""
        return float(ceil(self.descent + 2.0 - self.tint_top))

    def baseline(self, height: float, *, levels: int) -> float:
        """Baseline of a row of that height, from its top; what is left over stands above the chips."""
        return float(int(height - self._below(levels)))

    def lane_top(self, level: int) -> float:
        """Top of a lane below the baseline."""
        return self.descent + 1.0 + level * self.lane_pitch

    def over_top(self, level: int) -> float:
        """Top of a lane above the letters (negative); those that find no room share the last."""
        return self.tint_top - 1.0 - self.lane_width - min(level, max(self.overs - 1, 0)) * self.lane_pitch

    @property
    def tint_top(self) -> float:
        """Top of the tint above the baseline (negative)."""
        return -self.ascent - 1.0

    @property
    def chip_top(self) -> float:
        """Top of the chips above the baseline (negative)."""
        overs = self.overs * self.lane_pitch + 1.0 if self.overs else 0.0
        return self.tint_top - overs - self.chip_height - 0.5

    def track_y(self, track: int) -> float:
        """Where resting arcs of a track run, above the baseline (negative); track 0 is the lowest."""
        return self.chip_top - 1.0 - (track + 1) * self.track_pitch

    def _above(self, tracks: int) -> float:
        if not self.roomy:
            return -self.tint_top
        return -self.chip_top + (tracks * self.track_pitch + 1.0 if tracks else 0.0)

    def _below(self, levels: int) -> float:
        # The gap under the last lane belongs to nobody.
        lanes = max(self.fewest_lanes, levels) if self.roomy else levels
        return self.lane_top(lanes) - (self.lane_pitch - self.lane_width if lanes else 0.0)


def _ink(family: str, letters: str) -> QRectF:
    """Box of the letters' ink, for one pixel of font size. QFontMetrics leaves the dots of composed glyphs out."""
    font = QFont(family)
    font.setPixelSize(_INK_PIXELS)
    path = QPainterPath()
    path.addText(0.0, 0.0, font, letters)
    box = path.boundingRect()
    return QRectF(box.topLeft() / _INK_PIXELS, box.size() / _INK_PIXELS)
