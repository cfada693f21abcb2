"""Small questions of the team's page: who somebody is, and how a batch is called and when it is wanted."""

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.batch import Batch
from annotator.model.person import ROLES, Person, Role
from annotator.ui.session import Session


class PersonDialog(QDialog):
    """Name and roles; of somebody who is not here yet the id too, under which that person's own records come."""

    def __init__(self, session: Session, parent: QWidget, *, person: Person | None = None, identity: str = "") -> None:
        super().__init__(parent)
        say = session.say
        self.setWindowTitle(say("command.person.edit" if person else "command.person.add"))
        self.name = QLineEdit(person.name if person else "")
        self.name.setMinimumWidth(280)
        self.identity = QLineEdit(identity)
        self.identity.setPlaceholderText(say("team.person.id.hint"))
        self.roles = {role: QCheckBox(say(f"team.role.{role}")) for role in ROLES}
        for role, box in self.roles.items():
            box.setChecked(role in (person.roles if person else ("analyst",)))
            box.setToolTip(say(f"team.role.{role}.help"))
            box.toggled.connect(self._allow)
        self.name.textChanged.connect(self._allow)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(say("team.column.person"), self.name)
        for place, box in enumerate(self.roles.values()):
            form.addRow("" if place else say("team.column.roles"), box)
        if person is None:
            form.addRow(say("registry.id"), self.identity)
        self._ok = _finish(self, session, form)
        self._allow()

    @property
    def chosen(self) -> tuple[Role, ...]:
        """The roles that are ticked."""
        return tuple(role for role, box in self.roles.items() if box.isChecked())

    def _allow(self, _news: object = None) -> None:
        self._ok.setEnabled(bool(self.name.text().strip()) and bool(self.chosen))


class BatchDialog(QDialog):
    """What a batch is called, and until when it is wanted."""

    def __init__(self, session: Session, parent: QWidget, batch: Batch) -> None:
        super().__init__(parent)
        say = session.say
        self.setWindowTitle(say("command.batch.edit"))
        self.name = QLineEdit(batch.name)
        self.name.setMinimumWidth(280)
        self.wanted = QCheckBox(say("team.new.due"))
        self.day = day_field(batch.due or "", name=say("team.new.due"))
        self.wanted.setChecked(batch.due is not None)
        self.day.setEnabled(batch.due is not None)
        self.wanted.toggled.connect(self.day.setEnabled)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(say("team.new.name"), self.name)
        form.addRow(self.wanted, self.day)
        ok = _finish(self, session, form)
        self.name.textChanged.connect(lambda words: ok.setEnabled(bool(words.strip())))

    @property
    def due(self) -> str:
        """The day, ISO-8601; "" for none."""
        return self.day.date().toString(Qt.DateFormat.ISODate) if self.wanted.isChecked() else ""


def day_field(day: str, *, name: str) -> QDateEdit:
    """A field for a day as people here write it, with a calendar; a week from now where there is none yet."""
    there = QDate.fromString(day, Qt.DateFormat.ISODate)
    field = QDateEdit(there if there.isValid() else QDate.currentDate().addDays(7))
    # From right to left Qt turns the parts of the format round.
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setLocale(QLocale.c())
    field.setAccessibleName(name)
    return field


def _finish(dialog: QDialog, session: Session, form: QFormLayout) -> QPushButton:
    buttons = QDialogButtonBox()
    ok = buttons.addButton(session.say("ask.ok"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(session.say("ask.leave"), QDialogButtonBox.ButtonRole.RejectRole)
    ok.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 24, 24, 16)
    layout.setSpacing(12)
    layout.addLayout(form)
    layout.addWidget(buttons)
    return ok
