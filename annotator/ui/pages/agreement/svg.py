"""Makes a drawing of Qt's plain enough for every program that reads SVG."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Final

Matrix = tuple[float, ...]

_SPACE: Final = "http://www.w3.org/2000/svg"
_HELD: Final = "vector-effect"
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_PAIR: Final = re.compile(rf"({_NUMBER.pattern})[ ,]+({_NUMBER.pattern})")
_SILENT: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\\s]*")
_ARABIC: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_STRAIGHT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def settle_drawing(drawing: bytes) -> bytes:
    """Work every scale into the points themselves, leave out texts of nothing but marks of direction, isolate Arabic.

    Pens that keep their width under a scale (`vector-effect`) are drawn as wide as a hand by many programs; with no
    scale left there is nothing to keep.
    """
    # Qt wrote it a moment ago, so there is nothing in it to beware of.
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.fromstring(drawing)
    for group in root.iter(f"{{{_SPACE}}}g"):
        matrix = _matrix(group.get("transform", ""))
        shapes = [shape for shape in group if not shape.tag.endswith(("text", "g", "image"))]
        if matrix != _STRAIGHT and shapes and len(shapes) == len(group):
            for shape in shapes:
                _lay(shape, matrix)
            del group.attrib["transform"]
        for words in [one for one in group if one.tag.endswith("text") and _SILENT.fullmatch(one.text or "")]:
            group.remove(words)
        for words in [one for one in group if one.tag.endswith("text") and _ARABIC.search(one.text or "")]:
            # A piece of a line that ends with a colon or a blank: these stand at its left.
            words.text = f"\u2067{words.text}\u2069"
    for shape in root.iter():
        shape.attrib.pop(_HELD, None)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _lay(shape: ElementTree.Element, matrix: Matrix) -> None:
    """Move the points of a shape to where its matrix would have put them."""
    if shape.tag.endswith("rect"):
        left, top, wide, high = (float(shape.attrib.pop(name, "0")) for name in ("x", "y", "width", "height"))
        corners = ((left, top), (left + wide, top), (left + wide, top + high), (left, top + high))
        shape.tag = f"{{{_SPACE}}}polygon"
        shape.set("points", " ".join(_moved(*corner, matrix) for corner in corners))
        return
    for name in ("points", "d"):
        if name in shape.attrib:
            shape.set(name, _PAIR.sub(lambda at: _moved(float(at[1]), float(at[2]), matrix), shape.attrib[name]))


def _moved(x: float, y: float, matrix: Matrix) -> str:
    a, b, c, d, e, f = matrix
    return f"{a * x + c * y + e:.3f},{b * x + d * y + f:.3f}"


def _matrix(words: str) -> Matrix:
    found = tuple(float(one) for one in _NUMBER.findall(words))
    return found if len(found) == len(_STRAIGHT) else _STRAIGHT
