"""Taking back and doing again, over restarts and across articles."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from annotator.model.person import Person
from annotator.model.problems import refuse
from annotator.model.progress import Report, silent
from annotator.model.step import Change, Draft, Step, inverse
from annotator.store.bulk import BulkResult
from annotator.store.project import Project
from annotator.store.reading import Reads, StoredStep
from annotator.work import standing
from annotator.work.sight import visible
from annotator.work.standing import Dependent

MANY = 200
"""Over so many changes a person is asked once before they are taken back."""

How = Literal["alone", "untouched", "all"]
"""How to take back what other work may stand on: only if nothing does, only the rest, or with all of that work."""


class Undoing:
    """One person's undo on this device: an undo is itself a step that names what it takes back.

    Of work that stands on a gesture `person` is told what that person may see; without one all of it.
    """

    def __init__(self, project: Project, author: str, *, person: Person | None = None) -> None:
        self._project = project
        self._author = author
        self._person = person

    def next_undo(self, *, limit: int | None = None) -> Sequence[Step]:
        """The steps of my latest gesture that still stands, or the first ``limit``; empty where there is none."""
        return self._project.last_done(self._author, limit=limit)

    def next_redo(self, *, limit: int | None = None) -> Sequence[Step]:
        """The undo steps that a redo would take back, or the first ``limit``; empty where there is nothing."""
        return self._project.last_undone(self._author, limit=limit)

    def undo(self) -> tuple[Step, ...]:
        return self._take_back(self.next_undo(), "undo")

    def redo(self) -> tuple[Step, ...]:
        return self._take_back(self.next_redo(), "redo")

    def count(self, gesture: str) -> int:
        """How many changes a gesture makes, large ones included: what `MANY` is compared with."""
        with self._project.reading() as reads:
            return standing.count(reads, reads.gesture(gesture))

    def stands_on(self, gesture: str) -> list[Dependent]:
        """The later gestures that stand on this one, oldest first (`standing.as_seen`); from any thread."""
        with self._project.reading() as reads:
            return self._as_seen(reads, standing.stands_on(reads, gesture, self._author))

    def undo_gesture(self, gesture: str, *, how: How = "alone", report: Report = silent) -> BulkResult:
        """Take back any gesture of mine, however old or large, as one gesture; from any thread.

        Whoever calls shows the steps of the result to the desk (`Desk.follow`) and reloads what it touched.

        Raises:
            KnownError: `undo.already`, it is taken back; `undo.not-yours`; `undo.stood-on`, other work stands on it
                and `how` is "alone"; `undo.others-stand`, some of that work is not mine; `undo.nothing-untouched`.
        """
        with self._project.bulk(author=self._author, name="undo", report=report) as work:
            work.write(self._drafts(work.reads, gesture, how))
        return work.result

    def _drafts(self, reads: Reads, gesture: str, how: How) -> list[Draft]:
        steps = [one for one in reads.gesture(gesture) if not reads.taken_back(one.step.id)]
        if not steps:
            raise refuse("undo.already")
        if not all(standing.may_take_back(one, self._author) for one in steps):
            raise refuse("undo.not-yours")
        dependents = standing.stands_on(reads, gesture, self._author)
        if how == "untouched":
            return self._rest(reads, steps, dependents)
        told = self._as_seen(reads, dependents)
        if told and how == "alone":
            raise refuse("undo.stood-on", n=len(told))
        others = sum(not one.mine for one in told)
        if others:
            raise refuse("undo.others-stand", n=others)
        doomed = [*steps, *(stored for one in dependents for stored in one.steps)]
        return [self._draft(one.step, "undo") for one in reversed(doomed)]

    def _as_seen(self, reads: Reads, dependents: list[Dependent]) -> list[Dependent]:
        if self._person is None:
            return dependents
        return standing.as_seen(dependents, visible(reads, self._person).sees_step)

    def _rest(self, reads: Reads, steps: list[StoredStep], dependents: list[Dependent]) -> list[Draft]:
        """Drafts that take back as much of `steps` as nothing stands on."""
        pieces = standing.untouched(reads, steps, dependents)
        if not pieces:
            raise refuse("undo.nothing-untouched")
        drafts = []
        for name, group in groupby(pieces, lambda piece: piece.step.step.id):
            stored = next(one for one in steps if one.step.id == name)
            changes = tuple(piece.change for piece in group if piece.change is not None)
            whole = stored.snapshot or len(changes) == len(standing.changes_of(reads, stored))
            drafts.append(self._draft(stored.step, "undo", () if whole else changes))
        return drafts[::-1]

    def _draft(self, step: Step, name: str, changes: tuple[Change, ...] = ()) -> Draft:
        """The draft that takes back `step`, or only `changes` of it."""
        return Draft(step.stream, name, self._author, inverse(changes), undoes=step.id)

    def _take_back(self, steps: Sequence[Step], name: str) -> tuple[Step, ...]:
        if not steps:
            raise refuse(f"{name}.nothing")
        return self._project.write([self._draft(step, name) for step in reversed(steps)])
