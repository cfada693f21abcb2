"""What reviewers judged and decided under older codebooks, in the words of the one in force."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.measures.cases import Case
from annotator.measures.fingerprints import ABSENT, fingerprint_annotation, fingerprint_link
from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.layer import Layer, LayerKey
from annotator.model.lift import Lifter
from annotator.model.review import Decision, Outcome


def lift_decision(lifter: Lifter, key: LayerKey, decision: Decision) -> Decision:
    """`decision` with its outcome in the words of today; what the codebook takes out goes, the decision stays."""
    outcome = decision.outcome
    if lifter.idle or (outcome.annotation is None and not outcome.source):
        return decision
    held = [one for one in (outcome.annotation, outcome.cue) if one is not None]
    source = outcome.annotation or _stand_in(decision)
    # Only roles are looked at: a filler of nothing is as good as any.
    lines = tuple(Relation(one.id, source.id, one.role, Target(), "unknown") for one in outcome.lines)
    read = lifter.layer(Layer(key, tuple(held) if held else (source,), lines))
    found = {one.id: one for one in read.annotations}
    roles = {one.id: one.role for one in read.relations}
    kept = tuple(
        msgspec.structs.replace(one, role=roles[one.id]) if roles[one.id] != one.role else one
        for one in outcome.lines
        if one.id in roles
    )
    annotation, cue = (found.get(one.id) if one is not None else None for one in (outcome.annotation, outcome.cue))
    if outcome.annotation is not None and annotation is None:
        return msgspec.structs.replace(decision, outcome=Outcome())
    after = Outcome(annotation, cue, kept, outcome.source if kept or annotation else ())
    return decision if after == outcome else msgspec.structs.replace(decision, outcome=after)


def with_prints_as_said(cases: Iterable[Case], said: Sequence[Layer]) -> tuple[Case, ...]:
    """`cases` with the fingerprints of the words in which `said`, the same layers, were said.

    By these a decision knows a version again whatever the codebook calls it since.
    """
    sides = [_Side(layer) for layer in said]
    return tuple(
        msgspec.structs.replace(
            case,
            fingerprints=tuple(side.print_of(case.kind, m) for side, m in zip(sides, case.members, strict=True)),
        )
        for case in cases
    )


def _stand_in(decision: Decision) -> Annotation:
    """Something for the lines of a plain link to begin at; these link events alone."""
    return Annotation("source", "event", "", decision.spans)


class _Side:
    """One layer, its annotations and relations at hand."""

    def __init__(self, layer: Layer) -> None:
        self._by_id = {one.id: one for one in layer.annotations}
        self._links: dict[str, Relation] = {}
        self._parts: dict[str, list[Relation]] = {}
        for one in layer.relations:
            if one.link:
                self._links[one.id] = one
            else:
                self._parts.setdefault(one.source, []).append(one)

    def print_of(self, kind: str, member: str | None) -> str:
        if member is None:
            return ABSENT
        if kind == "link":
            return fingerprint_link(self._links[member], self._by_id)
        return fingerprint_annotation(self._by_id[member], self._parts.get(member, ()), self._by_id)
