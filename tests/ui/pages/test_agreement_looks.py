"""Charts of agreement for every eye: contrast, order of lightness, form besides colour."""

import pytest
from PySide6.QtGui import QColor

from annotator.ui.pages.agreement.look import Look
from annotator.ui.theme import THEMES, Theme, contrast
from annotator.ui.window import Window


@pytest.mark.parametrize("name", THEMES)
def test_numbers_can_be_read_on_every_ground(name: str, window: Window) -> None:
    del window
    look = Look.of(Theme.load(name))
    grounds = [look.cell(step / 20, agrees=agrees) for step in range(21) for agrees in (True, False)]
    assert min(contrast(look.ink, ground) for ground in grounds) >= 4.5
    assert contrast(look.muted, look.page) >= 4.5
    assert contrast(look.bar.color(), look.page) >= 1.8


def test_stronger_numbers_are_stronger_for_every_eye(window: Window) -> None:
    """One hue that only grows: the order of grey values is that of the numbers, whatever colours an eye lacks."""
    del window
    for name in THEMES:
        look = Look.of(Theme.load(name))
        for agrees in (True, False):
            greys = [lightness(look.cell(step / 10, agrees=agrees)) for step in range(11)]
            assert greys in (sorted(greys), sorted(greys, reverse=True))
            assert len(set(greys)) == len(greys)


def lightness(colour: QColor) -> float:
    return 0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF()


def test_forms_tell_apart_what_colours_do() -> None:
    look = Look.of(Theme.load("light"))
    assert len({look.part(place)[0].style() for place in range(4)}) == 4
    points = {str(look.symbol(place).toFillPolygon().toList()) for place in range(8)}
    assert len(points) == 8
    assert len({look.line(place).style() for place in range(4)}) == 4
