"""The table of measures: what of a document each adds up, and the formula that turns sums into a number."""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.measures.coefficients import (
    cohen_parts,
    coincidences,
    contingency,
    corrected,
    fleiss_parts,
    fleiss_sums,
    gwet_parts,
    gwet_sums,
    nominal_parts,
)
from annotator.measures.outcomes import Reason
from annotator.measures.tallies import Pair, Rating, Tally

Matrix = NDArray[np.float64]
Formula = Callable[[Matrix], Matrix]
"""Sums in the last axis to a value, NaN where it is undefined."""

ALL: Final[Pair] = ("", "")
"""Stands for the one column of a measure that takes all raters together."""

# Beyond these an attribute holds free text, on which no coefficient is of use.
_MOST_CATEGORIES: Final = 60


class Sheet(msgspec.Struct, frozen=True):
    """One measure over all documents: `sums` is documents x pairs x sums, `sizes` documents x pairs, how many items.

    `pairs` is :data:`ALL` alone for measures of all raters together.
    """

    measure: str
    kind: str
    label: str | None
    pairs: tuple[Pair, ...]
    sums: Matrix
    sizes: Matrix
    formula: Formula
    empty: Reason
    degenerate: Reason


def f1(sums: Matrix) -> Matrix:
    """2 both / (one + other); the same as the mean positive agreement (Hripcsak and Rothschild 2005)."""
    return _ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])


def share(sums: Matrix) -> Matrix:
    """Alike / all."""
    return _ratio(sums[..., 0], sums[..., 1])


def ratio_f(sums: Matrix) -> Matrix:
    """F of the sums of :class:`annotator.measures.coreference.Ratio`."""
    recall, precision = _ratio(sums[..., 0], sums[..., 1]), _ratio(sums[..., 2], sums[..., 3])
    none = (sums[..., 1] == 0) & (sums[..., 3] == 0)
    return np.where(none, np.nan, _harmonic(np.nan_to_num(recall), np.nan_to_num(precision)))


def blanc_f(sums: Matrix) -> Matrix:
    """F of the sums of :class:`annotator.measures.coreference.Links`: the mean of the sorts of pairs there are."""
    total, sorts = np.zeros(sums.shape[:-1]), np.zeros(sums.shape[:-1])
    for at in (0, 3):
        key, response, both = (sums[..., at + place] for place in range(3))
        there = key + response > 0
        recall, precision = np.nan_to_num(_ratio(both, key)), np.nan_to_num(_ratio(both, response))
        total += _harmonic(recall, precision) * there
        sorts += there
    return _ratio(total, sorts)


def unitizing(sums: Matrix) -> Matrix:
    """1 - observed / expected."""
    return np.asarray(1 - _ratio(sums[..., 0], sums[..., 1]))


COUNTED: Final = MappingProxyType[str, Formula](
    {
        "f1.exact": f1,
        "f1.overlap": f1,
        "f1.spans": f1,
        "f1.label": f1,
        "roles.end-to-end": f1,
        "roles.aligned": f1,
        "frame.content": f1,
        "frame.form": f1,
        "frame.cue": f1,
        "frame.speaker": f1,
        "frame.joint": f1,
        "links.plain": f1,
        "entry.accuracy": share,
        "entry.muc": ratio_f,
        "entry.b3": ratio_f,
        "entry.ceaf-m": ratio_f,
        "entry.ceaf-e": ratio_f,
        "entry.lea": ratio_f,
        "entry.blanc": blanc_f,
    }
)
"""Measures made of counts by pair of raters."""

RATED: Final = ("kappa.cohen", "kappa.fleiss", "alpha.nominal", "ac1")
"""Measures of what raters said of aligned things: labels and attributes. The first is by pair."""

MEASURES: Final = (*COUNTED, *RATED, "alpha.unitizing", "gamma")


def sheets(tallies: Sequence[Tally]) -> list[Sheet]:
    """All measures over `tallies`, documents in that order, measures in the order of :data:`MEASURES`."""
    pairs = tuple(sorted({key[3] for tally in tallies for key in tally.counts}))
    found = [*_counted(tallies, pairs), *_rated(tallies, pairs), *_unitized(tallies), *_gammas(tallies)]
    rank = {measure: number for number, measure in enumerate(MEASURES)}
    return sorted(found, key=lambda sheet: (rank[sheet.measure], sheet.kind, sheet.label or ""))


def _counted(tallies: Sequence[Tally], pairs: tuple[Pair, ...]) -> list[Sheet]:
    columns = {pair: number for number, pair in enumerate(pairs)}
    tables: dict[tuple[str, str, str | None], Matrix] = {}
    for row, tally in enumerate(tallies):
        for (measure, kind, label, pair), sums in tally.counts.items():
            table = tables.setdefault((measure, kind, label), np.zeros((len(tallies), len(pairs), len(sums))))
            table[row, columns[pair]] = sums
    return [
        Sheet(
            measure, kind, label, pairs, table, _sizes(table, measure), COUNTED[measure], "no-items",
            "nothing-to-compare",
        )
        for (measure, kind, label), table in tables.items()
    ]  # fmt: skip


def _sizes(table: Matrix, measure: str) -> Matrix:
    """How many items stand behind counts: all that either said, what both say alike once; or all that were compared."""
    if COUNTED[measure] is f1:
        return np.asarray(table[..., 1] + table[..., 2] - table[..., 0])
    return np.asarray(table[..., 1])


