"""There and back: returned, taken over and appealed by the analyst, decided anew and accepted, all with keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.cli.app import main
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.model.step import CORPUS, Change, Draft
from annotator.settings import MEMORY, Settings
from annotator.ui.pages.review.answers_page import AnswersPage
from annotator.ui.pages.review.gaps_dialog import GapsDialog
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.palette import Palette
from annotator.ui.window import Window
from annotator.work.gaps import find_gaps
from tests.journeys.reviewer import Reviewer
from tests.ui.answers import ME, Answers, MakeWindow
from tests.work.reviewed import REVIEWER, hand_in, new_project, review_desk, two_analysts, writer

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
GOLD = 2
ANALYST = "analyst-b"


def press(window: Window, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def seat(make_window: MakeWindow, path: Path, person: str) -> Window:
    """A window over the project in which this person sits."""
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    memory.set("person.id", person)
    window.projects.open(path)
    desk = window.projects.desk
    assert desk is not None
    assert desk.person.id == person
    return window


def leave(window: Window) -> None:
    window.projects.close()


def first_article(window: Window) -> Reviewer:
    reviewer = Reviewer(window)
    name = next(item.document for item in reviewer.page.queue.items if item.document.startswith("000_"))
    reviewer.page.queue.go_to(name)
    reviewer.press(Key.Key_Return)
    return reviewer


def test_an_article_goes_back_and_comes_again_until_its_gold_is_accepted(  # one journey
    make_window: MakeWindow, sample: Path, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    # The reviewer decides, and returns the second analyst's layer with a word.
    window = seat(make_window, sample, ME.id)
    reviewer = first_article(window)
    reviewer.merge_agreements()
    reviewer.decide_all()
    document = reviewer.page.sitting.article.document.id
    answers.choice, answers.words = 1, "انظر في حدود الأسماء"
    reviewer.press(Key.Key_Backspace, CONTROL)
    leave(window)

    # The analyst sees what differs and the word, nothing of the other; takes one over, appeals one, hands in again.
    window = seat(make_window, sample, ANALYST)
    window.open_article(document)
    assert "differences" in window.status.sentence
    press(window, Key.Key_Return, ALT)
    page = window.page
    assert isinstance(page, AnswersPage)
    sitting = page.view.table.sitting
    before = len(sitting.article.open_views)
    assert before > 2
    assert page.mode == "answers"
    press(window, Key.Key_A)
    assert len(sitting.article.open_views) == before - 1
    assert window.status.sentence == "Taken over from the gold"
    answers.words = "الاسم كما في دليل الوسم"
    appealed = sitting.view
    assert appealed is not None
    press(window, Key.Key_P)
    assert sitting.article.view(appealed.id).state == "appealed"
    assert len(sitting.article.open_views) == before - 2
    press(window, Key.Key_Z, CONTROL)
    assert sitting.article.view(appealed.id).state == "open"
    press(window, Key.Key_Y, CONTROL)
    assert sitting.article.view(appealed.id).state == "appealed"
    press(window, Key.Key_Return, CONTROL)
    desk = window.projects.desk
    assert desk is not None
    assert desk.project.layer(LayerKey(document, "own", ANALYST)).state == "submitted"
    assert LayerKey(document, "own", "analyst-a") not in desk.sight.layer_keys(document)
    leave(window)

    # The reviewer meets the appeal first, decides anew for the analyst and accepts.
    window = seat(make_window, sample, ME.id)
    reviewer = Reviewer(window)
    first = reviewer.page.queue.items[0]
    assert (first.document, first.appeals) == (document, 1)
    reviewer.page.queue.go_to(document)
    reviewer.press(Key.Key_Return)
    assert reviewer.view.state == "appealed"
    assert "الاسم كما في دليل الوسم" in reviewer.page.table.wording.appeals(reviewer.view)
    assert [one.state for one in reviewer.page.sitting.article.open_views] == ["appealed"]
    reviewer.press(Key.Key_2 if reviewer.view.version_of(ANALYST) is not None else Key.Key_0)
    assert not reviewer.page.sitting.article.open_views
    reviewer.press(Key.Key_Return, CONTROL)
    out = tmp_path / "gold.jsonl"
    answers.files, answers.choice = [out], GOLD
    reviewer.press(Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: window.jobs.current is None and out.exists())
    assert main(["validate", str(out)]) == 0
    leave(window)

    # The analyst reads what came of the appeal.
    window = seat(make_window, sample, ANALYST)
    window.show_section("review")
    page = window.page
    assert isinstance(page, AnswersPage)
    [item] = page.view.items
    assert (item.document, item.state, item.closed) == (document, "accepted", 1)
    press(window, Key.Key_Return)
    press(window, Key.Key_O)
    found = next(one for one in page.view.table.sitting.article.views if one.appeals)
    assert found.appeals[0].granted
    leave(window)


def test_an_appeal_is_upheld_with_a_word(make_window: MakeWindow, sample: Path, answers: Answers) -> None:
    window = seat(make_window, sample, ME.id)
    reviewer = first_article(window)
    case = reviewer.go_to("missing", "entity")
    reviewer.press(Key.Key_1)
    document = reviewer.page.sitting.article.document.id
    answers.choice, answers.words = 1, "كلمة"
    reviewer.press(Key.Key_Backspace, CONTROL)
    leave(window)
    window = seat(make_window, sample, ANALYST)
    window.show_section("review")
    press(window, Key.Key_Return)
    answers.words = "أراه غير ذلك"
    press(window, Key.Key_P)
    leave(window)
    window = seat(make_window, sample, ME.id)
    reviewer = Reviewer(window)
    reviewer.page.open_review(document)
    assert reviewer.view.id == case.id
    answers.words = "هكذا يقول دليل الوسم"
    reviewer.press(Key.Key_K)
    now = reviewer.now(case.id)
    assert (now.state, now.appeals[0].granted) == ("decided", False)
    assert "هكذا يقول دليل الوسم" in reviewer.page.table.wording.appeals(now)


@pytest.fixture
def reviewer(window: Window) -> Reviewer:
    person = Reviewer(window)
    name = next(item.document for item in person.page.queue.items if item.document.startswith("000_"))
    person.page.open_review(name)
    return person


def test_a_clause_is_named_by_typing_and_goes_into_the_gold(reviewer: Reviewer) -> None:
    case = reviewer.go_to("agree", "entity").id
    reviewer.press(Key.Key_L)
    palette = next(one for one in reviewer.page.table.findChildren(Palette) if one.isVisible())
    QTest.keyClicks(palette.field, "entity/TITLE")
    QTest.keyClick(palette.field, Key.Key_Return)
    reviewer.press(Key.Key_1)
    decision = reviewer.now(case).decision
    assert decision is not None
    assert decision.clause == "entity/TITLE"
    gold = decision.outcome.annotation
    assert gold is not None
    assert gold.provenance.clause == "entity/TITLE"
    assert "entity/TITLE" in reviewer.page.table.wording.state(reviewer.now(case))


def test_a_gap_is_opened_from_the_inbox_and_closed_with_a_version(reviewer: Reviewer, answers: Answers) -> None:
    window = reviewer.window
    case = reviewer.view.id
    answers.words = "أين حد الاسم؟"
    reviewer.press(Key.Key_G)
    reviewer.page.sitting.step()
    window.show_section("codebook")
    press(window, Key.Key_P)
    dialog = window.findChild(GapsDialog)
    assert dialog is not None
    [gap] = dialog.gaps
    assert gap.said.text == "أين حد الاسم؟"
    assert gap.words
    QTest.keyClick(dialog.table, Key.Key_Return)
    page = window.page
    assert isinstance(page, ReviewPage)
    assert page.sitting.view is not None
    assert page.sitting.view.id == case
    reviewer.press(Key.Key_P)
    dialog = next(one for one in window.findChildren(GapsDialog) if one.isVisible())
    answers.words = "الحد عند آخر الاسم"
    QTest.keyClick(dialog.table, Key.Key_Return, CONTROL)
    assert dialog.gaps == ()
    dialog.closed.setChecked(True)
    [gap] = dialog.gaps
    assert gap.answer is not None
    desk = window.projects.desk
    assert desk is not None
    assert gap.answer.codebook == f"{desk.codebook.name} {desk.codebook.version}"
    dialog.reject()
    desk.undo()
    assert [one.is_open for one in find_gaps(desk)] == [True]


def test_a_whole_quote_is_added_with_the_keys_of_a_frame(reviewer: Reviewer) -> None:
    page, article = reviewer.page, reviewer.page.sitting.article
    speaker = reviewer.go_to("agree", "entity")
    reviewer.press(Key.Key_1)
    before = len(article.decisions)
    start = article.text.index("اليوم")
    reviewer.press(Key.Key_N)
    page.table.reader.select(Span(start, article.text.index(" ", start)))
    reviewer.press(Key.Key_Q)
    assert page.mode == "frame"
    draft = page.table.framer.draft
    assert draft is not None
    for _ in draft.parts:
        if page.table.framer.draft is not None and page.table.framer.draft.part.name == "speaker":
            break
        reviewer.press(Key.Key_Tab)
    reviewer.press(Key.Key_1)
    reviewer.press(Key.Key_Return)
    assert page.mode == "review"
    assert len(article.decisions) == before + 1
    made = next(one for one in article.decisions.values() if one.choice == "add")
    assert made.kind == "quote"
    assert {line.role for line in made.outcome.lines} == {"speaker"}
    assert speaker.kind == "entity"
    reviewer.press(Key.Key_Z, CONTROL)
    assert len(article.decisions) == before


def test_a_frame_is_edited_as_a_whole_and_dropped_by_esc(reviewer: Reviewer) -> None:
    page = reviewer.page
    case = reviewer.go_to("role", "event")
    reviewer.press(Key.Key_E)
    assert page.mode == "frame"
    reviewer.press(Key.Key_Escape)
    assert page.mode == "review"
    assert reviewer.now(case.id).is_open
    reviewer.press(Key.Key_E)
    reviewer.press(Key.Key_Delete)
    reviewer.press(Key.Key_Return)
    decision = reviewer.now(case.id).decision
    assert decision is not None
    assert decision.choice == "edit"


def test_who_reviews_answers_for_layers_of_their_own_on_the_same_page(make_window: MakeWindow, tmp_path: Path) -> None:
    omar = Person("omar", "Omar", ("analyst", "reviewer"))
    with new_project(tmp_path / "two") as project:
        mine = writer("omar")
        mine.mark("entity", "LOC", "عمان")
        for layer in (two_analysts()[0], mine.layer):
            hand_in(project, layer)
        joined = Change("person", omar.id, None, omar)
        project.write((Draft(CORPUS, "person.add", REVIEWER.id, (joined,)),))
        review = review_desk(project)
        article = review.open("d1")
        for view in article.open_views:
            review.take(article, view.id, "anna")
        review.accept(article)
    window = seat(make_window, tmp_path / "two" / "p.hashiya", omar.id)
    window.show_section("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    press(window, Key.Key_J)
    press(window, Key.Key_Return)
    assert page.mode == "answers"
    sitting = page.answers.table.sitting
    before = len(sitting.article.open_views)
    press(window, Key.Key_A)
    assert len(sitting.article.open_views) == before - 1
    press(window, Key.Key_Escape)
    press(window, Key.Key_J)
    assert page.mode == "review_queue"
    assert page.queue.isVisibleTo(page)
    assert not page.answers.isVisibleTo(page)
