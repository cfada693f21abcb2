"""Taking back what is older or larger: what stands on it, the untouched rest, or all of it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer, LayerKey
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.store.check import check
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl
from annotator.work.history import History
from tests.formats.test_jsonl import article
from tests.work.test_exchange import ANALYST, LEAD, bring, folders, put

__all__ = ["folders"]

TEXTS = {"a": "قال بوتين نعم", "b": "قال ترامب لا أبدا", "c": "وصل الوفد إلى باريس أمس"}


@pytest.fixture
def project(tmp_path: Path, folders: Folders) -> Iterator[Project]:
    path = tmp_path / "a.hashiya"
    with Project.create(path, folders=folders, person=LEAD, codebook=default_codebook()) as made:
        yield made
    assert check(path) == []


def imported(project: Project, folder: Path) -> str:
    """Three articles with a layer each, as one gesture."""
    return bring(project, put(folder / "in.jsonl", *(article(text, name) for name, text in TEXTS.items()))).gesture


def tag(desk: Desk, name: str, start: int = 0) -> str:
    return desk.tag(desk.open(name), (Span(start, start + 3),), "OTHER", beside=True)[0].gesture


def state(project: Project) -> tuple[list[str], list[LayerKey]]:
    return project.document_ids(), project.layer_keys()


def is_told_undone(desk: Desk, gesture: str) -> bool:
    """Whether the history says that a gesture is taken back."""
    return next(line.undone for line in History(desk).lines() if line.gesture == gesture)


def refused(undo: object) -> str:
    with pytest.raises(KnownError) as error:
        undo()  # type: ignore[operator]
    return error.value.problem.key


def test_an_import_on_which_nothing_stands_is_taken_back_and_comes_again(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    before = state(project)
    export_jsonl(project, tmp_path / "1.jsonl", layer="all", person=LEAD)
    assert desk.undoing.stands_on(gesture) == []
    assert desk.undoing.count(gesture) == 3 + sum(
        len(layer.annotations) + len(layer.relations) for layer in map(project.layer, before[1])
    )
    result = desk.undoing.undo_gesture(gesture)
    assert sorted(result.touched) == ["a", "b", "c"]
    assert state(project) == ([], [])
    assert refused(lambda: desk.undoing.undo_gesture(gesture)) == "undo.already"
    desk.redo()
    export_jsonl(project, tmp_path / "2.jsonl", layer="all", person=LEAD)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_what_stands_on_an_import_is_listed_and_keeps_it(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    first, second = tag(desk, "a"), tag(desk, "b", 4)
    comment = desk.comment(desk.open("a"), "لماذا؟", at="2025-01-01T00:00:00Z")[0].gesture
    tag(desk, "b")
    desk.undo()
    found = desk.undoing.stands_on(gesture)
    assert [(one.gesture, one.changes, one.mine) for one in found] == [
        (first, 1, True),
        (second, 1, True),
        (comment, 1, True),
    ]
    assert found[0].documents == ("a",)
    before = state(project)
    assert refused(lambda: desk.undoing.undo_gesture(gesture)) == "undo.stood-on"
    assert state(project) == before


def test_only_what_is_untouched_goes(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    tag(desk, "a")
    mine = project.layer(LayerKey("a", "own", LEAD.id))
    desk.undoing.undo_gesture(gesture, how="untouched")
    assert state(project) == (["a"], [mine.key])
    assert project.layer(mine.key).annotations == mine.annotations
    desk.redo()
    assert state(project)[0] == ["a", "b", "c"]
    assert len(state(project)[1]) == 4


def test_with_all_of_these_and_back_again(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    tag(desk, "a")
    tag(desk, "b")
    before = [(layer.key, layer.annotations, layer.relations) for name in TEXTS for layer in project.layers_of(name)]
    desk.undoing.undo_gesture(gesture, how="all")
    assert state(project) == ([], [])
    desk.redo()
    after = [(layer.key, layer.annotations, layer.relations) for name in TEXTS for layer in project.layers_of(name)]
    assert after == before


def test_work_of_others_is_never_taken_back(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    ann = Desk(project, ANALYST)
    theirs = tag(ann, "a")
    desk = Desk(project, LEAD)
    assert [one.mine for one in desk.undoing.stands_on(gesture)] == [False]
    assert refused(lambda: desk.undoing.undo_gesture(gesture, how="all")) == "undo.others-stand"
    assert refused(lambda: desk.undoing.undo_gesture(theirs)) == "undo.not-yours"
    desk.undoing.undo_gesture(gesture, how="untouched")
    assert state(project) == (["a"], [LayerKey("a", "own", ANALYST.id)])


def test_where_all_is_touched_nothing_goes(tmp_path: Path, project: Project) -> None:
    item = article(TEXTS["a"], "a")
    bare = msgspec.structs.replace(item, layer=Layer(item.layer.key))
    gesture = bring(project, put(tmp_path / "in.jsonl", bare)).gesture
    desk = Desk(project, LEAD)
    tag(desk, "a")
    assert refused(lambda: desk.undoing.undo_gesture(gesture, how="untouched")) == "undo.nothing-untouched"


def test_a_link_stands_on_its_entry_and_a_reference_on_its_annotation(tmp_path: Path, project: Project) -> None:
    imported(project, tmp_path)
    desk = Desk(project, LEAD)
    one = desk.open("a")
    tagged = desk.tag(one, (Span(4, 9),), "PER")[0]
    made = desk.create_entry(Entry("per.x", "entity", "PER", "بوتين"))[0].gesture
    (annotation,) = (c.after for c in tagged.changes)
    assert isinstance(annotation, Annotation)
    linked = desk.link_entry(one, annotation.id, "per.x")[0].gesture
    assert [one.gesture for one in desk.undoing.stands_on(made)] == [linked]
    assert [one.gesture for one in desk.undoing.stands_on(tagged.gesture)] == [linked]
    desk.undoing.undo_gesture(tagged.gesture, how="all")
    assert LayerKey("a", "own", LEAD.id) not in project.layer_keys()
    assert desk.undoing.stands_on(made) == []


def test_work_in_a_layer_that_came_stands_on_it(tmp_path: Path, project: Project) -> None:
    """A person goes on in the layer that he brought from elsewhere."""
    item = article(TEXTS["a"], "a")
    key = LayerKey("a", "own", LEAD.id)
    layer = msgspec.structs.replace(item.layer, key=key)
    gesture = bring(project, put(tmp_path / "in.jsonl", msgspec.structs.replace(item, layer=layer))).gesture
    desk = Desk(project, LEAD)
    went_on = tag(desk, "a")
    desk.stand(desk.open("a"), "submitted", at="2025-01-01T00:00:00Z")
    assert desk.undoing.stands_on(gesture)[0].gesture == went_on
    desk.undoing.undo_gesture(gesture, how="all")
    assert state(project) == ([], [])


def test_undo_and_redo_in_between_stand_on_nothing(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    tag(desk, "a")
    desk.undo()
    desk.redo()
    desk.undo()
    desk.undo()
    desk.redo()
    assert desk.undoing.stands_on(gesture) == []
    desk.redo()
    found = desk.undoing.stands_on(gesture)
    assert [one.name for one in found] == ["tag"]
    desk.undoing.undo_gesture(found[0].gesture)
    assert desk.undoing.stands_on(gesture) == []
    desk.undoing.undo_gesture(gesture)
    assert state(project) == ([], [])


def test_what_was_left_of_a_gesture_can_be_taken_back_later(tmp_path: Path, project: Project) -> None:
    gesture = imported(project, tmp_path)
    desk = Desk(project, LEAD)
    mine = tag(desk, "a")
    desk.undoing.undo_gesture(gesture, how="untouched")
    assert project.document_ids() == ["a"]
    assert [one.name for one in desk.undoing.stands_on(gesture)] == ["tag", "undo"]
    assert not is_told_undone(desk, gesture)
    desk.undoing.undo_gesture(mine)
    assert is_told_undone(desk, mine)
    desk.undoing.undo_gesture(gesture, how="untouched")
    assert state(project) == ([], [])


def test_open_articles_follow_what_a_worker_took_back(tmp_path: Path, project: Project) -> None:
    imported(project, tmp_path)
    desk = Desk(project, LEAD)
    one = desk.open("a")
    old = tag(desk, "a")
    tag(desk, "a", 4)
    assert len(one.annotations) == 2
    seen: list[str] = []
    desk.watch(lambda steps: seen.extend(step.name for step in steps))
    desk.follow(desk.undoing.undo_gesture(old).steps)
    assert len(one.annotations) == 1
    assert seen == ["undo"]


def test_a_gesture_that_never_was_has_nothing_on_it(project: Project) -> None:
    assert Desk(project, LEAD).undoing.stands_on("no-such-gesture") == []
