"""What lies over the text while an article is reviewed: versions, gold, what was rejected."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.settings import MEMORY, Settings
from annotator.ui.pages.review import ruling
from annotator.ui.pages.review.case_marks import case_of, drawn_of, versions_of
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.pages.review.rules_dialog import RulesDialog
from annotator.ui.pages.review.sitting import WHOLE
from annotator.ui.pages.review.surveying import AT_ONCE
from annotator.ui.window import Window
from annotator.work.cases import CaseView
from tests.ui.answers import Answers, MakeWindow
from tests.work.reviewed import REVIEWER, TEXT, hand_in, new_project, two_analysts


@pytest.fixture
def page(window: Window) -> ReviewPage:
    """The review page with an article of the sample open."""
    window.show_section("review")
    found = window.page
    assert isinstance(found, ReviewPage)
    found.open_review(next(item.document for item in found.queue.items if item.document.startswith("003_")))
    return found


def _first(page: ReviewPage, verdict: str, kind: str = "entity") -> CaseView:
    views = page.sitting.article.views
    view = next(one for one in views if one.verdicts == (verdict,) and one.kind == kind)
    page.sitting.go_to(view.id)
    return view


def _styles(page: ReviewPage, case: str) -> list[str]:
    return sorted(mark.style for mark in page.table.reader.scene.marks.values() if case_of(mark.id) == case)


def test_versions_with_other_bounds_have_a_mark_each_and_are_outlined_until_they_are_active(page: ReviewPage) -> None:
    view = _first(page, "boundary")
    assert len(drawn_of(view)) == 2
    assert _styles(page, view.id) == ["solid", "solid"]
    page.sitting.step()
    assert _styles(page, view.id) == ["conflict", "conflict"]


def test_versions_that_look_alike_share_a_mark(page: ReviewPage) -> None:
    view = _first(page, "attribute")
    assert len(versions_of(view)) == 2
    assert len(drawn_of(view)) == 1


def test_an_agreement_waits_as_an_outline_and_is_filled_when_decided(page: ReviewPage) -> None:
    view = _first(page, "agree")
    page.sitting.step()
    assert _styles(page, view.id) == ["suggestion"]
    page.review.take(page.sitting.article, view.id, view.authors[0])
    assert _styles(page, view.id) == ["solid"]


def test_what_was_rejected_is_hidden_but_while_somebody_looks_at_it(page: ReviewPage) -> None:
    view = _first(page, "missing")
    page.review.reject(page.sitting.article, view.id)
    assert _styles(page, view.id) == ["ghost"]
    page.sitting.step()
    assert _styles(page, view.id) == []


def test_lines_of_a_frame_stand_side_by_side_and_end_at_the_last(page: ReviewPage) -> None:
    view = _first(page, "role", "event")
    lines = page.table.wording.lines(view)
    parts = [line for line in lines if line.part != WHOLE]
    assert [line.part for line in parts] == list(range(len(view.parts)))
    assert [line.differs for line in parts] == [part.verdicts != ("agree",) for part in view.parts]
    assert all(len(line.said) == len(view.authors) for line in lines)
    page.sitting.go_to_line(99)
    assert page.sitting.line == len(view.parts) - 1


def test_the_list_holds_open_cases_or_all(page: ReviewPage) -> None:
    views = page.sitting.article.views
    assert page.table.list.table.model().rowCount() == len(views)
    page.review.take(page.sitting.article, views[0].id, views[0].authors[0])
    page.sitting.go_to(views[1].id)
    assert page.table.list.table.model().rowCount() == len(views) - 1
    page.sitting.show_all(True)
    assert page.table.list.table.model().rowCount() == len(views)


def test_who_comes_back_finds_the_article_as_it_is_now_at_the_same_case(page: ReviewPage, window: Window) -> None:
    view = _first(page, "boundary")
    page.review.take(page.sitting.article, view.id, view.authors[0])
    desk = window.projects.desk
    assert desk is not None
    window.show_section("home")
    desk.undo()
    window.show_section("review")
    assert page.sitting.view is not None
    assert (page.sitting.view.id, page.sitting.view.state) == (view.id, "open")


def test_a_project_without_layers_says_what_to_do(window: Window, tmp_path: Path) -> None:
    window.projects.create(tmp_path / "new.hashiya")
    window.show_section("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    assert page.queue.items == ()
    assert page.mode == "review_queue"


@pytest.fixture
def crowd(make_window: MakeWindow, tmp_path: Path) -> Window:
    """A reviewer's window over more articles than are looked at while a key is down."""
    path = tmp_path / "crowd"
    with new_project(path, **{f"d{number}": TEXT for number in range(1, AT_ONCE + 4)}) as project:
        for layer in two_analysts():
            hand_in(project, layer, document=project.document_ids())
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    memory.set("person.id", REVIEWER.id)
    window.projects.open(path / "p.hashiya")
    return window


