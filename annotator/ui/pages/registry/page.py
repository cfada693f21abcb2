"""The registry page: the list of entries, what is said of the one that is shown, and what is known of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from annotator.model.problems import KnownError
from annotator.model.registry import Entry, living
from annotator.model.step import Step
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.action_button import ActionButton
from annotator.ui.ask import say_problem
from annotator.ui.elided import ElidedLabel
from annotator.ui.hairline import hairline
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.registry.entry_form import EntryForm
from annotator.ui.pages.registry.entry_list import EntryList
from annotator.ui.pages.registry.views import TABS, EntryViews
from annotator.ui.palette import Offer, Palette
from annotator.ui.panels.chips import ChipLabel
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.registry import Registry

_ROOMY = 1320  # pixels of the page from which the fields stand beside the tables by themselves
_BUTTONS = ("entry.rename", "entry.merge", "entry.unmerge", "entry.split", "entry.adopt")


class RegistryPage(Page):
    """Entities and real-world events that all articles share."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._desk = desk
        self.registry = Registry(desk)
        self._stale = False
        self._in_front = False
        self.list = EntryList(session, self.registry, desk.codebook)
        self.views = EntryViews(session, desk, self.registry)
        self.form = EntryForm(session, desk.codebook)
        self._chip = ChipLabel(session.theme.reader_palette(desk.codebook))
        self._name, self._other_name = _headline(), ElidedLabel()
        self._other_name.setProperty("role", "muted")
        self._buttons = {name: ActionButton(session.actions.action(name)) for name in _BUTTONS}
        self._asked: bool | None = None
        self._edge = hairline(vertical=True)
        self._details = self._made_details()
        self._empty = EmptyState()
        self._body = QStackedWidget()
        self._body.addWidget(self._made_entry())
        self._body.addWidget(self._empty)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addWidget(hairline(vertical=True))
        layout.addWidget(self._body, 1)
        self._listen()
        self._show(self.list.current)

    # --- what every page is asked

    @property
    def mode(self) -> str:
        """The keys of the registry."""
        return "registry"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What can be done with the entry that is shown."""
        return MappingProxyType(
            {
                "find.open": self._find,
                "view.end_panel": self._toggle_details,
                "entry.rename": self._rename,
                "entry.merge": self._ask_merge,
                "entry.unmerge": self._unmerge,
                "entry.split": self._split,
                "entry.adopt": self._adopt,
            }
        )

    @property
    def panes(self) -> Sequence[QWidget]:
        """List, tables, fields."""
        return (self.list, self.views, self.form)

    def enter(self) -> None:
        """Begin where typing narrows and the arrows move."""
        self._in_front = True
        self._refresh()
        self.list.field.setFocus()

    def leave(self) -> None:
        """Write what is half typed."""
        self.form.finish()
        self._in_front = False

    def remember(self) -> Memory:
        """The entry, what narrows the list, the tab."""
        return MappingProxyType(
            {
                "entry": self.list.current,
                "words": self.list.words,
                "choice": self.list.choice,
                "tab": self.views.tab,
                "details": self._asked,
            }
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        words, choice, entry, tab = (str(memory.get(key) or "") for key in ("words", "choice", "entry", "tab"))
        self.list.narrow(words, choice)
        self.list.go_to(entry)
        if tab in TABS:
            self.views.show_tab(tab)
        details = memory.get("details")
        if isinstance(details, bool):
            self._show_details(details)

    def go_to(self, entry_id: str) -> None:
        """Show an entry, whatever the list is narrowed to."""
        if not self.list.go_to(entry_id):
            self.list.narrow("", "")
            self.list.go_to(entry_id)

    # --- showing

    def _listen(self) -> None:
        hub = self.session.hub
        hub.stepped.connect(self._follow)
        hub.documents_touched.connect(self._forget)
        self.list.shown.connect(self._show)
        self.list.entered.connect(self._enter_table)
        self.views.wanted.connect(hub.article_wanted)
        self.form.changed.connect(self._change)
        self.form.wanted.connect(self.go_to)
        self.form.left.connect(self.list.table.setFocus)

    def _enter_table(self) -> None:
        self.views.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, entry_id: str) -> None:
        entry = self.registry.entries.get(entry_id)
        self._body.setCurrentIndex(0 if entry is not None else 1)
        say = self.session.say
        self._empty.show_words(
            say("registry.nothing_shown" if self.registry.entries else "registry.none"),
            say("registry.none_match.help" if self.registry.entries else "registry.none.help"),
        )
        self.views.show_entry(entry)
        if entry is None:
            return
        word = short_label(self._desk.codebook, entry.kind, entry.label, self.session.language)
        self._chip.show_label(word, entry.label if entry.kind == "entity" else "EVENT")
        self._name.setText(strip_controls(entry.name_ar))
        self._other_name.setText(self._standing_of(entry))
        into = living(entry, self.registry.entries)
        merged = tuple(one for one in self.registry.entries.values() if one.merged_into == entry.id)
        editable = self.registry.may_change(entry)
        self.form.show_entry(entry, editable=editable, into=into if into.id != entry.id else None, merged=merged)
        shown = {
            "entry.unmerge": entry.merged_into is not None,
            "entry.merge": entry.merged_into is None,
            "entry.split": entry.merged_into is None,
            "entry.adopt": entry.proposed_by is not None,
        }
        for name, button in self._buttons.items():
            button.setVisible(shown.get(name, True))

    def _standing_of(self, entry: Entry) -> str:
        parts = [isolate(entry.name_latin)] if entry.name_latin else []
        if entry.proposed_by is not None:
            person = self._desk.project.person(entry.proposed_by)
            name = person.name if person else entry.proposed_by
            parts.append(self.session.say("registry.proposed_by", name=name))
        into = living(entry, self.registry.entries)
        if into.id != entry.id:
            parts.append(self.session.say("registry.merged_into", name=into.name_ar))
        return " · ".join(parts)

    def _follow(self, steps: tuple[Step, ...]) -> None:
        if self.registry.follow(steps):
            self._stale = True
            if self._in_front:
                self._refresh()

    def _forget(self, _documents: object) -> None:
        self.registry.forget()
        self._stale = True
        if self._in_front:
            self._refresh()

    def _refresh(self) -> None:
        """Show what has changed; while another page is in front nothing is read."""
        if self._stale:
            self._stale = False
            self.list.refresh()
            self._show(self.list.current)

    # --- doing

    def _do(self, gesture: Callable[[], tuple[Step, ...]], done: Callable[[], str]) -> bool:
        try:
            steps = gesture()
        except KnownError as fault:
            self.session.hub.said.emit(say_problem(fault.problem, self.session.language))
            return False
        if steps:
            self.session.hub.said.emit(done())
        return bool(steps)

    def _change(self, entry_id: str, fields: Mapping[str, object]) -> None:
        done = partial(self.session.say, "registry.changed", name=self._name.text())
        if not self._do(lambda: self.registry.change(entry_id, **fields), done):
            self._show(self.list.current)

    def _toggle_details(self) -> None:
        self._show_details(not self.form.isVisibleTo(self))

    def _show_details(self, shown: bool) -> None:
        """Show or hide the fields, and leave it so however wide the window becomes."""
        self._asked = shown
        self.form.finish()
        self._set_details(shown)

    def _set_details(self, shown: bool) -> None:
        self._edge.setVisible(shown)
        self.form.setVisible(shown)
        self._details.setChecked(shown)

    def _rename(self) -> None:
        if not self.form.isVisibleTo(self):
            self._show_details(True)
        self.form.rename()

    def _find(self) -> None:
        self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.field.selectAll()

    def _ask_merge(self) -> None:
        chosen = self.list.selected
        if not chosen:
            return
        ids = {entry.id for entry in chosen}
        offers = [
            Offer(
                strip_controls(line.entry.name_ar),
                " ".join((*line.entry.names, line.entry.label)),
                line.entry.label,
                partial(self._merge, tuple(ids), line.entry),
            )
            for line in self.registry.lines(kind=chosen[0].kind)
            if line.standing != "merged" and line.entry.id not in ids
        ]
        say = self.session.say
        hint = say("registry.merge.hint", name=chosen[0].name_ar) if len(chosen) == 1 else ""
        hint = hint or say("registry.merge.hint_many", n=len(chosen))
        Palette(self.window(), offers, hint=hint, nothing=say("registry.none_match")).open_over(self.window())

    def _merge(self, ids: tuple[str, ...], into: Entry) -> None:
        done = partial(self.session.say, "registry.merged", n=len(ids), name=into.name_ar)
        if self._do(lambda: self.registry.merge(ids, into.id), done):
            self.go_to(into.id)

    def _unmerge(self) -> None:
        entry = self.registry.entries.get(self.list.current)
        if entry is not None and entry.merged_into is not None:
            done = partial(self.session.say, "registry.unmerged", name=entry.name_ar)
            self._do(lambda: self.registry.unmerge(entry.id), done)

    def _adopt(self) -> None:
        entry = self.registry.entries.get(self.list.current)
        if entry is not None and entry.proposed_by is not None:
            done = partial(self.session.say, "registry.adopted", name=entry.name_ar)
            self._do(lambda: self.registry.adopt(entry.id), done)

    def _split(self) -> None:
        entry = self.registry.entries.get(self.list.current)
        mentions = self.views.chosen_mentions
        if entry is None or entry.merged_into is not None or not mentions:
            return
        plan, say = self.registry.plan_split(mentions), self.session.say
        if not plan.moved:
            self.session.hub.said.emit(say("problem.entry.split-others", n=len(plan.left)))
            return
        question = say("registry.split.ask", n=len(plan.moved))
        if plan.left:
            question += "\n" + say("registry.split.left", n=len(plan.left))
        name = self.session.ask.text(question, value=entry.name_ar)
        if name:
            done = partial(say, "registry.split.done", n=len(plan.moved), name=name)
            self._do(lambda: self.registry.split(entry.id, mentions, name=name)[1], done)

    # --- building

    def _made_details(self) -> QToolButton:
        session = self.session
        button = QToolButton()
        button.setCheckable(True)
        button.setText(session.say("registry.details"))
        action = session.actions.action("view.end_panel")
        button.setToolTip(f"{session.say('registry.details')} ({action.shortcut().toString()})")
        button.setIcon(session.theme.icon("panel", right_to_left=not session.right_to_left))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(self._show_details)
        return button

    def _made_entry(self) -> QWidget:
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._other_name)
        top.addLayout(names, 1)
        for button in self._buttons.values():
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._details, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.views, 1)
        below.addWidget(self._edge)
        below.addWidget(self.form)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(hairline())
        layout.addLayout(below, 1)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the tables, the fields are shown when they are asked for."""
        super().resizeEvent(event)
        if self._asked is None:
            self._set_details(self.width() >= _ROOMY)


def _headline() -> ElidedLabel:
    label = ElidedLabel()
    label.setObjectName("headline")
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() + 3)
    label.setFont(font)
    return label
