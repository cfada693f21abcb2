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
    if not all(letters):
        return False
    (left, right), narrow = (shape.rects(0, 2)[0]), _NARROWEST
    wide = [sum(b - a for a, b in letter) / (right - left) for letter in letters]
    steps = range(int(left), int(right) + 1)
    return min(wide) >= narrow and any(shape.caret_at(float(x)) == 1 for x in steps)
