"""Direction, fonts and colours of the whole application: dialogs and tooltips have them too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.session import Session
from annotator.ui.theme import field_font, interface_font
from annotator.ui.tongue import speak_with_qt


def dress(window: QWidget, session: Session) -> None:
    """Let the application and its window look and run as the session's language and theme say."""
    direction = Qt.LayoutDirection.RightToLeft if session.right_to_left else Qt.LayoutDirection.LeftToRight
    QGuiApplication.setLayoutDirection(direction)
    speak_with_qt(session.language.code)
    QApplication.setFont(interface_font(right_to_left=session.right_to_left))
    # The stub wants bytes, which Qt's binding does not take.
    QApplication.setFont(field_font(right_to_left=session.right_to_left), "QLineEdit")  # type: ignore[arg-type]
    QApplication.setPalette(session.theme.palette)
    window.setLayoutDirection(direction)
    window.setFont(QApplication.font())
    window.setStyleSheet(session.theme.style_sheet)
