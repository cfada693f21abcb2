"""The project that is open in a window, and those that were."""

import getpass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.language import Language
from annotator.model.person import Person
from annotator.model.problems import Problem
from annotator.settings import Settings
from annotator.store.project import Folders
from annotator.ui.hub import Hub
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.opening import SAMPLE, close_desk, create_desk, new_person, open_desk
from annotator.work.search import Search

_REMEMBERED = 8


class Projects(QObject):
    """Opens one project at a time; ``hub.project_changed`` tells of each change.

    ``closed_badly`` carries what kept the backup of a closed project from being made.
    """

    closed_badly = Signal(object)

    def __init__(
        self, *, preferences: Settings, memory: Settings, hub: Hub, data: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._preferences = preferences
        self._memory = memory
        self._hub = hub
        self.desk: Desk | None = None
        self.corpus: Corpus | None = None
        self.search: Search | None = None

    @property
    def me(self) -> Person:
        """The person at this machine: an id from the first start on, and the name that the preferences give."""
        name = self._preferences.text("person.name") or _login_name()
        identity = self._memory.text("person.id")
        if not identity:
            made = new_person(name)
            self._memory.set("person.id", made.id)
            return made
        return Person(id=identity, name=name, roles=("analyst", "reviewer", "lead"))

    @property
    def folders(self) -> Folders:
        """Where this person's copies and backups lie."""
        return Folders(data=self._data)

    @property
    def path(self) -> Path | None:
        """The file that is open."""
        return self.desk.project.path if self.desk else None

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was met at opening and does not keep anybody from working."""
        return tuple(self.desk.project.warnings) if self.desk else ()

    @property
    def recent(self) -> tuple[Path, ...]:
        """Projects opened before that are still there, the latest first."""
        return tuple(path for path in map(Path, self._memory.names("projects.recent")) if path.is_file())

    @property
    def last(self) -> Path | None:
        """What was open when the program was last left; none after a project was closed by hand."""
        recent = self.recent
        return recent[0] if recent else None

    def open(self, path: Path, *, read_only: bool = False, again: bool = False, take_over: bool = False) -> None:
        """Open a project in place of the one that is open, which stays if that fails with a ``KnownError``.

        The open one is opened ``again`` where it is wanted for writing; ``take_over`` see ``open_desk``.
        """
        path = path.resolve()
        if path == self.path and not again:
            return
        self._take(open_desk(path, self.me, folders=self.folders, read_only=read_only, take_over=take_over))

    def create(self, path: Path) -> None:
        """Make an empty project and open it."""
        self._take(create_desk(path.resolve(), self.me, folders=self.folders))

    def close(self, *, backup: bool = True) -> None:
        """Close what is open; nothing has to be saved. A damaged project is closed without a ``backup``."""
        desk, search = self.desk, self.search
        self.desk = self.corpus = self.search = None
        if desk is not None:
            self._hub.project_changed.emit()
            self._put_away(desk, search, backup=backup)

    def leave(self) -> None:
        """Close the file because the window closes: it stays the last one, and nobody is told."""
        if self.desk is not None:
            self._put_away(self.desk, self.search)

    def _take(self, desk: Desk) -> None:
        before, searched = self.desk, self.search
        self.desk = desk
        self.search = Search(desk.project, desk.person)
        self.corpus = Corpus(desk.project, desk.person)
        desk.watch(self._hub.stepped.emit)
        path = str(desk.project.path)
        others = (name for name in self._memory.names("projects.recent") if name != path)
        self._memory.set("projects.recent", (path, *others)[:_REMEMBERED])
        self._hub.project_changed.emit()
        if before is not None:
            self._put_away(before, searched)

    def _put_away(self, desk: Desk, search: Search | None, *, backup: bool = True) -> None:
        if search is not None:
            search.close()
        problems = close_desk(desk, backup=backup)
        if problems:
            self.closed_badly.emit(problems)


def shown_name(path: Path, language: Language) -> str:
    """What a project is called: its file's name, and the sample by its name in the language of the interface."""
    return language.say("project.sample_name") if path.name == SAMPLE else path.stem


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
