"""Intervals for a measure by drawing whole documents again and again."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

ROUNDS: Final = 1000
SEED: Final = 1979
_LEAST: Final = 2


def draws(documents: int, *, rounds: int = ROUNDS, seed: int = SEED) -> Matrix:
    """How often each document is drawn in each round, `rounds` x `documents`, each row summing to `documents`."""
    if documents == 0:
        return np.zeros((rounds, 0))
    rng = np.random.default_rng(seed)
    return rng.multinomial(documents, np.full(documents, 1 / documents), size=rounds).astype(np.float64)


def interval(
    sums: Matrix, formula: Callable[[Matrix], Matrix], drawn: Matrix, *, level: float = 0.95
) -> tuple[float, float] | None:
    """The percentile interval of `formula` over documents drawn with replacement (Efron 1979), clustered by document.

    `sums` is documents x (anything); a round is a weighted sum of it over documents, so nothing is measured again.
    `formula` takes rounds x (anything) and gives one value each; rounds in which it is undefined (NaN) are left out.
    No measure here goes beyond 1, so neither does the interval. `None` with fewer than two documents, or where no
    round is defined.
    """
    if len(sums) < _LEAST:
        return None
    rounds = (drawn @ sums.reshape(len(sums), -1)).reshape(len(drawn), *sums.shape[1:])
    values = formula(rounds)
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return low, min(high, 1.0)
