"""Import and export of whole projects: nothing lost, the same bytes, bad input named and left out."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.formats.base import Outgoing
from annotator.formats.records import line_of
from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.comment import Comment
from annotator.model.layer import Layer, LayerFacts, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.progress import Cancelled, Progress
from annotator.model.span import Span
from annotator.model.step import Change, Draft, Standing, stream_of
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.exchange import export_jsonl, import_sources
from annotator.work.reports import ImportReport
from annotator.work.sample import build_sample
from tests.formats.test_jsonl import AWKWARD, article

LEAD = Person("lead", "Lead", ("analyst", "reviewer", "lead"))
ANALYST = Person("ann", "Ann", ("analyst",))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(data=tmp_path / "data")


@pytest.fixture
def project(tmp_path: Path, folders: Folders) -> Iterator[Project]:
    with Project.create(tmp_path / "a.hashiya", folders=folders, person=LEAD, codebook=default_codebook()) as made:
        yield made


@pytest.fixture
def other(tmp_path: Path, folders: Folders) -> Iterator[Project]:
    with Project.create(tmp_path / "b.hashiya", folders=folders, person=LEAD, codebook=default_codebook()) as made:
        yield made


def put(path: Path, *items: Outgoing) -> Path:
    path.write_bytes(b"".join(line_of(item) + b"\n" for item in items))
    return path


def bring(project: Project, *sources: Path, person: Person = LEAD, **options: str) -> ImportReport:
    return import_sources(project, sources, person=person, **options)  # type: ignore[arg-type]


def remarks(report: ImportReport) -> list[str]:
    return [one.problem.key for one in report.remarks]


def refusals(report: ImportReport) -> list[str]:
    return [one.problem.key for one in report.refusals]


def by(author: str, item: Outgoing, *, revision: int = 1, purpose: str = "own") -> Outgoing:
    key = LayerKey(item.document.id, purpose, author)  # type: ignore[arg-type]
    facts = LayerFacts(annotators=(author,))
    layer = msgspec.structs.replace(item.layer, key=key, revision=revision, facts=facts)
    return msgspec.structs.replace(item, layer=layer)


def test_the_sample_comes_out_goes_in_and_comes_out_alike(tmp_path: Path, folders: Folders, other: Project) -> None:
    with build_sample(tmp_path / "s.hashiya", folders=folders, person=LEAD) as sample:
        first = export_jsonl(sample, tmp_path / "1.jsonl", layer="all", person=LEAD)
        assert (first.losses, first.examples) == (0, ())
        assert export_jsonl(sample, tmp_path / "again.jsonl", layer="all", person=LEAD).sha256 == first.sha256
    done = bring(other, tmp_path / "1.jsonl")
    assert (done.articles, done.refusals, done.remarks) == (5, (), ())
    assert done.unknown_labels == done.unknown_attributes == ()
    export_jsonl(other, tmp_path / "2.jsonl", layer="all", person=LEAD)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert (tmp_path / "1.registry.jsonl").read_bytes() == (tmp_path / "2.registry.jsonl").read_bytes()
    again = bring(other, tmp_path / "1.jsonl")
    assert (again.articles, again.layers, again.entries, again.comments, again.touched) == (0, 0, 0, 0, ())
    assert again.unchanged == done.layers


def test_awkward_articles_survive_a_project(tmp_path: Path, project: Project, other: Project) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, raw in AWKWARD.items():
        (texts / f"{name}.txt").write_bytes(raw)
    assert bring(project, texts).articles == len(AWKWARD)
    export_jsonl(project, tmp_path / "1.jsonl", person=LEAD)
    bring(other, tmp_path / "1.jsonl")
    export_jsonl(other, tmp_path / "2.jsonl", person=LEAD)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert len((tmp_path / "1.jsonl").read_text(encoding="utf-8").splitlines()) == len(AWKWARD)


def test_my_own_export_comes_back_as_unchanged(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "in.jsonl", article("قال بوتين نعم")))
    key = LayerKey("d", "own", "lead")
    quote = Annotation("q9", "quote", "direct", (Span(0, 3),))
    cue = Annotation("c9", "cue", "cue", (Span(4, 9),))
    relation = Relation("r9", "q9", "cue", Target(annotation="c9"))
    births = [("annotation", quote), ("annotation", cue), ("relation", relation)]
    changes = tuple(Change(what, value.id, None, value) for what, value in births)
    project.write((Draft(stream_of(key), "quote.new", "lead", changes),))
    done = Standing("submitted", 1, "2026-01-02T03:04:05.678Z")
    project.write((Draft(stream_of(key), "stand.submitted", "lead", (Change("standing", "standing", None, done),)),))
    export_jsonl(project, tmp_path / "mine.jsonl", person=LEAD)
    status = json.loads((tmp_path / "mine.jsonl").read_bytes())["status"]
    assert (status["state"], status["completed"], status["annotators"]) == ("single", done.at, ["lead"])
    report = bring(project, tmp_path / "mine.jsonl")
    assert (report.unchanged, report.layers, report.remarks) == (1, 0, ())
    assert project.layer(key).annotation("c9") == cue


def test_one_undo_takes_a_whole_import_back(tmp_path: Path, project: Project) -> None:
    report = bring(project, put(tmp_path / "in.jsonl", by("ann", article("قال بوتين نعم"))))
    steps = project.last_done("lead")
    assert {step.gesture for step in steps} == {report.gesture}
    assert {step.stream for step in steps} == {"corpus", "own/d/ann"}


@pytest.mark.parametrize("same", ["skip", "import"])
def test_the_same_text_under_another_id_is_asked_about(same: str, tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "1.jsonl", article("قال بوتين نعم", "one")))
    report = bring(project, put(tmp_path / "2.jsonl", article("قال بوتين نعم", "two")), on_same_text=same)
    assert refusals(report) == (["import.same-text", "import.no-article"] if same == "skip" else [])
    assert project.has_document("two") == (same == "import")


def test_the_same_id_with_another_text_is_refused(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "1.jsonl", article("قال بوتين نعم")))
    report = bring(project, put(tmp_path / "2.jsonl", article("نص آخر تماما"), article("نص ثالث هنا", "e")))
    assert refusals(report) == ["import.other-text", "import.no-article"]
    assert {one.line for one in report.refusals} == {1}
    assert project.text("d") == "قال بوتين نعم"
    assert report.articles == 1


def test_doubles_and_near_doubles_of_a_batch(tmp_path: Path, project: Project, seeds: dict[str, str]) -> None:
    text = seeds["003_6b6843914a22ef7f"]
    for name, body in {"a": text, "b": text, "c": text.replace("بوتين", "لافروف", 1), "d": "نص قصير مختلف"}.items():
        (tmp_path / f"{name}.txt").write_text(body, encoding="utf-8")
    report = bring(project, *sorted(tmp_path.glob("*.txt")))
    assert refusals(report) == ["import.duplicate"]
    assert remarks(report) == ["import.near-duplicate"]
    assert report.remarks[0].problem.named == {"id": "c", "other": "a"}
    assert report.articles == 3


def test_bad_lines_are_counted_and_the_others_go_in(tmp_path: Path, project: Project) -> None:
    good = line_of(article("قال بوتين نعم"))
    tree = json.loads(line_of(article("جملة ثانية هنا", "x")))
    tree["entities"][0]["spans"][0]["text"] = "غير"
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"{\n" + json.dumps(tree).encode() + b"\n" + good + b"\n")
    report = bring(project, path)
    assert [(one.problem.key, one.line) for one in report.refusals] == [("json.malformed", 1), ("record.echo", 2)]
    assert (report.refused, report.articles) == (2, 1)


def test_archives_missing_files_and_unknown_formats_leave_the_project_alone(tmp_path: Path, project: Project) -> None:
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../escaped.txt", "x")
    disguised = tmp_path / "evil.txt"
    disguised.write_bytes(archive.read_bytes())
    unknown = tmp_path / "a.docx"
    unknown.write_bytes(b"something")
    before = [stored.seq for stored in project.journal()]
    wanted = {archive: "archive", disguised: "archive", unknown: "unknown-format", tmp_path / "none.txt": "missing"}
    for source, key in wanted.items():
        with pytest.raises(KnownError) as fault:
            bring(project, source)
        assert fault.value.problem.key == f"import.{key}"
    assert [stored.seq for stored in project.journal()] == before


def test_files_of_another_kind_in_a_folder_are_told(tmp_path: Path, project: Project) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "metadata.csv", "notes.docx", "records.jsonl", ".hidden"):
        (folder / name).write_text("id\na" if name.endswith("csv") else "قال بوتين نعم", encoding="utf-8")
    report = bring(project, folder)
    assert report.articles == 1
    assert remarks(report) == ["import.passed-over"]
    assert report.remarks[0].problem.named == {"n": 2, "example": "notes.docx"}


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, project: Project) -> None:
    items = [article(f"قال بوتين نعم {number}", f"d{number}") for number in range(250)]

    def stop(progress: Progress) -> None:
        if progress.done >= 200:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_sources(project, [put(tmp_path / "in.jsonl", *items)], person=LEAD, report=stop)
    assert project.document_count() == 0
    assert bring(project, tmp_path / "in.jsonl").articles == 250


def test_unknown_labels_are_kept_and_offered_for_mapping(tmp_path: Path, project: Project) -> None:
    item = article("قال بوتين نعم")
    odd = Annotation("z1", "entity", "PLANET", (Span(0, 9),), attributes=())
    layer = msgspec.structs.replace(item.layer, annotations=(odd, *item.layer.annotations))
    report = bring(project, put(tmp_path / "in.jsonl", msgspec.structs.replace(item, layer=layer)))
    assert report.unknown_labels == (("entity", "PLANET", 1),)
    kept = project.layer(item.layer.key).annotation("z1")
    assert kept is not None
    assert kept.label == "PLANET"


def test_older_and_conflicting_versions_are_told(tmp_path: Path, project: Project) -> None:
    item = article("قال بوتين نعم")
    bring(project, put(tmp_path / "2.jsonl", by("ann", item, revision=2)))
    fewer = msgspec.structs.replace(item, layer=Layer(item.layer.key, item.layer.annotations[:1]))
    assert remarks(bring(project, put(tmp_path / "1.jsonl", by("ann", fewer, revision=1)))) == ["import.older"]
    assert len(project.layer(LayerKey("d", "own", "ann")).annotations) == len(item.layer.annotations)
    third = put(tmp_path / "3.jsonl", by("ann", fewer, revision=2))
    assert remarks(bring(project, third, on_same_name="keep")) == ["import.conflict"]
    assert remarks(bring(project, put(tmp_path / "4.jsonl", by("ann", item, revision=3)))) == ["import.unknown-entry"]


def test_comments_of_two_authors_who_number_alike_all_come_in(tmp_path: Path, project: Project) -> None:
    items = []
    for author in ("ann", "bob"):
        item = by(author, article("قال بوتين نعم"))
        first = Comment("c1", "d", author, f"{author} asks", layer=item.layer.key, about="e1")
        reply = Comment("c2", "d", author, f"{author} answers", reply_to="c1")
        items.append(msgspec.structs.replace(item, comments=(first, reply)))
    path = put(tmp_path / "in.jsonl", *items)
    report = bring(project, path)
    assert (report.comments, remarks(report)) == (4, ["import.unknown-entry"])
    found = {comment.id: comment for comment in project.comments("d")}
    assert sorted(comment.text for comment in found.values()) == ["ann answers", "ann asks", "bob answers", "bob asks"]
    for comment in found.values():
        if comment.reply_to is not None:
            assert found[comment.reply_to].author == comment.author
    again = bring(project, path)
    assert (again.comments, remarks(again)) == (0, ["import.unknown-entry"])


def test_layers_go_in_under_a_chosen_name(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "in.jsonl", article("قال بوتين نعم")), layer_name="zayd")
    assert project.layer_keys() == [LayerKey("d", "own", "zayd")]


def test_only_who_leads_brings_articles_in(tmp_path: Path, project: Project) -> None:
    report = bring(project, put(tmp_path / "in.jsonl", article("قال بوتين نعم")), person=ANALYST)
    assert (report.articles, report.layers) == (0, 0)
    assert refusals(report)[0] == "import.lead-only"
    assert not project.has_document("d")


def records(path: Path) -> list[tuple[str, str, str]]:
    lines = map(json.loads, path.read_bytes().splitlines())
    return [(one["id"], one["layer"]["kind"], one["layer"]["annotator"]) for one in lines]


def test_which_layers_go_out(tmp_path: Path, project: Project) -> None:
    item, lone = article("قال بوتين نعم"), article("بلا أي وسم هنا", "z")
    layers = [by("ann", item), by("bob", item), by("rev", item, purpose="gold"), by("crf", item, purpose="suggestion")]
    bring(project, put(tmp_path / "in.jsonl", *layers))
    (tmp_path / "z.txt").write_text(lone.text, encoding="utf-8")
    bring(project, tmp_path / "z.txt")
    out = tmp_path / "out.jsonl"
    wanted = {
        "all": [
            ("d", "annotator", "ann"),
            ("d", "annotator", "bob"),
            ("d", "gold", "rev"),
            ("d", "model", "crf"),
            ("z", "annotator", "lead"),
        ],
        "gold": [("d", "gold", "rev")],
        "ann": [("d", "annotator", "ann")],
        "crf": [("d", "model", "crf")],
        None: [("d", "annotator", "lead"), ("z", "annotator", "lead")],
    }
    for layer, found in wanted.items():
        export_jsonl(project, out, layer=layer, person=LEAD)
        assert records(out) == found, layer
    with pytest.raises(KnownError) as fault:
        export_jsonl(project, out, layer="nobody", person=LEAD)
    assert fault.value.problem.key == "export.no-layer"
    assert records(out) == wanted[None]


def test_an_analyst_never_takes_out_what_others_wrote(tmp_path: Path, project: Project) -> None:
    item = article("قال بوتين نعم")
    bring(project, put(tmp_path / "in.jsonl", by("ann", item), by("bob", item)))
    out = tmp_path / "out.jsonl"
    export_jsonl(project, out, layer="all", person=ANALYST)
    assert records(out) == [("d", "annotator", "ann")]
    for name in ("bob", "nobody"):
        with pytest.raises(KnownError) as fault:
            export_jsonl(project, out, layer=name, person=ANALYST)
        assert (fault.value.problem.key, fault.value.problem.named) == ("export.no-layer", {"name": name})


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, project: Project) -> None:
    items = [article(f"قال بوتين نعم {number}", f"d{number}") for number in range(120)]
    bring(project, put(tmp_path / "in.jsonl", *items))
    out = tmp_path / "kept" / "out.jsonl"
    out.parent.mkdir()
    out.write_text("old", encoding="utf-8")

    def stop(progress: Progress) -> None:
        if progress.done >= 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_jsonl(project, out, layer="all", person=LEAD, report=stop)
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]
    assert out.read_text(encoding="utf-8") == "old"
    for bad, key in {tmp_path / "none" / "o.jsonl": "export.unwritable", tmp_path: "export.folder"}.items():
        with pytest.raises(KnownError) as fault:
            export_jsonl(project, bad, person=LEAD)
        assert fault.value.problem.key == key


def test_a_purged_article_stays_behind_and_is_counted(tmp_path: Path, project: Project) -> None:
    bring(project, put(tmp_path / "in.jsonl", article("قال بوتين نعم", "a"), article("نص آخر هنا", "b")))
    project.connection.execute("DROP TRIGGER text_no_delete")
    gone = bytes.fromhex(project.document("a").text_sha256)
    project.connection.execute("DELETE FROM text WHERE sha256 = ?", (gone,))
    out = tmp_path / "out.jsonl"
    report = export_jsonl(project, out, layer="all", person=LEAD)
    assert [one[0] for one in records(out)] == ["b"]
    assert [one.key for one in report.examples] == ["loss.text-gone"]
    assert report.losses == 1
