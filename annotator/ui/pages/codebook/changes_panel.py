"""What a draft says otherwise, what keeps it from being applied, and what it would touch, line by line to the text."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.model.problems import Problem
from annotator.text.bidi import isolate
from annotator.ui.ask import say_problem
from annotator.ui.pages.codebook.words import told_changes, told_impact
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.panels.fields import plain_label
from annotator.ui.session import Session
from annotator.work.codebook_changes import Impact, Touched
from annotator.work.codebook_draft import CodebookDraft

WIDTH = 320
_LISTED = 40


class ChangesPanel(QWidget):
    """``wanted`` carries an annotation of the impact whose text the person wants to see."""

    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        say = session.say
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._mark = "\u200f" if session.right_to_left else "\u200e"
        self._title = plain_label("", role="title", wrap=True)
        self._changes, self._problems, self._impact = _block(), _block("bad"), _block("muted")
        columns = (
            Column(say("codebook.column.effect"), lambda one: say(f"codebook.short.{one.effect}"), 92),
            Column(say("codebook.column.label"), _labels, tip=self._tip),
            Column(say("codebook.column.article"), lambda one: isolate(one.key.document), 96),
        )
        self._sheet = Sheet(columns, parent=self)
        self.table = SheetView(session.actions, name=say("codebook.impact"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.chosen.connect(self.wanted)
        told = QWidget()
        told.setObjectName("panel")
        lines = QVBoxLayout(told)
        lines.setContentsMargins(12, 12, 12, 4)
        lines.setSpacing(8)
        for part in (self._title, self._problems, self._impact, self._changes):
            lines.addWidget(part)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(told)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 3)
        layout.addWidget(self.table, 2)

    def show_draft(self, draft: CodebookDraft, problems: Iterable[Problem], version: str) -> None:
        """Say what a draft changes and what is wrong with it."""
        say = self._session.say
        changes = list(told_changes(draft, self._session.language))
        key = "codebook.draft" if draft.changed else "codebook.no_draft"
        name = f"{draft.before.title.of(self._session.language.code)} ({isolate(draft.before.name)})"
        self._title.setText(f"{self._mark}{name}\n{self._mark}{say(key, before=draft.before.version, version=version)}")
        self._changes.setText(self._lines(changes))
        self._problems.setText(self._lines(say_problem(one, self._session.language) for one in problems))
        self._problems.setVisible(bool(self._problems.text()))

    def show_impact(self, impact: Impact | None) -> None:
        """Say what it would touch, or (``None``) that nobody has looked yet."""
        say = self._session.say
        lines = [say("codebook.impact.unknown")] if impact is None else told_impact(impact, self._session.language)
        self._impact.setText(self._lines(lines))
        self._sheet.show(_in_order(impact) if impact is not None else ())
        self.table.setVisible(impact is not None and bool(impact.touched))

    def hide_impact(self) -> None:
        """There is nothing that could be touched."""
        self._impact.setText("")
        self._sheet.show(())
        self.table.hide()

    def _lines(self, lines: Iterable[str]) -> str:
        found = [self._mark + line for line in lines]
        if len(found) > _LISTED:
            found = [*found[:_LISTED], self._mark + self._session.say("codebook.more", n=len(found) - _LISTED)]
        return "\n".join(found)

    def _tip(self, one: Touched) -> str:
        if one.problem is not None:
            return say_problem(one.problem, self._session.language)
        return self._session.say("codebook.touched", document=one.key.document, author=one.key.author, id=one.id)


def _block(role: str = "") -> QLabel:
    return plain_label("", role=role, wrap=True)


def _labels(one: Touched) -> str:
    if one.becomes == one.label or (not one.becomes and one.effect != "gone"):
        return isolate(one.label)
    return f"{isolate(one.label)} ⇒ {isolate(one.becomes or '—')}"


def _in_order(impact: Impact) -> list[Touched]:
    weight = {"broken": 0, "gone": 1, "crowded": 2, "changed": 3, "unfilled": 4}
    return sorted(impact.touched, key=lambda one: weight[one.effect])
