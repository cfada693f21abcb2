"""A project with articles, and folders that are small or may not be written to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.project import Folders, Project
from tests.store.conftest import codebook, folders, path, person
from tests.store.sample_work import work_in

__all__ = ["closed", "codebook", "folders", "path", "person", "read_only_folder", "small_disk"]


@pytest.fixture
def closed(path: Path, folders: Folders, person: object, codebook: object) -> Path:
    """A closed project with some work in it."""
    project = Project.create(path, folders=folders, person=person, codebook=codebook)  # type: ignore[arg-type]
    work_in(project)
    project.close()
    return path


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True, capture_output=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 KiB in memory, where this machine lets us have one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    folder = tmp_path / "small"
    folder.mkdir()
    mount(folder, "size=600k")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that can be filled, and shut for everybody by the script ``shut`` in its parent."""
    folder = tmp_path / "shut"
    folder.mkdir()
    yield folder
    if sys.platform == "linux" and os.geteuid() == 0:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
    else:
        folder.chmod(0o700)


def shut(folder: Path) -> None:
    """Forbid every write in a folder, to root as well, who is not bound by its mode."""
    if sys.platform == "linux" and os.geteuid() == 0:
        subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    else:
        folder.chmod(0o500)
