"""The panel at the end: the article's facts, the active annotation, or the frame that is open."""

from collections.abc import Callable, Sequence
from typing import Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.text.dates import DateWords
from annotator.ui.panels.annotation_form import AnnotationForm
from annotator.ui.panels.article_form import ArticleForm
from annotator.ui.panels.forms import Do, focused_in
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk

_AFTER_PAINT_MS: Final = 90


class Inspector(QWidget):
    """Shows one subject at a time; what is built for it is built after the page has been painted.

    Building a form costs more than a frame, and a person who tags quickly looks at the page, not here.
    """

    frame_asked = Signal(str)
    goto_asked = Signal(str)
    left = Signal()

    def __init__(
        self, session: Session, desk: Desk, palette: ReaderPalette, do: Do, *, date_words: Callable[[], DateWords]
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._build: Callable[[], None] | None = None
        self._subject = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_PAINT_MS)
        self._timer.timeout.connect(self.settle)
        self.article_form = ArticleForm(session, desk, do)
        self.annotation_form = AnnotationForm(session, desk, palette, do, date_words=date_words)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        for form in (self.article_form, self.annotation_form):
            self.add(form)
        self.annotation_form.frame_asked.connect(self.frame_asked)
        self.annotation_form.goto_asked.connect(self.goto_asked)
        for left in (self.annotation_form.left, self.article_form.left):
            left.connect(self.left)

    def add(self, form: QWidget) -> None:
        """Let a form be one of those that are shown."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        form.setObjectName("panel")
        area.viewport().setObjectName("panel")
        area.setWidget(form)
        # A form that is built anew finds its height in more than one pass.
        area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self._stack.addWidget(area)

    def show_article(self, article: OpenArticle) -> None:
        """Show the article's own facts."""

        def build() -> None:
            self.article_form.show_article(article)
            self._turn_to(article.document.id)

        self._later(self.article_form, build)

    def show_annotation(
        self, article: OpenArticle, annotation_id: str, *, writable: bool, together: Sequence[str] = ()
    ) -> None:
        """Show an annotation, with those that are selected ``together``; where it has gone meanwhile, the article."""

        def build() -> None:
            annotation = article.annotations.get(annotation_id)
            if annotation is None:
                self._raise(self.article_form)
                self.article_form.show_article(article)
            else:
                living = [one for one in together if one in article.annotations]
                self.annotation_form.show_annotation(article, annotation, writable=writable, together=living)
            self._turn_to(annotation_id)

        self._later(self.annotation_form, build)

    def show_form(self, form: QWidget) -> None:
        """Bring a form that was added to the front, as it is."""
        self._build = None
        self._timer.stop()
        self.finish()
        self._raise(form)

    @property
    def form(self) -> QWidget:
        """The form at the front."""
        area = self._stack.currentWidget()
        assert isinstance(area, QScrollArea)
        return cast(QWidget, area.widget())

    def settle(self) -> None:
        """Build now what waits to be built."""
        self._timer.stop()
        build, self._build = self._build, None
        if build is not None:
            build()

    def finish(self) -> None:
        """Write what is half typed."""
        self.article_form.finish()
        self.annotation_form.finish()

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        self.settle()
        first = next((w for w in self.form.findChildren(QWidget) if _takes_focus(w)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _turn_to(self, subject: str) -> None:
        """Begin at the top with another subject; the same one stays where it was scrolled to."""
        area = self._stack.currentWidget()
        if subject != self._subject and isinstance(area, QScrollArea) and focused_in(self.form) is None:
            area.verticalScrollBar().setValue(0)
        self._subject = subject

    def _keep_in_sight(self) -> None:
        """Scroll to what has the focus, once a new form is laid out: an area by itself follows the Tab key alone."""
        area, field = self._stack.currentWidget(), focused_in(self.form)
        if isinstance(area, QScrollArea) and field is not None:
            area.ensureWidgetVisible(field)

    def focus_comment(self) -> None:
        """Put the focus where a comment is written."""
        self.settle()
        form = self.form
        if isinstance(form, ArticleForm | AnnotationForm):
            form.focus_comment()
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _later(self, form: QWidget, build: Callable[[], None]) -> None:
        self.finish()

        def raise_and_build() -> None:
            self._raise(form)
            build()

        self._build = raise_and_build
        self._timer.start()

    def _raise(self, form: QWidget) -> None:
        for place in range(self._stack.count()):
            area = self._stack.widget(place)
            if isinstance(area, QScrollArea) and area.widget() is form and place != self._stack.currentIndex():
                self._give_back()
                self._stack.setCurrentIndex(place)

    def _give_back(self) -> None:
        """Let the reader have the focus before the form that holds it goes: keys must not end in another's field."""
        if focused_in(self.form) is not None:
            self.left.emit()


def _takes_focus(widget: QWidget) -> bool:
    return (
        widget.isVisibleTo(widget.window())
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )
