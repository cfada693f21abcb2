"""Every page and every command, walked from the tables: what others did changes nothing of what an analyst is shown."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.commands.command import MODES
from annotator.ui.commands.table import COMMANDS
from annotator.ui.pages.articles import ArticlesPage
from annotator.ui.pages.registry.views import TABS
from annotator.ui.pages.review.answers_page import AnswersPage
from annotator.ui.sections import SECTIONS
from annotator.ui.window import Window
from tests.journeys.hand import Hand
from tests.journeys.seen import everything_seen
from tests.ui.answers import Answers, MakeWindow
from tests.work import foreign

Key = Qt.Key
Seen = dict[str, list[str]]

NOT_THIS_PROJECT = frozenset({"project.sample", "project.close", "project.restore", "project.recover", "program.quit"})
"""Commands that lead away from the project, or put a file in its place; how many steps a file has its size tells."""

OF_REVIEWERS = frozenset(one.id for one in COMMANDS if one.id.startswith(("review", "agreement", "gaps")))
"""Commands of pages that an analyst does not get."""

ALIKE = frozenset(one.id for one in COMMANDS if one.group == "theme" or (one.family and one.argument not in ("1", "2")))
"""Further members of a family, which differ by their digit alone, and the colours of the window."""

OF_LEADS = frozenset(one.id for one in COMMANDS if one.group in ("codebook", "team")) - {"codebook.export"} | {
    "entry.merge",
    "entry.unmerge",
    "entry.adopt",
    "entry.split",
}
"""Commands that rest for who leads nothing, or has nothing of his own that they fit."""


_SOON_MS = 2000
"""What comes later than that comes by the clock: checks of the file, copies of it."""

_UNSHOWN = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d:\d\d(:\d\d)?|\b[a-z][0-9a-z]{12}\b|\b[0-9a-f]{32}\b|seq=\d+")


NOT_AN_ANALYSTS = frozenset({"agreement", "review", "review_edit", "review_queue"})
"""Modes of pages that an analyst does not get."""


class Walk:
    """An analyst who looks at everything."""

    def __init__(self, window: Window, qtbot: QtBot, answers: Answers, out: Path) -> None:
        self.window = window
        self.qtbot = qtbot
        self._answers = answers
        self._out = out
        self.seen: Seen = {}
        self.done: set[str] = set()
        self.modes: set[str] = set()

    def go(self, *, acting: bool) -> None:
        """Come to every place; `acting` does in each every command that acts there and was not done before."""
        for place, come_there in PLACES.items():
            come_there(self)
            self._look(place)
            self.modes.add(self.window.commands.mode)
            for command in COMMANDS if acting else ():
                if command.id not in self.done | NOT_THIS_PROJECT | ALIKE:
                    self._do(command.id, place, come_there)

    def _do(self, command: str, place: str, come_there: Callable[["Walk"], None]) -> None:
        before = self.window.projects.desk.project.seq
        self._answers.files = [self._out] if command.startswith(("export", "codebook.export")) else []
        for choice in (0, 1, 2) if command.startswith("export") else (0,):
            self._answers.choice = choice
            if not self.window.commands.trigger(command):
                return
            self.done.add(command)
            self._look(f"{place}, {command} {choice}")
        self._close_what_is_up()
        if self.window.projects.desk.project.seq > before:
            self.window.projects.desk.undo()
        if self.window.session.language.code != "en" or self.window.session.preferences.text("ui.theme") != "light":
            self.window.session.preferences.change({"ui.language": "en", "ui.theme": "light"})
        come_there(self)

    def _look(self, place: str) -> None:
        self.settle()
        given = self._answers
        answers = (*given.asked, *given.offered, *given.told, *map(repr, given.problems))
        files = [self._out.read_text("utf-8")] if self._out.exists() else []
        self.seen[place] = [*map(_still, everything_seen()), *answers, *files]

    def settle(self) -> None:
        """Let come what is about to come, and wait until nothing goes on beside the window."""
        window = self.window
        QApplication.processEvents()
        for timer in window.findChildren(QTimer):
            if timer.isSingleShot() and timer.isActive():
                timer.stop()
                if timer.interval() < _SOON_MS:
                    timer.timeout.emit()
        self.qtbot.waitUntil(lambda: window.jobs.current is None and window.background.current is None)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def _close_what_is_up(self) -> None:
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not self.window:
                one.close()
        QApplication.processEvents()


def _still(words: str) -> str:
    """Words without times, which go on, and without ids and places in the journal, which nobody is shown."""
    return _UNSHOWN.sub("", words)


def _section(name: str) -> Callable[[Walk], None]:
    return lambda walk: walk.window.show_section(name)


def _article(document: str) -> Callable[[Walk], None]:
    def open_it(walk: Walk) -> None:
        walk.window.show_section("home")
        walk.window.open_article(document)

    return open_it


def _within(document: str, words: str, *keys: Qt.Key) -> Callable[[Walk], None]:
    """At words of an article, with keys pressed there."""

    def come_there(walk: Walk) -> None:
        _article(document)(walk)
        hand = Hand(walk.window, walk.qtbot)
        hand.put_caret(words)
        for key in keys:
            hand.press(key)

    return come_there


def _entry(tab: str) -> Callable[[Walk], None]:
    def show_it(walk: Walk) -> None:
        walk.window.show_section("registry")
        walk.window.page.recall({"entry": "n-russia", "tab": tab, "details": True})

    return show_it


def _answers(document: str) -> Callable[[Walk], None]:
    def open_them(walk: Walk) -> None:
        walk.window.show_section("review")
        assert isinstance(walk.window.page, AnswersPage)
        assert walk.window.page.open_answers(document)
        walk.window.page.enter()

    return open_them


def _search(words: str) -> Callable[[Walk], None]:
    def look_for(walk: Walk) -> None:
        walk.window.show_section("articles")
        assert isinstance(walk.window.page, ArticlesPage)
        walk.window.page.search(words)

    return look_for


PLACES: Mapping[str, Callable[[Walk], None]] = MappingProxyType(
    {
        **{f"section {name}": _section(name) for name in SECTIONS},
        **{f"article {name}": _article(name) for name in foreign.TEXTS},
        "caret": _within(foreign.OPEN, "الحكومة"),
        "annotation": _within(foreign.OPEN, "روسيا", Key.Key_Return),
        "edges": _within(foreign.OPEN, "روسيا", Key.Key_Return, Key.Key_F4),
        "frame": _within(foreign.OPEN, "سنعود", Key.Key_Return, Key.Key_Q),
        "suggestion": _within(foreign.UNTOUCHED, "الوزير", Key.Key_F8),
        **{f"entry, {tab}": _entry(tab) for tab in TABS},
        **{f"answers, {name}": _answers(name) for name in (foreign.RETURNED, foreign.ACCEPTED)},
        "search": _search("روسيا"),
    }
)
"""Every section, every article, and every state of the page that has commands of its own."""


Walks = Callable[[bool], tuple[Walk, Walk]]


@pytest.fixture
def walks(tmp_path: Path, make_window: MakeWindow, qtbot: QtBot, answers: Answers) -> Walks:
    """The same walk through the analyst's project alone, and through the one with all that others did."""
    own = foreign.build_own(tmp_path / "own")
    among = foreign.with_others(own, tmp_path / "with")

    def walk_through(project: Path, *, acting: bool) -> Walk:
        window = make_window()
        window.projects.open(project)
        walk = Walk(window, qtbot, answers, tmp_path / "out.jsonl")
        walk.go(acting=acting)
        window.close()
        for held in (answers.asked, answers.offered, answers.told, answers.problems):
            held.clear()
        (tmp_path / "out.jsonl").unlink(missing_ok=True)
        # The copies of the one project would be taken for newer ones of the other.
        shutil.rmtree(tmp_path / "data")
        walk.seen = {place: [one.replace(str(project.parent), "HERE") for one in s] for place, s in walk.seen.items()}
        return walk

    return lambda acting: (walk_through(own, acting=acting), walk_through(among, acting=acting))


