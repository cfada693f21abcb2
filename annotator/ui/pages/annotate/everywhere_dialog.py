"""All occurrences of a mention: the places in this article or in all, pruned by hand, tagged as one gesture."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.problems import Problem
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.naming import name_box
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.panels.check_foot import check_foot
from annotator.ui.panels.fields import Chooser, plain_label
from annotator.ui.panels.places_list import PlacesView
from annotator.work import everywhere
from annotator.work.everywhere import Preview, Tag, Written

_SCOPE_WIDTH: Final = 180
_HERE: Final = "here"
_ALL: Final = "all"
_CARRIED: Final = frozenset({"subtype", "mention"})


class EverywhereDialog(QDialog):
    """Looks in a thread of its own, so that the window lives; Enter tags what is checked, Esc leaves."""

    def __init__(self, stage: Stage, mention: Annotation, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._letters = mention.surface(stage.text)
        kept = tuple(a for a in mention.attributes if a.name in _CARRIED)
        self._tag = Tag(mention.kind, mention.label, kept, mention.entry)
        say = stage.say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("annotate.everywhere.title"))
        self.resize(720, 520)
        self._heading = plain_label("", role="title", wrap=True)
        self._note = plain_label("", role="muted", wrap=True)
        self.scope = Chooser()
        self.scope.offer([(name, say(f"annotate.everywhere.{name}")) for name in (_HERE, _ALL)], _HERE)
        name_box(self.scope, say("annotate.everywhere.scope"))
        self.view = PlacesView(stage.palette.ink, stage.palette.muted)
        self.view.setAccessibleName(say("annotate.everywhere.title"))
        self.accept_button = QPushButton()
        self.accept_button.setDefault(True)
        self._lay_out()
        self.view.places.counted.connect(self._count)
        self.scope.chosen.connect(lambda _scope: self._look())
        self.accept_button.clicked.connect(self._write)
        self._count(0)
        self._look()
        self.view.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.scope)
        self.scope.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.scope.setMinimumWidth(_SCOPE_WIDTH)
        foot = check_foot(self._stage.session, self, self.view.places, self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._note)
        layout.addLayout(foot)

    def _look(self) -> None:
        stage = self._stage
        project, person = stage.desk.project, stage.desk.person
        here = str(self.scope.currentData()) == _HERE
        documents = [stage.article.document.id] if here else None
        self._heading.setText(stage.say("annotate.everywhere.looking", letters=strip_controls(self._letters)))
        self._run(
            lambda report: everywhere.preview(
                project, person, self._letters, self._tag, documents=documents, report=report
            ),
            self._show,
            writes=False,
        )

    def _show(self, found: Preview) -> None:
        say = self._stage.say
        self.view.places.show_rows(found.places)
        letters = isolate(strip_controls(self._letters))
        self._heading.setText(say("annotate.everywhere.found", letters=letters, n=len(found.places)))
        self._note.setText(say("annotate.everywhere.handed_in", n=found.handed_in) if found.handed_in else "")
        self._note.setVisible(bool(found.handed_in))
        if found.places:
            self.view.setCurrentIndex(self.view.places.index(0))

    def _count(self, checked: int) -> None:
        self.accept_button.setText(self._stage.say("annotate.everywhere.tag", n=checked))
        self.accept_button.setEnabled(checked > 0)

    def _write(self) -> None:
        stage, chosen = self._stage, self.view.places.checked
        project, person = stage.desk.project, stage.desk.person
        self.setEnabled(False)
        self._run(
            lambda report: everywhere.write(project, person, chosen, self._tag, report=report),
            self._written,
            writes=True,
        )

    def _written(self, written: Written) -> None:
        stage = self._stage
        stage.desk.follow(written.steps)
        stage.tell(stage.say("annotate.everywhere.done", n=written.tagged), undoable=bool(written.tagged))
        self.accept()

    def _run(self, work: Callable[..., object], done: Callable[..., None], *, writes: bool) -> None:
        job = self._stage.session.jobs.run(work, writes=writes)
        if job is None:
            self._stage.tell(self._stage.say("job.writing"))
            self.reject()
            return
        job.done.connect(done)
        job.failed.connect(self._fail)
        job.cancelled.connect(self.reject)

    def _fail(self, problems: tuple[Problem, ...]) -> None:
        self._stage.session.ask.show_problems(problems)
        self.reject()
