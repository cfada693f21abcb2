"""What the codebook says of a label: its definition and examples, on a card that any key closes."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from annotator.model.codebook import Label
from annotator.ui.panels.chips import ChipLabel
from annotator.ui.panels.fields import plain_label
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session

_WIDTH: Final = 440
_KIND_COLOURS: Final = frozenset({"quote", "event", "cue", "region"})


class DefinitionCard(QFrame):
    """Floats over the page until a key or a click."""

    def __init__(self, session: Session, palette: ReaderPalette, label: Label, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language = session.language.code
        chip = ChipLabel(palette)
        chip.show_label(label.id, label.kind.upper() if label.kind in _KIND_COLOURS else label.id)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(chip)
        # Sentences that begin with a word of the other script would else run the other way.
        mark = "\u200f" if session.right_to_left else "\u200e"
        layout.addWidget(plain_label(mark + label.name.of(language), role="title"))
        layout.addWidget(plain_label(mark + label.definition.of(language), wrap=True))
        for example in label.examples:
            text = plain_label(example.text, wrap=True)
            # Examples are Arabic under every interface.
            text.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            layout.addWidget(text)
            if example.remark is not None:
                layout.addWidget(plain_label(mark + example.remark.of(language), role="muted", wrap=True))
        self.setFixedWidth(_WIDTH)

    def open_over(self, widget: QWidget) -> None:
        """Show it in the upper middle of a widget."""
        # Not adjustSize: it keeps to two thirds of the screen and cuts the last lines of wrapped text.
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        self.move(widget.mapToGlobal(QPoint(max(0, (widget.width() - self.width()) // 2), 24)))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes the card."""
        event.accept()
        self.close()
