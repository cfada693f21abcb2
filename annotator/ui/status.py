"""The line at the foot of the window: what was said last, how a long work gets on, and what the page adds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from annotator.ui.announcing import announce
from annotator.ui.elided import ElidedLabel
from annotator.ui.jobs import Job, Pace
from annotator.ui.session import Session

HEIGHT = 32


class StatusBar(QStatusBar):
    """A sentence at the start; a long work, after half a second, at the end with its count, rate and time left."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pressed: Callable[[], object] = _nothing
        self.setSizeGripEnabled(False)
        self.setFixedHeight(HEIGHT)
        self._sentence = ElidedLabel()
        self._pace = QLabel()
        self._pace.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._cancel = QPushButton(session.say("job.cancel"))
        self._cancel.setProperty("role", "link")
        self._extra: QWidget | None = None
        self._quiet = QLabel()
        self._quiet.setTextFormat(Qt.TextFormat.PlainText)
        self._quiet.hide()
        self._warning = self._made_warning()
        self.addWidget(self._sentence, 1)
        for part in (self._warning, self._quiet, self._pace, self._bar, self._cancel):
            self.addPermanentWidget(part)
        self._show_work(False)
        session.hub.said.connect(self.say)
        session.jobs.started.connect(self._follow)
        session.jobs.ended.connect(self._hide_work)
        if session.jobs.current is not None:
            self._follow(session.jobs.current)

    @property
    def sentence(self) -> str:
        """What was said last."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Say something that has happened; assistive programs hear it too."""
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        announce(self, sentence)

    def murmur(self, words: str) -> None:
        """Tell beside all else what goes on by itself; "" when it is over."""
        self._quiet.setText(words)
        self._quiet.setVisible(bool(words))

    def warn(self, words: Sequence[str], pressed: Callable[[], object]) -> None:
        """Warn of what goes on until it is settled, with a sign that can be pressed; nothing without words."""
        self._warning.setText(" · ".join(words))
        self._warning.setAccessibleName(self._warning.text())
        self._warning.setVisible(bool(words))
        self._pressed = pressed

    @property
    def warning(self) -> QPushButton:
        """The sign of what goes wrong; hidden while nothing does."""
        return self._warning

    def put(self, widget: QWidget | None) -> None:
        """Show what a page adds, in place of what another page added."""
        if self._extra is not None:
            self.removeWidget(self._extra)
        self._extra = widget
        if widget is not None:
            self.addPermanentWidget(widget)
            widget.show()

    def _made_warning(self) -> QPushButton:
        warning = QPushButton()
        warning.setProperty("role", "link")
        icon = self._session.theme.icon("warning", right_to_left=self._session.right_to_left, token="warn")
        warning.setIcon(icon)
        warning.setToolTip(self._session.say("care.trouble.help"))
        warning.clicked.connect(self._press)
        warning.hide()
        return warning

    def _press(self) -> None:
        self._pressed()

    def _follow(self, job: Job) -> None:
        job.paced.connect(self._show_pace)
        self._cancel.clicked.connect(job.cancel)

    def _show_pace(self, pace: Pace) -> None:
        self._show_work(True)
        self._pace.setText(describe_pace(pace, self._session))
        total = pace.progress.total
        self._bar.setRange(0, total or 0)
        self._bar.setValue(pace.progress.done)

    def _hide_work(self) -> None:
        self._show_work(False)

    def _show_work(self, shown: bool) -> None:
        for part in (self._pace, self._bar, self._cancel):
            part.setVisible(shown)


def _nothing() -> None:
    """Nothing to tell yet."""


def describe_pace(pace: Pace, session: Session) -> str:
    """Count, rate and time left in one sentence."""
    progress = pace.progress
    what = session.say(f"progress.{progress.what}") if session.language.has(f"progress.{progress.what}") else ""
    if progress.total is None or pace.left is None:
        counted = session.say("job.count", done=progress.done)
    else:
        counted = session.say(
            "job.pace",
            done=progress.done,
            total=progress.total,
            rate=f"{pace.rate:,.0f}",
            left=session.say("job.left", n=max(1, round(pace.left))),
        )
    return f"{what}  {counted}".strip()
