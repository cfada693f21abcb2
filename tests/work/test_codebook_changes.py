"""The codebook changed under the work of several people: impact, nothing orphaned, nothing rewritten, exact undo."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.codebook import Codebook
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerFacts, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.revision import Member, Share
from annotator.model.rules import check_layer
from annotator.model.span import Span
from annotator.model.step import CORPUS, Change, Draft
from annotator.store import journal
from annotator.store.project import Folders, Project
from annotator.work.codebook_changes import CodebookChanges, Impact
from annotator.work.codebook_draft import CodebookDraft
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk

LEAD = Person("lead", "Lead", ("analyst", "lead", "reviewer"))
AUTHORS = ("one", "two", "three")
WORDS = "موسكو " * 40
STAMPED = LayerFacts(codebook_name="news-ar", codebook_version="1.0", codebook_sha256=default_codebook().sha256)


def said(document: str, author: str, revision: int = 1) -> Layer:
    """Five entities, a quote with cue and speaker, and an event without a place."""
    annotations = (
        Annotation("e1", "entity", "PER", (Span(0, 5),), entry="n1"),
        Annotation("e2", "entity", "ORG", (Span(6, 11),), (Attribute("subtype", "MIL"),)),
        Annotation("e3", "entity", "ORG", (Span(12, 17),)),
        Annotation("e4", "entity", "FAC", (Span(18, 23),)),
        Annotation("e5", "entity", "NUM", (Span(24, 29),)),
        Annotation("c1", "cue", "cue", (Span(30, 35),)),
        Annotation("q1", "quote", "direct", (Span(36, 47),)),
        Annotation("v1", "event", "CONSULT", (Span(48, 53),)),
    )
    relations = (
        Relation("r1", "q1", "cue", Target(annotation="c1")),
        Relation("r2", "q1", "speaker", Target(annotation="e1")),
        Relation("r3", "v1", "count", Target(annotation="e5")),
    )
    return Layer(LayerKey(document, "own", author), annotations, relations, revision=revision, facts=STAMPED)


def hashed(layer: Layer) -> str:
    return hashlib.sha256(msgspec.json.encode(layer)).hexdigest()


def bring(project: Project, *layers: Layer) -> None:
    with project.bulk(author=LEAD.id, name="import") as work:
        for layer in layers:
            assert work.add_snapshot(layer, hashed(layer)) == "applied"


def filled(path: Path, articles: int) -> Project:
    project = Project.create(
        path / "p.hashiya", folders=Folders(path / "data"), person=LEAD, codebook=default_codebook()
    )
    with project.bulk(author=LEAD.id, name="import") as work:
        for number in range(articles):
            text = f"{WORDS}{number}"
            work.add_document(Document(f"d{number}", work.add_text(text), len(text), Source(title=f"d{number}")))
        work.add_entry(Entry("n1", "entity", "PER", "بوتين"))
    layers = [said(f"d{n}", author) for n in range(articles) for author in AUTHORS]
    bring(project, *layers[:-1])
    return project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with filled(tmp_path, 2) as made:
        yield made


@pytest.fixture
def desk(project: Project) -> Desk:
    return Desk(project, LEAD)


def role_place(codebook: Codebook, name: str) -> int:
    return next(n for n, one in enumerate(codebook.roles) if one.name == name and "event" in one.kinds)


def large_change(draft: CodebookDraft, listed: tuple[Member, ...]) -> CodebookDraft:
    """A rename, a merge, a split by list and a role that is required from now on."""
    org = draft.now.label("entity", "ORG")
    assert org is not None
    return (
        draft.rename_label("entity", "PER", "HUMAN")
        .merge_label("entity", "FAC", "LOC")
        .split_label("entity", "ORG", (Share("ARMY", listed),), rest=msgspec.structs.replace(org, id="BODY"))
        .change_role(role_place(draft.now, "place"), least=1)
    )


def apply(desk: Desk, draft: CodebookDraft) -> Impact:
    changes = CodebookChanges(desk)
    impact = changes.impact(draft)
    changes.apply(draft, impact)
    return impact


def truth_of_layers(project: Project) -> list[tuple[object, ...]]:
    sql = "SELECT seq, body_sha256, chain FROM journal WHERE stream LIKE 'own/%' ORDER BY seq"
    return [tuple(row) for row in project.connection.execute(sql)]


def everything(project: Project) -> tuple[object, ...]:
    return (
        project.codebook(),
        project.entries(),
        tuple(project.layer(key) for key in project.layer_keys()),
        [tuple(row) for row in project.connection.execute("SELECT * FROM annotation ORDER BY layer, id")],
        [tuple(row) for row in project.connection.execute("SELECT * FROM relation ORDER BY layer, id")],
    )


def nothing_is_orphaned(project: Project) -> bool:
    codebook = project.codebook()
    faults = (fault for key in project.layer_keys() for fault in check_layer(project.layer(key), 10_000, codebook))
    return next(faults, None) is None


@pytest.mark.parametrize("articles", [4, pytest.param(200, marks=pytest.mark.soak)])
def test_a_large_change_under_three_authors(tmp_path: Path, articles: int) -> None:
    with filled(tmp_path, articles) as project:
        desk, layers = Desk(project, LEAD), 3 * articles - 1
        before, truth = everything(project), truth_of_layers(project)
        listed = tuple(Member(LayerKey(f"d{n}", "own", "one"), "e2") for n in range(articles))

        impact = apply(desk, large_change(CodebookDraft.of(desk.codebook), listed))
        becomes = Counter((one.label, one.becomes) for one in impact.of("changed"))
        assert becomes == {
            ("PER", "HUMAN"): layers,
            ("ORG", "ARMY"): articles,
            ("ORG", "BODY"): 2 * layers - articles,
            ("FAC", "LOC"): layers,
        }
        assert len(impact.of("unfilled")) == layers
        assert (impact.of("broken"), impact.of("gone"), impact.of("crowded"), impact.entries) == ((), (), (), 1)
        assert (len(impact.layers), impact.people, len(impact.documents)) == (layers, ("one", "three", "two"), articles)

        late = said(f"d{articles - 1}", "three")
        bring(project, late)
        arrived = project.layer(late.key)
        assert Counter(one.label for one in arrived.annotations) == {
            "HUMAN": 1,
            "BODY": 2,
            "LOC": 1,
            "NUM": 1,
            "direct": 1,
            "cue": 1,
            "CONSULT": 1,
        }
        assert nothing_is_orphaned(project)
        assert truth_of_layers(project)[:-1] == truth
        assert project.differences_from_journal() == []

        gesture = next(one.step.gesture for one in project.journal() if one.step.name == "codebook.change")
        desk.follow(desk.undoing.undo_gesture(gesture).steps)
        assert project.layer(late.key) == late
        with_late = everything(project)
        assert with_late[:2] == before[:2]
        assert set(before[2]) < set(with_late[2])  # type: ignore[call-overload]
        assert project.differences_from_journal() == []


def test_ctrl_z_takes_a_change_back_exactly_and_redo_brings_it_again(desk: Desk) -> None:
    before = everything(desk.project)
    apply(desk, large_change(CodebookDraft.of(desk.codebook), ()))
    after = everything(desk.project)
    assert after[2] != before[2]
    assert after[3:] == before[3:]
    desk.undo()
    assert everything(desk.project) == before
    desk.redo()
    assert everything(desk.project) == after


def test_an_open_article_follows_and_can_be_worked_on(tmp_path: Path) -> None:
    with filled(tmp_path, 1) as project:
        desk = Desk(project, LEAD)
        article = desk.open("d0")
        desk.tag(article, (Span(0, 5),), "PER")
        (name,) = article.annotations
        as_said = article.annotations[name]
        apply(desk, CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "HUMAN"))
        assert article.annotations[name].label == "HUMAN"

        desk.set_note(article, name, "ملاحظة")
        assert article.annotations[name] == project.layer(article.key).annotations[0]
        desk.undo()
        assert article.annotations[name].label == "HUMAN"
        assert project.connection.execute("SELECT label FROM annotation WHERE id = ?", (name,)).fetchone() == ("PER",)
        desk.undo()
        assert article.annotations[name] == as_said
        desk.undo()
        assert not article.annotations
        assert project.differences_from_journal() == []


def test_removing_what_holds_links_that_are_no_longer_read(desk: Desk) -> None:
    project, article = desk.project, desk.open("d0")
    desk.tag(article, (Span(0, 5),), "CONSULT", kind="event")
    desk.tag(article, (Span(6, 11),), "NUM")
    event, number = sorted(article.annotations.values(), key=lambda one: one.start)
    link = Relation("r9", event.id, "count", Target(annotation=number.id))
    desk.write([Draft(article.stream, "role", LEAD.id, (Change("relation", "r9", None, link),))])
    draft = CodebookDraft.of(desk.codebook)
    apply(desk, draft.drop_role(role_place(draft.now, "count")))
    assert not article.relations
    desk.remove(article, [event.id])
    assert project.connection.execute("SELECT count(*) FROM relation WHERE id = 'r9'").fetchone() == (0,)
    desk.undo()
    desk.undo()
    assert article.relations == {"r9": link}
    assert project.differences_from_journal() == []


def test_a_number_that_goes_leaves_its_letters_where_it_filled_a_role(desk: Desk) -> None:
    impact = apply(desk, CodebookDraft.of(desk.codebook).drop_label("entity", "NUM"))
    assert {one.label for one in impact.of("gone")} == {"NUM"}
    layer = desk.project.layer(LayerKey("d0", "own", "one"))
    assert next(one for one in layer.relations if one.role == "count").target == Target(spans=(Span(24, 29),))
    assert nothing_is_orphaned(desk.project)


def test_what_would_orphan_is_shown_and_refused(desk: Desk) -> None:
    changes, draft = CodebookChanges(desk), CodebookDraft.of(desk.codebook)
    narrowed = draft.change_role(role_place(draft.now, "count"), fillers=("span",))
    impact = changes.impact(narrowed)
    assert Counter(one.label for one in impact.of("broken")) == {"CONSULT": 5}
    assert {one.problem.key for one in impact.of("broken") if one.problem} == {"rule.bad-filler"}
    seq = desk.project.seq
    with pytest.raises(KnownError) as caught:
        changes.apply(narrowed, impact)
    assert caught.value.problem.key == "codebook.would-orphan"
    assert desk.project.seq == seq


def test_merging_what_lies_on_the_same_letters_is_shown(desk: Desk) -> None:
    article = desk.open("d0")
    desk.tag(article, (Span(0, 5),), "LOC")
    desk.tag(article, (Span(0, 5),), "FAC", beside=True)
    impact = CodebookChanges(desk).impact(CodebookDraft.of(desk.codebook).merge_label("entity", "FAC", "LOC"))
    assert len(impact.of("crowded")) == 1


def test_an_impact_that_is_no_longer_true_is_not_applied(desk: Desk) -> None:
    changes, draft = CodebookChanges(desk), CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "HUMAN")
    impact = changes.impact(draft)
    desk.tag(desk.open("d0"), (Span(0, 5),), "PER")
    with pytest.raises(KnownError) as caught:
        changes.apply(draft, impact)
    assert caught.value.problem.key == "codebook.impact-old"
    changes.apply(draft, changes.impact(draft))


def test_only_the_lead_changes_the_codebook(project: Project) -> None:
    desk = Desk(project, Person("one", "One", ("analyst",)))
    changes = CodebookChanges(desk)
    draft = changes.draft().rename_label("entity", "PER", "HUMAN")
    assert not changes.allowed
    with pytest.raises(KnownError) as caught:
        changes.apply(draft, changes.impact(draft))
    assert caught.value.problem.key == "team.not-yours"


def test_later_work_in_new_words_stands_on_the_change(desk: Desk) -> None:
    apply(desk, CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "HUMAN"))
    gesture = next(one.step.gesture for one in desk.project.journal())
    article = desk.open("d0")
    desk.tag(article, (Span(0, 5),), "HUMAN")
    desk.tag(article, (Span(12, 17),), "LOC")
    assert [one.changes for one in desk.undoing.stands_on(gesture)] == [1]
    with pytest.raises(KnownError) as caught:
        desk.undoing.undo_gesture(gesture)
    assert caught.value.problem.key == "undo.stood-on"


def test_a_version_that_was_taken_back_leaves_its_number_used(desk: Desk) -> None:
    apply(desk, CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "HUMAN"))
    desk.undo()
    apply(desk, CodebookDraft.of(desk.codebook).rename_label("entity", "PER", "PERSON"))
    assert desk.codebook.version == "1.2"
    assert [(one.before, one.version) for one in desk.codebook.history] == [("1.0", "1.2")]


def test_a_file_carries_the_codebook_with_its_rules_to_another_project(desk: Desk, tmp_path: Path) -> None:
    apply(desk, large_change(CodebookDraft.of(desk.codebook), (Member(LayerKey("d0", "own", "one"), "e2"),)))
    CodebookChanges(desk).export(tmp_path / "codebook.toml")
    (tmp_path / "other").mkdir()
    with filled(tmp_path / "other", 2) as other:
        elsewhere = Desk(other, LEAD)
        draft = CodebookChanges(elsewhere).taken_in(tmp_path / "codebook.toml")
        apply(elsewhere, draft)
        assert other.codebook() == desk.codebook
        assert [other.layer(key) for key in other.layer_keys()] == [
            desk.project.layer(key) for key in desk.project.layer_keys()
        ]
        with pytest.raises(KnownError) as caught:
            CodebookChanges(elsewhere).taken_in(tmp_path / "codebook.toml")
        assert caught.value.problem.key == "codebook.nothing-new"


def test_a_file_written_by_hand_is_a_change_like_any_other(desk: Desk, tmp_path: Path) -> None:
    changes = CodebookChanges(desk)
    changes.export(tmp_path / "codebook.toml")
    text = (tmp_path / "codebook.toml").read_text(encoding="utf-8").replace('id = "PER"', 'id = "HUMAN"', 1)
    (tmp_path / "codebook.toml").write_text(text, encoding="utf-8")
    draft = changes.taken_in(tmp_path / "codebook.toml")
    impact = changes.impact(draft)
    assert {(one.label, one.problem.key) for one in impact.of("broken") if one.problem} == {
        ("PER", "rule.unknown-label")
    }


def test_the_change_is_one_line_of_the_journal_with_its_rules(desk: Desk) -> None:
    seq = desk.project.seq
    apply(desk, large_change(CodebookDraft.of(desk.codebook), ()))
    lines = list(journal.lines(desk.project.connection, after=seq))
    assert [(line.stream, line.author) for line in lines] == [(CORPUS, LEAD.id)]
    (change,) = desk.project.changes_of(lines[0].id)
    assert isinstance(change.after, Codebook)
    assert len(change.after.history[0].rules) == 4


def test_a_file_of_the_first_kind_reads_as_before(desk: Desk) -> None:
    encode: Callable[[object], bytes] = msgspec.json.encode
    assert b"history" not in encode(default_codebook())
    assert desk.codebook == default_codebook()
