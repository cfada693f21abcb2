"""What a new version of the codebook does to what was said under older ones: rules that reading applies."""

from typing import Literal

import msgspec

from annotator.model.annotation import Kind
from annotator.model.layer import LayerKey

Subject = Literal["label", "subtype", "attribute", "value", "role"]


class Move(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="rule", tag="move"):
    """What was called ``name`` is called ``to`` now, or (``None``) is taken out.

    Where ``to`` was there before, the two are merged. ``kinds`` and ``labels`` (no label: all) say on which annotations
    it holds, in the names that labels have when the rule is reached; ``within`` is the attribute that a value is of.
    """

    what: Subject
    name: str
    to: str | None = None
    kinds: tuple[Kind, ...] = ()
    labels: tuple[str, ...] = ()
    within: str = ""


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One annotation, named for good."""

    layer: LayerKey
    id: str


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a split label becomes ``label``: the annotations that are named, then those of the named subtypes."""

    label: str
    members: tuple[Member, ...] = ()
    subtypes: tuple[str, ...] = ()


class Split(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="rule", tag="split"):
    """A label gives way to several; what no share names, also what arrives later, becomes ``rest``.

    The old name is given up: a label that stayed could not be told from what the list moves away from it.
    """

    kind: Kind
    name: str
    shares: tuple[Share, ...]
    rest: str


class Require(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="rule", tag="require"):
    """A role must be filled from now on; nothing is invented for older frames, which count as unfilled."""

    role: str
    kinds: tuple[Kind, ...]
    labels: tuple[str, ...] = ()


Rule = Move | Split | Require


class Revision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The step from version ``before`` to ``version`` of a codebook, with its rules in the order in which they act."""

    before: str
    version: str
    rules: tuple[Rule, ...] = ()
