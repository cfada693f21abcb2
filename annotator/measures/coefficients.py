"""Chance-corrected agreement on items that raters put into categories."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.measures.outcomes import Coefficient, Score, Undefined

Matrix = NDArray[np.float64]
Parts = tuple[Matrix, Matrix]
"""Observed and expected agreement, NaN where there is nothing to form them of."""
Rating = Hashable | None
Metric = Literal["nominal", "ordinal", "interval", "ratio"]

_CERTAIN: Final = 1 - 1e-12


def contingency(ratings: Iterable[tuple[Rating, Rating]], categories: Sequence[Hashable]) -> Matrix:
    """How often the first of two raters chose the row and the second the column; items with a `None` are left out."""
    place = {category: index for index, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for one, other in ratings:
        if one is not None and other is not None:
            table[place[one], place[other]] += 1
    return table


def cohen_kappa(table: Matrix) -> Score:
    """Kappa of two raters over their contingency table (Cohen 1960, *A coefficient of agreement ...*)."""
    return _corrected(*cohen_parts(table))


def cohen_parts(tables: Matrix) -> Parts:
    """Observed and chance agreement of contingency tables in the last two axes."""
    with np.errstate(invalid="ignore"):
        shares = tables / tables.sum(axis=(-2, -1), keepdims=True)
    return shares.trace(axis1=-2, axis2=-1), (shares.sum(axis=-1) * shares.sum(axis=-2)).sum(axis=-1)


def scott_pi(table: Matrix) -> Score:
    """Pi of two raters (Scott 1955): as kappa, with the mean of both raters' distributions."""
    return _corrected(*cohen_parts((table + table.T) / 2))


def fleiss_kappa(counts: Matrix) -> Score:
    """Kappa of many raters (Fleiss 1971); `counts` is items by categories, each row summing to the same number.

    Raises:
        ValueError: rows of different sums.
    """
    if not counts.size or not counts.sum():
        return Undefined("no-items")
    raters = counts.sum(axis=1)
    if (raters != raters[0]).any():
        raise ValueError("Fleiss' kappa wants the same number of ratings for each item")
    if raters[0] < 2:
        return Undefined("one-rater")
    return _corrected(*fleiss_parts(fleiss_sums(counts)))


def fleiss_sums(counts: Matrix) -> Matrix:
    """What of `counts` adds up over documents: items, the sum of their agreements, ratings by category."""
    raters = counts.sum(axis=1)
    agreeing = ((counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))).sum() if len(counts) else 0.0
    return np.array([len(counts), agreeing, *counts.sum(axis=0)])


def fleiss_parts(sums: Matrix) -> Parts:
    """Observed and chance agreement of :func:`fleiss_sums` in the last axis."""
    with np.errstate(invalid="ignore"):
        shares = sums[..., 2:] / sums[..., 2:].sum(axis=-1, keepdims=True)
        return sums[..., 1] / sums[..., 0], (shares**2).sum(axis=-1)


def fleiss_by_category(counts: Matrix) -> tuple[Score, ...]:
    """Kappa of each category against all others (Fleiss 1971, section *agreement on a particular category*)."""
    totals = counts.sum(axis=1, keepdims=True)
    return tuple(fleiss_kappa(np.hstack([counts[:, [c]], totals - counts[:, [c]]])) for c in range(counts.shape[1]))


def gwet_ac(counts: Matrix, weights: Matrix | None = None) -> Score:
    """AC1 of any number of raters, with `weights` AC2.

    Gwet 2008 (*Computing inter-rater reliability and its variance in the presence of high agreement*) and 2014
    (*Handbook of Inter-Rater Reliability*, chapter 4). `counts` is items by categories; items with one rating count
    for the chance term alone. `weights` is categories by categories, 1 on the diagonal, see
    :func:`quadratic_weights`.
    """
    raters = counts.sum(axis=1)
    if not (raters > 0).any():
        return Undefined("no-items")
    if not (raters > 1).any():
        return Undefined("one-rater")
    if counts.shape[1] < 2:
        return Undefined("one-category")
    matrix = np.eye(counts.shape[1]) if weights is None else weights
    return _corrected(*gwet_parts(gwet_sums(counts, matrix), matrix))


