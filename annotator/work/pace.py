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

PAUSE: Final = 300.0
"""Seconds between two gestures from which somebody was away: they are not counted."""

ENOUGH: Final = 3
"""So many finished articles are needed before a pace is named."""


def seconds_on(project: Project | Reads, tasks: Iterable[Task]) -> dict[Task, float]:
    """How many seconds each task took so far: the time between gestures on it, pauses left out.

    Tasks of which nothing is known, as those that came as records, are not among them.
    """
    streams = {stream_of(LayerKey(task.document, "own", task.person)): task for task in tasks}
    found = moments_of(project, streams)
    worked = {streams[stream]: worked_seconds(moments) for stream, moments in found.items()}
    return {task: seconds for task, seconds in worked.items() if seconds > 0}


def worked_seconds(moments: Sequence[str]) -> float:
    """The time between one moment (UTC, ISO-8601) and the next, as far as it is no pause."""
    times = [datetime.fromisoformat(one) for one in moments]
    gaps = ((later - sooner).total_seconds() for sooner, later in pairwise(times))
    return sum(gap for gap in gaps if 0 < gap < PAUSE)


def usual(seconds: Sequence[float]) -> float | None:
    """The median time of an article; `None` where fewer than `ENOUGH` are known."""
    return median(seconds) if len(seconds) >= ENOUGH else None
