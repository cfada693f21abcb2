"""What a draft of the codebook says otherwise, line by line, and what that touches, in words."""

from collections.abc import Iterator

from annotator.language import Language
from annotator.model.codebook import AttributeRule, Codebook, Label, RoleRule
from annotator.model.revision import Move, Require, Rule, Split
from annotator.work.codebook_changes import EFFECTS, Impact
from annotator.work.codebook_draft import CodebookDraft


def told_changes(draft: CodebookDraft, language: Language) -> Iterator[str]:
    """The rules of a draft, then what is new, gone or worded otherwise without a rule."""
    for rule in draft.rules:
        yield told_rule(rule, language)
    if draft.adopted:
        for revision in draft.now.history[len(draft.before.history) :]:
            for rule in revision.rules:
                yield told_rule(rule, language)
    yield from _other_words(draft, language)


def told_rule(rule: Rule, language: Language) -> str:
    """One rule as a sentence."""
    say = language.say
    if isinstance(rule, Require):
        return say("codebook.rule.require", role=rule.role)
    if isinstance(rule, Split):
        names = say("codebook.comma").join((*(share.label for share in rule.shares), rule.rest))
        return say("codebook.rule.split", name=rule.name, names=names)
    what = say(f"codebook.what.{rule.what}")
    if rule.to is None:
        return say("codebook.rule.drop", what=what, name=rule.name)
    return say("codebook.rule.move", what=what, name=rule.name, to=rule.to)


def told_impact(impact: Impact, language: Language) -> Iterator[str]:
    """What is touched, by effect and label, with counts."""
    say = language.say
    if not impact.touched:
        yield say("codebook.impact.none")
        return
    yield say(
        "codebook.impact.where",
        layers=say("codebook.n.layers", n=len(impact.layers)),
        articles=say("articles.count", n=len(impact.documents)),
        people=say("codebook.n.people", n=len(impact.people)),
    )
    for effect in EFFECTS:
        found = impact.of(effect)
        if found:
            yield say(f"codebook.effect.{effect}", n=len(found))
    if impact.entries:
        yield say("codebook.impact.entries", n=impact.entries)


def _other_words(draft: CodebookDraft, language: Language) -> Iterator[str]:
    moved = {(rule.what, rule.name): rule.to for rule in draft.rules if isinstance(rule, Move)}
    made = {rule.to for rule in draft.rules if isinstance(rule, Move)}
    split = {rule.name for rule in draft.rules if isinstance(rule, Split)}
    made |= {
        name for rule in draft.rules if isinstance(rule, Split) for name in (rule.rest, *(s.label for s in rule.shares))
    }
    before, now = _named(draft.before), _named(draft.now)
    for path, one in now.items():
        what, _kind, name = path
        old = before.get(path)
        if old is None and name not in made:
            yield language.say("codebook.diff.new", what=language.say(f"codebook.what.{what}"), name=name)
        elif old is not None and old != one:
            yield language.say("codebook.diff.changed", name=name, fields=_fields(old, one, language))
    for what, _kind, name in before.keys() - now.keys():
        if (what, name) not in moved and name not in split:
            yield language.say("codebook.diff.gone", what=language.say(f"codebook.what.{what}"), name=name)


def _named(codebook: Codebook) -> dict[tuple[str, str, str], Label | AttributeRule | RoleRule]:
    found: dict[tuple[str, str, str], Label | AttributeRule | RoleRule] = {
        ("label", one.kind, one.id): one for one in codebook.labels
    }
    for rule in codebook.attributes:
        found["attribute", f"{rule.kinds} {rule.type}", rule.name] = rule
    found.update({("role", str(rule.kinds), rule.name): rule for rule in codebook.roles})
    return found


def _fields(old: object, new: object, language: Language) -> str:
    fields: tuple[str, ...] = type(new).__struct_fields__  # type: ignore[attr-defined]
    changed = [field for field in fields if getattr(old, field, None) != getattr(new, field, None)]
    return language.say("codebook.comma").join(language.say(f"codebook.field.{field}") for field in changed)
