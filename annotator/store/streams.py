"""What the lines of a stream amount to: the changes of any step, and a layer as of any line."""

from collections.abc import Iterable, Iterator

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer, LayerFacts, LayerKey, in_text_order
from annotator.model.problems import refuse
from annotator.model.step import Change, Standing, Value, inverse, layer_of
from annotator.store import journal
from annotator.store.engine import Connection
from annotator.store.journal import Body, Line, RawChange, SnapshotHead
from annotator.store.payload import Reader

ANNOTATION_LINE = b'["annotation",'
"""How the line of an annotation in a snapshot begins; the lines of relations and facts begin otherwise."""

_FACTS_LINE = b'["facts",'

_ANNOTATION = msgspec.json.Decoder(tuple[str, Annotation])
_RELATION = msgspec.json.Decoder(tuple[str, Relation])
_FACTS = msgspec.json.Decoder(tuple[str, LayerFacts])
_CHANGE = msgspec.json.Decoder(RawChange)

SELF = "standing"
"""The name of a layer's standing about itself."""

Name = tuple[str, str]


class Contents(msgspec.Struct):
    """A layer while lines are played onto it: values by ``(what, id)``, its revision, and the snapshot that stands."""

    values: dict[Name, Value] = {}
    revision: int = 0
    snapshot: str | None = None
    snapshot_revision: int = 0
    snapshot_hash: str = ""

    @property
    def annotations(self) -> list[Annotation]:
        return [v for v in self.values.values() if isinstance(v, Annotation)]

    @property
    def relations(self) -> list[Relation]:
        return [v for v in self.values.values() if isinstance(v, Relation)]

    def differences(self, after: "Contents") -> tuple[Change, ...]:
        """The changes that lead from here to ``after``: annotations first, and last where they end."""
        names = sorted(self.values.keys() | after.values.keys())
        changed = [
            Change(what, name, self.values.get((what, name)), after.values.get((what, name)))
            for what, name in names
            if self.values.get((what, name)) != after.values.get((what, name))
        ]
        return tuple(sorted(changed, key=lambda c: (c.what == "annotation") == (c.after is None)))


class Root(msgspec.Struct, frozen=True):
    """Where a chain of undo and redo ends: the line that changed something itself, and whether it is taken back."""

    line: Line
    body: Body
    undone: bool


class _Event(msgspec.Struct, frozen=True, eq=False):
    """What one line does: it does (or takes back) what the line ``line`` with ``body`` did first."""

    line: Line
    body: Body
    undone: bool
    first: bool


