"""The one way in which anything changes: named, authored, reversible steps."""

from types import MappingProxyType
from typing import Any

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.batch import Batch
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import LayerFacts, LayerKey, State
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.review import Decision


class Standing(msgspec.Struct, frozen=True):
    """A word on a layer's state that names the revision it is about; the highest revision named decides."""

    state: State
    revision: int
    at: str | None = None


Value = (
    Annotation | Relation | Comment | Document | Entry | Person | Codebook | Standing | Batch | LayerFacts | Decision
)

VALUE_TYPES: MappingProxyType[str, type[Any]] = MappingProxyType(
    {
        "annotation": Annotation,
        "relation": Relation,
        "comment": Comment,
        "document": Document,
        "entry": Entry,
        "person": Person,
        "codebook": Codebook,
        "standing": Standing,
        "facts": LayerFacts,
        "batch": Batch,
        "decision": Decision,
    }
)
"""What can change, by the word under which it stands in the journal."""

OF_A_LAYER = frozenset({"annotation", "relation", "standing", "facts", "decision"})
"""Whose owner is the layer that the step's stream names; their ids are unique within it."""


class Change(msgspec.Struct, frozen=True):
    """One value before and after; ``None`` before is a birth, ``None`` after an end. Swapped it is its own inverse."""

    what: str
    id: str
    before: Value | None
    after: Value | None

    @property
    def inverse(self) -> "Change":
        return Change(self.what, self.id, self.after, self.before)


class Draft(msgspec.Struct, frozen=True):
    """A step before the store has stamped it: what is to change in one stream, under which name, by whom.

    ``undoes`` names the step to take back; ``changes`` are then its inverse, or what is left of it to take back.
    """

    stream: str
    name: str
    author: str
    changes: tuple[Change, ...]
    undoes: str | None = None


class Step(msgspec.Struct, frozen=True):
    """One author's changes in one stream, under one name.

    ``at`` is UTC, ISO-8601 with milliseconds; order inside a stream is ``device_seq``, never the clock. ``gesture`` is
    shared by the steps of one gesture that touches several streams. ``undoes`` names the step whose inverse this is.
    ``codebook`` is ``name version`` of the codebook under which it was made.
    """

    id: str
    gesture: str
    stream: str
    author: str
    device: str
    device_seq: int
    at: str
    codebook: str
    name: str
    changes: tuple[Change, ...]
    undoes: str | None = None

    @property
    def layer(self) -> LayerKey | None:
        return layer_of(self.stream)

    @property
    def document(self) -> str | None:
        """The one article that the stream belongs to, where there is one."""
        key = self.layer
        return key.document if key else None

    @property
    def changes_codebook(self) -> bool:
        """Whether everything may read otherwise from here on."""
        return any(change.what == "codebook" for change in self.changes)


CORPUS = "corpus"
TALK = "talk"


def stream_of(key: LayerKey) -> str:
    """``own/<document>/<author>``, ``gold/<document>/<reviewer>`` or ``suggestion/<document>/<suggester>``."""
    return f"{key.purpose}/{key.document}/{key.author}"


def layer_of(stream: str) -> LayerKey | None:
    """The layer that a stream belongs to; ``None`` for the corpus, talk and proposals."""
    parts = stream.split("/", 2)
    if len(parts) == 3 and parts[0] in ("own", "suggestion", "gold"):
        return LayerKey(document=parts[1], purpose=parts[0], author=parts[2])  # type: ignore[arg-type]
    return None


def inverse(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """What takes ``changes`` back: each swapped, in opposite order."""
    return tuple(change.inverse for change in reversed(changes))
