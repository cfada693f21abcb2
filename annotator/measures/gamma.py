"""Gamma: agreement on where units lie and what they are called, measured on their best alignment."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.measures.outcomes import Coefficient, Score, Undefined
from annotator.model.annotation import Kind
from annotator.model.layer import Layer

Matrix = NDArray[np.float64]
Check = Callable[[], None]
"""Called between steps of a long work; raises to stop it (:class:`annotator.model.progress.Cancelled`)."""

SEED: Final = 2015
_CHANCE_ROUNDS: Final = 30
_MOST_ROUNDS: Final = 400
_TRIES: Final = 100
_EPSILON: Final = 1e-9
_FEWER: Final = 1e-10
_SCALE: Final = 1e5
_Z: Final = 1.96
_LEAST: Final = 2
_PRECISION: Final = 0.05


class Unit(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A labelled stretch of a continuum, `start < end`; of a text, in code points."""

    start: float
    end: float
    label: str


Continuum = tuple[tuple[Unit, ...], ...]
"""The units of each annotator."""


class Dissimilarity(msgspec.Struct, frozen=True):
    """Weights of place and label, and what facing nothing costs (Mathet et al. 2015, section 4)."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0

    def between(self, first: Sequence[Unit], second: Sequence[Unit]) -> Matrix:
        """Each unit of `first` against each of `second`: alpha x positional + beta x categorical."""
        return self.alpha * positional(first, second, self.empty) + self.beta * categorical(first, second, self.empty)


class Alikeness(msgspec.Struct, frozen=True):
    """What one continuum adds to gamma over many: its best disorder, that of chance, and how many units it has.

    Both disorders are per mean number of units of an annotator, of whom there are `raters`.
    """

    observed: float
    expected: float
    units: int
    raters: int

    @property
    def sums(self) -> tuple[float, float]:
        """Observed and expected disorder of all units, which add up over continua."""
        mean = self.units / self.raters
        return self.observed * mean, self.expected * mean


class UnitaryAlignment(msgspec.Struct, frozen=True):
    """At most one unit of each annotator, by index, and their mean dissimilarity over all pairs of annotators."""

    units: tuple[int | None, ...]
    disorder: float


class BestAlignment(msgspec.Struct, frozen=True):
    """The alignment of least disorder; `disorder` is the sum over its parts per mean number of units."""

    parts: tuple[UnitaryAlignment, ...]
    disorder: float


def continuum_of(layers: Sequence[Layer], kind: Kind) -> Continuum:
    """The annotations of one kind as units, from the first to the last letter of each, layer by layer."""
    return tuple(
        tuple(Unit(one.start, one.end, one.label) for one in layer.annotations if one.kind == kind) for layer in layers
    )


def positional(first: Sequence[Unit], second: Sequence[Unit], empty: float = 1.0) -> Matrix:
    """((|s - s'| + |e - e'|) / (length + length'))^2, times `empty`."""
    one, other = _bounds(first), _bounds(second)
    moved = np.abs(one[:, None, :] - other[None, :, :]).sum(axis=2)
    lengths = (one[:, 1] - one[:, 0])[:, None] + (other[:, 1] - other[:, 0])[None, :]
    return np.asarray((moved / lengths) ** 2 * empty)


def categorical(first: Sequence[Unit], second: Sequence[Unit], empty: float = 1.0) -> Matrix:
    """`empty` where labels differ, else 0."""
    one, other = np.array([u.label for u in first], dtype=object), np.array([u.label for u in second], dtype=object)
    return np.asarray((one[:, None] != other[None, :]) * empty, dtype=float).reshape(len(first), len(second))


def best_alignment(continuum: Continuum, dissimilarity: Dissimilarity | None = None) -> BestAlignment:
    """The alignment of least disorder, exactly.

    Two annotators: the assignment problem. More: a set partition over all unitary alignments that cost no more than
    their units alone do, solved by integer programming (HiGHS). Of equally good ones that of fewest parts. A pair in
    which one or both sides are nothing costs `empty`, so a unit alone has the disorder `empty`.

    Raises:
        ValueError: fewer than two annotators, or no unit at all.
    """
    if len(continuum) < _LEAST or not any(continuum):
        raise ValueError("an alignment wants two annotators and a unit")
    measure = dissimilarity or Dissimilarity()
    parts = _pairs(continuum, measure) if len(continuum) == _LEAST else _partition(continuum, measure)
    mean = sum(map(len, continuum)) / len(continuum)
    return BestAlignment(parts, sum(part.disorder for part in parts) / mean)


def gamma(
    continuum: Continuum,
    dissimilarity: Dissimilarity | None = None,
    *,
    seed: int = SEED,
    precision: float | None = _PRECISION,
    check: Check = lambda: None,
) -> Score:
    """1 - observed / expected disorder (Mathet, Widlöcher and Métivier 2015, *The Unified and Holistic Method Gamma*).

    The expectation is the mean best disorder of 30 chance continua (:func:`sample_continuum`), and of as many more as
    bring its 95 % interval within `precision` of it, 400 at most; `None` asks for no more. `check` is called before
    each alignment. Undefined with fewer than two annotators or without units.
    """
    if len(continuum) < _LEAST:
        return Undefined("one-rater")
    if not any(continuum):
        return Undefined("no-items")
    return gamma_from(*_disorders(continuum, dissimilarity or Dissimilarity(), seed, precision, check))


def _disorders(
    continuum: Continuum, measure: Dissimilarity, seed: int, precision: float | None, check: Check
) -> tuple[float, list[float]]:
    """The best disorder of `continuum`, and those of chance continua."""
    check()
    observed = best_alignment(continuum, measure).disorder
    rng = np.random.default_rng(seed)
    chances: list[float] = []
    wanted = _CHANCE_ROUNDS
    while len(chances) < wanted:
        check()
        chances.append(best_alignment(sample_continuum(continuum, rng), measure).disorder)
        if len(chances) == _CHANCE_ROUNDS and precision is not None:
            wanted = min(_MOST_ROUNDS, max(wanted, _needed(chances, precision)))
    return observed, chances


def alikeness(continuum: Continuum, *, seed: int = SEED, check: Check = lambda: None) -> Alikeness:
    """What `continuum` adds to gamma over many documents, measured as `gamma` does.

    Raises:
        ValueError: fewer than two annotators, or no unit at all.
    """
    observed, chances = _disorders(continuum, Dissimilarity(), seed, _PRECISION, check)
    return Alikeness(observed, float(np.mean(chances)), sum(map(len, continuum)), len(continuum))


def gamma_from(observed: float, chances: Sequence[float]) -> Score:
    """Gamma from an observed best disorder and those of chance continua."""
    expected = float(np.mean(chances)) if chances else 0.0
    if not expected:
        return Undefined("no-expected-disagreement")
    return Coefficient(1 - observed / expected, observed, expected)


def sample_continuum(continuum: Continuum, rng: np.random.Generator) -> Continuum:
    """What annotators who agree by chance alone might have made (Mathet et al. 2015, section 5.2).

    Each of them is one of the real annotators, chosen at random, whose units are moved on by a random number of
    positions; what leaves the continuum at its end comes in again at its begin. The shifts differ by half a mean
    unit at least, where there is room for that. A draw without any unit is drawn again.
    """
    units = [unit for one in continuum for unit in one]
    begin, end = min(unit.start for unit in units), max(unit.end for unit in units)
    apart = sum(unit.end - unit.start for unit in units) / len(units) / 2
    while True:
        shifts: list[float] = []
        for _ in continuum:
            shifts.append(_shift(rng, end - begin, apart, shifts))
        chosen = rng.integers(len(continuum), size=len(continuum)).tolist()
        drawn = tuple(
            tuple(_moved(unit, shift, begin, end) for unit in continuum[index])
            for index, shift in zip(chosen, shifts, strict=True)
        )
        if any(drawn):
            return drawn


def _shift(rng: np.random.Generator, length: float, apart: float, others: Sequence[float]) -> float:
    """A shift of less than `length`, far enough from `others` on the closed circle if some tries find one."""
    shift = 0.0
    for _ in range(_TRIES):
        shift = float(rng.uniform(0, length))
        if all(apart <= abs(shift - other) <= length - apart for other in others):
            break
    return shift


def _moved(unit: Unit, shift: float, begin: float, end: float) -> Unit:
    moved = shift if unit.start + shift <= end else shift - (end - begin)
    return Unit(unit.start + moved, unit.end + moved, unit.label)


def _needed(chances: Sequence[float], precision: float) -> int:
    mean = float(np.mean(chances))
    return int(np.ceil((float(np.std(chances, ddof=1)) / mean * _Z / precision) ** 2)) if mean else 0


def _bounds(units: Sequence[Unit]) -> Matrix:
    return np.array([(unit.start, unit.end) for unit in units], dtype=float).reshape(len(units), 2)


def _pairs(continuum: Continuum, measure: Dissimilarity) -> tuple[UnitaryAlignment, ...]:
    """Two annotators: each unit meets another or nothing, in a square matrix with room for both."""
    from scipy.optimize import linear_sum_assignment

    costs = measure.between(*continuum)
    first, second = costs.shape
    square = np.full((first + second, first + second), measure.empty)
    square[:first, :second] = costs - _FEWER
    square[first:, second:] = 0
    rows, columns = linear_sum_assignment(square)
    found = [
        UnitaryAlignment(
            (r if r < first else None, c if c < second else None),
            float(costs[r, c]) if r < first and c < second else measure.empty,
        )
        for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
        if r < first or c < second
    ]
    return tuple(found)


def _partition(continuum: Continuum, measure: Dissimilarity) -> tuple[UnitaryAlignment, ...]:
    """Three annotators and more: the cheapest choice of unitary alignments that holds each unit once."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    sizes = [len(one) for one in continuum]
    members, costs = _candidates(continuum, measure)
    columns, annotators = np.nonzero(members >= 0)
    rows = np.cumsum([0, *sizes[:-1]])[annotators] + members[columns, annotators]
    cover = csc_array((np.ones(len(rows)), (rows, columns)), shape=(sum(sizes), len(costs)))
    answer = milp(
        (costs + _FEWER) * _SCALE,
        constraints=LinearConstraint(cover, 1, 1),
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if answer.x is None:
        raise ArithmeticError(f"no alignment of {sum(sizes)} units: {answer.message}")
    return tuple(
        UnitaryAlignment(tuple(None if unit < 0 else unit for unit in members[number].tolist()), float(costs[number]))
        for number in np.flatnonzero(answer.x > 0.5).tolist()
    )


def _candidates(continuum: Continuum, measure: Dissimilarity) -> tuple[NDArray[np.int64], Matrix]:
    """Unitary alignments that may stand in a best alignment: members (-1 for nothing) and mean costs.

    One that costs more than its units alone is left out, since those would replace it at a gain. While they grow,
    each pair still open costs at least nothing if both sides are units, and `empty` if not.
    """
    raters = len(continuum)
    ways = raters * (raters - 1) / 2
    between = {
        (a, b): _with_nothing(measure.between(continuum[a], continuum[b]), measure.empty)
        for a, b in combinations(range(raters), 2)
    }
    members = np.zeros((1, 0), dtype=np.int64)
    costs = np.zeros(1)
    for rater in range(raters):
        choices = np.arange(-1, len(continuum[rater]))
        more = np.zeros((len(members), len(choices)))
        for earlier in range(rater):
            more += between[earlier, rater][members[:, earlier]]
        sums = costs[:, None] + more
        units = (members >= 0).sum(axis=1)[:, None] + (choices >= 0)[None, :]
        rest = raters - rater - 1
        kept = np.nonzero(sums <= (units + rest) * ways * measure.empty + _EPSILON)
        members = np.hstack([members[kept[0]], choices[kept[1], None]])
        costs = sums[kept]
    units = (members >= 0).sum(axis=1)
    good = (units > 0) & (costs <= units * ways * measure.empty + _EPSILON)
    return members[good], costs[good] / ways


def _with_nothing(costs: Matrix, empty: float) -> Matrix:
    """`costs` with a first row and column for nothing, turned so that index -1 reaches them."""
    padded = np.full((costs.shape[0] + 1, costs.shape[1] + 1), empty)
    padded[:-1, 1:] = costs
    return padded
