"""Agreement over many documents: every measure, with its interval, by label, pair, document or group."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.measures.bootstrap import ROUNDS, SEED, draws, interval
from annotator.measures.outcomes import Reason, Undefined
from annotator.measures.sheets import ALL, Sheet, sheets
from annotator.measures.tallies import LABEL, Pair, Tally

Matrix = NDArray[np.float64]
By = Literal["label", "pair", "document", "group", "pair-group"]
"""Parts of the material; the last is each pair in each group."""

_Part = tuple[str, list[int], Matrix]
_NO_GROUPS: Final[Mapping[str, str]] = MappingProxyType({})


class Estimate(msgspec.Struct, frozen=True):
    """A value with its 95 % interval (`None`: one document, or undefined), or the reason why there is none.

    `items` is what it was measured on, in `documents` documents. `mean` is the unweighted mean of the documents' own
    values where these are defined, beside the pooled `value`.
    """

    value: float | None
    undefined: Undefined | None
    low: float | None
    high: float | None
    mean: float | None
    items: int
    documents: int


class Row(msgspec.Struct, frozen=True):
    """One number: which measure, of what kind, and which part of the material, `None` being all of it.

    `label` is a label, for roles a role; of coefficients always the name of what was rated (`label` or an attribute).
    Measures of pairs are, where `pair` is `None`, the unweighted mean over the pairs for which they are defined.
    """

    measure: str
    kind: str
    label: str | None
    pair: Pair | None
    document: str | None
    group: str | None
    estimate: Estimate


def measure_agreement(
    tallies: Sequence[Tally],
    *,
    by: Iterable[By] = (),
    groups: Mapping[str, str] = _NO_GROUPS,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> tuple[Row, ...]:
    """Every measure of :data:`annotator.measures.sheets.MEASURES` over all documents, and over each part asked for.

    `groups` puts documents into named parts (weeks, batches, outlets) for `by` "group". Pooled values come from sums
    over documents. Intervals draw documents (:func:`annotator.measures.bootstrap.interval`); those of single
    documents are left out. The same tallies, in any order, and seed give the same rows.
    """
    ordered = sorted(tallies, key=lambda tally: tally.document)
    wanted = frozenset(by)
    found = sheets(ordered)
    drawn = draws(len(ordered), rounds=rounds, seed=seed)
    parts = _parts(ordered, groups, rounds=rounds, seed=seed) if wanted & {"group", "pair-group"} else ()
    rows: list[Row] = []
    for sheet in found:
        if sheet.label is not None and "label" not in wanted and not _is_rated(sheet):
            continue
        rows.append(_row(sheet, None, drawn))
        if "pair" in wanted and sheet.pairs != (ALL,):
            rows += [_row(sheet, pair, drawn) for pair in sheet.pairs]
        if "document" in wanted:
            rows += _by_document(sheet, ordered)
        if "group" in wanted:
            rows += _by_group(sheet, None, parts)
        if "pair-group" in wanted and sheet.pairs != (ALL,):
            for pair in sheet.pairs:
                rows += _by_group(sheet, pair, parts)
    return tuple(rows)


def confusion(
    tallies: Iterable[Tally], kind: str, pair: Pair, attribute: str = LABEL
) -> tuple[tuple[str | None, ...], Matrix]:
    """How often the first of `pair` said the row and the second the column; the last category `None` is silence."""
    found: list[tuple[str | None, str | None]] = []
    for tally in tallies:
        if set(pair) <= set(tally.raters):
            one, other = (tally.raters.index(rater) for rater in pair)
            found += [
                (r.values[one], r.values[other]) for r in tally.ratings if (r.kind, r.attribute) == (kind, attribute)
            ]
    named = sorted({value for values in found for value in values if value is not None})
    categories: tuple[str | None, ...] = (*named, None)
    place = {category: index for index, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for first, second in found:
        table[place[first], place[second]] += 1
    table[-1, -1] = 0
    return categories, table


def _is_rated(sheet: Sheet) -> bool:
    return sheet.measure.startswith(("kappa.", "ac1", "alpha.nominal"))


def _row(sheet: Sheet, pair: Pair | None, drawn: Matrix) -> Row:
    return Row(sheet.measure, sheet.kind, sheet.label, pair, None, None, _estimate(sheet, pair, drawn))


def _by_document(sheet: Sheet, tallies: Sequence[Tally]) -> list[Row]:
    """Each document's own value; one document has no interval."""
    values = _mean(sheet.formula(sheet.sums), axis=-1).tolist()
    sizes = sheet.sizes.sum(axis=1).tolist()
    return [
        Row(sheet.measure, sheet.kind, sheet.label, None, tally.document, None, _single(sheet, value, int(size)))
        for tally, value, size in zip(tallies, values, sizes, strict=True)
    ]


def _single(sheet: Sheet, value: float, items: int) -> Estimate:
    if np.isnan(value):
        return _undefined(sheet, items, int(items > 0))
    return Estimate(value, None, None, None, value, items, 1)


def _undefined(sheet: Sheet, items: int, documents: int) -> Estimate:
    reason: Reason = sheet.degenerate if items else sheet.empty
    return Estimate(None, Undefined(reason if sheet.pairs else "one-rater"), None, None, None, items, documents)


def _parts(tallies: Sequence[Tally], groups: Mapping[str, str], *, rounds: int, seed: int) -> tuple[_Part, ...]:
    """Each group with its documents and how these are drawn, which is the same for every measure."""
    found: list[_Part] = []
    for group in sorted(set(groups.values())):
        at = [number for number, tally in enumerate(tallies) if groups.get(tally.document) == group]
        found.append((group, at, draws(len(at), rounds=rounds, seed=seed)))
    return tuple(found)


def _by_group(sheet: Sheet, pair: Pair | None, parts: Sequence[_Part]) -> list[Row]:
    rows: list[Row] = []
    for group, at, drawn in parts:
        part = msgspec.structs.replace(sheet, sums=sheet.sums[at], sizes=sheet.sizes[at])
        rows.append(Row(sheet.measure, sheet.kind, sheet.label, pair, None, group, _estimate(part, pair, drawn)))
    return rows


def _estimate(sheet: Sheet, pair: Pair | None, drawn: Matrix) -> Estimate:
    if pair is not None:
        column = [sheet.pairs.index(pair)]
        sheet = msgspec.structs.replace(sheet, sums=sheet.sums[:, column], sizes=sheet.sizes[:, column])

    def over_pairs(sums: Matrix) -> Matrix:
        return _mean(sheet.formula(sums), axis=-1)

    sizes = sheet.sizes.sum(axis=0)
    items = int(sizes.sum())
    documents = int((sheet.sizes.sum(axis=1) > 0).sum())
    value = float(over_pairs(sheet.sums.sum(axis=0))) if len(sheet.sums) and sheet.sums.shape[1] else float("nan")
    if np.isnan(value):
        return _undefined(sheet, items, documents)
    low, high = interval(sheet.sums, over_pairs, drawn) or (None, None)
    each = _mean(over_pairs(sheet.sums), axis=0)
    return Estimate(value, None, low, high, None if np.isnan(each) else float(each), items, documents)


def _mean(values: Matrix, *, axis: int) -> Matrix:
    """The mean of what is defined, NaN where nothing is."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, values, 0).sum(axis=axis) / there.sum(axis=axis))
