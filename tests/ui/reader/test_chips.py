"""Chips: never over each other, never past the column, never off their spans."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reader.chips import DOT, Wanted, place

_COLUMN = 500.0


def _chip(near: float, span: float, width: float) -> Wanted:
    return Wanted(near, near + span, (width, min(width, 16.0), DOT))


def test_a_chip_alone_stands_at_its_start() -> None:
    (spot,) = place([_chip(40.0, 80.0, 30.0)], column=_COLUMN)
    assert (spot.near, spot.width, spot.form) == (40.0, 30.0, 0)


def test_chips_of_one_start_stand_in_a_row_outermost_first() -> None:
    inner, outer = place([_chip(40.0, 60.0, 30.0), _chip(40.0, 200.0, 30.0)], column=_COLUMN)
    assert outer.near == 40.0
    assert inner.near == 72.0


def test_a_crowd_is_shortened_instead_of_drifting() -> None:
    crowd = [_chip(40.0 + 14.0 * n, 12.0, 34.0) for n in range(6)]
    spots = place(crowd, column=_COLUMN)
    assert all(spot.near <= max(chip.far - 6.0, chip.near + 1.0) for chip, spot in zip(crowd, spots, strict=True))
    assert any(spot.form > 0 for spot in spots)


def test_the_word_of_a_wide_span_gives_way_to_that_of_a_narrow_one() -> None:
    wide, narrow, beyond = place([_chip(0.0, 300.0, 50.0), _chip(0.0, 40.0, 75.0), _chip(70.0, 30.0, 30.0)], column=300)
    assert (wide.form, narrow.form, beyond.form) == (2, 0, 0)


def test_a_chip_at_the_column_end_stays_inside() -> None:
    (spot,) = place([_chip(490.0, 10.0, 40.0)], column=_COLUMN)
    assert spot.near + spot.width <= _COLUMN


@given(st.lists(st.builds(_chip, st.floats(0, 460), st.floats(5, 40), st.floats(17, 60)), max_size=12))
def test_chips_never_overlap(chips: list[Wanted]) -> None:
    spots = sorted(place(chips, column=_COLUMN), key=lambda spot: spot.near)
    assert all(a.near + a.width <= b.near for a, b in itertools.pairwise(spots))
