"""Training: what an analyst handed in, held against gold that could not be seen before."""

import msgspec

from annotator.model.batch import Batch, Task
from annotator.model.layer import LayerKey
from annotator.model.registry import merged
from annotator.model.step import stream_of
from annotator.store.project import Project
from annotator.work.comparing import Comparison, Score, compare, scores
from annotator.work.sight import Sight


class Lesson(msgspec.Struct, frozen=True):
    """One article of a training batch after it was handed in; the first layer compared is the analyst's.

    `attempt` counts how often it was handed in: from the second time on the gold may have been seen.
    """

    document: str
    person: str
    attempt: int
    scores: tuple[Score, ...]
    comparison: Comparison


def lesson_of(project: Project, sight: Sight, document: str) -> Lesson | None:
    """What `sight`'s person may learn from an article; `None` where it is no training, or not handed in yet."""
    gold = sight.lesson(document)
    if gold is None:
        return None
    key = LayerKey(document, "own", sight.person.id)
    comparison = compare(project.text(document), project.layer(key), gold, merged(sight.entries()))
    attempt = attempts(project, key)
    return Lesson(document, sight.person.id, attempt, scores([comparison.tally]), comparison)


def comparisons_of(project: Project, sight: Sight, batch: Batch) -> dict[Task, Comparison]:
    """Training tasks that were handed in, held against the gold: one's own, and for who sees all layers everybody's."""
    if not batch.training:
        return {}
    standing = merged(sight.entries())
    found: dict[Task, Comparison] = {}
    for task in batch.tasks:
        person = project.person(task.person)
        gold = Sight(project, person).lesson(task.document) if person is not None else None
        key = LayerKey(task.document, "own", task.person)
        if gold is not None and sight.sees(key):
            found[task] = compare(project.text(task.document), sight.layer(key), gold, standing)
    return found


def attempts(project: Project, key: LayerKey) -> int:
    """How often a layer was handed in here; at least 1."""
    steps = project.journal(stream=stream_of(key))
    return max(1, sum(stored.step.name == "stand.submitted" for stored in steps))
