"""Whether a font lets the caret stand inside لا: with many faces a clitic cannot be parted from a name by the mouse."""

from PySide6.QtGui import QFont, QTextLayout

from annotator.ui.reader.geometry import LineShape

_PROBE = "لأ"
_PIXELS = 40
_NARROWEST = 0.15


def caret_enters_ligature(family: str) -> bool:
    """True when both letters of lam-alef have room of their own and the pointer reaches the place between them."""
    font = QFont(family)
    font.setPixelSize(_PIXELS)
    layout = QTextLayout(_PROBE, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_PIXELS * 10)
    layout.endLayout()
    shape = LineShape(layout, line, units=_PROBE, rtl=True)
    letters = [shape.rects(at, at + 1) for at in (0, 1)]
    widths = [sum(right - left for left, right in letter) for letter in letters]
    left, right = shape.rects(0, 2)[0]
    reached = any(shape.caret_at(float(x)) == 1 for x in range(int(left), int(right) + 1))
    return reached and both_have_room(*widths)


def both_have_room(lam: float, alef: float) -> bool:
    """True when neither letter has swallowed the other, as the lam does in older cuts of some faces."""
    return min(lam, alef) >= _NARROWEST * (lam + alef) > 0
