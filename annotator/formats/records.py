"""An article with one layer, written as a gold record."""

from collections.abc import Container, Iterable, Mapping
from itertools import starmap
from types import MappingProxyType

import msgspec

from annotator.formats import canonical
from annotator.formats.base import Outgoing
from annotator.formats.shape import (
    SCHEMA_VERSION,
    AnswerPart,
    Argument,
    Attr,
    CodebookPart,
    CommentItem,
    CommentLayer,
    CueItem,
    EchoSpan,
    EntityItem,
    EventItem,
    Filler,
    LayerPart,
    Prov,
    QuoteItem,
    Record,
    RecordPurpose,
    RecordState,
    RegionItem,
    RelationItem,
    SourcePart,
    StatusPart,
    Stretch,
    TargetKind,
)
from annotator.model.annotation import Annotation, Attribute, Provenance, Relation, Status
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, Purpose, State, in_text_order
from annotator.model.problems import Problem, problem
from annotator.model.readings import QUOTE_LINKS, QUOTE_PARTS, EventReading, QuoteReading, read_layer
from annotator.model.span import Span
from annotator.text.segmentation import sentences, words

CUE_LABEL = "cue"
NOTHING = "nothing-to-annotate"

PURPOSES: Mapping[Purpose, RecordPurpose] = MappingProxyType(
    {"own": "annotator", "gold": "gold", "suggestion": "model"}
)
OWN_STATES: Mapping[State, RecordState] = MappingProxyType(
    {"open": "in_progress", "returned": "in_progress", "submitted": "single", "accepted": "reviewed"}
)
GOLD_STATES: Mapping[State, RecordState] = MappingProxyType(
    {"open": "in_progress", "returned": "in_progress", "submitted": "reviewed", "accepted": "adjudicated"}
)

_TARGET_KINDS: Mapping[str, TargetKind] = MappingProxyType({"entity": "entity", "event": "event", "quote": "quote"})
_LINKED_KINDS = frozenset({"entity", "event"})


def cue_id(quote_id: str) -> str:
    """The id of the cue of a quote."""
    return f"{quote_id}.cue"


class Segments(msgspec.Struct, frozen=True):
    """Sentences and words of one text, ready as JSON; several layers of one article share them."""

    sentences: msgspec.Raw
    tokens: msgspec.Raw

    @classmethod
    def of(cls, text: str) -> "Segments":
        """Segment `text`."""
        return cls(_stretches(sentences(text)), _stretches(words(text)))


def _stretches(spans: Iterable[tuple[int, int]]) -> msgspec.Raw:
    return msgspec.Raw(canonical.encode(list(starmap(Stretch, spans))))


def record_of(item: Outgoing, segments: Segments | None = None) -> Record:
    """The record of one article and one layer.

    Split, fold and group are those of an article outside any release: unassigned, none, the article alone.
    """
    document, layer = item.document, item.layer
    ordered = msgspec.structs.replace(layer, annotations=in_text_order(layer.annotations))
    scribe = _Scribe(item.text, ordered)
    reading = read_layer(ordered)
    found = segments or Segments.of(item.text)
    return Record(
        schema_version=SCHEMA_VERSION,
        id=document.id,
        text=item.text,
        text_sha256=document.text_sha256,
        text_length=document.text_length,
        language=document.language,
        source=_source(document),
        split="unassigned",
        fold=None,
        group_id=document.id,
        license=document.license,
        codebook=_codebook(item),
        layer=LayerPart(PURPOSES[layer.key.purpose], layer.key.author or None, layer.revision),
        status=_status(document, layer),
        entities=tuple([scribe.entity(one) for one in reading.entities]),
        quotes=tuple([scribe.quote(one) for one in reading.quotes]),
        events=tuple([scribe.event(one) for one in reading.events]),
        relations=tuple([scribe.relation(one) for one in reading.links if scribe.carries_link(one)]),
        regions=tuple([scribe.region(one) for one in reading.regions]),
        sentences=found.sentences,
        tokens=found.tokens,
        offset_unit="codepoint",
        direction=document.direction,
        metadata=_attrs(tuple(sorted(document.metadata))),
        comments=_comments(item, scribe.names),
    )


def line_of(item: Outgoing, segments: Segments | None = None) -> bytes:
    """The canonical line of one article and one layer, without its line feed."""
    return canonical.encode(record_of(item, segments))


def hash_of(item: Outgoing) -> str:
    """The hash by which a layer is known: SHA-256 of its record without split, fold, group and comments."""
    return canonical.seal(record_of(item))[1]


