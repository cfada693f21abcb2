"""Agreement as a table: each number with its interval or why there is none, and the cases that stand behind it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from annotator.measures.agreement import By, Row
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.naming import name_box
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.agreeing import Agreeing, Behind, Cell
from annotator.work.review import ReviewDesk

_ROUNDS = 200  # of the bootstrap, for the table on the screen
_CONTEXT = 24
_BYS: tuple[tuple[str, tuple[By, ...]], ...] = (
    ("all", ()),
    ("label", ("label",)),
    ("pair", ("pair",)),
    ("document", ("document",)),
)


class AgreementView(QWidget):
    """``wanted`` carries the ``Behind`` that a person opens."""

    wanted = Signal(object)

    def __init__(self, session: Session, review: ReviewDesk) -> None:
        super().__init__()
        self._session = session
        self._review = review
        self._agreeing = Agreeing(review.desk.person)
        self._titles: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._by = self._made_choice()
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._numbers, self.table = self._made_sheet(self._made_columns(), session.say("review.agreement"))
        self._cases, self.cases = self._made_sheet(self._made_case_columns(), session.say("review.cases"))
        self.table.chosen.connect(self._open_row)
        self.cases.chosen.connect(self._open_case)
        self._empty = EmptyState()
        self._empty.show_words(session.say("review.agreement.none"), session.say("review.agreement.none.help"))
        self._body = QStackedWidget()
        for part in (self.table, self.cases, self._empty):
            self._body.addWidget(part)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(12)
        top.addWidget(self._by)
        top.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)

    @property
    def front(self) -> QWidget:
        """What takes the focus: the numbers, or the cases behind one."""
        return self._body.currentWidget() or self

    def refresh(self) -> None:
        """Count what is new, and show the numbers."""
        project = self._review.desk.project
        self._agreeing.catch_up(project)
        self._names = {one.id: one.name for one in project.people()}
        self._texts.clear()
        self._show_numbers()

    def leave_cases(self) -> bool:
        """Go back from the cases to the numbers; whether cases were shown."""
        if self._body.currentWidget() is not self.cases:
            return False
        self._body.setCurrentWidget(self.table)
        self._note.setText("")
        self.table.setFocus()
        return True

    def _show_numbers(self, _place: int = 0) -> None:
        chosen = str(self._by.currentData())
        rows: Sequence[object] = self._agreeing.verdicts()
        if chosen != "verdicts":
            rows = self._measured(dict(_BYS)[chosen])
        there = bool(self._agreeing.documents)
        self._numbers.show(rows)
        self._note.setText("")
        self._body.setCurrentWidget(self.table if there else self._empty)
        if there and rows:
            self.table.setCurrentIndex(self._numbers.index(0, 0))

    def _measured(self, by: tuple[By, ...]) -> list[Row]:
        """The rows asked for: where parts are asked for, these alone."""
        rows = self._agreeing.measure(by, rounds=_ROUNDS)
        part: dict[str, Callable[[Row], bool]] = {
            "label": lambda row: row.label is not None,
            "pair": lambda row: row.pair is not None,
            "document": lambda row: row.document is not None,
        }
        return [row for row in rows if not by or part[by[0]](row)]

    def _open_row(self, row: object) -> None:
        found: tuple[Behind, ...] = ()
        if isinstance(row, Row):
            found = self._agreeing.behind(row)
        elif isinstance(row, Cell):
            found = row.cases
        against = sum(not one.alike for one in found)
        self._note.setText(self._session.say("review.agreement.behind", n=len(found), against=against))
        if found:
            # What speaks against a number is what one wants to see of it.
            self._cases.show(sorted(found, key=lambda one: one.alike))
            self._body.setCurrentWidget(self.cases)
            self.cases.setCurrentIndex(self._cases.index(0, 0))
            self.cases.setFocus()

    def _open_case(self, found: object) -> None:
        if isinstance(found, Behind):
            self.wanted.emit(found)

    # --- words

    def _made_columns(self) -> tuple[Column, ...]:
        say = self._session.say
        return (
            Column(say("review.agreement.kind"), self._kind, 112),
            Column(say("review.agreement.measure"), self._measure),
            Column(say("review.agreement.label"), self._label, 120),
            Column(say("review.agreement.pair"), self._part, 216),
            Column(say("review.agreement.value"), self._value, 232, number=True),
            Column(say("review.agreement.interval"), _interval, 120, number=True),
            Column(say("review.agreement.items"), _items, 80, number=True),
        )

    def _made_case_columns(self) -> tuple[Column, ...]:
        say = self._session.say
        return (
            Column(say("review.agreement.kind"), lambda one: say(f"review.kind.{one.kind}"), 112),
            Column(say("review.cases"), self._words),
            Column(
                say("review.agreement.stands"),
                lambda one: say("review.agreement.alike" if one.alike else "review.agreement.against"),
                120,
            ),
            Column(say("review.column.article"), self._title, 320),
        )

    def _kind(self, row: Row | Cell) -> str:
        key = f"review.kind.{row.kind}"
        return self._session.say(key) if self._session.language.has(key) else row.kind

    def _measure(self, row: Row | Cell) -> str:
        if isinstance(row, Cell):
            return self._session.say(f"review.verdict.{row.verdict}")
        key = f"review.measure.{row.measure}"
        return self._session.say(key) if self._session.language.has(key) else row.measure

    def _label(self, row: Row | Cell) -> str:
        return (row.label if isinstance(row, Row) else None) or self._session.say("review.agreement.all")

    def _part(self, row: Row | Cell) -> str:
        if isinstance(row, Row) and row.document is not None:
            return self._title_of(row.document)
        if not isinstance(row, Row) or row.pair is None:
            return self._session.say("review.agreement.all")
        if self._review.names == "hidden":
            people = sorted({one for pair in self._agreeing.pairs() for one in pair})
            return " · ".join(self._session.say("review.analyst", n=people.index(one) + 1) for one in row.pair)
        return " · ".join(isolate(self._names.get(one) or one) for one in row.pair)

    def _value(self, row: Row | Cell) -> str:
        if isinstance(row, Cell):
            return str(row.count)
        estimate = row.estimate
        if estimate.value is not None:
            return f"{estimate.value:.3f}"
        reason = estimate.undefined.reason if estimate.undefined else "no-items"
        words = self._session.say(f"review.undefined.{reason}")
        return self._session.say("review.agreement.undefined", reason=words)

    def _words(self, found: Behind) -> str:
        text = self._texts.get(found.document)
        if text is None:
            text = self._texts[found.document] = self._review.desk.project.text(found.document)
        line = " … ".join(span.of(text) for span in found.spans[:3])
        return isolate(strip_controls(line).replace("\n", " "))

    def _title(self, found: Behind) -> str:
        return self._title_of(found.document)

    def _title_of(self, document: str) -> str:
        if document not in self._titles:
            self._titles[document] = self._review.desk.project.document(document).title
        return isolate(self._titles[document])

    # --- building

    def _made_choice(self) -> QComboBox:
        box, say = QComboBox(), self._session.say
        name_box(box, say("review.agreement"))
        for name, _ in _BYS:
            box.addItem(say(f"review.agreement.by.{name}"), name)
        box.addItem(say("review.agreement.by.verdicts"), "verdicts")
        box.currentIndexChanged.connect(self._show_numbers)
        return box

    def _made_sheet(self, columns: tuple[Column, ...], name: str) -> tuple[Sheet, SheetView]:
        sheet = Sheet(columns, faint=_is_faint, ink=self._session.theme.token("muted"), parent=self)
        view = SheetView(self._session.actions, name=name, parent=self)
        view.setModel(sheet)
        view.set_columns(columns)
        return sheet, view


def _interval(row: Row | Cell) -> str:
    if isinstance(row, Cell) or row.estimate.low is None or row.estimate.high is None:
        return ""
    # Isolated, so that the lower end stands first among Arabic too.
    return f"\u2066{row.estimate.low:.2f}–{row.estimate.high:.2f}\u2069"


def _items(row: Row | Cell) -> str:
    return f"{row.count if isinstance(row, Cell) else row.estimate.items:,}"


def _is_faint(row: object) -> bool:
    """What says nothing: a number that is not defined, a verdict that does not occur."""
    if isinstance(row, Row):
        return row.estimate.value is None
    return isinstance(row, Cell) and not row.cases
