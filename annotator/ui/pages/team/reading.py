"""What the team's tables show, read from the project as the person who looks may see it."""

from collections import Counter

from annotator.model.batch import LEFT, Batch, Task
from annotator.model.person import Person
from annotator.store.assignments import copies, states_of_tasks
from annotator.ui.pages.team.rows import BatchRow, PersonRow, ShareRow, TaskRow
from annotator.work.batches import Batches
from annotator.work.comparing import Comparison, Score, scores
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.headway import progress_of
from annotator.work.people import People
from annotator.work.retest import Retests
from annotator.work.training import comparisons_of


class TeamReading:
    """Rows for the tables; everything is read anew when it is asked for."""

    def __init__(self, desk: Desk, corpus: Corpus) -> None:
        self._desk = desk
        self._corpus = corpus

    @property
    def sees_all(self) -> bool:
        """Whether others' parts are shown too."""
        return self._desk.sight.only_author is None

    def batches(self) -> list[BatchRow]:
        """All batches, what is wanted first before the others."""
        return [BatchRow(progress_of(self._desk.project, one, self._desk.sight)) for one in Batches(self._desk).all()]

    def shares(self, row: BatchRow) -> list[ShareRow]:
        """The people of a batch, by name."""
        names = {one.id: one.name for one in self._desk.sight.people()}
        lessons = comparisons_of(self._desk.project, self._desk.sight, row.batch)
        again = Retests(self._desk)
        found = []
        for share in row.progress.shares:
            person = str(share.person)
            own = [lessons[task].tally for task in row.batch.tasks_of(person) if task in lessons]
            found.append(ShareRow(share, names.get(person, person), scores(own), again.agreement(person)))
        return sorted(found, key=lambda one: (one.name.casefold(), str(one.share.person)))

    def tasks(self, batch: Batch, person: str) -> list[TaskRow]:
        """What one person has in a batch, in the order of work."""
        tasks = batch.tasks_of(person)
        states = states_of_tasks(self._desk.project, tasks)
        titles = {row.id: row.title for row in self._corpus.named([task.document for task in tasks])}
        lessons = comparisons_of(self._desk.project, self._desk.sight, batch.seen_by(person))
        twice = copies(self._desk.project, titles) if self.sees_all else {}
        return [
            TaskRow(
                task,
                states[task],
                titles.get(task.document, task.document),
                _scores(lessons, task),
                task.document in twice,
            )
            for task in tasks
        ]

    def people(self) -> list[PersonRow]:
        """Everybody who may be seen, those who left last, then authors of layers who are not among the people."""
        people = People(self._desk)
        waiting = self._waiting()
        rows = [PersonRow(one, waiting[one.id]) for one in people.all()]
        return [*rows, *(PersonRow(Person(name, name, ()), 0, stranger=True) for name in people.strangers())]

    def fresh(self) -> list[str]:
        """Articles that lie in no batch yet."""
        given = {name for one in Batches(self._desk).all() for name in one.documents}
        return [name for name in self._corpus.ids() if name not in given]

    def _waiting(self) -> Counter[str]:
        tasks = [task for one in Batches(self._desk).all() for task in one.tasks]
        states = states_of_tasks(self._desk.project, tasks)
        return Counter(task.person for task in tasks if states[task] in LEFT)


def _scores(lessons: dict[Task, Comparison], task: Task) -> tuple[Score, ...]:
    return scores([lessons[task].tally]) if task in lessons else ()
