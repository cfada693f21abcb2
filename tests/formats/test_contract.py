"""The published contract of an exported file, checked with nothing but json and jsonschema."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema

ROOT = Path(__file__).resolve().parents[2]


def walk(node: Any) -> list[dict[str, Any]]:
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [one for part in inside for one in walk(part)] + ([node] if isinstance(node, dict) else [])


def test_an_exported_file_keeps_its_contract(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "annotator"]
    subprocess.run([*program, "sample", tmp_path / "s.hashiya"], cwd=ROOT, check=True)
    subprocess.run(
        [*program, "export", tmp_path / "s.hashiya", tmp_path / "o.jsonl", "--layer", "all"], cwd=ROOT, check=True
    )
    schema = jsonschema.Draft202012Validator(
        json.loads((ROOT / "resources/schema/gold-record-1.0.schema.json").read_text(encoding="utf-8"))
    )
    raw = (tmp_path / "o.jsonl").read_bytes()
    entries = {json.loads(line)["id"] for line in (tmp_path / "o.registry.jsonl").read_bytes().splitlines()}
    records = [json.loads(line) for line in raw.splitlines()]
    assert raw.endswith(b"\n")
    assert len(raw.decode().splitlines()) == len(records) >= 5
    for line, record in zip(raw.splitlines(), records, strict=True):
        assert line == json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        schema.validate(record)
        text = record["text"]
        assert record["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert record["text_length"] == len(text)
        nodes = walk({k: record[k] for k in ("entities", "quotes", "events", "regions", "relations", "comments")})
        spans = [node for node in nodes if set(node) == {"start", "end", "text"}]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
        ids = [node["id"] for node in nodes if "id" in node]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}", one) for one in ids)
        pointing = ("target_id", "from_id", "to_id", "continues", "nested_in", "about", "reply_to")
        assert {node[key] for node in nodes for key in pointing if node.get(key)} <= set(ids)
        assert {node["registry_id"] for node in nodes if node.get("registry_id")} <= entries
        assert all(text[s["start"] : s["end"]].strip() for s in record["sentences"] + record["tokens"])
        for kind in ("entities", "regions"):
            places = [(one["spans"][0]["start"], -one["spans"][-1]["end"]) for one in record[kind]]
            assert places == sorted(places)
    keys = [(one["id"], one["layer"]["kind"], one["layer"]["annotator"] or "") for one in records]
    assert keys == sorted(set(keys))
