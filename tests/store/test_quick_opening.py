"""An up-to-date project opens without the tools of migration, whose import would double the program's start."""

import subprocess
import sys
from pathlib import Path

from annotator.store.engine import connect_memory
from annotator.store.migrations import SCHEMA_SHA256, migrate, schema_fingerprint
from annotator.store.project import Folders
from annotator.work.opening import create_desk, new_person

OPENED = """
import sys
from pathlib import Path
from annotator.store.project import Folders, Project
path = Path(sys.argv[1])
with Project.open(path, folders=Folders(data=path.parent)) as project:
    print(project.document_count(), "sqlite_utils" in sys.modules)
"""


def test_the_fingerprint_is_that_of_the_migrations() -> None:
    connection = connect_memory()
    migrate(connection)
    assert schema_fingerprint(connection) == SCHEMA_SHA256
    connection.close()


def test_opening_does_not_load_what_only_migrating_needs(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "quick.hashiya"
    create_desk(path, new_person("Reader"), folders=Folders(data=tmp_path)).project.close()
    told = subprocess.run(
        [sys.executable, "-c", OPENED, str(path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["0", "False"]
