"""After much work the file, the open article and the replayed journal still say the same."""

import random
from pathlib import Path

import pytest

from annotator.model.document import Document, Source
from annotator.model.layer import Layer
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl, import_sources
from tests.benchmarks import corpora
from tests.benchmarks.corpora import ME
from tests.faults.gestures import Hands
from tests.store.sample_work import contents


@pytest.fixture
def work(tmp_path: Path, folders: Folders) -> Project:
    return Project.create(tmp_path / "work.hashiya", folders=folders, person=ME, codebook=default_codebook())


def gesture_and_compare(project: Project, text: str, *, gestures: int, every: int) -> dict[str, int]:
    """Work on an article, and every so often compare memory with the file, and at the end both with the journal."""
    with project.bulk(author=ME.id, name="import") as bulk:
        bulk.add_document(Document("d", bulk.add_text(text), len(text), Source(title="مقال")))
    desk = Desk(project, ME)
    article = desk.open("d")
    hands = Hands(desk, article, random.Random(gestures))
    for number in range(gestures):
        hands.act()
        if number % every == every - 1:
            assert article.layer() == project.layer(article.key)
    assert article.layer() == project.layer(article.key) == desk.open("d").layer()
    assert article.document == project.document("d")
    assert project.differences_from_journal() == []
    project.close(backup=False)
    assert hands.refused < gestures / 2
    return hands.done


def test_random_gestures_leave_file_memory_and_journal_in_agreement(work: Project, seeds: dict[str, str]) -> None:
    done = gesture_and_compare(work, next(iter(seeds.values())), gestures=150, every=10)
    assert len(done) >= 15


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_thousands_of_gestures_leave_file_memory_and_journal_in_agreement(work: Project, seeds: dict[str, str]) -> None:
    done = gesture_and_compare(work, next(iter(seeds.values())), gestures=5_000, every=50)
    assert len(done) == 20


def records_of(path: Path, articles: int) -> Path:
    """Native records of made-up articles with forty annotations each."""
    folders = Folders(path / "made")
    with Project.create(path / "made.hashiya", folders=folders, person=ME, codebook=default_codebook()) as project:
        with project.bulk(author=ME.id, name="import") as bulk:
            for document, text, layer in corpora.made_articles(articles, 40):
                bulk.add_text(text)
                bulk.add_document(document)
                assert isinstance(layer, Layer)
                bulk.add_snapshot(layer, f"{document.id[1:]:0>64}")
        export_jsonl(project, path / "made.jsonl", layer="all", person=ME)
        project.close(backup=False)
    return path / "made.jsonl"


def import_undo_redo(project: Project, records: Path, *, articles: int) -> None:
    """Bring articles, open one, take the import back as one gesture and bring it again."""
    before = {table: rows for table, rows in contents(project.connection).items() if table == "document"}
    report = import_sources(project, [records], person=ME)
    assert (report.articles, report.layers, report.refused) == (articles, articles, 0)
    desk = Desk(project, ME)
    brought = list(project.documents())
    layers = [project.layer(key) for key in sorted(project.layer_keys())]
    desk.undo()
    assert project.document_count() == 0
    assert all(not project.layer(layer.key).annotations for layer in layers)
    assert contents(project.connection)["document"] == before["document"]
    assert project.differences_from_journal() == []
    desk.redo()
    assert list(project.documents()) == brought
    article = desk.open(brought[0].id)
    assert article.layer() == project.layer(article.key)
    again = [project.layer(key) for key in sorted(project.layer_keys())]
    assert [(a.annotations, a.relations) for a in again] == [(a.annotations, a.relations) for a in layers]
    assert project.differences_from_journal() == []
    project.close(backup=False)


def test_an_import_is_taken_back_and_brought_again_as_one(work: Project, tmp_path: Path) -> None:
    import_undo_redo(work, records_of(tmp_path, 60), articles=60)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_an_import_of_a_thousand_articles_is_taken_back_and_brought_again(work: Project, tmp_path: Path) -> None:
    import_undo_redo(work, records_of(tmp_path, 1_000), articles=1_000)
