"""Two layers of one text side by side: how far they say the same, and every place where they do not."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from annotator.measures.agreement import measure_agreement
from annotator.measures.alignment import NO_MERGES, align_layers
from annotator.measures.cases import CaseKind, CaseVerdict
from annotator.measures.outcomes import Reason
from annotator.measures.tallies import Tally, tally_document
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span

FIRST: Final = "1"
SECOND: Final = "2"
SCORED: Final = ("f1.exact", "f1.overlap")
KINDS: Final = ("entity", "quote", "event")


class Score(msgspec.Struct, frozen=True):
    """One measure of one kind, on `items` things; where `value` is `None`, `undefined` says why there is none."""

    measure: str
    kind: str
    value: float | None
    undefined: Reason | None
    items: int


class Contrast(msgspec.Struct, frozen=True):
    """A place where the two differ: what each says there, `None` for silence."""

    kind: CaseKind
    verdicts: tuple[CaseVerdict, ...]
    spans: tuple[Span, ...]
    first: Annotation | None
    second: Annotation | None


class Comparison(msgspec.Struct, frozen=True):
    """What comes of two layers: sums that add up over articles, and the differences in text order."""

    tally: Tally
    differences: tuple[Contrast, ...]
    agreed: int


def compare(text: str, first: Layer, second: Layer, standing: Mapping[str, str] = NO_MERGES) -> Comparison:
    """Lay `second` over `first`; whose they are, and of which copy of the text, does not matter."""
    document = first.key.document
    layers = (_named(first, document, FIRST), _named(second, document, SECOND))
    alignment = align_layers(text, layers, standing)
    tally = tally_document(alignment, layers, length=len(text), standing=standing)
    by_id = [_members(layer) for layer in layers]
    differences = []
    for case in alignment.cases:
        if not case.agreed:
            said = [held.get(member or "") for member, held in zip(case.members, by_id, strict=True)]
            differences.append(Contrast(case.kind, case.verdicts, case.spans, said[0], said[1]))
    return Comparison(tally, tuple(differences), len(alignment.cases) - len(differences))


def scores(tallies: Sequence[Tally], measures: Sequence[str] = SCORED) -> tuple[Score, ...]:
    """The `measures` of entities, quotes and events over all that was compared; of a kind that nobody marked none."""
    rows = measure_agreement(tallies, rounds=0) if tallies else ()
    found = {(row.measure, row.kind): row.estimate for row in rows if row.label is None and row.pair is None}
    made = []
    for kind in KINDS:
        for measure in measures:
            estimate = found.get((measure, kind))
            if estimate is not None:
                why = estimate.undefined.reason if estimate.undefined else None
                made.append(Score(measure, kind, estimate.value, why, estimate.items))
    return tuple(made)


def _named(layer: Layer, document: str, author: str) -> Layer:
    return msgspec.structs.replace(layer, key=LayerKey(document, "own", author))


def _members(layer: Layer) -> dict[str, Annotation]:
    """Annotations by id, and for each plain link its source."""
    found = {one.id: one for one in layer.annotations}
    links = {one.id: found[one.source] for one in layer.relations if one.link and one.source in found}
    return {**links, **found}
