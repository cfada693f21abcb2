"""One analyst's own layer beside the others', over the same text; readers side by side scroll together."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.model.span import Span
from annotator.text.bidi import isolate
from annotator.ui.pages.review.case_marks import CaseMarks, case_of
from annotator.ui.pages.review.sitting import AnySitting
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.view import Reader

SIDE_WIDTH = 220
"""Pixels that a column of text needs at least."""


class SideReader(QWidget):
    """What one author says, whatever was decided of it."""

    def __init__(self, palette: ReaderPalette, family: str, sitting: AnySitting, marking: CaseMarks) -> None:
        super().__init__()
        self.setObjectName("page")
        self._sitting = sitting
        self._marking = marking
        self._document = ""
        self.reader = Reader(palette, family)
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setContentsMargins(16, 8, 16, 4)
        self._name.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addWidget(self.reader, 1)
        self.setMinimumWidth(SIDE_WIDTH)

    def show_author(self, place: int) -> None:
        """Show the layer of an author by the number of their key, from 0."""
        article = self._sitting.article
        author = article.authors[place]
        self._name.setText(f"{place + 1}  {isolate(self._sitting.name_of(author))}")
        self.reader.setAccessibleName(self._name.text())
        if article.document.id != self._document:
            self._document = article.document.id
            self.reader.set_article(article.text, article.document.direction)
        marks = self._marking.marks_of_author(author)
        self.reader.set_marks(marks, ())
        view = self._sitting.view
        self.reader.set_active(tuple(one.id for one in marks if view is not None and case_of(one.id) == view.id))

    def bring(self) -> None:
        """Bring the active case into sight."""
        view = self._sitting.view
        if view is not None:
            self.reader.scroll_to(view.spans[0])


class Lock:
    """Keeps readers over one text at the same letters while one of them is scrolled."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = tuple(readers)
        self._moving = False
        for reader in self._readers:
            reader.verticalScrollBar().valueChanged.connect(partial(self.follow, reader))

    def follow(self, moved: Reader, _value: int = 0) -> None:
        """Bring the others to where `moved` stands; what a reader scrolls by itself it does not tell."""
        if self._moving or not moved.isVisible():
            return
        self._moving = True
        try:
            for reader in self._readers:
                if reader is not moved and reader.isVisible():
                    align(reader, moved)
        finally:
            self._moving = False


def align(reader: Reader, to: Reader) -> None:
    """Scroll `reader` so that the letters at the middle of `to` stand at the same height."""
    port = to.viewport()
    place = to.position_at(QPointF(port.width() / 2, port.height() / 2))
    letter = _letter(place, to)
    # Sets the paragraphs there, so that the bar reaches so far.
    reader.scroll_to(letter)
    wanted, found = to.range_rects(letter), reader.range_rects(letter)
    if wanted and found:
        bar = reader.verticalScrollBar()
        bar.setValue(bar.value() + round(found[0].top() - wanted[0].top()))


def _letter(place: int, reader: Reader) -> Span:
    """The letter at a place, or the one before the white space there, of which nothing can be seen."""
    text = reader.text
    at = min(place, len(text) - 1)
    while at > 0 and text[at].isspace():
        at -= 1
    return Span(max(0, at), max(0, at) + 1)
