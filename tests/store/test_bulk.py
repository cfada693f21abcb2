"""Large gestures: all or nothing, taken back and brought again, and layers of others in any order."""

import threading
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.layer import Layer, LayerFacts
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.progress import Cancelled, Progress
from annotator.model.registry import Entry
from annotator.model.step import CORPUS, Change, Draft, stream_of
from annotator.store import journal
from annotator.store.bulk import Outcome
from annotator.store.project import Folders, Project
from annotator.store.projection import StaleChange
from annotator.store.streams import Streams
from tests.store import samples
from tests.store.samples import ME, article, entity, layer, own, redo, tag, undo

COUNT = 300


def import_many(project: Project, count: int = COUNT) -> None:
    """Articles with a layer of another analyst each, an entry and some comments."""
    with project.bulk(author=ME, name="import") as work:
        work.add_entry(Entry("n1", "entity", "PER", "وزير"))
        for number in range(count):
            name, text = f"d{number:04}", f"{samples.TEXT} {number}"
            assert work.add_text(text) == samples.sha256(text)
            work.add_document(article(name, text))
            work.add_snapshot(layer(name, "a", "b", "c", revision=3, state="submitted"), f"hash {number}")
            if number % 10 == 0:
                work.add_comment(Comment(f"m{number}", name, "u2", "انظر"))
    assert len(work.result.touched) == count
    assert len(work.result.steps) == count + 2
    assert work.result.not_applied == ()


def add_layers(project: Project, *layers: tuple[Layer, str]) -> list[Outcome]:
    with project.bulk(author=ME, name="import") as work:
        return [work.add_snapshot(one, hashed) for one, hashed in layers]


def contents(project: Project, author: str = "u2") -> list[str]:
    return [a.id for a in project.layer(own("d1", author)).annotations]


def test_an_import_is_taken_back_and_brought_again(project: Project) -> None:
    import_many(project)
    first = project.layer(own("d0007", "u2"))
    assert (project.document_count(), first.revision, first.state) == (COUNT, 3, "submitted")
    assert project.text("d0299") == f"{samples.TEXT} 299"
    assert len(project.comments("d0010")) == 1
    assert project.differences_from_journal() == []

    undo(project)
    assert (project.document_ids(), project.layer_keys(), project.entries()) == ([], [], ())
    assert project.differences_from_journal() == []

    redo(project)
    assert project.layer(own("d0007", "u2")) == first
    assert project.document_count() == COUNT
    assert len(project.comments("d0010")) == 1
    assert project.differences_from_journal() == []


def test_a_large_gesture_is_taken_back_in_a_worker(project: Project) -> None:
    import_many(project, 30)
    steps = project.last_done(ME)
    faults: list[BaseException] = []

    def work_through() -> None:
        try:
            with project.bulk(author=ME, name="undo") as work:
                for step in reversed(steps):
                    work.write((Draft(step.stream, "undo", ME, (), undoes=step.id),))
        except BaseException as fault:  # noqa: BLE001 -- carried to the thread of the test
            faults.append(fault)

    worker = threading.Thread(target=work_through)
    worker.start()
    worker.join()
    assert faults == []
    assert project.document_ids() == []
    redo(project)
    assert project.document_count() == 30
    assert project.differences_from_journal() == []


def test_the_same_article_can_come_again_after_an_undo(project: Project) -> None:
    import_many(project, 3)
    undo(project)
    import_many(project, 3)
    assert project.document_count() == 3
    assert contents_of(project, "d0001") == ["a", "b", "c"]
    assert project.differences_from_journal() == []


def contents_of(project: Project, document: str) -> list[str]:
    return [a.id for a in project.layer(own(document, "u2")).annotations]


