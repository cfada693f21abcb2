"""A gold record read back: its article, and its layer with comments."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

import msgspec

from annotator.formats.checks import Frame, item_ids, odd_ids
from annotator.formats.records import CUE_LABEL, NOTHING, cue_id
from annotator.formats.shape import (
    Attr,
    Attrs,
    CommentItem,
    EchoSpan,
    EntityItem,
    EventItem,
    Prov,
    QuoteItem,
    Record,
    RecordPurpose,
    RecordState,
    RegionItem,
    RelationItem,
)
from annotator.model.annotation import (
    ID_LETTER,
    Annotation,
    Attribute,
    Kind,
    Provenance,
    Relation,
    Target,
    with_attribute,
)
from annotator.model.comment import Comment
from annotator.model.document import Document, Source
from annotator.model.ids import is_id
from annotator.model.layer import Layer, LayerFacts, LayerKey, Purpose, Spoken, State, in_text_order
from annotator.model.readings import QUOTE_LINKS
from annotator.model.span import Span, normal_spans

FOREIGN_ID = "foreign_id"

_PURPOSES: Mapping[RecordPurpose, Purpose] = MappingProxyType(
    {"annotator": "own", "gold": "gold", "model": "suggestion"}
)
_OWN_STATES: Mapping[RecordState, State] = MappingProxyType(
    {
        "in_progress": "open",
        "single": "submitted",
        "reviewed": "accepted",
        "adjudicated": "accepted",
        "excluded": "open",
    }
)
_GOLD_STATES: Mapping[RecordState, State] = MappingProxyType(
    {
        "in_progress": "open",
        "single": "submitted",
        "reviewed": "submitted",
        "adjudicated": "accepted",
        "excluded": "open",
    }
)
_LONGEST_QUOTE_ID = 128 - len(cue_id(""))
_EXCLUDED = "excluded"
_UNSTAMPED = "0" * 64


def document_of(record: Record) -> Document:
    """The article of a record that passed its checks."""
    excluded = None
    if record.status.state == "excluded":
        excluded = record.status.empty_reason or _EXCLUDED
    return Document(
        id=record.id,
        text_sha256=record.text_sha256,
        text_length=record.text_length,
        source=Source(**msgspec.structs.asdict(record.source)),
        language=record.language,
        direction=record.direction,
        license=record.license,
        excluded=excluded,
        metadata=_attributes(record.metadata),
    )


def layer_of(record: Record) -> Layer:
    """The layer of a record that passed its checks; fillers get ids made of their place.

    Ids that do not fit the pattern are replaced by one made of their hash and kept as the attribute `foreign_id`.
    """
    reader = _Reading(record)
    reader.take()
    purpose = _PURPOSES[record.layer.kind]
    states = _GOLD_STATES if purpose == "gold" else _OWN_STATES
    return Layer(
        key=key_of(record),
        annotations=in_text_order(reader.annotations),
        relations=tuple(sorted(reader.relations, key=lambda relation: relation.id)),
        revision=record.layer.revision or 0,
        state=states[record.status.state],
        facts=_facts(record),
    )


def key_of(record: Record) -> LayerKey:
    """Whose layer of which article a record holds."""
    return LayerKey(record.id, _PURPOSES[record.layer.kind], record.layer.annotator or "")


def comments_of(record: Record) -> tuple[Comment, ...]:
    """The comments of a record, in its order."""
    if not record.comments:
        return ()
    names = _names(record)
    return tuple([_comment(one, record, names) for one in record.comments])


def _comment(one: CommentItem, record: Record, names: Mapping[str, str]) -> Comment:
    layer = key_of(record) if one.about is not None else None
    if one.layer is not None:
        layer = LayerKey(record.id, _PURPOSES[one.layer.kind], one.layer.annotator or "")
    return Comment(
        id=one.id,
        document=record.id,
        author=one.author,
        text=one.text,
        at=one.at,
        layer=layer,
        about=names.get(one.about) if one.about is not None else one.case if layer else None,
        resolved=one.resolved,
        reply_to=one.reply_to,
        sort=one.sort,
        codebook=one.codebook,
    )


def normal(record: Record) -> Record:
    """The record as its hash is taken: attributes in order, and a revision."""
    layer = record.layer
    if layer.revision is None:
        layer = msgspec.structs.replace(layer, revision=0)
    return msgspec.structs.replace(
        record,
        layer=layer,
        metadata=_sorted(record.metadata),
        entities=tuple([_with_sorted(item) for item in record.entities]),
        quotes=tuple([_with_sorted(item) for item in record.quotes]),
        events=tuple([_with_sorted(item) for item in record.events]),
        regions=tuple([_with_sorted(item) for item in record.regions]),
    )


Item = EntityItem | QuoteItem | EventItem | RegionItem
T = TypeVar("T", EntityItem, QuoteItem, EventItem, RegionItem)


def _with_sorted(item: T) -> T:
    return msgspec.structs.replace(item, attributes=_sorted(item.attributes))


class _Reading:
    """The annotations and relations of one record, gathered in turn."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._names = _names(record)
        self._taken = {self._names[link.id] for link in record.relations}
        self.annotations: list[Annotation] = []
        self.relations: list[Relation] = []

    def take(self) -> None:
        record = self._record
        for entity in record.entities:
            self._add("entity", entity, entity.type, entity.spans, entry=entity.registry_id)
        for region in record.regions:
            self._add("region", region, region.type, region.spans)
        for quote in record.quotes:
            self._quote(quote)
        for event in record.events:
            self._event(event)
        for link in record.relations:
            self._link(link)

    def _quote(self, quote: QuoteItem) -> None:
        one = self._add("quote", quote, quote.quote_type, quote.content, closed=quote.closed)
        if quote.cue:
            cue = Annotation(
                id=self._names[quote.cue.id],
                kind="cue",
                label=CUE_LABEL,
                spans=_spans(quote.cue.spans),
                attributes=_attributes(quote.cue.attributes),
                note=quote.cue.note,
                provenance=_provenance(quote.cue.provenance),
            )
            self.annotations.append(cue)
            name = self._free(f"{one.id}.cue.01")
            self.relations.append(Relation(name, one.id, "cue", Target(annotation=cue.id), provenance=cue.provenance))
        for role, parts in (("speaker", quote.speaker), ("addressee", quote.addressee), ("medium", quote.medium)):
            for number, part in enumerate(parts, 1):
                self._filler(one.id, role, number, part)
        for role, target in zip(QUOTE_LINKS, (quote.continues, quote.nested_in), strict=True):
            if target is not None:
                self.relations.append(
                    Relation(
                        self._free(f"{one.id}.{role}.01"),
                        one.id,
                        role,
                        Target(annotation=self._names[target]),
                        provenance=one.provenance,
                    )
                )

    def _event(self, event: EventItem) -> None:
        one = self._add("event", event, event.type, event.trigger, entry=event.registry_id)
        numbers: dict[str, int] = {}
        for argument in event.arguments:
            numbers[argument.role] = numbers.get(argument.role, 0) + 1
            self._filler(one.id, argument.role, numbers[argument.role], argument)

    def _free(self, name: str) -> str:
        """`name`, or one like it where a link of the record is called so; the same on every machine."""
        while name in self._taken:
            name += "+"
        self._taken.add(name)
        return name

    def _link(self, link: RelationItem) -> None:
        attributes = _attributes(link.attributes)
        if self._names[link.id] != link.id:
            attributes = with_attribute(attributes, FOREIGN_ID, link.id)
        self.relations.append(
            Relation(
                id=self._names[link.id],
                source=self._names[link.from_id],
                role=link.type,
                target=Target(annotation=self._names[link.to_id]),
                link=True,
                attributes=attributes,
                note=link.note,
                provenance=_provenance(link.provenance),
            )
        )

    def _add(
        self,
        kind: Kind,
        item: Item,
        label: str,
        spans: tuple[EchoSpan, ...],
        *,
        entry: str | None = None,
        closed: bool = True,
    ) -> Annotation:
        name = self._names[item.id]
        attributes = _attributes(item.attributes)
        if name != item.id:
            attributes = with_attribute(attributes, FOREIGN_ID, item.id)
        one = Annotation(
            id=name,
            kind=kind,
            label=label,
            spans=_spans(spans),
            attributes=attributes,
            entry=entry,
            note=item.note,
            closed=closed,
            provenance=_provenance(item.provenance),
        )
        self.annotations.append(one)
        return one

    def _filler(self, source: str, role: str, number: int, part: Frame) -> None:
        if part.target_id is not None:
            target = Target(annotation=self._names[part.target_id])
        elif part.target_kind == "registry":
            target = Target(entry=part.registry_id)
        else:
            target = Target(spans=_spans(part.spans))
        self.relations.append(
            Relation(
                self._free(f"{source}.{role}.{number:02}"),
                source,
                role,
                target,
                part.status,
                provenance=_provenance(part.provenance),
            )
        )


