"""Formats of other packages come through the same door as our own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.base import Reader, ReadOptions, Writer
from annotator.formats.catalogue import reader_for, readers, writer_named, writers
from annotator.model.problems import KnownError

FOREIGN = """
from annotator.formats.base import Refusal
from annotator.model.problems import problem


class Shouting:
    name = "shout"
    beside = ()

    def accepts(self, source):
        return source.suffix == ".shout"

    def read(self, source, options):
        yield Refusal(problem("text.empty"), str(source))


readers = (Shouting(),)
"""


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package as pip would have installed it."""
    (tmp_path / "shouting_format.py").write_text(FOREIGN, encoding="utf-8")
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[annotator.formats]\nshouting = shouting_format\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("shouting_format", None)


def test_our_own_formats_keep_the_protocols() -> None:
    assert [reader.name for reader in readers()] == ["csv", "jsonl", "text"]
    assert [writer.name for writer in writers()] == ["jsonl"]
    assert all(isinstance(reader, Reader) for reader in readers())
    assert all(isinstance(writer, Writer) for writer in writers())


@pytest.mark.usefixtures("foreign")
def test_a_foreign_reader_is_found_and_used(tmp_path: Path) -> None:
    assert [reader.name for reader in readers()] == ["csv", "jsonl", "shout", "text"]
    source = tmp_path / "a.shout"
    (found,) = reader_for(source).read(source, ReadOptions())
    assert found.file == str(source)


def test_what_nobody_reads_or_writes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as fault:
        reader_for(tmp_path / "a.shout")
    assert fault.value.problem.key == "import.unknown-format"
    with pytest.raises(KnownError) as fault:
        writer_named("conll")
    assert fault.value.problem.named == {"name": "conll", "known": "jsonl"}
