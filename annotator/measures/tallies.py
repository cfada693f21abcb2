"""What one document adds to every measure of agreement, counted once, so that nothing is aligned again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import msgspec

from annotator.measures import coreference
from annotator.measures.alignment import IGNORED, NO_MERGES
from annotator.measures.cases import Alignment
from annotator.measures.contributions import SPANNED, TIED, contributions, said_of, stands
from annotator.measures.gamma import Alikeness
from annotator.measures.unitizing import Disorder, disorder
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span

Pair = tuple[str, str]
Counts = dict[tuple[str, str, str | None, Pair], tuple[float, ...]]
"""Sums by measure, kind, label (a role for roles; `None` for all) and pair of raters."""

LABEL: Final = "label"
"""The name under which labels stand among the attributes."""


class Rating(msgspec.Struct, frozen=True, array_like=True):
    """What each rater said of one aligned thing; `None` for a rater who did not mark it, "" for no value.

    `attribute` is :data:`LABEL` or a name of the codebook.
    """

    kind: str
    attribute: str
    values: tuple[str | None, ...]


class Tally(msgspec.Struct, frozen=True):
    """The sums of one document; it holds no text and can be kept until a layer changes.

    `disorders` are those of unitizing alpha by kind and label, over all raters. `gammas` are those of gamma by kind,
    which costs so much that they are put in on demand alone.
    """

    document: str
    raters: tuple[str, ...]
    counts: Counts
    ratings: tuple[Rating, ...]
    disorders: dict[tuple[str, str], Disorder]
    gammas: dict[str, Alikeness] = {}


def rater_of(key: LayerKey) -> str:
    """An analyst by author, anything else by purpose and author."""
    return key.author if key.purpose == "own" else f"{key.purpose}/{key.author}"


def tally_document(
    alignment: Alignment,
    layers: Sequence[Layer],
    *,
    length: int,
    standing: Mapping[str, str] = NO_MERGES,
    rater: Callable[[LayerKey], str] = rater_of,
) -> Tally:
    """Count what `alignment` says of `layers` (in its order) over a text of `length` code points.

    Raises:
        ValueError: two layers have the same rater, or `layers` are not those of the alignment.
    """
    if tuple(layer.key for layer in layers) != alignment.layers:
        raise ValueError("a tally wants the layers of the alignment, in its order")
    raters = tuple(rater(key) for key in alignment.layers)
    if len(set(raters)) != len(raters):
        raise ValueError("two layers have the same rater")
    return _Count(alignment, layers, raters, standing).tally(length)


class _Count:
    """One count under way."""

    def __init__(
        self, alignment: Alignment, layers: Sequence[Layer], raters: tuple[str, ...], standing: Mapping[str, str]
    ) -> None:
        self._alignment = alignment
        self._layers = layers
        self._raters = raters
        self._standing = standing
        self._said = said_of(alignment.cases, layers)
        self._sums: dict[tuple[str, str, str | None, Pair], list[float]] = {}

    def tally(self, length: int) -> Tally:
        order = sorted(range(len(self._raters)), key=lambda place: self._raters[place])
        for one, other in combinations(order, 2):
            self._count_pair(one, other)
        return Tally(
            self._alignment.document,
            self._raters,
            {key: tuple(sums) for key, sums in self._sums.items()},
            tuple(self._ratings()),
            self._disorders(length),
        )

    def _count_pair(self, one: int, other: int) -> None:
        pair = (self._raters[one], self._raters[other])
        for case, said in zip(self._alignment.cases, self._said, strict=True):
            for found in contributions(case, said, one, other, self._standing):
                self._add((found.measure, case.kind, None, pair), found.sums)
                for label, sums in found.labels.items():
                    self._add((found.measure, case.kind, label, pair), sums)
        for kind in TIED:
            self._count_entries(kind, one, other, pair)

    def _add(self, key: tuple[str, str, str | None, Pair], sums: Sequence[float]) -> None:
        held = self._sums.get(key)
        if held is None:
            self._sums[key] = list(sums)
            return
        for place, value in enumerate(sums):
            held[place] += value

    def _count_entries(self, kind: str, one: int, other: int, pair: Pair) -> None:
        """Entries of the mentions that both marked, as clusters."""
        sides: tuple[dict[coreference.Mention, str | None], dict[coreference.Mention, str | None]] = ({}, {})
        for number, (case, said) in enumerate(zip(self._alignment.cases, self._said, strict=True)):
            first, second = said[one], said[other]
            if case.kind == kind and first is not None and second is not None:
                sides[0][number] = stands(first.entry, self._standing)
                sides[1][number] = stands(second.entry, self._standing)
        key, response = (coreference.clusters_of(side) for side in sides)
        if not key and not response:
            return
        for name, score in coreference.RATIOS.items():
            self._add((f"entry.{name}", kind, None, pair), msgspec.structs.astuple(score(key, response)))
        links = coreference.blanc_links(key, response)
        self._add(("entry.blanc", kind, None, pair), msgspec.structs.astuple(links))

    def _ratings(self) -> Iterator[Rating]:
        for case, said in zip(self._alignment.cases, self._said, strict=True):
            if case.kind not in SPANNED:
                continue
            yield Rating(case.kind, LABEL, tuple(None if one is None else one.label for one in said))
            if sum(one is not None for one in said) < 2:
                continue
            names = {a.name for one in said if one is not None for a in one.attributes} - IGNORED
            for name in sorted(names):
                yield Rating(case.kind, name, tuple(None if one is None else value_of(one, name) for one in said))

    def _disorders(self, length: int) -> dict[tuple[str, str], Disorder]:
        if len(self._layers) < 2 or not length:
            return {}
        units: dict[tuple[str, str], list[list[Span]]] = {}
        for place, layer in enumerate(self._layers):
            for annotation in layer.annotations:
                if annotation.kind in SPANNED:
                    key = (annotation.kind, annotation.label)
                    units.setdefault(key, [[] for _ in self._layers])[place] += annotation.spans
        return {key: disorder(found, begin=0, length=length) for key, found in sorted(units.items())}


def value_of(annotation: Annotation, name: str) -> str:
    """All values of the attribute `name` in their order, "" for none."""
    return "|".join(attribute.value for attribute in annotation.attributes if attribute.name == name)
