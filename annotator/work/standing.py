"""What later work stands on a gesture, and what of the gesture nothing stands on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.batch import Batch
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.registry import Entry
from annotator.model.step import TALK, Change, Standing, Step, Value, layer_of, stream_of
from annotator.store.reading import Reads, StoredStep

Place = tuple[str, ...]
"""Something that a step brings or needs: a whole layer, an article, a registry entry, or one value in its stream."""


class Dependent(msgspec.Struct, frozen=True):
    """A later gesture that stands on another; `mine` says whether the person who asks may take it back.

    `steps` are those of it that stand now. `at` is UTC, ISO-8601.
    """

    gesture: str
    name: str
    author: str
    at: str
    documents: tuple[str, ...]
    changes: int
    mine: bool
    steps: tuple[StoredStep, ...]


UNSEEN = Dependent("", "", "", "", (), 0, mine=False, steps=())
"""All work that stands on a gesture and may not be seen, be it much or little."""


class Piece(msgspec.Struct, frozen=True):
    """The least of a gesture that can be taken back alone: one change, or (`change` is None) a whole layer."""

    step: StoredStep
    change: Change | None


def stands_on(reads: Reads, gesture: str, person: str) -> list[Dependent]:
    """The later gestures that stand on `gesture`, or on one that does, oldest first.

    One stands on another when it changes what that one brought or changed, annotates an article or points to an entry
    or an annotation that it brought, or goes on in a layer that it brought.
    """
    own = reads.gesture(gesture)
    if not own:
        return []
    ground = {place for stored in own for place in brought(reads, stored)}
    found: list[Dependent] = []
    for name, group in groupby(reads.journal(newest_first=False, after_seq=own[-1].seq), lambda s: s.step.gesture):
        steps = tuple(stored for stored in group if holds(reads, stored, own))
        if any(not ground.isdisjoint(needed(reads, stored)) for stored in steps):
            found.append(_dependent(reads, name, steps, person))
            ground.update(place for stored in steps for place in brought(reads, stored))
    return found


def as_seen(dependents: Iterable[Dependent], sees: Callable[[Step], bool]) -> list[Dependent]:
    """What may be told of work that stands on a gesture: what may not be seen is one nameless line at the end."""
    found = list(dependents)
    seen = [one for one in found if one.mine or all(sees(stored.step) for stored in one.steps)]
    return seen if len(seen) == len(found) else [*seen, UNSEEN]


def untouched(reads: Reads, steps: Iterable[StoredStep], dependents: Iterable[Dependent]) -> list[Piece]:
    """The pieces of `steps` on which neither `dependents` nor any piece that has to stay stands, in their order."""
    needs = {place for one in dependents for stored in one.steps for place in needed(reads, stored)}
    left = [piece for stored in steps for piece in _pieces(reads, stored)]
    while True:
        kept = [piece for piece in left if not needs.isdisjoint(_brought_by(piece))]
        if not kept:
            return left
        left = [piece for piece in left if needs.isdisjoint(_brought_by(piece))]
        for piece in kept:
            needs.update(_needed_by(reads, piece))


def holds(reads: Reads, stored: StoredStep, own: Sequence[StoredStep]) -> bool:
    """Whether a step after the gesture `own` changes what stood at its time.

    One that was taken back does not, nor does an undo or redo of what came after the gesture, or one that leaves all as
    it was then. What takes back only some of another step is work like any other, with changes of its own.
    """
    if reads.taken_back(stored.step.id):
        return False
    root, turned = stored, False
    while root.seq > own[-1].seq:
        if root.step.undoes is None or root.partial:
            return root is stored
        root, turned = reads.step(root.step.undoes), not turned
    return turned and root.seq < own[0].seq


def count(reads: Reads, steps: Iterable[StoredStep]) -> int:
    """How many changes steps make; a whole layer counts with all that it holds."""
    total = 0
    for stored in steps:
        key = layer_of(stored.step.stream)
        if stored.snapshot and key is not None:
            layer = reads.layer(key)
            total += len(layer.annotations) + len(layer.relations)
        else:
            total += sum(n for _, n in stored.counts) or len(changes_of(reads, stored))
    return total


def changes_of(reads: Reads, stored: StoredStep) -> tuple[Change, ...]:
    """The changes of a step, wherever they lie; none of one that brings a whole layer."""
    if stored.snapshot:
        return ()
    return stored.step.changes or reads.changes_of(stored.step.id)


def brought(reads: Reads, stored: StoredStep) -> set[Place]:
    """What a step brings or changes."""
    return {place for piece in _pieces(reads, stored) for place in _brought_by(piece)}


def needed(reads: Reads, stored: StoredStep) -> set[Place]:
    """What a step could not be without."""
    return {place for piece in _pieces(reads, stored) for place in _needed_by(reads, piece)}


def _dependent(reads: Reads, gesture: str, steps: tuple[StoredStep, ...], person: str) -> Dependent:
    first = steps[0].step
    documents = dict.fromkeys(one.step.document for one in steps if one.step.document)
    return Dependent(
        gesture=gesture,
        name=first.name,
        author=first.author,
        at=first.at,
        documents=tuple(documents),
        changes=count(reads, steps),
        mine=all(may_take_back(one, person) for one in steps),
        steps=steps,
    )


def may_take_back(stored: StoredStep, person: str) -> bool:
    """Whether a step is this person's, made or carried in."""
    return person in (stored.step.author, stored.carried_by)


