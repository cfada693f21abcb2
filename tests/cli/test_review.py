"""The verbs of review on the sample: measuring, deciding by rule, telling what waits."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.app import main
from annotator.cli.codes import Exit


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "s.hashiya"
    assert main(["sample", str(path)]) == Exit.OK
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = main([*map(str, words), "--json", "--lang", "en"])
    return status, json.loads(capsys.readouterr().out)


def values(found: dict[str, Any], measure: str, kind: str) -> list[dict[str, Any]]:
    return [row for row in found["measures"] if (row["measure"], row["kind"]) == (measure, kind)]


def test_agreement_is_measured_and_every_verdict_is_counted(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "agreement", sample, "--rounds", "50")
    assert (status, len(found["documents"]), found["raters"]) == (Exit.OK, 5, ["analyst-a", "analyst-b"])
    (row,) = values(found, "f1.exact", "entity")
    assert 0.9 < row["estimate"]["value"] < 1
    assert row["estimate"]["low"] < row["estimate"]["value"] < row["estimate"]["high"]
    assert len(found["verdicts"]) == 6 * 7
    assert {cell["cases"] for cell in found["verdicts"]} >= {0}


def test_agreement_by_parts(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--rounds", "0", "--by", "label", "--by", "document", "--by", "pair", "--layers", "analyst-a,analyst-b")
    _, found = told(capsys, "agreement", sample, *words)
    rows = values(found, "f1.exact", "entity")
    assert {row["label"] for row in rows} >= {None, "PER", "GPE"}
    assert len({row["document"] for row in rows} - {None}) == 5
    assert [row["pair"] for row in rows if row["pair"] and row["label"] is None] == [["analyst-a", "analyst-b"]]


def test_gamma_is_measured_when_it_is_asked_for(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, without = told(capsys, "agreement", sample, "--rounds", "0")
    assert values(without, "gamma", "entity") == []
    words = ("--gamma", "--rounds", "20", "--by", "document")
    _, found = told(capsys, "agreement", sample, *words)
    rows = values(found, "gamma", "entity")
    assert len({row["document"] for row in rows} - {None}) == 5
    (whole,) = [row["estimate"] for row in rows if row["document"] is None]
    assert 0.9 < whole["low"] <= whole["value"] <= whole["high"] <= 1
    assert {row["kind"] for row in found["measures"] if row["measure"] == "gamma"} == {
        "entity",
        "quote",
        "event",
        "region",
    }
    # What was measured once is found again, to the last digit.
    assert values(told(capsys, "agreement", sample, *words)[1], "gamma", "entity") == rows


def test_what_cannot_be_measured_says_why(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["agreement", str(sample), "--lang", "en", "--rounds", "0"]) == Exit.OK
    assert "undefined: everybody used one category" in capsys.readouterr().out


def test_a_name_that_is_not_here_is_refused(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "agreement", sample, "--layers", "analyst-a,nobody")
    assert (status, found["findings"][0]["values"]["name"]) == (Exit.FAULT, "nobody")


def test_rules_decide_what_the_preview_said_and_gold_comes_out(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, before = told(capsys, "review", sample)
    assert status == Exit.FINDINGS
    _, shown = told(capsys, "review", sample, "--auto", "unanimous", "--preview")
    assert (shown["written"], shown["open"]) == (False, before["open"])
    _, done = told(capsys, "review", sample, "--auto", "unanimous")
    assert (done["written"], done["decided"]) == (True, shown["decided"])
    assert done["open"] == before["open"] - done["decided"]
    assert done["by_rule"] == {"unanimous": done["decided"]}
    _, again = told(capsys, "review", sample, "--auto", "unanimous")
    assert again["decided"] == 0
    _, gold = told(capsys, "export", sample, tmp_path / "g.jsonl", "--layer", "gold")
    assert gold["records"] == 5
    assert told(capsys, "validate", tmp_path / "g.jsonl")[0] == Exit.OK
    assert told(capsys, "check", sample)[0] == Exit.OK
    status, found = told(capsys, "agreement", sample, "--gold", "--rounds", "0")
    assert (status, len(found["raters"])) == (Exit.OK, 3)


def test_the_queue_is_told_in_arabic(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["review", str(sample), "--auto", "majority", "--least", "2", "--lang", "ar"]) == Exit.FINDINGS
    said = capsys.readouterr().out
    assert "تنتظر" in said
    assert "بُتَّ" in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_of_verdicts_shows_its_zeros(sample: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    _, found = told(capsys, "agreement", sample, "--rounds", "0")
    assert main(["agreement", str(sample), "--rounds", "0", "--lang", language]) == Exit.OK
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[-6:]]
    counts = [[int(word) for word in row if word.isdigit()] for row in rows]
    assert [len(row) for row in counts] == [7] * 6
    assert [count for row in counts for count in row] == [cell["cases"] for cell in found["verdicts"]]
    assert counts[3] == [0] * 7
