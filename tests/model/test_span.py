"""Spans hold code points, half-open, and stand in one form."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span, normal_spans

SPANS = st.builds(lambda s, n: Span(s, s + n), st.integers(0, 60), st.integers(1, 20))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4)])
def test_an_empty_or_negative_span_is_none(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_letters_outside_the_text_are_an_error() -> None:
    assert Span(1, 3).of("حركة") == "رك"
    with pytest.raises(IndexError):
        Span(1, 9).of("حركة")


@given(st.lists(SPANS, max_size=8))
def test_normal_spans_cover_the_same_letters_in_order_and_apart(spans: list[Span]) -> None:
    normal = normal_spans(tuple(spans))
    assert {i for s in spans for i in range(s.start, s.end)} == {i for s in normal for i in range(s.start, s.end)}
    assert all(a.end < b.start for a, b in itertools.pairwise(normal))
    assert normal_spans(normal) == normal


@given(SPANS, SPANS)
def test_two_spans_nest_cross_or_lie_apart(a: Span, b: Span) -> None:
    assert a.crosses(b) == b.crosses(a)
    assert a.overlaps(b) == (a.contains(b) or b.contains(a) or a.crosses(b))