def test_lines_of_a_bulk_step_share_parts_and_name_who_carried_them(project: Project) -> None:
    import_many(project, 50)
    parts = project.connection.execute("SELECT count(*) FROM payload").fetchone()[0]
    assert parts == 3, "codebook and person, facts of articles, everything else"
    snapshots = [s for s in project.journal() if s.snapshot]
    assert {(s.step.author, s.carried_by) for s in snapshots} == {("u2", ME)}
    undo(project)
    assert {(s.step.author, s.carried_by) for s in project.journal(stream="own/d0001/u2")} == {("u2", ME)}
    births = project.changes_of(snapshots[0].step.id)
    assert [c.what for c in births] == ["annotation"] * 3 + ["relation"] * 2 + ["standing"]


def test_a_cancelled_import_leaves_nothing(project: Project) -> None:
    samples.add_article(project)

    def stop(progress: Progress) -> None:
        if progress.done >= 200:
            raise Cancelled

    def add_many() -> None:
        with project.bulk(author=ME, name="import", report=stop) as work:
            for number in range(500):
                text = f"نص {number}"
                work.add_text(text)
                work.add_document(article(f"x{number}", text))

    with pytest.raises(Cancelled):
        add_many()
    assert project.document_ids() == ["d1"]
    assert project.find_text(samples.sha256("نص 1")) == []
    tag(project, "e1")
    undo(project)
    assert project.differences_from_journal() == []


def test_nothing_else_is_written_meanwhile(project: Project) -> None:
    samples.add_article(project)
    with project.bulk(author=ME, name="import"), pytest.raises(KnownError) as caught:
        tag(project, "e1")
    assert caught.value.problem.key == "store.bulk-running"
    tag(project, "e1")


def test_an_id_of_another_text_is_refused(project: Project) -> None:
    samples.add_article(project)

    def add_other() -> None:
        with project.bulk(author=ME, name="import") as work:
            work.add_text("نص آخر")
            work.add_document(article("d1", "نص آخر"))

    with pytest.raises(KnownError) as caught:
        add_other()
    assert caught.value.problem.key == "store.document-id-used"


def test_nothing_comes_without_what_it_stands_on(project: Project) -> None:
    with pytest.raises(ValueError, match="without its text"), project.bulk(author=ME, name="import") as work:
        work.add_document(article("d1"))
    with pytest.raises(KnownError) as caught, project.bulk(author=ME, name="import") as work:
        work.add_snapshot(layer("d1", "a"), "h")
    assert caught.value.problem.key == "store.no-document"
    assert project.document_ids() == []


def test_changes_in_my_own_layers_count_as_one_step_each(project: Project) -> None:
    samples.add_article(project)
    with project.bulk(author=ME, name="propagate") as work:
        for number in range(20):
            work.add_change(stream_of(own()), Change("annotation", f"e{number}", None, entity(f"e{number}")))
    assert project.layer(own()).revision == 1
    with pytest.raises(StaleChange), project.bulk(author=ME, name="propagate") as work:
        work.add_change(stream_of(own()), Change("annotation", "e1", None, entity("e1")))
    undo(project)
    assert project.layer_keys() == []
    assert project.differences_from_journal() == []


SNAPSHOTS = (
    (layer("d1", "a", revision=1), "h1"),
    (layer("d1", "a", "b", revision=2, state="submitted"), "h2"),
    (layer("d1", "c", revision=2), "h3"),
    (layer("d1", "d", revision=1), "h9"),
)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_snapshots_in_any_order_leave_the_same_layer(project: Project, order: tuple[int, ...]) -> None:
    samples.add_article(project)
    for number in order:
        add_layers(project, SNAPSHOTS[number])
    stands = project.layer(own("d1", "u2"))
    assert ([a.id for a in stands.annotations], stands.revision, stands.state) == (["c"], 2, "open")
    conflicts = project.snapshot_conflicts()
    # The version that lost at its own revision is kept and listed, whichever came first.
    assert [(c.key, c.revision) for c in conflicts] == [(own("d1", "u2"), 2)]
    steps = len(list(project.journal()))
    assert add_layers(project, *SNAPSHOTS) == ["same"] * 4
    assert len(list(project.journal())) == steps
    assert project.differences_from_journal() == []


