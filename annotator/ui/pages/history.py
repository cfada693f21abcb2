"""The history page: the journal line by line, narrowed, with a way to the text, and two ways back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.problems import KnownError, Problem
from annotator.store.bulk import BulkResult
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.action_button import ActionButton
from annotator.ui.ask import say_problem
from annotator.ui.naming import name_box
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.history import History, Line, Narrowed
from annotator.work.restoring import Plan, Restoring
from annotator.work.standing import UNSEEN, Dependent
from annotator.work.undoing import MANY, How

_PAGE = 100
_LONGEST = 12  # gestures that a question lists by name
ACTS = ("tag", "retag", "respan", "remove", "attribute", "link-entry", "quote", "event", "role", "entry", "comment")
ACTS_OF_ALL = ("stand", "document", "import", "batch", "person", "restore")


class HistoryPage(Page):
    """Who did what, when and where, the newest first."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._desk = desk
        self._history = History(desk)
        self._restoring = Restoring(desk)
        self._people = {person.id: person.name for person in desk.project.people()}
        self._last_seq: int | None = None
        self._stale = True
        self._in_front = False
        self._columns = self._made_columns()
        self._sheet = Sheet(
            self._columns,
            more=self._next_page,
            faint=lambda line: line.undone,
            ink=session.theme.token("muted"),
            parent=self,
        )
        self._who, self._what, self._where = self._made_filters()
        self.table = self._made_table()
        self._empty = EmptyState()
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        self._lay_out()
        session.hub.stepped.connect(self._follow)
        session.hub.documents_touched.connect(self._follow)
        for box in (self._who, self._what, self._where):
            box.currentIndexChanged.connect(lambda _place: self._read())

    # --- what every page is asked

    @property
    def mode(self) -> str:
        """The keys of the history."""
        return "history"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The two ways back."""
        return MappingProxyType({"history.take_back": self._take_back, "history.restore": self._restore})

    @property
    def panes(self) -> Sequence[QWidget]:
        """The filters, and the list."""
        return (self._who, self._shown)

    def enter(self) -> None:
        """Show what was done last."""
        self._in_front = True
        self._offer_articles()
        if self._stale:
            self._read()
        self._shown.setFocus()

    def leave(self) -> None:
        """Read nothing while another page is in front."""
        self._in_front = False

    def remember(self) -> Memory:
        """What narrows the list, and the line."""
        line = self.table.current()
        return MappingProxyType(
            {
                "who": self._who.currentData(),
                "what": self._what.currentData(),
                "where": self._where.currentData(),
                "gesture": line.gesture if isinstance(line, Line) else "",
            }
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        self._offer_articles(str(memory.get("where") or ""))
        for box, key in ((self._who, "who"), (self._what, "what"), (self._where, "where")):
            box.setCurrentIndex(max(0, box.findData(memory.get(key))))
        self._read()
        self._go_to(str(memory.get("gesture") or ""))

    # --- reading

    @property
    def _shown(self) -> QWidget:
        return self._body.currentWidget() or self.table

    @property
    def _narrowed(self) -> Narrowed:
        who, what, where = (str(box.currentData() or "") or None for box in (self._who, self._what, self._where))
        return Narrowed(author=who, act=what, document=where)

    def _read(self) -> None:
        self._stale = False
        self._last_seq = None
        self._sheet.show(self._next_page())
        found, say = self._sheet.rowCount(), self.session.say
        self._body.setCurrentWidget(self.table if found else self._empty)
        self._empty.show_words(say("history.none"), say("history.none.help"))
        if found:
            self.table.setCurrentIndex(self._sheet.index(0, 0))

    def _next_page(self) -> Sequence[Line]:
        lines = self._history.lines(self._narrowed, before=self._last_seq, limit=_PAGE)
        if lines:
            # A gesture may hold several lines of the journal: the next page begins before its first one.
            first = self._desk.project.gesture(lines[-1].gesture)
            self._last_seq = min((stored.seq for stored in first), default=lines[-1].seq)
        return lines

    def _follow(self, _news: object) -> None:
        self._stale = True
        if self._in_front:
            line = self.table.current()
            self._read()
            self._go_to(line.gesture if isinstance(line, Line) else "")

    def _go_to(self, gesture: str) -> None:
        for place in range(self._sheet.rowCount()):
            if self._sheet.row(place).gesture == gesture:
                self.table.setCurrentIndex(self._sheet.index(place, 0))
                return

    # --- doing

    def _open(self, line: object) -> None:
        if isinstance(line, Line) and line.document is not None:
            self.session.hub.article_wanted.emit(line.document, line.place)

    def _take_back(self) -> None:
        line = self.table.current()
        if not isinstance(line, Line):
            return
        say, ask = self.session.say, self.session.ask
        undoing = self._desk.undoing
        standing, changes = undoing.stands_on(line.gesture), undoing.count(line.gesture)
        how: How | None = "alone"
        if standing:
            how = self._asked_how(standing)
        elif changes > MANY and not ask.confirm(say("undo.many", n=changes), verb=say("history.take_back.verb")):
            how = None
        if how is not None:
            self._take_back_so(line, how, large=changes + sum(one.changes for one in standing) > MANY)

    def _asked_how(self, standing: Sequence[Dependent]) -> How | None:
        """What is to happen to the work that stands on a gesture."""
        say = self.session.say
        options = [say("history.untouched")]
        if all(one.mine for one in standing):
            options.append(say("history.with_all"))
        question = say("history.stands_on", n=len(standing))
        choice = self.session.ask.choose(question, options, details=self._names_of(standing))
        answers: tuple[How, ...] = ("untouched", "all")
        return None if choice is None else answers[choice]

    def _take_back_so(self, line: Line, how: How, *, large: bool) -> None:
        """Take back at once, or beside the window what is large."""
        undo = partial(self._desk.undoing.undo_gesture, line.gesture, how=how)
        if not large:
            try:
                self._show_taken_back(undo())
            except KnownError as fault:
                self._say_fault(fault.problems)
            return
        job = self.session.jobs.run(lambda report: undo(report=report), writes=True)
        if job is not None:
            job.done.connect(self._show_taken_back)
            job.failed.connect(self._say_fault)

    def _show_taken_back(self, result: object) -> None:
        if isinstance(result, BulkResult):
            self._desk.follow(result.steps)
            self.session.hub.documents_touched.emit(result.touched)
            self.session.hub.said.emit(self.session.say("history.taken_back"))

    def _say_fault(self, problems: tuple[Problem, ...]) -> None:
        self.session.hub.said.emit(say_problem(problems[0], self.session.language))

    def _names_of(self, standing: Sequence[Dependent]) -> str:
        """The gestures that stand on one, as lines of a question."""
        names = [self._name_of(one) for one in standing[:_LONGEST]]
        if len(standing) > _LONGEST:
            names.append(self.session.say("history.and_more", n=len(standing) - _LONGEST))
        return "\n".join(names)

    def _name_of(self, one: Dependent) -> str:
        if one == UNSEEN:
            return self.session.say("history.unseen")
        return f"{self._act_named(one.name)} · {self._people.get(one.author, one.author)}"

    def _restore(self) -> None:
        line = self.table.current()
        if not isinstance(line, Line):
            return
        say = self.session.say
        plans = [(say("history.restore.project"), self._restoring.plan(line.seq))]
        if line.document is not None:
            plan = self._restoring.plan(line.seq, document=line.document)
            plans.insert(0, (say("history.restore.article"), plan))
        if not any(plan.drafts for _, plan in plans):
            self.session.hub.said.emit(say("problem.restore.nothing"))
            return
        options = [f"{title} ({plan.count})" for title, plan in plans]
        details = [say("history.restore.left", n=plans[-1][1].left)] if plans[-1][1].left else []
        choice = self.session.ask.choose(
            say("history.restore.ask", when=_moment(line.at)), options, details="\n".join(details)
        )
        if choice is not None:
            self._restore_by(plans[choice][1])

    def _restore_by(self, plan: Plan) -> None:
        try:
            self._restoring.restore(plan)
        except KnownError as fault:
            self._say_fault(fault.problems)
            return
        self.session.hub.said.emit(self.session.say("history.restored", n=plan.count))

    # --- words

    def _made_columns(self) -> tuple[Column, ...]:
        say = self.session.say
        return (
            Column(say("history.column.when"), lambda line: _moment(line.at), 144),
            Column(say("history.column.who"), lambda line: isolate(self._people.get(line.author, line.author)), 128),
            Column(say("history.column.act"), self._act, 240),
            Column(say("history.column.what"), self._about),
            Column(say("history.column.where"), self._place),
            Column(say("history.column.changes"), self._changes, 96, number=True),
        )

    def _act(self, line: Line) -> str:
        act = self._act_named(line.act)
        if line.back:
            act = self.session.say("history.back", act=act)
        elif line.again:
            act = self.session.say("history.again", act=act)
        return self.session.say("history.undone", act=act) if line.undone else act

    def _act_named(self, name: str) -> str:
        known = self.session.language.has(f"step.{name}")
        return self.session.say(f"step.{name}") if known else self.session.say("undo.unnamed")

    def _about(self, line: Line) -> str:
        words = isolate(line.subject.replace("\n", " ")) if line.subject else ""
        return f"{line.label}  {words}" if line.label and line.kind in ("entity", "event") else words

    def _changes(self, line: Line) -> str:
        return self.session.language.number(line.changes) if line.changes else ""

    def _place(self, line: Line) -> str:
        if line.documents > 1:
            return self.session.say("articles.count", n=line.documents)
        return isolate(line.title) if line.title else ""

    # --- building

    def _made_table(self) -> SheetView:
        table = SheetView(self.session.actions, name=self.session.say("command.section.history"))
        table.setModel(self._sheet)
        table.set_columns(self._columns)
        table.chosen.connect(self._open)
        return table

    def _made_filters(self) -> tuple[QComboBox, QComboBox, QComboBox]:
        say = self.session.say
        who, what, where = QComboBox(), QComboBox(), QComboBox()
        for box, key in ((who, "who"), (what, "act"), (where, "where")):
            name_box(box, say(f"history.column.{key}"))
            box.setMaxVisibleItems(20)
            box.addItem(say(f"history.any_{key}"), "")
        where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        where.setMinimumContentsLength(24)
        for person in self._history.people():
            who.addItem(isolate(person.name or person.id), person.id)
        for act in (*ACTS, *ACTS_OF_ALL):
            what.addItem(say(f"history.act.{act}"), act)
        return who, what, where

    def _offer_articles(self, wanted: str = "") -> None:
        """Offer the article that was open last, and the one that is asked for."""
        last = getattr(self.window(), "article", None)
        for name in (last, wanted):
            if name and self._where.findData(name) < 0 and self._desk.project.has_document(name):
                self._where.addItem(strip_controls(self._desk.project.document(name).title), name)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(8)
        for box in (self._who, self._what, self._where):
            line.addWidget(box)
        line.addStretch(1)
        for name in ("history.take_back", "history.restore"):
            line.addWidget(ActionButton(self.session.actions.action(name)))
        beside = QHBoxLayout()
        beside.setContentsMargins(8, 0, 8, 0)
        beside.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addLayout(beside, 1)


def _moment(at: str) -> str:
    """A moment of the journal in the time of this machine, to the minute."""
    return isolate(datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M"))
