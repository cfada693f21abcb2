"""Compares the parts of one frame over several layers, line by line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from annotator.measures.boundaries import subtypes_between
from annotator.measures.cases import Part, in_order, numbered
from annotator.measures.grouping import overlap
from annotator.model.annotation import Annotation, Attribute, Relation
from annotator.model.span import Span


class Filler(msgspec.Struct, frozen=True):
    """One filler of one layer: `key` tells what it is, the same in every layer that means the same.

    `spans` is where it stands, none for an entry or a status.
    """

    id: str
    role: str
    key: tuple[str, ...]
    spans: tuple[Span, ...]
    status: str
    attributes: tuple[Attribute, ...]

    @property
    def said(self) -> tuple[object, ...]:
        return (self.role, self.key, self.status, self.attributes)


_Line = dict[int, Filler]


def read_filler(
    relation: Relation, by_id: Mapping[str, Annotation], case_of: Mapping[str, int], standing: Mapping[str, str]
) -> Filler:
    """What `relation` names, with annotations known by their case (`case_of`) and entries by the one that stands.

    A cue has no case of its own: it is known by its spans, as bare spans are.
    """
    target = relation.target
    found = by_id.get(target.annotation) if target.annotation else None
    spans = found.spans if found else target.spans
    key: tuple[str, ...] = ("status", relation.status)
    if found is not None and found.id in case_of:
        key = ("case", str(case_of[found.id]))
    elif spans:
        key = ("spans", *(f"{span.start}-{span.end}" for span in spans))
    elif target.entry:
        key = ("entry", standing.get(target.entry, target.entry))
    return Filler(relation.id, relation.role, key, spans, relation.status, relation.attributes)


def compare_fillers(text: str, frames: Sequence[Sequence[Filler] | None]) -> tuple[Part, ...]:
    """The lines of a frame; `frames` has the fillers of each layer, `None` where a layer lacks the frame.

    Fillers are brought together by role and identity, then by role and overlap, then by identity under another
    role, then by role alone; no line has two of one layer.
    """
    present = [layer for layer, fillers in enumerate(frames) if fillers is not None]
    found = _same_lines(frames)
    lines = [line for line in found if len(line) == len(present)]
    rest = [line for line in found if len(line) < len(present)]
    for alike in _RULES:
        rest = _joined(rest, alike) if len(rest) > 1 else rest
    lines = sorted((*lines, *rest), key=_order)
    return tuple(_part(text, line, present, len(frames)) for line in lines)


def _same_lines(frames: Sequence[Sequence[Filler] | None]) -> list[_Line]:
    """Fillers of one role and identity in one line; a second one of a layer begins another."""
    lines: dict[tuple[str, tuple[str, ...], int], _Line] = {}
    for layer, fillers in enumerate(frames):
        for filler in sorted(fillers or (), key=lambda f: (f.role, f.spans, f.key, f.status, f.attributes, f.id)):
            turn = 0
            while layer in lines.get((filler.role, filler.key, turn), ()):
                turn += 1
            lines.setdefault((filler.role, filler.key, turn), {})[layer] = filler
    return list(lines.values())


def _same(one: Filler, other: Filler) -> bool:
    return one.role == other.role and one.key == other.key


def _near(one: Filler, other: Filler) -> bool:
    return one.role == other.role and overlap(one.spans, other.spans) > 0


def _moved(one: Filler, other: Filler) -> bool:
    return one.key == other.key and one.key[0] != "status"


def _rival(one: Filler, other: Filler) -> bool:
    return one.role == other.role


_RULES: Final[tuple[Callable[[Filler, Filler], bool], ...]] = (_near, _moved, _rival)


def _joined(lines: Iterable[_Line], alike: Callable[[Filler, Filler], bool]) -> list[_Line]:
    joined: list[_Line] = []
    for line in lines:
        home = next((other for other in joined if not other.keys() & line.keys() and _all(other, line, alike)), None)
        if home is None:
            joined.append(dict(line))
        else:
            home.update(line)
    return joined


def _all(one: _Line, other: _Line, alike: Callable[[Filler, Filler], bool]) -> bool:
    return all(alike(a, b) for a in one.values() for b in other.values())


def _order(line: _Line) -> tuple[object, ...]:
    first = min(line.values(), key=lambda f: (f.role, not f.spans, f.spans, f.key, f.status))
    return (first.role, not first.spans, first.spans, first.key, first.status, sorted(line))


def _part(text: str, line: _Line, present: Sequence[int], layers: int) -> Part:
    fillers = list(line.values())
    role = min(filler.role for filler in fillers)
    by_layer = [line.get(layer) for layer in range(layers)]
    members = tuple(filler.id if filler else None for filler in by_layer)
    same, versions = _classes(by_layer), numbered(tuple(filler.said if filler else None for filler in by_layer))
    verdicts: set[str] = set()
    subtypes: tuple[str, ...] = ()
    if len(line) < len(present):
        verdicts.add("missing")
    if len({(filler.status, filler.attributes) for filler in fillers}) > 1:
        verdicts.add("attribute")
    if len({number for number in same if number is not None}) > 1:
        verdicts.add("link" if _entries_differ(fillers) else "role")
        if len({filler.key[0] for filler in fillers}) > 1:
            verdicts.discard("attribute")
    elif len({filler.key for filler in fillers}) > 1:
        subtypes = subtypes_between(text, (filler.spans for filler in fillers if filler.spans))
        verdicts.add("boundary" if subtypes else "role")
    return Part(role, members, in_order(verdicts), subtypes, same, versions)


def _entries_differ(fillers: Iterable[Filler]) -> bool:
    """Whether all name an entry in the same role, but not the same one."""
    return {filler.key[0] for filler in fillers} == {"entry"} and len({filler.role for filler in fillers}) == 1


def _classes(by_layer: Sequence[Filler | None]) -> tuple[int | None, ...]:
    """Numbers fillers by role and place; overlapping ones in one role have one number."""
    kinds: list[Filler] = []
    numbers: list[int | None] = []
    for filler in by_layer:
        if filler is None:
            numbers.append(None)
            continue
        found = next((n for n, kind in enumerate(kinds) if _same(kind, filler) or _near(kind, filler)), None)
        numbers.append(len(kinds) if found is None else found)
        if found is None:
            kinds.append(filler)
    return tuple(numbers)
