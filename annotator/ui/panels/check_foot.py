"""The foot of a dialog over a list of boxes: all, none, leave, and the button that does it."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from annotator.ui.panels.check_list import CheckRows
from annotator.ui.session import Session


def check_foot(session: Session, dialog: QDialog, rows: CheckRows, accept: QPushButton) -> QHBoxLayout:
    """A line with the buttons; leaving rejects ``dialog``."""
    foot = QHBoxLayout()
    for on, name in ((True, "check_all"), (False, "check_none")):
        button = QPushButton(session.say(f"annotate.everywhere.{name}"))
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False, wanted=on: rows.check_all(wanted))
        foot.addWidget(button)
    foot.addStretch(1)
    cancel = QPushButton(session.say("annotate.everywhere.cancel"))
    cancel.setAutoDefault(False)
    cancel.clicked.connect(dialog.reject)
    foot.addWidget(cancel)
    foot.addWidget(accept)
    return foot
