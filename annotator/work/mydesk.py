"""My desk: what came back with comments first, then what was given to me by the day it is wanted, then what I began."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from annotator.model.batch import Task, TaskState
from annotator.model.comment import Comment
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.store.assignments import anything_handed_out, states_of_tasks
from annotator.store.project import Project
from annotator.work.corpus import Corpus, Filter, Row
from annotator.work.sight import Sight, visible

Pile = Literal["returned", "batch", "begun", "rest"]


class Lying(msgspec.Struct, frozen=True):
    """One article on a desk, and why it lies there.

    `batch` is the name of the batch that it came in, "" without one, `due` its day. `comments` are the open ones of a
    returned article, oldest first.
    """

    row: Row
    pile: Pile
    batch: str = ""
    due: str = ""
    comments: tuple[Comment, ...] = ()


class MyDesk:
    """What waits for one person; what was handed out to nobody waits only where nothing is handed out at all."""

    def __init__(self, project: Project, person: Person, corpus: Corpus) -> None:
        self._project = project
        self._person = person
        self._corpus = corpus

    def lying(self, most: int) -> tuple[Lying, ...]:
        """The first `most` articles of the desk, each once."""
        found: dict[str, Lying] = {}
        for one in self._lying(most):
            found.setdefault(one.row.id, one)
            if len(found) == most:
                break
        return tuple(found.values())

    def waiting(self) -> int:
        """How many articles lie on the desk in all."""
        counts = self._corpus.states()
        waits = counts["returned"] + counts["open"]
        if not anything_handed_out(self._project):
            return waits + counts["untouched"]
        return waits + sum(state == "untouched" for state in self._states(self._tasks()).values())

    def after(self, document: str) -> str | None:
        """The next article behind one, in its batch or of all, that is not handed in; else the first of the desk."""
        found = self._corpus.neighbour_of(document)
        while found is not None and self._is_handed_in(found):
            found = self._corpus.neighbour_of(found)
        return found or next((one.row.id for one in self.lying(2) if one.row.id != document), None)

    def _is_handed_in(self, document: str) -> bool:
        standing = self._project.standing(LayerKey(document, "own", self._person.id))
        return standing is not None and standing.state in ("submitted", "accepted")

    # --- the piles, from top to bottom

    def _lying(self, most: int) -> Iterator[Lying]:
        named = self._named
        for row in self._corpus.rows(0, most, wanted=Filter(standing="returned")):
            comments = tuple(one for one in self._sight.comments(row.id) if not one.resolved and self._is_for_me(one))
            batch = named.get(row.id, ("", ""))
            yield Lying(row, "returned", *batch, comments=comments)
        yield from self._handed_out()
        for row in self._corpus.rows(0, most, wanted=Filter(standing="open")):
            yield Lying(row, "begun")
        if not anything_handed_out(self._project):
            for row in self._corpus.rows(0, most, wanted=Filter(standing="untouched")):
                yield Lying(row, "rest")

    def _handed_out(self) -> Iterator[Lying]:
        """Batch by batch, in each what was begun before what was not."""
        for batch in self._corpus.given():
            states = self._states(batch.tasks_of(self._person.id))
            for wanted in ("open", "untouched"):
                names = [task.document for task, state in states.items() if state == wanted]
                for row in self._corpus.named(names):
                    yield Lying(row, "batch", batch.name, batch.due or "")

    @property
    def _named(self) -> dict[str, tuple[str, str]]:
        """Name and day of the batch in which each article came."""
        return {task.document: (one.name, one.due or "") for one in self._corpus.given() for task in one.tasks}

    def _tasks(self) -> Iterable[Task]:
        return {
            (task.document, task.person): task
            for batch in self._corpus.given()
            for task in batch.tasks_of(self._person.id)
        }.values()

    def _states(self, tasks: Iterable[Task]) -> dict[Task, TaskState]:
        return states_of_tasks(self._project, tasks)

    def _is_for_me(self, comment: Comment) -> bool:
        return comment.author != self._person.id

    @property
    def _sight(self) -> Sight:
        return visible(self._project, self._project.person(self._person.id) or self._person)
