"""Batches: articles handed out to people, with a day until which they are wanted, and changed afterwards."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from annotator.model.batch import Batch, Task
from annotator.model.ids import new_id
from annotator.model.problems import refuse
from annotator.model.step import CORPUS, Change, Draft, Step
from annotator.store.assignments import copies, drawables, states_of_tasks
from annotator.text.names import plain_name
from annotator.work.deciding import now
from annotator.work.desk import Desk
from annotator.work.drawing import draw_sample, hand_out, pass_on
from annotator.work.team import check_lead


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it is asked for: each of `documents` to `each` of `people`.

    `sample` draws so many of them by outlet and date, 0 takes all. `due` is a day, ISO-8601.
    """

    name: str
    documents: tuple[str, ...]
    people: tuple[str, ...]
    each: int = 1
    due: str | None = None
    sample: int = 0
    training: bool = False
    seed: int | None = None


class Batches:
    """What a lead does with batches, each deed a step that undo takes back; others see what was given to them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[Batch, ...]:
        """The batches as far as they may be seen; what is wanted first stands first."""
        return self._desk.sight.batches()

    def named(self, identity: str) -> Batch:
        """A batch by id, or by name; `KnownError` `batch.gone` where it is not, or may not be seen."""
        found = next((one for one in self.all() if identity in (one.id, one.name)), None)
        if found is None:
            raise refuse("batch.gone", name=identity)
        return found

    # --- handing out

    def plan(self, wanted: Plan) -> Batch:
        """The batch that `hand_out` would make of `wanted`: for a look at it before.

        Raises:
            KnownError: `team.not-lead`, or what is asked for cannot be (`batch.no-name`, `batch.same-name`,
                `batch.no-article`, `batch.no-articles`, `batch.few-people`, `batch.bad-day`, `batch.no-gold`,
                `team.gone`).
        """
        check_lead(self._desk.person)
        name = self._fit_name(wanted.name)
        self._check_people(wanted)
        seed = secrets.randbelow(1 << 31) if wanted.seed is None else wanted.seed
        documents = self._drawn(wanted, seed)
        if wanted.training:
            self._check_gold(documents)
        return Batch(
            id=new_id("b"),
            name=name,
            documents=documents,
            people=tuple(sorted(set(wanted.people))),
            layers_per_document=wanted.each,
            due=_day(wanted.due),
            made=now(),
            seed=seed,
            sample=len(wanted.documents) if wanted.sample else 0,
            training=wanted.training,
            tasks=hand_out(documents, wanted.people, wanted.each, seed=seed),
        )

    def make(self, batch: Batch) -> tuple[Step, ...]:
        """Hand out a batch that `plan` gave."""
        return self._write("batch.new", None, batch)

    def _drawn(self, wanted: Plan, seed: int) -> tuple[str, ...]:
        asked = frozenset(wanted.documents)
        missing = asked.difference(self._desk.project.document_ids())
        if missing:
            raise refuse("batch.no-article", id=min(missing))
        fit = [one for one in drawables(self._desk.project) if one.id in asked]
        if not fit:
            raise refuse("batch.no-articles")
        if wanted.sample:
            return draw_sample(fit, wanted.sample, seed=seed)
        return tuple(one.id for one in fit)

    def _check_here(self, people: Iterable[str]) -> None:
        here = {one.id for one in self._desk.project.people() if not one.left}
        for name in people:
            if name not in here:
                raise refuse("team.gone", id=name)

    def _check_people(self, wanted: Plan) -> None:
        self._check_here(wanted.people)
        number = len(set(wanted.people))
        if not 0 < wanted.each <= number:
            raise refuse("batch.few-people", each=wanted.each, n=number)

    def _check_gold(self, documents: Iterable[str]) -> None:
        """Refuse a training batch of articles for which nobody has said yet what is right."""
        heads = self._desk.sight.layer_heads()
        known = {one.key.document for one in heads if one.key.purpose == "gold" and one.state == "accepted"}
        missing = [name for name in documents if name not in known]
        if missing:
            raise refuse("batch.no-gold", n=len(missing), example=missing[0])

    # --- changing

    def change(self, identity: str, *, name: str | None = None, due: str | None = None) -> tuple[Step, ...]:
        """Call a batch otherwise, or want it on another day ("" on none)."""
        check_lead(self._desk.person)
        before = self.named(identity)
        after = before
        if name is not None:
            after = msgspec.structs.replace(after, name=self._fit_name(name, but=before.id))
        if due is not None:
            after = msgspec.structs.replace(after, due=_day(due or None))
        return self._write("batch.edit", before, after)

    def leave_out(self, identity: str, tasks: Iterable[Task], reason: str | None) -> tuple[Step, ...]:
        """Say that tasks are not to be done, and why; with `None` that they are after all.

        Raises:
            KnownError: `team.not-lead`, `batch.no-reason`.
        """
        check_lead(self._desk.person)
        said = None if reason is None else plain_name(reason)
        if said == "":
            raise refuse("batch.no-reason")
        wanted = frozenset((task.document, task.person) for task in tasks)

        before = self.named(identity)
        after = tuple(
            msgspec.structs.replace(task, excluded=said) if (task.document, task.person) in wanted else task
            for task in before.tasks
        )
        return self._write("batch.exclude" if said else "batch.include", before, _with_tasks(before, after))

    def pass_on(self, identity: str, giver: str, takers: Sequence[str]) -> tuple[Step, ...]:
        """Give what somebody has not begun to others, each article to who has least and does not have it yet.

        A second copy for a re-test stays: it says something of that person alone.

        Raises:
            KnownError: `team.not-lead`, `batch.nothing-left` where everything is begun or nobody else can take it.
        """
        check_lead(self._desk.person)
        before = self.named(identity)
        self._check_here(takers)
        states = states_of_tasks(self._desk.project, before.tasks_of(giver))
        twice = copies(self._desk.project, before.documents)
        moving = frozenset(t for t, state in states.items() if state == "untouched" and t.document not in twice)
        after = pass_on(before.tasks, moving, takers, seed=before.seed)
        if after == before.tasks:
            raise refuse("batch.nothing-left")
        return self._write("batch.pass-on", before, _with_tasks(before, after))

    def give_more(self, identity: str, documents: Iterable[str]) -> tuple[Step, ...]:
        """Hand out further articles to the people of a batch, so that all have as much; known ones stay as they are.

        Raises:
            KnownError: `team.not-lead`, `batch.no-articles`, `batch.few-people`, `batch.no-gold`.
        """
        check_lead(self._desk.person)
        before = self.named(identity)
        asked = frozenset(documents) - frozenset(before.documents)
        more = tuple(one.id for one in drawables(self._desk.project) if one.id in asked)
        if not more:
            raise refuse("batch.no-articles")
        if before.training:
            self._check_gold(more)
        here = [one.id for one in self._desk.project.people() if one.id in before.people and not one.left]
        if len(here) < before.layers_per_document:
            raise refuse("batch.few-people", each=before.layers_per_document, n=len(here))
        tasks = hand_out(more, here, before.layers_per_document, seed=before.seed, given=before.tasks)
        after = msgspec.structs.replace(before, documents=(*before.documents, *more), tasks=(*before.tasks, *tasks))
        return self._write("batch.more", before, after)

    def remove(self, identity: str) -> tuple[Step, ...]:
        """Take a batch out; what was said of its articles stays. Second copies that nobody began go with it.

        Raises:
            KnownError: `team.not-lead`, `batch.retested` where a second copy was begun.
        """
        check_lead(self._desk.person)
        batch = self.named(identity)
        twice = copies(self._desk.project, batch.documents)
        states = states_of_tasks(self._desk.project, (task for task in batch.tasks if task.document in twice))
        if any(state not in ("untouched", "excluded") for state in states.values()):
            raise refuse("batch.retested", name=batch.name)
        gone = [Change("document", name, self._desk.project.document(name), None) for name in twice]
        changes = (Change("batch", batch.id, batch, None), *gone)
        return self._desk.write([Draft(CORPUS, "batch.remove", self._desk.person.id, changes)])

    # --- writing

    def _write(self, name: str, before: Batch | None, after: Batch) -> tuple[Step, ...]:
        check_lead(self._desk.person)
        if before == after:
            return ()
        change = Change("batch", after.id, before, after)
        return self._desk.write([Draft(CORPUS, name, self._desk.person.id, (change,))])

    def _fit_name(self, name: str, *, but: str | None = None) -> str:
        said = plain_name(name)
        if not said:
            raise refuse("batch.no-name")
        if any(one.name.casefold() == said.casefold() and one.id != but for one in self.all()):
            raise refuse("batch.same-name", name=said)
        return said


def _with_tasks(batch: Batch, tasks: tuple[Task, ...]) -> Batch:
    """The batch with other tasks; who has one belongs to it."""
    people = sorted({*batch.people, *(task.person for task in tasks)})
    return msgspec.structs.replace(batch, tasks=tasks, people=tuple(people))


def _day(words: str | None) -> str | None:
    """A day as ISO-8601; `KnownError` `batch.bad-day` for anything else."""
    if words is None or not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError as fault:
        raise refuse("batch.bad-day", words=words) from fault
