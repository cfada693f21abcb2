"""Lines that are good, lines that are awkward, and every way in which a line can be bad."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.base import (
    IncomingDocument,
    IncomingEntry,
    IncomingLayer,
    Outgoing,
    ReadOptions,
    Refusal,
    Remark,
)
from annotator.formats.jsonl import JsonlReader
from annotator.formats.lines import Line, read_lines
from annotator.formats.records import line_of
from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.problems import KnownError
from annotator.model.span import Span
from annotator.text.decoding import decode
from annotator.text.segmentation import words
from tests.formats.strategies import CODEBOOK

Tree = dict[str, Any]

AWKWARD = {
    "bom": "\ufeffقال الرئيس".encode(),
    "crlf": "سطر أول\r\nسطر ثان\rثالث".encode(),
    "emoji-before-spans": "😀👩‍👩‍👧 بوتين قال".encode(),
    "tashkeel": "قَالَ الرَّئِيسُ".encode(),
    "tatweel": "بوتـــين قـال".encode(),
    "rlm": "\u200fبوتين\u200f قال \u202bنعم\u202c".encode(),
    "zwnj": "می\u200cخواهم بوتين".encode(),
    "line-separators": "قال\u2028بوتين\u2029نعم\u0085لا".encode(),
    "tabs": "قال\tبوتين\t\tنعم".encode(),
    "lone-nbsp": "قال\n\u00a0\nبوتين".encode(),
    "presentation-forms": "ﻗﺎل ﻻ ﷲ بوتين".encode(),
    "mixed-digits": "في 18/02/2025 و ١٢٣ Kyiv-2 قال".encode(),
}


def article(text: str, document_id: str = "d") -> Outgoing:
    """An article with each word tagged, and a quote and an event that point to them."""
    spans = [Span(start, end) for start, end in words(text)]
    annotations = [Annotation(f"e{n}", "entity", "PER", (span,)) for n, span in enumerate(spans)]
    annotations.append(Annotation("q1", "quote", "direct", (spans[0], spans[-1]), (Attribute("act", "demand"),)))
    annotations.append(Annotation("v1", "event", "CONSULT", (spans[-1],), entry="evt.x"))
    annotations.append(Annotation("q1.cue", "cue", "cue", (spans[0],)))
    relations = (
        Relation("q1.cue.01", "q1", "cue", Target(annotation="q1.cue")),
        Relation("q1.speaker.01", "q1", "speaker", Target(annotation="e0")),
        Relation("v1.actor.01", "v1", "actor", Target(spans=(spans[0],))),
        Relation("v1.topic.01", "v1", "topic", Target(annotation="q1")),
    )
    document = Document(document_id, hashlib.sha256(text.encode()).hexdigest(), len(text))
    layer = Layer(LayerKey(document_id, "own", "a"), in_text_order(annotations), relations, revision=3)
    return Outgoing(document, text, layer, CODEBOOK)


def read(path: Path) -> list[object]:
    return list(JsonlReader().read(path, ReadOptions()))


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_texts_keep_their_letters_and_offsets(name: str, tmp_path: Path) -> None:
    text = decode(AWKWARD[name]).text
    item = article(text)
    path = tmp_path / "a.jsonl"
    path.write_bytes(line_of(item) + b"\n")
    document, layer = read(path)
    assert isinstance(document, IncomingDocument)
    assert isinstance(layer, IncomingLayer)
    assert document.text == text
    assert layer.layer.annotations == item.layer.annotations
    assert line_of(Outgoing(document.document, text, layer.layer, CODEBOOK)) == path.read_bytes().rstrip(b"\n")


def change(tree: Tree, *keys: str | int, to: object) -> None:
    for key in keys[:-1]:
        tree = tree[key]
    tree[keys[-1]] = to


BAD: dict[str, tuple[str, Callable[[Tree], None]]] = {
    "wrong echo": ("record.echo", lambda t: change(t, "entities", 0, "spans", 0, "text", to="خطأ")),
    "shifted offset": ("record.echo", lambda t: change(t, "quotes", 0, "cue", "spans", 0, "start", to=1)),
    "outside": ("record.span-outside", lambda t: change(t, "entities", 0, "spans", 0, "end", to=9999)),
    "empty span": ("record.span-outside", lambda t: change(t, "entities", 1, "spans", 0, "end", to=4)),
    "wrong hash": ("record.text-hash", lambda t: change(t, "text_sha256", to="0" * 64)),
    "wrong length": ("record.text-length", lambda t: change(t, "text_length", to=1)),
    "id twice": ("record.double-id", lambda t: change(t, "entities", 1, "id", to="e0")),
    "bad document id": ("record.bad-document-id", lambda t: change(t, "id", to="../x")),
    "no target": ("record.no-target", lambda t: change(t, "quotes", 0, "speaker", 0, "target_id", to="e99")),
    "target of another kind": (
        "record.no-target",
        lambda t: change(t, "quotes", 0, "speaker", 0, "target_kind", to="event"),
    ),
    "target's spans": ("record.filler-spans", lambda t: change(t, "quotes", 0, "speaker", 0, "spans", to=[])),
    "target's entry": ("record.filler-registry", lambda t: change(t, "quotes", 0, "speaker", 0, "registry_id", to="x")),
    "two targets": ("record.filler-kind", lambda t: change(t, "events", 0, "arguments", 0, "registry_id", to="x")),
    "continues nothing": ("record.no-target", lambda t: change(t, "quotes", 0, "continues", to="e0")),
    "no text": ("record.no-text", lambda t: change(t, "text", to=" ")),
    "negative revision": ("record.bad-revision", lambda t: change(t, "layer", "revision", to=-1)),
    "boundless revision": ("record.bad-revision", lambda t: change(t, "layer", "revision", to=2**63)),
    "missing field": ("json.shape", lambda t: t.pop("license")),
    "unknown field": ("json.shape", lambda t: change(t, "extra", to=1)),
    "unknown version": ("json.shape", lambda t: change(t, "schema_version", to="2.0")),
    "float offset": ("json.shape", lambda t: change(t, "entities", 0, "spans", 0, "start", to=0.5)),
    "no span": ("json.shape", lambda t: change(t, "entities", 0, "spans", to=[])),
    "token outside": ("record.segment-outside", lambda t: change(t, "tokens", 0, "end", to=9999)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_refused_alone_with_its_number(name: str, tmp_path: Path) -> None:
    key, spoil = BAD[name]
    tree = json.loads(line_of(article("قال بوتين نعم")))
    spoil(tree)
    good = line_of(article("جملة أخرى هنا", "other"))
    path = tmp_path / "a.jsonl"
    path.write_bytes(good + b"\n" + json.dumps(tree).encode() + b"\n" + good + b"\n")
    found = read(path)
    refused = [one for one in found if isinstance(one, Refusal)]
    assert key in {one.problem.key for one in refused}
    assert {one.line for one in refused} == {2}
    assert sum(isinstance(one, IncomingLayer) for one in found) == 2


def test_an_echo_that_differs_shows_both_strings(tmp_path: Path) -> None:
    tree = json.loads(line_of(article("قال بوتين نعم")))
    tree["entities"][1]["spans"][0]["text"] = "لافروف"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(tree), encoding="utf-8")
    refusal = read(path)[0]
    assert isinstance(refusal, Refusal)
    assert refusal.problem.named == {"where": "e1", "start": 4, "end": 9, "said": "لافروف", "found": "بوتين"}


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"{", "json.malformed"),
        (b"[]", "json.shape"),
        (b"\xff\xfe{}", "json.malformed"),
        (b'{"id":NaN}', "json.malformed"),
        (b'{"id":"\xff"}', "json.not-utf8"),
        (b'{"id":"\\ud800"}', "json.malformed"),
        (b"[" * 100_000, "json.shape"),
        (b'{"entities":' + b"[" * 100_000, "json.shape"),
    ],
)
def test_what_is_no_record_is_refused(raw: bytes, key: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(raw + b"\n" + line_of(article("قال بوتين نعم")) + b"\n")
    found = read(path)
    assert isinstance(found[0], Refusal)
    assert found[0].problem.key == key
    assert isinstance(found[-1], IncomingLayer)


def test_a_key_twice_is_refused(tmp_path: Path) -> None:
    line = line_of(article("قال بوتين نعم"))
    path = tmp_path / "a.jsonl"
    path.write_bytes(line.replace(b'"license":""', b'"license":"","license":""', 1))
    (refusal,) = read(path)
    assert isinstance(refusal, Refusal)
    assert (refusal.problem.key, refusal.problem.named) == ("json.double-key", {"key": "license"})


@pytest.mark.parametrize("character", ["\x00", "\ufdd0", "\ufdd1", "\r", "\ufffe"])
def test_characters_that_no_article_may_hold(character: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line_of(article(f"قال بوتين{character} نعم")))
    (refusal,) = read(path)
    assert isinstance(refusal, Refusal)
    assert refusal.problem.key.startswith(("text.", "record.text-not-clean"))


def test_a_line_that_is_too_long_is_passed_over_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 100 + b"\nshort\n" + b"y" * 30 + b"\n")
    assert list(read_lines(path, longest=30)) == [
        Line(1, b"", too_long=True),
        Line(2, b"short"),
        Line(3, b"", too_long=True),
    ]


def test_blank_lines_line_ends_and_a_mark_are_no_fault(tmp_path: Path) -> None:
    line = line_of(article("قال بوتين نعم"))
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n")
    assert [type(one) for one in read(path)] == [IncomingDocument, IncomingLayer]


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\x1f\x8b\x08", b"\0" * 257 + b"ustar"])
def test_archives_are_refused_before_anything_is_read(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(head + b"../" * 400)
    with pytest.raises(KnownError) as fault:
        read(path)
    assert fault.value.problem.key == "import.archive"


def test_foreign_ids_are_replaced_alike_everywhere_and_kept(tmp_path: Path) -> None:
    tree = json.loads(line_of(article("قال بوتين نعم")))
    tree["entities"][0]["id"] = tree["quotes"][0]["speaker"][0]["target_id"] = "كيان/1"
    tree["quotes"][0]["id"] = "q 1"
    tree["events"][0]["arguments"][1]["target_id"] = "q 1"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(tree), encoding="utf-8")
    first, second = read(path), read(path)
    assert first == second
    remarks = [one.problem.key for one in first if isinstance(one, Remark)]
    assert remarks == ["record.bad-id", "record.bad-id", "record.bad-cue-id"]
    layer = first[-1]
    assert isinstance(layer, IncomingLayer)
    renamed = {a.value("foreign_id"): a.id for a in layer.layer.annotations if a.value("foreign_id")}
    assert set(renamed) == {"كيان/1", "q 1"}
    assert {r.target.annotation for r in layer.layer.relations} >= {renamed["كيان/1"], renamed["q 1"]}
    assert renamed["q 1"] + ".cue" in {a.id for a in layer.layer.annotations}


def test_unsorted_attributes_are_put_in_order_and_told(tmp_path: Path) -> None:
    tree = json.loads(line_of(article("قال بوتين نعم")))
    tree["quotes"][0]["attributes"] = [{"name": "b", "value": "1"}, {"name": "a", "value": "2"}]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(tree), encoding="utf-8")
    found = read(path)
    assert [one.problem.key for one in found if isinstance(one, Remark)] == ["record.attribute-order"]
    layer = found[-1]
    assert isinstance(layer, IncomingLayer)
    quote = layer.layer.annotation("q1")
    assert quote is not None
    assert quote.attributes == (Attribute("a", "2"), Attribute("b", "1"))


def test_a_folder_brings_its_files_in_order_with_the_registry_first(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(line_of(article("قال بوتين نعم", "b")))
    (tmp_path / "a.jsonl").write_bytes(line_of(article("قال بوتين لا", "a")))
    (tmp_path / "a.registry.jsonl").write_text(
        '{"id":"evt.x","kind":"event","label":"CONSULT","name_ar":"لقاء"}', encoding="utf-8"
    )
    assert JsonlReader().accepts(tmp_path)
    found = read(tmp_path)
    assert [type(one) for one in found] == [IncomingEntry, *[IncomingDocument, IncomingLayer] * 2]
    assert [one.document.id for one in found if isinstance(one, IncomingDocument)] == ["a", "b"]
