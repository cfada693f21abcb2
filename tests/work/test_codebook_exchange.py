"""Records that meet another version of the codebook than the one that made them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.person import Person
from annotator.store.project import Folders, Project
from annotator.work.codebook_changes import CodebookChanges
from annotator.work.codebook_draft import CodebookDraft
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl, import_sources
from annotator.work.reports import ImportReport
from annotator.work.sample import build_sample

LEAD = Person("lead", "Lead", ("analyst", "reviewer", "lead"))


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Project]:
    with build_sample(tmp_path / "s.hashiya", folders=Folders(tmp_path / "data"), person=LEAD) as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Project]:
    folders = Folders(tmp_path / "data")
    with Project.create(tmp_path / "o.hashiya", folders=folders, person=LEAD, codebook=default_codebook()) as made:
        yield made


def change(project: Project) -> None:
    desk = Desk(project, LEAD)
    changes = CodebookChanges(desk)
    draft = CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "HUMAN").merge_label("entity", "FAC", "LOC")
    changes.apply(draft, changes.impact(draft))


def send(project: Project, path: Path) -> Path:
    export_jsonl(project, path, layer="all", person=LEAD)
    return path


def bring(project: Project, path: Path) -> ImportReport:
    return import_sources(project, (path,), person=LEAD)


def layers(project: Project) -> list[object]:
    return [(one.annotations, one.relations) for key in project.layer_keys() for one in [project.layer(key)]]


def keys_of(report: ImportReport) -> set[str]:
    return {one.problem.key for one in report.remarks}


def test_what_an_older_version_made_is_lifted_at_the_door(sample: Project, other: Project, tmp_path: Path) -> None:
    old = send(sample, tmp_path / "old.jsonl")
    change(sample)
    change(other)
    report = bring(other, old)
    assert (report.remarks, report.unknown_labels) == ((), ())
    assert layers(other) == layers(sample)
    assert bring(other, old).unchanged == report.layers


def test_what_is_here_in_the_old_version_is_the_same_in_the_new_one(sample: Project, tmp_path: Path) -> None:
    old = send(sample, tmp_path / "old.jsonl")
    change(sample)
    new = send(sample, tmp_path / "new.jsonl")
    seq = sample.seq
    for path in (old, new):
        report = bring(sample, path)
        assert (report.layers, report.remarks) == (0, ())
    assert sample.seq == seq


def test_a_lifted_layer_leaves_under_the_version_in_whose_words_it_is(
    sample: Project, other: Project, tmp_path: Path
) -> None:
    change(sample)
    new = send(sample, tmp_path / "new.jsonl")
    assert f'"version":"{sample.codebook().version}"' in new.read_text(encoding="utf-8").replace(" ", "")
    change(other)
    assert bring(other, new).remarks == ()
    assert send(other, tmp_path / "again.jsonl").read_bytes() == new.read_bytes()


def test_a_newer_version_is_kept_said_and_not_shown_until_its_codebook_is_here(
    sample: Project, other: Project, tmp_path: Path
) -> None:
    bring(other, send(sample, tmp_path / "old.jsonl"))
    before = layers(other)
    change(sample)
    new = send(sample, tmp_path / "new.jsonl")
    assert keys_of(bring(other, new)) == {"import.newer-codebook", "import.entry-differs"}
    assert layers(other) == before
    seq = other.seq
    assert keys_of(bring(other, new)) == {"import.newer-codebook", "import.entry-differs"}
    assert other.seq == seq
    assert other.snapshot_conflicts() == []
    assert other.differences_from_journal() == []

    CodebookChanges(Desk(sample, LEAD)).export(tmp_path / "codebook.toml")
    changes = CodebookChanges(Desk(other, LEAD))
    draft = changes.taken_in(tmp_path / "codebook.toml")
    changes.apply(draft, changes.impact(draft))
    assert layers(other) == layers(sample)
    assert bring(other, new).remarks == ()
    assert layers(other) == layers(sample)
    assert other.differences_from_journal() == []