def test_what_becomes_of_a_snapshot_is_said(project: Project) -> None:
    samples.add_article(project)
    outcomes = [add_layers(project, SNAPSHOTS[n])[0] for n in (1, 0, 2, 1)]
    assert outcomes == ["applied", "lower", "applied", "same"]
    assert add_layers(project, (layer("d1", "z", revision=2), "h0")) == ["greater-stands"]


def test_taking_back_a_snapshot_brings_what_was_before(project: Project) -> None:
    samples.add_article(project)
    add_layers(project, SNAPSHOTS[0])
    add_layers(project, SNAPSHOTS[1])
    steps = undo(project)
    assert sorted(c.id for c in steps[0].changes) == ["b", "rb", "standing"]
    stands = project.layer(own("d1", "u2"))
    assert (contents(project), stands.revision, stands.state) == (["a"], 1, "open")
    assert add_layers(project, SNAPSHOTS[1]) == ["applied"], "taken back, it may come again"
    undo(project)
    undo(project)
    assert project.layer_keys() == []
    redo(project)
    assert contents(project) == ["a"]
    assert project.differences_from_journal() == []


def test_my_own_layer_coming_back_changes_nothing(project: Project) -> None:
    samples.add_article(project)
    tag(project, "e1")
    mine = project.layer(own())
    assert add_layers(project, (mine, "whatever")) == ["same"]
    other = Layer(own(), (entity("e9"),), revision=mine.revision)
    assert add_layers(project, (other, "zzz")) == ["kept-ours"]
    assert contents(project, ME) == ["e1"]
    later = Layer(own(), (entity("e9"),), revision=mine.revision + 5)
    assert add_layers(project, (later, "zzz")) == ["applied"]
    tag(project, "e10")
    assert project.layer(own()).revision == later.revision + 1
    assert project.differences_from_journal() == []


def test_a_snapshot_on_which_something_stands_is_not_withdrawn(project: Project) -> None:
    samples.add_article(project)
    with project.bulk(author=ME, name="import") as work:
        work.add_snapshot(Layer(own(), (entity("e1"),), revision=4), "h")
    brought = work.result.steps
    tag(project, "e2")
    with pytest.raises(StaleChange):
        samples.take_back(project, brought)
    undo(project)
    undo(project)
    assert project.layer_keys() == []
    assert project.differences_from_journal() == []


def test_reading_goes_on_while_a_worker_writes(
    path: Path, folders: Folders, person: Person, codebook: Codebook
) -> None:
    with Project.create(path, folders=folders, person=person, codebook=codebook) as project:
        samples.add_article(project)
        with project.bulk(author=ME, name="import") as work:
            work.add_text("نص")
            work.add_document(article("d2", "نص"))
            assert work.reads.has_document("d2")
            assert project.document_ids() == ["d1"]
        assert project.document_ids() == ["d1", "d2"]
        assert [s.step.stream for s in project.journal(limit=1)] == [CORPUS]


def test_facts_lie_among_a_snapshots_contents_and_older_lines_bear_them(project: Project) -> None:
    facts = LayerFacts(annotators=("u7",), codebook_name="أخبار", codebook_version="1.0")
    samples.add_article(project)
    said = msgspec.structs.replace(layer("d1", "a", "b"), facts=facts)
    add_layers(project, (said, "1"), (layer("d1", "a", author="u3"), "2"))
    streams = Streams(project.connection)
    lines = journal.select(project.connection, "stream LIKE 'own/d1/%'", tail="ORDER BY seq")
    bodies = [journal.decode(line.body) for line in lines]
    assert [(body.author, streams.snapshot(body).facts) for body in bodies] == [("u2", facts), ("u3", LayerFacts())]
    assert bodies[1].snapshot is not None
    older = msgspec.structs.replace(bodies[1].snapshot, facts=facts)
    assert streams.snapshot(msgspec.structs.replace(bodies[1], snapshot=older)).facts == facts
