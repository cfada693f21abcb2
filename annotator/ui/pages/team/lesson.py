"""What training taught: the scores against the gold, and every place where the two differ, to go to in the text."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTableView, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.batch import Task
from annotator.model.codebook import Codebook
from annotator.model.layer import LayerKey
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.pages.team.rows import score_lines
from annotator.ui.session import Session
from annotator.work.comparing import Contrast
from annotator.work.desk import Desk
from annotator.work.sight import visible
from annotator.work.training import Lesson, lesson_of

_LETTERS = 60


def show_lesson(session: Session, parent: QWidget, desk: Desk, task: Task) -> bool:
    """Hold what somebody handed in of a training article against the gold; false where there is nothing to be shown."""
    person = desk.project.person(task.person)
    if person is None or not desk.sight.sees(LayerKey(task.document, "own", task.person)):
        return False
    lesson = lesson_of(desk.project, visible(desk.project, person), task.document)
    if lesson is None:
        return False
    text = desk.project.text(task.document)
    dialog = LessonDialog(session, parent, lesson=lesson, text=text, codebook=desk.codebook)
    dialog.wanted.connect(session.hub.article_wanted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return True


class _Table(SheetView):
    """A table in a dialog: the keys of the page behind it are none of its own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter alone."""
        QTableView.keyPressEvent(self, event)


class LessonDialog(QDialog):
    """``wanted`` carries the article and the span of a difference that the person wants to see."""

    wanted = Signal(str, object)

    def __init__(self, session: Session, parent: QWidget, *, lesson: Lesson, text: str, codebook: Codebook) -> None:
        super().__init__(parent)
        self._session = session
        self._lesson = lesson
        self._text = text
        self._codebook = codebook
        say = session.say
        self.setWindowTitle(say("team.lesson.title"))
        differences = lesson.comparison.differences
        head = QLabel(say("team.lesson.head", n=len(differences), agreed=lesson.comparison.agreed))
        scores = QLabel("\n".join(score_lines(lesson.scores, session)) or say("team.lesson.nothing"))
        again = QLabel(say("team.lesson.again", n=lesson.attempt))
        again.setVisible(lesson.attempt > 1)
        again.setProperty("role", "warn")
        columns = (
            Column(say("team.lesson.kind"), lambda one: say(f"review.kind.{one.kind}"), 88),
            Column(say("team.lesson.place"), self._place),
            Column(say("team.lesson.yours"), lambda one: self._said(one, one.first), 184),
            Column(say("team.lesson.gold"), lambda one: self._said(one, one.second), 184),
        )
        self._sheet = Sheet(columns, parent=self)
        self._sheet.show(differences)
        self.table = _Table(session.actions, name=say("team.lesson.title"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.setMinimumSize(QSize(760, 320))
        self.table.chosen.connect(self._go)
        buttons = QDialogButtonBox()
        buttons.addButton(say("ask.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for label in (head, again, scores):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        if differences:
            self.table.setCurrentIndex(self._sheet.index(0, 0))
        self.table.setFocus()

    def _place(self, one: Contrast) -> str:
        words = " … ".join(span.of(self._text) for span in one.spans)
        return isolate(strip_controls(words[:_LETTERS] + ("…" if len(words) > _LETTERS else "")))

    def _said(self, contrast: Contrast, one: Annotation | None) -> str:
        """The label, with the words where it is they that differ."""
        if one is None:
            return self._session.say("team.lesson.silent")
        label = short_label(self._codebook, one.kind, one.label, self._session.language)
        return f"{label} · {isolate(one.surface(self._text))}" if "boundary" in contrast.verdicts else label

    def _go(self, one: object) -> None:
        if isinstance(one, Contrast):
            self.accept()
            self.wanted.emit(self._lesson.document, one.spans[0])
