"""The cases behind a number of agreement, each with whether it speaks for the measure or against it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.measures.alignment import NO_MERGES
from annotator.measures.cases import Alignment, Case
from annotator.measures.contributions import Said, contributions, said_of
from annotator.measures.sheets import COUNTED, RATED
from annotator.measures.tallies import LABEL, Pair, rater_of, value_of
from annotator.model.layer import Layer, LayerKey


class Behind(msgspec.Struct, frozen=True):
    """A case that a measure counted; `alike` where the raters in question say the same."""

    case: Case
    alike: bool


def cases_behind(
    alignment: Alignment,
    layers: Sequence[Layer],
    *,
    measure: str,
    kind: str,
    label: str | None = None,
    pair: Pair | None = None,
    standing: Mapping[str, str] = NO_MERGES,
    rater: Callable[[LayerKey], str] = rater_of,
) -> tuple[Behind, ...]:
    """The cases of one document behind a row of :func:`annotator.measures.agreement.measure_agreement`.

    `measure`, `kind`, `label` and `pair` are those of the row; without a pair, all pairs are looked at, and a case
    is alike where all of them are. Scores of clusters lead to the mentions whose entries were compared.

    Raises:
        ValueError: there is no such measure.
    """
    raters = [rater(key) for key in alignment.layers]
    places = [raters.index(name) for name in pair if name in raters] if pair else range(len(raters))
    counted = "entry.accuracy" if measure.startswith("entry.") else measure
    found: list[Behind] = []
    for case, said in zip(alignment.cases, said_of(alignment.cases, layers), strict=True):
        if case.kind != kind:
            continue
        votes = [
            vote
            for one, other in combinations(places, 2)
            for vote in _votes(counted, label, case, said, (one, other), standing)
        ]
        if votes:
            found.append(Behind(case, all(votes)))
    return tuple(found)


def _votes(
    measure: str, label: str | None, case: Case, said: Said, pair: tuple[int, int], standing: Mapping[str, str]
) -> Iterator[bool]:
    one, other = (said[place] for place in pair)
    if measure in COUNTED:
        for found in contributions(case, said, *pair, standing):
            if found.measure == measure and (label is None or label in found.labels):
                yield found.alike
    elif measure in ("alpha.unitizing", "gamma"):
        if label is None or any(side is not None and side.label == label for side in (one, other)):
            yield one is not None and other is not None and (one.spans, one.label) == (other.spans, other.label)
    elif measure in RATED:
        if one is not None and other is not None:
            values = [side.label if label in (None, LABEL) else value_of(side, label) for side in (one, other)]
            if any(values):
                yield values[0] == values[1]
    else:
        raise ValueError(f"no measure {measure}")
