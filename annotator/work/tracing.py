"""The life of one annotation: when it was made, by whom, and every change since."""

import msgspec

from annotator.model.step import Step
from annotator.store.project import Project
from annotator.store.reading import StoredStep
from annotator.store.tracing import birth_of, steps_about
from annotator.work.article import OpenArticle

_ENDLESS = 2**62


class Turn(msgspec.Struct, frozen=True):
    """One gesture on an annotation: ``at`` is UTC; ``back`` takes the act back, ``again`` does it anew."""

    at: str
    author: str
    act: str
    back: bool = False
    again: bool = False


def life_of(project: Project, article: OpenArticle, annotation: str) -> tuple[Turn, ...]:
    """All gestures on an annotation of the open layer, the oldest first; the first of them made it."""
    found = list(steps_about(project, article.stream, annotation))
    if not found or not _makes(found[0].step, annotation):
        first = found[0].seq if found else _ENDLESS
        birth = birth_of(project, article.stream, annotation, before=first)
        found = [birth, *found] if birth is not None else found
    return tuple(_turn(project, one) for one in found)


def _makes(step: Step, annotation: str) -> bool:
    return any(change.id == annotation and change.before is None for change in step.changes)


def _turn(project: Project, stored: StoredStep) -> Turn:
    step, turns = stored.step, 0
    while step.undoes is not None:
        step, turns = project.step(step.undoes).step, turns + 1
    again = turns > 0 and turns % 2 == 0
    author = stored.carried_by or stored.step.author
    return Turn(stored.step.at, author, step.name, back=turns % 2 == 1, again=again)
