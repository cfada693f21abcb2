"""What a project file is given at its birth, and what must be sure before an existing one is shown."""

from pathlib import Path

from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.person import Person
from annotator.model.problems import KnownError, refuse
from annotator.model.step import CORPUS, Change, Draft
from annotator.store import engine, guard, journal
from annotator.store.backup import Backups
from annotator.store.engine import Connection
from annotator.store.migrations import is_current, migrate


def lay_out(connection: Connection, path: Path) -> None:
    """Make the tables of a new file and give the project its id."""
    with engine.known_faults(path):
        migrate(connection)
        connection.execute("INSERT INTO meta VALUES('project', ?)", (new_id("p"),))


def project_id(connection: Connection) -> str:
    """The random name under which a project's copies and backups are kept."""
    return str(connection.execute("SELECT value FROM meta WHERE key = 'project'").fetchone()[0])


def first_step(person: Person, codebook: Codebook) -> Draft:
    """What every journal begins with; nobody takes it back."""
    changes = (Change("person", person.id, None, person), Change("codebook", codebook.name, None, codebook))
    return Draft(stream=CORPUS, name="project.new", author=person.id, changes=changes)


def check_at_opening(connection: Connection, path: Path, *, backups: Path | None) -> None:
    """Make sure that the tables are ours and that the journal's end hangs together; everything else can wait.

    A file of an older version is migrated once a verified copy of it lies among the backups below the data folder
    ``backups``; without one (who may not write) it is refused.

    Raises:
        KnownError: the file must be migrated and may not be, was altered, or its journal is damaged at the end.
    """
    if not is_current(connection):
        if backups is None:
            raise refuse("store.needs-migration", path=str(path))
        Backups(backups / project_id(connection)).make(path)
        migrate(connection)
    altered = guard.schema_problems(connection)
    if altered:
        raise KnownError(*altered)
    last = journal.select(connection, "1", tail="ORDER BY seq DESC LIMIT 2")
    previous = last[1].chain if len(last) > 1 else journal.FIRST_CHAIN
    if last and journal.fault_of(last[0], previous):
        raise refuse("store.journal-damaged", path=str(path), seq=last[0].seq)
