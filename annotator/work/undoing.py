"""Taking back and doing again, over restarts and across articles."""

from collections.abc import Sequence

from annotator.model.problems import refuse
from annotator.model.step import Draft, Step
from annotator.store.project import Project

MANY = 200
"""Over so many changes a person is asked once before they are taken back."""


class Undoing:
    """One person's undo on this device: an undo is itself a step that names what it takes back."""

    def __init__(self, project: Project, author: str) -> None:
        self._project = project
        self._author = author

    def next_undo(self) -> Sequence[Step]:
        """The steps of my latest gesture that still stands; empty where there is none."""
        return self._project.last_done(self._author)

    def next_redo(self) -> Sequence[Step]:
        """The undo steps that a redo would take back; empty where there is nothing."""
        return self._project.last_undone(self._author)

    def undo(self) -> tuple[Step, ...]:
        return self._take_back(self.next_undo(), "undo")

    def redo(self) -> tuple[Step, ...]:
        return self._take_back(self.next_redo(), "redo")

    def _take_back(self, steps: Sequence[Step], name: str) -> tuple[Step, ...]:
        if not steps:
            raise refuse(f"{name}.nothing")
        drafts = [
            Draft(stream=step.stream, name=name, author=self._author, changes=(), undoes=step.id)
            for step in reversed(steps)
        ]
        return self._project.write(drafts)
