"""A codebook while it is being changed: every change gives a new draft, with the rules that old work needs."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from annotator.model.annotation import Kind
from annotator.model.codebook import AttributeRule, Codebook, Label, RoleRule, Subtype, Words
from annotator.model.lift import SUBTYPE, unsettled
from annotator.model.problems import Problem, problem, refuse
from annotator.model.revision import Move, Require, Revision, Rule, Share, Split

FIXED_ROLES = frozenset({"cue", "speaker", "addressee", "medium", "continues", "nested_in"})
"""Parts of a quote that records name by fields of their own: they keep their names."""

DIGITS = "1234567890"

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")

T = TypeVar("T")


class CodebookDraft(msgspec.Struct, frozen=True):
    """What the codebook was, what it would be now, and by which rules older work is read then.

    ``adopted`` is a newer version as it came from elsewhere, with its own number and rules.
    """

    before: Codebook
    now: Codebook
    rules: tuple[Rule, ...] = ()
    adopted: bool = False

    @classmethod
    def of(cls, codebook: Codebook) -> "CodebookDraft":
        """A draft in which nothing is changed yet."""
        return cls(codebook, codebook)

    @property
    def changed(self) -> bool:
        """Whether it says anything new."""
        return self.now != self.before or bool(self.rules)

    def finished(self, is_taken: Callable[[str], bool]) -> Codebook:
        """The new version with its revision; ``is_taken`` says which version numbers have been given before."""
        if self.adopted:
            return self.now
        version = next_version(self.before.version)
        while is_taken(version):
            version = next_version(version)
        rules = (*self.rules, *self._required())
        revision = Revision(self.before.version, version, rules)
        return msgspec.structs.replace(self.now, version=version, history=(*self.before.history, revision))

    # --- labels

    def change_label(self, kind: Kind, name: str, /, **fields: object) -> "CodebookDraft":
        """Other words, key, colours, examples or mapping of a label."""
        label = msgspec.structs.replace(self._label(kind, name), **fields)
        return self._labels(label if (one.kind, one.id) == (kind, name) else one for one in self.now.labels)

    def add_label(self, label: Label) -> "CodebookDraft":
        """A new label behind those of its kind."""
        self._check_new(label.kind, label.id)
        return self._labels((*self.now.labels, label))

    def rename_label(self, kind: Kind, name: str, new: str) -> "CodebookDraft":
        """Another id for a label."""
        self._check_new(kind, new)
        renamed = msgspec.structs.replace(self._label(kind, name), id=new)
        draft = self._labels(renamed if (one.kind, one.id) == (kind, name) else one for one in self.now.labels)
        return draft.rescoped(kind, name, (new,)).with_rule(Move("label", name, new, (kind,)))

    def merge_label(self, kind: Kind, name: str, into: str) -> "CodebookDraft":
        """Let everything labelled ``name`` be ``into``, which takes over the subtypes that it lacks."""
        gone, target = self._label(kind, name), self._label(kind, into)
        if name == into:
            raise refuse("codebook.merge-self", label=name)
        known = {subtype.id for subtype in target.subtypes}
        subtypes = (*target.subtypes, *(one for one in gone.subtypes if one.id not in known))
        draft = self.change_label(kind, into, subtypes=subtypes).without_label(kind, name)
        return draft.rescoped(kind, name, (into,)).with_rule(Move("label", name, into, (kind,)))

    def map_label(self, kind: Kind, name: str, into: str) -> "CodebookDraft":
        """Let everything labelled ``name``, which the codebook does not know, be ``into``."""
        self._label(kind, into)
        if self.now.label(kind, name) is not None:
            raise refuse("codebook.id-taken", name=name)
        return self.with_rule(Move("label", name, into, (kind,)))

    def drop_label(self, kind: Kind, name: str) -> "CodebookDraft":
        """Take a label out with all that bears it; what such an annotation filled keeps its letters."""
        self._label(kind, name)
        return self.without_label(kind, name).rescoped(kind, name, ()).with_rule(Move("label", name, None, (kind,)))

    def split_label(self, kind: Kind, name: str, shares: tuple[Share, ...], *, rest: Label) -> "CodebookDraft":
        """Let a label give way to several. Labels of ``shares`` that are not there yet are made in its likeness."""
        old = self._label(kind, name)
        self._check_new(kind, rest.id)
        made = [rest]
        for share in shares:
            if self.now.label(kind, share.label) is None and share.label != rest.id:
                self._check_new(kind, share.label)
                made.append(msgspec.structs.replace(old, id=share.label, key=None))
        labels: list[Label] = []
        for one in self.now.labels:
            labels += made if one is old else [one]
        names = tuple(dict.fromkeys((rest.id, *(share.label for share in shares))))
        return self._labels(labels).rescoped(kind, name, names).with_rule(Split(kind, name, shares, rest.id))

    # --- subtypes

    def add_subtype(self, kind: Kind, label: str, subtype: Subtype) -> "CodebookDraft":
        """A new subtype behind the others."""
        known = self._label(kind, label).subtypes
        self._check_name(subtype.id, [one.id for one in known])
        return self.change_label(kind, label, subtypes=(*known, subtype))

    def change_subtype(self, kind: Kind, label: str, name: str, /, **fields: object) -> "CodebookDraft":
        """Other words for a subtype."""
        known = self._label(kind, label).subtypes
        changed = tuple(msgspec.structs.replace(one, **fields) if one.id == name else one for one in known)
        return self.change_label(kind, label, subtypes=changed)

    def rename_subtype(self, kind: Kind, label: str, name: str, new: str) -> "CodebookDraft":
        """Another id for a subtype."""
        self._check_name(new, [one.id for one in self._label(kind, label).subtypes])
        draft = self.change_subtype(kind, label, name, id=new)
        return draft.with_rule(Move("subtype", name, new, (kind,), (label,)))

    def drop_subtype(self, kind: Kind, label: str, name: str, *, to: str | None = None) -> "CodebookDraft":
        """Let what has this subtype have ``to``, or none."""
        kept = tuple(one for one in self._label(kind, label).subtypes if one.id != name)
        draft = self.change_label(kind, label, subtypes=kept)
        return draft.with_rule(Move("subtype", name, to, (kind,), (label,)))

    # --- attributes and roles, by their place in the codebook

    def add_attribute(self, rule: AttributeRule) -> "CodebookDraft":
        """A new attribute."""
        self._check_name(rule.name, [SUBTYPE])
        return self._now(attributes=(*self.now.attributes, rule))

    def change_attribute(self, place: int, /, **fields: object) -> "CodebookDraft":
        """Other words, kinds, labels or type; more values."""
        return self._now(attributes=_put(self.now.attributes, place, **fields))

    def rename_attribute(self, place: int, new: str) -> "CodebookDraft":
        """Another name for an attribute."""
        rule = self.now.attributes[place]
        others = [one.name for one in self.now.attributes if set(one.kinds) & set(rule.kinds) and _overlap(one, rule)]
        self._check_name(new, [SUBTYPE, *others])
        moved = Move("attribute", rule.name, new, rule.kinds, rule.labels)
        return self.change_attribute(place, name=new).with_rule(moved)

    def drop_attribute(self, place: int) -> "CodebookDraft":
        """Take an attribute out, with what it says of annotations."""
        rule = self.now.attributes[place]
        kept = (*self.now.attributes[:place], *self.now.attributes[place + 1 :])
        return self._now(attributes=kept).with_rule(Move("attribute", rule.name, None, rule.kinds, rule.labels))

    def add_value(self, place: int, value: str, title: Words) -> "CodebookDraft":
        """One more value of a choice."""
        rule = self.now.attributes[place]
        self._check_name(value, rule.values)
        titles = rule.value_titles or tuple(Words(one, one) for one in rule.values)
        return self.change_attribute(place, values=(*rule.values, value), value_titles=(*titles, title))

    def rename_value(self, place: int, value: str, new: str) -> "CodebookDraft":
        """Another id for a value of a choice."""
        rule = self.now.attributes[place]
        self._check_name(new, rule.values)
        values = tuple(new if one == value else one for one in rule.values)
        moved = Move("value", value, new, rule.kinds, rule.labels, rule.name)
        return self.change_attribute(place, values=values).with_rule(moved)

    def drop_value(self, place: int, value: str, *, to: str | None = None) -> "CodebookDraft":
        """Let what has this value have ``to``, or none."""
        rule = self.now.attributes[place]
        kept = [n for n, one in enumerate(rule.values) if one != value]
        fields: dict[str, object] = {"values": tuple(rule.values[n] for n in kept)}
        if rule.value_titles:
            fields["value_titles"] = tuple(rule.value_titles[n] for n in kept)
        moved = Move("value", value, to, rule.kinds, rule.labels, rule.name)
        return self.change_attribute(place, **fields).with_rule(moved)

    def add_role(self, rule: RoleRule) -> "CodebookDraft":
        """A new role."""
        self._check_name(rule.name, [one.name for one in self.now.roles if set(one.kinds) & set(rule.kinds)])
        return self._now(roles=(*self.now.roles, rule))

    def change_role(self, place: int, /, **fields: object) -> "CodebookDraft":
        """Other words, fillers, labels or numbers of a role; ``least=1`` requires it from now on."""
        return self._now(roles=_put(self.now.roles, place, **fields))

    def rename_role(self, place: int, new: str) -> "CodebookDraft":
        """Another name for a role."""
        rule = self._free_role(place)
        self._check_name(new, [one.name for one in self.now.roles if set(one.kinds) & set(rule.kinds)])
        return self.change_role(place, name=new).with_rule(Move("role", rule.name, new, rule.kinds, rule.labels))

    def drop_role(self, place: int) -> "CodebookDraft":
        """Take a role out, with its fillings; the annotations that filled it stay."""
        rule = self._free_role(place)
        kept = (*self.now.roles[:place], *self.now.roles[place + 1 :])
        return self._now(roles=kept).with_rule(Move("role", rule.name, None, rule.kinds, rule.labels))

    # --- what is wrong with it

    def problems(self) -> list[Problem]:
        """What keeps the draft from being a codebook."""
        return [*_label_problems(self.now), *_rule_problems(self.now), *self._given_up()]

    def _given_up(self) -> list[Problem]:
        finished = self.finished(lambda _version: False)
        return [problem("codebook.given-up", what=what, name=name) for what, _kind, name in unsettled(finished)]

    def _required(self) -> Iterable[Require]:
        for rule in self.now.roles:
            for kind in rule.kinds:
                known = self.before.role(kind, rule.name)
                if rule.least and (known is None or not known.least):
                    yield Require(rule.name, (kind,), rule.labels)

    def _label(self, kind: Kind, name: str) -> Label:
        found = self.now.label(kind, name)
        if found is None:
            raise refuse("codebook.no-label", label=name)
        return found

    def _free_role(self, place: int) -> RoleRule:
        rule = self.now.roles[place]
        if rule.name in FIXED_ROLES and "quote" in rule.kinds:
            raise refuse("codebook.fixed-role", role=rule.name)
        return rule

    def _check_new(self, kind: Kind, name: str) -> None:
        self._check_name(name, [one.id for one in self.now.labels_of(kind)])

    def _check_name(self, name: str, taken: Iterable[str]) -> None:
        if not _ID.fullmatch(name):
            raise refuse("codebook.bad-id", name=name)
        if name in taken:
            raise refuse("codebook.id-taken", name=name)

    def _now(self, **fields: object) -> "CodebookDraft":
        return msgspec.structs.replace(self, now=msgspec.structs.replace(self.now, **fields), adopted=False)

    def _labels(self, labels: Iterable[Label]) -> "CodebookDraft":
        return self._now(labels=tuple(labels))

    def without_label(self, kind: Kind, name: str) -> "CodebookDraft":
        """The draft lacking a label; the rule for what bears it is the caller's."""
        return self._labels(one for one in self.now.labels if (one.kind, one.id) != (kind, name))

    def with_rule(self, rule: Rule) -> "CodebookDraft":
        """The draft with one rule more behind the others."""
        return msgspec.structs.replace(self, rules=(*self.rules, rule))

    def rescoped(self, kind: Kind, name: str, names: tuple[str, ...]) -> "CodebookDraft":
        """Let attributes and roles of one label hold for ``names`` instead; one that held for it alone goes with it."""
        elsewhere = {one.kind for one in self.now.labels if one.id == name and one.kind != kind}
        attributes = [_rescoped(one, kind, name, names, elsewhere) for one in self.now.attributes]
        roles = [_rescoped(one, kind, name, names, elsewhere) for one in self.now.roles]
        return self._now(attributes=tuple(filter(None, attributes)), roles=tuple(filter(None, roles)))


