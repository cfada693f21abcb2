"""Typed views of quotes and events, assembled from annotations and relations; never stored."""

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer

QUOTE_PARTS = ("cue", "speaker", "addressee", "medium")
QUOTE_LINKS = ("continues", "nested_in")


class QuoteReading(msgspec.Struct, frozen=True):
    """A quote with its parts; ``cue`` is an annotation of kind cue, fillers are relations in a fixed order."""

    quote: Annotation
    cue: Annotation | None
    speaker: tuple[Relation, ...]
    addressee: tuple[Relation, ...]
    medium: tuple[Relation, ...]
    continues: str | None
    nested_in: str | None


class EventReading(msgspec.Struct, frozen=True):
    """An event with its arguments, in the order of :func:`filler_order`."""

    event: Annotation
    arguments: tuple[Relation, ...]


class LayerReading(msgspec.Struct, frozen=True):
    """A whole layer read: each annotation once, by what it is, and the links that are no parts of frames."""

    entities: tuple[Annotation, ...]
    quotes: tuple[QuoteReading, ...]
    events: tuple[EventReading, ...]
    regions: tuple[Annotation, ...]
    links: tuple[Relation, ...]


def filler_order(relation: Relation, by_id: dict[str, Annotation]) -> tuple[object, ...]:
    """The one order of fillers: role, place in the text (nothing last), target, status, id."""
    target = relation.target
    if target.annotation is not None and target.annotation in by_id:
        place = by_id[target.annotation].start
    else:
        place = target.spans[0].start if target.spans else 1 << 60
    return (relation.role, place, target.annotation or "", target.entry or "", relation.status, relation.id)


def read_layer(layer: Layer) -> LayerReading:
    """Assemble the readings of ``layer``; annotations keep the layer's order."""
    by_id = {a.id: a for a in layer.annotations}
    of: dict[str, list[Relation]] = {}
    links: list[Relation] = []
    for relation in layer.relations:
        source = by_id.get(relation.source)
        if source is None:
            continue
        if relation.link:
            links.append(relation)
        else:
            of.setdefault(relation.source, []).append(relation)
    for fillers in of.values():
        fillers.sort(key=lambda r: filler_order(r, by_id))
    return LayerReading(
        entities=tuple(a for a in layer.annotations if a.kind == "entity"),
        quotes=tuple(_read_quote(a, of.get(a.id, []), by_id) for a in layer.annotations if a.kind == "quote"),
        events=tuple(EventReading(a, tuple(of.get(a.id, []))) for a in layer.annotations if a.kind == "event"),
        regions=tuple(a for a in layer.annotations if a.kind == "region"),
        links=tuple(sorted(links, key=lambda r: r.id)),
    )


def _read_quote(quote: Annotation, parts: list[Relation], by_id: dict[str, Annotation]) -> QuoteReading:
    def fillers(role: str) -> tuple[Relation, ...]:
        return tuple(r for r in parts if r.role == role)

    def target(role: str) -> str | None:
        return next((r.target.annotation for r in parts if r.role == role), None)

    cue = target("cue")
    return QuoteReading(
        quote=quote,
        cue=by_id.get(cue) if cue else None,
        speaker=fillers("speaker"),
        addressee=fillers("addressee"),
        medium=fillers("medium"),
        continues=target("continues"),
        nested_in=target("nested_in"),
    )
