"""How far a batch is: by state, as a whole and person by person, and how long the rest will take."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from annotator.model.batch import LEFT, TASK_STATES, Batch, Task, TaskState
from annotator.model.layer import LayerKey
from annotator.store.assignments import states_of_tasks
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.work.pace import seconds_on, usual
from annotator.work.sight import Sight

_DONE = frozenset({"submitted", "accepted"})


class Share(msgspec.Struct, frozen=True):
    """Tasks by state, `person` being `None` for everybody's.

    `usual` is the median of seconds that an article took, `expected` those for what is left; `None`: not known yet.
    """

    person: str | None
    counts: Mapping[TaskState, int]
    usual: float | None
    expected: float | None

    @property
    def total(self) -> int:
        """All that is to be done, without what was excluded."""
        return sum(self.counts.values()) - self.counts["excluded"]

    @property
    def left(self) -> int:
        """What still waits for the person."""
        return sum(self.counts[state] for state in LEFT)

    @property
    def done(self) -> int:
        """What was handed in or accepted."""
        return self.total - self.left


class BatchProgress(msgspec.Struct, frozen=True):
    """A batch, each task with its state, the whole, and each person's share in the order of their names' ids."""

    batch: Batch
    states: Mapping[Task, TaskState]
    whole: Share
    shares: tuple[Share, ...]

    def overdue(self, today: date) -> bool:
        """Whether the day has passed and something is left."""
        return bool(self.batch.due and self.batch.due < today.isoformat() and self.whole.left)


def progress_of(project: Project | Reads, batch: Batch, sight: Sight) -> BatchProgress:
    """How far `batch` is; of a batch as one person sees it, that person's part.

    Times are told as far as `sight` tells them: a reviewer who does not lead learns of nobody how long it takes.
    """
    states = states_of_tasks(project, batch.tasks)
    told = [task for task in batch.tasks if states[task] in _DONE and sight.times(_layer_of(task))]
    took = seconds_on(project, told)
    common = usual(list(took.values()))
    shares = []
    for person in batch.people:
        tasks = batch.tasks_of(person)
        own = usual([took[task] for task in tasks if task in took])
        shares.append(_share(person, [states[task] for task in tasks], own if own is not None else common))
    left = [share for share in shares if share.left]
    known = [share.expected for share in left if share.expected is not None]
    whole = _share(None, [states[task] for task in batch.tasks], common)
    expected = sum(known) if len(known) == len(left) else None
    return BatchProgress(batch, states, msgspec.structs.replace(whole, expected=expected), tuple(shares))


def _layer_of(task: Task) -> LayerKey:
    return LayerKey(task.document, "own", task.person)


def _share(person: str | None, states: Sequence[TaskState], seconds: float | None) -> Share:
    counted = Counter(states)
    counts = {state: counted[state] for state in TASK_STATES}
    left = sum(counts[state] for state in LEFT)
    return Share(person, counts, seconds, None if seconds is None else seconds * left)
