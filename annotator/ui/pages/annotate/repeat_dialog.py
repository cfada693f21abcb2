"""What one copy of a repeated passage has and the other lacks: pruned by hand, carried over as one gesture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from annotator.suggest.repeats import Carried
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.annotate.marks_of import colour_of, short_label, short_surface
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.panels.check_foot import check_foot
from annotator.ui.panels.copies_list import CopiesView, CopyRow
from annotator.ui.panels.fields import plain_label
from annotator.work.repeating import Offered

_LONGEST_PASSAGE = 90
_LONGEST_ROW = 80


class RepeatDialog(QDialog):
    """Enter brings over what is checked, Esc leaves."""

    def __init__(self, stage: Stage, carried: Carried, offered: tuple[Offered, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._carried = carried
        self._offered = offered
        say = stage.say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("annotate.repeat.title"))
        self.resize(640, 460)
        self.view = CopiesView([self._row(one) for one in offered], stage.palette)
        self.view.setAccessibleName(say("annotate.repeat.title"))
        self.accept_button = QPushButton()
        self.accept_button.setDefault(True)
        self._lay_out()
        self.view.rows.counted.connect(self._count)
        self.accept_button.clicked.connect(self._write)
        self._count(len(self.view.rows.checked))
        self.view.setCurrentIndex(self.view.rows.index(0))
        self.view.setFocus()

    def _lay_out(self) -> None:
        say = self._stage.say
        foot = check_foot(self._stage.session, self, self.view.rows, self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(plain_label(self._heading(), role="title", wrap=True))
        if not all(one.free for one in self._offered):
            layout.addWidget(plain_label(say("annotate.repeat.taken"), role="muted", wrap=True))
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)

    def _heading(self) -> str:
        """The passage itself where there is one, else how many there are."""
        text = self._stage.text
        passages = {" ".join(strip_controls(one.copy.place.of(text)).split()) for one in self._offered}
        if len(passages) > 1:
            return self._stage.say("annotate.repeat.passages", n=len(passages))
        passage = passages.pop()
        cut = passage if len(passage) <= _LONGEST_PASSAGE else f"{passage[:_LONGEST_PASSAGE].rstrip()}…"
        return self._stage.say("annotate.repeat.passage", letters=isolate(cut))

    def _row(self, one: Offered) -> CopyRow:
        stage = self._stage
        annotation = stage.article.annotations[one.copy.of]
        paragraphs = (_paragraph(stage.text, at) for at in (annotation.start, one.copy.spans[0].start))
        here, there = paragraphs
        return CopyRow(
            chip=short_label(stage.desk.codebook, annotation.kind, annotation.label, stage.session.language),
            colour=colour_of(annotation),
            letters=short_surface(annotation, stage.text, longest=_LONGEST_ROW),
            way=stage.say("annotate.repeat.way", here=here, there=there),
            on=one.free,
        )

    def _count(self, checked: int) -> None:
        self.accept_button.setText(self._stage.say("annotate.repeat.carry", n=checked))
        self.accept_button.setEnabled(checked > 0)

    def _write(self) -> None:
        stage = self._stage
        wanted = [self._offered[place] for place in self.view.rows.checked]
        copies = [copy for one in wanted for copy in one.whole]
        if stage.do(lambda: stage.desk.carry_over(stage.article, self._carried, copies)):
            stage.tell(stage.say("annotate.repeat.done", n=len(wanted)), undoable=True)
            self.accept()


def _paragraph(text: str, position: int) -> int:
    """The number, from 1, of the paragraph of a place; empty lines do not count."""
    return sum(1 for line in text[:position].split("\n")[:-1] if line.strip()) + 1
