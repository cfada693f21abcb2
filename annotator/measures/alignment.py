"""Lays the layers of one document over one another and says where they agree and in what they differ."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Final

import msgspec

from annotator.measures.boundaries import subtypes_between
from annotator.measures.cases import CASE_KINDS, Alignment, Case, CaseKind, Part, in_order, numbered
from annotator.measures.fillers import Filler, compare_fillers, read_filler
from annotator.measures.fingerprints import ABSENT, fingerprint_annotation, fingerprint_link
from annotator.measures.grouping import Place, group_places
from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer
from annotator.model.span import Span, normal_spans

NO_MERGES: Final[Mapping[str, str]] = MappingProxyType({})
IGNORED: Final = frozenset({"foreign_id"})
"""Attributes that say where an annotation came from, not what it says."""
SYMMETRIC: Final = frozenset({"same_as"})
"""Roles of plain links that say the same in both directions."""

_FRAMES: Final = ("quote", "event")
_OWN_CASE: Final[tuple[CaseKind, ...]] = ("entity", "quote", "event", "cue", "region")
_TITLE: Final = "TITLE"


class _Side(msgspec.Struct, frozen=True):
    """One layer made ready: its annotations by id and by kind, what hangs on each, and its plain links."""

    by_id: dict[str, Annotation]
    of_kind: dict[str, list[Annotation]]
    parts: dict[str, list[Relation]]
    links: dict[str, Relation]


class _Found(msgspec.Struct, frozen=True):
    """A group on the way to a case, with its annotations by layer."""

    kind: CaseKind
    annotations: tuple[Annotation | None, ...]


def align_layers(text: str, layers: Sequence[Layer], standing: Mapping[str, str] = NO_MERGES) -> Alignment:
    """The cases of one document over two or more layers; one layer alone gives agreements with itself.

    Entities, regions and lone cues are matched by their spans, quotes by their content, events by their triggers
    (:func:`annotator.measures.grouping.group_places`), and then compared on label, attributes, entry and parts.
    Plain links are matched by what they join, `same_as` in either direction. `standing` names for each merged entry
    the one that stands for it now. Members keep the order of `layers`; that order changes nothing else, since the
    work is done in the order of the layers' keys.

    Raises:
        ValueError: `layers` are none, of several documents, or two of them have the same key.
    """
    if len({layer.key for layer in layers}) != len(layers) or len({layer.key.document for layer in layers}) != 1:
        raise ValueError("layers to align are different layers of one document")
    order = sorted(range(len(layers)), key=lambda index: layers[index].key)
    sides = [_side(layers[index]) for index in order]
    found = [group for kind in _OWN_CASE for group in _groups(kind, sides)]
    cases = _Comparison(text, sides, found, standing).cases()
    back = [order.index(index) for index in range(len(layers))]
    if back != list(range(len(layers))):
        cases = [_reordered(case, back) for case in cases]
    return Alignment(layers[0].key.document, tuple(layer.key for layer in layers), tuple(cases))


def _side(layer: Layer) -> _Side:
    by_id = {annotation.id: annotation for annotation in layer.annotations}
    parts: dict[str, list[Relation]] = {}
    links: dict[str, Relation] = {}
    owned: set[str | None] = set()
    for relation in layer.relations:
        if relation.source not in by_id:
            continue
        if relation.link:
            links[relation.id] = relation
            continue
        parts.setdefault(relation.source, []).append(relation)
        if relation.role == "cue":
            owned.add(relation.target.annotation)
    of_kind: dict[str, list[Annotation]] = {}
    for annotation in layer.annotations:
        if annotation.kind != "cue" or annotation.id not in owned:
            of_kind.setdefault(annotation.kind, []).append(annotation)
    return _Side(by_id, of_kind, parts, links)


def _groups(kind: CaseKind, sides: Sequence[_Side]) -> list[_Found]:
    listed = [side.of_kind.get(kind, []) for side in sides]
    groups = group_places([[_place(annotation) for annotation in one] for one in listed])
    return [
        _Found(kind, tuple(None if i is None else listed[layer][i] for layer, i in enumerate(group)))
        for group in groups
    ]


def _place(annotation: Annotation) -> Place:
    attributes = (f"{attribute.name}={attribute.value}" for attribute in annotation.attributes)
    return Place(annotation.spans, annotation.label, (annotation.entry or "", *attributes))


class _Comparison:
    """One comparison under way: what the steps of it share."""

    def __init__(self, text: str, sides: Sequence[_Side], found: Sequence[_Found], standing: Mapping[str, str]) -> None:
        self._text = text
        self._sides = sides
        self._found = found
        self._standing = standing
        self._case_of: list[dict[str, int]] = [
            {one.id: number for number, group in enumerate(found) if (one := group.annotations[layer]) is not None}
            for layer in range(len(sides))
        ]
        self._titles = frozenset(
            position
            for side in sides
            for annotation in side.of_kind.get("entity", ())
            if annotation.label == _TITLE
            for span in annotation.spans
            for position in range(span.start, span.end)
        )

    def cases(self) -> list[Case]:
        cases = [self._case(group) for group in self._found] + self._links()
        rank = {kind: number for number, kind in enumerate(CASE_KINDS)}
        return sorted(cases, key=lambda c: (c.start, -c.spans[-1].end, rank[c.kind], c.spans, c.fingerprints))

    def _case(self, group: _Found) -> Case:
        present = [one for one in group.annotations if one is not None]
        parts = self._parts(group) if group.kind in _FRAMES else ()
        verdicts: set[str] = set()
        if len(present) < len(self._sides):
            verdicts.add("missing")
        if len({one.label for one in present}) > 1:
            verdicts.add("label")
        if len({_attributes(one) for one in present}) > 1:
            verdicts.add("attribute")
        if len({self._stands(one.entry) for one in present}) > 1:
            verdicts.add("link")
        if any(part.verdicts != ("agree",) for part in parts):
            verdicts.add("role")
        readings = {one.spans for one in present}
        subtypes: tuple[str, ...] = ()
        if len(readings) > 1:
            verdicts.add("boundary")
            subtypes = subtypes_between(self._text, readings, self._titles)
        return Case(
            kind=group.kind,
            spans=readings.pop() if len(readings) == 1 else normal_spans(tuple(s for one in readings for s in one)),
            members=tuple(one.id if one else None for one in group.annotations),
            versions=self._versions(group, parts),
            fingerprints=tuple(self._fingerprint(layer, one) for layer, one in enumerate(group.annotations)),
            verdicts=in_order(verdicts),
            subtypes=subtypes,
            parts=parts,
        )

    def _stands(self, entry: str | None) -> str | None:
        return None if entry is None else self._standing.get(entry, entry)

    def _versions(self, group: _Found, parts: Sequence[Part]) -> tuple[int | None, ...]:
        return numbered(
            tuple(
                None
                if one is None
                else (
                    one.label,
                    one.spans,
                    _attributes(one),
                    self._stands(one.entry),
                    tuple(part.versions[layer] for part in parts),
                )
                for layer, one in enumerate(group.annotations)
            )
        )

    def _fingerprint(self, layer: int, annotation: Annotation | None) -> str:
        if annotation is None:
            return ABSENT
        side = self._sides[layer]
        return fingerprint_annotation(annotation, side.parts.get(annotation.id, ()), side.by_id)

    def _fillers(self, layer: int, relations: Iterable[Relation]) -> list[Filler]:
        side = self._sides[layer]
        return [read_filler(one, side.by_id, self._case_of[layer], self._standing) for one in relations]

    def _parts(self, group: _Found) -> tuple[Part, ...]:
        frames = [
            None if one is None else self._fillers(layer, self._sides[layer].parts.get(one.id, ()))
            for layer, one in enumerate(group.annotations)
        ]
        return compare_fillers(self._text, frames)

    def _links(self) -> list[Case]:
        """Plain links: matched by the cases of their source and what they point to, then compared on their role."""
        by_source: dict[int, list[list[Filler]]] = {}
        for layer, side in enumerate(self._sides):
            for relation in side.links.values():
                if relation.source in self._case_of[layer]:
                    source, filler = self._ends(layer, relation)
                    by_source.setdefault(source, [[] for _ in self._sides])[layer].append(filler)
        return [
            self._link(part)
            for _, fillers in sorted(by_source.items())
            for target in sorted({one.key for side in fillers for one in side})
            for part in compare_fillers(self._text, [[f for f in side if f.key == target] for side in fillers])
        ]

    def _ends(self, layer: int, relation: Relation) -> tuple[int, Filler]:
        """The case a link goes out from, and where it goes; a symmetric one always goes out from the first case."""
        source = self._case_of[layer][relation.source]
        (filler,) = self._fillers(layer, (relation,))
        if relation.role in SYMMETRIC and filler.key[0] == "case" and int(filler.key[1]) < source:
            turned = msgspec.structs.replace(
                filler, key=("case", str(source)), spans=self._sides[layer].by_id[relation.source].spans
            )
            return int(filler.key[1]), turned
        return source, filler

    def _link(self, part: Part) -> Case:
        relations = [
            None if one is None else side.links[one] for one, side in zip(part.members, self._sides, strict=True)
        ]
        ends = [
            side.by_id[end]
            for relation, side in zip(relations, self._sides, strict=True)
            for end in ((relation.source, relation.target.annotation) if relation else ())
            if end in side.by_id
        ]
        spans: tuple[Span, ...] = reduce(lambda spans, one: spans + one.spans, ends, ())
        return Case(
            kind="link",
            spans=normal_spans(spans),
            members=part.members,
            versions=part.versions,
            fingerprints=tuple(
                ABSENT if one is None else fingerprint_link(one, side.by_id)
                for one, side in zip(relations, self._sides, strict=True)
            ),
            verdicts=part.verdicts,
        )


def _attributes(annotation: Annotation) -> tuple[object, ...]:
    """What counts of the attributes, and whether a quote is closed."""
    counted = annotation.attributes
    if any(attribute.name in IGNORED for attribute in counted):
        counted = tuple(attribute for attribute in counted if attribute.name not in IGNORED)
    return (counted, annotation.closed)


def _reordered(case: Case, back: Sequence[int]) -> Case:
    """`case` with its members in the order in which the layers were given."""
    return Case(
        kind=case.kind,
        spans=case.spans,
        members=tuple(case.members[i] for i in back),
        versions=numbered(tuple(case.versions[i] for i in back)),
        fingerprints=tuple(case.fingerprints[i] for i in back),
        verdicts=case.verdicts,
        subtypes=case.subtypes,
        parts=tuple(
            Part(
                role=part.role,
                members=tuple(part.members[i] for i in back),
                verdicts=part.verdicts,
                subtypes=part.subtypes,
                same=numbered(tuple(part.same[i] for i in back)),
                versions=numbered(tuple(part.versions[i] for i in back)),
            )
            for part in case.parts
        ),
    )
