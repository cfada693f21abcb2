"""The versioned definition of what can be said of a text: labels, attributes, roles and what holds between them."""

import hashlib
from functools import cached_property
from typing import Literal

import msgspec

from annotator.model.annotation import Kind
from annotator.model.revision import Revision

AttributeType = Literal["choice", "boolean", "number", "date", "text"]
Filler = Literal["entity", "event", "quote", "cue", "span", "registry", "status"]
Many = Literal["one", "many"]


class Words(msgspec.Struct, frozen=True):
    """The same words in both languages of the interface."""

    ar: str
    en: str

    def of(self, language: str) -> str:
        return self.ar if language == "ar" else self.en


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of Arabic in which ``[ ]`` marks what is tagged, with a remark why."""

    text: str
    remark: Words | None = None


class Subtype(msgspec.Struct, frozen=True, omit_defaults=True):
    """A finer sort of one label."""

    id: str
    name: Words
    mapping: tuple[tuple[str, str], ...] = ()


class Colours(msgspec.Struct, frozen=True):
    """``#RRGGBB`` inks for the light and the dark page; tints are mixed from them."""

    light: str
    dark: str


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """A label of one kind; ``key`` is the digit that tags with it, ``mapping`` its names in other tag sets."""

    id: str
    kind: Kind
    name: Words
    definition: Words
    colours: Colours
    examples: tuple[Example, ...] = ()
    subtypes: tuple[Subtype, ...] = ()
    key: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    links_to_registry: bool = False


class AttributeRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A typed attribute: on which kinds and labels (none named: all) it may stand, and with which values."""

    name: str
    title: Words
    type: AttributeType
    kinds: tuple[Kind, ...]
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    value_titles: tuple[Words, ...] = ()
    many: bool = False


class RoleRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A role that annotations of ``kinds`` (and ``labels``, none: all) give to fillers.

    ``most`` of ``None`` is any number. ``symbol`` is the digit that goes to it in an open frame. Roles of ``between``
    are plain links between annotations (``cause_of``), among a record's relations; the others are parts of a frame.
    """

    name: str
    title: Words
    kinds: tuple[Kind, ...]
    fillers: tuple[Filler, ...]
    labels: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    between: bool = False
    symbol: str | None = None


class Codebook(msgspec.Struct, frozen=True, dict=True, omit_defaults=True):
    """Everything that can be said in a project; compared and hashed by its canonical bytes.

    ``history`` tells how it came about, the oldest revision first: reading lifts by it what older versions said.
    """

    name: str
    version: str
    title: Words
    labels: tuple[Label, ...]
    attributes: tuple[AttributeRule, ...] = ()
    roles: tuple[RoleRule, ...] = ()
    history: tuple[Revision, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON (sorted keys, UTF-8)."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    @property
    def stamp(self) -> str:
        """What every step carries to say under which codebook it was made."""
        return f"{self.name} {self.version}"

    @cached_property
    def _labels(self) -> dict[tuple[str, str], Label]:
        return {(label.kind, label.id): label for label in self.labels}

    @cached_property
    def _roles(self) -> dict[tuple[str, str], RoleRule]:
        return {(kind, role.name): role for role in self.roles for kind in role.kinds}

    def label(self, kind: str, label_id: str) -> Label | None:
        """The label, or ``None`` where the codebook lacks it (kept from an import, to be mapped)."""
        return self._labels.get((kind, label_id))

    def labels_of(self, kind: str) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.kind == kind)

    def label_for_key(self, key: str) -> Label | None:
        return next((label for label in self.labels if label.key == key), None)

    def role(self, kind: str, name: str) -> RoleRule | None:
        return self._roles.get((kind, name))

    def roles_of(self, kind: str, label: str) -> tuple[RoleRule, ...]:
        """The parts of a frame of this kind and label, in the codebook's order."""
        return tuple(r for r in self.roles if kind in r.kinds and not r.between and (not r.labels or label in r.labels))

    def attributes_of(self, kind: str, label: str) -> tuple[AttributeRule, ...]:
        return tuple(a for a in self.attributes if kind in a.kinds and (not a.labels or label in a.labels))

    def attribute(self, kind: str, label: str, name: str) -> AttributeRule | None:
        return next((a for a in self.attributes_of(kind, label) if a.name == name), None)
