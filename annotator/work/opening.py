"""Opening and making projects for the person at this machine."""

from pathlib import Path

from annotator.model.ids import new_id
from annotator.model.person import Person
from annotator.model.problems import KnownError, Problem
from annotator.model.step import CORPUS, Change, Draft
from annotator.store.engine import known_faults
from annotator.store.project import Folders, Project
from annotator.text.names import plain_name
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.team import as_newcomer

SUFFIX = ".hashiya"

SAMPLE = "sample.hashiya"
"""By this name a file is known to be the sample, which people see under its name in their own language."""


def new_person(name: str) -> Person:
    """Somebody who works here for the first time and, working alone, is lead, reviewer and analyst."""
    return Person(id=new_id("p"), name=plain_name(name), roles=("analyst", "reviewer", "lead"))


def create_desk(path: Path, me: Person, *, folders: Folders) -> Desk:
    """Make an empty project with the default codebook and sit down at it; see ``Project.create`` for refusals."""
    return Desk(Project.create(path, folders=folders, person=me, codebook=default_codebook()), me)


def open_desk(path: Path, me: Person, *, folders: Folders, read_only: bool = False, take_over: bool = False) -> Desk:
    """Open a project and sit down at it; who is not among its people joins them as an own step, see `as_newcomer`.

    `take_over` is the person's word that a note left by another machine is stale.

    Raises:
        KnownError: the file cannot be opened as a project; it is not touched then.
    """
    project = Project.open(path, folders=folders, read_only=read_only, person=me.name, take_over=take_over)
    try:
        return Desk(project, _joined(project, me))
    except BaseException:
        project.close()
        raise


def close_desk(desk: Desk, *, backup: bool = True) -> tuple[Problem, ...]:
    """Close the project; returns what kept its backup from being made, or what its disk did."""
    try:
        with known_faults(desk.project.path):
            return desk.project.close(backup=backup)
    except KnownError as fault:
        return fault.problems


def _joined(project: Project, me: Person) -> Person:
    known = project.person(me.id)
    if known is not None:
        return known
    new = as_newcomer(me, project.people())
    if not project.read_only:
        project.write((Draft(CORPUS, "person.join", new.id, (Change("person", new.id, None, new),)),))
    return new
