"""What the tables of the team show: batches, shares of people, tasks, and people, each as one row with its words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from annotator.model.batch import Batch, Task, TaskState
from annotator.model.person import Person
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.duration import say_duration
from annotator.ui.pages.desk_list import due_words
from annotator.ui.pages.sheet import Column
from annotator.ui.pages.team.bars import count_words
from annotator.ui.session import Session
from annotator.work.comparing import Score
from annotator.work.headway import BatchProgress, Share

Words = Callable[[Any], str]

HEADLINE = "f1.exact", "entity"
"""The one score that has a column of its own; the others stand in its tooltip."""


class BatchRow(msgspec.Struct, frozen=True):
    """A batch in the list of batches."""

    progress: BatchProgress

    @property
    def batch(self) -> Batch:
        return self.progress.batch

    @property
    def counts(self) -> Mapping[TaskState, int]:
        return self.progress.whole.counts


class ShareRow(msgspec.Struct, frozen=True):
    """One person's part in a batch; `scores` of training, `again` of what was given twice."""

    share: Share
    name: str
    scores: tuple[Score, ...] = ()
    again: tuple[Score, ...] = ()

    @property
    def counts(self) -> Mapping[TaskState, int]:
        return self.share.counts


class TaskRow(msgspec.Struct, frozen=True):
    """One article for one person; `copy` marks a second copy for a re-test, to who may know."""

    task: Task
    state: TaskState
    title: str
    scores: tuple[Score, ...] = ()
    copy: bool = False


class PersonRow(msgspec.Struct, frozen=True):
    """One of the people, with how much waits there; `stranger` for an author of layers who is not among them."""

    person: Person
    left: int
    stranger: bool = False


def batch_columns(session: Session, today: date) -> tuple[Column, ...]:
    """Name, day, bar, numbers, and how long the rest takes."""
    say = session.say
    return (
        Column(say("team.column.batch"), lambda row: _batch_name(row.batch, session)),
        Column(say("team.column.due"), lambda row: due_words(row.batch.due, today, session), 136),
        Column(say("team.column.progress"), lambda row: _done(row.progress.whole, session), 160, tip=_counts(session)),
        Column(say("team.column.done"), lambda row: _done(row.progress.whole, session), 96, number=True),
        Column(say("team.column.rest"), lambda row: _rest(row.progress.whole, session), 152, tip=_pace(session)),
    )


def share_columns(session: Session) -> tuple[Column, ...]:
    """Person, bar, numbers, how long the rest takes, and scores."""
    say = session.say
    return (
        Column(say("team.column.person"), lambda row: isolate(row.name)),
        Column(say("team.column.progress"), lambda row: _done(row.share, session), 160, tip=_counts(session)),
        Column(say("team.column.done"), lambda row: _done(row.share, session), 96, number=True),
        Column(say("team.column.rest"), lambda row: _rest(row.share, session), 152, tip=_pace(session)),
        Column(say("team.column.score"), lambda row: headline(row.scores), 88, number=True, tip=_scores(session)),
        Column(say("team.column.again"), lambda row: headline(row.again), 96, number=True, tip=_again(session)),
    )


def task_columns(session: Session) -> tuple[Column, ...]:
    """Article, state, why not, and the score of training."""
    say = session.say
    return (
        Column(say("team.column.article"), lambda row: _title(row, session)),
        Column(say("team.column.state"), lambda row: say(f"state.{row.state}"), 120),
        Column(say("team.column.reason"), lambda row: isolate(row.task.excluded or ""), 200),
        Column(say("team.column.score"), lambda row: headline(row.scores), 88, number=True, tip=_scores(session)),
    )


def people_columns(session: Session) -> tuple[Column, ...]:
    """Name, roles, and how much waits."""
    say, number = session.say, session.language.number
    return (
        Column(say("team.column.person"), lambda row: _person_name(row, session), tip=lambda row: row.person.id),
        Column(say("team.column.roles"), lambda row: _roles(row, session), 208),
        Column(say("registry.id"), lambda row: isolate(row.person.id), 152),
        Column(say("team.column.waiting"), lambda row: number(row.left) if row.left else "", 72, number=True),
    )


def headline(scores: Sequence[Score]) -> str:
    """The one score, or a stroke where there is none."""
    found = next((one for one in scores if (one.measure, one.kind) == HEADLINE), None)
    return "" if found is None else "–" if found.value is None else f"{found.value:.2f}"


def score_lines(scores: Sequence[Score], session: Session) -> list[str]:
    """Every score in a line of its own, undefined ones with the reason."""
    say, lines = session.say, []
    for one in scores:
        said = f"{one.value:.2f}" if one.value is not None else say(f"review.undefined.{one.undefined}")
        name = say(f"team.score.{one.measure}", kind=say(f"review.kind.{one.kind}"))
        lines.append(f"{name}: {said} ({session.language.number(one.items)})")
    return lines


def _batch_name(batch: Batch, session: Session) -> str:
    name = isolate(strip_controls(batch.name))
    return f"{name} · {session.say('team.training')}" if batch.training else name


def _done(share: Share, session: Session) -> str:
    number = session.language.number
    return session.say("team.of", done=number(share.done), all=number(share.total))


def _rest(share: Share, session: Session) -> str:
    return _time(share.expected, session) if share.left else session.say("team.nothing_left")


def _time(seconds: float | None, session: Session) -> str:
    return session.say("team.unknown") if seconds is None else say_duration(seconds, session.language)


def _title(row: TaskRow, session: Session) -> str:
    title = isolate(strip_controls(row.title))
    return f"{title} · {session.say('team.copy')}" if row.copy else title


def _person_name(row: PersonRow, session: Session) -> str:
    name = isolate(strip_controls(row.person.name or row.person.id))
    return f"{name} · {session.say('team.left')}" if row.person.left else name


def _roles(row: PersonRow, session: Session) -> str:
    if row.stranger:
        return session.say("team.stranger")
    return session.say("list.comma").join(session.say(f"team.role.{role}") for role in row.person.roles)


def _counts(session: Session) -> Words:
    return lambda row: count_words(row.counts, session)


def _pace(session: Session) -> Words:
    def said(row: BatchRow | ShareRow) -> str:
        share = row.progress.whole if isinstance(row, BatchRow) else row.share
        return session.say("team.pace", time=_time(share.usual, session))

    return said


def _scores(session: Session) -> Words:
    return lambda row: "\n".join(score_lines(row.scores, session))


def _again(session: Session) -> Words:
    return lambda row: "\n".join(score_lines(row.again, session))
