"""What one document adds to every measure of agreement, counted once, so that nothing is aligned again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import msgspec

from annotator.measures import coreference
from annotator.measures.alignment import IGNORED, NO_MERGES
from annotator.measures.cases import Alignment, Case, Part
from annotator.measures.unitizing import Disorder, disorder
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span

Pair = tuple[str, str]
Counts = dict[tuple[str, str, str | None, Pair], tuple[float, ...]]
"""Sums by measure, kind, label (a role for roles; `None` for all) and pair of raters."""

LABEL: Final = "label"
"""The name under which labels stand among the attributes."""

_SPANNED: Final = ("entity", "quote", "event", "region")
_QUOTE_PARTS: Final = ("cue", "speaker")
_TIED: Final = ("entity", "event")


class Rating(msgspec.Struct, frozen=True, array_like=True):
    """What each rater said of one aligned thing; `None` for a rater who did not mark it, "" for no value.

    `attribute` is :data:`LABEL` or a name of the codebook.
    """

    kind: str
    attribute: str
    values: tuple[str | None, ...]


class Tally(msgspec.Struct, frozen=True):
    """The sums of one document; it holds no text and can be kept until a layer changes.

    `disorders` are those of unitizing alpha by kind and label, over all raters.
    """

    document: str
    raters: tuple[str, ...]
    counts: Counts
    ratings: tuple[Rating, ...]
    disorders: dict[tuple[str, str], Disorder]


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
        by_id = [{annotation.id: annotation for annotation in layer.annotations} for layer in layers]
        self._said = [
            tuple(None if one is None else known.get(one) for one, known in zip(case.members, by_id, strict=True))
            for case in alignment.cases
        ]
        self._sums: dict[tuple[str, str, str | None, Pair], list[float]] = {}

    def tally(self, length: int) -> Tally:
        places = range(len(self._raters))
        for pair in sorted(combinations(places, 2), key=lambda pair: self._pair(*pair)):
            self._count_pair(*pair)
        return Tally(
            self._alignment.document,
            self._raters,
            {key: tuple(sums) for key, sums in self._sums.items()},
            tuple(self._ratings()),
            self._disorders(length),
        )

    def _pair(self, one: int, other: int) -> Pair:
        first, second = sorted((self._raters[one], self._raters[other]))
        return first, second

    def _count_pair(self, one: int, other: int) -> None:
        if self._raters[one] > self._raters[other]:
            one, other = other, one
        pair = self._pair(one, other)
        for case, said in zip(self._alignment.cases, self._said, strict=True):
            if case.kind == "link":
                self._count_link(case, one, other)
            elif case.kind in _SPANNED:
                self._count_spans(case.kind, said[one], said[other], pair)
                if case.kind in ("quote", "event"):
                    self._count_frame(case, said, one, other)
        for kind in _TIED:
            self._count_entries(kind, one, other)

    def _add(self, measure: str, kind: str, label: str | None, pair: Pair, *sums: float) -> None:
        held = self._sums.setdefault((measure, kind, label, pair), [0.0] * len(sums))
        for place, value in enumerate(sums):
            held[place] += value

    def _both(self, measure: str, kind: str, labels: Iterable[str | None], pair: Pair, *sums: float) -> None:
        """Add to the sums over everything and to those of each label."""
        for label in (None, *labels):
            self._add(measure, kind, label, pair, *sums)

    def _count_spans(self, kind: str, one: Annotation | None, other: Annotation | None, pair: Pair) -> None:
        if one is None and other is None:
            return
        exact = one is not None and other is not None and one.spans == other.spans
        named = one is not None and other is not None and one.label == other.label
        met = one is not None and other is not None
        found = {"f1.exact": exact and named, "f1.spans": exact, "f1.overlap": met, "f1.label": named}
        for measure, same in found.items():
            self._add(measure, kind, None, pair, float(same), float(one is not None), float(other is not None))
            for label in {a.label for a in (one, other) if a is not None}:
                mine, theirs = one is not None and one.label == label, other is not None and other.label == label
                self._add(measure, kind, label, pair, same * (mine + theirs) / 2, float(mine), float(theirs))

    def _count_frame(self, case: Case, said: Sequence[Annotation | None], one: int, other: int) -> None:
        pair = self._pair(one, other)
        mine, theirs = case.members[one] is not None, case.members[other] is not None
        for part in case.parts:
            given = (part.members[one] is not None, part.members[other] is not None)
            sums = (float(_same(part, one, other)), float(given[0]), float(given[1]))
            if any(given):
                self._both("roles.end-to-end", case.kind, (part.role,), pair, *sums)
            if any(given) and mine and theirs:
                self._both("roles.aligned", case.kind, (part.role,), pair, *sums)
        first, second = said[one], said[other]
        met = first is not None and second is not None
        named = first is not None and second is not None and first.label == second.label
        for measure, same in _frame_agreements(case, one, other, named):
            if mine or theirs:
                self._add(measure, case.kind, None, pair, float(same and met), float(mine), float(theirs))

    def _count_link(self, case: Case, one: int, other: int) -> None:
        mine, theirs = case.members[one] is not None, case.members[other] is not None
        if mine or theirs:
            same = mine and theirs and case.versions[one] == case.versions[other]
            self._add("links.plain", "link", None, self._pair(one, other), float(same), float(mine), float(theirs))

    def _count_entries(self, kind: str, one: int, other: int) -> None:
        """Entries of the mentions that both marked: whether they are the same, and as clusters."""
        pair = self._pair(one, other)
        entries: tuple[dict[coreference.Mention, str | None], dict[coreference.Mention, str | None]] = ({}, {})
        for number, (case, said) in enumerate(zip(self._alignment.cases, self._said, strict=True)):
            first, second = said[one], said[other]
            if case.kind != kind or first is None or second is None:
                continue
            named = self._stands(first.entry), self._stands(second.entry)
            if any(named):
                self._add("entry.accuracy", kind, None, pair, float(named[0] == named[1]), 1.0)
                entries[0][number], entries[1][number] = named
        key, response = (coreference.clusters_of(side) for side in entries)
        if not key and not response:
            return
        for name, score in coreference.RATIOS.items():
            self._add(f"entry.{name}", kind, None, pair, *msgspec.structs.astuple(score(key, response)))
        links = coreference.blanc_links(key, response)
        self._add("entry.blanc", kind, None, pair, *msgspec.structs.astuple(links))

    def _stands(self, entry: str | None) -> str | None:
        return None if entry is None else self._standing.get(entry, entry)

    def _ratings(self) -> Iterator[Rating]:
        for case, said in zip(self._alignment.cases, self._said, strict=True):
            if case.kind not in _SPANNED:
                continue
            yield Rating(case.kind, LABEL, tuple(None if one is None else one.label for one in said))
            if sum(one is not None for one in said) < 2:
                continue
            names = {a.name for one in said if one is not None for a in one.attributes} - IGNORED
            for name in sorted(names):
                yield Rating(case.kind, name, tuple(None if one is None else _value(one, name) for one in said))

    def _disorders(self, length: int) -> dict[tuple[str, str], Disorder]:
        if len(self._layers) < 2 or not length:
            return {}
        units: dict[tuple[str, str], list[list[Span]]] = {}
        for place, layer in enumerate(self._layers):
            for annotation in layer.annotations:
                if annotation.kind in _SPANNED:
                    key = (annotation.kind, annotation.label)
                    units.setdefault(key, [[] for _ in self._layers])[place] += annotation.spans
        return {key: disorder(found, begin=0, length=length) for key, found in sorted(units.items())}


def _same(part: Part, one: int, other: int) -> bool:
    return part.same[one] is not None and part.same[one] == part.same[other]


def _value(annotation: Annotation, name: str) -> str:
    """All values of one name, in their order."""
    return "|".join(attribute.value for attribute in annotation.attributes if attribute.name == name)


def _frame_agreements(case: Case, one: int, other: int, named: bool) -> Iterator[tuple[str, bool]]:
    """Which parts of a frame both say alike; that both leave a part out is alike too."""
    alike = {
        role: all(part.same[one] == part.same[other] for part in case.parts if part.role == role)
        for role in _QUOTE_PARTS
    }
    rest = all(part.same[one] == part.same[other] for part in case.parts if part.role not in _QUOTE_PARTS)
    yield "frame.content", True
    yield "frame.form", named
    if case.kind == "quote":
        yield from ((f"frame.{role}", same) for role, same in alike.items())
        yield "frame.joint", named and all(alike.values())
    else:
        yield "frame.joint", named and rest
