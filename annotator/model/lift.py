"""Reading what was said under an older codebook in the words of the one in force; nothing stored is rewritten.

Rules are applied without asking under which version something was said. That is sound because no name that a rule
moves away from is ever taken up again (``unsettled`` tells): lifting what is up to date already changes nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer, LayerFacts, LayerKey, in_text_order
from annotator.model.registry import Entry
from annotator.model.revision import Move, Require, Split
from annotator.model.span import Span

SUBTYPE = "subtype"

_NOWHERE = LayerKey("", "own", "")


class Lifter:
    """Applies the rules of one codebook's history."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._rules = [
            rule for revision in codebook.history for rule in revision.rules if not isinstance(rule, Require)
        ]
        # A list may name thousands: it is looked up, not searched.
        self._members = {
            place: {(member.layer, member.id): share.label for share in rule.shares for member in share.members}
            for place, rule in enumerate(self._rules)
            if isinstance(rule, Split)
        }
        self.idle = not self._rules
        """Whether everything reads as it was said."""

    def layer(self, layer: Layer) -> Layer:
        """The layer in the words of the codebook; one that a version unknown here made stays as it came."""
        if self.idle or self.is_newer(layer.facts):
            return layer
        annotations = {one.id: one for one in layer.annotations}
        relations = {one.id: one for one in layer.relations}
        for place, rule in enumerate(self._rules):
            if isinstance(rule, Split):
                members = self._members[place]
                for name, one in _standing(annotations, rule.kind, rule.name):
                    label = members.get((layer.key, name)) or _share_of(rule, one)
                    annotations[name] = msgspec.structs.replace(one, label=label)
            elif isinstance(rule, Move):
                self._move(rule, annotations, relations)
        return msgspec.structs.replace(
            layer,
            annotations=in_text_order(annotations.values()),
            relations=tuple(relations.values()),
            facts=self._facts(layer.facts),
        )

    def entry(self, entry: Entry) -> Entry:
        """The registry entry with the label that its own has become; one that was taken out stays named."""
        label = self.label_of(entry.kind, entry.label)
        return entry if label in (entry.label, None) else msgspec.structs.replace(entry, label=label)

    def label_of(self, kind: str, label: str) -> str | None:
        """What a label has become as far as its name tells (of a split one the rest); ``None``: it is taken out."""
        now: str | None = label
        for rule in self._rules:
            if isinstance(rule, Split) and (rule.kind, rule.name) == (kind, now):
                now = rule.rest
            elif isinstance(rule, Move) and rule.what == "label" and kind in rule.kinds and rule.name == now:
                now = rule.to
            if now is None:
                return None
        return now

    @cached_property
    def taken_out(self) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
        """Labels, by kind, and roles under which something may have been said that is no longer read at all."""
        moves = [rule for rule in self._rules if isinstance(rule, Move) and rule.what in ("label", "role")]
        if all(rule.to is not None for rule in moves):
            return frozenset(), frozenset()
        labels = {(kind, rule.name) for rule in moves if rule.what == "label" for kind in rule.kinds}
        gone = {one for one in labels if self.label_of(*one) is None}
        split = {(rule.kind, rule.name) for rule in self._rules if isinstance(rule, Split)}
        return frozenset(gone | split), frozenset(rule.name for rule in moves if rule.what == "role")

    def is_newer(self, facts: LayerFacts) -> bool:
        """Whether a layer was made under a version of this codebook that is not known here yet."""
        named = facts.codebook_name == self._codebook.name and bool(facts.codebook_version)
        return named and facts.codebook_version not in self._versions and self._is_above(facts.codebook_version)

    @cached_property
    def _versions(self) -> frozenset[str]:
        return frozenset((self._codebook.version, *(revision.before for revision in self._codebook.history)))

    @cached_property
    def _outdated(self) -> frozenset[str]:
        """Versions behind which a rule that moves something lies."""
        found: set[str] = set()
        moved = False
        for revision in reversed(self._codebook.history):
            moved = moved or any(not isinstance(rule, Require) for rule in revision.rules)
            if moved:
                found.add(revision.before)
        return frozenset(found)

    def _is_above(self, version: str) -> bool:
        return _numbers(version) > _numbers(self._codebook.version)

    def _facts(self, facts: LayerFacts) -> LayerFacts:
        codebook = self._codebook
        if facts.codebook_name != codebook.name or facts.codebook_version not in self._outdated:
            return facts
        return msgspec.structs.replace(facts, codebook_version=codebook.version, codebook_sha256=codebook.sha256)

    # --- one rule

    def _move(self, rule: Move, annotations: dict[str, Annotation], relations: dict[str, Relation]) -> None:
        if rule.what == "role":
            _move_role(rule, annotations, relations)
        elif rule.what == "label":
            for name, one in [pair for kind in rule.kinds for pair in _standing(annotations, kind, rule.name)]:
                if rule.to is not None:
                    annotations[name] = msgspec.structs.replace(one, label=rule.to)
                else:
                    self._take_out(one, annotations, relations)
        else:
            for name, one in annotations.items():
                if _is_meant(rule, one) and any(_is_named(rule, a) for a in one.attributes):
                    annotations[name] = msgspec.structs.replace(one, attributes=_moved(rule, one.attributes))

    def _take_out(self, gone: Annotation, annotations: dict[str, Annotation], relations: dict[str, Relation]) -> None:
        """Without an annotation go what it links to and its cues; where it filled a role, its letters fill it."""
        annotations.pop(gone.id, None)
        for link in list(relations.values()):
            if link.source == gone.id:
                relations.pop(link.id, None)
                cue = annotations.get(link.target.annotation or "")
                if link.role == "cue" and cue is not None and cue.kind == "cue":
                    self._take_out(cue, annotations, relations)
            elif link.target.annotation == gone.id:
                source = annotations.get(link.source)
                left = self._without(link, source.kind, gone) if source is not None else None
                if left is None:
                    relations.pop(link.id, None)
                else:
                    relations[link.id] = left

    def _without(self, link: Relation, kind: str, gone: Annotation) -> Relation | None:
        role = self._codebook.role(kind, link.role)
        if role is None or link.link:
            return None
        if "span" in role.fillers:
            return msgspec.structs.replace(link, target=Target(spans=gone.spans))
        if "status" in role.fillers:
            status = "unknown" if link.status == "explicit" else link.status
            return msgspec.structs.replace(link, target=Target(), status=status)
        return None


