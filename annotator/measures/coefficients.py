"""Chance-corrected agreement on items that raters put into categories."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.measures.outcomes import Coefficient, Score, Undefined

Matrix = NDArray[np.float64]
Rating = Hashable | None
Metric = Literal["nominal", "ordinal", "interval", "ratio"]


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
    total = float(table.sum())
    if not total:
        return Undefined("no-items")
    expected = float(table.sum(axis=0) @ table.sum(axis=1)) / total**2
    return _corrected(float(np.trace(table)) / total, expected)


def scott_pi(table: Matrix) -> Score:
    """Pi of two raters (Scott 1955): as kappa, with the mean of both raters' distributions."""
    total = float(table.sum())
    if not total:
        return Undefined("no-items")
    shares = (table.sum(axis=0) + table.sum(axis=1)) / (2 * total)
    return _corrected(float(np.trace(table)) / total, float(shares @ shares))


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
    shares = counts.sum(axis=0) / counts.sum()
    agreeing = (counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))
    return _corrected(float(agreeing.mean()), float(shares @ shares))


def fleiss_by_category(counts: Matrix) -> tuple[Score, ...]:
    """Kappa of each category against all others (Fleiss 1971, section *agreement on a particular category*)."""
    totals = counts.sum(axis=1, keepdims=True)
    return tuple(fleiss_kappa(np.hstack([counts[:, [c]], totals - counts[:, [c]]])) for c in range(counts.shape[1]))


def gwet_ac(counts: Matrix, weights: Matrix | None = None) -> Score:
    """AC1 of any number of raters, with `weights` AC2.

    Gwet 2008 (*Computing inter-rater reliability and its variance in the presence of high agreement*) and 2014
    (*Handbook of Inter-Rater Reliability*, chapter 4). `counts` is items by categories; items with one rating count for the chance term alone. `weights` is categories
    by categories, 1 on the diagonal, see :func:`quadratic_weights`.
    """
    categories = counts.shape[1] if counts.ndim == 2 else 0
    matrix = np.eye(categories) if weights is None else weights
    raters = counts.sum(axis=1) if categories else np.zeros(0)
    rated, paired = raters > 0, raters > 1
    if not rated.any():
        return Undefined("no-items")
    if not paired.any():
        return Undefined("one-rater")
    if categories < 2:
        return Undefined("one-category")
    several = counts[paired]
    near = several @ matrix.T
    totals = raters[paired]
    observed = float(((several * (near - 1)).sum(axis=1) / (totals * (totals - 1))).mean())
    shares = (counts[rated] / raters[rated, None]).mean(axis=0)
    expected = float(matrix.sum() * (shares * (1 - shares)).sum() / (categories * (categories - 1)))
    return _corrected(observed, expected)


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


def _corrected(observed: float, expected: float) -> Score:
    if expected >= 1 - 1e-12:
        return Undefined("one-category")
    return Coefficient((observed - expected) / (1 - expected), observed, expected)


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
