"""Re-test: the same article to the same person once more, not known as such, to see whether the same is said again."""

import secrets
from collections.abc import Iterable, Iterator

import msgspec

from annotator.model.annotation import Attribute
from annotator.model.batch import Task
from annotator.model.document import RETEST, Document
from annotator.model.ids import new_id
from annotator.model.layer import LayerKey
from annotator.model.problems import refuse
from annotator.model.registry import merged
from annotator.model.step import CORPUS, Change, Draft, Step
from annotator.store.assignments import Drawable, copies
from annotator.work.batches import Batches
from annotator.work.comparing import Comparison, Score, compare, scores
from annotator.work.desk import Desk
from annotator.work.drawing import draw_sample, put_among
from annotator.work.team import check_lead

_DONE = frozenset({"submitted", "accepted", "returned"})


class Pair(msgspec.Struct, frozen=True):
    """One article that a person was given twice; `comparison` is `None` until both are handed in."""

    person: str
    document: str
    copy: str
    comparison: Comparison | None


class Retests:
    """Hides second copies of articles among a person's work, and measures what came of it; only who leads may."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def candidates(self, person: str) -> tuple[str, ...]:
        """Articles that somebody has handed in and was not given twice yet."""
        twice = {pair.document for pair in self.pairs() if pair.person == person}
        heads = self._desk.sight.layer_heads()
        own = (one for one in heads if one.key.purpose == "own" and one.key.author == person and one.state in _DONE)
        found = (one.key.document for one in own)
        return tuple(name for name in found if name not in twice and self._document(name).retest_of is None)

    def hide(self, batch_id: str, person: str, documents: Iterable[str]) -> tuple[Step, ...]:
        """Put second copies of `documents` among what `person` still has to do in a batch, as one step.

        A copy is an article of its own, with the same text and facts under an id that says nothing, so that its layer
        has a key of its own and no rule of layers needs to know of re-tests. It is given to nobody else.

        Raises:
            KnownError: `team.not-lead`, `batch.gone`, `retest.not-in-batch` where the person has nothing in the batch,
                `retest.not-done` where an article was not handed in, or was given twice already.
        """
        check_lead(self._desk.person)
        batch = Batches(self._desk).named(batch_id)
        if not batch.tasks_of(person):
            raise refuse("retest.not-in-batch", name=batch.name)
        free = frozenset(self.candidates(person))
        wanted = tuple(dict.fromkeys(documents))
        if not wanted or not free.issuperset(wanted):
            raise refuse("retest.not-done")
        made = [_copy(self._document(name)) for name in wanted]
        changes = [Change("document", one.id, None, one) for one in made]
        tasks = put_among(batch.tasks, [Task(one.id, person) for one in made], seed=batch.seed)
        names = (*batch.documents, *(one.id for one in made))
        after = msgspec.structs.replace(batch, documents=names, tasks=tasks)
        changes.append(Change("batch", batch.id, batch, after))
        return self._desk.write([Draft(CORPUS, "batch.retest", self._desk.person.id, tuple(changes))])

    def hide_some(self, batch_id: str, person: str, number: int) -> tuple[Step, ...]:
        """Put second copies of so many articles among a person's work, drawn by chance; see `hide`."""
        rows = [Drawable(name, None, None) for name in self.candidates(person)]
        return self.hide(batch_id, person, draw_sample(rows, number, seed=secrets.randbelow(1 << 31)))

    def pairs(self) -> tuple[Pair, ...]:
        """Everything that was given twice, as far as it may be seen; nothing of it for who does not see all layers."""
        if self._desk.sight.only_author is not None:
            return ()
        return tuple(self._pairs())

    def agreement(self, person: str) -> tuple[Score, ...]:
        """How far somebody says the same again, over all that is handed in twice; empty where nothing is."""
        found = (pair.comparison for pair in self.pairs() if pair.person == person)
        return scores([one.tally for one in found if one is not None])

    def _pairs(self) -> Iterator[Pair]:
        standing = merged(self._desk.sight.entries())
        batches = self._desk.sight.batches()
        known = copies(self._desk.project, (name for batch in batches for name in batch.documents))
        for task in (task for batch in batches for task in batch.tasks if task.document in known):
            original = known[task.document]
            keys = (LayerKey(original, "own", task.person), LayerKey(task.document, "own", task.person))
            first, second = (self._desk.sight.layer(key) for key in keys)
            found = None
            if first.state in _DONE and second.state in _DONE:
                found = compare(self._desk.project.text(task.document), first, second, standing)
            yield Pair(task.person, original, task.document, found)

    def _document(self, name: str) -> Document:
        return self._desk.project.document(name)


def _copy(document: Document) -> Document:
    facts = (*(fact for fact in document.metadata if fact.name != RETEST), Attribute(RETEST, document.id))
    return msgspec.structs.replace(document, id=new_id("d"), metadata=tuple(sorted(facts)))
