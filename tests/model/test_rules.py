"""Every rule of the codebook names itself when it is broken."""

import msgspec
import pytest

from annotator.model.annotation import Annotation, Attribute, Relation, Target, with_attribute
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer, LayerKey
from annotator.model.rules import check_annotation, check_crossing, check_layer, check_relation, unfilled_roles
from annotator.model.span import Span
from annotator.work.codebooks import default_codebook

PER = Annotation("e1", "entity", "PER", (Span(10, 20),))
QUOTE = Annotation("q1", "quote", "direct", (Span(30, 60),))
CUE = Annotation("q1.cue", "cue", "cue", (Span(25, 29),))
EVENT = Annotation("v1", "event", "CONSULT", (Span(70, 75),))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return default_codebook()


def _with(annotation: Annotation, *attributes: tuple[str, str]) -> Annotation:
    return msgspec.structs.replace(annotation, attributes=tuple(Attribute(n, v) for n, v in attributes))


DATE = Annotation("e2", "entity", "DATE", (Span(0, 4),))


@pytest.mark.parametrize(
    ("annotation", "broken"),
    [
        (PER, []),
        (msgspec.structs.replace(PER, label="VEH"), ["rule.unknown-label"]),
        (_with(PER, ("subtype", "CITY")), ["rule.bad-value"]),
        (_with(PER, ("mention", "NAM")), []),
        (_with(PER, ("mention", "NAME")), ["rule.bad-value"]),
        (_with(PER, ("mention", "NAM"), ("mention", "NOM")), ["rule.one-value"]),
        (_with(PER, ("colour", "red")), ["rule.unknown-attribute"]),
        (_with(PER, ("certainty", "unsure")), []),
        (_with(PER, ("metonymy", "yes")), ["rule.bad-value"]),
        (_with(DATE, ("value", "2024-07-04")), []),
        (_with(DATE, ("value", "2024-03~")), []),
        (_with(DATE, ("value", "2024-03/2024-05")), []),
        (_with(DATE, ("value", "P3Y")), []),
        (_with(DATE, ("value", "4 يوليو")), ["rule.bad-value"]),
    ],
)
def test_labels_and_attributes(annotation: Annotation, broken: list[str], codebook: Codebook) -> None:
    assert [p.key for p in check_annotation(annotation, codebook)] == broken


def test_same_label_nests_and_never_crosses() -> None:
    nested = msgspec.structs.replace(PER, id="e3", spans=(Span(12, 15),))
    crossing = msgspec.structs.replace(PER, id="e4", spans=(Span(15, 25),))
    twin = msgspec.structs.replace(PER, id="e5")
    assert check_crossing(nested, [PER]) == []
    assert [p.key for p in check_crossing(crossing, [PER])] == ["rule.crossing"]
    assert [p.key for p in check_crossing(twin, [PER])] == ["rule.duplicate"]
    assert check_crossing(msgspec.structs.replace(crossing, label="ORG"), [PER]) == []


@pytest.mark.parametrize(
    ("relation", "broken"),
    [
        (Relation("r1", "q1", "speaker", Target(annotation="e1")), []),
        (Relation("r1", "q1", "speaker", Target(), status="anonymous"), []),
        (Relation("r1", "q1", "speaker", Target()), ["rule.empty-explicit"]),
        (Relation("r1", "q1", "speaker", Target(annotation="v1")), ["rule.bad-filler"]),
        (Relation("r1", "q1", "speaker", Target(annotation="e9")), ["rule.no-target"]),
        (Relation("r1", "q9", "speaker", Target(annotation="e1")), ["rule.no-source"]),
        (Relation("r1", "q1", "actor", Target(annotation="e1")), ["rule.unknown-role"]),
        (Relation("r1", "v1", "actor", Target(annotation="v1")), ["rule.own-filler"]),
        (Relation("r1", "v1", "place", Target(spans=(Span(1, 3),))), []),
        (Relation("r1", "v1", "topic", Target(annotation="q1")), []),
        (Relation("r1", "v1", "actor", Target(entry="per.putin")), []),
    ],
)
def test_roles_take_their_fillers(relation: Relation, broken: list[str], codebook: Codebook) -> None:
    layer = {a.id: a for a in (PER, QUOTE, CUE, EVENT)}
    assert [p.key for p in check_relation(relation, layer, codebook)] == broken


def test_a_layer_is_checked_whole(codebook: Codebook) -> None:
    key = LayerKey("doc", "own", "p1")
    cue = Relation("r1", "q1", "cue", Target(annotation="q1.cue"))
    sound = Layer(key, (PER, CUE, QUOTE, EVENT), (cue,))
    assert check_layer(sound, 100, codebook) == []
    assert [p.key for p in check_layer(sound, 70, codebook)] == ["rule.span-outside"]
    assert [p.key for p in check_layer(msgspec.structs.replace(sound, relations=()), 100, codebook)] == [
        "rule.lone-cue"
    ]
    second = msgspec.structs.replace(CUE, id="c2", spans=(Span(1, 3),))
    two = msgspec.structs.replace(
        sound,
        annotations=(*sound.annotations, second),
        relations=(cue, Relation("r2", "q1", "cue", Target(annotation="c2"))),
    )
    assert [p.key for p in check_layer(two, 100, codebook)] == ["rule.too-many"]


def test_a_quote_wants_a_speaker_and_a_status_is_one(codebook: Codebook) -> None:
    assert unfilled_roles(QUOTE, (), codebook) == ["speaker"]
    assert unfilled_roles(QUOTE, (Relation("r", "q1", "speaker", status="unknown"),), codebook) == []


def test_attributes_keep_one_order() -> None:
    made = with_attribute(with_attribute((), "value", "b", "a", "a"), "mention", "NAM")
    assert made == (Attribute("mention", "NAM"), Attribute("value", "a"), Attribute("value", "b"))
    assert with_attribute(made, "value") == (Attribute("mention", "NAM"),)
