"""What older codebooks said, read in the words of a newer one."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.codebook import Codebook, Colours, Label, RoleRule, Subtype, Words
from annotator.model.layer import Layer, LayerFacts, LayerKey
from annotator.model.lift import Lifter, lift, unsettled
from annotator.model.registry import Entry
from annotator.model.revision import Member, Move, Require, Revision, Rule, Share, Split
from annotator.model.span import Span

WORDS = Words(ar="كلمة", en="word")
KEY = LayerKey("d1", "own", "u1")


def label(name: str, kind: str = "entity", *subtypes: str) -> Label:
    made = tuple(Subtype(one, WORDS) for one in subtypes)
    return Label(name, kind, WORDS, WORDS, Colours("#000000", "#ffffff"), subtypes=made)  # type: ignore[arg-type]


def book(*labels: Label, rules: tuple[Rule, ...] = (), roles: tuple[RoleRule, ...] = ()) -> Codebook:
    return Codebook("news", "1.1", WORDS, labels, roles=roles, history=(Revision("1.0", "1.1", rules),))


def entity(name: str, word: str, start: int = 0, **attributes: str) -> Annotation:
    said = tuple(sorted(Attribute(key, value) for key, value in attributes.items()))
    return Annotation(name, "entity", word, (Span(start, start + 2),), said)


def labels_of(layer: Layer) -> dict[str, str]:
    return {one.id: one.label for one in layer.annotations}


def test_a_label_that_was_renamed_is_read_by_its_new_name() -> None:
    codebook = book(label("HUMAN"), label("ORG"), rules=(Move("label", "PER", "HUMAN", ("entity",)),))
    layer = Layer(KEY, (entity("a", "PER"), entity("b", "ORG", 4)))
    assert labels_of(lift(layer, codebook)) == {"a": "HUMAN", "b": "ORG"}


def test_a_kind_is_left_alone_by_rules_for_another() -> None:
    codebook = book(label("REST"), rules=(Move("label", "OTHER", "REST", ("entity",)),))
    event = Annotation("v", "event", "OTHER", (Span(0, 2),))
    assert lift(Layer(KEY, (event,)), codebook).annotations == (event,)


def test_a_split_follows_its_list_then_subtypes_then_the_rest() -> None:
    shares = (Share("ARMY", (Member(KEY, "a"),), ("MIL",)), Share("PRESS", (), ("MEDIA",)))
    codebook = book(label("ARMY"), label("PRESS"), label("BODY"), rules=(Split("entity", "ORG", shares, "BODY"),))
    named, army, press = (
        entity("a", "ORG"),
        entity("b", "ORG", 4, subtype="MIL"),
        entity("c", "ORG", 8, subtype="MEDIA"),
    )
    layer = Layer(KEY, (named, army, press, entity("d", "ORG", 12)))
    assert labels_of(lift(layer, codebook)) == {"a": "ARMY", "b": "ARMY", "c": "PRESS", "d": "BODY"}
    of_another = msgspec.structs.replace(layer, key=LayerKey("d1", "own", "u2"))
    assert labels_of(lift(of_another, codebook))["a"] == "BODY"


def test_what_a_dropped_label_filled_keeps_its_letters_and_its_links_go() -> None:
    role = RoleRule("actor", WORDS, ("event",), ("entity", "span", "status"))
    rules = (Move("label", "NUM", None, ("entity",)),)
    codebook = book(label("MEET", "event"), rules=rules, roles=(role,))
    event = Annotation("v", "event", "MEET", (Span(0, 2),))
    fills = Relation("r1", "v", "actor", Target(annotation="n"))
    plain = Relation("r2", "n", "same_as", Target(annotation="v"), link=True)
    lifted = lift(Layer(KEY, (event, entity("n", "NUM", 4)), (fills, plain)), codebook)
    assert lifted.annotations == (event,)
    assert lifted.relations == (msgspec.structs.replace(fills, target=Target(spans=(Span(4, 6),))),)


def test_with_a_dropped_quote_goes_its_cue() -> None:
    quote, cue = Annotation("q", "quote", "direct", (Span(4, 9),)), Annotation("c", "cue", "cue", (Span(0, 3),))
    codebook = book(label("cue", "cue"), rules=(Move("label", "direct", None, ("quote",)),))
    lifted = lift(Layer(KEY, (cue, quote), (Relation("r", "q", "cue", Target(annotation="c")),)), codebook)
    assert (lifted.annotations, lifted.relations) == ((), ())


def test_attributes_values_subtypes_and_roles_move() -> None:
    rules: tuple[Rule, ...] = (
        Move("attribute", "mention", "form", ("entity",)),
        Move("value", "NAM", "name", ("entity",), within="form"),
        Move("subtype", "MIL", "ARMY", ("entity",), ("ORG",)),
        Move("attribute", "metonymy", None, ("entity",)),
        Move("role", "boss", "leader", ("entity",)),
    )
    layer = Layer(
        KEY,
        (entity("a", "ORG", mention="NAM", subtype="MIL", metonymy="true"), entity("b", "GPE", 4, subtype="MIL")),
        (Relation("r", "a", "boss", Target(entry="n1")),),
    )
    lifted = lift(layer, book(rules=rules))
    assert lifted.annotations[0].attributes == (Attribute("form", "name"), Attribute("subtype", "ARMY"))
    assert lifted.annotations[1].attributes == (Attribute("subtype", "MIL"),)
    assert lifted.relations[0].role == "leader"


def test_revisions_act_one_after_the_other_and_a_way_back_is_sound() -> None:
    there = Revision("1.0", "1.1", (Move("label", "PER", "HUMAN", ("entity",)),))
    back = Revision("1.1", "1.2", (Move("label", "HUMAN", "PER", ("entity",)),))
    codebook = Codebook("news", "1.2", WORDS, (label("PER"),), history=(there, back))
    assert labels_of(lift(Layer(KEY, (entity("a", "HUMAN"), entity("b", "PER", 4))), codebook)) == {
        "a": "PER",
        "b": "PER",
    }
    assert unsettled(codebook) == []


def test_a_name_that_was_given_up_and_taken_again_is_told() -> None:
    rules = (Move("label", "PER", "HUMAN", ("entity",)), Move("subtype", "X", "Y", ("entity",), ("HUMAN",)))
    assert unsettled(book(label("PER"), label("HUMAN", "entity", "X"), rules=rules)) == [
        ("label", "entity", "PER"),
        ("subtype", "entity", "X"),
    ]


def test_a_layer_of_a_version_unknown_here_stays_as_it_came() -> None:
    codebook = book(label("HUMAN"), rules=(Move("label", "PER", "HUMAN", ("entity",)),))
    newer = LayerFacts(codebook_name="news", codebook_version="1.10")
    layer = Layer(KEY, (entity("a", "PER"),), facts=newer)
    assert Lifter(codebook).is_newer(newer)
    assert lift(layer, codebook) == layer


def test_a_lifted_layer_names_the_codebook_in_whose_words_it_is_read() -> None:
    codebook = book(label("HUMAN"), rules=(Move("label", "PER", "HUMAN", ("entity",)),))
    facts = LayerFacts(codebook_name="news", codebook_version="1.0", codebook_sha256="0" * 64)
    lifted = lift(Layer(KEY, (entity("a", "PER"),), facts=facts), codebook)
    assert (lifted.facts.codebook_version, lifted.facts.codebook_sha256) == ("1.1", codebook.sha256)
    foreign = LayerFacts(codebook_name="other", codebook_version="1.0")
    assert lift(Layer(KEY, (), facts=foreign), codebook).facts == foreign


def test_entries_follow_their_label_and_a_requirement_moves_nothing() -> None:
    lifter = Lifter(book(label("HUMAN"), rules=(Move("label", "PER", "HUMAN", ("entity",)),)))
    assert lifter.entry(Entry("n1", "entity", "PER", "بوتين")).label == "HUMAN"
    assert Lifter(book(rules=(Require("actor", ("event",)),))).idle


@given(st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=12), st.data())
def test_lifting_twice_is_lifting_once_in_any_sound_codebook(words: list[str], data: st.DataObject) -> None:
    live: list[str] = ["A", "B", "C", "D"]
    rules: list[Rule] = []
    for number in range(data.draw(st.integers(0, 4))):
        old = data.draw(st.sampled_from(live))
        others: list[str | None] = [None, f"N{number}", *(one for one in live if one != old)]
        new = data.draw(st.sampled_from(others))
        live = [one for one in live if one != old] + ([new] if new and new not in live else [])
        rules.append(Move("label", old, new, ("entity",)))
        if not live:
            break
    codebook = book(*map(label, live), rules=tuple(rules))
    layer = Layer(KEY, tuple(entity(f"e{n}", word, 3 * n) for n, word in enumerate(words)))
    once = lift(layer, codebook)
    assert unsettled(codebook) == []
    assert lift(once, codebook) == once
    assert all(codebook.label(one.kind, one.label) for one in once.annotations)
