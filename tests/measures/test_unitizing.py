"""Alpha for units: the published examples, degenerate cases, symmetry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.measures.outcomes import Coefficient, Score, Undefined
from annotator.measures.unitizing import alpha_unitizing, disorder, drop_overlaps, square_distance, unitizing_alpha
from annotator.model.span import Span

Units = dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]]
# Begin and length of each unit. Krippendorff 2004, figure 2: a continuum of 300 from 150.
Q_AND_Q: Units = {
    "c": ([(225, 70), (370, 30)], [(220, 80), (355, 20), (400, 20)]),
    "k": ([(180, 60), (300, 50)], [(180, 60), (300, 50)]),
}
# Krippendorff 1995, a continuum of 24.
CONTINUOUS: Units = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)]),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]),
    "C": ([(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)]),
    "D": ([(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)]),
}


def spans(units: Units, scale: int = 1) -> dict[str, list[list[Span]]]:
    return {
        name: [[Span(scale * b, scale * (b + length)) for b, length in one] for one in observers]
        for name, observers in units.items()
    }


def sure(score: Score) -> Coefficient:
    assert isinstance(score, Coefficient)
    return score


def test_krippendorff_2004() -> None:
    overall, each = alpha_unitizing(spans(Q_AND_Q), begin=150, length=300)
    assert sure(overall).value == pytest.approx(0.8586654, abs=5e-8)
    c, k = sure(each["c"]), sure(each["k"])
    assert (c.observed, c.expected, c.value) == pytest.approx((0.0144444, 0.0532218, 0.728599), abs=5e-7)
    assert (k.observed, k.expected, k.value) == pytest.approx((0, 0.0489786, 1.0), abs=5e-8)


@pytest.mark.parametrize(
    ("one", "other", "square"),
    [([(225, 70)], [(220, 80)], 50), ([(370, 30)], [(355, 20)], 850), ([], [(400, 20)], 400)],
)
def test_single_distances(one: list[tuple[int, int]], other: list[tuple[int, int]], square: int) -> None:
    first, second = ([Span(b, b + length) for b, length in side] for side in (one, other))
    assert square_distance(first, second) == square


def test_krippendorff_1995() -> None:
    """Observed on the continuum of 24; alpha in the limit of ever finer units of length, to the tolerance named."""
    _, each = alpha_unitizing(spans(CONTINUOUS), begin=0, length=24)
    observed = {name: sure(score).observed for name, score in each.items()}
    assert observed == pytest.approx({"A": 0.03125, "B": 2.26736, "C": 0.02777, "D": 0.38715}, abs=1e-5)
    _, fine = alpha_unitizing(spans(CONTINUOUS, 50_000), begin=0, length=1_200_000)
    values = {name: sure(score).value for name, score in fine.items()}
    assert values == pytest.approx({"A": 0.553, "B": -0.926, "C": 0.679, "D": 0.066}, abs=0.02)


def test_no_units_are_undefined_and_one_side_alone_is_not() -> None:
    assert alpha_unitizing({}, begin=0, length=10)[0] == Undefined("no-items")
    assert alpha_unitizing({"a": [[], []]}, begin=0, length=10)[1]["a"] == Undefined("no-items")
    assert sure(alpha_unitizing({"a": [[Span(0, 5)], []]}, begin=0, length=100)[0]).value < 0.5


def test_a_unit_that_overlaps_a_longer_one_is_dropped() -> None:
    assert drop_overlaps([Span(0, 4), Span(2, 9), Span(12, 14)]) == [Span(2, 9), Span(12, 14)]


units = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 15)), max_size=5).map(
    lambda found: drop_overlaps(Span(b, b + length) for b, length in found)
)


@given(units, units, units)
def test_the_order_of_observers_does_not_matter(a: list[Span], b: list[Span], c: list[Span]) -> None:
    one, other = (disorder(side, begin=0, length=100) for side in ([a, b, c], [c, a, b]))
    assert one.observed == pytest.approx(other.observed)
    assert one.expected == pytest.approx(other.expected)


@given(units)
def test_the_same_units_agree(a: list[Span]) -> None:
    score = unitizing_alpha([disorder([a, a], begin=0, length=100)], length=100)
    assert score == Undefined("no-items") if not a else sure(score).value == pytest.approx(1)
