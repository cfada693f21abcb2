"""What lies over the text while an article is reviewed: versions, gold, what was rejected."""

from pathlib import Path

import pytest

from annotator.ui.pages.review.case_marks import case_of, drawn_of, versions_of
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.pages.review.sitting import WHOLE
from annotator.ui.window import Window
from annotator.work.cases import CaseView


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


def test_a_project_without_layers_says_what_to_do(window: Window, tmp_path: Path) -> None:
    window.projects.create(tmp_path / "new.hashiya")
    window.show_section("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    assert page.queue.items == ()
    assert page.mode == "review_queue"
