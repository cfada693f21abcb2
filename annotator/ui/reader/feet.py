"""Where the legs of arcs meet the page: the top of a mark's chip, or the letters where it has none."""

from dataclasses import dataclass

from annotator.ui.reader.arcs import Arc, Side
from annotator.ui.reader.decor import LineDecor
from annotator.ui.reader.scene import Scene, ShownRow

_LETTERS = 20.0
_CLEAR = 3.0


@dataclass(frozen=True, slots=True)
class Foot:
    """One end of an arc on a row, in coordinates of the page.

    The leg comes down to `top` somewhere between `left` and `right`; it is `bare` where it passes between the chips
    down to the letters.
    """

    row: ShownRow
    left: float
    right: float
    top: float
    bare: bool = False

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def place(self) -> tuple[int, int]:
        """Paragraph and line."""
        return self.row.index, self.row.line


def find_foot(scene: Scene, row: ShownRow, arc: Arc, side: Side) -> Foot:
    """The foot of one end, which stands on this row."""
    decor = scene.decor(row)
    mark_id = arc.mark_id(side)
    chip = None if mark_id is None else decor.chip_of(mark_id)
    if chip is not None:
        rect = chip.rect
        return Foot(row, scene.left + rect.left(), scene.left + rect.right(), row.baseline + rect.top())
    left, right = _letters(row, arc.position(side))
    x, over = _between_chips(decor, left, right)
    metrics = row.block.metrics
    top = row.baseline + (metrics.chip_top if over else metrics.tint_top - 1.0)
    return Foot(row, scene.left + x - 1.0, scene.left + x + 1.0, top, bare=not over)


def _letters(row: ShownRow, position: int) -> tuple[float, float]:
    x, rtl = row.block.shape(row.line).leading(row.block.unit(position))
    return (x - _LETTERS, x) if rtl else (x, x + _LETTERS)


def _between_chips(decor: LineDecor, left: float, right: float) -> tuple[float, bool]:
    """An x between two others where no chip stands; the middle, and True, when chips are everywhere."""
    middle = (left + right) / 2
    for x in (middle, left + _CLEAR, right - _CLEAR):
        if not any(chip.rect.left() - _CLEAR < x < chip.rect.right() + _CLEAR for chip in decor.chips):
            return x, False
    return middle, True
