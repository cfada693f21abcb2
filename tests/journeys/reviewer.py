"""A reviewer at the window who has no mouse; every key is counted."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.pages.review.rules_dialog import RulesDialog
from annotator.ui.window import Window
from annotator.work.cases import CaseView

NONE = Qt.KeyboardModifier.NoModifier
_CHOICES = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0)


class Reviewer:
    """A person at the review page."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.keys = 0
        window.show_section("review")
        page = window.page
        assert isinstance(page, ReviewPage)
        self.page = page

    @property
    def view(self) -> CaseView:
        view = self.page.sitting.view
        assert view is not None
        return view

    @property
    def said(self) -> str:
        return self.window.status.sentence

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)
        self.keys += 1

    def press_in_place(self, scan: int, letter: str) -> None:
        """A key as an Arabic layout sends it: another letter, the same place."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.page.table.reader, QKeyEvent(kind, ord(letter), NONE, scan, 0, 0, letter))

    def merge_agreements(self) -> None:
        """M, and Enter on the preview."""
        self.press(Qt.Key.Key_M)
        (dialog,) = [one for one in self.window.findChildren(RulesDialog) if one.isVisible()]
        assert dialog.proposals
        buttons = [one for one in dialog.findChildren(QPushButton) if one.isDefault()]
        QTest.keyClick(buttons[0], Qt.Key.Key_Return)
        self.keys += 1

    def go_to(self, verdict: str, kind: str = "") -> CaseView:
        """The first open case of that sort."""
        views = self.page.sitting.article.open_views
        found = next(v for v in views if verdict in v.verdicts and kind in ("", v.kind))
        self.page.sitting.go_to(found.id)
        return found

    def now(self, case: str) -> CaseView:
        """A case as it stands now."""
        return self.page.sitting.article.view(case)

    def decide(self) -> int:
        """Decide the case in front: the first version that the codebook lets stand, else none; the keys it took."""
        case, before = self.view.id, self.keys
        for key in _CHOICES:
            self.press(key)
            if not self.now(case).is_open:
                break
        return self.keys - before

    def decide_all(self) -> list[int]:
        """Decide every open case of the article; the keys that each took."""
        presses = []
        while self.page.sitting.article.open_views:
            assert self.view.is_open
            presses.append(self.decide())
        return presses
