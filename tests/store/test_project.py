"""A project file: made, opened, written, read, closed and opened again."""

import stat
from pathlib import Path

import pytest

from annotator.model.annotation import Annotation, Attribute, Provenance, Relation, Target
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.layer import LayerFacts, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import CORPUS, TALK, Change, Draft, Standing, stream_of
from annotator.store import journal
from annotator.store.project import Folders, Project
from annotator.store.projection import StaleChange
from tests.store import samples
from tests.store.samples import ME, TEXT, add_article, article, entity, own, sha256, tag

OWN = stream_of(own())


def rich_changes() -> tuple[Change, ...]:
    """A quote in two pieces with a cue, a speaker and everything that an annotation can carry."""
    quote = Annotation(
        "q1",
        "quote",
        "DIRECT",
        (Span(20, 27), Span(30, 40)),
        (Attribute("act", "promise"), Attribute("form", "mixed")),
        entry=None,
        note="تحقّق",
        closed=False,
        provenance=Provenance("suggestion_edited", suggester="quotations", reason="حدود", sources=("u2:q9",)),
    )
    two = Target(spans=(Span(4, 8), Span(9, 17)))
    speaker = Relation("r1", "q1", "speaker", two, attributes=(Attribute("a", "b"),))
    said_of = Relation("r2", "q1", "addressee", Target(entry="n1"), note="من السجل")
    nobody = Relation("r3", "q1", "medium", status="unknown")
    cue = Relation("r4", "q1", "cue", Target(annotation="c1"))
    values = (entity("e1", entry="n1"), quote, Annotation("c1", "cue", "SAY", (Span(0, 3),)))
    links = (speaker, said_of, nobody, cue)
    return (
        *(Change("annotation", v.id, None, v) for v in values),
        *(Change("relation", v.id, None, v) for v in links),
    )


def test_a_project_says_after_reopening_what_was_written(
    path: Path, folders: Folders, person: Person, codebook: Codebook
) -> None:
    entry = Entry("n1", "entity", "PER", "وزير الخارجية", aliases=("الوزير",))
    comment = Comment("m1", "d1", ME, "أهو الوزير نفسه؟", at="2024-03-05T10:00:00Z", layer=own(), about="e1")
    with Project.create(path, folders=folders, person=person, codebook=codebook) as project:
        add_article(project)
        drafts = (
            Draft(CORPUS, "entry.new", ME, (Change("entry", "n1", None, entry),)),
            Draft(OWN, "quote.new", ME, rich_changes()),
            Draft(TALK, "comment", ME, (Change("comment", "m1", None, comment),)),
        )
        steps = project.write(drafts)
        assert len({step.gesture for step in steps}) == 1
        before = project.layer(own())

    with Project.open(path, folders=folders) as project:
        assert project.codebook() == codebook
        assert project.codebook_at("news 1.0") == codebook
        assert project.people() == (person,)
        assert project.document("d1") == article("d1")
        assert project.text("d1") == TEXT
        assert project.find_text(sha256(TEXT)) == ["d1"]
        assert project.layer(own()) == before
        assert {a.id: a for a in before.annotations} == {
            c.id: c.after for c in rich_changes() if c.what == "annotation"
        }
        assert list(before.relations) == [c.after for c in rich_changes() if c.what == "relation"]
        assert project.layer_keys("d1") == [own()]
        assert project.entries() == (entry,)
        assert project.mentions("n1") == [(own(), "e1"), (own(), "q1")]
        assert project.comments("d1") == (comment,)
        names = [s.step.name for s in project.journal()]
        assert names == ["comment", "quote.new", "entry.new", "import", "project.new"]
        assert project.differences_from_journal() == []


def test_closing_leaves_one_private_file(path: Path, folders: Folders, person: Person, codebook: Codebook) -> None:
    project = Project.create(path, folders=folders, person=person, codebook=codebook)
    add_article(project)
    project.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(project.backups.all()) == 1


