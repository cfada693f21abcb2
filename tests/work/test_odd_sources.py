"""Sources, targets and names that nobody would give on purpose: told in time, and nothing harmed."""

import os
from pathlib import Path

import msgspec
import pytest

from annotator.formats.base import Outgoing
from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.layer import in_text_order
from annotator.model.problems import KnownError
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.work.care import check_project
from annotator.work.exchange import export_jsonl
from tests.formats.test_jsonl import article
from tests.work.test_exchange import LEAD, bring, folders, project, put, remarks

__all__ = ["folders", "project"]

TEXT = "قال بوتين إن المحادثات مستمرة"


def refusal(error: pytest.ExceptionInfo[KnownError]) -> str:
    return error.value.problem.key


def test_an_export_never_takes_the_place_of_a_project(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "r.jsonl", article(TEXT)))
    before = project.path.stat()
    beside = tmp_path / "out.registry.jsonl"
    os.link(project.path, beside)
    for target in (project.path, tmp_path / "out.jsonl"):
        with pytest.raises(KnownError) as error:
            export_jsonl(project, target, person=LEAD)
        assert refusal(error) == "export.over-project"
    assert project.path.stat().st_ino == before.st_ino
    beside.unlink()
    project.close()
    assert check_project(project.path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among its files")
def test_what_is_no_file_is_neither_read_nor_written(tmp_path: Path, project: Project) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(KnownError) as error:
        bring(project, pipe)
    assert refusal(error) == "import.not-a-file"
    with pytest.raises(KnownError) as error:
        export_jsonl(project, pipe, person=LEAD)
    assert refusal(error) == "export.not-a-file"
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["", " ", "gold", "all"])
def test_names_that_an_export_could_not_ask_for_are_no_layers_names(
    name: str, tmp_path: Path, project: Project
) -> None:
    source = put(tmp_path / "r.jsonl", article(TEXT))
    with pytest.raises(KnownError) as error:
        bring(project, source, layer_name=name)
    assert refusal(error) == "import.layer-name"
    assert project.document_count() == 0


@pytest.mark.parametrize("name", ["", "nonsense", "rot13", "a\0b"])
def test_an_unknown_encoding_is_told_once_for_the_batch(name: str, tmp_path: Path, project: Project) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("cp1256"))
    with pytest.raises(KnownError) as error:
        bring(project, tmp_path / "a.txt", encoding=name)
    assert refusal(error) == "text.unknown-encoding"


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_file_name_that_is_not_utf8_keeps_its_article_in(tmp_path: Path, project: Project) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).write_text(TEXT, encoding="utf-8")
    assert bring(project, folder).articles == 1
    (document,) = project.documents()
    assert {a.name: a.value for a in document.metadata}["file_name"] == "bad\\xff.txt"


def test_entries_that_are_not_here_are_told_once_each(tmp_path: Path, project: Project) -> None:
    found = bring(project, put(tmp_path / "r.jsonl", article(TEXT), article(TEXT + ".", "e")))
    told = [one for one in found.remarks if one.problem.key == "import.unknown-entry"]
    assert [one.problem.named["entry"] for one in told] == ["evt.x"]
    assert told[0].line == 1
    assert remarks(bring(project, tmp_path / "r.jsonl")) == ["import.unknown-entry"]


def called(item: Outgoing, *, entity: str, link: str) -> Outgoing:
    """`item` with an entity and a plain link of these ids."""
    layer = item.layer
    tagged = Annotation(entity, "entity", "ORG", (Span(0, 3),))
    joined = Relation(link, entity, "cause_of", Target(annotation="v1"), link=True)
    changed = msgspec.structs.replace(
        layer, annotations=in_text_order([*layer.annotations, tagged]), relations=(*layer.relations, joined)
    )
    return msgspec.structs.replace(item, layer=changed)


@pytest.mark.parametrize("link", ["q1.speaker.01", "q1.cue.01", "v1.topic.01"])
def test_a_link_may_be_called_as_a_filler_would_be(link: str, tmp_path: Path, project: Project) -> None:
    source = put(tmp_path / "r.jsonl", called(article(TEXT), entity="o1", link=link))
    assert bring(project, source).layers == 1
    export_jsonl(project, tmp_path / "out.jsonl", layer="all", person=LEAD)
    assert (tmp_path / "out.jsonl").read_bytes() == source.read_bytes()


def test_an_item_may_be_called_as_a_cue_would_be(tmp_path: Path, project: Project) -> None:
    source = put(tmp_path / "r.jsonl", called(article(TEXT), entity="o1", link="r1"))
    raw = source.read_text(encoding="utf-8")
    raw = raw.replace('"q1.cue"', '"other"').replace('"o1"', '"q1.cue"')
    source.write_text(raw, encoding="utf-8")
    found = bring(project, source)
    assert (found.layers, found.refused) == (1, 0)
    (key,) = project.layer_keys()
    layer = project.layer(key)
    (moved,) = (one for one in layer.annotations if any(a.name == "foreign_id" for a in one.attributes))
    assert (moved.label, moved.attributes[0].value) == ("ORG", "q1.cue")
    assert [r.source for r in layer.relations if r.link] == [moved.id]


def test_a_foreign_id_of_a_link_is_kept(tmp_path: Path, project: Project) -> None:
    source = put(tmp_path / "r.jsonl", called(article(TEXT), entity="o1", link="r1"))
    source.write_text(source.read_text(encoding="utf-8").replace('"id":"r1"', '"id":"رابط"'), encoding="utf-8")
    assert "record.bad-id" in remarks(bring(project, source))
    (key,) = project.layer_keys()
    (link,) = (one for one in project.layer(key).relations if one.link)
    assert [(a.name, a.value) for a in link.attributes] == [("foreign_id", "رابط")]


def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "r.jsonl", article(TEXT)))
    old, young, other = (tmp_path / f".{n}.tmp" for n in ("o.jsonl.0123abcd", "o.jsonl.4567abcd", "x.jsonl.0123abcd"))
    for left in (old, young, other):
        left.write_bytes(b"{")
    for left in (old, other):
        os.utime(left, (0, 0))
    export_jsonl(project, tmp_path / "o.jsonl", person=LEAD)
    assert [left.exists() for left in (old, young, other)] == [False, True, True]
