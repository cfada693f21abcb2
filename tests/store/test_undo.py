"""Undo and redo: a stack of gestures that survives restarts, read from the journal."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.codebook import Codebook
from annotator.model.person import Person
from annotator.model.step import Draft
from annotator.store import undo as undo_module
from annotator.store.project import Folders, Project
from annotator.store.projection import StaleChange
from annotator.store.undo import UndoStack
from tests.store.samples import ME, add_article, own, redo, tag, take_back, undo


def tagged(project: Project) -> list[str]:
    return [a.id for a in project.layer(own()).annotations]


def test_a_stack_of_gestures(project: Project) -> None:
    add_article(project)
    for name in "ABC":
        tag(project, name)
    undo(project)
    undo(project)
    assert tagged(project) == ["A"]
    tag(project, "D")
    assert project.last_undone(ME) == ()
    undo(project)
    assert tagged(project) == ["A"]
    undo(project)
    assert tagged(project) == []
    redo(project)
    redo(project)
    assert tagged(project) == ["A", "D"]


def test_the_stack_is_there_after_a_restart(path: Path, folders: Folders, person: Person, codebook: Codebook) -> None:
    with Project.create(path, folders=folders, person=person, codebook=codebook) as project:
        add_article(project)
        for name in "ABC":
            tag(project, name)
        undo(project)
    with Project.open(path, folders=folders) as project:
        undo(project)
        assert tagged(project) == ["A"]
        redo(project)
    with Project.open(path, folders=folders) as project:
        redo(project)
        assert tagged(project) == ["A", "B", "C"]
        assert project.last_undone(ME) == ()


def test_nobody_takes_back_anothers_gesture_or_the_projects_birth(project: Project) -> None:
    add_article(project)
    assert len(project.last_done("u2")) == 0
    undo(project)
    assert project.last_done(ME) == ()


def test_a_step_is_taken_back_once(project: Project) -> None:
    add_article(project)
    steps = tag(project, "A")
    take_back(project, steps)
    with pytest.raises(StaleChange):
        take_back(project, steps)


def test_what_is_taken_back_in_the_history_leaves_the_stack(project: Project) -> None:
    add_article(project)
    first = tag(project, "A")
    tag(project, "B")
    assert project.last_done(ME)
    take_back(project, first)
    assert tagged(project) == ["B"]
    redo(project)
    assert tagged(project) == ["A", "B"]
    undo(project)
    undo(project)
    assert tagged(project) == []


def test_what_is_left_of_a_step_can_be_taken_back(project: Project) -> None:
    add_article(project)
    step = tag(project, "A")[0]
    part = Draft(step.stream, "undo", ME, tuple(c.inverse for c in step.changes), undoes=step.id)
    project.write((part,))
    assert tagged(project) == []
    redo(project)
    assert tagged(project) == ["A"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("tttuurr"), max_size=14), st.integers(1, 4))
def test_a_stack_read_later_is_the_stack_that_was_followed(project: Project, moves: list[str], page: int) -> None:
    """The stack kept while writing, one read from the journal's end in pages of any size, and a plain model agree."""
    if not project.has_document("d1"):
        add_article(project)
    done: list[list[str]] = []
    undone: list[list[str]] = []
    base = tagged(project)
    for number, move in enumerate(moves):
        before = tagged(project)
        if move == "t":
            tag(project, f"e{number:02}{len(base):04}")
            done.append(before)
            undone.clear()
        elif move == "u" and done:
            undo(project)
            undone.append(before)
            assert tagged(project) == done.pop()
        elif move == "r" and undone:
            redo(project)
            done.append(before)
            assert tagged(project) == undone.pop()
    followed = (project._stack(ME).top_done(), project._stack(ME).top_undone() if undone else None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undo_module, "_PAGE", page)
        read = UndoStack(project.connection, device=project.device, person=ME)
        assert (read.top_done(), read.top_undone() if undone else None) == followed
