"""Who works here, and the projects that verbs open."""

import contextlib
import getpass
from collections.abc import Iterator
from pathlib import Path

from annotator.model.person import Person
from annotator.model.problems import KnownError, problem
from annotator.settings import data_folder, open_memory, open_preferences
from annotator.store.project import Folders, Project
from annotator.work.opening import SUFFIX, new_person, open_desk
from annotator.work.team import as_newcomer


def folders() -> Folders:
    """Where this person's copies and backups lie."""
    return Folders(data=data_folder())


def me() -> Person:
    """The person at this machine, the same as in the window."""
    memory = open_memory()
    identity = memory.text("person.id")
    made = new_person(open_preferences().text("person.name") or _login_name())
    if identity:
        return Person(id=identity, name=made.name, roles=made.roles)
    memory.set("person.id", made.id)
    return made


def project_path(words: Path) -> Path:
    """The file of a new project: with the ending of projects, where it has none."""
    return words if words.suffix else words.with_suffix(SUFFIX)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[tuple[Project, Person]]:
    """A project for reading alone, and who reads it; it is not touched."""
    who = me()
    with Project.open(path, folders=folders(), read_only=True, person=who.name) as project:
        yield project, project.person(who.id) or as_newcomer(who, project.people())


@contextlib.contextmanager
def writing(path: Path) -> Iterator[tuple[Project, Person]]:
    """A project to be written in, and who writes; a newcomer joins its people.

    Raises:
        KnownError: it cannot be opened for writing; where somebody else has it open, that is the reason given.
    """
    desk = open_desk(path, me(), folders=folders())
    with desk.project as project:
        if project.read_only:
            raise KnownError(*(project.warnings or (problem("store.read-only", path=str(path), said=""),)))
        yield project, desk.person


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
