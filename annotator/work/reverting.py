"""Taking back something older than the latest gesture, with what stands on it, and going back to an earlier moment."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.comment import Comment
from annotator.model.problems import refuse
from annotator.model.step import CORPUS, Change, Draft, Step, Value, inverse, layer_of, stream_of
from annotator.store.reading import StoredStep
from annotator.work.desk import Desk
from annotator.work.team import may_write

How = Literal["untouched", "all"]
Name = tuple[str, str, str]
"""Stream, sort and id of one value, or of its birth: what points to it does not mind its changes."""

_STAY = frozenset({"person", "codebook", "batch"})
"""What going back leaves as it is: people have joined, and what was said since was said under the new codebook."""


class Standing(msgspec.Struct, frozen=True):
    """A gesture that stands on another one: it changed, or needs, what that one made."""

    gesture: str
    seq: int
    name: str
    author: str
    mine: bool


class Restoring(msgspec.Struct, frozen=True):
    """What going back would do: the drafts of one gesture, and how many later changes stay as they are.

    Others' work stays, what others have built on stays, and so do articles, people and the codebook.
    """

    drafts: tuple[Draft, ...]
    left: int

    @property
    def count(self) -> int:
        """How many values change."""
        return sum(len(draft.changes) for draft in self.drafts)


class Reverting:
    """One person's way back beyond the latest gesture; whatever it does is one gesture, undone by one undo."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._project = desk.project
        self._me = desk.person.id

    # --- one gesture

    def is_mine(self, gesture: str) -> bool:
        """Whether the person made the gesture, or carried it in."""
        steps = self._project.gesture(gesture)
        return bool(steps) and all(self._owns(stored) for stored in steps)

    def is_undone(self, gesture: str) -> bool:
        """Whether it is taken back at present."""
        return any(self._project.undone_by(stored.step.id) is not None for stored in self._project.gesture(gesture))

    def stands_on(self, gesture: str) -> tuple[Standing, ...]:
        """The gestures that would have to go with it, newest first; those that are taken back already are none."""
        found: dict[str, Standing] = {}
        for stored in self._later(gesture):
            step = stored.step
            found[step.gesture] = Standing(step.gesture, stored.seq, step.name, step.author, self._owns(stored))
        return tuple(sorted(found.values(), key=lambda one: -one.seq))

    def take_back(self, gesture: str, *, how: How | None = None) -> tuple[Step, ...]:
        """Take a gesture back: as a whole, only what is ``untouched`` since, or with ``all`` that stands on it.

        Raises:
            KnownError: it is taken back already or not mine; something stands on it and ``how`` says nothing; nothing
                of it is untouched; or what stands on it is others'.
        """
        if not self.is_mine(gesture):
            raise refuse("undo.not-yours")
        if self.is_undone(gesture):
            raise refuse("undo.already")
        standing = self.stands_on(gesture)
        if standing and how is None:
            raise refuse("undo.stood-on", n=len(standing))
        if standing and how == "untouched":
            return self._write(self._untouched(gesture))
        if not all(one.mine for one in standing):
            raise refuse("undo.others-stand", n=sum(not one.mine for one in standing))
        gestures = (*(one.gesture for one in standing), gesture)
        return self._write(draft for name in gestures for draft in self._whole(name))

    def _whole(self, gesture: str) -> Iterator[Draft]:
        for stored in reversed(self._project.gesture(gesture)):
            step = stored.step
            yield Draft(step.stream, "undo", self._me, (), undoes=step.id)

    def _untouched(self, gesture: str) -> Iterator[Draft]:
        touched = {name for stored in self._later(gesture) for name in self._names(stored.step, needs=True)}
        kept = 0
        for stored in reversed(self._project.gesture(gesture)):
            step = stored.step
            changes = [one for one in self._changes(step) if not touched.intersection(_names_of(step.stream, one))]
            kept += len(changes)
            if changes:
                yield Draft(step.stream, "undo", self._me, inverse(tuple(changes)), undoes=step.id)
        if not kept:
            raise refuse("undo.all-touched")

    def _later(self, gesture: str) -> list[StoredStep]:
        """The steps that stand on a gesture, in the order of the file, and those that stand on these in turn."""
        own = self._project.gesture(gesture)
        if not own:
            return []
        made: dict[Name, int] = {}
        for stored in own:
            _note(made, self._names(stored.step), stored.seq)
        streams = {stored.step.stream for stored in own} | set(self._linking(made))
        found: dict[str, StoredStep] = {}
        while True:
            before = len(found), len(streams)
            for stored in self._after(own[0].seq, streams):
                step = stored.step
                if step.gesture == gesture or step.id in found or self._is_cancelled(stored, own[0].seq):
                    continue
                if any(made.get(name, stored.seq) < stored.seq for name in self._names(step, needs=True)):
                    for fellow in self._project.gesture(step.gesture):
                        found[fellow.step.id] = fellow
                        streams.add(fellow.step.stream)
                        _note(made, self._names(fellow.step), fellow.seq)
            streams.update(self._linking(made))
            if (len(found), len(streams)) == before:
                return sorted(found.values(), key=lambda one: one.seq)

    def _after(self, seq: int, streams: Iterable[str]) -> list[StoredStep]:
        found = (
            stored
            for stream in tuple(streams)
            for stored in self._project.journal(stream=stream, after_seq=seq, newest_first=False)
        )
        return sorted(found, key=lambda one: one.seq)

    def _is_cancelled(self, stored: StoredStep, first: int) -> bool:
        """Whether a later step and its undo leave nothing behind."""
        if self._project.undone_by(stored.step.id) is not None:
            return True
        return stored.step.undoes is not None and self._project.step(stored.step.undoes).seq > first

    def _linking(self, names: Iterable[Name]) -> Iterator[str]:
        """Streams of the layers that stand on entries and articles among ``names``."""
        for _, what, name in tuple(names):
            if what == "birth of entry":
                yield from {stream_of(key) for key, _ in self._project.mentions(name)}
            elif what == "birth of document":
                yield from map(stream_of, self._project.layer_keys(name))

    def _names(self, step: Step, *, needs: bool = False) -> Iterator[Name]:
        """What a step changes and brings; with ``needs`` also what its new values cannot be without."""
        for change in self._changes(step):
            yield from _names_of(step.stream, change)
            if needs:
                yield from _needed(step.stream, change.after)
        if needs and step.document is not None:
            yield (CORPUS, "birth of document", step.document)

    def _changes(self, step: Step) -> tuple[Change, ...]:
        return step.changes or self._project.changes_of(step.id)

    def _owns(self, stored: StoredStep) -> bool:
        return self._me in (stored.step.author, stored.carried_by)

    def _write(self, drafts: Iterable[Draft]) -> tuple[Step, ...]:
        return self._desk.tell(self._project.write(tuple(drafts)))

    # --- a moment

    def plan_restore(self, seq: int, *, document: str | None = None) -> Restoring:
        """What leads my work back to how it stood after line ``seq``, in one article or in the whole project."""
        first: dict[Name, Value | None] = {}
        last: dict[Name, Value | None] = {}
        others: set[Name] = set()
        for stored in self._project.journal(after_seq=seq, newest_first=False):
            step = stored.step
            if step.author != self._me and layer_of(step.stream) is not None:
                continue
            for change in self._changes(step):
                name = (step.stream, change.what, change.id)
                if document is not None and not _is_about(step, change, document):
                    continue
                if step.author != self._me:
                    others.add(name)
                    continue
                first.setdefault(name, change.before)
                last[name] = change.after
        return self._restoring(first, last, others)

    def restore(self, plan: Restoring) -> tuple[Step, ...]:
        """Do what was planned; ``KnownError`` where there is nothing to do."""
        if not plan.drafts:
            raise refuse("restore.nothing")
        return self._desk.write(plan.drafts)

    def _restoring(
        self, first: dict[Name, Value | None], last: dict[Name, Value | None], others: set[Name]
    ) -> Restoring:
        by_stream: dict[str, list[Change]] = {}
        left = 0
        for name, before in first.items():
            if before == last[name]:
                continue
            stream, what, value_id = name
            change = Change(what, value_id, last[name], before)
            if name in others or self._must_stay(stream, change):
                left += 1
            else:
                by_stream.setdefault(stream, []).append(change)
        drafts = (Draft(stream, "restore", self._me, _ordered(changes)) for stream, changes in by_stream.items())
        return Restoring(tuple(drafts), left)

    def _must_stay(self, stream: str, change: Change) -> bool:
        if change.what in _STAY or not may_write(self._desk.person, stream):
            return True
        if change.what == "document":
            return change.after is None or change.before is None
        if change.what == "entry" and change.after is None:
            return any(key.author != self._me for key, _ in self._project.mentions(change.id))
        return False


