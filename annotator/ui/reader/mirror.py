"""A read-only text field behind the reader: it gives screen readers the text, the caret and the selection."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.model.span import Span
from annotator.text.offsets import Utf16Map
from annotator.ui.reader.view import Reader

# Qt takes these for breaks between paragraphs or drops them; each stand-in is one unit, so no position moves.
_SHOWN_AS = str.maketrans({"\ufeff": "\u2060", "\ufffe": "\ufffd", "\r": "\n"})


class Mirror(QTextEdit):
    """Follows one reader; it is never edited and lies out of sight beneath it.

    The reader is its focus proxy: assistive programs take it for focused whenever the reader is, and when they give it
    the focus, the reader gets it. A factory for QAccessible interfaces written in Python crashes Qt as soon as a
    screen reader asks for text, and a child of the scroll area is not listed: a sibling is what works.
    """

    def __init__(self, reader: Reader, parent: QWidget, *, always: bool = False) -> None:
        """`always` fills it even while nothing listens; otherwise a long article costs nothing here."""
        super().__init__(parent)
        # Seen through the reader's scroll bar, a frame or a bar of its own would look like part of the page.
        self.setObjectName("mirror")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reader = reader
        self._always = always
        self._offsets = Utf16Map("")
        self._stale = True
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(reader)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.lower()
        reader.article_changed.connect(self._take_article)
        reader.caret_moved.connect(self._follow)
        reader.selection_changed.connect(self._follow)
        self._take_article()

    @property
    def listened_to(self) -> bool:
        """True when assistive technology is there, or the mirror was asked to work always."""
        return self._always or QAccessible.isActive()

    def refresh(self) -> None:
        """Fill it with the article if that has not happened yet."""
        if not self._stale:
            return
        self._stale = False
        text = self._reader.text
        self._offsets = Utf16Map(text)
        option = QTextOption(self.document().defaultTextOption())
        rtl = self._reader.scene.rtl
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        self.setPlainText(text.translate(_SHOWN_AS))

    def take_focus(self) -> None:
        """Tell assistive programs that the focus is here now, where they can read."""
        if self.listened_to:
            self._follow()
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Focus))

    def shown_selection(self) -> Span | None:
        """What the mirror tells of the selection, in code points."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        return Span(self._offsets.to_codepoint(first), self._offsets.to_codepoint(last))

    def _take_article(self) -> None:
        self._stale = True
        self._follow()

    def _follow(self, _: object = None) -> None:
        if not self.listened_to:
            return
        self.refresh()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(self._reader.anchor))
        cursor.setPosition(self._offsets.to_utf16(self._reader.caret()), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)


class ReaderPane(QWidget):
    """A reader with its mirror behind it, both filling the pane; `name` is what assistive programs call them."""

    def __init__(self, reader: Reader, parent: QWidget | None = None, *, name: str = "", always: bool = False) -> None:
        super().__init__(parent)
        self.reader = reader
        reader.setParent(self)
        self.mirror = Mirror(reader, self, always=always)
        self.mirror.lower()
        self.setFocusProxy(reader)
        for part in (self, reader, self.mirror):
            part.setAccessibleName(name)
        reader.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both cover the pane."""
        del event
        self.reader.setGeometry(self.rect())
        self.mirror.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever reads aloud is led from the reader, which is a picture, to the mirror, which is a text."""
        if watched is self.reader and event.type() == QEvent.Type.FocusIn:
            # Qt tells of the reader's own focus after this event, so the mirror's follows once that is said.
            QTimer.singleShot(0, self.mirror, self._lead)
        return super().eventFilter(watched, event)

    def _lead(self) -> None:
        if self.reader.hasFocus():
            self.mirror.take_focus()
