"""Where an analyst answers: the differences of one article at the start, the text, both versions, keys below."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.model.problems import KnownError
from annotator.model.step import Step
from annotator.ui.actions import first_key, shown_keys, title_of
from annotator.ui.ask import say_problem
from annotator.ui.hairline import hairline
from annotator.ui.pages.review.case_list import CaseList
from annotator.ui.pages.review.case_marks import CaseMarks, case_of
from annotator.ui.pages.review.case_panel import CasePanel
from annotator.ui.pages.review.sitting import Sitting
from annotator.ui.pages.review.table import OVER_LANES
from annotator.ui.pages.review.wording import Wording
from annotator.ui.panels.label_strip import Key, LabelStrip
from annotator.ui.reader.view import ZOOM_STEP, Reader
from annotator.ui.session import Session
from annotator.work.answers import AnswerArticle, AnswerDesk
from annotator.work.cases import CaseView
from annotator.work.deciding import now

_START_WIDTH: Final = 280
_END_WIDTH: Final = 340
_USUAL_ZOOM: Final = 100
_STRIP: Final = ("take", "appeal", "annotate", "submit")


class AnswersTable(QWidget):
    """Everything of one article that came back; ``handed_in`` carries its id when it was handed in again."""

    handed_in = Signal(str)

    def __init__(self, session: Session, answers: AnswerDesk) -> None:
        super().__init__()
        self._session = session
        self._answers = answers
        self.sitting: Sitting[AnswerArticle] = Sitting(answers, session.language, self, called=self._called)
        codebook = answers.desk.codebook
        palette = session.theme.reader_palette(codebook)
        self.wording = Wording(session, self.sitting, codebook, states="answers.case")
        self.reader = Reader(palette, session.preferences.text("reader.font"))
        self.list = CaseList(session, self.sitting, self.wording, area="answers")
        self.panel = CasePanel(session, self.sitting, self.wording, decides=False)
        self.strip = LabelStrip(palette)
        self._marking = CaseMarks(session, self.sitting, codebook)
        self._lay_out()
        self._set_up_reader()
        self._listen()

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What keys do here."""
        sitting = self.sitting
        table: dict[str, Callable[[], object]] = {
            "answers.take": partial(self._on_case, self._take),
            "answers.appeal": partial(self._on_case, self._appeal),
            "answers.annotate": self._annotate,
            "answers.submit": self._submit,
            "answers.next": sitting.step,
            "answers.previous": lambda: sitting.step(back=True),
            "answers.next_open": lambda: sitting.step(only_open=True),
            "answers.previous_open": lambda: sitting.step(back=True, only_open=True),
            "answers.filter": lambda: sitting.show_all(sitting.only_open),
            "view.zoom_in": partial(self._zoom, ZOOM_STEP),
            "view.zoom_out": partial(self._zoom, -ZOOM_STEP),
            "view.zoom_reset": partial(self._zoom, 0),
            "view.start_panel": lambda: self.list.setVisible(not self.list.isVisible()),
            "view.end_panel": lambda: self.panel.setVisible(not self.panel.isVisible()),
        }
        return MappingProxyType({name: partial(self._act, act) for name, act in table.items()})

    @property
    def panes(self) -> Sequence[QWidget]:
        """Differences, text, keys."""
        return tuple(one for one in (self.list.table, self.reader, self.strip) if one.isVisible())

    def open(self, document: str, case: str | None = None) -> None:
        """Show an article that came back."""
        self.sitting.open(document, case)
        article = self.sitting.article
        self.reader.set_article(article.text, article.document.direction)
        self.refresh()

    def refresh(self) -> None:
        """Show the article as it stands now."""
        if not self.sitting.is_open:
            return
        marks = self._marking.marks()
        self.reader.set_marks(marks, self._marking.links())
        view = self.sitting.view
        self.reader.set_active(tuple(one.id for one in marks if view is not None and case_of(one.id) == view.id))
        self.panel.show_case(view, None)
        self.strip.show_keys(tuple(self._key(name, view) for name in _STRIP))

    def _move(self) -> None:
        self.refresh()
        view = self.sitting.view
        if view is not None:
            self.reader.scroll_to(view.spans[0])

    # --- doing

    def _act(self, act: Callable[[], object]) -> None:
        if self.sitting.is_open:
            act()

    def _on_case(self, act: Callable[[CaseView], object]) -> None:
        view = self.sitting.view
        if view is None:
            self._tell(self._session.say("review.no_case"))
        else:
            act(view)

    def _take(self, view: CaseView) -> None:
        article = self.sitting.article
        if self._do(view, lambda: self._answers.take_over(article, view.id)):
            self._tell(self._session.say("answers.said.taken"))
            self._tell_done()

    def _appeal(self, view: CaseView) -> None:
        article = self.sitting.article
        text = self._session.ask.text(self._session.say("answers.ask"))
        if text and self._do(view, lambda: self._answers.appeal(article, view.id, text)):
            self._tell(self._session.say("answers.said.appealed"))
            self._tell_done()

    def _do(self, view: CaseView, gesture: Callable[[], tuple[Step, ...]]) -> bool:
        """Do something that may be refused, and go on to the next difference."""
        later = self.sitting.article.step_to(view.id)
        try:
            steps = gesture()
        except KnownError as fault:
            self._tell(say_problem(fault.problem, self._session.language))
            return False
        views = {one.id for one in self.sitting.article.open_views}
        if later is not None and later.id in views:
            self.sitting.go_to(later.id)
        return bool(steps)

    def _tell_done(self) -> None:
        if not self.sitting.article.open_views:
            self._tell(self._session.say("answers.done.said"))

    def _annotate(self) -> None:
        view = self.sitting.view
        place = view.spans[0] if view is not None else None
        self._session.hub.article_wanted.emit(self.sitting.article.document.id, place)

    def _submit(self) -> None:
        document, say = self.sitting.article.document, self._session.say
        desk = self._answers.desk
        mine = desk.open(document.id)
        if mine.state == "submitted":
            self._tell(say("answers.said.not_changed"))
        else:
            desk.stand(mine, "submitted", at=now())
            self._tell(say("answers.said.submitted", title=document.title))
        self.handed_in.emit(document.id)

    def _tell(self, sentence: str) -> None:
        self._session.hub.said.emit(sentence)

    def _zoom(self, percent: int) -> None:
        self.reader.set_zoom(self.reader.zoom + percent if percent else _USUAL_ZOOM)
        self._session.preferences.set("reader.zoom", self.reader.zoom)

    # --- words

    def _called(self, author: str) -> str:
        mine = author == self._answers.desk.person.id
        return self._session.say("answers.mine" if mine else "answers.gold")

    def _key(self, name: str, view: CaseView | None) -> Key:
        command = self._session.actions.keymap.find(f"answers.{name}")
        about_case = name in ("take", "appeal")
        return Key(
            id=command.id,
            key=first_key(command),
            word=self._session.say(f"answers.strip.{name}"),
            colour="",
            tooltip=f"{title_of(command, self._session.language)} ({shown_keys(command)})",
            filled=not about_case or (view is not None and not view.agreed),
        )

    # --- building

    def _set_up_reader(self) -> None:
        preferences = self._session.preferences
        self.reader.set_typography(
            line_height=float(preferences.number("reader.line_height")),
            column_chars=int(preferences.number("reader.column")),
            family=preferences.text("reader.font"),
        )
        self.reader.set_zoom(int(preferences.number("reader.zoom")))
        self.reader.set_over_lanes(OVER_LANES)
        self.reader.key_filter = self._session.actions.press
        self.reader.mark_activated.connect(lambda mark: self.sitting.go_to(case_of(mark)))

    def _listen(self) -> None:
        self.sitting.changed.connect(self.refresh)
        self.sitting.moved.connect(self._move)
        self.list.chosen.connect(self.sitting.go_to)
        self.list.narrowed.connect(self.sitting.show_all)
        self.panel.line_chosen.connect(self.sitting.go_to_line)
        self.strip.pressed.connect(self._press)

    def _press(self, command_id: str, _shift: bool) -> None:
        self._session.actions.trigger(command_id)
        self.reader.setFocus()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self.reader.setMinimumWidth(320)
        for part in (self.list, self.reader, self.panel):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_START_WIDTH, 2000, _END_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.strip)
        self.setFocusProxy(self.reader)
