"""Looking after a project file: checking it, copying it, making it anew."""

from pathlib import Path

from annotator.model.person import Person
from annotator.model.problems import Problem
from annotator.model.progress import Report, silent
from annotator.store import backup, check, recover
from annotator.store.project import Folders, Project
from annotator.store.recover import Recovered


def check_project(path: Path, report: Report = silent) -> list[Problem]:
    """Everything that is wrong with the project at `path`; empty when it is sound. Nothing is written."""
    return check.check(path, report)


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


def recover_project(path: Path, *, folders: Folders, identity: str | None = None, report: Report = silent) -> Recovered:
    """Make the project at `path` anew from the last backup, the second copy and what the file still gives.

    What lay there stays beside it. `identity` is the project's id, for a file that cannot say it.

    Raises:
        KnownError: there is nothing to make it from, or the disk does not let it be written; all is as before then.
    """
    return recover.recover(path, data=folders.data, project=identity, report=report)
