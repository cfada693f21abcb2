"""What a reviewer decided of a case: whose version, on what grounds, and what went into the gold of it."""

from typing import Literal

import msgspec

from annotator.model.annotation import Annotation, Attribute, Provenance, Status, Verdict
from annotator.model.span import Span

Choice = Literal["pending", "agree", "take", "union", "intersection", "none", "edit", "add"]
"""`pending` is said of a case that holds a word or some lines but is not decided; `none` is decided."""

CaseSort = Literal["entity", "quote", "event", "cue", "region", "link"]

REASONS: tuple[str, ...] = ("guideline", "meaning", "bounds", "slip", "missed", "duplicate", "context", "ambiguous")
"""Why a version was chosen, as codes; their words stand in the catalogues."""


ANY_VERSION = "*"
"""The fingerprint where it is known that a version was judged, but not which."""


class Judged(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One version that was judged: whose, its annotation (of a link its relation; empty: silence), its fingerprint."""

    author: str
    member: str
    fingerprint: str


class LineChoice(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Whose filler was taken for one line of a frame; no author: the line stays out.

    `members` name the line as `author:relation id`.
    """

    members: tuple[str, ...]
    author: str


class GoldLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A relation of the gold, its filler named so that it is found among what is decided.

    `refs` are the case of the filler and `author:annotation id` of everything that was judged to be it. Where none of
    them is in the gold, the filler is its `spans`; `entry` and `status` stand for themselves.
    """

    id: str
    role: str
    refs: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    entry: str | None = None
    status: Status = "explicit"
    attributes: tuple[Attribute, ...] = ()
    note: str | None = None
    provenance: Provenance = Provenance()


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a decision puts into the gold: an annotation with its cue and lines, or (`source` given) a plain link."""

    annotation: Annotation | None = None
    cue: Annotation | None = None
    lines: tuple[GoldLine, ...] = ()
    source: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reviewer's word on one case; `id` is the case's and stays while versions come and go.

    `judged` are the versions that were on the table, silence included; none for what the reviewer added. `taken` is
    the author whose version it was. `rule` names the rule that decided without a look at the case. `gap` is the id of
    the comment that asks for a clearer codebook, `clause` the place in the codebook that decided.
    """

    id: str
    document: str
    kind: CaseSort
    spans: tuple[Span, ...]
    choice: Choice
    taken: str | None = None
    lines: tuple[LineChoice, ...] = ()
    judged: tuple[Judged, ...] = ()
    outcome: Outcome = Outcome()
    verdict: Verdict = "adjudicated"
    rule: str | None = None
    reason: str | None = None
    clause: str | None = None
    comment: str | None = None
    gap: str | None = None
    by: str = ""
    at: str | None = None

    @property
    def decided(self) -> bool:
        return self.choice != "pending"

    @property
    def gold(self) -> str | None:
        """The id of the annotation that stands in the gold by this decision."""
        return self.outcome.annotation.id if self.outcome.annotation else None

    @property
    def fingerprints(self) -> frozenset[str]:
        return frozenset(one.fingerprint for one in self.judged)