def losses(layer: Layer) -> list[Problem]:
    """What of `layer` a record has no place for, one problem for each."""
    by_id = {a.id: a for a in layer.annotations}
    found: list[Problem] = []
    cued: set[str] = set()
    owned: set[str | None] = set()
    for relation in layer.relations:
        source = by_id.get(relation.source)
        fault = "loss.relation" if source is None else _fault_of(relation, source, by_id, cued)
        if fault is not None:
            found.append(problem(fault, id=relation.source, role=relation.role))
        elif relation.role == "cue":
            owned.add(relation.target.annotation)
            cued.add(relation.source)
    for one in layer.annotations:
        if one.kind == "cue" and one.id not in owned:
            found.append(problem("loss.lone-cue", id=one.id))
        if one.entry and one.kind not in _LINKED_KINDS:
            found.append(problem("loss.registry", id=one.id))
    return found


def _fault_of(relation: Relation, source: Annotation, by_id: Mapping[str, Annotation], cued: set[str]) -> str | None:
    """Why a relation cannot go out whole; of several cues of a quote only the first can."""
    if relation.link:
        return None if relation.target.annotation in by_id else "loss.relation"
    if not _has_place(source, relation) or (relation.role == "cue" and relation.source in cued):
        return "loss.relation"
    if not _known_target(relation, by_id):
        return "loss.target"
    return "loss.filler-note" if relation.note or relation.attributes else None


def _has_place(source: Annotation, relation: Relation) -> bool:
    if source.kind == "quote":
        return relation.role in QUOTE_PARTS or relation.role in QUOTE_LINKS
    return source.kind == "event"


def _known_target(relation: Relation, by_id: Mapping[str, Annotation]) -> bool:
    if relation.target.annotation is None or relation.role == "cue":
        return True
    target = by_id.get(relation.target.annotation)
    return target is not None and target.kind in _TARGET_KINDS


class _Scribe:
    """Writes the items of one layer over one text."""

    def __init__(self, text: str, layer: Layer) -> None:
        self._text = text
        self.by_id = {a.id: a for a in layer.annotations}
        cues = {r.target.annotation: cue_id(r.source) for r in layer.relations if r.role == "cue" and not r.link}
        self.names = {one: cues.get(one, one) for one in self.by_id}

    def entity(self, one: Annotation) -> EntityItem:
        return EntityItem(
            one.id,
            one.label,
            self._spans(one.spans),
            _attrs(one.attributes),
            one.entry,
            one.note,
            _prov(one.provenance),
        )

    def region(self, one: Annotation) -> RegionItem:
        return RegionItem(
            one.id, one.label, self._spans(one.spans), _attrs(one.attributes), one.note, _prov(one.provenance)
        )

    def quote(self, reading: QuoteReading) -> QuoteItem:
        one = reading.quote
        return QuoteItem(
            id=one.id,
            quote_type=one.label,
            content=self._spans(one.spans),
            cue=self._cue(one.id, reading.cue) if reading.cue else None,
            speaker=self._fillers(reading.speaker),
            addressee=self._fillers(reading.addressee),
            medium=self._fillers(reading.medium),
            closed=one.closed,
            continues=reading.continues,
            nested_in=reading.nested_in,
            attributes=_attrs(one.attributes),
            note=one.note,
            provenance=_prov(one.provenance),
        )

    def event(self, reading: EventReading) -> EventItem:
        one = reading.event
        return EventItem(
            id=one.id,
            type=one.label,
            trigger=self._spans(one.spans),
            arguments=tuple([Argument(r.role, *self._filled(r), _prov(r.provenance)) for r in reading.arguments]),
            attributes=_attrs(one.attributes),
            registry_id=one.entry,
            note=one.note,
            provenance=_prov(one.provenance),
        )

    def relation(self, one: Relation) -> RelationItem:
        target = self.names[one.target.annotation or ""]
        return RelationItem(
            one.id, one.role, self.names[one.source], target, _attrs(one.attributes), one.note, _prov(one.provenance)
        )

    def carries_link(self, one: Relation) -> bool:
        return one.source in self.by_id and one.target.annotation in self.by_id

    def _cue(self, quote_id: str, one: Annotation) -> CueItem:
        return CueItem(
            cue_id(quote_id), self._spans(one.spans), _attrs(one.attributes), one.note, _prov(one.provenance)
        )

    def _spans(self, spans: tuple[Span, ...]) -> tuple[EchoSpan, ...]:
        text = self._text
        if len(spans) == 1:  # nearly always, and a list for it would cost as much as all the rest
            start, end = spans[0].start, spans[0].end
            return (EchoSpan(start, end, text[start:end]),)
        return tuple([EchoSpan(s.start, s.end, text[s.start : s.end]) for s in spans])

    def _fillers(self, relations: tuple[Relation, ...]) -> tuple[Filler, ...]:
        return tuple([Filler(*self._filled(r), _prov(r.provenance)) for r in relations])

    def _filled(
        self, relation: Relation
    ) -> tuple[Status, TargetKind | None, str | None, tuple[EchoSpan, ...], str | None]:
        """Status, kind and id of the target, echo of its spans and its registry entry."""
        target = relation.target
        if target.spans:
            return relation.status, "span", None, self._spans(target.spans), None
        if target.entry is not None:
            return relation.status, "registry", None, (), target.entry
        one = self.by_id.get(target.annotation or "")
        kind = _TARGET_KINDS.get(one.kind) if one else None
        if one is None or kind is None:
            return relation.status, None, None, (), None
        return relation.status, kind, one.id, self._spans(one.spans), one.entry