def _names(record: Record) -> dict[str, str]:
    """The id under which each item goes in: its own where it fits the pattern, else one made of its hash."""
    ids = item_ids(record)
    cued = all(quote.cue is None or quote.cue.id == cue_id(quote.id) for quote in record.quotes)
    if cued and not odd_ids(ids) and all(len(quote.id) <= _LONGEST_QUOTE_ID for quote in record.quotes):
        return dict(zip(ids, ids, strict=True))
    found: dict[str, str] = {}
    taken = set(ids)
    for quote in record.quotes:
        fits = is_id(quote.id) and len(quote.id) <= _LONGEST_QUOTE_ID
        found[quote.id] = quote.id if fits else _made_id(ID_LETTER["quote"], quote.id, taken)
    cues = {quote.cue.id: cue_id(found[quote.id]) for quote in record.quotes if quote.cue}
    reserved = frozenset(cues.values())
    taken.update(reserved)
    groups = (
        ("entity", record.entities),
        ("event", record.events),
        ("region", record.regions),
        ("relation", record.relations),
    )
    for kind, items in groups:
        for item in items:
            # The name that a cue must have is not for others.
            fits = is_id(item.id) and item.id not in reserved
            found[item.id] = item.id if fits else _made_id(ID_LETTER.get(kind, "r"), item.id, taken)
    return found | cues


