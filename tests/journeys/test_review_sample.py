"""Both layers of the sample, all five articles, reviewed to gold with keys alone; the gold is valid and reasoned."""

import statistics
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.cli.app import main
from annotator.model.layer import LayerKey
from annotator.ui.window import Window
from annotator.work.sight import visible
from tests.journeys.reviewer import Reviewer
from tests.ui.answers import ME, Answers

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
GOLD = 2
"""The place of gold among the layers that an export offers."""
EVERY = 7
"""Each so many-th case gets a reason too."""


def _decide_with_reasons(reviewer: Reviewer) -> tuple[list[int], set[str]]:
    """Every open case of the article in front; the keys that each took, and the cases that got a reason."""
    presses: list[int] = []
    reasoned: set[str] = set()
    while reviewer.page.sitting.article.open_views:
        if len(presses) % EVERY == 0:
            reasoned.add(reviewer.view.id)
            reviewer.press(Key.Key_3, SHIFT)
        presses.append(reviewer.decide())
    return presses, reasoned


@pytest.mark.soak
def test_the_sample_is_reviewed_to_gold_with_keys_alone(
    window: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    reviewer = Reviewer(window)
    page, project = reviewer.page, reviewer.page.review.desk.project
    documents = project.document_ids()
    presses: list[int] = []
    reasoned: dict[str, set[str]] = {}
    agreed = 0
    reviewer.press(Key.Key_Return)
    while len(reasoned) < len(documents):
        document = page.sitting.article.document.id
        agreed += sum(view.agreed for view in page.sitting.article.views)
        reviewer.merge_agreements()
        found, reasoned[document] = _decide_with_reasons(reviewer)
        presses += found
        reviewer.press(Key.Key_Return, CONTROL)
    assert set(reasoned) == set(documents)
    assert statistics.median(presses) == 1
    said = f"{agreed} agreements, {len(presses)} differences with {sum(presses)} keys, median"
    sys.stdout.write(f"{said} {statistics.median(presses)}, {reviewer.keys} keys in all\n")
    _check_decisions(window, reasoned)
    out = tmp_path / "gold.jsonl"
    answers.files, answers.choice = [out], GOLD
    reviewer.press(Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: window.jobs.current is None and out.exists())
    assert main(["validate", str(out)]) == 0
    records = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    assert [record["id"] for record in records] == sorted(documents)
    _check_records(records)


def _check_decisions(window: Window, reasoned: dict[str, set[str]]) -> None:
    """Nothing is in the gold that nobody decided, and each decision says who made it and why."""
    desk = window.projects.desk
    assert desk is not None
    sight = visible(desk.project, ME)
    for document, cases in reasoned.items():
        key = LayerKey(document, "gold", ME.id)
        gold, decisions = sight.layer(key), {one.id: one for one in sight.decisions(key)}
        assert gold.state == "accepted"
        assert all(one.decided and one.by == ME.id and one.at for one in decisions.values())
        assert {name for name, one in decisions.items() if one.reason == "bounds"} == cases
        decided = {one.gold for one in decisions.values()} | {
            one.outcome.cue.id for one in decisions.values() if one.outcome.cue is not None
        }
        assert {one.id for one in gold.annotations} <= decided
        assert not [one for one in decisions.values() if one.choice == "none" and one.gold is not None]


def _check_records(records: list[dict[str, list[dict[str, dict[str, object]]]]]) -> None:
    """Who decided, how, why and from what stands with every item of the record."""
    told = [
        one["provenance"] for record in records for kind in ("entities", "quotes", "events") for one in record[kind]
    ]
    assert {one["adjudicator"] for one in told} == {ME.id}
    assert all(one["sources"] and one["annotators"] for one in told)
    counts = Counter(one["decision"] for one in told)
    assert set(counts) == {"unanimous", "adjudicated"}
    assert {one["reason"] for one in told} == {None, "bounds"}
