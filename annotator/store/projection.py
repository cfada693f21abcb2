"""Playing journal lines onto the tables: the one way in which they change, when writing and when rebuilding alike."""

from annotator.model.annotation import Annotation, Relation
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerFacts, LayerKey, Spoken
from annotator.model.problems import KnownError, problem, refuse
from annotator.model.registry import Entry
from annotator.model.step import Change, Standing, Value, inverse, layer_of, stream_of
from annotator.store import records
from annotator.store.engine import Connection
from annotator.store.journal import Body, SnapshotHead
from annotator.store.lifting import Lifting
from annotator.store.streams import SELF, Contents, Root, Streams, key_of, read_contents, supersedes
from annotator.store.tables import LayerRow, Tables


class StaleChange(KnownError):
    """What a change says stood before does not stand there: somebody or something changed it meanwhile."""

    def __init__(self, stream: str, change: Change) -> None:
        super().__init__(problem("store.stale", what=change.what, id=change.id, stream=stream))


class Projection:
    """The tables behind ``connection``, kept by the truth that ``streams`` reads."""

    def __init__(self, connection: Connection, streams: Streams) -> None:
        self._connection = connection
        self.tables = Tables(connection)
        self.streams = streams
        self._lifting = Lifting(connection)

    def play(self, body: Body, *, seq: int) -> None:
        """Play a line that was accepted before, without asking what stood there."""
        if body.snapshot is not None:
            self.play_snapshot(body)
        elif body.changes is not None or body.parts is not None:
            for change in self.streams.each_change(body):
                self.tables.place(body.stream, change.what, change.id, change.after)
            self.count(body.stream)
        else:
            self.take_back(body, seq=seq, check=False)

    def count(self, stream: str) -> None:
        """Let a layer's revision follow a step of its stream."""
        key = layer_of(stream)
        if key is not None:
            self.tables.step_done(key)

    def change(self, stream: str, change: Change, *, revives: bool = False) -> Change:
        """Apply one change after comparing what stands there; returned with what really stood before.

        A standing is compared by its state alone, and facts that are all defaults are as good as none: that is all that
        an open article knows of them. What stands in the words of an older codebook is compared as it is read, and
        returned as it stands, so that undo puts just that back. ``revives`` lets a document come back whose birth was
        taken back.

        Raises:
            StaleChange: something else stands there.
            KnownError: ``store.document-id-used``, an id that belonged to another text.
        """
        stored = self.tables.stored(stream, change.what, change.id)
        if isinstance(change.after, Document) and change.before is None and not revives:
            self._check_birth(change.after, stored)
        if not _agree(stored, change.before) and not _agree(self._as_read(stream, change, stored), change.before):
            raise StaleChange(stream, change)
        self.tables.place(stream, change.what, change.id, change.after)
        return Change(change.what, change.id, stored, change.after)

    def _as_read(self, stream: str, change: Change, stored: Value | None) -> Value | None:
        """What stands under a name, in the words of the codebook in force."""
        lifter, key = self._lifting.lifter(), layer_of(stream)
        if lifter is None:
            return stored
        if isinstance(stored, Entry):
            return lifter.entry(stored)
        if key is None or not isinstance(stored, Annotation | Relation | LayerFacts):
            return stored
        layer = lifter.layer(self.tables.layer(key))
        if isinstance(stored, LayerFacts):
            return layer.facts
        held = layer.annotations if isinstance(stored, Annotation) else layer.relations
        return next((one for one in held if one.id == change.id), None)

    def unread(self, stream: str, annotations: frozenset[str]) -> tuple[Change, ...]:
        """Changes that end relations of ``annotations`` which the codebook in force keeps anybody from seeing.

        Who removes an annotation removes its links; those that are not read must go with it.
        """
        lifter, key = self._lifting.lifter(), layer_of(stream)
        if lifter is None or key is None or not annotations:
            return ()
        stored = self.tables.layer(key)
        read = {one.id for one in lifter.layer(stored).relations}
        gone = (one for one in stored.relations if one.source in annotations and one.id not in read)
        return tuple(Change("relation", one.id, one, None) for one in gone)

    def _check_birth(self, document: Document, stored: Value | None) -> None:
        """Refuse an id that is in use, or that another text bore; ``ValueError`` where nobody brought the letters."""
        sha256 = bytes.fromhex(document.text_sha256)
        if self._connection.execute("SELECT 1 FROM text WHERE sha256 = ?", (sha256,)).fetchone() is None:
            raise ValueError(f"{document.id} comes without its text")
        bore = self.tables.tombstone(document.id)
        if stored is not None or (bore and bore != document.text_sha256):
            raise refuse("store.document-id-used", id=document.id)

    def check_end(self, document: str) -> None:
        """Refuse that an article ends on which layers or comments still stand."""
        layers = "SELECT count(*) FROM layer WHERE document = ? AND (annotations > 0 OR relations > 0)"
        comments = "SELECT count(*) FROM comment WHERE document = ?"
        standing = sum(self._connection.execute(sql, (document,)).fetchone()[0] for sql in (layers, comments))
        if standing:
            raise refuse("store.document-in-use", id=document, n=standing)

    # --- taking back

    def take_back(self, body: Body, *, seq: int, check: bool, told: bool = False) -> tuple[Change, ...]:
        """Play a step that does nothing but undo (or redo) another, whose line already stands in the journal.

        ``told`` asks for the changes; of whole snapshots they cost a comparison.
        """
        root = self.streams.root(body.undoes or "")
        if root.body.snapshot is not None:
            return self._toggle(body, root, seq=seq, check=check, told=told)
        found = self.streams.changes(root.body, seq=root.line.seq)
        changes = found if root.undone else inverse(found)
        for change in changes:
            if check and change.what == "document" and change.after is None:
                self.check_end(change.id)
            if check:
                self.change(body.stream, change, revives=True)
            else:
                self.tables.place(body.stream, change.what, change.id, change.after)
        self.count(body.stream)
        return changes

    def _toggle(self, body: Body, root: Root, *, seq: int, check: bool, told: bool) -> tuple[Change, ...]:
        """Withdraw a snapshot, or bring it again: the layer becomes what its other lines say."""
        key = key_of(body.stream)
        row = self.tables.layer_row(key)
        if row and check:
            self._check_untouched(row, root)
        live = int(root.undone and not (root.body.snapshot and root.body.snapshot.held))
        self._connection.execute("UPDATE snapshot SET live = ? WHERE step = ?", (live, root.body.id))
        after = self.streams.contents(body.stream, upto=seq)
        changes = self.streams.contents(body.stream, upto=seq - 1).differences(after) if told else ()
        self._set_contents(key, after)
        return changes

    def _check_untouched(self, row: LayerRow, root: Root) -> None:
        """A snapshot that stands is withdrawn only while nothing stands on it."""
        head = root.body.snapshot
        if head is None or root.undone or row.snapshot != root.body.id or row.revision == head.revision:
            return
        brought, stands = self.streams.snapshot(root.body), self.tables.layer(row.key)
        if (brought.annotations, brought.relations) != (stands.annotations, stands.relations):
            raise StaleChange(root.body.stream, Change("layer", root.body.stream, None, None))

    # --- snapshots

    def play_snapshot(self, body: Body) -> bool:
        """Register a snapshot and let it stand if it is the one that should; whether it does."""
        head = body.snapshot
        if head is None or body.parts is None:
            raise ValueError(f"step {body.id} is no snapshot")
        key = key_of(body.stream)
        number = self.register_snapshot(key, head, step=body.id)
        if not self.wins(key, head):
            return False
        annotations, relations, facts = read_contents(self.streams.snapshot_lines(body))
        layer = Layer(
            key=key,
            annotations=tuple(annotations),
            relations=tuple(relations),
            revision=head.revision,
            state=head.state,
            facts=facts or head.facts,
        )
        self.put_snapshot(number, layer, head, step=body.id)
        return True

    def register_snapshot(self, key: LayerKey, head: SnapshotHead, *, step: str) -> int:
        """Note that a snapshot came; the number of its layer."""
        number = self.tables.need_layer(key)
        self._register(number, head, step=step)
        return number

    def _register(self, number: int, head: SnapshotHead, *, step: str) -> None:
        row = (step, number, head.revision, head.hash, int(not head.held))
        self._connection.execute("INSERT INTO snapshot VALUES(?, ?, ?, ?, ?)", row)

    def wins(self, key: LayerKey, head: SnapshotHead) -> bool:
        """Whether a snapshot takes the place of what stands in its layer."""
        row = self.tables.layer_row(key)
        if head.held or row is None:
            return not head.held
        standing = None
        if row.snapshot:
            standing = self._connection.execute(
                "SELECT revision, hash FROM snapshot WHERE step = ?", (row.snapshot,)
            ).fetchone()
        return supersedes((head.revision, head.hash), revision=row.revision, snapshot=standing)

    def put_snapshot(self, number: int, layer: Layer, head: SnapshotHead, *, step: str) -> None:
        """Let a layer be what a snapshot says; what the layer says of others' states stays."""
        row = self.tables.layer_row(layer.key)
        before = self._spoken(number)
        if row is None or not row.blank:
            self.tables.clear_layer(number)
        self._fill(number, layer, head, step=step)
        self._say_state(layer, head)
        self._speak(layer.key, before, layer.facts.spoken)

    def put_first(self, layer: Layer, head: SnapshotHead, *, step: str) -> None:
        """Register a snapshot of a layer that has no row yet, of which therefore nobody said anything, and put it."""
        number = self.tables.new_layer(layer.key)
        self._register(number, head, step=step)
        self._fill(number, layer, head, step=step)
        if layer.state != "open":
            self._say_state(layer, head)
        self._speak(layer.key, (), layer.facts.spoken)

    def _fill(self, number: int, layer: Layer, head: SnapshotHead, *, step: str) -> None:
        self.tables.fill_layer(number, layer.annotations, layer.relations)
        self._connection.execute(
            "UPDATE layer SET revision = ?, facts = ?, snapshot = ? WHERE number = ?",
            (head.revision, records.facts_text(layer.facts), step, number),
        )

    def _say_state(self, layer: Layer, head: SnapshotHead) -> None:
        word = None if layer.state == "open" else Standing(layer.state, head.revision, head.at)
        self.tables.place(stream_of(layer.key), "standing", SELF, word)

    def _spoken(self, number: int) -> tuple[Spoken, ...]:
        (facts,) = self._connection.execute("SELECT facts FROM layer WHERE number = ?", (number,)).fetchone()
        return records.facts_of(facts).spoken

    def _speak(self, key: LayerKey, before: tuple[Spoken, ...], after: tuple[Spoken, ...]) -> None:
        """Let what a gold from elsewhere says of the states of layers stand instead of what one before it said."""
        stream = stream_of(key)
        for one in before:
            about = stream_of(LayerKey(key.document, "own", one.author))
            if self.tables.standing(key, about) == Standing(one.state, one.revision, one.at):
                self.tables.place(stream, "standing", about, None)
        for one in after:
            about = stream_of(LayerKey(key.document, "own", one.author))
            self.tables.place(stream, "standing", about, Standing(one.state, one.revision, one.at))

    def _set_contents(self, key: LayerKey, contents: Contents) -> None:
        number = self.tables.need_layer(key)
        before = self._spoken(number)
        facts = contents.values.get(("facts", "facts"))
        self.tables.clear_layer(number)
        self.tables.fill_layer(number, contents.annotations, contents.relations)
        self._connection.execute(
            "UPDATE layer SET revision = ?, facts = ?, snapshot = ? WHERE number = ?",
            (
                contents.revision,
                records.facts_text(facts if isinstance(facts, LayerFacts) else LayerFacts()),
                contents.snapshot,
                number,
            ),
        )
        stream = stream_of(key)
        self.tables.place(stream, "standing", SELF, contents.values.get(("standing", SELF)))
        self._speak(key, before, facts.spoken if isinstance(facts, LayerFacts) else ())


def _agree(stored: Value | None, said: Value | None) -> bool:
    if stored == said:
        return True
    if isinstance(stored, Standing) and isinstance(said, Standing):
        return stored.state == said.state
    return stored is None and said == LayerFacts()
