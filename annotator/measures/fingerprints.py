"""The hash by which a decision knows again the version of an annotation that it judged."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from annotator.model.annotation import Annotation, Relation

ABSENT = "absent"
"""Stands for a layer that says nothing there: absence is judged like any version."""

_DIGITS = 32


def fingerprint_annotation(
    annotation: Annotation, relations: Iterable[Relation], by_id: Mapping[str, Annotation]
) -> str:
    """128 bits in hex over kind, label, spans, attributes, entry, and the parts that `relations` give it.

    Ids, notes and provenance stay out: the same words in another file have the same fingerprint. A filler counts by
    its kind and spans, so a frame is new when a filler moves. The entry is the one given, merges not resolved, so a
    merge in the registry opens no case again. `by_id` holds the annotations of the layer.
    """
    parts = sorted(_filler(relation, by_id) for relation in relations)
    said = (annotation.kind, annotation.label, annotation.spans, annotation.attributes, annotation.closed)
    return _digest((*said, annotation.entry, parts))


def fingerprint_link(link: Relation, by_id: Mapping[str, Annotation]) -> str:
    """The same for a plain link: role, status, attributes, and where both of its ends lie."""
    return _digest((_place(link.source, by_id), _filler(link, by_id)))


def _filler(relation: Relation, by_id: Mapping[str, Annotation]) -> tuple[str, ...]:
    target = relation.target
    place = _place(target.annotation, by_id)
    return (
        relation.role,
        relation.status,
        place,
        msgspec.json.encode((target.spans, relation.attributes)).decode(),
        target.entry or "",
    )


def _place(annotation_id: str | None, by_id: Mapping[str, Annotation]) -> str:
    found = by_id.get(annotation_id) if annotation_id else None
    return msgspec.json.encode((found.kind, found.spans)).decode() if found else ""


def _digest(said: object) -> str:
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:_DIGITS]
