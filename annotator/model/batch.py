"""Articles handed out for work: who is to annotate which, until when."""

from typing import Literal, get_args

import msgspec

TaskState = Literal["untouched", "open", "returned", "submitted", "accepted", "excluded"]

TASK_STATES: tuple[TaskState, ...] = get_args(TaskState)
"""How far one person is with one article, in the order of work; `excluded`: not to be done, with a reason."""

LEFT: frozenset[TaskState] = frozenset({"untouched", "open", "returned"})
"""States in which the article still waits for the person."""


class Task(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """One article for one person; `excluded` is the reason why it is not to be done after all."""

    document: str
    person: str
    excluded: str | None = None


class Batch(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named set of articles handed out for work.

    Each of `documents` went to `layers_per_document` of `people` when it was handed out, drawn with `seed`; `tasks` is
    what came of it, in the order in which everybody works, and what was changed since. `due` is a day, ISO-8601;
    `made` when it was handed out, UTC, ISO-8601.
    `sample` says of how many articles `documents` were drawn, 0 where they were chosen. In a `training` batch the
    person sees the gold after handing an article in.
    """

    id: str
    name: str
    documents: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    layers_per_document: int = 1
    due: str | None = None
    made: str = ""
    seed: int = 0
    sample: int = 0
    training: bool = False
    tasks: tuple[Task, ...] = ()

    def tasks_of(self, person: str) -> tuple[Task, ...]:
        """What one person has to do, in the order in which it is to be done."""
        return tuple(task for task in self.tasks if task.person == person)

    def seen_by(self, person: str) -> "Batch":
        """The batch without anything that was given to others."""
        own = self.tasks_of(person)
        return msgspec.structs.replace(
            self, documents=tuple(task.document for task in own), people=(person,), tasks=own, layers_per_document=1
        )
