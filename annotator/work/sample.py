"""Builds the sample project: five articles, their registry, and what two analysts said of them."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from annotator import assets
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.progress import Report, silent
from annotator.model.step import CORPUS, Change, Draft
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.exchange import import_sources

_LAYERS = "layers"


def build_sample(path: Path, *, folders: Folders, person: Person, report: Report = silent) -> Project:
    """Make the sample project at `path` and leave it open; whoever made a layer is one of its people.

    Raises:
        KnownError: something stands at `path`, or nothing can be written there; nothing is left then.
    """
    project = Project.create(path, folders=folders, person=person, codebook=default_codebook())
    try:
        texts = sorted(assets.seed().glob("*.txt"))
        import_sources(project, texts, person=person, metadata=assets.seed("articles.csv"), report=report)
        layers = sorted(assets.seed(_LAYERS).glob("*.jsonl"))
        import_sources(project, [assets.seed("registry.jsonl"), *layers], person=person, report=report)
        _welcome(project, project.layer_keys(), person)
    except BaseException:
        project.close()
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        raise
    return project


def _welcome(project: Project, keys: Iterable[LayerKey], person: Person) -> None:
    """Enter the authors of the layers among the people, so that their work can be handed out and reviewed."""
    authors = sorted({key.author for key in keys if key.author} - {one.id for one in project.people()})
    changes = tuple(
        Change("person", author, None, Person(id=author, name=author.replace("-", " ").title())) for author in authors
    )
    if changes:
        project.write((Draft(CORPUS, "person.join", person.id, changes),))
