"""What comes of laying layers over one another: cases, each an agreement or a difference, with its parts."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from annotator.model.layer import LayerKey
from annotator.model.span import Span

CaseKind = Literal["entity", "quote", "event", "cue", "region", "link"]
CASE_KINDS: tuple[CaseKind, ...] = ("entity", "quote", "event", "cue", "region", "link")
"""`link` is a plain link between two annotations; `cue` a cue that belongs to no quote."""

CaseVerdict = Literal["agree", "boundary", "label", "attribute", "role", "link", "missing"]
VERDICTS: tuple[CaseVerdict, ...] = ("agree", "boundary", "label", "attribute", "role", "link", "missing")


class Part(msgspec.Struct, frozen=True):
    """One line of a frame: who fills a role, layer by layer.

    `members` are relation ids in the order of the layers, `None` where a layer fills nothing or has no such frame.
    `same` numbers the fillers: layers with one number name the same filler in the same role, its bounds, entry,
    status and attributes aside. `versions` numbers them strictly. Verdicts: `boundary` (the fillers overlap), `role`
    (another filler, or the same one in another role), `link` (another entry), `attribute` (status or attributes),
    `missing` (a layer that has the frame lacks the line), else `agree`.
    """

    role: str
    members: tuple[str | None, ...]
    verdicts: tuple[CaseVerdict, ...]
    subtypes: tuple[str, ...]
    same: tuple[int | None, ...]
    versions: tuple[int | None, ...]


class Case(msgspec.Struct, frozen=True):
    """What the layers say of one place.

    `members` are annotation ids (of a `link`: relation ids) in the order of the layers, `None` where a layer is
    silent. `versions` numbers what they say: layers with one number say the same, registry merges resolved.
    `fingerprints` know a version again later (`ABSENT` for silence). `spans` is all that any of them covers.
    `verdicts` is `("agree",)` or every sort of difference, `subtypes` the sorts of difference in bounds; `role`
    means that a line of `parts` does not agree.
    """

    kind: CaseKind
    spans: tuple[Span, ...]
    members: tuple[str | None, ...]
    versions: tuple[int | None, ...]
    fingerprints: tuple[str, ...]
    verdicts: tuple[CaseVerdict, ...]
    subtypes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def agreed(self) -> bool:
        return self.verdicts == ("agree",)

    @property
    def clitic_only(self) -> bool:
        """Whether nothing but proclitics, the article or enclitics at the ends is in question."""
        return self.verdicts == ("boundary",) and self.subtypes == ("clitic",)

    @property
    def start(self) -> int:
        return self.spans[0].start


class Alignment(msgspec.Struct, frozen=True):
    """The cases of one document over `layers`, in text order."""

    document: str
    layers: tuple[LayerKey, ...]
    cases: tuple[Case, ...]


def in_order(verdicts: set[str]) -> tuple[CaseVerdict, ...]:
    """`verdicts` in the order of :data:`VERDICTS`; none is an agreement."""
    return tuple(verdict for verdict in VERDICTS if verdict in verdicts) or ("agree",)


def numbered(said: tuple[object, ...]) -> tuple[int | None, ...]:
    """Equal values get equal numbers, from 0 by first appearance; `None` stays."""
    seen: dict[object, int] = {}
    return tuple(None if one is None else seen.setdefault(one, len(seen)) for one in said)


def count_verdicts(cases: Iterable[Case]) -> dict[CaseKind, dict[CaseVerdict, int]]:
    """How many cases of each kind have each verdict, zeros included; a case with two verdicts counts under both."""
    table: dict[CaseKind, dict[CaseVerdict, int]] = {kind: dict.fromkeys(VERDICTS, 0) for kind in CASE_KINDS}
    for case in cases:
        for verdict in case.verdicts:
            table[case.kind][verdict] += 1
    return table
