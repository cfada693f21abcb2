"""Where an annotation comes from, in a line or two, and its whole history on a press."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.text.bidi import isolate
from annotator.ui.panels.fields import LinkButton, plain_label
from annotator.ui.session import Session
from annotator.work.tracing import Turn


class LifeRows(QWidget):
    """Made when, by whom and how; the last change; a link that unfolds all changes between."""

    def __init__(
        self, session: Session, annotation: Annotation, life: Sequence[Turn], person: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._session = session
        self._person = person
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(_muted(self._origin(annotation)))
        if life:
            layout.addWidget(_muted(self._said("annotate.life.made", life[0])))
        if len(life) > 1:
            layout.addWidget(_muted(self._said("annotate.life.changed", life[-1])))
        self.lines: tuple[QLabel, ...] = tuple(_muted(self._line(turn)) for turn in reversed(life))
        if len(life) > 2:
            self.unfold = LinkButton(session.say("annotate.life.all", n=len(life)))
            self.unfold.clicked.connect(self._toggle)
            layout.addWidget(self.unfold)
            for line in self.lines:
                line.hide()
                layout.addWidget(line)

    def _toggle(self) -> None:
        shown = self.lines[0].isHidden()
        for line in self.lines:
            line.setVisible(shown)
        key = "annotate.life.fold" if shown else "annotate.life.all"
        self.unfold.show_words(self._session.say(key, n=len(self.lines)))

    def _origin(self, annotation: Annotation) -> str:
        source, say = annotation.provenance, self._session.say
        comma = "، " if self._session.language.code == "ar" else ", "
        who = comma.join(map(self._person, source.annotators)) or say("annotate.words.nobody")
        return say("annotate.words.origin", who=who, how=say(f"annotate.origin.{source.origin}"))

    def _said(self, key: str, turn: Turn) -> str:
        return self._session.say(key, when=_moment(turn.at), act=self._act(turn))

    def _line(self, turn: Turn) -> str:
        return self._session.say("annotate.life.line", when=_moment(turn.at), act=self._act(turn))

    def _act(self, turn: Turn) -> str:
        language = self._session.language
        named = language.has(f"step.{turn.act}")
        act = language.say(f"step.{turn.act}") if named else language.say("undo.unnamed")
        if turn.back:
            return language.say("history.back", act=act)
        return language.say("history.again", act=act) if turn.again else act


def _moment(at: str) -> str:
    """A moment in local time; figures keep their order among Arabic."""
    return isolate(datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M"))


def _muted(words: str) -> QLabel:
    return plain_label(words, role="muted", wrap=True)
