"""Every verb on real files, in both languages, for people and for machines."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator import __version__, assets
from annotator.cli.app import main
from annotator.cli.codes import Exit
from annotator.cli.verbs import VERBS
from annotator.language import LANGUAGES, Language
from annotator.settings import open_preferences
from annotator.store.project import Folders, Project
from annotator.work.care import check_project
from tests.formats.test_jsonl import article
from tests.work.test_exchange import put

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = run(*words, "--json")
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.hashiya"
    assert run("new", path) == Exit.OK
    return path


def test_a_day_at_the_command_line(
    tmp_path: Path, project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = told(capsys, "import", project, root / "seeds", "--metadata", root / "seeds" / "articles.csv")
    assert (status, found["articles"], found["refused"]) == (Exit.OK, 5, 0)
    status, found = told(capsys, "stats", project)
    assert (status, found["articles"], found["layers"]) == (Exit.OK, 5, [])
    status, found = told(capsys, "search", project, "موسكو")
    assert status == Exit.OK
    assert {hit["found"] for hit in found["hits"]} == {"موسكو"}
    status, found = told(capsys, "search", project, "زرافة")
    assert (status, found["hits"]) == (Exit.FINDINGS, [])
    out = tmp_path / "o.jsonl"
    status, found = told(capsys, "export", project, out)
    assert (status, found["records"], found["losses"]) == (Exit.OK, 5, 0)
    status, found = told(capsys, "validate", out)
    assert (status, found["records"], found["findings"]) == (Exit.OK, 5, [])
    status, found = told(capsys, "check", project)
    assert (status, found["findings"]) == (Exit.OK, [])


def test_a_project_that_was_deleted_comes_back(
    tmp_path: Path, project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", project, root / "seeds")
    run("export", project, tmp_path / "1.jsonl")
    status, found = told(capsys, "backup", project, tmp_path / "copy.hashiya")
    assert status == Exit.OK
    assert check_project(Path(found["backup"])) == []
    assert told(capsys, "backup", project, tmp_path / "copy.hashiya")[0] == Exit.FAULT
    assert told(capsys, "backup", project)[0] == Exit.OK
    project.unlink()
    status, found = told(capsys, "recover", project)
    assert (status, found["damaged"], found["findings"]) == (Exit.OK, None, [])
    run("export", project, tmp_path / "2.jsonl")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_refusals_name_file_line_and_both_strings(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path / "in.jsonl", article("قال بوتين نعم"))
    tree = json.loads(path.read_bytes())
    tree["entities"][1]["spans"][0]["text"] = "لافروف"
    path.write_text("\n" + json.dumps(tree), encoding="utf-8")
    capsys.readouterr()
    assert run("import", project, path) == Exit.FINDINGS
    said = capsys.readouterr().out
    assert all(part in said for part in (str(path), "line 2", "لافروف", "بوتين", "1 thing was refused"))
    assert run("validate", path, "--lang", "ar") == Exit.FINDINGS
    said = capsys.readouterr().out
    assert all(part in said for part in (str(path), "السطر 2", "لافروف", "وُجد خطأ واحد"))
    assert not set(said) & set("\u2066\u2067\u2068\u2069"), "what goes into a pipe holds no isolates"


def test_another_encoding_is_named_and_taken(tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "قال الرئيس الروسي إن المحادثات مستمرة في العاصمة وإن بلاده ترحب بالوساطة الدولية"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1256"))
    status, found = told(capsys, "import", project, tmp_path / "a.txt")
    assert status == Exit.FINDINGS
    assert found["findings"][0]["values"]["encoding"] == "cp1256"
    status, found = told(capsys, "import", project, tmp_path / "a.txt", "--encoding", "cp1256")
    assert (status, found["articles"]) == (Exit.OK, 1)


def test_the_same_text_and_a_chosen_layer_name(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", project, put(tmp_path / "1.jsonl", article("قال بوتين نعم", "one")), "--layer", "zayd")
    again = put(tmp_path / "2.jsonl", article("قال بوتين نعم", "two"))
    assert told(capsys, "import", project, again)[0] == Exit.FINDINGS
    status, found = told(capsys, "import", project, again, "--same-text", "import")
    assert (status, found["articles"]) == (Exit.OK, 1)
    status, found = told(capsys, "export", project, tmp_path / "o.jsonl", "--layer", "zayd")
    assert (status, found["records"]) == (Exit.OK, 1)


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["export", "only-one"],
        ["stats", "p", "--nope"],
        ["stats", "p", "too", "many"],
        ["import", "p", "q", "--same-text", "perhaps"],
        ["search", "p", "q", "--limit", "0"],
        ["stats", "p", "--lang", "xx"],
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_misuse_is_said_in_one_sentence(words: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> None:
    open_preferences().set("ui.language", language)
    assert run(*words) == Exit.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    usage = {"ar": "الاستعمال", "en": "Usage"}[language]
    assert usage in shown.err


@pytest.mark.parametrize("verb", ["stats", "check", "search", "export", "import", "backup"])
def test_what_is_no_project_is_told_and_not_touched(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.hashiya"
    path.write_bytes(b"not a project at all" * 100)
    more: dict[str, list[str | Path]] = {"search": ["x"], "export": [tmp_path / "o"], "import": [path]}
    status, found = told(capsys, verb, path, *more.get(verb, []))
    assert status == (Exit.FINDINGS if verb == "check" else Exit.FAULT)
    assert len(found["findings"]) == 1
    assert path.read_bytes() == b"not a project at all" * 100


def test_a_project_is_not_made_over_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.hashiya").write_text("mine", encoding="utf-8")
    for verb in ("new", "sample"):
        assert told(capsys, verb, tmp_path / "p.hashiya")[0] == Exit.FAULT
    assert (tmp_path / "p.hashiya").read_text(encoding="utf-8") == "mine"


def test_a_project_that_is_open_elsewhere_is_read_but_not_written(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(tmp_path / "in.jsonl", article("قال بوتين نعم"))
    with Project.open(project, folders=Folders(data=tmp_path / "other"), person="Somebody"):
        assert told(capsys, "stats", project)[0] == Exit.OK
        status, found = told(capsys, "import", project, source)
        assert status == Exit.FAULT
        assert found["findings"][0]["key"] == "project.open-elsewhere"
    assert told(capsys, "import", project, source)[0] == Exit.OK


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("verb", [None, *VERBS])
def test_every_verb_has_its_help(verb: str | None, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ([verb] if verb else []) + ["--help", "--lang", language]
    assert run(*words) == Exit.OK
    said = capsys.readouterr().out
    assert {"ar": "الاستعمال", "en": "Usage"}[language] in said
    for name in VERBS if verb is None else ():
        assert name in said


def test_no_words_are_answered_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == Exit.USAGE
    assert "recover" in capsys.readouterr().out
    assert run("--version") == Exit.OK
    assert capsys.readouterr().out.strip() == __version__


def test_visual_order_for_terminals_without_any(project: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", project, root / "seeds")
    run("search", project, "أستانا")
    logical = capsys.readouterr().out
    run("search", project, "أستانا", "--visual")
    visual = capsys.readouterr().out
    assert "أستانا" in logical
    assert "أستانا" not in visual
    assert any("\ufe70" <= character <= "\ufeff" for character in visual), "letters are joined for it"


def test_the_language_follows_the_locale(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    run("--help")
    assert "الاستعمال" in capsys.readouterr().out


def test_a_real_process_answers_and_knows_no_screen(tmp_path: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "annotator", "sample", str(tmp_path / "s.hashiya"), "--json"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env={**os.environ})
    assert done.returncode == 0
    assert json.loads(done.stdout)["articles"] == 5
    assert "PySide6" not in done.stderr


def test_a_reader_who_goes_away_is_no_fault(tmp_path: Path, project: Path, root: Path) -> None:
    run("import", project, root / "seeds")
    words = [sys.executable, "-m", "annotator", "search", str(project), "في", "--limit", "5"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said


def test_names_that_no_terminal_can_write_are_still_told(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).write_bytes(b"")
    status, found = told(capsys, "import", project, folder)
    assert (status, found["refused"]) == (Exit.FINDINGS, 1)
    assert found["findings"][0]["file"].endswith("bad\udcff.txt")


def test_every_stage_of_long_work_has_its_word(root: Path) -> None:
    named = set()
    for file in (root / "annotator").rglob("*.py"):
        named |= set(re.findall(r'Progress\("([^"]+)"', file.read_text(encoding="utf-8")))
    assert {"reading", "exporting", "store-writing", "store-replaying", "recover"} <= named
    for code in LANGUAGES:
        language = Language.load(code, assets.path("i18n"))
        assert {name for name in named if not language.has(f"progress.{name}")} == set()


def test_an_empty_word_is_no_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, "import", project, "")
    assert (status, found["misuse"]) == (Exit.USAGE, "empty")


def test_labels_that_the_codebook_lacks_are_told_as_long_as_they_stand(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = put(tmp_path / "r.jsonl", article("قال بوتين نعم"))
    source.write_text(source.read_text(encoding="utf-8").replace('"type":"PER"', '"type":"HERO"'), encoding="utf-8")
    run("import", project, source)
    _, found = told(capsys, "stats", project)
    assert found["unknown_labels"] == [["entity", "HERO", 3]]
    run("stats", project)
    assert "HERO" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among its files")
def test_a_pipe_is_not_validated(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.jsonl")
    assert run("validate", tmp_path / "p.jsonl") == Exit.FAULT