class Streams:
    """Reads the truth behind one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reader = Reader(connection)

    def line(self, step_id: str) -> Line:
        """The journal line of a step; ``KnownError`` ``store.no-step`` without one."""
        found = journal.select(self._connection, "id = ?", (step_id,))
        if not found:
            raise refuse("store.no-step", id=step_id)
        return found[0]

    def root(self, step_id: str) -> Root:
        """The step that ``step_id`` is, or at last takes back or brings again."""
        undone = False
        while True:
            line = self.line(step_id)
            body = journal.decode(line.body)
            if not only_undoes(body):
                return Root(line, body, undone)
            step_id, undone = body.undoes or "", not undone

    def changes(self, body: Body, *, seq: int) -> tuple[Change, ...]:
        """The changes of a step, wherever they lie; ``seq`` is that of its line (or will be)."""
        if body.changes is not None:
            return tuple(journal.read_change(raw) for raw in body.changes)
        if body.snapshot is not None:
            return self._difference(body.stream, seq)
        if body.parts is not None:
            return tuple(journal.read_change(_CHANGE.decode(line)) for line in self._reader.lines(body.parts))
        root = self.root(body.undoes or "")
        if root.body.snapshot is not None:
            return self._difference(body.stream, seq)
        found = self.changes(root.body, seq=root.line.seq)
        return found if root.undone else inverse(found)

    def stands_inline(self, body: Body) -> bool:
        """Whether the changes stand in the line itself, or in that of the step which it takes back."""
        return self.root(body.undoes).body.inline if only_undoes(body) and body.undoes else body.inline

    def each_change(self, body: Body) -> Iterator[Change]:
        """The changes of a step that holds its own, one at a time."""
        if body.changes is not None:
            yield from map(journal.read_change, body.changes)
        elif body.parts is not None:
            for line in self._reader.lines(body.parts):
                yield journal.read_change(_CHANGE.decode(line))

    def snapshot(self, body: Body) -> Layer:
        """The layer that a snapshot step brings."""
        head = body.snapshot
        if head is None or body.parts is None:
            raise ValueError(f"step {body.id} is no snapshot")
        annotations, relations, facts = read_contents(self.snapshot_lines(body))
        return Layer(
            key=key_of(body.stream),
            annotations=in_text_order(annotations),
            relations=tuple(sorted(relations, key=lambda r: r.id)),
            revision=head.revision,
            state=head.state,
            facts=facts or head.facts,
        )

    def snapshot_lines(self, body: Body) -> Iterator[bytes]:
        """The payload lines of a snapshot step."""
        return self._reader.lines(body.parts or ())

    def contents(self, stream: str, *, upto: int) -> Contents:
        """A layer as the lines of its stream up to ``seq`` ``upto`` leave it.

        Snapshots that are taken back are left out, those that stand are played where they first came. A step counts
        where it was last brought again, and not at all while it is taken back: what it did to a snapshot that is gone
        would come back with its inverse otherwise.
        """
        lines = [
            (line, journal.decode(line.body))
            for line in journal.select(self._connection, "stream = ? AND seq <= ?", (stream, upto), tail="ORDER BY seq")
        ]
        events = [self._event(line, body) for line, body in lines]
        last = {event.body.id: event for event in events}
        contents = Contents()
        for event in events:
            stands = last[event.body.id]
            if event.body.snapshot is None:
                contents.revision += 1
                if stands is event and not event.undone:
                    for change in self.changes(event.body, seq=event.line.seq):
                        play_change(contents, change)
            elif event.first and not stands.undone:
                self._play_snapshot(contents, event.body)
        return contents

    def _event(self, line: Line, body: Body) -> "_Event":
        if not only_undoes(body):
            return _Event(line, body, undone=False, first=True)
        root = self.root(body.undoes or "")
        return _Event(root.line, root.body, undone=not root.undone, first=False)

    def _play_snapshot(self, contents: Contents, body: Body) -> None:
        head = body.snapshot
        if (
            head is None
            or head.held
            or not supersedes(
                (head.revision, head.hash),
                revision=contents.revision,
                snapshot=(contents.snapshot_revision, contents.snapshot_hash) if contents.snapshot else None,
            )
        ):
            return
        layer = self.snapshot(body)
        kept = {
            name: value
            for name, value in contents.values.items()
            if name[0] == "decision" or (name[0] == "standing" and name[1] not in (SELF, body.stream))
        }
        contents.values = kept | snapshot_values(layer, head)
        contents.revision = contents.snapshot_revision = head.revision
        contents.snapshot, contents.snapshot_hash = body.id, head.hash

    def _difference(self, stream: str, seq: int) -> tuple[Change, ...]:
        return self.contents(stream, upto=seq - 1).differences(self.contents(stream, upto=seq))


def supersedes(new: tuple[int, str], *, revision: int, snapshot: tuple[int, str] | None) -> bool:
    """Whether a snapshot of ``(revision, hash)`` takes the place of a layer at ``revision``.

    ``snapshot`` is the snapshot that stands there. Of two at the same revision the greater hash stands, whichever came
    first, so that all machines agree; steps made here since a snapshot are never written over at their own revision.
    """
    if new[0] != revision:
        return new[0] > revision
    if snapshot is None:
        return revision == 0
    return snapshot[0] == revision and new[1] > snapshot[1]


def play_change(contents: Contents, change: Change) -> None:
    """Let what a change says stand."""
    if change.after is None:
        contents.values.pop((change.what, change.id), None)
    else:
        contents.values[change.what, change.id] = change.after


def snapshot_values(layer: Layer, head: SnapshotHead) -> dict[Name, Value]:
    """The values of a snapshot by name."""
    values: dict[Name, Value] = {("annotation", a.id): a for a in layer.annotations}
    values.update({("relation", r.id): r for r in layer.relations})
    if layer.facts != LayerFacts():
        values["facts", "facts"] = layer.facts
    if layer.state != "open":
        values["standing", SELF] = Standing(layer.state, layer.revision, head.at)
    return values


def content_lines(layer: Layer) -> list[bytes]:
    """A layer's annotations, relations and facts as payload lines."""
    said: list[tuple[str, Value]] = [("annotation", one) for one in layer.annotations]
    said += [("relation", one) for one in layer.relations]
    if layer.facts != LayerFacts():
        said.append(("facts", layer.facts))
    return journal.canonical_lines(said)


def read_contents(lines: Iterable[bytes]) -> tuple[list[Annotation], list[Relation], LayerFacts | None]:
    """The annotations, relations and facts of payload lines."""
    annotations: list[Annotation] = []
    relations: list[Relation] = []
    facts = None
    for line in lines:
        if line.startswith(ANNOTATION_LINE):
            annotations.append(_ANNOTATION.decode(line)[1])
        elif line.startswith(_FACTS_LINE):
            facts = _FACTS.decode(line)[1]
        else:
            relations.append(_RELATION.decode(line)[1])
    return annotations, relations, facts


def key_of(stream: str) -> LayerKey:
    """The key of the layer whose stream it is; ``ValueError`` where it is no layer's."""
    key = layer_of(stream)
    if key is None:
        raise ValueError(f"{stream} is no layer's stream")
    return key


def only_undoes(body: Body) -> bool:
    """Whether a step has no changes but the inverse of another's."""
    return body.undoes is not None and body.changes is None and body.parts is None