def _made_id(letter: str, foreign: str, taken: set[str]) -> str:
    # Made of the foreign id, so that two machines that import one file make the same layer.
    made = letter + hashlib.sha256(foreign.encode()).hexdigest()[:16]
    while made in taken:
        made += "x"
    taken.add(made)
    return made


def _facts(record: Record) -> LayerFacts:
    status = record.status
    return LayerFacts(
        annotators=status.annotators,
        adjudicator=status.adjudicator,
        completed=status.completed,
        blind=status.blind,
        codebook_name=record.codebook.name,
        codebook_version=record.codebook.version,
        # Zeros: made by hand by somebody who did not know the hash; the project's codebook of that name counts.
        codebook_sha256="" if record.codebook.sha256 == _UNSTAMPED else record.codebook.sha256,
        nothing_to_annotate=status.state != "excluded" and status.empty_reason == NOTHING,
        spoken=tuple([Spoken(a.annotator, a.state, a.revision, a.at, a.refused) for a in status.answers]),
    )


def _spans(spans: tuple[EchoSpan, ...]) -> tuple[Span, ...]:
    if len(spans) == 1:
        return (Span(spans[0].start, spans[0].end),)
    return normal_spans(tuple([Span(span.start, span.end) for span in spans]))


def _sorted(attributes: Attrs) -> Attrs:
    return tuple(sorted(attributes, key=_by_name)) if len(attributes) > 1 else attributes


def _by_name(attribute: Attr) -> tuple[str, str]:
    return attribute.name, attribute.value


def _attributes(attributes: Attrs) -> tuple[Attribute, ...]:
    return tuple([Attribute(a.name, a.value) for a in _sorted(attributes)]) if attributes else ()


def _provenance(one: Prov) -> Provenance:
    return Provenance(
        one.origin,
        one.suggester,
        one.annotators,
        one.adjudicator,
        one.decision,
        one.reason,
        one.clause,
        one.sources,
    )