def _rated(tallies: Sequence[Tally], pairs: tuple[Pair, ...]) -> list[Sheet]:
    by_name: dict[tuple[str, str], list[list[Rating]]] = {}
    for row, tally in enumerate(tallies):
        for rating in tally.ratings:
            by_name.setdefault((rating.kind, rating.attribute), [[] for _ in tallies])[row].append(rating)
    found: list[Sheet] = []
    for _, ratings in sorted(by_name.items()):
        categories = sorted({value for some in ratings for r in some for value in r.values if value is not None})
        if len(categories) <= _MOST_CATEGORIES:
            found += _coefficients(tallies, pairs, ratings, categories)
    return found


def _coefficients(
    tallies: Sequence[Tally], pairs: tuple[Pair, ...], ratings: Sequence[Sequence[Rating]], categories: Sequence[str]
) -> list[Sheet]:
    """The four coefficients on one attribute."""
    kind, attribute = next((r.kind, r.attribute) for some in ratings for r in some)
    size = len(categories)
    tables = np.zeros((len(tallies), len(pairs), size, size))
    raters = max(len(tally.raters) for tally in tallies)
    fleiss = np.zeros((len(tallies), 1, 2 + size))
    alpha = np.zeros((len(tallies), 1, size, size))
    gwet = np.zeros((len(tallies), 1, 3 + size))
    for row, (tally, some) in enumerate(zip(tallies, ratings, strict=True)):
        for column, pair in enumerate(pairs):
            tables[row, column] = _pairwise(tally, some, pair, categories)
        counts = _counts(some, categories)
        fleiss[row, 0] = fleiss_sums(counts[counts.sum(axis=1) == raters]) if raters > 1 else 0
        alpha[row, 0] = coincidences((rating.values for rating in some), categories)
        gwet[row, 0] = gwet_sums(counts[counts.sum(axis=1) > 1], np.eye(size))
    made: tuple[tuple[tuple[Pair, ...], Matrix, Matrix, Formula], ...] = (
        (pairs, tables, tables.sum(axis=(2, 3)), _cohen),
        ((ALL,), fleiss, fleiss[..., 0], _fleiss),
        ((ALL,), alpha, gwet[..., 1], _alpha),
        ((ALL,), gwet, gwet[..., 1], _gwet),
    )
    return [
        Sheet(measure, kind, attribute, columns, sums, sizes, formula, "no-items", "one-category")
        for measure, (columns, sums, sizes, formula) in zip(RATED, made, strict=True)
    ]


def _pairwise(tally: Tally, ratings: Sequence[Rating], pair: Pair, categories: Sequence[str]) -> Matrix:
    if not set(pair) <= set(tally.raters):
        return np.zeros((len(categories), len(categories)))
    one, other = (tally.raters.index(rater) for rater in pair)
    return contingency(((rating.values[one], rating.values[other]) for rating in ratings), categories)


def _counts(ratings: Sequence[Rating], categories: Sequence[str]) -> Matrix:
    place = {category: index for index, category in enumerate(categories)}
    counts = np.zeros((len(ratings), len(categories)))
    for row, rating in enumerate(ratings):
        for value in rating.values:
            if value is not None:
                counts[row, place[value]] += 1
    return counts


def _unitized(tallies: Sequence[Tally]) -> list[Sheet]:
    names = sorted({key for tally in tallies for key in tally.disorders})
    tables = {name: np.zeros((len(tallies), 1, 2)) for name in names}
    sizes = {name: np.zeros((len(tallies), 1)) for name in names}
    for row, tally in enumerate(tallies):
        for name, found in tally.disorders.items():
            tables[name][row, 0] = (found.observed, found.expected)
            sizes[name][row, 0] = 1
    made = [
        Sheet("alpha.unitizing", kind, label, (ALL,), tables[kind, label], sizes[kind, label], unitizing, *_NOTHING)
        for kind, label in names
    ]
    for kind in sorted({kind for kind, _ in names}):
        of_kind = [name for name in names if name[0] == kind]
        total = np.sum([tables[name] for name in of_kind], axis=0)
        number = np.sum([sizes[name] for name in of_kind], axis=0)
        made.append(Sheet("alpha.unitizing", kind, None, (ALL,), total, number, unitizing, *_NOTHING))
    return made


def _gammas(tallies: Sequence[Tally]) -> list[Sheet]:
    """Gamma over documents: 1 - the observed disorder of all units / that of chance; so long ones count for more."""
    found: list[Sheet] = []
    for kind in sorted({kind for tally in tallies for kind in tally.gammas}):
        sums, sizes = np.zeros((len(tallies), 1, 2)), np.zeros((len(tallies), 1))
        for row, tally in enumerate(tallies):
            if kind in tally.gammas:
                sums[row, 0], sizes[row, 0] = tally.gammas[kind].sums, tally.gammas[kind].units
        found.append(Sheet("gamma", kind, None, (ALL,), sums, sizes, unitizing, *_NOTHING))
    return found


_NOTHING: Final[tuple[Reason, Reason]] = ("no-items", "no-expected-disagreement")


def _cohen(sums: Matrix) -> Matrix:
    return corrected(cohen_parts(sums))


def _fleiss(sums: Matrix) -> Matrix:
    return corrected(fleiss_parts(sums))


def _alpha(sums: Matrix) -> Matrix:
    return corrected(nominal_parts(sums))


def _gwet(sums: Matrix) -> Matrix:
    size = sums.shape[-1] - 3
    return corrected(gwet_parts(sums, np.eye(size))) if size > 1 else np.full(sums.shape[:-1], np.nan)


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _harmonic(recall: Matrix, precision: Matrix) -> Matrix:
    return np.nan_to_num(_ratio(2 * recall * precision, recall + precision))
