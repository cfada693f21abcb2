"""Questions of those who hand out work: how far people are with articles, and what a sample is drawn from."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.model.batch import Task, TaskState
from annotator.model.document import RETEST
from annotator.model.step import CORPUS
from annotator.store.project import Project
from annotator.store.queries import ArticleRow, documents_named
from annotator.store.reading import Reads

_BLANK = "l.annotations = 0 AND l.relations = 0 AND l.snapshot IS NULL AND l.facts IS NULL AND l.state = 'open'"


class Drawable(msgspec.Struct, frozen=True, array_like=True):
    """An article that may be drawn: where and when it appeared, as far as that is known."""

    id: str
    publisher: str | None
    published: str | None


def states_of_tasks(project: Project | Reads, tasks: Iterable[Task]) -> dict[Task, TaskState]:
    """How far everybody is; an article that is left out of the work is so for all."""
    asked = tuple(tasks)
    pairs = msgspec.json.encode([(task.document, task.person) for task in asked]).decode()
    rows = project.connection.execute(
        "SELECT j.key, d.id IS NULL OR d.excluded IS NOT NULL, "
        f"CASE WHEN l.number IS NULL OR ({_BLANK}) THEN 'untouched' ELSE l.state END "
        "FROM json_each(?) j LEFT JOIN document d ON d.id = j.value ->> 0 "
        "LEFT JOIN layer l ON l.document = j.value ->> 0 AND l.purpose = 'own' AND l.author = j.value ->> 1",
        (pairs,),
    )
    return {
        asked[place]: "excluded" if left_out or asked[place].excluded is not None else state
        for place, left_out, state in rows
    }


def drawables(project: Project | Reads) -> list[Drawable]:
    """Every article that is not left out of the work, in the order in which they came; no copies for a re-test."""
    rows = project.connection.execute(
        "SELECT id, publisher, published FROM document WHERE excluded IS NULL "
        f"AND coalesce(metadata, '') NOT LIKE '%\"{RETEST}\"%' ORDER BY number"
    )
    return [Drawable(*row) for row in rows]


def copies(project: Project | Reads, among: Iterable[str]) -> dict[str, str]:
    """For each second copy for a re-test ``among`` articles, the article that it is a copy of."""
    rows = project.connection.execute(
        "SELECT d.id FROM json_each(?) j JOIN document d ON d.id = j.value "
        f"WHERE d.metadata LIKE '%\"{RETEST}\"%' ORDER BY d.number",
        (msgspec.json.encode(sorted(set(among))).decode(),),
    )
    found = (project.document(name) for (name,) in rows.fetchall())
    return {one.id: one.retest_of for one in found if one.retest_of is not None}


def rows_of_tasks(project: Project | Reads, tasks: Sequence[Task], person: str) -> list[ArticleRow]:
    """The lines of the articles of `tasks`, in that order; of articles that are gone none."""
    found = {row.id: row for row in documents_named(project, [task.document for task in tasks], person=person)}
    return [found[task.document] for task in tasks if task.document in found]


def moments_of(project: Project | Reads, streams: Iterable[str]) -> dict[str, list[str]]:
    """When steps were made here in each of ``streams``, UTC, ISO-8601; of what was carried in nothing is known."""
    rows = project.connection.execute(
        "SELECT j.value, l.received_at FROM json_each(?) j JOIN journal l ON l.stream = j.value "
        "WHERE l.carried_by IS NULL ORDER BY j.key, l.seq",
        (msgspec.json.encode(list(streams)).decode(),),
    )
    found: dict[str, list[str]] = {}
    for stream, at in rows:
        found.setdefault(stream, []).append(at)
    return found


def corpus_stamp(project: Project | Reads) -> int:
    """Another number after every step that says anything of articles, people or batches."""
    row = project.connection.execute("SELECT max(seq) FROM journal WHERE stream = ?", (CORPUS,)).fetchone()
    return row[0] or 0


def anything_handed_out(project: Project | Reads) -> bool:
    """Whether there is any batch at all."""
    return bool(project.connection.execute("SELECT EXISTS(SELECT 1 FROM batch)").fetchone()[0])
