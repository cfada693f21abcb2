"""How well the analysts agree: charts, the same as tables, and the spans behind each number."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.measures.agreement import By, Row
from annotator.model.progress import Progress
from annotator.store.project import Project
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.elided import ElidedLabel
from annotator.ui.naming import name_box
from annotator.ui.pages.agreement.counter import Counter
from annotator.ui.pages.agreement.numbers import (
    ArticleRow,
    VerdictRow,
    behind_columns,
    is_faint,
    number_columns,
)
from annotator.ui.pages.agreement.words import Words
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.agreeing import Behind
from annotator.work.counting import Figures
from annotator.work.review import ReviewDesk

if TYPE_CHECKING:
    from annotator.ui.pages.agreement.chart import Mark
    from annotator.ui.pages.agreement.dashboard import Dashboard

VIEWS: Final = ("charts", "all", "label", "pair", "document", "group", "gold", "verdicts")
_ASKED: Final[tuple[By, ...]] = ("document", "group")


class AgreementView(QWidget):
    """``wanted`` carries the ``Behind`` that a person opens, ``article_wanted`` an article's id."""

    wanted = Signal(object)
    article_wanted = Signal(str)

    def __init__(self, session: Session, review: ReviewDesk) -> None:
        super().__init__()
        self._session = session
        self._review = review
        self._counter: Counter | None = None
        self._dashboard: Dashboard | None = None
        self.figures: Figures | None = None
        self._titles: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._words = self._made_words()
        self._view = self._made_choice()
        self._note, self._stop = ElidedLabel(), QPushButton(session.say("job.cancel"))
        self._note.setProperty("role", "muted")
        self._stop.setProperty("role", "link")
        self._stop.clicked.connect(self.stop)
        self._stop.hide()
        self._numbers, self.table = self._made_sheet(
            number_columns(session, lambda: self._words, self._title_of), session.say("review.agreement")
        )
        self._cases, self.cases = self._made_sheet(
            behind_columns(session, self._text_of, self._title_of), session.say("review.cases")
        )
        self.table.chosen.connect(self._open_row)
        self.cases.chosen.connect(self._open_case)
        self._empty = EmptyState()
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QStackedWidget()
        for part in (self._empty, self.table, self.cases):
            self._body.addWidget(part)
        self._lay_out()

    # --- what the page asks

    @property
    def front(self) -> QWidget:
        """What takes the focus: a chart, the numbers, or the cases behind one."""
        current = self._body.currentWidget()
        if self._dashboard is not None and current is self._dashboard:
            return self._dashboard.front
        return current or self

    @property
    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        current = self._body.currentWidget()
        if self._dashboard is not None and current is self._dashboard:
            return self._dashboard.panes
        return (self.front,)

    @property
    def dashboard(self) -> "Dashboard":
        """The charts; the library that draws them is imported when they are first wanted."""
        if self._dashboard is None:
            from annotator.ui.pages.agreement.dashboard import Dashboard

            self._dashboard = Dashboard(self._session)
            self._dashboard.chosen.connect(self._open_mark)
            self._body.addWidget(self._dashboard)
        return self._dashboard

    @property
    def is_busy(self) -> bool:
        """Whether something is still being counted."""
        return self._counter is not None and self._counter.is_busy

    def refresh(self) -> None:
        """Count what is new beside the window, and show the numbers when they are there."""
        self._texts.clear()
        if self.figures is None:
            self._empty.show_words(
                self._session.say("agreement.counting"), self._session.say("agreement.counting.help")
            )
            self._body.setCurrentWidget(self._empty)
        self._made_counter().ask(("figures",), self._take_figures)

    def rename(self) -> None:
        """Call the analysts anew: their names are shown or hidden now."""
        if self.figures is not None:
            self._show_figures(self.figures)

    def do(self, command: str) -> None:
        """Do one of the commands of this view."""
        acts = {
            "agreement.view": self.turn,
            "agreement.gamma": self.measure_gamma,
            "agreement.save": self.save,
            "agreement.save_all": self.save_all,
        }
        acts[command]()

    def leave_cases(self) -> bool:
        """Go back from the cases to the numbers; whether cases were shown."""
        if self._body.currentWidget() is not self.cases:
            return False
        self._note.setText("")
        self._show_view()
        self.front.setFocus()
        return True

    def turn(self) -> None:
        """The next way to see the numbers."""
        self._view.setCurrentIndex((self._view.currentIndex() + 1) % self._view.count())

    def stop(self) -> None:
        """Measure gamma no further."""
        if self._counter is not None:
            self._counter.stop_gamma()

    def measure_gamma(self) -> None:
        """Measure gamma wherever it is not known; once more stops that."""
        counter, say = self._made_counter(), self._session.say
        if counter.is_measuring:
            counter.stop_gamma()
        elif self.figures is None or counter.is_busy:
            self._session.hub.said.emit(say("agreement.counting"))
        elif not self.figures.gamma_missing:
            self._session.hub.said.emit(say("agreement.gamma.known"))
        else:
            counter.measure_gamma(self._end_gamma)

    def save(self) -> None:
        """Write the chart that is in front, or the table, as a file."""
        if self.figures is None:
            return
        from annotator.ui.pages.agreement.saving import KINDS, save_chart

        chart = self.dashboard.front
        if self._body.currentWidget() is not self._dashboard or chart.chart is None:
            self._save_table()
            return
        kinds = ";;".join(f"{kind.upper()} (*.{kind})" for kind in KINDS)
        proposal = Path.home() / f"{self._project.path.stem}-{chart.chart.id}.png"
        path = self._session.ask.save_file(self._session.say("agreement.save"), kinds=kinds, proposal=proposal)
        if path is not None:
            path = path if path.suffix.lstrip(".").lower() in KINDS else path.with_suffix(".png")
            drawn = self.dashboard.draw(chart)
            self._write(path, lambda: save_chart(drawn, path))

    def save_all(self) -> None:
        """Write every chart in every form, and all numbers, into a folder."""
        if self.figures is None:
            return
        from annotator.ui.pages.agreement.saving import KINDS, save_chart

        folder = self._session.ask.folder(self._session.say("agreement.save_all"))
        if folder is None:
            return
        dashboard = self.dashboard
        dashboard.show_figures(self.figures, self._words)
        stem = self._project.path.stem

        def write() -> None:
            for drawn in dashboard.drawn():
                for kind in KINDS:
                    save_chart(drawn, folder / f"{stem}-{drawn.chart.id}.{kind}")
            self._write_table(folder / f"{stem}-numbers.csv", list(self.figures.rows if self.figures else ()))

        self._write(folder, write)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's keys are heard while there is nothing yet that could have them."""
        if not self._session.actions.press(event):
            super().keyPressEvent(event)

    # --- what comes from the process

    def _take_figures(self, values: tuple[Any, ...], _ended: bool) -> None:
        for figures in values:
            self._show_figures(figures)

    def _show_figures(self, figures: Figures) -> None:
        self.figures = figures
        self._words = self._made_words()
        if self._body.currentWidget() is not self.cases:
            kept = self.isVisible() and self._has_focus()
            self._show_view()
            if kept:
                self.front.setFocus()

    def _has_focus(self) -> bool:
        return self.focusWidget() is not None or self._body.currentWidget() is self._empty

    def _tell(self, progress: Progress | None) -> None:
        measuring = self._counter is not None and self._counter.is_measuring
        self._stop.setVisible(measuring)
        if progress is None:
            if self._body.currentWidget() is not self.cases:
                self._tell_left_out()
            return
        what = self._session.say(f"progress.{progress.what}")
        total = progress.total or 0
        self._note.setText(self._session.say("agreement.progress", what=what, done=progress.done, total=total))

    def _fail(self, problems: Sequence[Any]) -> None:
        self._session.ask.show_problems(problems)

    def _end_gamma(self) -> None:
        self._session.hub.said.emit(self._session.say("agreement.gamma.done"))
        self.refresh()

    # --- showing

    def _show_view(self, _place: int = 0) -> None:
        figures, chosen = self.figures, str(self._view.currentData())
        if figures is None:
            return
        if chosen == "charts":
            self.dashboard.show_figures(figures, self._words)
            self._body.setCurrentWidget(self.dashboard)
        elif not figures.documents:
            say = self._session.say
            self._empty.show_words(say("review.agreement.none"), say("review.agreement.none.help"))
            self._body.setCurrentWidget(self._empty)
        elif chosen in _ASKED:
            self._ask_rows(("rows", "each-other", chosen))
        elif chosen == "gold":
            self._ask_rows(("rows", "gold", "pair"))
        else:
            self._show_rows(self._rows(figures, chosen))

    def _tell_left_out(self) -> None:
        """Layers whose authors had seen answers are not counted; that is said as long as nothing else is."""
        left = len(self.figures.not_blind) if self.figures else 0
        self._note.setText(self._session.say("review.agreement.not_blind", n=left) if left else "")

    def _turn_view(self, _place: int) -> None:
        self._tell_left_out()
        self._show_view()

    def _rows(self, figures: Figures, chosen: str) -> Sequence[object]:
        if chosen == "verdicts":
            return [VerdictRow(*cell) for cell in figures.verdicts]
        fits: dict[str, Callable[[Row], bool]] = {
            "all": lambda row: row.pair is None and (row.label is None or row.label == "label"),
            "label": lambda row: row.pair is None and row.label is not None,
            "pair": lambda row: row.pair is not None,
        }
        return [row for row in figures.rows if fits[chosen](row)]

    def _ask_rows(self, question: tuple[Any, ...]) -> None:
        rows: list[Row] = []

        def take(values: tuple[Any, ...], ended: bool) -> None:
            rows.extend(values)
            if ended:
                self._show_rows(rows)

        self._show_rows(())
        counter = self._made_counter()
        counter.forget()
        counter.ask(question, take)

    def _show_rows(self, rows: Sequence[object]) -> None:
        self._numbers.show(rows)
        self._body.setCurrentWidget(self.table)
        if rows:
            self.table.setCurrentIndex(self._numbers.index(0, 0))

    # --- what stands behind

    def _open_mark(self, mark: "Mark") -> None:
        if mark.behind is None:
            self._session.hub.said.emit(self._session.say("agreement.nothing_behind"))
        elif mark.behind[0] == "articles":
            self._show_behind([ArticleRow(document) for document in mark.behind[1:]])
            self._note.setText(mark.said)
        else:
            self._ask_behind(mark.behind)

    def _open_row(self, row: object) -> None:
        if isinstance(row, VerdictRow) and row.count:
            self._ask_behind(("verdict", row.kind, row.verdict))
        elif isinstance(row, Row) and row.estimate.items:
            against = "gold" if self._view.currentData() == "gold" else "each-other"
            self._ask_behind(("behind", against, row))
        else:
            self._session.hub.said.emit(self._session.say("agreement.nothing_behind"))

    def _ask_behind(self, question: tuple[Any, ...]) -> None:
        found: list[Behind] = []

        def take(values: tuple[Any, ...], ended: bool) -> None:
            found.extend(values)
            if ended:
                against = sum(not one.alike for one in found)
                self._show_behind(found)
                self._note.setText(self._session.say("review.agreement.behind", n=len(found), against=against))

        counter = self._made_counter()
        counter.ask(question, take)

    def _show_behind(self, found: Sequence[object]) -> None:
        self._cases.show(found)
        self._body.setCurrentWidget(self.cases)
        if found:
            self.cases.setCurrentIndex(self._cases.index(0, 0))
        self.cases.setFocus()

    def _open_case(self, found: object) -> None:
        if isinstance(found, Behind):
            self.wanted.emit(found)
        elif isinstance(found, ArticleRow):
            self.article_wanted.emit(found.document)

    # --- files

    def _save_table(self) -> None:
        proposal = Path.home() / f"{self._project.path.stem}-numbers.csv"
        title = self._session.say("agreement.save")
        path = self._session.ask.save_file(title, kinds="CSV (*.csv)", proposal=proposal)
        if path is not None:
            rows = [self._numbers.row(place) for place in range(self._numbers.rowCount())]
            self._write(path, lambda: self._write_table(path, [row for row in rows if isinstance(row, Row)]))

    def _write_table(self, path: Path, rows: Sequence[Row]) -> None:
        from annotator.ui.pages.agreement.numbers import write_rows

        write_rows(rows, path, self._words)

    def _write(self, path: Path, write: Callable[[], None]) -> None:
        from annotator.model.problems import problem

        try:
            write()
        except OSError as fault:
            self._session.ask.show_problems([problem("agreement.not-saved", path=str(path), said=fault.strerror or "")])
            return
        self._session.hub.said.emit(self._session.say("agreement.saved", path=isolate(str(path))))

    # --- words

    def _made_words(self) -> Words:
        project = self._project
        figures = self.figures
        people = {one for pair in figures.pairs for one in pair} if figures else set()
        people |= {one.author for one in figures.progress} if figures else set()
        return Words(
            self._session,
            self._review.desk.codebook,
            names={one.id: one.name for one in project.people()},
            people=people,
            hidden=self._review.names == "hidden",
            salt=project.id,
        )

    def _text_of(self, document: str) -> str:
        if document not in self._texts:
            self._texts[document] = self._review.desk.project.text(document)
        return self._texts[document]

    def _title_of(self, document: str) -> str:
        if document not in self._titles:
            self._titles[document] = strip_controls(self._review.desk.project.document(document).title)
        return isolate(self._titles[document])

    @property
    def _project(self) -> Project:
        if self._session.desk is None:
            raise RuntimeError("no project is open")
        return self._session.desk.project

    # --- building

    def _made_counter(self) -> Counter:
        if self._counter is None:
            project = self._project
            counter = Counter(project.path, self._review.desk.person, kept=project.folder, parent=self)
            counter.progressed.connect(self._tell)
            counter.failed.connect(self._fail)
            self._counter = counter
        return self._counter

    def _made_choice(self) -> QComboBox:
        box, say = QComboBox(), self._session.say
        name_box(box, say("agreement.view"))
        for name in VIEWS:
            box.addItem(say(f"agreement.view.{name}"), name)
        box.currentIndexChanged.connect(self._turn_view)
        return box

    def _made_sheet(self, columns: tuple[Column, ...], name: str) -> tuple[Sheet, SheetView]:
        sheet = Sheet(columns, faint=is_faint, ink=self._session.theme.token("muted"), parent=self)
        view = SheetView(self._session.actions, name=name, parent=self)
        view.setModel(sheet)
        view.set_columns(columns)
        return sheet, view

    def _lay_out(self) -> None:
        from annotator.ui.action_button import ActionButton

        action = self._session.actions.action
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 4)
        top.setSpacing(8)
        top.addWidget(self._view)
        top.addWidget(self._note, 1)
        top.addWidget(self._stop)
        for name in ("agreement.gamma", "agreement.save", "agreement.save_all"):
            top.addWidget(ActionButton(action(name)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)
