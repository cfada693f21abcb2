"""Looking after a project file: checking it, copying it, making it anew."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

from annotator.model.person import Person
from annotator.model.problems import Problem, problem
from annotator.model.progress import Progress, Report, silent
from annotator.store import backup, check, recover
from annotator.store.backup import Backup
from annotator.store.project import Folders, Project
from annotator.store.recover import Candidate, Recovered
from annotator.work.processes import run_beside

MENDABLE: Final = MappingProxyType(
    {
        "project.missing": True,
        "project.empty": True,
        "project.truncated": True,
        "project.foreign": False,
        "project.other-database": False,
        "schema.lost": True,
        "schema.altered": True,
        "store.damaged": True,
        "store.journal-damaged": True,
        "store.no-codebook": True,
    }
)
"""What can be wrong with a file that recovering it may put right; and whether the file may be asked who it was.

What is foreign may be anything, of any size: only a project that lay in its very place is then offered.
"""


def check_project(path: Path, report: Report = silent) -> list[Problem]:
    """Everything that is wrong with the project at `path`; empty when it is sound. Nothing is written."""
    return check.check(path, report)


def check_beside(path: Path, report: Report = silent) -> list[Problem]:
    """As `check_project`, in a process of its own with a low claim on the processor, so that nobody's keys wait.

    Raises:
        KnownError: `care.check-ended` when that process was ended from outside.
    """
    ended = problem("care.check-ended", path=str(path))
    return run_beside(check_project, path, begin=Progress("check-file", 0), report=report, ended=ended)


def back_up(path: Path, out: Path | None, *, folders: Folders, person: Person) -> Path:
    """Make a verified copy: at `out`, else among the project's own backups; returns where it lies.

    Raises:
        KnownError: the project cannot be opened, or the copy could not be made or is not sound; nothing is left then.
    """
    with Project.open(path, folders=folders, person=person.name) as project:
        if out is not None:
            return backup.send_copy(path, out)
        # Only who may write in the project may cut its second copy behind a backup.
        second = None if project.read_only else project.copy
        return backup.Backups(project.folder).make(path, second=second).path


def copy_file(path: Path, out: Path) -> Path:
    """Make a verified copy of the project at `path`, open or not, at `out`; from any thread.

    Raises:
        KnownError: the copy could not be made or is not sound; what stood at `out` is untouched then.
    """
    return backup.send_copy(path, out)


def rescue(project: Project, out: Path) -> Path:
    """Write what an open project holds into a new file at `out`, though its own file has lost its name.

    Raises:
        KnownError: the copy could not be made or is not sound; what stood at `out` is untouched then.
    """
    return backup.send_open(project.connection, out)


def backups_of(project: Project) -> tuple[Backup, ...]:
    """The backups of an open project, the newest first."""
    return project.backups.all()


def known_projects(folders: Folders) -> tuple[Candidate, ...]:
    """Every project of which this person's folders hold a backup or a second copy."""
    return recover.candidates(folders.data)


def remains_of(path: Path, problem: Problem, *, folders: Folders) -> Candidate | None:
    """What the project at `path` could be made from after `problem`; `None` where there is nothing, or no need."""
    may_ask = MENDABLE.get(problem.key)
    if may_ask is None:
        return None
    if may_ask:
        return recover.candidate_for(path, folders.data)
    return next((one for one in recover.candidates(folders.data) if path.resolve() in one.paths), None)


def recover_project(path: Path, *, folders: Folders, identity: str | None = None, report: Report = silent) -> Recovered:
    """Make the project at `path` anew from the last backup, the second copy and what the file still gives.

    What lay there stays beside it. `identity` is the project's id, for a file that cannot say it.

    Raises:
        KnownError: there is nothing to make it from, or the disk does not let it be written; all is as before then.
    """
    return recover.recover(path, data=folders.data, project=identity, report=report)


def restore_backup(path: Path, chosen: Backup, *, folders: Folders) -> Path | None:
    """Put a backup in the place of the closed project at `path`; returns where what lay there lies now.

    Raises:
        KnownError: the backup is not sound, or nothing can be written there; all is as before then.
    """
    return recover.restore(path, chosen.path, data=folders.data)
