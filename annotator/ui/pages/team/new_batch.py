"""Handing out a batch: a name, which articles, to whom, until when; what comes of it is seen before it is done."""

from collections import Counter

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.batch import Batch
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.text.bidi import strip_controls
from annotator.ui.ask import say_problem
from annotator.ui.naming import name_box
from annotator.ui.pages.team.dialogs import day_field
from annotator.ui.session import Session
from annotator.work.batches import Batches, Plan
from annotator.work.corpus import Corpus, Filter
from annotator.work.desk import Desk

_SEED = 1  # of the preview: the numbers are the same for every seed
_SOME_NAME = "\u2026"  # nobody calls a batch so
_PEOPLE_HEIGHT = 132
_NUMBER_WIDTH = 80
_PERSON = int(Qt.ItemDataRole.UserRole)


class NewBatchDialog(QDialog):
    """`batch` is what the person agreed to, ready to be handed out; `None` until then."""

    def __init__(self, session: Session, parent: QWidget, *, desk: Desk, corpus: Corpus) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._corpus = corpus
        self._batches = Batches(desk)
        self._given = frozenset(name for one in self._batches.all() for name in one.documents)
        self._documents: list[str] = []
        self._possible = False
        self.batch: Batch | None = None
        self.setWindowTitle(session.say("team.new.title"))
        self._make_fields()
        self._lay_out()
        self._listen()
        self._look()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is asked for

    @property
    def plan(self) -> Plan:
        """The batch as the fields ask for it."""
        return Plan(
            name=self.name.text(),
            documents=tuple(self._documents),
            people=tuple(self._chosen_people()),
            each=self.each.value(),
            due=self.day.date().toString(Qt.DateFormat.ISODate) if self.due.isChecked() else None,
            sample=self.number.value() if self.sample.isChecked() else 0,
            training=self.training.isChecked(),
        )

    def _chosen_people(self) -> list[str]:
        rows = (self.people.item(place) for place in range(self.people.count()))
        return [str(row.data(_PERSON)) for row in rows if row.checkState() == Qt.CheckState.Checked]

    def _look(self, _news: object = None) -> None:
        """Count the articles, and say what would come of it or why nothing can."""
        ids = self._corpus.ids(Filter(words=self.words.text().strip()))
        given = self._given if self.which.currentData() == "fresh" else frozenset()
        self._documents = [name for name in ids if name not in given]
        self.number.setMaximum(max(1, len(self._documents)))
        self.number.setEnabled(self.sample.isChecked())
        self.day.setEnabled(self.due.isChecked())
        self.each.setMaximum(max(1, len(self._chosen_people())))
        say = self._session.say
        self.count.setText(say("team.new.count", n=len(self._documents)))
        self._possible = False
        try:
            batch = self._batches.plan(msgspec.structs.replace(self.plan, name=_SOME_NAME, seed=_SEED))
        except KnownError as fault:
            self.preview.setText(say_problem(fault.problem, self._session.language))
            self._allow()
            return
        loads = Counter(task.person for task in batch.tasks).values()
        least, most = min(loads), max(loads)
        each = str(most) if least == most else f"{least}-{most}"
        said = say("team.new.preview", n=len(batch.documents), tasks=len(batch.tasks), each=each)
        self.preview.setText(said)
        self._possible = True
        self._allow()

    def _allow(self, _name: str = "") -> None:
        self._ok.setEnabled(self._possible and bool(self.name.text().strip()))

    def accept(self) -> None:
        """Take the batch as planned; what is wrong with it stands in the dialog, which stays."""
        try:
            self.batch = self._batches.plan(self.plan)
        except KnownError as fault:
            self.preview.setText(say_problem(fault.problem, self._session.language))
            return
        super().accept()

    # --- building

    def _make_fields(self) -> None:
        say = self._session.say
        self.name = QLineEdit()
        self.name.setMinimumWidth(320)
        self.which = QComboBox()
        name_box(self.which, say("team.new.articles"))
        for choice in ("fresh", "all"):
            self.which.addItem(say(f"team.new.{choice}"), choice)
        self.words = QLineEdit()
        self.words.setPlaceholderText(say("articles.filter"))
        self.words.setAccessibleName(say("articles.filter"))
        self.words.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.sample = QCheckBox(say("team.new.sample"))
        self.number = QSpinBox()
        self.number.setRange(1, 1_000_000)
        self.number.setValue(20)
        self.number.setAccessibleName(say("team.new.sample"))
        self.people = QListWidget()
        self.people.setAccessibleName(say("team.new.people"))
        self.people.setFixedHeight(_PEOPLE_HEIGHT)
        for person in self._desk.sight.people():
            if not person.left:
                self.people.addItem(_line(person))
        self.each = QSpinBox()
        self.each.setRange(1, 99)
        for spin in (self.number, self.each):
            spin.setFixedWidth(_NUMBER_WIDTH)
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.due = QCheckBox(say("team.new.due"))
        self.day = day_field("", name=say("team.new.due"))
        self.training = QCheckBox(say("team.new.training"))
        self.training.setToolTip(say("team.new.training.help"))
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setMinimumHeight(2 * self.fontMetrics().lineSpacing())

    def _lay_out(self) -> None:
        say, form = self._session.say, QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow(say("team.new.name"), self.name)
        form.addRow(say("team.new.articles"), self.which)
        form.addRow("", self.words)
        form.addRow("", self.count)
        form.addRow("", _beside(self.sample, self.number))
        form.addRow(say("team.new.people"), self.people)
        form.addRow(say("team.new.each"), _beside(self.each))
        form.addRow("", _beside(self.due, self.day))
        form.addRow("", self.training)
        buttons = QDialogButtonBox()
        self._ok = buttons.addButton(say("team.new.make"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(say("ask.leave"), QDialogButtonBox.ButtonRole.RejectRole)
        self._ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.preview)
        layout.addWidget(buttons)

    def _listen(self) -> None:
        self.name.textChanged.connect(self._allow)
        self.words.textChanged.connect(self._look)
        self.which.currentIndexChanged.connect(self._look)
        for box in (self.sample, self.due, self.training):
            box.toggled.connect(self._look)
        for spin in (self.number, self.each):
            spin.valueChanged.connect(self._look)
        self.people.itemChanged.connect(self._look)


def _line(person: Person) -> QListWidgetItem:
    """A person to be ticked; analysts are, to begin with."""
    item = QListWidgetItem(strip_controls(person.name or person.id))
    item.setData(_PERSON, person.id)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    only = "analyst" in person.roles and len(person.roles) == 1
    item.setCheckState(Qt.CheckState.Checked if only else Qt.CheckState.Unchecked)
    return item


def _beside(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
