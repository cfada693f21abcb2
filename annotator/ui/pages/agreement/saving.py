"""Charts as files: a picture for slides, a drawing for papers, a table for everything else."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from annotator.text.bidi import isolate
from annotator.ui.pages.agreement.chart import Chart
from annotator.ui.pages.agreement.look import Look
from annotator.ui.pages.agreement.plot import Plot
from annotator.ui.pages.agreement.svg import settle_drawing

KINDS: Final = ("png", "svg", "csv")

_WIDTH: Final = 960
_ROW: Final = 34
_FRAME: Final = 96
_LEAST_ROWS: Final = 4
_LINE_ROWS: Final = 9
_MARGIN: Final = 24
_LETTERS: Final = 15
_SCALE: Final = 2  # of the picture, so that it can be printed


class Drawn:
    """A chart set for paper: its title, the chart, and whose labels stand where."""

    def __init__(self, chart: Chart, foot: str, *, look: Look, font: QFont, mirrored: bool) -> None:
        self.chart = chart
        self.foot = foot
        self.look = look
        # In pixels, which are the same in a picture, in a drawing and on the screen.
        self.font = QFont(font)
        self.font.setPixelSize(_LETTERS)
        self.mirrored = mirrored

    @property
    def size(self) -> QSize:
        """Of the whole, in pixels."""
        rows = _LINE_ROWS if self.chart.form == "lines" else max(len(self.chart.rows), _LEAST_ROWS)
        return QSize(_WIDTH, _FRAME + rows * _ROW + 2 * _MARGIN)

    def paint(self, painter: QPainter) -> None:
        """Draw it from 0, 0 on."""
        size, line = self.size, QFontMetricsF(self.font).height() + 8
        inner = QRectF(_MARGIN, _MARGIN, size.width() - 2 * _MARGIN, size.height() - 2 * _MARGIN)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), self.look.page)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(self.look.ink)
        self._write(painter, QRectF(inner.left(), inner.top(), inner.width(), line), self.chart.title)
        painter.setFont(self.font)
        painter.setPen(self.look.muted)
        foot = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
        self._write(painter, foot, self.foot if self.chart.marks else self.chart.empty)
        if self.chart.marks:
            self._paint_plot(painter, inner.adjusted(0, line + 8, 0, -line))

    def _write(self, painter: QPainter, rect: QRectF, words: str) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if self.mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, isolate(words))

    def _paint_plot(self, painter: QPainter, target: QRectF) -> None:
        holder = QWidget()
        # Laid out like one on the screen, and seen by nobody.
        holder.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        holder.resize(target.size().toSize())
        plot = Plot(self.chart, self.look, self.font, mirrored=self.mirrored, parent=holder)
        plot.widget.resize(holder.size())
        holder.show()
        plot.fit()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        plot.render(painter, target)
        holder.close()
        holder.deleteLater()


def save_chart(drawn: Drawn, path: Path) -> None:
    """Write a chart in the form that the ending of `path` names (one of `KINDS`).

    Raises:
        KeyError: another ending.
        OSError: it cannot be written.
    """
    _SAVERS[path.suffix.lstrip(".").lower()](drawn, path)


def _save_png(drawn: Drawn, path: Path) -> None:
    image = QImage(drawn.size * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    drawn.paint(painter)
    painter.end()
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
        raise OSError(str(path))


def _save_svg(drawn: Drawn, path: Path) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(drawn.size)
    generator.setViewBox(QRectF(0, 0, drawn.size.width(), drawn.size.height()))
    # What the library keeps as recordings is played at the resolution at which it was recorded.
    generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))
    generator.setTitle(drawn.chart.title)
    generator.setDescription(drawn.foot)
    painter = QPainter()
    if not painter.begin(generator):
        raise OSError(str(path))
    drawn.paint(painter)
    painter.end()
    path.write_bytes(settle_drawing(path.read_bytes()))


def _save_csv(drawn: Drawn, path: Path) -> None:
    """With a mark at its begin, by which spreadsheets know Arabic for what it is."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(drawn.chart.table())


_SAVERS: Final[Mapping[str, Callable[[Drawn, Path], None]]] = MappingProxyType(
    {"png": _save_png, "svg": _save_svg, "csv": _save_csv}
)
