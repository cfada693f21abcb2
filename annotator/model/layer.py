"""One author's annotations of one document."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from annotator.model.annotation import Annotation, Relation

Purpose = Literal["own", "suggestion", "gold"]
State = Literal["open", "submitted", "returned", "accepted"]

PURPOSES: tuple[Purpose, ...] = ("own", "suggestion", "gold")


class LayerKey(msgspec.Struct, frozen=True, order=True, array_like=True):
    """What makes a layer that layer; it has no other id, so two machines make the same one."""

    document: str
    purpose: Purpose
    author: str


class Spoken(msgspec.Struct, frozen=True, omit_defaults=True, order=True):
    """A reviewer's word on an analyst's layer, as a gold that came from elsewhere brings it along.

    `revision` is that of the layer it is about, `at` UTC, ISO-8601. `refused` are ids of that layer which are decided
    not to hold; of an accepted article the gold itself says so.
    """

    author: str
    state: State
    revision: int
    at: str | None = None
    refused: tuple[str, ...] = ()


class LayerFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a record says of its layer besides the annotations; of a layer born here all defaults.

    `seconds` is what no record says: how long its author had worked on it when it was handed in, where that was
    measured. `spoken` stands in gold that came in a record; in gold that was made here the steps say it.
    """

    annotators: tuple[str, ...] = ()
    adjudicator: str | None = None
    completed: str | None = None
    blind: bool = True
    codebook_name: str = ""
    codebook_version: str = ""
    codebook_sha256: str = ""
    nothing_to_annotate: bool = False
    seconds: int | None = None
    spoken: tuple[Spoken, ...] = ()


class Layer(msgspec.Struct, frozen=True):
    """A layer as it stands: annotations in text order, relations by id.

    ``revision`` counts the steps since its birth; a snapshot from outside brings its own and later steps add to it.
    """

    key: LayerKey
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()
    revision: int = 0
    state: State = "open"
    facts: LayerFacts = LayerFacts()

    def annotation(self, annotation_id: str) -> Annotation | None:
        return next((a for a in self.annotations if a.id == annotation_id), None)

    def at(self, position: int) -> tuple[Annotation, ...]:
        """Annotations over a position, the innermost (shortest) first."""
        found = [a for a in self.annotations if a.covers(position)]
        return tuple(sorted(found, key=lambda a: (sum(s.length for s in a.spans), a.id)))

    def relations_of(self, annotation_id: str) -> tuple[Relation, ...]:
        return tuple(r for r in self.relations if r.source == annotation_id)

    def relations_to(self, annotation_id: str) -> tuple[Relation, ...]:
        return tuple(r for r in self.relations if r.target.annotation == annotation_id)


def in_text_order(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The one order of a layer: by start, longer first, then kind, label and id."""
    return tuple(sorted(annotations, key=lambda a: (a.spans[0].start, -a.spans[-1].end, a.kind, a.label, a.id)))
