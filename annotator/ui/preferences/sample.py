"""A few lines in the chosen face, with marks, so that a choice is seen while it is made."""

from typing import Final

from PySide6.QtCore import Qt

from annotator.model.span import Span
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.reader.marks import Mark, MarkKind
from annotator.ui.reader.view import Reader
from annotator.ui.session import Session

HEIGHT: Final = 124
_TEXT: Final = "وقال وزير الخارجية لأفغانستان إن «لا أحد يريد الحرب»، وأضاف أن المحادثات ستُستأنف في الدوحة يوم 12 مارس."
_MARKED: Final[tuple[tuple[MarkKind, str, str], ...]] = (
    ("entity", "أفغانستان", "GPE"),
    ("entity", "الدوحة", "GPE"),
    ("cue", "وقال", "CUE"),
    ("quote", "لا أحد يريد الحرب", "QUOTE"),
)


class Sample(Reader):
    """A reader that nobody types into; it looks like the one of the annotate page."""

    def __init__(self, session: Session) -> None:
        codebook = session.desk.codebook if session.desk is not None else None
        super().__init__(session.theme.reader_palette(codebook), session.preferences.text("reader.font"))
        self._session = session
        self.setFixedHeight(HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(session.say("preferences.sample"))
        self.set_article(_TEXT, "rtl")
        self.set_marks(_marks(session), ())
        self.take_preferences()

    def take_preferences(self) -> None:
        """Look as the person likes it now."""
        preferences = self._session.preferences
        self.set_typography(
            line_height=float(preferences.number("reader.line_height")),
            column_chars=int(preferences.number("reader.column")),
            family=preferences.text("reader.font"),
        )
        self.set_zoom(int(preferences.number("reader.zoom")))
        self.set_compact(not preferences.switch("reader.chips"))
        self.set_show_invisibles(preferences.switch("reader.invisibles"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab lead on: here is nothing to walk through."""
        return super(Reader, self).focusNextPrevChild(forward)


def _marks(session: Session) -> tuple[Mark, ...]:
    desk = session.desk
    chip = short_label(desk.codebook, "entity", "GPE", session.language) if desk is not None else "GPE"
    return tuple(_mark(kind, word, colour, chip if kind == "entity" else "") for kind, word, colour in _MARKED)


def _mark(kind: MarkKind, word: str, colour: str, chip: str) -> Mark:
    start = _TEXT.index(word)
    return Mark(id=word, kind=kind, label=colour, spans=(Span(start, start + len(word)),), chip=chip, colour=colour)