def lift(layer: Layer, codebook: Codebook) -> Layer:
    """``layer``, said under any version of ``codebook`` up to this one, in the words of this one."""
    return Lifter(codebook).layer(layer)


def unsettled(codebook: Codebook) -> list[tuple[str, str, str]]:
    """Names of the codebook that its own rules move away from: ``(what, kind, name)``, none in a sound codebook."""
    lifter = Lifter(codebook)
    if lifter.idle:
        return []
    found = [("label", one.kind, one.id) for one in codebook.labels if lifter.label_of(one.kind, one.id) != one.id]
    for label in codebook.labels:
        if ("label", label.kind, label.id) in found:
            continue
        probe = Annotation("a", label.kind, label.id, (Span(0, 1),))
        said = [("subtype", SUBTYPE, subtype.id) for subtype in label.subtypes]
        for rule in codebook.attributes_of(label.kind, label.id):
            said += [("value", rule.name, value) for value in rule.values] or [("attribute", rule.name, "0")]
        for what, name, value in said:
            tried = msgspec.structs.replace(probe, attributes=(Attribute(name, value),))
            if lifter.layer(Layer(_NOWHERE, (tried,))).annotations != (tried,):
                found.append((what, label.kind, value if what == "subtype" else name))
        for role in codebook.roles:
            if label.kind in role.kinds and (not role.labels or label.id in role.labels):
                link = Relation("r", "a", role.name, Target(entry="e"))
                if lifter.layer(Layer(_NOWHERE, (probe,), (link,))).relations != (link,):
                    found.append(("role", label.kind, role.name))
    return list(dict.fromkeys(found))


def _standing(annotations: Mapping[str, Annotation], kind: str, label: str) -> list[tuple[str, Annotation]]:
    return [(name, one) for name, one in annotations.items() if one.kind == kind and one.label == label]


def _share_of(rule: Split, annotation: Annotation) -> str:
    subtypes = {one.value for one in annotation.attributes if one.name == SUBTYPE}
    return next((share.label for share in rule.shares if subtypes & set(share.subtypes)), rule.rest)


def _is_meant(rule: Move, annotation: Annotation) -> bool:
    return annotation.kind in rule.kinds and (not rule.labels or annotation.label in rule.labels)


def _is_named(rule: Move, attribute: Attribute) -> bool:
    if rule.what == "attribute":
        return attribute.name == rule.name
    return attribute.name == (SUBTYPE if rule.what == "subtype" else rule.within) and attribute.value == rule.name


def _moved(rule: Move, attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    found: set[Attribute] = set()
    for one in attributes:
        if not _is_named(rule, one):
            found.add(one)
        elif rule.to is not None:
            found.add(Attribute(rule.to, one.value) if rule.what == "attribute" else Attribute(one.name, rule.to))
    return tuple(sorted(found))


def _move_role(rule: Move, annotations: Mapping[str, Annotation], relations: dict[str, Relation]) -> None:
    for link in list(relations.values()):
        source = annotations.get(link.source)
        if link.role != rule.name or source is None or not _is_meant(rule, source):
            continue
        if rule.to is None:
            del relations[link.id]
        else:
            relations[link.id] = msgspec.structs.replace(link, role=rule.to)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