def test_many_articles_are_looked_at_beside_the_window(crowd: Window, qtbot: QtBot) -> None:
    crowd.show_section("review")
    page = crowd.page
    assert isinstance(page, ReviewPage)
    assert page.queue.items == ()
    assert crowd.jobs.current is not None
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)
    assert {item.cases for item in page.queue.items} == {page.queue.items[0].cases}


def test_looking_at_many_articles_can_be_stopped_and_begun_again(crowd: Window, qtbot: QtBot) -> None:
    crowd.show_section("review")
    job = crowd.jobs.current
    assert job is not None
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    page = crowd.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: crowd.jobs.current is None)
    assert page.queue.items == ()
    page.enter()
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)


def test_rules_look_into_all_articles_beside_the_window_and_decide_as_one_gesture(crowd: Window, qtbot: QtBot) -> None:
    crowd.show_section("review")
    page = crowd.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)
    page.ask_rules()
    dialog = crowd.findChild(RulesDialog)
    assert dialog is not None
    assert dialog.proposals == ()
    qtbot.waitUntil(lambda: bool(dialog.proposals))
    agreed = len(dialog.proposals)
    dialog.clitic.setChecked(True)
    qtbot.waitUntil(lambda: len(dialog.proposals) > agreed)
    wanted = len(dialog.proposals)
    assert {one.document for one in dialog.proposals} == {item.document for item in page.queue.items}
    dialog.accept()
    qtbot.waitUntil(lambda: crowd.jobs.current is None and any(item.open < item.cases for item in page.queue.items))
    desk = crowd.projects.desk
    assert desk is not None
    decided = sum(len(desk.sight.decisions(head.key)) for head in desk.sight.layer_heads() if head.decisions)
    assert decided == wanted
    desk.undo()
    assert not any(head.decisions for head in desk.sight.layer_heads())


def test_very_many_cases_are_decided_in_a_work_that_writes(
    crowd: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ruling, "AT_ONCE", 1)
    crowd.show_section("review")
    page = crowd.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)
    page.ask_rules()
    dialog = crowd.findChild(RulesDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.proposals))
    wanted = len(dialog.proposals)
    dialog.accept()
    job = crowd.jobs.current
    assert job is not None
    assert job.writes
    qtbot.waitUntil(lambda: crowd.status.sentence == f"{wanted} cases decided by rule")
    desk = crowd.projects.desk
    assert desk is not None
    decided = sum(len(desk.sight.decisions(head.key)) for head in desk.sight.layer_heads() if head.decisions)
    assert decided == wanted


def test_equal_differences_of_all_articles_are_decided_alike_as_one_gesture(
    crowd: Window, qtbot: QtBot, answers: Answers
) -> None:
    crowd.show_section("review")
    page = crowd.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)
    answers.choice = 0
    crowd.commands.trigger("review.groups")
    view = page.sitting.view
    assert view is not None
    crowd.commands.trigger("review.take.1")
    page.sitting.go_to(view.id)
    crowd.commands.trigger("review.same")
    desk = crowd.projects.desk
    assert desk is not None
    decided = [one for head in desk.sight.layer_heads() for one in desk.sight.decisions(head.key)]
    assert len(decided) == AT_ONCE + 3
    assert {one.taken for one in decided} == {"anna"}
    desk.undo()
    assert sum(head.decisions for head in desk.sight.layer_heads()) == 1


def test_what_waits_elsewhere_is_decided_by_precedent(crowd: Window, qtbot: QtBot, answers: Answers) -> None:
    crowd.show_section("review")
    page = crowd.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.queue.items) == AT_ONCE + 3)
    page.open_review("d1")
    view = next(v for v in page.sitting.article.views if v.kind == "entity" and "label" in v.verdicts)
    page.review.take(page.sitting.article, view.id, "anna")
    page.sitting.go_to(view.id)
    answers.choice = 0
    crowd.commands.trigger("review.precedents")
    desk = crowd.projects.desk
    assert desk is not None
    decided = [one for head in desk.sight.layer_heads() for one in desk.sight.decisions(head.key)]
    assert len(decided) == AT_ONCE + 3
    assert {one.outcome.annotation.label for one in decided if one.outcome.annotation} == {"GPE"}
