"""A project of its own for each test, with one person and a small codebook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.codebook import Codebook, Colours, Label, Words
from annotator.model.person import Person
from annotator.store.project import Folders, Project


def small_codebook(version: str = "1.0") -> Codebook:
    words = Words(ar="شخص", en="Person")
    colours = Colours("#204080", "#80a0e0")
    label = Label(id="PER", kind="entity", name=words, definition=words, colours=colours, key="1")
    return Codebook(name="news", version=version, title=Words(ar="أخبار", en="News"), labels=(label,))


@pytest.fixture
def codebook() -> Codebook:
    return small_codebook()


@pytest.fixture
def person() -> Person:
    return Person("u1", "سلمى", ("lead", "reviewer", "analyst"))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(data=tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "اخبار.hashiya"


@pytest.fixture
def project(path: Path, folders: Folders, person: Person, codebook: Codebook) -> Iterator[Project]:
    made = Project.create(path, folders=folders, person=person, codebook=codebook)
    yield made
    made.close()
