"""The gold that decisions amount to, and the changes that bring a gold layer there."""

from collections.abc import Iterable, Mapping

import msgspec

from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.codebook import Codebook
from annotator.model.problems import Problem
from annotator.model.review import Decision, GoldLine, Outcome
from annotator.model.rules import check_annotation, check_crossing, check_relation, check_text
from annotator.model.step import Change

Contents = Mapping[str, Annotation | Relation]


def gold_of(decisions: Iterable[Decision], codebook: Codebook) -> dict[str, Annotation | Relation]:
    """Everything that stands in the gold by `decisions`, by id.

    A filler that is not in the gold, since it is not decided or was not accepted, stands as bare spans where its role
    takes these; else the line waits until it is. A plain link waits for both its ends.
    """
    ordered = sorted(decisions, key=lambda one: one.id)
    places: dict[str, Annotation] = {}
    for one in ordered:
        if one.outcome.annotation is not None:
            places[one.id] = one.outcome.annotation
            places.update((f"{j.author}:{j.member}", one.outcome.annotation) for j in one.judged if j.member)
    found: dict[str, Annotation | Relation] = {}
    for one in ordered:
        outcome = one.outcome
        if outcome.annotation is not None:
            found[outcome.annotation.id] = outcome.annotation
            _add_frame(found, one, places, codebook)
        elif outcome.source:
            _add_link(found, one, places)
    return found


def _add_frame(
    found: dict[str, Annotation | Relation], decision: Decision, places: Mapping[str, Annotation], codebook: Codebook
) -> None:
    source, cue = decision.outcome.annotation, decision.outcome.cue
    if source is None:
        return
    if cue is not None:
        found[cue.id] = cue
        name = f"r{cue.id}"
        found[name] = Relation(name, source.id, "cue", Target(annotation=cue.id), provenance=cue.provenance)
    seen: set[tuple[str, Target]] = set()
    for line in decision.outcome.lines:
        target = _target(line, source, places, codebook)
        if target is not None and (line.role, target) not in seen:
            seen.add((line.role, target))
            found[line.id] = _relation(line, source.id, target)


def _target(line: GoldLine, source: Annotation, places: Mapping[str, Annotation], codebook: Codebook) -> Target | None:
    rule = codebook.role(source.kind, line.role)
    filler = next((places[ref] for ref in line.refs if ref in places), None)
    if filler is not None and filler.id != source.id and (rule is None or filler.kind in rule.fillers):
        return Target(annotation=filler.id)
    if line.entry is not None:
        return Target(entry=line.entry)
    if line.spans:
        return Target(spans=line.spans) if rule is None or "span" in rule.fillers else None
    return Target()


def _add_link(found: dict[str, Annotation | Relation], decision: Decision, places: Mapping[str, Annotation]) -> None:
    source = next((places[ref] for ref in decision.outcome.source if ref in places), None)
    for line in decision.outcome.lines:
        target = next((places[ref] for ref in line.refs if ref in places), None)
        if source is not None and target is not None and source.id != target.id:
            found[line.id] = _relation(line, source.id, Target(annotation=target.id), link=True)


def _relation(line: GoldLine, source: str, target: Target, *, link: bool = False) -> Relation:
    return Relation(
        id=line.id,
        source=source,
        role=line.role,
        target=target,
        status=line.status,
        link=link,
        attributes=line.attributes,
        note=line.note,
        provenance=line.provenance,
    )


class Renewal(msgspec.Struct, frozen=True):
    """What a gesture of a reviewer does to the gold layer: its changes, and the layer's contents behind it."""

    changes: tuple[Change, ...]
    contents: dict[str, Annotation | Relation]


def renew(stands: Contents, before: Iterable[Decision], after: Iterable[Decision], codebook: Codebook) -> Renewal:
    """Bring the gold from what `before` amounts to to what `after` does.

    What the reviewer changed in the gold by hand stays, but where the decision on it is another now.
    """
    old = {one.id: one for one in before}
    new = {one.id: one for one in after}
    mine = _touched(old, new)
    held, wanted = gold_of(old.values(), codebook), gold_of(new.values(), codebook)
    contents = dict(stands)
    for name in sorted(held.keys() | wanted.keys()):
        if held.get(name) == wanted.get(name) and name not in mine:
            continue
        if name in mine or stands.get(name) == held.get(name):
            _put(contents, name, wanted.get(name))
    _drop_loose(contents)
    return Renewal(_changes(stands, contents), contents)


def _put(contents: dict[str, Annotation | Relation], name: str, value: Annotation | Relation | None) -> None:
    if value is None:
        contents.pop(name, None)
    else:
        contents[name] = value


def _touched(old: Mapping[str, Decision], new: Mapping[str, Decision]) -> set[str]:
    """Ids in the gold that belong to decisions whose outcome is new, other or gone."""
    pairs = [(old.get(name), new.get(name)) for name in old.keys() | new.keys()]
    changed = [pair for pair in pairs if _outcome(pair[0]) != _outcome(pair[1])]
    return {name for pair in changed for one in pair if one is not None for name in _ids_of(one)}


def _outcome(decision: Decision | None) -> Outcome:
    return decision.outcome if decision else Outcome()


def _ids_of(decision: Decision) -> list[str]:
    outcome = decision.outcome
    found = [line.id for line in outcome.lines]
    if outcome.annotation is not None:
        found.append(outcome.annotation.id)
    if outcome.cue is not None:
        found += (outcome.cue.id, f"r{outcome.cue.id}")
    return found


def _drop_loose(contents: dict[str, Annotation | Relation]) -> None:
    """Take out relations whose ends are gone."""
    for name, one in list(contents.items()):
        if isinstance(one, Relation) and (
            one.source not in contents or (one.target.annotation is not None and one.target.annotation not in contents)
        ):
            del contents[name]


def _changes(stands: Contents, contents: Contents) -> tuple[Change, ...]:
    """Relations end before annotations, and are born after them."""
    changed = [name for name in stands.keys() | contents.keys() if stands.get(name) != contents.get(name)]
    found = [_change(name, stands.get(name), contents.get(name)) for name in sorted(changed)]
    return tuple(sorted(found, key=lambda c: (c.after is not None, (c.what == "relation") == (c.after is not None))))


def _change(name: str, before: Annotation | Relation | None, after: Annotation | Relation | None) -> Change:
    value = after or before
    return Change("annotation" if isinstance(value, Annotation) else "relation", name, before, after)


def broken_rules(decision: Decision, contents: Contents, codebook: Codebook, text_length: int) -> list[Problem]:
    """The rules of the codebook that what a decision puts into the gold breaks there."""
    outcome = decision.outcome
    annotations = {name: one for name, one in contents.items() if isinstance(one, Annotation)}
    found: list[Problem] = []
    for one in (outcome.annotation, outcome.cue):
        if one is not None:
            found += check_text(one, text_length) + check_annotation(one, codebook)
            found += check_crossing(one, annotations.values())
    for line in outcome.lines:
        relation = contents.get(line.id)
        if isinstance(relation, Relation):
            found += check_relation(relation, annotations, codebook)
    return found
