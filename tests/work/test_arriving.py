"""Sources that are read in another process bring what they bring when they are read here."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from annotator.formats import registry
from annotator.formats.base import IncomingDocument, ReadOptions, Refusal
from annotator.model.problems import KnownError, problem
from annotator.model.progress import Cancelled, Progress
from annotator.model.registry import Entry
from annotator.store.project import Project
from annotator.work import arriving as arriving_module
from annotator.work.arriving import _KINDS, _Arrival, arriving
from annotator.work.exchange import import_sources
from tests.formats.test_jsonl import AWKWARD, article
from tests.work.test_exchange import LEAD, folders, project, put

__all__ = ["folders", "project"]


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, ...]:
    """A folder of texts, some of them bad, and records with comments, refusals and a registry beside them."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(150):
        (texts / f"t{number:03}.txt").write_text(f"نصّ رقم {number}\nقال بوتين إن", "utf-8")
    (texts / "bad.txt").write_bytes(b"\xc7\xe1\xda\xd1\xc8")
    (texts / "left.bin").write_bytes(b"\0")
    records = put(tmp_path / "records.jsonl", *(article(f"{name} قال بوتين", name) for name in AWKWARD))
    with records.open("ab") as file:
        file.write(b'{"id": "half"\n[]\n')
    registry.path_beside(records).write_bytes(b"".join(registry.lines([Entry("x1", "entity", "PER", "بوتين")])))
    return texts, records


@pytest.fixture
def _always_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving_module, "WORTH_A_PROCESS", 0)


def workers() -> Iterator[psutil.Process]:
    below = psutil.Process().children()
    return (one for one in below if "resource_tracker" not in " ".join(one.cmdline()))


def test_both_ways_bring_the_same(sources: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    here = list(arriving(sources, ReadOptions()))
    monkeypatch.setattr(arriving_module, "WORTH_A_PROCESS", 0)
    told: list[Progress] = []
    assert list(arriving(sources, ReadOptions(report=told.append))) == here
    assert {type(one) for one in here} == set(_KINDS)
    assert told
    assert not list(workers())


@pytest.mark.usefixtures("_always_beside")
def test_what_a_killed_process_leaves_is_read_here(sources: tuple[Path, ...]) -> None:
    names = []
    with closing(arriving(sources, ReadOptions())) as coming:
        for one in coming:
            if isinstance(one, IncomingDocument):
                names.append(one.document.id)
            if len(names) == 10:
                for worker in workers():
                    worker.kill()
    assert names == [f"t{number:03}" for number in range(150)] + list(AWKWARD)


@pytest.mark.usefixtures("_always_beside")
def test_an_import_that_is_stopped_leaves_no_process(sources: tuple[Path, ...], project: Project) -> None:
    def stop(progress: Progress) -> None:
        if progress.what == "store-writing":
            raise Cancelled

    with pytest.raises(Cancelled):
        import_sources(project, sources, person=LEAD, report=stop)
    assert not list(workers())
    assert project.document_count() == 0


@pytest.mark.usefixtures("_always_beside")
def test_what_is_missing_is_refused_before_anything_comes(sources: tuple[Path, ...], tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refused:
        arriving((*sources, tmp_path / "none.jsonl"), ReadOptions())
    assert refused.value.problem.key == "import.missing"


def test_what_msgpack_cannot_carry_goes_as_it_is() -> None:
    arrival = _Arrival((), ReadOptions())
    for odd in (Refusal(problem("x"), "\udcff.txt"), Refusal(problem("x", n=1 << 70), "a.txt")):
        assert arrival._packed(odd) is odd
