"""Deciding by rule: which rules, in which articles, and before anything is done what they would decide."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.progress import Report
from annotator.ui.jobs import Jobs, Pace
from annotator.ui.session import Session
from annotator.ui.status import describe_pace
from annotator.work.merging import Proposal, Rule
from annotator.work.sweeping import Sweep

Preview = Callable[[tuple[Rule, ...]], Sweep]
Beside = Callable[[tuple[Rule, ...], Report], Sweep]
Words = Callable[[Proposal], str]

_SHOWN = 500  # lines of the preview at most


class RulesDialog(QDialog):
    """`preview` looks into this article, `beside` into all of the queue and from a thread of its own.

    `proposals` is what the person agreed to.
    """

    def __init__(
        self, session: Session, parent: QWidget, *, preview: Preview, beside: Beside, words: Words, authors: int
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preview = preview
        self._beside = beside
        self._jobs = Jobs(self)
        self._jobs.ended.connect(self._look_again)
        self._wanted = False
        self._words = words
        self.proposals: tuple[Proposal, ...] = ()
        say = session.say
        self.setWindowTitle(say("review.rules.title"))
        self.unanimous = QCheckBox(say("review.rules.unanimous"))
        self.unanimous.setChecked(True)
        self.majority = QCheckBox(say("review.rules.majority"))
        self.least = QSpinBox()
        self.least.setRange(2, max(2, authors))
        self.least.setAccessibleName(say("review.rules.majority"))
        self.majority.setEnabled(authors > 2)
        self.least.setEnabled(authors > 2)
        self.clitic = QCheckBox(say("review.rules.clitic"))
        self.here = QCheckBox(say("review.rules.here"))
        self.here.setChecked(True)
        self.here.setVisible(authors > 0)
        self.count = QLabel()
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setMinimumSize(QSize(560, 240))
        self.list.setAccessibleName(say("review.rules.title"))
        self._lay_out()
        for box in (self.unanimous, self.majority, self.clitic, self.here):
            box.toggled.connect(self.look)
        self.least.valueChanged.connect(self.look)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are ticked; of a case the first that speaks of it decides."""
        chosen = []
        if self.unanimous.isChecked():
            chosen.append(Rule("unanimous"))
        if self.majority.isChecked():
            chosen.append(Rule("majority", self.least.value()))
        if self.clitic.isChecked():
            chosen.append(Rule("clitic"))
        return tuple(chosen)

    def look(self, _state: object = None) -> None:
        """Show what the ticked rules would decide: in one article at once, in all of them when it is known."""
        if self._jobs.current is not None:
            self._wanted = True
            self._jobs.current.cancel()
        elif self.here.isChecked():
            self._show(self._preview(self.rules))
        else:
            self._show_nothing_yet()
            job = self._jobs.run(partial(self._beside, self.rules))
            if job is not None:
                job.paced.connect(self._show_pace)
                job.done.connect(self._take)

    def done(self, result: int) -> None:
        """Close; what is still looked at is stopped."""
        self._wanted = False
        self._jobs.stop()
        super().done(result)

    def _look_again(self) -> None:
        if self._wanted:
            self._wanted = False
            self.look()

    def _take(self, sweep: object) -> None:
        if isinstance(sweep, Sweep) and not self._wanted:
            self._show(sweep)

    def _show_nothing_yet(self) -> None:
        self.proposals = ()
        self.list.clear()
        self.count.setText(self._session.say("review.surveying"))
        self._apply.setEnabled(False)

    def _show_pace(self, pace: Pace) -> None:
        self.count.setText(describe_pace(pace, self._session))

    def _show(self, sweep: Sweep) -> None:
        self.proposals = sweep.proposals
        self.list.clear()
        self.list.addItems([self._words(one) for one in self.proposals[:_SHOWN]])
        number, say = len(self.proposals), self._session.say
        self.count.setText(say("review.rules.preview", n=number) if number else say("review.rules.nothing"))
        self._apply.setEnabled(bool(number))

    def _lay_out(self) -> None:
        say = self._session.say
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(self.unanimous)
        row = QHBoxLayout()
        row.addWidget(self.majority)
        row.addWidget(self.least)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.clitic)
        layout.addWidget(self.here)
        layout.addSpacing(8)
        for part in (self.count, self.list):
            layout.addWidget(part)
        buttons = QDialogButtonBox()
        self._apply = buttons.addButton(say("review.rules.apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(say("review.rules.leave"), QDialogButtonBox.ButtonRole.RejectRole)
        self._apply.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._apply.setFocus(Qt.FocusReason.PopupFocusReason)