def _compare(alone: Walk, among: Walk) -> None:
    assert list(alone.seen) == list(among.seen)
    for place, words in among.seen.items():
        told = [one for one in words if any(letters in one.casefold() for letters in foreign.SENTINELS)]
        assert not told, place
        assert set(words) == set(alone.seen[place]), place


def test_every_page_shows_an_analyst_nothing_of_others(walks: Walks) -> None:
    alone, among = walks(False)
    left = set(MODES) - among.modes
    assert left <= NOT_AN_ANALYSTS, f"no place has these keys: {sorted(left)}"
    _compare(alone, among)


@pytest.mark.soak
def test_every_command_shows_an_analyst_nothing_of_others(walks: Walks) -> None:
    alone, among = walks(True)
    left = {one.id for one in COMMANDS} - among.done
    assert left <= NOT_THIS_PROJECT | OF_REVIEWERS | ALIKE | OF_LEADS, f"not walked: {sorted(left)}"
    _compare(alone, among)


def test_the_walk_would_notice(
    tmp_path: Path, make_window: MakeWindow, qtbot: QtBot, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who reviews too sees on the same pages what an analyst must not see."""
    monkeypatch.setattr(foreign, "ANALYST", msgspec.structs.replace(foreign.ANALYST, roles=("analyst", "reviewer")))
    among = foreign.with_others(foreign.build_own(tmp_path / "own"), tmp_path / "with")
    window = make_window()
    window.projects.open(among)
    walk = Walk(window, qtbot, answers, tmp_path / "out.jsonl")
    for place in ("section registry", "section history"):
        PLACES[place](walk)
        walk.settle()
        assert any(letters in words.casefold() for words in everything_seen() for letters in foreign.SENTINELS), place
