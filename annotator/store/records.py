"""Rows of the tables and the frozen values that they stand for."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from annotator.model.annotation import Annotation, Attribute, Provenance, Relation, Target
from annotator.model.document import Document, Source
from annotator.model.layer import LayerFacts
from annotator.model.span import Span

Row = tuple[Any, ...]

_BINARY_JSON = (3, 51)
"""The first SQLite with ``jsonb_each``."""

_ENCODER = msgspec.json.Encoder(order="sorted")
_SPANS = msgspec.json.Decoder(tuple[Span, ...])
_ATTRIBUTES = msgspec.json.Decoder(tuple[Attribute, ...])
_PROVENANCE = msgspec.json.Decoder(Provenance)
_FACTS = msgspec.json.Decoder(LayerFacts)

DOCUMENT = (
    "id, text_sha256, text_length, publisher, url, title, published, published_precision, published_inferred, "
    "retrieved, raw_sha256, language, direction, license, excluded, metadata"
)
ANNOTATION = 'id, kind, label, start, "end", spans, attributes, entry, note, closed, provenance'
RELATION = "id, source, role, target, target_spans, target_entry, status, link, attributes, note, provenance"


def to_json(value: Any) -> str:
    """Canonical JSON as text."""
    return _ENCODER.encode(value).decode()


def _text_of(values: tuple[Any, ...]) -> str | None:
    return to_json(values) if values else None


def document_row(document: Document) -> Row:
    """The columns of ``DOCUMENT``."""
    source = document.source
    return (
        document.id,
        bytes.fromhex(document.text_sha256),
        document.text_length,
        source.publisher,
        source.url,
        source.title,
        source.published,
        source.published_precision,
        int(source.published_inferred),
        source.retrieved,
        source.raw_sha256,
        document.language,
        document.direction,
        document.license,
        document.excluded,
        _text_of(document.metadata),
    )


def document_of(row: Row) -> Document:
    """The document of the columns of ``DOCUMENT``."""
    return Document(
        id=row[0],
        text_sha256=row[1].hex(),
        text_length=row[2],
        source=Source(
            publisher=row[3],
            url=row[4],
            title=row[5],
            published=row[6],
            published_precision=row[7],
            published_inferred=bool(row[8]),
            retrieved=row[9],
            raw_sha256=row[10],
        ),
        language=row[11],
        direction=row[12],
        license=row[13],
        excluded=row[14],
        metadata=_ATTRIBUTES.decode(row[15]) if row[15] else (),
    )


def annotation_row(layer: int, annotation: Annotation, provenance: int) -> Row:
    """``layer`` and the columns of ``ANNOTATION``; ``spans`` stands only where there are several."""
    spans = annotation.spans
    return (
        layer,
        annotation.id,
        annotation.kind,
        annotation.label,
        spans[0].start,
        spans[-1].end,
        to_json(spans) if len(spans) > 1 else None,
        to_json(annotation.attributes) if annotation.attributes else None,
        annotation.entry,
        annotation.note,
        int(annotation.closed),
        provenance,
    )


def annotation_of(row: Row, provenance: Callable[[int], Provenance]) -> Annotation:
    """The annotation of the columns of ``ANNOTATION``."""
    name, kind, label, start, end, spans, attributes, entry, note, closed, by = row
    return Annotation(
        name,
        kind,
        label,
        _SPANS.decode(spans) if spans else (Span(start, end),),
        _ATTRIBUTES.decode(attributes) if attributes else (),
        entry,
        note,
        bool(closed),
        provenance(by),
    )


def relation_row(layer: int, relation: Relation, provenance: int) -> Row:
    """``layer`` and the columns of ``RELATION``."""
    target = relation.target
    return (
        layer,
        relation.id,
        relation.source,
        relation.role,
        target.annotation,
        _text_of(target.spans),
        target.entry,
        relation.status,
        int(relation.link),
        _text_of(relation.attributes),
        relation.note,
        provenance,
    )


def relation_of(row: Row, provenance: Callable[[int], Provenance]) -> Relation:
    """The relation of the columns of ``RELATION``."""
    name, source, role, target, spans, entry, status, link, attributes, note, by = row
    return Relation(
        name,
        source,
        role,
        Target(target, _SPANS.decode(spans) if spans else (), entry),
        status,
        bool(link),
        _ATTRIBUTES.decode(attributes) if attributes else (),
        note,
        provenance(by),
    )


def facts_text(facts: LayerFacts) -> str | None:
    """Facts as they stand in their column; default ones are ``NULL``."""
    return None if facts == LayerFacts() else to_json(facts)


def facts_of(text: str | None) -> LayerFacts:
    """The facts of their column."""
    return _FACTS.decode(text) if text else LayerFacts()


def provenance_of(text: str) -> Provenance:
    """The provenance of its row."""
    return _PROVENANCE.decode(text)


def of_json(text: str, kind: type[Any]) -> Any:
    """The value of a table whose rows hold canonical JSON."""
    return msgspec.json.decode(text, type=kind)


def placeholders(columns: str) -> str:
    """``?, ?, ?`` for a list of columns."""
    return ", ".join("?" * len(columns.split(",")))


def rows_from_json(columns: str, *, version: tuple[int, ...]) -> str:
    """A ``SELECT`` of rows of ``layer`` and ``columns`` from one parameter, for that SQLite.

    The parameter is a JSON array with an array for each row.
    """
    fields = ", ".join(f"value ->> {index}" for index in range(len(columns.split(",")) + 1))
    # The rows need not be written as text once more where SQLite has the binary way.
    each = "jsonb_each" if version >= _BINARY_JSON else "json_each"
    return f"SELECT {fields} FROM {each}(?)"


def assigned(values: Mapping[str, object]) -> str:
    """``a = ?, b = ?`` for an update."""
    return ", ".join(f"{name} = ?" for name in values)
