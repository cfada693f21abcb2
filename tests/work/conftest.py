"""A project with two of the seed articles, and the desk of somebody who works alone."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.document import Document, Source
from annotator.model.person import Person
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk

ALONE = Person("me", "Me", ("analyst", "lead", "reviewer"))


def add_articles(project: Project, texts: dict[str, str]) -> None:
    with project.bulk(author=ALONE.id, name="import") as bulk:
        for stem, text in texts.items():
            sha = bulk.add_text(text)
            assert sha == hashlib.sha256(text.encode()).hexdigest()
            bulk.add_document(Document(stem, sha, len(text), Source(title=text.split("\n", 1)[0])))


@pytest.fixture
def project(tmp_path: Path, seeds: dict[str, str]) -> Iterator[Project]:
    folders = Folders(tmp_path / "data")
    with Project.create(tmp_path / "p.hashiya", folders=folders, person=ALONE, codebook=default_codebook()) as made:
        add_articles(made, dict(list(seeds.items())[:2]))
        yield made


@pytest.fixture
def desk(project: Project) -> Desk:
    return Desk(project, ALONE)
