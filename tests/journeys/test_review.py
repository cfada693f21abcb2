"""The two layers of an article reviewed to gold with keys alone, exported and validated; what the page does beside."""

import statistics
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.cli.app import main
from annotator.model.annotation import Annotation
from annotator.model.layer import LayerKey
from annotator.ui.pages.review.answers_page import AnswersPage
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.pages.review.side_reader import SIDE_WIDTH
from annotator.ui.window import Window
from tests.journeys.reviewer import Reviewer
from tests.ui.answers import ME, Answers, MakeWindow

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
GOLD = 2
"""The place of gold among the layers that an export offers."""


@pytest.fixture
def reviewer(window: Window) -> Reviewer:
    """A reviewer with the first article of the sample open."""
    person = Reviewer(window)
    first = next(item for item in person.page.queue.items if item.document.startswith("000_"))
    person.page.queue.go_to(first.document)
    person.press(Key.Key_Return)
    return person


def test_an_article_is_reviewed_to_gold_with_keys_alone(
    reviewer: Reviewer, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    page, article = reviewer.page, reviewer.page.sitting.article
    kinds = Counter((view.kind, verdict) for view in article.views for verdict in view.verdicts)
    agreed = sum(view.agreed for view in article.views)
    reviewer.merge_agreements()
    assert sum(not view.is_open for view in article.views) == agreed
    presses = reviewer.decide_all()
    assert not article.open_views
    assert reviewer.said.startswith("Everything is decided")
    said = f"{agreed} agreements with 2 keys, {len(presses)} differences with {sum(presses)} keys"
    sys.stdout.write(f"{sum(kinds.values())} verdicts: {said}, median {statistics.median(presses)}\n")
    assert statistics.median(presses) == 1
    document = article.document.id
    reviewer.press(Key.Key_Return, CONTROL)
    assert page.sitting.article.document.id != document
    project = reviewer.window.projects.desk.project  # type: ignore[union-attr]
    gold = project.layer(LayerKey(document, "gold", ME.id))
    assert gold.state == "accepted"
    assert gold.annotations
    assert {one.provenance.decision for one in gold.annotations} == {"unanimous", "adjudicated"}
    assert all(one.provenance.sources for one in gold.annotations)
    out = tmp_path / "gold.jsonl"
    answers.files, answers.choice = [out], GOLD
    reviewer.press(Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: reviewer.window.jobs.current is None and out.exists())
    assert main(["validate", str(out)]) == 0
    records = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    assert [record["id"] for record in records] == [document]
    assert len(records[0]["entities"]) == sum(one.kind == "entity" for one in gold.annotations)
    assert len(records[0]["quotes"]) == sum(one.kind == "quote" for one in gold.annotations)
    assert {one["provenance"]["adjudicator"] for one in records[0]["events"]} == {ME.id}


def test_every_decision_can_be_undone(reviewer: Reviewer) -> None:
    case = reviewer.view.id
    for key in (Key.Key_1, Key.Key_0, Key.Key_U):
        reviewer.page.sitting.go_to(case)
        reviewer.press(key)
        assert not reviewer.now(case).is_open, (key, reviewer.said)
        reviewer.press(Key.Key_Z, CONTROL)
        assert reviewer.now(case).is_open
    assert reviewer.page.sitting.article.contents == {}


def test_keys_act_by_place_under_an_arabic_layout(reviewer: Reviewer) -> None:
    first, second = reviewer.view.id, reviewer.page.sitting.article.step_to(reviewer.view.id)
    reviewer.press_in_place(10, "١")
    assert not reviewer.now(first).is_open
    assert second is not None
    assert reviewer.view.id == second.id
    reviewer.press_in_place(30, "ع")
    assert reviewer.now(second.id).decision.choice == "union"  # type: ignore[union-attr]


def test_a_line_of_a_frame_is_decided_alone(reviewer: Reviewer) -> None:
    view = reviewer.go_to("role", "event")
    for place, part in enumerate(view.parts):
        if part.verdicts != ("agree",):
            while reviewer.page.sitting.line < place:
                reviewer.press(Key.Key_Down)
            assert reviewer.page.sitting.line == place
            reviewer.press(Key.Key_0)
    decision = reviewer.now(view.id).decision
    assert decision is not None
    assert decision.lines


def test_what_everybody_missed_is_added_and_a_version_is_edited(reviewer: Reviewer) -> None:
    page, article = reviewer.page, reviewer.page.sitting.article
    at = article.text.index("اليوم")
    reviewer.press(Key.Key_N)
    assert page.mode == "review_edit"
    page.table.reader.set_caret(at)
    for _ in "اليوم":
        reviewer.press(Key.Key_Left, SHIFT | Qt.KeyboardModifier.AltModifier)
    reviewer.press(Key.Key_2)
    reviewer.press(Key.Key_Return)
    assert page.mode == "review"
    [added] = [one for one in article.contents.values() if isinstance(one, Annotation)]
    assert (added.label, added.surface(article.text)) == ("ORG", "اليوم")
    view = next(one for one in article.open_views if one.kind == "entity")
    page.sitting.go_to(view.id)
    reviewer.press(Key.Key_E)
    reviewer.press(Key.Key_5)
    reviewer.press(Key.Key_Return)
    decision = reviewer.now(view.id).decision
    assert decision is not None
    assert decision.choice == "edit"
    assert decision.outcome.annotation is not None
    assert decision.outcome.annotation.label == "FAC"
    reviewer.press(Key.Key_E)
    reviewer.press(Key.Key_Escape)
    assert page.mode == "review"


def test_reasons_go_with_the_decision_and_reopening_takes_it_back(reviewer: Reviewer) -> None:
    view = reviewer.go_to("missing", "entity")
    reviewer.press(Key.Key_3, SHIFT)
    reviewer.press(Key.Key_1)
    decision = reviewer.now(view.id).decision
    assert decision is not None
    assert (decision.reason, decision.decided) == ("bounds", True)
    reviewer.page.sitting.go_to(view.id)
    reviewer.press(Key.Key_O)
    assert reviewer.now(view.id).is_open


def test_names_are_hidden_everywhere_on_the_page(reviewer: Reviewer) -> None:
    reviewer.press(Key.Key_H)
    page = reviewer.page
    shown = [chip.shown.word for chip in page.table.strip.chips if chip.shown is not None]
    assert shown[:2] == ["Analyst 1", "Analyst 2"]
    table = page.table.panel.table
    heads = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    assert not any("Analyst A" in words or "analyst-a" in words for words in (*shown, *heads))
    reviewer.press(Key.Key_H)
    assert "Analyst A" in page.table.strip.chips[0].shown.word  # type: ignore[union-attr]


def test_an_article_with_open_cases_is_not_accepted(reviewer: Reviewer) -> None:
    reviewer.press(Key.Key_Return, CONTROL)
    assert "not decided yet" in reviewer.said
    assert reviewer.page.sitting.article.state == "open"


def test_an_article_goes_back_with_a_word(
    reviewer: Reviewer, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "text", lambda _question, **_given: "انظر في حدود الأسماء")
    reviewer.press(Key.Key_Backspace, CONTROL)
    states = {layer.key.author: layer.state for layer in reviewer.page.sitting.article.layers}
    assert states == {"analyst-a": "returned", "analyst-b": "submitted"}


def test_each_number_of_agreement_opens_its_cases(reviewer: Reviewer, qtbot: QtBot) -> None:
    page = reviewer.page
    reviewer.press(Key.Key_T)
    assert page.mode == "agreement"
    view = page.agreement
    qtbot.waitUntil(lambda: view.figures is not None and not view.is_busy, timeout=60_000)
    reviewer.press(Key.Key_Return)
    qtbot.waitUntil(lambda: view.front is view.cases, timeout=60_000)
    assert view.cases.model().rowCount() > 100
    reviewer.press(Key.Key_Return)
    assert page.mode == "review"
    assert reviewer.view.kind == "entity"


def test_equal_words_show_their_precedents(reviewer: Reviewer, answers: Answers) -> None:
    reviewer.merge_agreements()
    page = reviewer.page
    page.sitting.show_all(True)
    words = Counter(page.table.wording.all_words(view) for view in page.sitting.article.views if view.kind == "entity")
    [(often, times)] = words.most_common(1)
    assert times > 1
    view = next(v for v in page.sitting.article.views if page.table.wording.all_words(v) == often)
    page.sitting.go_to(view.id)
    answers.choice = None
    reviewer.press(Key.Key_Return)
    assert answers.asked[-1].startswith("Places where it was decided")


def test_the_page_is_built_anew_in_another_language_at_the_same_case(reviewer: Reviewer) -> None:
    reviewer.press(Key.Key_Tab)
    case = reviewer.view.id
    reviewer.window.session.preferences.change({"ui.language": "ar"})
    page = reviewer.window.page
    assert isinstance(page, ReviewPage)
    assert page.sitting.view is not None
    assert (page.mode, page.sitting.view.id) == ("review", case)


def test_an_analyst_is_shown_nothing_of_others(make_window: MakeWindow, sample: Path) -> None:
    made = make_window()
    made.projects.open(sample)
    desk = made.projects.desk
    assert desk is not None
    analyst = msgspec.structs.replace(ME, roles=("analyst",))
    desk.person = analyst
    made.show_section("review")
    assert isinstance(made.page, AnswersPage)
    assert made.page.view.items == ()


def test_layers_stand_side_by_side_and_scroll_together(reviewer: Reviewer, qtbot: QtBot) -> None:
    table = reviewer.page.table
    reviewer.press(Key.Key_S)
    first, second = (side.reader for side in table.sides)
    qtbot.waitUntil(lambda: first.isVisible() and second.isVisible() and first.verticalScrollBar().maximum() > 0)
    names = [view.spans[0] for view in reviewer.page.sitting.article.views if view.kind == "entity"]
    for moved, other in ((first, second), (second, first)):
        for value in (0, 400, 900):
            moved.verticalScrollBar().setValue(value)
            middle = moved.position_at(moved.viewport().rect().center())
            word = min(names, key=lambda span: abs(span.start - middle))
            tops = [one.range_rects(word)[0].top() for one in (moved, other)]
            assert max(tops) - min(tops) < moved.viewport().height() / 4
    reviewer.press(Key.Key_Tab, SHIFT)
    case = reviewer.view.id
    span = reviewer.view.spans[0]
    assert all(one.viewport().rect().contains(one.range_rects(span)[0].center().toPoint()) for one in (first, second))
    reviewer.press(Key.Key_2)
    assert not reviewer.now(case).is_open
    reviewer.window.resize(820, 640)
    qtbot.waitUntil(lambda: not table.list.isVisible())
    assert all(side.width() >= SIDE_WIDTH for side in table.sides)
    reviewer.press(Key.Key_S)
    assert table.front is table.reader
    assert table.reader.isVisible()
    assert table.list.isVisible()
