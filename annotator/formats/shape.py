"""The gold record 1.0 as frozen values, field for field as its JSON Schema has it."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from annotator.model.annotation import Origin, Status, Verdict
from annotator.model.comment import CommentSort
from annotator.model.document import Direction, Precision
from annotator.model.layer import State

SCHEMA_VERSION: Final = "1.0"

Filled = Annotated[str, Meta(min_length=1)]
Position = Annotated[int, Meta(ge=0)]
EndPosition = Annotated[int, Meta(ge=1)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
TargetKind = Literal["entity", "event", "quote", "span", "registry"]
RecordPurpose = Literal["gold", "annotator", "model"]
RecordState = Literal["in_progress", "single", "reviewed", "adjudicated", "excluded"]
Split = Literal["train", "validation", "test", "unassigned"]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What all parts of a record have in common: every field present, none besides."""


class EchoSpan(Shape, frozen=True):
    """Half-open `[start, end)` in code points with its letters repeated."""

    start: Position
    end: EndPosition
    text: Filled


class Stretch(Shape, frozen=True):
    """Half-open `[start, end)` in code points."""

    start: int
    end: int


class Attr(Shape, frozen=True):
    """A named value."""

    name: Filled
    value: str


Spans = Annotated[tuple[EchoSpan, ...], Meta(min_length=1)]
Attrs = tuple[Attr, ...]


class Prov(Shape, frozen=True):
    """Who said it and how it was decided."""

    origin: Origin
    suggester: str | None
    annotators: tuple[str, ...]
    adjudicator: str | None
    decision: Verdict
    reason: str | None
    clause: str | None
    sources: tuple[str, ...]


class EntityItem(Shape, frozen=True):
    """A mention of somebody or something."""

    id: str
    type: Filled
    spans: Spans
    attributes: Attrs
    registry_id: str | None
    note: str | None
    provenance: Prov


class CueItem(Shape, frozen=True):
    """The words of attribution of a quote."""

    id: str
    spans: Spans
    attributes: Attrs
    note: str | None
    provenance: Prov


class Filler(Shape, frozen=True):
    """Who or what fills a part of a quote."""

    status: Status
    target_kind: TargetKind | None
    target_id: str | None
    spans: tuple[EchoSpan, ...]
    registry_id: str | None
    provenance: Prov


class Argument(Shape, frozen=True):
    """Who or what fills a role of an event."""

    role: Filled
    status: Status
    target_kind: TargetKind | None
    target_id: str | None
    spans: tuple[EchoSpan, ...]
    registry_id: str | None
    provenance: Prov


class QuoteItem(Shape, frozen=True):
    """A quote with its parts."""

    id: str
    quote_type: Filled
    content: Spans
    cue: CueItem | None
    speaker: tuple[Filler, ...]
    addressee: tuple[Filler, ...]
    medium: tuple[Filler, ...]
    closed: bool
    continues: str | None
    nested_in: str | None
    attributes: Attrs
    note: str | None
    provenance: Prov


class EventItem(Shape, frozen=True):
    """An event with its arguments."""

    id: str
    type: Filled
    trigger: Spans
    arguments: tuple[Argument, ...]
    attributes: Attrs
    registry_id: str | None
    note: str | None
    provenance: Prov


class RegionItem(Shape, frozen=True):
    """A part of the page: headline, byline and the like."""

    id: str
    type: Filled
    spans: Spans
    attributes: Attrs
    note: str | None
    provenance: Prov


class RelationItem(Shape, frozen=True):
    """A plain link between two items of the record."""

    id: str
    type: Filled
    from_id: str
    to_id: str
    attributes: Attrs
    note: str | None
    provenance: Prov


class CommentLayer(Shape, frozen=True):
    """Which layer a comment is about."""

    kind: RecordPurpose
    annotator: str | None


class CommentItem(Shape, frozen=True, omit_defaults=True):
    """A remark on an item, on what `layer` and `case` name, or on the article where all three are null.

    The last four are left out where they say nothing.
    """

    id: str
    about: str | None
    author: str
    at: str | None
    text: str
    resolved: bool
    reply_to: str | None
    sort: CommentSort = "remark"
    layer: CommentLayer | None = None
    case: str | None = None
    codebook: str | None = None


class SourcePart(Shape, frozen=True):
    """Where and when the article appeared."""

    publisher: str | None
    url: str | None
    title: str | None
    published: str | None
    published_precision: Precision | None
    published_inferred: bool
    retrieved: str | None
    raw_sha256: str | None


class CodebookPart(Shape, frozen=True):
    """Under which codebook the layer was made."""

    name: str
    version: str
    sha256: str


class LayerPart(Shape, frozen=True):
    """Whose layer it is."""

    kind: RecordPurpose
    annotator: str | None
    revision: int | None


class AnswerPart(Shape, frozen=True):
    """What the reviewer has said last of an analyst's layer."""

    annotator: str
    state: State
    revision: Position
    at: str | None
    refused: tuple[str, ...]


class StatusPart(Shape, frozen=True, omit_defaults=True):
    """How far the layer is; `answers` are left out where there are none."""

    state: RecordState
    annotators: tuple[str, ...]
    adjudicator: str | None
    completed: str | None
    blind: bool
    empty_reason: str | None
    answers: tuple[AnswerPart, ...] = ()


class Record(Shape, frozen=True, kw_only=True):
    """One article and one layer; a line of a JSONL file."""

    schema_version: Literal["1.0"]
    id: str
    text: str
    text_sha256: Hash
    text_length: Position
    language: str
    source: SourcePart
    split: Split
    fold: Annotated[int, Meta(ge=0)] | None
    group_id: str
    license: str
    codebook: CodebookPart
    layer: LayerPart
    status: StatusPart
    entities: tuple[EntityItem, ...]
    quotes: tuple[QuoteItem, ...]
    events: tuple[EventItem, ...]
    relations: tuple[RelationItem, ...]
    sentences: tuple[Stretch, ...] | msgspec.Raw
    tokens: tuple[Stretch, ...] | msgspec.Raw
    regions: tuple[RegionItem, ...]
    offset_unit: Literal["codepoint"]
    direction: Direction
    metadata: Attrs
    comments: tuple[CommentItem, ...]
