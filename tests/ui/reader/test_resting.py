"""Resting relations: to be seen when looked for, and no more."""

import pytest
from PySide6.QtGui import QColor

from annotator.ui.reader.palette import ReaderPalette, mixed
from annotator.ui.reader.resting import REST_SHARE
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.sample_marks import rich_links, rich_marks


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [palettes.light(), palettes.dark()], ids=["light", "dark"])
def test_resting_arcs_are_faint_and_can_be_seen(palette: ReaderPalette) -> None:
    for token in ("QUOTE", "EVENT"):
        faint = mixed(palette.ink_of(token), palette.page, REST_SHARE)
        assert 1.6 <= _contrast(faint, palette.page) <= 3.0
        assert _contrast(palette.ink_of(token), palette.page) >= 4.5


def test_nothing_at_rest_runs_through_the_margin_or_through_letters(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    links = rich_links(marks)
    reader = make_reader(text, marks, links, size=(900, 700))
    reader.clearFocus()
    reader.set_arcs("none")
    plain = reader.viewport().grab().toImage()
    reader.set_arcs("all")
    shown = reader.viewport().grab().toImage()
    rows = list(reader.scene.rows_between(0.0, 700.0))
    changed = [
        (x, y) for y in range(700) for x in range(shown.width()) if shown.pixelColor(x, y) != plain.pixelColor(x, y)
    ]
    assert changed
    assert max(x for x, _ in changed) < reader.scene.start_edge + 12
    for row in rows:
        letters = row.baseline - row.block.metrics.ascent, row.baseline + row.block.metrics.descent
        assert not any(letters[0] <= y <= letters[1] for _, y in changed)
