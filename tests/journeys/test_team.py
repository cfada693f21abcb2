"""A lead hands out work through the window; an analyst finds it on the desk, hands it in, and has it back first."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.ui.pages.desk_list import HEADING_ROLE
from annotator.ui.pages.home import HomePage
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.pages.team.dialogs import BatchDialog, PersonDialog
from annotator.ui.pages.team.lesson import LessonDialog
from annotator.ui.pages.team.new_batch import NewBatchDialog
from annotator.ui.pages.team.page import TeamPage
from annotator.ui.pages.team.rows import PersonRow
from annotator.ui.window import Window
from annotator.work.batches import Batches, Plan
from annotator.work.desk import Desk
from annotator.work.mydesk import Lying
from annotator.work.people import People
from annotator.work.review import ReviewDesk
from tests.ui.answers import ME, Answers, MakeWindow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(window: Window, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget() or window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


@pytest.fixture
def lead(window: Window) -> Window:
    """The lead's window on the team's page; Celia works in the project too."""
    desk = window.projects.desk
    assert desk is not None
    People(desk).add("Celia", identity="celia")
    window.show_section("team")
    return window


def team_page(window: Window) -> TeamPage:
    assert isinstance(window.page, TeamPage)
    return window.page


def desk_of(window: Window) -> Desk:
    assert window.projects.desk is not None
    return window.projects.desk


def work_as(person: str, make_window: MakeWindow, path: Path) -> Window:
    """The window of somebody else over the same file."""
    window = make_window()
    window.session.memory.set("person.id", person)
    window.projects.open(path)
    return window


def answer(monkeypatch: pytest.MonkeyPatch, dialog: type[QDialog], fill: object) -> None:
    """Have a dialog filled in and agreed to as soon as it is asked."""

    def exec_(self: QDialog) -> int:
        fill(self)  # type: ignore[operator]
        self.accept()
        return self.result()

    monkeypatch.setattr(dialog, "exec", exec_)


def on_desk(window: Window) -> list[tuple[str, str]]:
    """The pile and the id of each article on the desk."""
    window.show_section("home")
    assert isinstance(window.page, HomePage)
    model = window.page.desk_list.model()
    rows = [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]
    return [(row.pile, row.row.id) for row in rows if isinstance(row, Lying)]


def test_from_a_batch_to_the_desk_and_back_again(
    lead: Window, make_window: MakeWindow, qtbot: QtBot, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk_of(lead).project.path

    def fill(dialog: NewBatchDialog) -> None:
        assert not dialog._ok.isEnabled()  # a batch without a name
        dialog.name.setText("الأولى")
        dialog.words.setText("روسيا")
        dialog.due.setChecked(True)
        for place in range(dialog.people.count()):
            item = dialog.people.item(place)
            mine = item.text() == "Celia"
            item.setCheckState(Qt.CheckState.Checked if mine else Qt.CheckState.Unchecked)

    answer(monkeypatch, NewBatchDialog, fill)
    press(lead, Key.Key_N)
    page = team_page(lead)
    assert page.batch_row is not None
    batch = page.batch_row.batch
    assert (batch.name, batch.people) == ("الأولى", ("celia",))
    assert 1 < len(batch.documents) < 5
    assert lead.status.sentence.startswith("\u2068الأولى\u2069 was handed out")
    lead.close()

    window = work_as("celia", make_window, path)
    found = on_desk(window)
    assert found == [("batch", name) for name in batch.documents]
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.article == batch.documents[0])
    desk = desk_of(window)
    article = desk.open(batch.documents[0])
    desk.tag(article, [Span(0, 4)], "PER")
    answers.choice = 0
    press(window, Key.Key_Return, CONTROL)
    _agree_to_hand_in(window)
    qtbot.waitUntil(lambda: window.article == batch.documents[1])
    assert on_desk(window) == [("batch", name) for name in batch.documents[1:]]
    window.close()

    window = work_as(ME.id, make_window, path)
    window.show_section("review")
    review = window.page
    assert isinstance(review, ReviewPage)
    qtbot.waitUntil(lambda: bool(review.queue.items))
    desk = ReviewDesk(desk_of(window))  # type: ignore[assignment]
    desk.send_back(desk.open(batch.documents[0]), "celia", "انظر في حدود الأسماء")  # type: ignore[attr-defined]
    window.close()

    window = work_as("celia", make_window, path)
    assert on_desk(window)[0] == ("returned", batch.documents[0])
    assert isinstance(window.page, HomePage)
    first = window.page.desk_list.currentIndex()
    assert "انظر في حدود الأسماء" in first.data()
    press(window, Key.Key_Home)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.article == batch.documents[0])
    desk = desk_of(window)
    desk.tag(desk.open(batch.documents[0]), [Span(6, 12)], "PER")
    press(window, Key.Key_Return, CONTROL)
    _agree_to_hand_in(window)
    key = LayerKey(batch.documents[0], "own", "celia")
    qtbot.waitUntil(lambda: desk.sight.layer(key).state == "submitted")


def _agree_to_hand_in(window: Window) -> None:
    """Enter on the first line of what is still open, where that is shown."""
    from annotator.ui.palette import Palette

    palettes = [one for one in window.findChildren(Palette) if one.isVisible()]
    for palette in palettes:
        QTest.keyClick(palette.focusWidget() or palette, Qt.Key.Key_Return)


def test_headings_are_passed_over_by_the_arrows(lead: Window, make_window: MakeWindow) -> None:
    batches, path = Batches(desk_of(lead)), desk_of(lead).project.path
    names = tuple(desk_of(lead).project.document_ids())
    batches.make(batches.plan(Plan(name="أ", documents=names[:1], people=("celia",), due="2020-01-01")))
    batches.make(batches.plan(Plan(name="ب", documents=names[1:2], people=("celia",))))
    lead.close()
    window = work_as("celia", make_window, path)
    assert on_desk(window) == [("batch", names[0]), ("batch", names[1])]
    assert isinstance(window.page, HomePage)
    view = window.page.desk_list
    headings = [view.model().index(row, 0).data(HEADING_ROLE) for row in range(4)]
    assert [(one.words, one.late) for one in headings if one is not None] == [
        ("\u2068أ\u2069", True),
        ("\u2068ب\u2069", False),
    ]
    assert view.currentIndex().row() == 1
    press(window, Key.Key_Down)
    assert view.currentIndex().row() == 3
    press(window, Key.Key_Up)
    assert view.currentIndex().row() == 1


def test_every_deed_of_a_lead_has_its_key(
    lead: Window, answers: Answers, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk, page = desk_of(lead), team_page(lead)
    names = desk.project.document_ids()
    batches = Batches(desk)
    batches.make(batches.plan(Plan(name="أ", documents=tuple(names[:3]), people=("celia", ME.id), seed=1)))
    answer(monkeypatch, BatchDialog, lambda dialog: dialog.name.setText("باء"))
    press(lead, Key.Key_F4)
    assert page.batch_row is not None
    assert page.batch_row.batch.name == "باء"
    press(lead, Key.Key_M)
    assert len(page.batch_row.batch.documents) == 4
    press(lead, Key.Key_Return)
    assert page.share_row is not None
    giver = page.share_row.share.person
    answers.choice = 0
    press(lead, Key.Key_P)
    assert all(task.person != giver for task in page.batch_row.batch.tasks)
    press(lead, Key.Key_Z, CONTROL)
    press(lead, Key.Key_Return)
    assert len(page.task_rows) == 1
    monkeypatch.setattr(answers, "text", lambda _question, **_given: "مكرر")
    press(lead, Key.Key_X)
    assert page.task_rows[0].state == "excluded"
    assert page.task_rows[0].task.excluded == "مكرر"
    press(lead, Key.Key_X)
    assert page.task_rows[0].task.excluded is None
    press(lead, Key.Key_Escape)
    assert page.task_rows == []
    press(lead, Key.Key_Escape)
    press(lead, Key.Key_Delete)
    assert desk.project.batches() == ()
    press(lead, Key.Key_Z, CONTROL)
    assert page.batch_row is not None
    press(lead, Key.Key_B)
    assert page.tab == "people"
    answer(monkeypatch, PersonDialog, lambda dialog: dialog.name.setText("Dana"))
    press(lead, Key.Key_A)
    row = page.person_row
    assert isinstance(row, PersonRow)
    assert (row.person.name, row.person.roles) == ("Dana", ("analyst",))
    answer(monkeypatch, PersonDialog, lambda dialog: dialog.roles["reviewer"].setChecked(True))
    press(lead, Key.Key_E)
    assert page.person_row is not None
    assert page.person_row.person.roles == ("analyst", "reviewer")
    press(lead, Key.Key_V)
    assert page.person_row is not None
    assert page.person_row.person.left
    press(lead, Key.Key_V)
    assert not page.person_row.person.left
    page.go_to_person(ME)
    press(lead, Key.Key_V)
    assert "only lead" in lead.status.sentence


def test_a_retest_is_hidden_with_a_key_and_its_agreement_stands_beside_the_name(
    lead: Window, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, page = desk_of(lead), team_page(lead)
    names = desk.project.document_ids()
    batches = Batches(desk)
    batches.make(batches.plan(Plan(name="أ", documents=tuple(names), people=("celia",), seed=1)))
    person = desk.project.person("celia")
    assert person is not None
    celia = Desk(desk.project, person)
    _annotate(celia, names[0], Span(0, 4), Span(5, 9))
    monkeypatch.setattr(answers, "text", lambda _question, **_given: "3")
    page.share_table.setFocus()
    press(lead, Key.Key_T)
    assert page.batch_row is not None
    assert len(page.batch_row.batch.tasks) == len(names) + 1
    copy = (set(page.batch_row.batch.documents) - set(names)).pop()
    press(lead, Key.Key_Return)
    shown = page.task_table.model()
    titles = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    assert sum("second copy" in title for title in titles) == 1
    lead.show_section("home")
    _annotate(celia, copy, Span(0, 4))
    desk.follow(celia.comment(celia.open(copy), "تم", at="2026-01-05T10:00:00.000Z"))
    lead.show_section("team")
    press(lead, Key.Key_Escape)
    page.go_back()
    row = page.share_table.model().index(0, 5)
    assert row.data() == "0.67"


def _annotate(desk: Desk, document: str, *spans: Span) -> None:
    """Tag some words as people and hand the article in."""
    article = desk.open(document)
    for span in spans:
        desk.tag(article, [span], "PER")
    desk.stand(article, "submitted", at="2026-01-05T10:00:00.000Z")


def test_an_analyst_sees_his_own_part_and_changes_nothing(lead: Window, make_window: MakeWindow) -> None:
    desk, path = desk_of(lead), desk_of(lead).project.path
    batches = Batches(desk)
    names = tuple(desk.project.document_ids())
    batches.make(batches.plan(Plan(name="أ", documents=names, people=("celia", "analyst-a"), each=2)))
    batches.make(batches.plan(Plan(name="ب", documents=names, people=("analyst-a",))))
    lead.close()
    window = work_as("celia", make_window, path)
    window.show_section("team")
    page = team_page(window)
    assert page.batch_table.model().rowCount() == 1
    assert page.batch_row is not None
    assert page.batch_row.progress.whole.total == len(names)
    assert page.batch_row.progress.whole.done == 0
    shown = page.task_table.model()
    assert shown.rowCount() == len(names)
    assert {shown.index(row, 0).data(Qt.ItemDataRole.UserRole).task.person for row in range(len(names))} == {"celia"}
    enabled = {
        name for name in ("batch.new", "batch.remove", "person.add", "team.turn") if window.commands.is_bound(name)
    }
    assert enabled == set()
    page.task_table.setFocus()
    press(window, Key.Key_Return)
    QApplication.processEvents()
    assert window.article == names[0]


def test_training_tells_after_handing_in(lead: Window, make_window: MakeWindow, qtbot: QtBot) -> None:
    desk, path = desk_of(lead), desk_of(lead).project.path
    name = desk.project.document_ids()[0]
    review = ReviewDesk(desk)
    article = review.open(name)
    for view in article.open_views:
        if view.kind == "entity":
            review.take(article, view.id, view.said_by[0])
        else:
            review.reject(article, view.id)
    for view in article.open_views:
        review.reject(article, view.id)
    review.accept(article)
    batches = Batches(desk)
    batches.make(batches.plan(Plan(name="تدريب", documents=(name,), people=("celia",), training=True)))
    lead.close()
    window = work_as("celia", make_window, path)
    window.show_section("home")
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.article == name)
    desk = desk_of(window)
    desk.tag(desk.open(name), [Span(0, 4)], "PER")
    assert not [one for one in desk.sight.layer_heads(name) if one.key.purpose == "gold"]
    press(window, Key.Key_Return, CONTROL)
    _agree_to_hand_in(window)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(LessonDialog)))
    dialog = next(one for one in window.findChildren(LessonDialog) if one.isVisible())
    assert dialog.table.model().rowCount() > 10
    with qtbot.waitSignal(dialog.wanted):
        QTest.keyClick(dialog.table, Key.Key_Return)
    assert not dialog.isVisible()


def test_roles_that_change_open_other_doors(lead: Window, qtbot: QtBot) -> None:
    desk = desk_of(lead)
    People(desk).give_roles("celia", ["lead"])
    People(desk).give_roles(ME.id, ["analyst"])
    qtbot.waitUntil(lambda: not lead.commands.is_bound("batch.new"))
    assert desk.sight.only_author == ME.id
    assert isinstance(lead.page, TeamPage)


def test_who_comes_from_another_machine_says_who_he_is(
    lead: Window, make_window: MakeWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = desk_of(lead).project.path
    lead.close()
    window = work_as("p-elsewhere", make_window, path)
    assert desk_of(window).person.roles == ("analyst",)
    window.show_section("team")
    monkeypatch.setattr(answers, "text", lambda _question, **_given: "no id at all")
    press(window, Key.Key_I)
    assert "cannot be an id" in window.status.sentence
    monkeypatch.setattr(answers, "text", lambda _question, **_given: ME.id)
    press(window, Key.Key_I)
    qtbot.waitUntil(lambda: window.projects.desk is not None and window.projects.desk.person == ME)
    window.show_section("team")
    assert window.commands.is_bound("batch.new")
