"""A project of its own for each test, with one person and a small codebook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.codebook import Codebook
from annotator.model.person import Person
from annotator.store.project import Folders, Project
from tests.store import samples


@pytest.fixture
def codebook() -> Codebook:
    return samples.small_codebook()


@pytest.fixture
def person() -> Person:
    return Person(samples.ME, "سلمى", ("lead", "reviewer", "analyst"))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(data=tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "عمل"
    folder.mkdir()
    return folder / "اخبار.hashiya"


@pytest.fixture
def project(path: Path, folders: Folders, person: Person, codebook: Codebook) -> Iterator[Project]:
    made = Project.create(path, folders=folders, person=person, codebook=codebook)
    yield made
    made.close(backup=False)
