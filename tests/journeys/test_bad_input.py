"""Layers that cannot be taken as they come, brought in through the window: told, asked about, mapped."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.layer import Layer, LayerKey
from annotator.store.project import Project
from annotator.ui.palette import Palette
from annotator.ui.window import Window
from annotator.work.exchange import export_jsonl
from tests.cli.test_bad_input import AUTHOR, ID, fewer, lines
from tests.ui.answers import ME, Answers

Bring = Callable[[Path], None]


@pytest.fixture
def project(window: Window) -> Project:
    desk = window.projects.desk
    assert desk is not None
    return desk.project


@pytest.fixture
def record(project: Project, tmp_path: Path) -> dict[str, Any]:
    """The record of an analyst's layer, as it was exported."""
    export_jsonl(project, tmp_path / "out.jsonl", layer=AUTHOR, person=ME)
    found = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    return next(one for one in found if one["id"] == ID)


@pytest.fixture
def bring(window: Window, qtbot: QtBot, answers: Answers) -> Bring:
    """Import a file and wait until all is told."""

    def import_it(path: Path) -> None:
        answers.files = [path]
        assert window.commands.trigger("import.files")
        qtbot.waitUntil(lambda: window.jobs.current is None)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: window.jobs.current is None)

    return import_it


def said(project: Project, author: str = AUTHOR) -> Layer:
    return project.layer(LayerKey(ID, "own", author))


def test_another_text_version_is_told_and_changes_nothing(
    tmp_path: Path, project: Project, record: dict[str, Any], bring: Bring, answers: Answers
) -> None:
    before, seq = said(project), project.seq
    bring(lines(tmp_path / "in.jsonl", {**record, "text_sha256": "0" * 64}))
    assert "0" * 64 in answers.told[-1]
    assert (said(project), project.seq) == (before, seq)


def test_a_name_that_collides_is_asked_about(
    tmp_path: Path, project: Project, record: dict[str, Any], bring: Bring, answers: Answers
) -> None:
    path, before, seq = lines(tmp_path / "in.jsonl", fewer(record)), said(project), project.seq
    answers.choice = None
    bring(path)
    assert AUTHOR in answers.asked[-1]
    assert "--" not in answers.asked[-1]
    assert (said(project), project.seq) == (before, seq)


def test_somebody_elses_layer_goes_in_under_the_name_that_is_given(
    tmp_path: Path,
    project: Project,
    record: dict[str, Any],
    bring: Bring,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = said(project)
    answers.choice = 1
    monkeypatch.setattr(answers, "text", lambda _question, **_given: "somebody")
    bring(lines(tmp_path / "in.jsonl", fewer(record)))
    assert said(project) == before
    assert len(said(project, "somebody").annotations) == len(before.annotations) - 1


def test_two_versions_of_one_person_are_both_kept(
    tmp_path: Path, project: Project, record: dict[str, Any], bring: Bring, answers: Answers
) -> None:
    answers.choice = 0
    bring(lines(tmp_path / "in.jsonl", fewer(record)))
    assert len(project.snapshot_conflicts()) == 1


def test_of_half_a_file_the_whole_lines_come_in(
    tmp_path: Path, project: Project, record: dict[str, Any], bring: Bring, answers: Answers
) -> None:
    before = said(project)
    bring(lines(tmp_path / "in.jsonl", fewer(record, revision=99), rest='{"id": "half'))
    assert len(said(project).annotations) == len(before.annotations) - 1
    assert "in.jsonl:2" in answers.told[-1]


def test_a_label_that_nobody_knows_is_told_and_mapped_by_keys(
    tmp_path: Path,
    window: Window,
    project: Project,
    record: dict[str, Any],
    bring: Bring,
    answers: Answers,
    qtbot: QtBot,
) -> None:
    odd = fewer(record, revision=99)
    odd["entities"][0] = {**odd["entities"][0], "type": "VESSEL"}
    bring(lines(tmp_path / "in.jsonl", odd))
    assert "VESSEL" in answers.told[-1]
    assert [one.label for one in said(project).annotations].count("VESSEL") == 1
    window.show_section("codebook")
    for word in ("VESSEL", "ORG"):
        if word == "VESSEL":
            assert window.commands.trigger("codebook.map")
        (palette,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Palette) and one.isVisible()]
        QTest.keyClicks(palette.field, word)
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.commands.trigger("codebook.impact")
    qtbot.waitUntil(lambda: window.jobs.current is None)
    QApplication.processEvents()
    assert window.commands.trigger("codebook.apply")
    labels = [one.label for one in said(project).annotations]
    assert "VESSEL" not in labels
    assert labels.count("ORG") == [one["type"] for one in odd["entities"]].count("ORG") + 1