def _note(made: dict[Name, int], names: Iterable[Name], seq: int) -> None:
    """Keep the first line at which each of ``names`` was touched: only what comes after it stands on it."""
    for name in names:
        made[name] = min(seq, made.get(name, seq))


def _names_of(stream: str, change: Change) -> Iterator[Name]:
    yield (stream, change.what, change.id)
    if change.before is None:
        yield (stream, f"birth of {change.what}", change.id)


def _needed(stream: str, value: Value | None) -> Iterator[Name]:
    if isinstance(value, Relation):
        yield (stream, "birth of annotation", value.source)
        if value.target.annotation is not None:
            yield (stream, "birth of annotation", value.target.annotation)
    entry = value.entry if isinstance(value, Annotation) else None
    if isinstance(value, Relation):
        entry = value.target.entry
    if entry is not None:
        # An entry may have been made in the stream of all or in an analyst's own.
        yield (CORPUS, "birth of entry", entry)
        yield (f"proposed/{stream.rpartition('/')[2]}", "birth of entry", entry)


def _is_about(step: Step, change: Change, document: str) -> bool:
    if step.document is not None:
        return step.document == document
    values = (change.before, change.after)
    about = [value.document for value in values if isinstance(value, Comment)]
    return document in about or (change.what == "document" and change.id == document)


def _ordered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Links end before what they join, and begin after it."""
    return tuple(sorted(changes, key=lambda one: (one.what == "relation") == (one.after is not None)))
