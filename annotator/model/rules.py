"""What the codebook lets stand, as checks that name the broken rule."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from annotator.model.annotation import Annotation, Relation
from annotator.model.codebook import AttributeRule, Codebook
from annotator.model.layer import Layer
from annotator.model.problems import Problem, problem

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# ISO-8601 and as much of EDTF as the codebook needs: uncertain parts, open and closed intervals, times, durations.
_DATE = re.compile(
    r"(P\d+[YMWD]|PT\d+[HMS]|T?\d{2}:\d{2}(:\d{2})?"
    r"|\d{4}(-\d{2}|-[0-3]\d\d)?(-\d{2})?(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?[?~%]?"
    r"|[\dX]{4}(-[\dX]{2}){0,2}|(\.\.|\d{4}(-\d{2}){0,2}[?~%]?)/(\.\.|\d{4}(-\d{2}){0,2}[?~%]?)?)"
)

_VALUE_CHECKS: Mapping[str, Callable[[AttributeRule, str], bool]] = MappingProxyType(
    {
        "choice": lambda rule, value: value in rule.values,
        "boolean": lambda _rule, value: value in ("true", "false"),
        "number": lambda _rule, value: _NUMBER.fullmatch(value) is not None,
        "date": lambda _rule, value: _DATE.fullmatch(value) is not None,
        "text": lambda _rule, value: bool(value.strip()),
    }
)


def check_text(annotation: Annotation, text_length: int) -> list[Problem]:
    """Whether every span lies inside the text."""
    return [
        problem("rule.span-outside", id=annotation.id, start=s.start, end=s.end, length=text_length)
        for s in annotation.spans
        if s.end > text_length
    ]


def check_annotation(annotation: Annotation, codebook: Codebook) -> list[Problem]:
    """Label, subtype and attributes against the codebook."""
    label = codebook.label(annotation.kind, annotation.label)
    if label is None:
        return [problem("rule.unknown-label", id=annotation.id, kind=annotation.kind, label=annotation.label)]
    found: list[Problem] = []
    seen: set[str] = set()
    for attribute in annotation.attributes:
        if attribute.name == "subtype":
            if attribute.value not in {s.id for s in label.subtypes}:
                found.append(_bad_value(annotation, "subtype", attribute.value))
        else:
            rule = codebook.attribute(annotation.kind, annotation.label, attribute.name)
            if rule is None:
                found.append(problem("rule.unknown-attribute", id=annotation.id, name=attribute.name))
            elif not _VALUE_CHECKS[rule.type](rule, attribute.value):
                found.append(_bad_value(annotation, attribute.name, attribute.value))
            elif attribute.name in seen and not rule.many:
                found.append(problem("rule.one-value", id=annotation.id, name=attribute.name))
        seen.add(attribute.name)
    return found


def _bad_value(annotation: Annotation, name: str, value: str) -> Problem:
    return problem("rule.bad-value", id=annotation.id, name=name, value=value)


def check_crossing(annotation: Annotation, others: Iterable[Annotation]) -> list[Problem]:
    """Same-label entities nest and never cross; an exact duplicate (spans, kind, label) is refused for all kinds."""
    found: list[Problem] = []
    for other in others:
        if other.id == annotation.id or (other.kind, other.label) != (annotation.kind, annotation.label):
            continue
        if other.spans == annotation.spans and annotation.kind != "cue":
            found.append(problem("rule.duplicate", label=annotation.label, other=other.id))
        elif annotation.kind == "entity" and any(a.crosses(b) for a in annotation.spans for b in other.spans):
            found.append(problem("rule.crossing", label=annotation.label, other=other.id))
    return found


def check_relation(relation: Relation, layer: Mapping[str, Annotation], codebook: Codebook) -> list[Problem]:
    """Source and target exist, the role is known for the source, and the filler is one that the role takes."""
    source = layer.get(relation.source)
    if source is None:
        return [problem("rule.no-source", id=relation.id, source=relation.source)]
    rule = codebook.role(source.kind, relation.role)
    if rule is None or (rule.labels and source.label not in rule.labels):
        return [problem("rule.unknown-role", id=relation.source, role=relation.role)]
    target = relation.target
    if target.empty:
        if relation.status == "explicit":
            return [problem("rule.empty-explicit", id=relation.source, role=relation.role)]
        filler = "status"
    elif target.annotation is not None:
        filled = layer.get(target.annotation)
        if filled is None:
            return [problem("rule.no-target", id=relation.source, role=relation.role, target=target.annotation)]
        if filled.id == source.id:
            return [problem("rule.own-filler", id=relation.source, role=relation.role)]
        filler = filled.kind
    else:
        filler = "span" if target.spans else "registry"
    if filler not in rule.fillers:
        return [problem("rule.bad-filler", id=relation.source, role=relation.role, filler=filler)]
    return []


def check_layer(layer: Layer, text_length: int, codebook: Codebook) -> list[Problem]:
    """Every rule over a whole layer, cardinality of roles and lone cues included."""
    by_id = {a.id: a for a in layer.annotations}
    found: list[Problem] = []
    same: dict[tuple[str, str], list[Annotation]] = {}
    for annotation in layer.annotations:
        found += check_text(annotation, text_length)
        found += check_annotation(annotation, codebook)
        peers = same.setdefault((annotation.kind, annotation.label), [])
        found += check_crossing(annotation, peers)
        peers.append(annotation)
    fillers: dict[tuple[str, str], int] = {}
    for relation in layer.relations:
        found += check_relation(relation, by_id, codebook)
        fillers[relation.source, relation.role] = fillers.get((relation.source, relation.role), 0) + 1
    for (source_id, role), count in fillers.items():
        source = by_id.get(source_id)
        rule = codebook.role(source.kind, role) if source else None
        if rule and rule.most is not None and count > rule.most:
            found.append(problem("rule.too-many", id=source_id, role=role, most=rule.most))
    owned = {r.target.annotation for r in layer.relations if r.role == "cue"}
    found += [problem("rule.lone-cue", id=a.id) for a in layer.annotations if a.kind == "cue" and a.id not in owned]
    return found


def unfilled_roles(annotation: Annotation, relations: Iterable[Relation], codebook: Codebook) -> list[str]:
    """Names of roles that the codebook requires of ``annotation`` and nothing fills yet (a stated status fills)."""
    filled = {r.role for r in relations if r.source == annotation.id}
    rules = codebook.roles_of(annotation.kind, annotation.label)
    return [rule.name for rule in rules if rule.least and rule.name not in filled]
