"""The optimal assignment: against brute force, in any order of layers, by all three ways of solving it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.measures import grouping
from annotator.measures.grouping import Place, group_places, overlap
from annotator.model.span import Span

spans = st.tuples(st.integers(0, 14), st.integers(1, 6)).map(lambda p: (Span(p[0], p[0] + p[1]),))
places = st.builds(Place, spans, st.sampled_from("AB"))
layer = st.lists(places, max_size=4)


def worth(layers: list[list[Place]], groups: list[tuple[int | None, ...]]) -> int:
    """The greatness that is asked for, counted anew."""
    total = 0
    for group in groups:
        there = [layers[number][index] for number, index in enumerate(group) if index is not None]
        for number, one in enumerate(there):
            for other in there[:number]:
                total += pair_worth(one, other)
    return total


def pair_worth(one: Place, other: Place) -> int:
    both = overlap(one.spans, other.spans)
    either = sum(s.length for s in (*one.spans, *other.spans)) - both
    alike = one.label == other.label
    if not both or (not alike and 2 * both < either):
        return -(10**9)
    return 1_000_000 * both // either + 250_000 * alike


@given(st.lists(layer, min_size=2, max_size=3))
def test_each_place_is_in_one_group_and_groups_overlap(layers: list[list[Place]]) -> None:
    groups = group_places(layers)
    for number, one in enumerate(layers):
        assert sorted(group[number] for group in groups if group[number] is not None) == list(range(len(one)))
    assert worth(layers, groups) >= 0


@given(st.tuples(layer, layer))
def test_two_layers_are_assigned_as_well_as_can_be(layers: tuple[list[Place], list[Place]]) -> None:
    """Without equal places, which belong together whatever else that costs."""
    first, second = (list(dict.fromkeys(one)) for one in layers)
    second = [p for p in second if p not in first]
    best = max(
        worth([first, second], [(i, j) for i, j in enumerate(choice) if j is not None])
        for choice in product([None, *range(len(second))], repeat=len(first))
        if len({j for j in choice if j is not None}) == sum(j is not None for j in choice)
    )
    assert worth([first, second], group_places([first, second])) == best


@settings(max_examples=30)
@given(st.lists(st.lists(places, max_size=5), min_size=3, max_size=3))
def test_search_and_programming_find_equally_good_groups(layers: list[list[Place]]) -> None:
    blocks = grouping._blocks(layers)
    weights = {
        (i, j): weight
        for i in range(len(blocks))
        for j in range(i + 1, len(blocks))
        if (weight := grouping._weight(blocks[i], blocks[j]))
    }

    def total(groups: list[tuple[int, ...]]) -> int:
        return sum(weights[i, j] for group in groups for i in group for j in group if i < j)

    if weights and len(blocks) <= 11:
        searched = grouping._searched(len(blocks), weights)
        programmed = grouping._programmed(len(blocks), weights)
        assert total(searched) == total(programmed)


@pytest.mark.parametrize("number", [2, 3])
def test_long_chains_of_overlaps(number: int) -> None:
    """More blocks hang together than are searched through."""
    layers = [[Place((Span(10 * i + shift, 10 * i + shift + 12),), "A") for i in range(12)] for shift in range(number)]
    assert group_places(layers) == [tuple([i] * number) for i in range(12)]


def test_equal_places_belong_together_though_the_sum_were_greater_otherwise() -> None:
    same = Place((Span(0, 10),), "A")
    left, right = Place((Span(0, 5),), "A"), Place((Span(5, 10),), "A")
    assert group_places([[same, left], [same, right]]) == [(0, 0), (1, None), (None, 1)]


def test_twins_are_told_apart() -> None:
    one, other = Place((Span(0, 3),), "A", ("x",)), Place((Span(0, 3),), "A", ("y",))
    assert sorted(group_places([[one, other], [other, one]])) == [(0, 1), (1, 0)]
    assert group_places([[one, other], [other]]) in ([(1, 0), (0, None)], [(0, None), (1, 0)])


def test_a_name_inside_a_longer_one_of_another_sort_is_another_matter() -> None:
    long, short = Place((Span(0, 30),), "ORG"), Place((Span(7, 14),), "GPE")
    assert group_places([[long], [short]]) == [(0, None), (None, 0)]


def test_pieces_overlap_where_any_of_them_do() -> None:
    pieces = (Span(0, 4), Span(8, 12))
    assert overlap(pieces, (Span(3, 9),)) == 2
    assert overlap(pieces, (Span(4, 8),)) == 0


def test_nothing_and_one_layer() -> None:
    assert group_places([[], []]) == []
    assert group_places([[Place((Span(0, 1),), "A")]]) == [(0,)]
