"""Layers that cannot be taken as they come: each with a sentence, nothing changed, and the way out named."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.cli.app import main
from annotator.cli.codes import Exit
from annotator.settings import open_memory
from annotator.store.project import Folders, Project

ID, AUTHOR = "000_86a1a680588ddadc", "analyst-a"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "s.hashiya"
    assert main(["sample", str(path)]) == Exit.OK
    return path


@pytest.fixture
def record(tmp_path: Path, sample: Path) -> dict[str, Any]:
    """The record of an analyst's layer, as it was exported."""
    out = tmp_path / "out.jsonl"
    assert main(["export", str(sample), str(out), "--layer", AUTHOR]) == Exit.OK
    found = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    return next(one for one in found if one["id"] == ID)


def lines(path: Path, *records: dict[str, Any], rest: str = "") -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records) + rest, "utf-8")
    return path


def state(sample: Path) -> tuple[object, ...]:
    """What is said in a project, and how many steps say it."""
    with Project.open(sample, folders=Folders(sample.parent / "data"), read_only=True, person="x") as project:
        return project.seq, *(project.layer(key) for key in project.layer_keys())


def told(capsys: pytest.CaptureFixture[str], *words: str | Path, language: str = "en") -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = main([*map(str, words), "--json", "--lang", language])
    return status, json.loads(capsys.readouterr().out)


def fewer(record: dict[str, Any], *, revision: int | None = None) -> dict[str, Any]:
    """The record without its links and its last entity that nothing needs."""
    held = {f["target_id"] for q in record["quotes"] for name in ("speaker", "addressee", "medium") for f in q[name]}
    held |= {argument["target_id"] for event in record["events"] for argument in event["arguments"]}
    free = [one for one in record["entities"] if one["id"] not in held]
    kept = [one for one in record["entities"] if one is not free[-1]]
    number = record["layer"]["revision"] if revision is None else revision
    return {**record, "entities": kept, "comments": [], "layer": {**record["layer"], "revision": number}}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_layer_of_another_text_version_is_refused(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    import hashlib

    text = record["text"] + " "
    digest = hashlib.sha256(text.encode()).hexdigest()
    other = {**record, "text": text, "text_length": len(text), "text_sha256": digest}
    before = state(sample)
    status, found = told(capsys, "import", sample, lines(tmp_path / "in.jsonl", other), language=language)
    assert status == Exit.FINDINGS
    assert [one["key"] for one in found["findings"]] == ["import.other-text", "import.no-article"]
    assert [one["line"] for one in found["findings"]] == [1, 1]
    assert all(ID in one["sentence"] for one in found["findings"])
    assert state(sample) == before


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_hash_that_is_not_the_texts_is_refused(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    before = state(sample)
    wrong = {**record, "text_sha256": "0" * 64}
    status, found = told(capsys, "import", sample, lines(tmp_path / "in.jsonl", wrong), language=language)
    assert (status, [one["key"] for one in found["findings"]]) == (Exit.FINDINGS, ["record.text-hash"])
    assert state(sample) == before


def test_a_name_that_stands_for_other_work_is_refused_and_the_options_are_named(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "in.jsonl", fewer(record))
    before = state(sample)
    for language in ("en", "ar"):
        status, found = told(capsys, "import", sample, path, language=language)
        assert (status, [one["key"] for one in found["findings"]]) == (Exit.FINDINGS, ["import.author-collides"])
        assert found["options"] == ["--layer", "--same-author"]
        capsys.readouterr()
        assert main(["import", str(sample), str(path), "--lang", language]) == Exit.FINDINGS
        assert "--same-author" in capsys.readouterr().out
    assert state(sample) == before
    status, found = told(capsys, "import", sample, path, "--layer", "somebody")
    assert (status, found["layers"]) == (Exit.OK, 1)
    status, found = told(capsys, "import", sample, path, "--same-author")
    assert (status, [one["key"] for one in found["remarks"]]) == (Exit.OK, ["import.conflict"])
    status, found = told(capsys, "import", sample, path)
    assert (status, found["unchanged"]) == (Exit.OK, 1)


def test_a_name_that_is_somebody_elses_is_refused(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    _, people = told(capsys, "people", sample)
    reader = next(one for one in people["people"] if one["id"] == open_memory().text("person.id"))
    named = {**fewer(record), "layer": {**record["layer"], "annotator": reader["name"].upper()}}
    path = lines(tmp_path / "in.jsonl", named)
    before = state(sample)
    status, found = told(capsys, "import", sample, path)
    assert (status, [one["key"] for one in found["findings"]]) == (Exit.FINDINGS, ["import.author-named"])
    assert found["findings"][0]["values"]["other"] == reader["id"]
    assert state(sample) == before
    assert told(capsys, "import", sample, path, "--layer", "somebody")[1]["layers"] == 1


def test_a_later_revision_is_no_collision(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    later = fewer(record, revision=record["layer"]["revision"] + 1)
    status, found = told(capsys, "import", sample, lines(tmp_path / "in.jsonl", later))
    assert (status, found["layers"], found["refused"]) == (Exit.OK, 1, 0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_labels_that_nobody_knows_are_kept_and_told(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    odd = msgspec.json.decode(msgspec.json.encode(fewer(record, revision=99)))
    odd["entities"][0]["type"] = "VESSEL"
    path = lines(tmp_path / "in.jsonl", odd)
    status, found = told(capsys, "import", sample, path, language=language)
    assert found["findings"] == []
    assert (status, found["unknown_labels"]) == (Exit.OK, [["entity", "VESSEL", 1]])
    assert main(["import", str(sample), str(lines(tmp_path / "in.jsonl", odd)), "--lang", language]) == Exit.OK
    assert main(["stats", str(sample), "--lang", language]) == Exit.OK
    assert "VESSEL" in capsys.readouterr().out
    assert [one.label for key_layer in state(sample)[1:] for one in key_layer.annotations].count("VESSEL") == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_half_a_file_the_whole_lines_come_in(
    tmp_path: Path, sample: Path, record: dict[str, Any], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    whole = fewer(record, revision=99)
    broken = json.dumps(record, ensure_ascii=False)[: len(json.dumps(record)) // 3]
    path = lines(tmp_path / "in.jsonl", whole, rest=broken)
    status, found = told(capsys, "import", sample, path, language=language)
    assert (status, found["layers"]) == (Exit.FINDINGS, 1)
    [refused] = found["findings"]
    assert (refused["key"], refused["line"]) == ("json.malformed", 2)
