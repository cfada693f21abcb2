"""Scores for mentions that two sides tie to entities: MUC, B3, CEAF, LEA and BLANC."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import msgspec
import numpy as np

from annotator.measures.outcomes import Undefined

Mention = Hashable
Cluster = frozenset[Mention]
Clusters = tuple[Cluster, ...]


class Ratio(msgspec.Struct, frozen=True):
    """Recall and precision as sums that add up over documents: numerators and denominators."""

    recalled: float
    of_key: float
    precise: float
    of_response: float


class Prf(msgspec.Struct, frozen=True):
    """Recall, precision and their harmonic mean."""

    recall: float
    precision: float
    f: float


def clusters_of(entries: Mapping[Mention, str | None]) -> Clusters:
    """Mentions by the entry they point to; a mention without one is in no cluster, a mention alone is a singleton."""
    members: dict[str, set[Hashable]] = {}
    for mention, entry in entries.items():
        if entry is not None:
            members.setdefault(entry, set()).add(mention)
    return tuple(frozenset(members[entry]) for entry in sorted(members))


def muc(key: Clusters, response: Clusters) -> Ratio:
    """Links that are missing (Vilain et al. 1995); singletons have none."""
    return Ratio(*_muc(key, response), *_muc(response, key))


def b_cubed(key: Clusters, response: Clusters) -> Ratio:
    """Share of its cluster that each mention keeps (Bagga and Baldwin 1998)."""
    return Ratio(*_b_cubed(key, response), *_b_cubed(response, key))


def ceaf_mention(key: Clusters, response: Clusters) -> Ratio:
    """Mentions in common under the best one-to-one match of clusters (Luo 2005, phi 3)."""
    return _ceaf(key, response, lambda one, other: float(len(one & other)), lambda one: float(len(one)))


def ceaf_entity(key: Clusters, response: Clusters) -> Ratio:
    """The same with 2 |K & R| / (|K| + |R|) of each match (Luo 2005, phi 4)."""
    return _ceaf(key, response, lambda one, other: 2 * len(one & other) / (len(one) + len(other)), lambda _one: 1.0)


def lea(key: Clusters, response: Clusters) -> Ratio:
    """Links kept, each cluster weighted by its size; a singleton is linked to itself (Moosavi and Strube 2016)."""
    return Ratio(*_lea(key, response), *_lea(response, key))


RATIOS: Final = MappingProxyType[str, Callable[[Clusters, Clusters], Ratio]](
    {"muc": muc, "b3": b_cubed, "ceaf-m": ceaf_mention, "ceaf-e": ceaf_entity, "lea": lea}
)
"""The scores whose sums of a document are a :class:`Ratio`, by name."""


def prf(ratios: Iterable[Ratio]) -> Prf | Undefined:
    """Recall, precision and F over documents; undefined where neither side has anything to score."""
    found = list(ratios)
    of_key, of_response = sum(r.of_key for r in found), sum(r.of_response for r in found)
    if not of_key and not of_response:
        return Undefined("nothing-to-compare")
    recall = sum(r.recalled for r in found) / of_key if of_key else 0.0
    precision = sum(r.precise for r in found) / of_response if of_response else 0.0
    return Prf(recall, precision, _harmonic(recall, precision))


class Links(msgspec.Struct, frozen=True):
    """Pairs of mentions for BLANC: coreferent and not, of each side and of both; they add up over documents."""

    key: float
    response: float
    both: float
    key_apart: float
    response_apart: float
    both_apart: float


def blanc_links(key: Clusters, response: Clusters) -> Links:
    """The pairs of one document (Luo et al. 2014, which extends BLANC to mentions that one side lacks)."""
    shared = frozenset(_homes(key)) & frozenset(_homes(response))
    both = sum(_pairs(len(one & other)) for one, other in _meetings(key, response))
    together, joined = _together(key), _together(response)
    kept = sum(_pairs(len(one & shared)) for one in key) + sum(_pairs(len(one & shared)) for one in response)
    return Links(
        key=together,
        response=joined,
        both=both,
        key_apart=_pairs(sum(map(len, key))) - together,
        response_apart=_pairs(sum(map(len, response))) - joined,
        both_apart=_pairs(len(shared)) - kept + both,
    )


def blanc(links: Iterable[Links]) -> Prf | Undefined:
    """Mean over coreferent and other pairs; where neither side has one of the sorts the other sort decides alone."""
    found = list(links)
    sums = [sum(one) for one in zip(*(msgspec.structs.astuple(one) for one in found), strict=True)] if found else [0.0]
    if not any(sums):
        return Undefined("nothing-to-compare")
    sorts = [_sides(*sums[:3])] * any(sums[:2]) + [_sides(*sums[3:])] * any(sums[3:5])
    means = [sum(values) / len(sorts) for values in zip(*sorts, strict=True)]
    return Prf(*means)


def _sides(key: float, response: float, both: float) -> tuple[float, float, float]:
    recall, precision = both / key if key else 0.0, both / response if response else 0.0
    return recall, precision, _harmonic(recall, precision)


def _harmonic(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _homes(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _muc(of: Clusters, by: Clusters) -> tuple[float, float]:
    homes = _homes(by)
    kept = sum(len(cluster) - len({homes.get(m, m) if m in homes else ("alone", m) for m in cluster}) for cluster in of)
    return float(kept), float(sum(len(cluster) - 1 for cluster in of))


def _b_cubed(of: Clusters, by: Clusters) -> tuple[float, float]:
    kept = sum(len(one & other) ** 2 / len(one) for one, other in _meetings(of, by))
    return float(kept), float(sum(map(len, of)))


def _lea(of: Clusters, by: Clusters) -> tuple[float, float]:
    sizes = [1 if len(one) == 1 else len(one) * (len(one) - 1) / 2 for one in of]
    kept = 0.0
    for number, one in enumerate(of):
        if len(one) == 1:
            kept += float(one in by)
            continue
        common = sum(len(one & other) * (len(one & other) - 1) / 2 for _, other in _meetings((one,), by))
        kept += len(one) * common / sizes[number]
    return kept, float(sum(map(len, of)))


def _meetings(of: Clusters, by: Clusters) -> list[tuple[Cluster, Cluster]]:
    """Pairs of clusters that share a mention."""
    homes = _homes(by)
    return [(one, by[number]) for one in of for number in sorted({homes[m] for m in one if m in homes})]


def _ceaf(
    key: Clusters, response: Clusters, alike: Callable[[Cluster, Cluster], float], itself: Callable[[Cluster], float]
) -> Ratio:
    from scipy.optimize import linear_sum_assignment

    best = 0.0
    if key and response:
        matrix = np.zeros((len(key), len(response)))
        homes = _homes(response)
        for row, one in enumerate(key):
            for column in {homes[m] for m in one if m in homes}:
                matrix[row, column] = alike(one, response[column])
        best = float(matrix[linear_sum_assignment(matrix, maximize=True)].sum())
    return Ratio(best, sum(map(itself, key)), best, sum(map(itself, response)))


def _pairs(count: int) -> float:
    return count * (count - 1) / 2


def _together(clusters: Clusters) -> float:
    return sum(_pairs(len(one)) for one in clusters)
