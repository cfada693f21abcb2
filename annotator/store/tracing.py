"""Which steps of a layer speak of one annotation, found without decoding the others."""

from collections.abc import Iterator

from annotator.model.annotation import Relation
from annotator.model.step import Step
from annotator.store.project import Project
from annotator.store.reading import Reads, StoredStep

_NAMING = (
    "WITH RECURSIVE told(id) AS ("
    "SELECT id FROM journal WHERE stream = :stream AND instr(body, :name) > 0 "
    "UNION SELECT j.id FROM journal j JOIN told t ON j.undoes = t.id) "
    "SELECT j.id FROM journal j JOIN told t ON t.id = j.id ORDER BY j.seq"
)
_LARGE = "SELECT id FROM journal WHERE stream = :stream AND instr(body, :parts) > 0 AND seq < :before ORDER BY seq DESC"


def steps_about(project: Project | Reads, stream: str, annotation: str) -> Iterator[StoredStep]:
    """Steps whose own changes touch an annotation or what fills its roles, oldest first, undos of them included.

    Large steps (imports) hold their changes elsewhere and are not among them; see :func:`birth_of`.
    """
    named = {"stream": stream, "name": f'"{annotation}"'.encode()}
    for row in project.connection.execute(_NAMING, named).fetchall():
        stored = project.step(str(row[0]))
        if _touches(stored.step, annotation):
            yield stored


def birth_of(project: Project | Reads, stream: str, annotation: str, *, before: int) -> StoredStep | None:
    """The large step before line ``before`` that brought an annotation; where there is but one, it was that one."""
    named = {"stream": stream, "parts": b'"parts":[', "before": before}
    found = [str(row[0]) for row in project.connection.execute(_LARGE, named)]
    if len(found) == 1:
        return project.step(found[0])
    brought = (name for name in found if any(c.id == annotation for c in project.changes_of(name)))
    name = next(brought, None)
    return project.step(name) if name is not None else None


def _touches(step: Step, annotation: str) -> bool:
    for change in step.changes:
        value = change.after or change.before
        if change.id == annotation or (isinstance(value, Relation) and value.source == annotation):
            return True
    return False