def next_version(version: str) -> str:
    """The version with its last number one higher."""
    head, dot, last = version.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdigit() else f"{version}.1"


R = TypeVar("R", AttributeRule, RoleRule)


def _rescoped(rule: R, kind: str, name: str, names: tuple[str, ...], elsewhere: set[Kind]) -> R | None:
    if kind not in rule.kinds or name not in rule.labels:
        return rule
    # A label of another kind may bear the same name: the rule goes on holding for it.
    instead = (name, *names) if elsewhere & set(rule.kinds) else names
    labels: list[str] = []
    for label in rule.labels:
        labels += instead if label == name else (label,)
    return msgspec.structs.replace(rule, labels=tuple(dict.fromkeys(labels))) if labels else None


def _put(rules: tuple[T, ...], place: int, /, **fields: object) -> tuple[T, ...]:
    changed: T = msgspec.structs.replace(rules[place], **fields)  # type: ignore[type-var]
    return (*rules[:place], changed, *rules[place + 1 :])


def _overlap(one: AttributeRule, other: AttributeRule) -> bool:
    return not one.labels or not other.labels or bool(set(one.labels) & set(other.labels))


def _label_problems(codebook: Codebook) -> Iterable[Problem]:
    keys: dict[str, str] = {}
    for label in codebook.labels:
        if not label.name.ar.strip() or not label.name.en.strip():
            yield problem("codebook.nameless", name=label.id)
        if label.key is None:
            continue
        if label.key not in DIGITS or len(label.key) != 1:
            yield problem("codebook.key-no-digit", key=label.key, label=label.id)
        elif label.key in keys:
            yield problem("codebook.key-taken", key=label.key, label=label.id, other=keys[label.key])
        keys.setdefault(label.key, label.id)


def _rule_problems(codebook: Codebook) -> Iterable[Problem]:
    for attribute in codebook.attributes:
        if attribute.type == "choice" and not attribute.values:
            yield problem("codebook.no-values", name=attribute.name)
    for label in codebook.labels:
        symbols: dict[str, str] = {}
        for role in codebook.roles_of(label.kind, label.id):
            if role.symbol is not None and role.symbol in symbols:
                yield problem("codebook.key-taken", key=role.symbol, label=role.name, other=symbols[role.symbol])
                return
            symbols.setdefault(role.symbol or "", role.name)
    for role in codebook.roles:
        if not role.fillers:
            yield problem("codebook.no-fillers", role=role.name)