def _attrs(attributes: tuple[Attribute, ...]) -> tuple[Attr, ...]:
    return tuple([Attr(a.name, a.value) for a in attributes]) if attributes else ()


def _prov(one: Provenance) -> Prov:
    return Prov(
        one.origin,
        one.suggester,
        one.annotators,
        one.adjudicator,
        one.decision,
        one.reason,
        one.clause,
        one.sources,
    )


def _source(document: Document) -> SourcePart:
    source = document.source
    return SourcePart(
        source.publisher,
        source.url,
        source.title,
        source.published,
        source.published_precision,
        source.published_inferred,
        source.retrieved,
        source.raw_sha256,
    )


def _codebook(item: Outgoing) -> CodebookPart:
    facts, codebook = item.layer.facts, item.codebook
    named = (facts.codebook_name, facts.codebook_version)
    if facts.codebook_sha256 or named not in (("", ""), (codebook.name, codebook.version)):
        return CodebookPart(facts.codebook_name, facts.codebook_version, facts.codebook_sha256)
    return CodebookPart(codebook.name, codebook.version, codebook.sha256)


def _status(document: Document, layer: Layer) -> StatusPart:
    facts, key = layer.facts, layer.key
    gold = key.purpose == "gold"
    state: RecordState = (GOLD_STATES if gold else OWN_STATES)[layer.state]
    reason = NOTHING if facts.nothing_to_annotate else None
    if document.excluded is not None:
        state, reason = "excluded", document.excluded
    own = (key.author,) if key.purpose == "own" and key.author else ()
    reviewer = key.author or None if gold else None
    return StatusPart(
        state=state,
        annotators=facts.annotators or own,
        adjudicator=facts.adjudicator or reviewer,
        completed=facts.completed,
        blind=facts.blind,
        empty_reason=reason,
        answers=tuple(AnswerPart(s.author, s.state, s.revision, s.at, s.refused) for s in facts.spoken),
    )


def _comments(item: Outgoing, names: Mapping[str, str]) -> tuple[CommentItem, ...]:
    """Comments on the article and on this layer, and what its author appealed with what came of it; by time then id."""
    key = item.layer.key
    asked = {c.id for c in item.comments if key.purpose == "own" and c.sort == "appeal" and c.author == key.author}
    mine = [c for c in item.comments if c.layer in (None, key) or c.id in asked or c.reply_to in asked]
    here = {c.id for c in mine}
    mine.sort(key=lambda c: (c.at or "", c.id))
    return tuple([_comment(c, names if c.layer == key else {}, here) for c in mine])


def _comment(one: Comment, names: Mapping[str, str], here: Container[str]) -> CommentItem:
    """A comment; what it is about is named by layer and case where that is no item of the record."""
    about = names.get(one.about) if one.about else None
    layer = one.layer if about is None else None
    return CommentItem(
        id=one.id,
        about=about,
        author=one.author,
        at=one.at,
        text=one.text,
        resolved=one.resolved,
        reply_to=one.reply_to if one.reply_to in here else None,
        sort=one.sort,
        layer=CommentLayer(PURPOSES[layer.purpose], layer.author or None) if layer else None,
        case=one.about if layer else None,
        codebook=one.codebook,
    )
