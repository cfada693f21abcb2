"""How long people take for an article, and how long the rest will take; nothing is guessed where little is known."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Final

from annotator.model.batch import Task
from annotator.model.layer import LayerKey
from annotator.model.step import stream_of
from annotator.store.assignments import moments_of
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.times import seconds_of

PAUSE: Final = 300.0
"""Seconds between two gestures from which somebody was away: they are not counted."""

_NAMED: Final = 500  # articles up to which only theirs are asked for

ENOUGH: Final = 3
"""So many finished articles are needed before a pace is named."""


def seconds_on(project: Project | Reads, tasks: Iterable[Task]) -> dict[Task, float]:
    """How many seconds each task took: as measured where that was handed in, else the time between gestures on it.

    Tasks of which nothing is known, as those that came as records, are not among them.
    """
    asked = {LayerKey(task.document, "own", task.person): task for task in tasks}
    measured = seconds_of(project, sorted({key.document for key in asked}) if len(asked) <= _NAMED else None)
    found = {task: float(measured[key]) for key, task in asked.items() if key in measured}
    streams = {stream_of(key): task for key, task in asked.items() if key not in measured}
    reckoned = {streams[name]: worked_seconds(at) for name, at in moments_of(project, streams).items()}
    return {**found, **{task: seconds for task, seconds in reckoned.items() if seconds > 0}}


def worked_seconds(moments: Sequence[str]) -> float:
    """The time between one moment (UTC, ISO-8601) and the next, as far as it is no pause."""
    times = [datetime.fromisoformat(one) for one in moments]
    gaps = ((later - sooner).total_seconds() for sooner, later in pairwise(times))
    return sum(gap for gap in gaps if 0 < gap < PAUSE)


def usual(seconds: Sequence[float]) -> float | None:
    """The median time of an article; `None` where fewer than `ENOUGH` are known."""
    return median(seconds) if len(seconds) >= ENOUGH else None
