"""The articles of a project as one person's lists show them: windows into long lists, neighbours."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from annotator.model.batch import Batch, Task
from annotator.model.person import Person
from annotator.store import queries
from annotator.store.assignments import corpus_stamp
from annotator.store.project import Project
from annotator.store.queries import ArticleRow, Asked, Sort, Wanted
from annotator.work.sight import Sight, visible

Standing = Literal["untouched", "open", "submitted", "returned", "accepted", "excluded"]


class Row(msgspec.Struct, frozen=True):
    """One article in a list. ``length`` counts code points; ``comments`` are the open ones of a returned article.

    ``people`` are the names of those to whom it was given, for who may see that. ``seconds`` is the measured time of
    the layers that were handed in: the person's own, and all of them for who leads.
    """

    id: str
    title: str
    publisher: str
    published: str
    length: int
    standing: Standing
    annotations: int
    title_guessed: bool
    comments: int = 0
    seconds: int = 0
    people: tuple[str, ...] = ()


class Filter(msgspec.Struct, frozen=True):
    """Which articles a list holds: ``words`` stand in title, source, id or address; no ``standing`` is any."""

    words: str = ""
    standing: Wanted | None = None


class Order(msgspec.Struct, frozen=True):
    """How a list is sorted; rows that are equal stay in the order in which the articles came."""

    by: Sort = "added"
    descending: bool = False


class _Known(msgspec.Struct, frozen=True):
    """What is handed out at one moment.

    `around` holds for each article the batch in which it came to the person, `takers` the names of all to whom it
    was given, for who may see that.
    """

    stamp: int
    batches: tuple[Batch, ...]
    unlisted: tuple[str, ...]
    around: dict[str, tuple[str, ...]]
    takers: dict[str, tuple[str, ...]]


class Corpus:
    """One person's view of the articles of a project; second copies for a re-test are kept from who works on them."""

    def __init__(self, project: Project, person: Person) -> None:
        self._project = project
        self._person = person
        self._known: _Known | None = None

    @property
    def _sight(self) -> Sight:
        # Asked for each time: what the person may see changes with the roles.
        return visible(self._project, self._project.person(self._person.id) or self._person)

    def count(self, wanted: Filter | None = None) -> int:
        """How many articles a filter lets through."""
        return queries.documents_found(self._project, asked=self._asked(wanted))

    def rows(
        self, offset: int, limit: int, *, wanted: Filter | None = None, order: Order | None = None
    ) -> Sequence[Row]:
        """A window into the sorted, filtered list."""
        order = order or Order()
        found = queries.documents_page(
            self._project,
            asked=self._asked(wanted),
            sort=order.by,
            descending=order.descending,
            offset=offset,
            limit=limit,
        )
        seconds = self._seconds([one.id for one in found])
        return [self._row(one, seconds=seconds.get(one.id, 0)) for one in found]

    def ids(self, wanted: Filter | None = None) -> Sequence[str]:
        """The ids of all articles that a filter lets through, in the order in which they came."""
        return queries.ids_found(self._project, asked=self._asked(wanted))

    def given(self) -> tuple[Batch, ...]:
        """The batches as far as this person may see them, what is wanted first before the others."""
        return self._handed_out.batches

    def named(self, names: Sequence[str]) -> Sequence[Row]:
        """The articles of these ids, in that order; of ids that are not here none."""
        found = {one.id: one for one in queries.documents_named(self._project, names, person=self._person.id)}
        return [self._row(found[name]) for name in names if name in found]

    def states(self) -> dict[str, int]:
        """How many articles are in which state for this person."""
        return queries.states_of(self._project, self._person.id)

    def place_of(self, document: str) -> int:
        """Where an article stands in its batch, or among all where it came in none; from 1, 0 where it is not here."""
        around = self._batch_around(document)
        return around.index(document) + 1 if around else queries.place_of(self._project, document)

    def total_around(self, document: str) -> int:
        """How many articles `place_of` counts among."""
        return len(self._batch_around(document)) or self.count()

    def is_given(self, document: str) -> bool:
        """Whether an article came to this person in a batch."""
        return bool(self._batch_around(document))

    def neighbour_of(self, document: str, *, before: bool = False) -> str | None:
        """The next article (or the one ``before``) in its batch or of all, excluded ones passed over."""
        around = self._batch_around(document)
        if around:
            place = around.index(document)
            behind = around[:place][::-1] if before else around[place + 1 :]
            return next((name for name in behind if self._is_included(name)), None)
        unlisted = self._handed_out.unlisted
        found = queries.neighbour_of(self._project, document, before=before)
        while found is not None and found in unlisted:
            found = queries.neighbour_of(self._project, found, before=before)
        return found

    def _batch_around(self, document: str) -> tuple[str, ...]:
        """The articles of the first batch in which this one came to the person, in the order of work."""
        return self._handed_out.around.get(document, ())

    @property
    def _handed_out(self) -> "_Known":
        """What is handed out; read anew only when the corpus has changed, for it is asked for with every gesture."""
        stamp = corpus_stamp(self._project)
        if self._known is None or self._known.stamp != stamp:
            batches, around = self._sight.batches(), dict[str, tuple[str, ...]]()
            for batch in reversed(batches):
                names = _to_do(batch.tasks_of(self._person.id))
                around.update(dict.fromkeys(names, names))
            takers = self._takers(batches) if self._sight.only_author is None else {}
            self._known = _Known(stamp, batches, self._sight.unlisted(), around, takers)
        return self._known

    def _takers(self, batches: Sequence[Batch]) -> dict[str, tuple[str, ...]]:
        names = {one.id: one.name for one in self._project.people()}
        found: dict[str, list[str]] = {}
        for task in (task for batch in batches for task in batch.tasks if task.excluded is None):
            found.setdefault(task.document, []).append(names.get(task.person, task.person))
        return {document: tuple(dict.fromkeys(people)) for document, people in found.items()}

    @property
    def shows_people(self) -> bool:
        """Whether lists tell to whom articles were given."""
        return bool(self._handed_out.takers)

    def _is_included(self, document: str) -> bool:
        return self._project.has_document(document) and self._project.document(document).excluded is None

    def _asked(self, wanted: Filter | None) -> Asked:
        wanted = wanted or Filter()
        hidden = self._handed_out.unlisted
        everyone = self._sight.leads
        return Asked(self._person.id, words=wanted.words, wanted=wanted.standing, hidden=hidden, everyone=everyone)

    def _seconds(self, documents: Sequence[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for key, seconds in self._sight.seconds(documents).items():
            found[key.document] += seconds
        return found

    def _row(self, found: ArticleRow, *, seconds: int = 0) -> Row:
        standing: Standing = "excluded" if found.excluded is not None else found.state or "untouched"
        comments = 0
        if standing == "returned":
            comments = sum(not comment.resolved for comment in self._sight.comments(found.id))
        return Row(
            id=found.id,
            title=found.title or found.id,
            publisher=found.publisher or "",
            published=found.published or "",
            length=found.length,
            standing=standing,
            annotations=found.annotations,
            title_guessed=found.title_guessed,
            comments=comments,
            people=self._handed_out.takers.get(found.id, ()),
            seconds=seconds,
        )


def _to_do(tasks: Sequence[Task]) -> tuple[str, ...]:
    return tuple(task.document for task in tasks if task.excluded is None)