def gwet_sums(counts: Matrix, weights: Matrix) -> Matrix:
    """What adds up over documents: items, pairable items, the sum of their agreements, shares by category."""
    raters = counts.sum(axis=1)
    rated, several = counts[raters > 0], counts[raters > 1]
    totals = raters[raters > 1]
    agreeing = (several * (several @ weights.T - 1)).sum(axis=1) / (totals * (totals - 1))
    return np.array([len(rated), len(several), agreeing.sum(), *(rated / raters[raters > 0, None]).sum(axis=0)])


def gwet_parts(sums: Matrix, weights: Matrix) -> Parts:
    """Observed and chance agreement of :func:`gwet_sums` in the last axis, over two or more categories."""
    categories = len(weights)
    with np.errstate(invalid="ignore"):
        shares = sums[..., 3:] / sums[..., :1]
        chance = (shares * (1 - shares)).sum(axis=-1) * weights.sum() / (categories * (categories - 1))
        return sums[..., 2] / sums[..., 1], chance


def quadratic_weights(values: Sequence[float]) -> Matrix:
    """Weights that fall with the square of the distance between categories, from 1 to 0."""
    points = np.asarray(values, dtype=float)
    apart = (points[:, None] - points[None, :]) ** 2
    return np.asarray(1 - apart / apart.max() if apart.max() else np.ones_like(apart))


def coincidences(units: Iterable[Sequence[Rating]], categories: Sequence[Hashable]) -> Matrix:
    """Krippendorff's coincidence matrix: each unit of m >= 2 ratings adds its ordered pairs, each by 1/(m - 1)."""
    place = {category: index for index, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for unit in units:
        found = Counter(place[rating] for rating in unit if rating is not None)
        ratings = found.total()
        if ratings < 2:
            continue
        for one, times in found.items():
            for other, more in found.items():
                table[one, other] += times * (more - (one == other)) / (ratings - 1)
    return table


def krippendorff_alpha(table: Matrix, *, metric: Metric = "nominal", values: Sequence[float] = ()) -> Score:
    """Alpha over a coincidence matrix (Krippendorff 2004, *Content Analysis*, chapter 11; 2011, *Computing ...*).

    `values` are the categories as numbers, in the order of the matrix, for `interval` and `ratio`; for `ordinal` the
    order of the matrix is that of the scale. Observed and expected are disagreements.
    """
    totals = table.sum(axis=0)
    number = float(totals.sum())
    if number < 2:
        return Undefined("no-items")
    apart = _METRICS[metric](totals, np.asarray(values, dtype=float))
    expected = float(totals @ apart @ totals) / (number * (number - 1))
    if expected == 0:
        return Undefined("one-category")
    observed = float((table * apart).sum()) / number
    return Coefficient(1 - observed / expected, observed, expected)


def nominal_parts(tables: Matrix) -> Parts:
    """Observed and chance agreement of nominal alpha from coincidence matrices in the last two axes."""
    totals = tables.sum(axis=-1)
    number = totals.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (totals * (totals - 1)).sum(axis=-1) / (number * (number - 1))
        return tables.trace(axis1=-2, axis2=-1) / number, chance


def corrected(parts: Parts) -> Matrix:
    """(observed - expected) / (1 - expected), NaN where chance alone would agree."""
    observed, expected = parts
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected < _CERTAIN, (observed - expected) / (1 - expected), np.nan)


def _corrected(observed: Matrix, expected: Matrix) -> Score:
    if np.isnan(observed):
        return Undefined("no-items")
    if expected >= _CERTAIN:
        return Undefined("one-category")
    return Coefficient(float(corrected((observed, expected))), float(observed), float(expected))


def _nominal(totals: Matrix, _values: Matrix) -> Matrix:
    return 1 - np.eye(len(totals))


def _ordinal(totals: Matrix, _values: Matrix) -> Matrix:
    """Squared count of ratings between two ranks, half of each end."""
    middles = np.cumsum(totals) - totals / 2
    return np.asarray((middles[:, None] - middles[None, :]) ** 2)


def _interval(_totals: Matrix, values: Matrix) -> Matrix:
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _ratio(_totals: Matrix, values: Matrix) -> Matrix:
    sums = values[:, None] + values[None, :]
    return np.asarray(((values[:, None] - values[None, :]) / np.where(sums == 0, 1, sums)) ** 2)


_METRICS: Final = MappingProxyType[Metric, Callable[[Matrix, Matrix], Matrix]](
    {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio}
)