def test_making_a_project_over_a_file_is_refused(
    path: Path, folders: Folders, person: Person, codebook: Codebook
) -> None:
    path.write_text("نص", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        Project.create(path, folders=folders, person=person, codebook=codebook)
    assert caught.value.problem.key == "store.exists"
    assert path.read_text(encoding="utf-8") == "نص"


def test_the_second_to_open_reads_and_the_first_writes_on(project: Project, path: Path, folders: Folders) -> None:
    add_article(project)
    with Project.open(path, folders=folders) as second:
        assert second.read_only
        assert [w.key for w in second.warnings] == ["project.open-elsewhere"]
        assert second.text("d1") == TEXT
        with pytest.raises(KnownError) as caught:
            tag(second, "e1")
        assert caught.value.problem.key == "store.read-only"
        tag(project, "e1")
        assert second.layer(own()).annotation("e1") is not None


def test_a_step_carries_device_counter_and_codebook(project: Project, codebook: Codebook) -> None:
    add_article(project)
    first = tag(project, "e1")[0]
    changed = samples.small_codebook("1.1")
    project.write((Draft(CORPUS, "codebook", ME, (Change("codebook", "news", codebook, changed),)),))
    second = tag(project, "e2")[0]
    assert (first.codebook, second.codebook) == ("news 1.0", "news 1.1")
    assert second.device == project.device
    assert [s.step.device_seq for s in project.journal(newest_first=False)] == [1, 2, 3, 4, 5]
    assert project.codebook_at("news 1.0") == codebook
    assert project.differences_from_journal() == []


def test_a_change_over_something_else_is_refused_and_nothing_is_kept(project: Project) -> None:
    add_article(project)
    tag(project, "e1")
    stale = Change("annotation", "e1", entity("e1", 4, 6), None)
    fresh = Change("annotation", "e2", None, entity("e2"))
    with pytest.raises(StaleChange):
        project.write((Draft(OWN, "tag", ME, (fresh,)), Draft(OWN, "remove", ME, (stale,))))
    with pytest.raises(StaleChange):
        tag(project, "e1")
    assert [a.id for a in project.layer(own()).annotations] == ["e1"]
    assert project.differences_from_journal() == []


def test_facts_of_articles_and_codebooks_never_stand_in_a_journal_line(project: Project) -> None:
    add_article(project)
    bodies = b"".join(line.body for line in journal.lines(project.connection))
    for secret in ("عنوان", "example.org", "أخبار", TEXT[:10]):
        assert secret.encode() not in bodies


def test_a_large_step_goes_to_parts_and_reads_the_same(project: Project) -> None:
    add_article(project, text="ن" * 10_000)
    changes = tuple(Change("annotation", f"e{i:05}", None, entity(f"e{i:05}", i, i + 1)) for i in range(2_500))
    step = project.write((Draft(OWN, "propagate", ME, changes),))[0]
    stored = project.step(step.id)
    assert stored.counts == (("annotation", 2_500),)
    assert stored.step.changes == ()
    assert project.changes_of(step.id) == changes
    assert len(project.layer(own()).annotations) == 2_500
    samples.undo(project)
    assert project.layer_keys() == []
    assert project.differences_from_journal() == []


def test_an_id_is_for_one_text_for_ever(project: Project) -> None:
    add_article(project)
    samples.undo(project)
    assert project.tombstone("d1") == sha256(TEXT)
    with pytest.raises(KnownError) as caught:
        add_article(project, text=TEXT + " اليوم")
    assert caught.value.problem.key == "store.document-id-used"
    add_article(project)
    assert project.document_ids() == ["d1"]


def test_an_article_with_work_on_it_stays(project: Project) -> None:
    imported = add_article(project)
    tag(project, "e1")
    with pytest.raises(KnownError) as caught:
        samples.take_back(project, imported)
    assert caught.value.problem.key == "store.document-in-use"
    assert project.document_ids() == ["d1"]


def test_the_reviewers_word_stands_before_the_authors(project: Project) -> None:
    gold = stream_of(LayerKey("d1", "gold", "u9"))
    add_article(project)
    tag(project, "e1")

    def stand(stream: str, author: str, name: str, before: Standing | None, after: Standing) -> str:
        project.write((Draft(stream, "stand", author, (Change("standing", name, before, after),)),))
        return project.layer(own()).state

    assert stand(OWN, ME, "standing", None, Standing("submitted", 2)) == "submitted"
    assert stand(gold, "u9", OWN, None, Standing("returned", 2)) == "returned"
    # An open article knows the state alone, not the revision that it was said of.
    assert stand(OWN, ME, "standing", Standing("submitted", 77), Standing("submitted", 5)) == "submitted"
    assert project.standing(own()) == Standing("submitted", 5)
    assert stand(gold, "u9", OWN, Standing("returned", 2), Standing("accepted", 5)) == "accepted"
    assert project.layer(LayerKey("d1", "gold", "u9")).state == "open"
    assert project.differences_from_journal() == []


def test_facts_that_are_all_defaults_are_as_good_as_none(project: Project) -> None:
    add_article(project)
    said = LayerFacts(nothing_to_annotate=True)
    project.write((Draft(OWN, "nothing", ME, (Change("facts", "facts", None, said),)),))
    assert project.layer(own()).facts == said
    project.write((Draft(OWN, "nothing", ME, (Change("facts", "facts", said, LayerFacts()),)),))
    project.write((Draft(OWN, "nothing", ME, (Change("facts", "facts", LayerFacts(), said),)),))
    assert project.layer(own()).facts == said
    assert project.differences_from_journal() == []


def test_a_copied_file_counts_under_a_name_of_its_own(
    path: Path, folders: Folders, person: Person, codebook: Codebook, tmp_path: Path
) -> None:
    with Project.create(path, folders=folders, person=person, codebook=codebook) as project:
        add_article(project)
        first = project.device
    copy = tmp_path / "نسخة.hashiya"
    copy.write_bytes(path.read_bytes())
    with Project.open(path, folders=folders) as project:
        assert project.device == first
        tag(project, "e1")
    with Project.open(copy, folders=folders) as project:
        assert project.device != first
    path.write_bytes(copy.read_bytes())
    with Project.open(path, folders=folders) as project:
        assert project.device != first, "an older state was put back: its counter would be used twice"


def test_work_goes_on_over_a_fresh_connection(project: Project) -> None:
    add_article(project)
    tag(project, "e1")
    project.reconnect()
    assert project.connection.execute("PRAGMA journal_mode").fetchone()[0] == project.mode
    tag(project, "e2")
    samples.undo(project)
    samples.undo(project)
    assert project.seq == 6
    assert project.layer_keys() == []
    assert project.differences_from_journal() == []


def test_a_worker_reads_through_a_connection_of_its_own(project: Project) -> None:
    add_article(project)
    with project.reading() as reads:
        assert [d.id for d in reads.documents()] == ["d1"]
        tag(project, "e1")
        assert reads.layer(own()).annotation("e1") is not None
