"""The tables keep out what cannot be, and every file has the same ones."""

from pathlib import Path

import pytest

from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.store import engine, guard, migrations
from annotator.store.engine import sqlite
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from tests.store.samples import add_article, tag


def test_a_file_that_was_worked_in_has_the_tables_of_a_fresh_one(project: Project) -> None:
    add_article(project)
    tag(project, "e1")
    fresh = engine.connect_memory()
    migrations.migrate(fresh)
    assert migrations.schema_fingerprint(project.connection) == migrations.schema_fingerprint(fresh)
    assert migrations.is_current(fresh)
    migrations.migrate(fresh)
    fresh.close()


def test_every_table_is_strict(project: Project) -> None:
    rows = project.connection.execute("PRAGMA table_list").fetchall()
    loose = {row[1] for row in rows if row[2] == "table" and not row[5]}
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))} == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotation SET start = 'x'",
        'UPDATE annotation SET start = 9, "end" = 9',
        "UPDATE annotation SET kind = 'person'",
        "UPDATE annotation SET closed = 2",
        "UPDATE annotation SET layer = 99",
        "UPDATE layer SET state = 'done'",
        "UPDATE layer SET annotations = -1",
        "UPDATE document SET direction = 'up'",
        "UPDATE document SET text_sha256 = x'00'",
        "DELETE FROM layer",
        "INSERT INTO relation VALUES(1, 'r', 'nobody', 'x', NULL, NULL, NULL, 'explicit', 0, NULL, NULL, 1)",
        "INSERT INTO relation VALUES(1, 'r', 'e1', 'x', 'e1', NULL, 'n1', 'explicit', 0, NULL, NULL, 1)",
        "INSERT INTO comment VALUES('m1', 'nowhere', '{}')",
        "INSERT INTO codebook SELECT 'x', id, stamp, 1, body FROM codebook",
    ],
)
def test_a_row_that_cannot_be_is_refused(project: Project, statement: str) -> None:
    add_article(project)
    tag(project, "e1")
    with pytest.raises(sqlite.IntegrityError):
        project.connection.execute(statement)


def test_a_file_of_the_first_version_gets_its_new_tables_and_keeps_its_rows() -> None:
    from sqlite_utils import Database

    old, fresh = engine.connect_memory(), engine.connect_memory()
    migrations.project_migrations().apply(Database(old, execute_plugins=False), stop_before="0002_decisions")
    assert old.execute("PRAGMA user_version").fetchone()[0] == 1
    assert not migrations.is_current(old)
    old.execute("INSERT INTO person VALUES('p', '{}')")
    migrations.migrate(old)
    migrations.migrate(fresh)
    assert migrations.is_current(old)
    assert old.execute("SELECT id FROM person").fetchall() == [("p",)]
    assert migrations.schema_fingerprint(old) == migrations.schema_fingerprint(fresh)
    old.close()
    fresh.close()


def test_an_older_file_is_migrated_behind_a_backup_of_how_it_was(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    path = tmp_path / "old.hashiya"
    with Project.create(path, folders=folders, person=Person("p", "P", ("lead",)), codebook=default_codebook()) as made:
        name = made.id
    _set_back(path)
    with pytest.raises(KnownError) as refused:
        Project.open(path, folders=folders, read_only=True)
    assert refused.value.problem.key == "store.needs-migration"
    before = set((folders.data / name / "backups").glob("*.hashiya"))
    with Project.open(path, folders=folders) as project:
        assert migrations.is_current(project.connection)
        assert project.differences_from_journal() == []
    kept = set((folders.data / name / "backups").glob("*.hashiya")) - before
    versions = {guard.classify(backup).version for backup in kept}
    assert 1 in versions


def _set_back(path: Path) -> None:
    """Make a file of the first version of one of today's that holds no decisions."""
    with sqlite.connect(path) as connection:
        connection.execute("DROP TABLE decision")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0002%'")
        connection.execute("PRAGMA user_version=1")
    connection.close()
