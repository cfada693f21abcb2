"""The team's page: batches with what became of them, person by person and article by article, and the people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.model.person import Person
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.action_button import ActionButton
from annotator.ui.elided import ElidedLabel
from annotator.ui.hairline import hairline
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.pages.team.acts import TeamActs
from annotator.ui.pages.team.bars import BarDelegate
from annotator.ui.pages.team.reading import TeamReading
from annotator.ui.pages.team.rows import (
    BatchRow,
    PersonRow,
    ShareRow,
    TaskRow,
    batch_columns,
    people_columns,
    share_columns,
    task_columns,
)
from annotator.ui.session import Session
from annotator.work.desk import Desk

TABS = ("batches", "people")
_BAR = 2
"""The column of batches that shows a bar; of people's shares it is the one before."""

_OF_BATCHES = ("batch.new", "batch.edit", "batch.more", "batch.remove")
_OF_SHARES = ("batch.pass_on", "batch.retest")
_OF_TASKS = ("batch.exclude", "batch.lesson", "team.back")
_OF_PEOPLE = ("person.add", "person.edit", "person.leave")
_FOR_ALL = frozenset({"batch.lesson", "team.back", "person.me"})
"""What an analyst can do here too."""


class TeamPage(Page):
    """A lead sees everybody's part and hands out work; an analyst sees what was given to him alone."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        if session.corpus is None:
            raise RuntimeError("no project is open")
        self._desk = desk
        self.reading = TeamReading(desk, session.corpus)
        self._acts = TeamActs(self, desk, session.corpus)
        self._person = ""
        self._stale = True
        today = datetime.now(UTC).astimezone().date()
        self._batches, self.batch_table = self._made_table(batch_columns(session, today), "team.tab.batches", bar=_BAR)
        self._shares, self.share_table = self._made_table(share_columns(session), "team.shares", bar=_BAR - 1)
        self._tasks, self.task_table = self._made_table(task_columns(session), "team.tasks", several=True)
        self._people, self.people_table = self._made_table(people_columns(session), "team.tab.people")
        self._name, self._empty = ElidedLabel(), EmptyState()
        self._name.setProperty("role", "title")
        self._bar = self._made_bar()
        self._detail, self._body, self._pages = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._buttons = {
            name: ActionButton(session.actions.action(name))
            for name in (*_OF_BATCHES, *_OF_SHARES, *_OF_TASKS, *_OF_PEOPLE, "person.me")
        }
        self._lay_out()
        self._listen()

    # --- what every page is asked

    @property
    def mode(self) -> str:
        """The keys of the team."""
        return "team"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What a lead does, and what everybody may."""
        acts = self._acts
        handlers: dict[str, Callable[[], object]] = {
            "batch.new": acts.make_batch,
            "batch.edit": acts.edit_batch,
            "batch.more": acts.give_more,
            "batch.remove": acts.remove_batch,
            "batch.pass_on": acts.pass_on,
            "batch.retest": acts.hide_retest,
            "batch.exclude": acts.exclude,
            "batch.lesson": acts.show_lesson,
            "person.add": acts.add_person,
            "person.edit": acts.edit_person,
            "person.leave": acts.let_go,
            "person.me": acts.become,
            "team.turn": self.turn,
            "team.back": self.go_back,
        }
        if self._leads:
            return MappingProxyType(handlers)
        return MappingProxyType({name: handlers[name] for name in handlers if name in _FOR_ALL})

    @property
    def panes(self) -> Sequence[QWidget]:
        """Batches and what stands below, or the people."""
        if self.tab == "people":
            return (self.people_table,)
        return (self.batch_table, self._detail) if self._batches.rowCount() else (self._empty,)

    def enter(self) -> None:
        """Show how things stand now."""
        self._refresh()
        front = self.people_table if self.tab == "people" else self.batch_table
        (front if self.tab == "people" or self._batches.rowCount() else self._empty).setFocus()

    def remember(self) -> Memory:
        """The tab, the batch, the person whose articles are shown."""
        row = self.batch_row
        return MappingProxyType(
            {"tab": self.tab, "batch": row.batch.id if row else "", "person": self._person if self._shows_tasks else ""}
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        self._refresh()
        if memory.get("tab") in TABS and self._leads:
            self._bar.setCurrentIndex(TABS.index(str(memory["tab"])))
        self.go_to_batch(str(memory.get("batch") or ""))
        if memory.get("person"):
            self._show_tasks(str(memory["person"]))

    # --- what is chosen

    @property
    def tab(self) -> str:
        """What is in front: batches or people."""
        return TABS[max(0, self._bar.currentIndex())]

    @property
    def batch_row(self) -> BatchRow | None:
        """The batch of the current row."""
        row = self.batch_table.current()
        return row if isinstance(row, BatchRow) else None

    @property
    def share_row(self) -> ShareRow | None:
        """The person of a batch that is meant: of the current row, or whose articles are shown."""
        if self._shows_tasks:
            rows = (self._shares.row(place) for place in range(self._shares.rowCount()))
            return next((row for row in rows if row.share.person == self._person), None)
        row = self.share_table.current()
        return row if isinstance(row, ShareRow) else None

    @property
    def task_rows(self) -> list[TaskRow]:
        """The selected articles of a person, where these are shown."""
        return [row for row in self.task_table.selected() if isinstance(row, TaskRow)] if self._shows_tasks else []

    @property
    def person_row(self) -> PersonRow | None:
        """The person of the current row, where the people are in front."""
        row = self.people_table.current()
        return row if isinstance(row, PersonRow) and self.tab == "people" else None

    def go_to_batch(self, identity: str) -> None:
        """Come to a batch, to the first where it is not here."""
        self._go_to(self.batch_table, self._batches, lambda row: row.batch.id == identity)

    def go_to_person(self, person: Person) -> None:
        """Come to somebody among the people."""
        self.show_tab("people")
        self._go_to(self.people_table, self._people, lambda row: row.person.id == person.id)

    def show_tab(self, tab: str) -> None:
        """Bring batches or people to the front."""
        self._bar.setCurrentIndex(TABS.index(tab))

    def turn(self) -> None:
        """From the batches to the people, and back."""
        self.show_tab("batches" if self.tab == "people" else "people")
        self.enter()

    def go_back(self) -> None:
        """From a person's articles to the people of the batch, from there to the batches."""
        if self._shows_tasks and self.reading.sees_all:
            self._show_shares()
            self.share_table.setFocus()
        else:
            self.batch_table.setFocus()

    # --- showing

    @property
    def _leads(self) -> bool:
        return self._desk.person.leads

    @property
    def _shows_tasks(self) -> bool:
        return self._detail.currentWidget() is self.task_table

    def _follow(self, _news: object) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Read everything anew; the person stays at the same batch, person and articles."""
        if not self._stale:
            return
        self._stale = False
        held, person, whom = self.remember(), self.person_row, self.share_table.current()
        self._batches.show(self.reading.batches())
        self._people.show(self.reading.people())
        found = self._batches.rowCount()
        self._body.setCurrentIndex(0 if found else 1)
        key = "team.none" if self._leads else "team.none_given"
        action = self.session.actions.action("batch.new") if self._leads else None
        self._empty.show_words(self.session.say(key), self.session.say(f"{key}.help"), action)
        self.go_to_batch(str(held["batch"]))
        if held["person"]:
            self._show_tasks(str(held["person"]))
        self._go_to(self.people_table, self._people, lambda row: person and row.person.id == person.person.id)
        if isinstance(whom, ShareRow):
            self._go_to(self.share_table, self._shares, lambda row: row.share.person == whom.share.person)

    def _show_batch(self) -> None:
        row = self.batch_row
        self._shares.show(self.reading.shares(row) if row else [])
        if not self.reading.sees_all:
            self._show_tasks(self._desk.person.id)
            return
        self._show_shares()
        self._go_to(self.share_table, self._shares, lambda _row: False)

    def _show_shares(self) -> None:
        row = self.batch_row
        self._detail.setCurrentWidget(self.share_table)
        self._name.setText(strip_controls(row.batch.name) if row else "")
        self._show_buttons()

    def _show_tasks(self, person: str) -> None:
        row = self.batch_row
        if row is None:
            return
        self._person = person
        names = {one.id: one.name for one in self._desk.sight.people()}
        keep = self.task_table.currentIndex().row()
        self._tasks.show(self.reading.tasks(row.batch, person))
        self._detail.setCurrentWidget(self.task_table)
        name = isolate(strip_controls(names.get(person, person)))
        batch = isolate(strip_controls(row.batch.name))
        self._name.setText(f"{batch} · {name}" if self.reading.sees_all else batch)
        if self._tasks.rowCount():
            self.task_table.setCurrentIndex(self._tasks.index(min(max(keep, 0), self._tasks.rowCount() - 1), 0))
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Each list has its own; an analyst has none that change anything."""
        shown = {
            *self._of_tab,
            *(() if self.reading.sees_all else ("person.me",)),
            *(_OF_TASKS if self._shows_tasks else _OF_SHARES),
        }
        row = self.batch_row
        if row is None or not row.batch.training:
            shown.discard("batch.lesson")
        if not self.reading.sees_all:
            shown.discard("team.back")
        for name, button in self._buttons.items():
            button.setVisible(name in shown and (self._leads or name in _FOR_ALL))

    def _enter_share(self, row: object) -> None:
        if isinstance(row, ShareRow):
            self._show_tasks(str(row.share.person))
            self.task_table.setFocus()

    def _open_task(self, row: object) -> None:
        if isinstance(row, TaskRow) and self._desk.project.has_document(row.task.document):
            self.session.hub.article_wanted.emit(row.task.document, None)

    def _enter_detail(self, _row: object) -> None:
        (self._detail.currentWidget() or self.share_table).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act where there is no table yet, too."""
        if not self.session.actions.press(event):
            super().keyPressEvent(event)

    @staticmethod
    def _go_to(table: SheetView, sheet: Sheet, is_it: Callable[[Any], object]) -> None:
        places = [place for place in range(sheet.rowCount()) if is_it(sheet.row(place))]
        if sheet.rowCount():
            table.setCurrentIndex(sheet.index(places[0] if places else 0, 0))

    # --- building

    def _made_table(
        self, columns: tuple[Column, ...], name: str, *, bar: int | None = None, several: bool = False
    ) -> tuple[Sheet, SheetView]:
        ink = self.session.theme.token("muted")
        sheet = Sheet(columns, faint=_is_faint, ink=ink, parent=self)
        table = SheetView(self.session.actions, name=self.session.say(name), several=several, parent=self)
        table.setModel(sheet)
        table.set_columns(columns)
        if bar is not None:
            table.setItemDelegateForColumn(bar, BarDelegate(self.session, table))
        return sheet, table

    def _made_bar(self) -> QTabBar:
        bar = QTabBar()
        bar.setExpanding(False)
        bar.setDrawBase(False)
        bar.setUsesScrollButtons(False)
        bar.setElideMode(Qt.TextElideMode.ElideNone)
        bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for tab in TABS:
            bar.addTab(self.session.say(f"team.tab.{tab}"))
        bar.setTabVisible(1, self._leads or self.reading.sees_all)
        return bar

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._bar)
        top.addStretch(1)
        for name in (*_OF_BATCHES, *_OF_PEOPLE, "person.me"):
            top.addWidget(self._buttons[name])
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 8, 16, 8)
        middle.setSpacing(8)
        middle.addWidget(self._name, 1)
        for name in (*_OF_SHARES, *_OF_TASKS):
            middle.addWidget(self._buttons[name])
        for table in (self.share_table, self.task_table):
            self._detail.addWidget(table)
        self._detail.setFocusProxy(self.share_table)
        batches = QWidget()
        column = QVBoxLayout(batches)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_inset(self.batch_table), 2)
        column.addWidget(hairline())
        column.addLayout(middle)
        column.addWidget(_inset(self._detail), 3)
        self._body.addWidget(batches)
        self._body.addWidget(self._empty)
        self._pages.addWidget(self._body)
        self._pages.addWidget(_inset(self.people_table))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        self._show_tab(0)

    def _listen(self) -> None:
        hub = self.session.hub
        hub.stepped.connect(self._follow)
        hub.documents_touched.connect(self._follow)
        self.batch_table.selectionModel().currentChanged.connect(lambda *_: self._show_batch())
        self.batch_table.chosen.connect(self._enter_detail)
        self.share_table.chosen.connect(self._enter_share)
        self.task_table.chosen.connect(self._open_task)
        self.people_table.chosen.connect(lambda _row: self._acts.edit_person())
        self._bar.currentChanged.connect(self._show_tab)

    def _show_tab(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._show_buttons()

    @property
    def _of_tab(self) -> tuple[str, ...]:
        return _OF_BATCHES if self.tab == "batches" else _OF_PEOPLE


def _inset(widget: QWidget) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(8, 0, 8, 0)
    layout.addWidget(widget)
    return holder


def _is_faint(row: object) -> bool:
    """What asks for nothing any more."""
    if isinstance(row, BatchRow):
        return not row.progress.whole.left
    if isinstance(row, ShareRow):
        return not row.share.left
    if isinstance(row, TaskRow):
        return row.state in ("accepted", "excluded")
    return isinstance(row, PersonRow) and row.person.left
