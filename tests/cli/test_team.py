"""A lead adds people and hands out batches from a script; an analyst sees what was given to him."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.app import main
from annotator.settings import open_memory


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = main([*map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "sample.hashiya"
    assert main(["sample", str(path)]) == 0
    return path


def test_a_lead_scripts_people_and_batches(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "people", project, "--add", "Celia", "--id", "celia", "--roles", "analyst,reviewer")
    assert status == 0
    assert {one["id"] for one in found["people"]} >= {"analyst-a", "analyst-b", "celia"}
    assert next(one for one in found["people"] if one["id"] == "celia")["roles"] == ["analyst", "reviewer"]
    status, found = told(capsys, "people", project, "--id", "celia", "--roles", "analyst")
    assert next(one for one in found["people"] if one["id"] == "celia")["roles"] == ["analyst"]
    words = ("batch", "new", project, "الأولى", "--people", "Celia,analyst-a", "--each", "2", "--due", "2026-05-31")
    status, found = told(capsys, *words, "--seed", "4")
    assert status == 0
    [made] = found["batches"]
    assert (made["batch"]["due"], made["whole"]["counts"]["untouched"]) == ("2026-05-31", 5)
    assert {one["person"] for one in made["people"]} == {"celia", "analyst-a"}
    status, found = told(capsys, "batch", "new", project, "الثانية")
    assert (status, found["findings"][0]["key"]) == (3, "batch.no-articles")
    assert main(["batch", "show", str(project), "الأولى"]) == 0
    said = capsys.readouterr().out
    assert "الأولى: 5 of 10 done, due 2026-05-31" in said
    assert "Celia" in said
    assert "0/5" in said
    mine = open_memory().text("person.id")
    assert main(["people", str(project), "--me", "celia"]) == 0
    status, found = told(capsys, "batch", "list", project)
    [seen] = found["batches"]
    assert [one["person"] for one in seen["people"]] == ["celia"]
    assert [one["id"] for one in told(capsys, "people", project)[1]["people"]] == ["celia"]
    status, found = told(capsys, "people", project, "--add", "Eva")
    assert (status, found["findings"][0]["key"]) == (3, "team.not-lead")
    assert main(["people", str(project), "--me", mine]) == 0


def test_what_is_no_role_is_a_misuse(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", str(project), "--roles", "boss", "--id", "x"]) == 2
    assert "--roles" in capsys.readouterr().err
    assert main(["batch", "show", str(project)]) == 3
    assert "needs a name" in capsys.readouterr().err


def test_what_nobody_can_be_called_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = open_memory().text("person.id")
    for words, key in (
        (("--me", "no\u202ebody"), "team.bad-id"),
        (("--add", "\u202e\u200f"), "team.no-name"),
        (("--add", "\udcd9"), "team.no-name"),
        (("--add", "Analyst A\u200f"), "team.same-name"),
    ):
        status, found = told(capsys, "people", project, *words)
        assert (status, found["findings"][0]["key"]) == (3, key)
    assert open_memory().text("person.id") == mine
    assert main(["people", str(project), "--id", "analyst-a", "--roles", "boss"]) == 2
    assert "--roles cannot be that" in capsys.readouterr().err
