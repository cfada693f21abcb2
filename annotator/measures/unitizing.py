"""Krippendorff's alpha for units cut out of a continuum."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from annotator.measures.outcomes import Coefficient, Score, Undefined
from annotator.model.span import Span


class Disorder(msgspec.Struct, frozen=True):
    """Observed and expected disagreement of one category over one continuum, both in squared code points."""

    observed: float
    expected: float


def square_distance(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Sum of the squared differences between two observers' sections (Krippendorff 1995).

    Two units that intersect add the squares of the distances of their begins and of their ends; a unit that lies in
    a gap of the other observer adds the square of its length.
    """
    if not first or not second:
        return float(sum(unit.length**2 for unit in (*first, *second)))
    one = np.array([(u.start, u.end) for u in first], dtype=float)
    other = np.array([(u.start, u.end) for u in second], dtype=float)
    begins, ends = one[:, None, 0] - other[None, :, 0], one[:, None, 1] - other[None, :, 1]
    meet = (one[:, None, 0] < other[None, :, 1]) & (other[None, :, 0] < one[:, None, 1])
    apart = float(((begins**2 + ends**2) * meet).sum())
    alone = ((one[:, 1] - one[:, 0]) ** 2)[~meet.any(axis=1)].sum()
    alone += ((other[:, 1] - other[:, 0]) ** 2)[~meet.any(axis=0)].sum()
    return apart + float(alone)


def disorder(observers: Sequence[Iterable[Span]], *, begin: int, length: int) -> Disorder:
    """Disagreement of two or more observers on one category over `[begin, begin + length)`.

    Krippendorff 1995 (*On the reliability of unitizing continuous data*) and 2004 (*Measuring the reliability of
    qualitative text analysis data*). Both parts are multiplied by L^2, so that documents can be summed.
    Units of one observer that overlap a longer one are dropped: the method knows no overlap.
    """
    units = [drop_overlaps(one) for one in observers]
    raters = len(units)
    apart = sum(square_distance(units[i], units[j]) for i in range(raters) for j in range(i))
    lengths = np.array([unit.length for one in units for unit in one], dtype=float)
    gaps = np.array([gap for one in units for gap in _gaps(one, begin, begin + length)], dtype=float)
    room = np.maximum(gaps[None, :] - lengths[:, None] + 1, 0) * (gaps[None, :] >= lengths[:, None])
    against_units = (len(lengths) - 1) / 3 * (2 * lengths**3 - 3 * lengths**2 + lengths)
    total = float((against_units + lengths**2 * room.sum(axis=1)).sum())
    ways = raters * length * (raters * length - 1) - float((lengths * (lengths - 1)).sum())
    expected = 2 / length * total / ways if ways and length else 0.0
    return Disorder(2 * apart / (raters * (raters - 1)), expected * length**2)


def unitizing_alpha(disorders: Iterable[Disorder], *, length: int) -> Score:
    """Alpha over categories, or over documents of `length` code points together: 1 - sum observed / sum expected.

    Over several documents the expectation is formed within each of them, never across their borders.
    """
    found = list(disorders)
    observed, expected = sum(one.observed for one in found), sum(one.expected for one in found)
    if not expected:
        return Undefined("no-items")
    return Coefficient(1 - observed / expected, observed / length**2, expected / length**2)


def alpha_unitizing(
    categories: Mapping[str, Sequence[Iterable[Span]]], *, begin: int, length: int
) -> tuple[Score, dict[str, Score]]:
    """Alpha over all categories and of each; `categories` holds each observer's units."""
    found = {name: disorder(observers, begin=begin, length=length) for name, observers in categories.items()}
    each = {name: unitizing_alpha([one], length=length) for name, one in found.items()}
    return unitizing_alpha(found.values(), length=length), each


def drop_overlaps(units: Iterable[Span]) -> list[Span]:
    """Units in text order without those that overlap a longer one (of equal ones the first stays)."""
    kept: list[Span] = []
    for unit in sorted(set(units), key=lambda u: (-u.length, u.start)):
        if not any(unit.overlaps(other) for other in kept):
            kept.append(unit)
    return sorted(kept)


def _gaps(units: Sequence[Span], begin: int, end: int) -> list[int]:
    edges = [begin, *(edge for unit in units for edge in (unit.start, unit.end)), end]
    return [after - before for before, after in zip(edges[::2], edges[1::2], strict=True) if after > before]