def _pieces(reads: Reads, stored: StoredStep) -> list[Piece]:
    if stored.snapshot:
        return [Piece(stored, None)]
    return [Piece(stored, change) for change in changes_of(reads, stored)]


def _brought_by(piece: Piece) -> Iterator[Place]:
    stream, change = piece.step.step.stream, piece.change
    if change is None:
        yield "layer", stream
        return
    yield stream, change.what, change.id
    if change.before is None and change.what in ("document", "entry"):
        yield change.what, change.id
    if isinstance(change.after, Codebook):
        before = _words_of(change.before) if isinstance(change.before, Codebook) else frozenset()
        yield from _words_of(change.after) - before


def _needed_by(reads: Reads, piece: Piece) -> Iterator[Place]:
    stream, change = piece.step.step.stream, piece.change
    key = layer_of(stream)
    if key is not None:
        yield "document", key.document
    if change is not None:
        yield "layer", stream
        yield stream, change.what, change.id
        for value in (change.before, change.after):
            if value is not None:
                yield from _named_by(value, stream, change.id)
    elif key is not None:
        layer = reads.layer_as_said(key)
        yield from {("label", one.kind, one.label) for one in layer.annotations}
        yield from (("entry", one.entry) for one in layer.annotations if one.entry)
        yield from (("entry", one.target.entry) for one in layer.relations if one.target.entry)


def _named_by(value: Value, stream: str, name: str) -> Iterator[Place]:
    """What a value points to, and the words of the codebook that it says."""
    if isinstance(value, Annotation):
        yield from _named_by_annotation(value)
    elif isinstance(value, Relation):
        yield "role", value.role
        yield stream, "annotation", value.source
        if value.target.annotation:
            yield stream, "annotation", value.target.annotation
        if value.target.entry:
            yield "entry", value.target.entry
    elif isinstance(value, Comment):
        yield from _named_by_comment(value)
    elif isinstance(value, Standing):
        yield "layer", name
    elif isinstance(value, Entry) and value.merged_into:
        yield "entry", value.merged_into
    elif isinstance(value, Batch):
        yield from (("document", one) for one in value.documents)
    elif isinstance(value, Document):
        yield "document", value.id


def _named_by_annotation(annotation: Annotation) -> Iterator[Place]:
    yield "label", annotation.kind, annotation.label
    yield from (("attribute", annotation.kind, one.name, one.value) for one in annotation.attributes)
    if annotation.entry:
        yield "entry", annotation.entry


def _words_of(codebook: Codebook) -> frozenset[Place]:
    """What can be said under a codebook: labels, roles, and the values that it lists."""
    found: set[Place] = {("label", one.kind, one.id) for one in codebook.labels}
    found |= {("attribute", one.kind, "subtype", subtype.id) for one in codebook.labels for subtype in one.subtypes}
    found |= {
        ("attribute", kind, one.name, value)
        for one in codebook.attributes
        for kind in one.kinds
        for value in (one.values or ("true", "false"))
    }
    return frozenset(found | {("role", one.name) for one in codebook.roles})


def _named_by_comment(comment: Comment) -> Iterator[Place]:
    yield "document", comment.document
    if comment.reply_to:
        yield TALK, "comment", comment.reply_to
    if comment.layer and comment.about:
        layer = stream_of(comment.layer)
        yield "layer", layer
        yield layer, "annotation", comment.about
