"""Validation finds what the schema finds, and what no schema can."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotator import assets
from annotator.formats.base import IncomingDocument, IncomingLayer, Outgoing, Refusal
from annotator.formats.checks import check_form, check_record
from annotator.formats.jsonl import parse_record, read_line
from annotator.formats.lines import Line
from annotator.formats.records import line_of
from annotator.formats.shape import Record
from annotator.formats.validation import Checked, Finding, validate
from annotator.model.problems import Problem
from tests.formats.strategies import outgoing
from tests.formats.test_jsonl import BAD, article

SCHEMA = Draft202012Validator(
    json.loads(assets.path("schema", "gold-record-1.0.schema.json").read_text(encoding="utf-8"))
)


def keys(path: Path) -> list[str]:
    return [one.problem.key for one in validate(path) if isinstance(one, Finding)]


def write(path: Path, *items: Outgoing | dict[str, Any]) -> Path:
    lines = [line_of(item) if isinstance(item, Outgoing) else json.dumps(item).encode() for item in items]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def test_a_good_file_has_no_findings(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", article("قال بوتين نعم", "a"), article("قال بوتين نعم", "b"))
    assert list(validate(path)) == [Checked(str(path), 2)]


@pytest.mark.parametrize("name", BAD)
def test_what_import_refuses_validation_finds(name: str, tmp_path: Path) -> None:
    key, spoil = BAD[name]
    tree = json.loads(line_of(article("قال بوتين نعم")))
    spoil(tree)
    assert key in keys(write(tmp_path / "a.jsonl", tree))


def test_order_doubles_and_texts_across_lines(tmp_path: Path) -> None:
    one, two = article("قال بوتين نعم", "a"), article("قال بوتين لا", "b")
    assert keys(write(tmp_path / "order.jsonl", two, one)) == ["file.order"]
    assert keys(write(tmp_path / "double.jsonl", one, one)) == ["file.double-record"]
    other = json.loads(line_of(article("نص آخر تماما", "a"))) | {
        "layer": {"kind": "gold", "annotator": "r", "revision": 1}
    }
    assert keys(write(tmp_path / "texts.jsonl", one, other)) == ["file.two-texts"]


def test_entries_are_looked_up_in_the_registry_beside(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", article("قال بوتين نعم"))
    beside = tmp_path / "a.registry.jsonl"
    line = '{"id":"%s","kind":"event","label":"CONSULT","name_ar":"لقاء","merged_into":%s}\n'
    beside.write_text(line % ("other", "null"), encoding="utf-8")
    assert keys(tmp_path) == ["record.unknown-entry"]
    beside.write_text(line % ("evt.x", '"gone"'), encoding="utf-8")
    assert keys(tmp_path) == ["entry.no-target"]


def test_a_folder_without_records_says_so(tmp_path: Path) -> None:
    assert keys(tmp_path) == ["validate.nothing"]


def places(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(tree, dict):
        for key in sorted(tree):
            found += places(tree[key], (*path, key))
    elif isinstance(tree, list):
        for index, one in enumerate(tree):
            found += places(one, (*path, index))
    return found


@given(outgoing(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_line_is_refused_or_leaves_sound(item: Outgoing, data: st.DataObject) -> None:
    tree = json.loads(line_of(item))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(tree)))
        parent = tree
        for key in place[:-1]:
            parent = parent[key]
        parent[place[-1]] = data.draw(st.sampled_from([None, 0, 1, 3, 10**30, "", "x", "e0", "é", "\u2028", [], True]))
    found = list(read_line(Line(1, json.dumps(tree).encode()), "x.jsonl"))
    layers = [one for one in found if isinstance(one, IncomingLayer)]
    assert bool(layers) != any(isinstance(one, Refusal) for one in found)
    for one in layers:
        document = next(d for d in found if isinstance(d, IncomingDocument))
        again = parse_record(Line(1, line_of(Outgoing(document.document, document.text, one.layer, item.codebook))))
        assert isinstance(again, Record)
        assert check_record(again) == []
        assert {p.key for p in check_form(again)} <= {"record.empty-explicit"}


@given(outgoing(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_structs_and_the_schema_agree_on_every_damage(item: Outgoing, data: st.DataObject) -> None:
    tree = json.loads(line_of(item))
    broken = copy.deepcopy(tree)
    place = data.draw(st.sampled_from(places(tree)))
    parent = broken
    for key in place[:-1]:
        parent = parent[key]
    damage = data.draw(st.sampled_from([None, 1, -1, "", "x", [], {}, True, "delete", "add"]))
    if damage == "delete" and isinstance(parent, dict):
        del parent[place[-1]]
    elif damage == "add" and isinstance(parent, dict):
        parent["surprise"] = 1
    else:
        parent[place[-1]] = damage
    by_structs = isinstance(parse_record(Line(1, json.dumps(broken).encode())), Problem)
    # Ids are judged apart, since an import gives foreign ones another.
    errors = [e for e in SCHEMA.iter_errors(broken) if not _about_an_id(e)]
    assert by_structs == bool(errors), (place, damage)


def _about_an_id(error: Any) -> bool:
    pattern = SCHEMA.schema["$defs"]["id"]["pattern"]
    if error.validator == "anyOf":
        return all(_about_an_id(one) for one in error.context if one.validator != "type")
    return error.validator == "pattern" and error.validator_value == pattern
