"""The journal as a person reads it: gestures with who, what, when and where, narrowed to a person, act or article."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.review import Decision
from annotator.model.span import Span
from annotator.model.step import Change, Step, Value
from annotator.store.reading import StoredStep
from annotator.work.desk import Desk


class Narrowed(msgspec.Struct, frozen=True):
    """Which gestures a history shows: one author's, of one act (the beginning of its name), of one article."""

    author: str | None = None
    act: str | None = None
    document: str | None = None


EVERYTHING = Narrowed()


class Line(msgspec.Struct, frozen=True):
    """One gesture.

    ``seq`` is its last line in this file, ``at`` UTC. ``act`` is what was done in the first place; ``back`` tells that
    the gesture takes that back, ``again`` that it does it anew, ``undone`` that it is taken back at present.
    ``subject`` are the letters or the name that it is about, ``document`` the article where it was (``documents`` how
    many) and ``place`` where in its text. ``author`` is who carried it in where that was somebody else; ``changes`` is
    0 where whole layers came.
    """

    gesture: str
    seq: int
    at: str
    author: str
    act: str
    back: bool
    again: bool
    undone: bool
    changes: int
    kind: str
    label: str
    subject: str
    document: str | None
    documents: int
    title: str
    place: Span | None


class History:
    """The journal of a project as far as one person may see it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._project = desk.project

    def lines(self, narrowed: Narrowed = EVERYTHING, *, before: int | None = None, limit: int = 100) -> Sequence[Line]:
        """The newest gestures that are left, those older than line ``before`` if it is given."""
        return tuple(islice(self._lines(narrowed, before), limit))

    def people(self) -> tuple[Person, ...]:
        """Whose gestures there can be."""
        return self._project.people()

    def _lines(self, narrowed: Narrowed, before: int | None) -> Iterator[Line]:
        stored = self._project.journal(author=narrowed.author, before_seq=before)
        sees = self._desk.sight.sees_step
        for gesture, found in groupby(stored, key=lambda one: one.step.gesture):
            steps = [one for one in found if sees(one.step) and _is_in(one.step, narrowed.document)]
            if steps:
                line = self._line(gesture, steps[::-1], narrowed.document)
                if narrowed.act is None or line.act.startswith(narrowed.act):
                    yield line

    def _line(self, gesture: str, steps: list[StoredStep], document: str | None) -> Line:
        told = max(steps, key=lambda one: (bool(one.step.document), bool(one.step.changes), one.seq))
        step = told.step
        origin, turns = self._origin(step)
        change = _telling(step)
        documents = {name for one in steps for name in _documents_of(one.step)}
        where = document or (step.document if step.document else next(iter(sorted(documents)), None))
        value = (change.after or change.before) if change else None
        return Line(
            gesture=gesture,
            seq=max(one.seq for one in steps),
            at=step.at,
            author=told.carried_by or step.author,
            act=origin.name,
            back=turns % 2 == 1,
            again=turns > 0 and turns % 2 == 0,
            undone=all(self._project.taken_back(one.step.id) for one in steps),
            changes=0 if any(one.snapshot for one in steps) else sum(map(_size, steps)),
            kind=value.kind if isinstance(value, Annotation) else "",
            label=value.label if isinstance(value, Annotation) else "",
            subject=self._subject(value, where),
            document=where if where and self._project.has_document(where) else None,
            documents=len(documents),
            title=self._title(where),
            place=value.spans[0] if isinstance(value, Annotation | Decision) and value.spans else None,
        )

    def _origin(self, step: Step) -> tuple[Step, int]:
        """What was done in the first place, behind how many undos and redos."""
        turns = 0
        while step.undoes is not None:
            step, turns = self._project.step(step.undoes).step, turns + 1
        return step, turns

    def _title(self, document: str | None) -> str:
        if document is None or not self._project.has_document(document):
            return ""
        return self._project.document(document).title

    def _subject(self, value: Value | None, document: str | None) -> str:
        if isinstance(value, Annotation | Decision) and document is not None:
            return self._letters(document, value.spans)
        if isinstance(value, Entry):
            return value.name_ar
        if isinstance(value, Comment):
            return value.text
        return value.name if isinstance(value, Person) else ""

    def _letters(self, document: str, spans: tuple[Span, ...]) -> str:
        """The words of a place; none where the article is gone from here."""
        try:
            text = self._project.text(document)
        except KnownError as fault:
            if fault.problem.key not in ("store.no-document", "store.text-gone"):
                raise
            return ""
        return " … ".join(span.of(text) for span in spans)


def _size(stored: StoredStep) -> int:
    return len(stored.step.changes) or sum(number for _, number in stored.counts)


def _telling(step: Step) -> Change | None:
    """The change that says most: an annotation before its links."""
    return next((one for one in step.changes if not isinstance(one.after or one.before, Relation)), None)


def _documents_of(step: Step) -> Iterator[str]:
    if step.document is not None:
        yield step.document
    for change in step.changes:
        value = change.after or change.before
        if isinstance(value, Comment):
            yield value.document
        elif isinstance(value, Document):
            yield value.id


def _is_in(step: Step, document: str | None) -> bool:
    return document is None or document in _documents_of(step)
