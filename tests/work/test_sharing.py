"""A long export is shared out among processes: the same bytes, all of one moment, whoever computes them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.jsonl import JsonlWriter
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.progress import Cancelled, Progress
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import Change, Draft
from annotator.store.engine import WAL
from annotator.store.project import Folders, Project
from annotator.store.sizes import sizes_of
from annotator.work import sharing
from annotator.work.codebooks import default_codebook
from annotator.work.departure import Departure, Ticket
from annotator.work.exchange import export_jsonl
from annotator.work.sharing import _MOST_NAMES, _PORTION, WORTH_PROCESSES, Shares, _portions_of

ME = Person("lead", "Lead", ("analyst", "reviewer", "lead"))
TICKET = Ticket(ME, "all", "jsonl")
SENTENCE = "قال الرئيس إن المفاوضات مستمرّة في موسكو. "


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Thirty long articles with a layer each, and a registry: enough to be worth processes."""
    folder = tmp_path_factory.mktemp("long")
    place = folder / "long.hashiya"
    with Project.create(place, folders=Folders(folder / "data"), person=ME, codebook=default_codebook()) as made:
        entry = Entry("x1", "entity", "PER", "الرئيس")
        made.write([Draft("corpus", "entry.new", ME.id, (Change("entry", "x1", None, entry),))])
        with made.bulk(author=ME.id, name="import") as work:
            for number in range(30):
                text = f"المقال {number}\n" + SENTENCE * 3500
                document = Document(f"d{number:02}", hashlib.sha256(text.encode()).hexdigest(), len(text))
                said = tuple(
                    Annotation(f"e{place}", "entity", "PER", (Span(place, place + 3),), entry="x1")
                    for place in range(0, 300, 5)
                )
                work.add_text(text)
                work.add_document(document)
                work.add_snapshot(Layer(LayerKey(document.id, "own", ME.id), said, revision=1), f"{number:064}")
        yield made


@pytest.fixture
def expected(project: Project) -> str:
    """The hash of what one process alone writes."""
    digest = hashlib.sha256()
    with project.reading() as reads:
        digest.update(Departure(reads, TICKET).write(sorted(reads.document_ids())).body)
    return digest.hexdigest()


def workers() -> list[psutil.Process]:
    below = psutil.Process().children()
    return [one for one in below if "resource_tracker" not in " ".join(one.cmdline())]


@pytest.mark.parametrize("beside", [False, True])
def test_processes_write_what_one_writes(
    project: Project, tmp_path: Path, expected: str, monkeypatch: pytest.MonkeyPatch, *, beside: bool
) -> None:
    monkeypatch.setattr(sharing, "_WORTH_THEIR_START", WORTH_PROCESSES)
    told: list[Progress] = []
    seen: set[int] = set()

    def note(progress: Progress) -> None:
        told.append(progress)
        seen.update(one.pid for one in workers())

    report = export_jsonl(project, tmp_path / "out.jsonl", layer="all", person=ME, report=note, beside=beside)
    assert report.sha256 == expected
    assert report.sha256 == hashlib.sha256(report.path.read_bytes()).hexdigest()
    assert (report.records, report.entries, report.losses) == (30, 1, 0)
    with project.reading() as reads:
        assert len(seen) == Shares(project.source, reads, TICKET, beside=beside).hands
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert (told[0].done, told[-1]) == (0, Progress("exporting", 30, 30))
    assert workers() == []


def test_beside_a_window_long_exports_are_never_computed_in_its_own_process(project: Project) -> None:
    with project.reading() as reads:
        assert sum(size for _, size in sizes_of(reads)) > WORTH_PROCESSES
        assert Shares(project.source, reads, TICKET, beside=True).hands >= 1
        assert Shares(project.source, reads, TICKET, beside=False).hands == 0  # done sooner than they would begin


def test_what_a_killed_process_leaves_is_done_here(project: Project, tmp_path: Path, expected: str) -> None:
    def kill(progress: Progress) -> None:
        if progress.done > 4:
            for one in workers():
                one.kill()

    report = export_jsonl(project, tmp_path / "out.jsonl", layer="all", person=ME, report=kill, beside=True)
    assert report.sha256 == expected
    assert (report.records, report.entries) == (30, 1)


def test_a_stop_ends_all_and_leaves_what_was_there(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before")

    def stop(progress: Progress) -> None:
        if progress.done > 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_jsonl(project, out, layer="all", person=ME, report=stop, beside=True)
    assert workers() == []
    assert out.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_what_is_written_meanwhile_stays_outside(project: Project, tmp_path: Path, expected: str) -> None:
    added = Annotation("late", "entity", "PER", (Span(2000, 2010),))

    def write(progress: Progress) -> None:
        if 0 < progress.done < 10 and project.layer(LayerKey("d29", "own", ME.id)).annotation("late") is None:
            change = Change("annotation", added.id, None, added)
            project.write([Draft(f"own/d29/{ME.id}", "tag", ME.id, (change,))])

    report = export_jsonl(project, tmp_path / "1.jsonl", layer="all", person=ME, report=write, beside=True)
    assert project.layer(LayerKey("d29", "own", ME.id)).annotation("late") == added
    # Without a WAL a long reading would keep the writer out, so there each article is of its own moment.
    assert (report.sha256 == expected) == (project.mode == WAL)


def test_a_format_whose_lines_hang_together_is_written_by_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JsonlWriter, "apart", False)
    told: list[int] = []
    report = export_jsonl(
        project, tmp_path / "out.jsonl", layer="all", person=ME, report=lambda one: told.append(one.done), beside=True
    )
    with project.reading() as reads:
        assert Shares(project.source, reads, TICKET, beside=True).hands == 0
        alone = Departure(reads, TICKET).write(sorted(reads.document_ids()))
    assert report.path.read_bytes() == alone.body
    assert told == [0, 30]


@given(st.lists(st.integers(0, 3 * _PORTION), max_size=200))
@settings(max_examples=80, deadline=None)
def test_portions_hold_every_article_once_in_order(sizes: list[int]) -> None:
    named = [(f"d{number:04}", size) for number, size in enumerate(sizes)]
    portions = _portions_of(named)
    assert [name for portion in portions for name in portion] == [name for name, _ in named]
    held = dict(named)
    for portion in portions:
        assert 1 <= len(portion) <= _MOST_NAMES
        assert len(portion) == 1 or sum(held[name] for name in portion) <= _PORTION
