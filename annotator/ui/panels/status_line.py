"""What the page adds to the foot of the window: undo, the word at the caret, peculiarities of the text, the zoom."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.text.bidi import has_direction_overrides, invisibles
from annotator.ui.panels.fields import plain_label
from annotator.ui.session import Session

_PROPOSAL_WIDTH: Final = 320


class StatusLine(QWidget):
    """``undo_asked`` says that the last act is to be taken back; ``zoom_asked`` that the usual size is wanted."""

    undo_asked = Signal()
    proposal_asked = Signal()
    passage_asked = Signal()
    zoom_asked = Signal()
    invisibles_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._word = plain_label("")
        self._undo = self._link(session.say("annotate.status.undo"), self.undo_asked)
        self._undo.hide()
        self._proposal = self._link("", self.proposal_asked)
        self._proposal.hide()
        self._passage = self._link("", self.passage_asked)
        self._passage.hide()
        self._saved = plain_label(session.say("annotate.status.saved"), role="muted")
        self._saved.setToolTip(session.say("annotate.status.saved_help"))
        self._direction = plain_label("", role="muted")
        self._hidden = self._link("", self.invisibles_asked)
        self._zoom = self._link("", self.zoom_asked)
        self._zoom.setToolTip(session.say("annotate.status.zoom_help"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (
            self._proposal,
            self._passage,
            self._undo,
            self._word,
            self._saved,
            self._hidden,
            self._direction,
            self._zoom,
        ):
            layout.addWidget(part)
        self.setFixedHeight(28)

    def show_article(self, text: str, direction: str) -> None:
        """Say how the text runs and what in it cannot be seen."""
        say = self._session.say
        self._direction.setText(say(f"annotate.direction.{direction}"))
        found = invisibles(text)
        count = sum(len(kind.positions) for kind in found)
        self._hidden.setVisible(bool(count))
        self._hidden.setText(say("annotate.status.invisibles", n=count))
        kinds = " · ".join(f"{kind.name} {len(kind.positions)}" for kind in found)
        warned = has_direction_overrides(text)
        self._hidden.setToolTip(say("annotate.status.overrides", kinds=kinds) if warned else kinds)
        self._hidden.setProperty("role", "warn" if warned else "link")

    def show_word(self, pieces: tuple[str, ...]) -> None:
        """Show a word with its likely proclitics apart: ``ل + أفغانستان``."""
        self._word.setText(" + ".join(pieces))

    def show_proposal(self, words: str) -> None:
        """Show what Space would do to the active annotation; nothing hides the link."""
        self._proposal.setVisible(bool(words))
        cut = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _PROPOSAL_WIDTH)
        self._proposal.setText(cut.replace("&", "&&"))
        self._proposal.setToolTip(words)

    def show_passage(self, waiting: int) -> None:
        """Say how many annotations the other copy of a repeated passage lacks; 0 hides the link."""
        self._passage.setVisible(bool(waiting))
        self._passage.setText(self._session.say("annotate.repeat.waiting", n=waiting) if waiting else "")
        self._passage.setToolTip(self._session.actions.action("passage.carry").toolTip())

    @property
    def passage(self) -> str:
        """What the link to a repeated passage says; "" while it is hidden."""
        return self._passage.text() if not self._passage.isHidden() else ""

    @property
    def proposal(self) -> str:
        """What is proposed, in whole."""
        return self._proposal.toolTip() if not self._proposal.isHidden() else ""

    def show_zoom(self, percent: int) -> None:
        """Show how large the text is."""
        self._zoom.setText(f"{percent} %")

    def offer_undo(self, offered: bool) -> None:
        """Show the link that takes the last act back, while the sentence beside it names that act."""
        self._undo.setVisible(offered)

    def _link(self, text: str, told: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "link")
        button.setFlat(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # The sheet's buttons are higher than a status line.
        button.setStyleSheet("min-height: 0; padding: 0 8px; border: none;")
        button.clicked.connect(told)
        return button

    def labels(self) -> tuple[QLabel, ...]:
        """Its parts, for whoever checks that nothing is cut."""
        return (self._word, self._saved, self._direction)
