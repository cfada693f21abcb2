"""Drafts of the codebook: what each change gives, by which rules, and what is refused."""

from collections.abc import Callable

import msgspec
import pytest

from annotator.model.codebook import AttributeRule, Codebook, Label, RoleRule, Subtype, Words
from annotator.model.problems import KnownError
from annotator.model.revision import Move, Require, Share, Split
from annotator.work.codebook_draft import CodebookDraft, next_version
from annotator.work.codebooks import default_codebook

WORDS = Words(ar="كلمة", en="word")


@pytest.fixture
def draft() -> CodebookDraft:
    return CodebookDraft.of(default_codebook())


def never(_version: str) -> bool:
    return False


def place_of(codebook: Codebook, name: str, kind: str) -> int:
    rules: tuple[AttributeRule | RoleRule, ...] = (*codebook.attributes, *codebook.roles)
    found = next(n for n, one in enumerate(rules) if one.name == name and kind in one.kinds)
    return found if found < len(codebook.attributes) else found - len(codebook.attributes)


def test_a_fresh_draft_says_nothing_new(draft: CodebookDraft) -> None:
    assert not draft.changed
    assert draft.problems() == []


def test_words_keys_and_colours_need_no_rule(draft: CodebookDraft) -> None:
    changed = draft.change_label("entity", "PER", name=WORDS)
    finished = changed.finished(never)
    assert changed.rules == ()
    assert changed.changed
    assert (finished.version, finished.history[0].before, finished.history[0].version) == ("1.1", "1.0", "1.1")


def test_a_renamed_label_takes_its_attributes_along(draft: CodebookDraft) -> None:
    changed = draft.rename_label("entity", "DATE", "WHEN")
    assert changed.rules == (Move("label", "DATE", "WHEN", ("entity",)),)
    assert changed.now.attribute("entity", "WHEN", "value_as_written") is not None
    assert changed.problems() == []


def test_a_merged_label_leaves_its_subtypes_and_attributes_to_the_other(draft: CodebookDraft) -> None:
    changed = draft.merge_label("entity", "DATE", "NUM")
    target = changed.now.label("entity", "NUM")
    assert target is not None
    assert {"DATE", "TIME", "CARDINAL"} <= {one.id for one in target.subtypes}
    assert changed.now.label("entity", "DATE") is None
    assert changed.now.attribute("entity", "NUM", "value_as_written") is not None


def test_a_dropped_label_takes_what_holds_for_it_alone(draft: CodebookDraft) -> None:
    changed = draft.drop_label("entity", "NUM")
    assert "unit" not in {one.name for one in changed.now.attributes}
    assert changed.rules == (Move("label", "NUM", None, ("entity",)),)


def test_a_name_shared_with_another_kind_stays_there(draft: CodebookDraft) -> None:
    rule = AttributeRule("weight", WORDS, "number", ("entity", "event"), ("OTHER",))
    changed = draft.add_attribute(rule).rename_label("entity", "OTHER", "REST")
    assert changed.now.attributes[-1].labels == ("OTHER", "REST")


def test_a_split_gives_up_the_old_name_and_scopes_follow(draft: CodebookDraft) -> None:
    num = draft.now.label("entity", "NUM")
    assert num is not None
    rest = msgspec.structs.replace(num, id="COUNT")
    shares = (Share("MONEY", (), ("MONEY",)),)
    changed = draft.split_label("entity", "NUM", shares, rest=rest)
    assert changed.rules == (Split("entity", "NUM", shares, "COUNT"),)
    assert changed.now.label("entity", "NUM") is None
    money = changed.now.label("entity", "MONEY")
    assert money is not None
    assert money.key is None
    assert changed.now.attribute("entity", "MONEY", "unit") == changed.now.attribute("entity", "COUNT", "unit")
    assert changed.problems() == []


def test_a_role_that_becomes_required_is_told(draft: CodebookDraft) -> None:
    place = place_of(draft.now, "place", "event")
    finished = draft.change_role(place, least=1).finished(never)
    assert finished.history[-1].rules == (Require("place", ("event",)),)


def test_subtypes_values_attributes_and_roles_have_their_rules(draft: CodebookDraft) -> None:
    mention, actor = place_of(draft.now, "mention", "entity"), place_of(draft.now, "actor", "event")
    changed = (
        draft.rename_subtype("entity", "ORG", "MIL", "ARMY")
        .drop_subtype("entity", "ORG", "COM", to="MEDIA")
        .rename_value(mention, "NAM", "name")
        .drop_value(mention, "PRO", to="NOM")
        .rename_attribute(mention, "form")
        .rename_role(actor, "agent")
        .add_subtype("entity", "PER", Subtype("KING", WORDS))
    )
    assert [rule.what for rule in changed.rules if isinstance(rule, Move)] == [
        "subtype",
        "subtype",
        "value",
        "value",
        "attribute",
        "role",
    ]
    rule = changed.now.attributes[mention]
    assert (rule.name, rule.values, len(rule.value_titles)) == ("form", ("name", "NOM"), 2)
    assert changed.problems() == []


def test_what_cannot_be_is_refused_with_its_reason(draft: CodebookDraft) -> None:
    speaker = place_of(draft.now, "speaker", "quote")
    refused: tuple[tuple[Callable[[], CodebookDraft], str], ...] = (
        (lambda: draft.rename_label("entity", "PER", "ORG"), "codebook.id-taken"),
        (lambda: draft.rename_label("entity", "PER", "two words"), "codebook.bad-id"),
        (lambda: draft.merge_label("entity", "PER", "PER"), "codebook.merge-self"),
        (lambda: draft.drop_label("entity", "NONE"), "codebook.no-label"),
        (lambda: draft.rename_role(speaker, "voice"), "codebook.fixed-role"),
        (lambda: draft.drop_role(speaker), "codebook.fixed-role"),
    )
    for change, key in refused:
        with pytest.raises(KnownError) as caught:
            change()
        assert caught.value.problem.key == key


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"key": "2"}, "codebook.key-taken"),
        ({"key": "Q"}, "codebook.key-no-digit"),
        ({"name": Words(ar="", en="Person")}, "codebook.nameless"),
    ],
)
def test_problems_of_a_label_are_named(draft: CodebookDraft, fields: dict[str, object], key: str) -> None:
    assert [one.key for one in draft.change_label("entity", "PER", **fields).problems()] == [key]


def test_a_name_once_given_up_is_never_taken_again(draft: CodebookDraft) -> None:
    merged = draft.merge_label("entity", "FAC", "LOC")
    fac = draft.now.label("entity", "FAC")
    assert isinstance(fac, Label)
    again = CodebookDraft.of(merged.finished(never)).add_label(fac)
    assert [one.key for one in again.problems()] == ["codebook.given-up"]


def test_a_choice_needs_values_and_a_role_fillers(draft: CodebookDraft) -> None:
    changed = draft.add_attribute(AttributeRule("mood", WORDS, "choice", ("quote",)))
    changed = changed.add_role(RoleRule("witness", WORDS, ("event",), ()))
    assert [one.key for one in changed.problems()] == ["codebook.no-values", "codebook.no-fillers"]


def test_versions_count_up_and_skip_what_was_given() -> None:
    assert [next_version(one) for one in ("1.0", "1.9", "2", "draft")] == ["1.1", "1.10", "3", "draft.1"]
    taken = {"1.1", "1.2"}
    assert CodebookDraft.of(default_codebook()).finished(lambda version: version in taken).version == "1.3"
