"""What one case adds to the measures of a pair of raters: the link between a number and the spans behind it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from annotator.measures.cases import Case, Part
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer

Said = tuple[Annotation | None, ...]
"""The annotations of a case, by layer."""

SPANNED: Final = ("entity", "quote", "event", "region")
TIED: Final = ("entity", "event")
"""Kinds whose annotations point to the registry."""

_FRAMES: Final = ("quote", "event")
_QUOTE_PARTS: Final = ("cue", "speaker")


class Contribution(msgspec.Struct, frozen=True):
    """Sums that a case adds to `measure`, to its total and to each of `labels`.

    The first sum is what both say alike, so a case with 0 there counts against the measure.
    """

    measure: str
    sums: tuple[float, ...]
    labels: Mapping[str, tuple[float, ...]]

    @property
    def alike(self) -> bool:
        return self.sums[0] > 0


def said_of(cases: Sequence[Case], layers: Sequence[Layer]) -> list[Said]:
    """The annotations of each case, in the order of `layers`; of plain links none."""
    by_id = [{annotation.id: annotation for annotation in layer.annotations} for layer in layers]
    return [
        tuple(None if one is None else known.get(one) for one, known in zip(case.members, by_id, strict=True))
        for case in cases
    ]


def contributions(case: Case, said: Said, one: int, other: int, standing: Mapping[str, str]) -> Iterator[Contribution]:
    """What `case` adds for the layers `one` and `other`; nothing where both are silent."""
    if case.members[one] is None and case.members[other] is None:
        return
    if case.kind == "link":
        yield _link(case, one, other)
    elif case.kind in SPANNED:
        yield from _spans(said[one], said[other])
        if case.kind in _FRAMES:
            yield from _roles(case, one, other)
            yield from _frame(case, said, one, other)
        if case.kind in TIED:
            yield from _entry(said[one], said[other], standing)


def stands(entry: str | None, standing: Mapping[str, str]) -> str | None:
    """The entry that stands for `entry` now."""
    return None if entry is None else standing.get(entry, entry)


def _spans(one: Annotation | None, other: Annotation | None) -> Iterator[Contribution]:
    mine, theirs = float(one is not None), float(other is not None)
    exact = one is not None and other is not None and one.spans == other.spans
    named = one is not None and other is not None and one.label == other.label
    found = {"f1.exact": exact and named, "f1.spans": exact, "f1.overlap": mine == theirs, "f1.label": named}
    ready = {same: ((float(same), mine, theirs), _by_label(one, other, same)) for same in set(found.values())}
    for measure, same in found.items():
        yield Contribution(measure, *ready[same])


def _by_label(one: Annotation | None, other: Annotation | None, same: bool) -> dict[str, tuple[float, ...]]:
    """What an annotation adds to its label; where labels differ, each takes half of what is alike."""
    if one is not None and other is not None and one.label == other.label:
        return {one.label: (float(same), 1.0, 1.0)}
    split: dict[str, tuple[float, ...]] = {}
    if one is not None:
        split[one.label] = (same / 2, 1.0, 0.0)
    if other is not None:
        split[other.label] = (same / 2, 0.0, 1.0)
    return split


def _roles(case: Case, one: int, other: int) -> Iterator[Contribution]:
    """One for each line of a frame."""
    both = case.members[one] is not None and case.members[other] is not None
    for part in case.parts:
        given = (part.members[one] is not None, part.members[other] is not None)
        if any(given):
            sums = (float(_same(part, one, other)), float(given[0]), float(given[1]))
            yield Contribution("roles.end-to-end", sums, {part.role: sums})
            if both:
                yield Contribution("roles.aligned", sums, {part.role: sums})


def _frame(case: Case, said: Said, one: int, other: int) -> Iterator[Contribution]:
    """The frame as a whole; that both leave a part out is alike too."""
    first, second = said[one], said[other]
    met = first is not None and second is not None
    named = first is not None and second is not None and first.label == second.label
    found = {"frame.content": met, "frame.form": named}
    if case.kind == "quote":
        for role in _QUOTE_PARTS:
            alike = all(part.same[one] == part.same[other] for part in case.parts if part.role == role)
            found[f"frame.{role}"] = met and alike
        found["frame.joint"] = all(found.values())
    else:
        found["frame.joint"] = named and all(part.same[one] == part.same[other] for part in case.parts)
    for measure, same in found.items():
        yield Contribution(measure, (float(same), float(first is not None), float(second is not None)), {})


def _link(case: Case, one: int, other: int) -> Contribution:
    mine, theirs = case.members[one] is not None, case.members[other] is not None
    same = mine and theirs and case.versions[one] == case.versions[other]
    return Contribution("links.plain", (float(same), float(mine), float(theirs)), {})


def _entry(one: Annotation | None, other: Annotation | None, standing: Mapping[str, str]) -> Iterator[Contribution]:
    if one is None or other is None or (one.entry is None and other.entry is None):
        return
    same = stands(one.entry, standing) == stands(other.entry, standing)
    yield Contribution("entry.accuracy", (float(same), 1.0), {})


def _same(part: Part, one: int, other: int) -> bool:
    return part.same[one] is not None and part.same[one] == part.same[other]
