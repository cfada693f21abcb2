"""What leaves a project is the same wherever, in whatever order and after whatever loss it was made."""

import hashlib
from itertools import permutations
from pathlib import Path

import pytest

from annotator import assets
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.work.care import check_project, recover_project
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl, import_sources
from annotator.work.sample import build_sample

ROLES = ("analyst", "reviewer", "lead")


def exported(project: Project, person: Person, out: Path) -> tuple[str, str]:
    """SHA-256 of all layers and of the registry beside them."""
    beside = out.with_name(f"{out.stem}.registry.jsonl")
    report = export_jsonl(project, out, layer="all", person=person)
    assert report.registry == beside
    return report.sha256, hashlib.sha256(beside.read_bytes()).hexdigest()


def test_the_sample_is_the_same_on_every_machine(tmp_path: Path) -> None:
    found = set()
    for number, name in enumerate(("Layla", "سمير")):
        person = Person(f"p{number}", name, ROLES)
        home = tmp_path / name
        home.mkdir()
        with build_sample(home / "s.hashiya", folders=Folders(home / "data"), person=person) as project:
            found.add(exported(project, person, home / "out.jsonl"))
    assert len(found) == 1


def test_the_order_of_imports_leaves_no_trace(tmp_path: Path) -> None:
    person = Person("p", "P", ROLES)
    sources = [assets.seed("registry.jsonl"), *sorted(assets.seed("layers").glob("*.jsonl"))]
    found = set()
    for number, order in enumerate(permutations(sources)):
        path = tmp_path / f"{number}.hashiya"
        folders = Folders(tmp_path / "data")
        with Project.create(path, folders=folders, person=person, codebook=default_codebook()) as project:
            for source in order:
                import_sources(project, [source], person=person)
            found.add(exported(project, person, tmp_path / f"{number}.jsonl"))
    assert len(found) == 1


@pytest.mark.parametrize("backed_up", [True, False], ids=["from the backup and the copy", "from the copy alone"])
def test_a_deleted_project_exports_the_same_after_its_recovery(backed_up: bool, tmp_path: Path) -> None:
    person, folders = Person("p", "P", ROLES), Folders(tmp_path / "data")
    path = tmp_path / "s.hashiya"
    with build_sample(path, folders=folders, person=person) as project:
        if backed_up:
            project.back_up()
        desk = Desk(project, person)
        name = project.document_ids()[0]
        article = desk.open(name)
        desk.tag(article, (Span(0, 4),), "OTHER")
        desk.comment(article, "ملاحظة", at="2025-01-01T00:00:00Z")
        desk.undo()
        before = exported(project, person, tmp_path / "before.jsonl")
        project.close(backup=False)
    path.unlink()
    done = recover_project(path, folders=folders)
    assert done.lost == ()
    assert check_project(path) == []
    with Project.open(path, folders=folders) as project:
        assert exported(project, person, tmp_path / "after.jsonl") == before
