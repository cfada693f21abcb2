"""A layer as a gold record and back: nothing lost, the same bytes, and the published schema agrees."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from annotator import assets
from annotator.formats.base import IncomingDocument, IncomingLayer, Outgoing
from annotator.formats.jsonl import JsonlWriter, read_line
from annotator.formats.lines import Line
from annotator.formats.records import hash_of, line_of, losses, record_of
from annotator.formats.shape import Record
from annotator.model.annotation import Annotation, Provenance, Relation, Target
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from tests.formats.strategies import CODEBOOK, outgoing

SCHEMA = json.loads(assets.path("schema", "gold-record-1.0.schema.json").read_text(encoding="utf-8"))


def taken(line: bytes) -> tuple[IncomingDocument, IncomingLayer]:
    document, layer = read_line(Line(1, line), "x.jsonl")
    assert isinstance(document, IncomingDocument)
    assert isinstance(layer, IncomingLayer)
    return document, layer


def simple(*annotations: Annotation, relations: tuple[Relation, ...] = (), text: str = "قال بوتين إن") -> Outgoing:
    document = Document("d", hashlib.sha256(text.encode()).hexdigest(), len(text))
    return Outgoing(document, text, Layer(LayerKey("d", "own", "a"), annotations, relations), CODEBOOK)


@given(outgoing())
@settings(max_examples=40, deadline=None)
def test_a_layer_survives_its_record(item: Outgoing) -> None:
    line = line_of(item)
    document, layer = taken(line)
    assert document.document == item.document
    assert document.text == item.text
    assert layer.layer == item.layer
    assert layer.comments == item.comments
    assert layer.hash == hash_of(item)
    again = Outgoing(document.document, document.text, layer.layer, CODEBOOK, layer.comments)
    assert line_of(again) == line


@given(outgoing())
@settings(max_examples=20, deadline=None)
def test_records_satisfy_the_published_schema_and_are_canonical(item: Outgoing) -> None:
    line = line_of(item)
    tree = json.loads(line)
    Draft202012Validator(SCHEMA).validate(tree)
    assert len(line.decode().splitlines()) == 1
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character, escape in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\u0085", "\\u0085")):
        plain = plain.replace(character, escape)
    assert line == plain.encode()


def test_the_structs_name_exactly_the_fields_of_the_schema() -> None:
    assert set(Record.__struct_fields__) == set(SCHEMA["properties"]) == set(SCHEMA["required"])
    names = {"entity": "EntityItem", "quote": "QuoteItem", "event": "EventItem", "relation": "RelationItem"}
    names |= {"filler": "Filler", "region": "RegionItem", "cue": "CueItem", "comment": "CommentItem", "prov": "Prov"}
    names |= {"answer": "AnswerPart"}
    from annotator.formats import shape

    for definition, struct in names.items():
        made, said = getattr(shape, struct), SCHEMA["$defs"][definition]
        fields = msgspec.structs.fields(made)
        assert {one.name for one in fields} == set(said["properties"]), definition
        assert {one.name for one in fields if one.required} == set(said["required"]), definition


def test_the_hash_ignores_what_a_release_adds() -> None:
    item = simple(Annotation("e1", "entity", "PER", (Span(4, 9),)))
    record = record_of(item)
    from annotator.formats.canonical import seal

    digest = seal(record)[1]
    released = msgspec.structs.replace(record, split="train", fold=3, group_id="story-1")
    assert seal(released)[1] == digest
    assert seal(msgspec.structs.replace(record, license="CC-BY-4.0"))[1] != digest
    fields = {k: v for k, v in json.loads(line_of(item)).items() if k not in ("split", "fold", "group_id", "comments")}
    plain = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(plain.encode()).hexdigest() == digest


def test_a_filler_repeats_its_target_and_the_cue_takes_its_quotes_id() -> None:
    quote = Annotation("q1", "quote", "indirect", (Span(10, 12),))
    speaker = Annotation("e1", "entity", "PER", (Span(4, 9),), entry="per.putin")
    cue = Annotation("c77", "cue", "cue", (Span(0, 3),))
    relations = (
        Relation("r1", "q1", "cue", Target(annotation="c77")),
        Relation("r2", "q1", "speaker", Target(annotation="e1"), "inherited"),
        Relation("r3", "q1", "medium", Target(), "unknown"),
    )
    item = simple(cue, speaker, quote, relations=relations)
    found = json.loads(line_of(item))["quotes"][0]
    assert found["cue"]["id"] == "q1.cue"
    assert found["speaker"][0]["target_kind"] == "entity"
    assert found["speaker"][0]["registry_id"] == "per.putin"
    assert found["speaker"][0]["spans"] == [{"start": 4, "end": 9, "text": "بوتين"}]
    assert found["speaker"][0]["status"] == "inherited"
    assert found["medium"][0] | {"provenance": None} == {
        "status": "unknown",
        "target_kind": None,
        "target_id": None,
        "spans": [],
        "registry_id": None,
        "provenance": None,
    }
    assert losses(item.layer) == []


@pytest.mark.parametrize(
    ("purpose", "state", "said"),
    [
        ("own", "open", "in_progress"),
        ("own", "returned", "in_progress"),
        ("own", "submitted", "single"),
        ("own", "accepted", "reviewed"),
        ("gold", "open", "in_progress"),
        ("gold", "accepted", "adjudicated"),
    ],
)
def test_states(purpose: str, state: str, said: str) -> None:
    item = simple()
    layer = Layer(LayerKey("d", purpose, "a"), state=state)  # type: ignore[arg-type]
    assert record_of(msgspec.structs.replace(item, layer=layer)).status.state == said


def test_an_excluded_article_says_so_in_every_record_and_comes_back() -> None:
    item = simple()
    excluded = msgspec.structs.replace(item.document, excluded="not news")
    line = line_of(msgspec.structs.replace(item, document=excluded))
    status = json.loads(line)["status"]
    assert (status["state"], status["empty_reason"]) == ("excluded", "not news")
    assert taken(line)[0].document.excluded == "not news"


def test_what_a_record_cannot_carry_is_named() -> None:
    region = Annotation("g1", "region", "headline", (Span(0, 3),), entry="x")
    event = Annotation("v1", "event", "CONSULT", (Span(0, 3),), provenance=Provenance(origin="manual"))
    lone = Annotation("c1", "cue", "cue", (Span(0, 3),))
    layer = Layer(
        LayerKey("d", "own", "a"),
        (lone, event, region),
        (
            Relation("1", "v1", "actor", Target(annotation="g1")),
            Relation("2", "g1", "actor", Target(), "unknown"),
            Relation("3", "v1", "place", Target(spans=(Span(0, 1),)), note="why"),
        ),
    )
    assert sorted(p.key for p in losses(layer)) == [
        "loss.filler-note",
        "loss.lone-cue",
        "loss.registry",
        "loss.relation",
        "loss.target",
    ]


def test_layers_of_one_article_share_its_segmentation(seeds: dict[str, str]) -> None:
    items = [simple(text=text) for text in seeds.values() for _ in range(2)]
    lines = list(JsonlWriter().lines(items))
    assert [line_of(item) + b"\n" for item in items] == lines
    for line in lines:
        record = json.loads(line)
        assert record["text"] in seeds.values()
        assert all(record["text"][t["start"] : t["end"]].strip() for t in record["tokens"])


def test_seed_files_are_untouched_by_reading(root: Path) -> None:
    for path in (root / "seeds").glob("*.txt"):
        text = path.read_bytes().decode()
        assert json.loads(line_of(simple(text=text)))["text"] == text
