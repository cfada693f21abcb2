"""What people have said about an annotation or an article, and a field to say more."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from annotator.model.comment import Comment
from annotator.text.bidi import strip_controls
from annotator.ui.panels.fields import EditField, article_words, plain_label
from annotator.ui.session import Session


class CommentsBox(QWidget):
    """``said`` carries a new remark; ``resolved`` a comment and whether it is settled now."""

    said = Signal(str)
    resolved = Signal(object, bool)

    def __init__(self, session: Session, comments: Iterable[Comment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for comment in comments:
            layout.addWidget(self._shown(comment))
        self.field = EditField()
        self.field.setPlaceholderText(session.say("annotate.comments.add"))
        self.field.setAccessibleName(session.say("annotate.comments.add"))
        self.field.committed.connect(self._say)
        layout.addWidget(self.field)

    def _shown(self, comment: Comment) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        text = article_words(strip_controls(comment.text))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if comment.resolved:
            text.setProperty("role", "muted")
        key = "annotate.comments.reopen" if comment.resolved else "annotate.comments.resolve"
        settle = QToolButton()
        settle.setIcon(
            self._session.theme.icon("check", right_to_left=False, token="muted" if comment.resolved else "ink")
        )
        settle.setToolTip(self._session.say(key))
        settle.setAccessibleName(self._session.say(key))
        settle.clicked.connect(lambda: self.resolved.emit(comment, not comment.resolved))
        row.addWidget(plain_label(comment.author, role="muted"), 1)
        row.addWidget(settle)
        column.addLayout(row)
        column.addWidget(text)
        return box

    def _say(self, text: str) -> None:
        if text:
            self.said.emit(text)
