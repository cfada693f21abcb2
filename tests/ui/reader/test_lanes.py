"""Lanes: nothing overlaps within one, none is left empty for nothing."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reader.lanes import stack

_STRETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))))


def test_inner_before_outer_takes_the_lowest_lane() -> None:
    assert stack([(5, 8), (0, 10), (12, 14)]) == [0, 1, 0]


def test_touching_stretches_share_a_lane() -> None:
    assert stack([(0, 5), (5, 9)]) == [0, 0]


@given(_STRETCHES)
def test_no_two_stretches_of_a_lane_overlap(stretches: list[tuple[int, int]]) -> None:
    lanes = stack(stretches)
    for at, (start, end) in enumerate(stretches):
        for other in range(at):
            if lanes[other] == lanes[at]:
                assert end <= stretches[other][0] or stretches[other][1] <= start


@given(_STRETCHES)
def test_every_lower_lane_was_taken_when_a_stretch_came(stretches: list[tuple[int, int]]) -> None:
    lanes = stack(stretches)
    for at, (start, end) in enumerate(stretches):
        blocked = {lanes[o] for o in range(at) if stretches[o][0] < end and start < stretches[o][1]}
        assert set(range(lanes[at])) <= blocked
