"""What an author says of a stretch of text, and the typed links between such sayings."""

from types import MappingProxyType
from typing import Literal

import msgspec

from annotator.model.span import Span, normal_spans

Kind = Literal["entity", "quote", "event", "cue", "region"]
KINDS: tuple[Kind, ...] = ("entity", "quote", "event", "cue", "region")
ID_LETTER: MappingProxyType[str, str] = MappingProxyType(
    {"entity": "e", "quote": "q", "event": "v", "cue": "c", "region": "g"}
)

Status = Literal["explicit", "inherited", "implicit", "anonymous", "collective", "elsewhere", "unknown"]
STATUSES: tuple[Status, ...] = ("explicit", "inherited", "implicit", "anonymous", "collective", "elsewhere", "unknown")

Origin = Literal[
    "manual", "suggested", "suggestion_accepted", "suggestion_edited", "propagated", "imported", "adjudicated"
]
Verdict = Literal["unanimous", "majority", "adjudicated", "single", "unreviewed"]


class Attribute(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """A named value; several values of one name are several attributes, sorted by name then value."""

    name: str
    value: str


class Provenance(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Who said it and how it was decided; ``sources`` are ``author:annotation id`` of the layers it was taken from."""

    origin: Origin = "manual"
    suggester: str | None = None
    annotators: tuple[str, ...] = ()
    adjudicator: str | None = None
    decision: Verdict = "unreviewed"
    reason: str | None = None
    clause: str | None = None
    sources: tuple[str, ...] = ()


class Annotation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One or more spans of a document with a kind, a label and what is said besides.

    ``spans`` are in text order and disjoint, ``attributes`` sorted; ``entry`` is a registry id; ``closed`` is about
    quotes alone: whether the text closes the quote (a quote without its closing mark is ``False``).
    """

    id: str
    kind: Kind
    label: str
    spans: tuple[Span, ...]
    attributes: tuple[Attribute, ...] = ()
    entry: str | None = None
    note: str | None = None
    closed: bool = True
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"annotation {self.id} has no span")
        if len(self.spans) > 1 and self.spans != normal_spans(self.spans):
            raise ValueError(f"annotation {self.id}: spans are not in text order and disjoint")

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def value(self, name: str) -> str | None:
        """The first value of the attribute ``name``."""
        return next((a.value for a in self.attributes if a.name == name), None)

    def covers(self, position: int) -> bool:
        return any(s.start <= position < s.end for s in self.spans)

    def surface(self, text: str) -> str:
        """The letters of all pieces, joined by an ellipsis between spaces."""
        return " … ".join(s.of(text) for s in self.spans)


def with_attribute(attributes: tuple[Attribute, ...], name: str, *values: str) -> tuple[Attribute, ...]:
    """``attributes`` with ``name`` holding exactly ``values`` (none: removed), sorted."""
    others = [a for a in attributes if a.name != name]
    return tuple(sorted(others + [Attribute(name, v) for v in dict.fromkeys(values)]))


class Target(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What fills a role: an annotation of the layer, bare spans, an entry that the text does not name, or nothing."""

    annotation: str | None = None
    spans: tuple[Span, ...] = ()
    entry: str | None = None

    def __post_init__(self) -> None:
        if (self.annotation is not None) + bool(self.spans) + (self.entry is not None) > 1:
            raise ValueError("a target is one thing: an annotation, spans or an entry")

    @property
    def empty(self) -> bool:
        return self.annotation is None and not self.spans and self.entry is None


class Relation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A typed link from the annotation ``source`` to a target; ``role`` comes from the codebook.

    A target of nothing needs a status that says why (any but ``explicit``). ``link`` tells a plain link between two
    annotations, which stands among a record's relations, from a part of a quote's or an event's frame.
    """

    id: str
    source: str
    role: str
    target: Target = Target()
    status: Status = "explicit"
    link: bool = False
    attributes: tuple[Attribute, ...] = ()
    note: str | None = None
    provenance: Provenance = Provenance()
