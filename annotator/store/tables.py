"""The projection's tables as shelves of frozen values: what stands there, and putting or taking one value."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import msgspec

from annotator.model.annotation import Annotation, Provenance, Relation
from annotator.model.batch import Batch
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerFacts, LayerKey, State, in_text_order
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.review import Decision
from annotator.model.step import Standing, Value, layer_of, stream_of
from annotator.store import records
from annotator.store.engine import Connection, version
from annotator.store.records import ANNOTATION, DOCUMENT, RELATION, placeholders

_REMEMBERED = 20_000
_RANK = MappingProxyType({"own": 0, "suggestion": 0, "gold": 1})
"""At the same revision the reviewer's word stands before the author's."""

_PUT_ANNOTATION = f"INSERT INTO annotation(layer, {ANNOTATION}) VALUES(?, {placeholders(ANNOTATION)})"
_PUT_RELATION = f"INSERT INTO relation(layer, {RELATION}) VALUES(?, {placeholders(RELATION)})"
# One statement for all rows of a layer takes half the time of one for each row.
_FILL_ANNOTATIONS = (
    f"INSERT INTO annotation(layer, {ANNOTATION}) {records.rows_from_json(ANNOTATION, version=version())}"
)
_FILL_RELATIONS = f"INSERT INTO relation(layer, {RELATION}) {records.rows_from_json(RELATION, version=version())}"
_PUT_DOCUMENT = f"INSERT INTO document({DOCUMENT}) VALUES({placeholders(DOCUMENT)})"


class LayerRow(msgspec.Struct, frozen=True):
    """A layer without its contents; ``snapshot`` is the step of the snapshot that stands, ``None`` without one."""

    number: int
    key: LayerKey
    revision: int
    state: State
    facts: LayerFacts
    annotations: int
    relations: int
    snapshot: str | None

    @property
    def blank(self) -> bool:
        """Whether it says nothing, as if it had never been begun."""
        said = self.annotations or self.relations or self.snapshot or self.state != "open"
        return not said and self.facts == LayerFacts()


class Tables:
    """The projection behind one connection; every write happens inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._provenances: dict[int, Provenance] = {}
        self._numbers: dict[Provenance, int] = {}
        self._read: Mapping[str, Callable[[str, str], Value | None]] = MappingProxyType(
            {
                "annotation": self._annotation,
                "relation": self._relation,
                "standing": self._standing,
                "facts": self._facts,
                "decision": self._decision,
                "document": lambda _stream, name: self.document(name),
                "codebook": lambda _stream, _name: self.codebook(),
                "comment": lambda _stream, name: self._simple("comment", name, Comment),
                "entry": lambda _stream, name: self._simple("entry", name, Entry),
                "person": lambda _stream, name: self._simple("person", name, Person),
                "batch": lambda _stream, name: self._simple("batch", name, Batch),
            }
        )
        self._place: Mapping[str, Callable[[str, str, Any], None]] = MappingProxyType(
            {
                "annotation": self._place_annotation,
                "relation": self._place_relation,
                "standing": self._place_standing,
                "facts": self._place_facts,
                "decision": self._place_decision,
                "document": self._place_document,
                "codebook": self._place_codebook,
                "comment": self._place_comment,
                "entry": lambda _stream, name, value: self._place_simple("entry", name, value),
                "person": lambda _stream, name, value: self._place_simple("person", name, value),
                "batch": lambda _stream, name, value: self._place_simple("batch", name, value),
            }
        )

    def forget(self) -> None:
        """Drop what is remembered of rows, as a rolled back transaction demands."""
        self._provenances.clear()
        self._numbers.clear()

    def stored(self, stream: str, what: str, name: str) -> Value | None:
        """What stands under a name now; layers' things are looked for in the layer of ``stream``."""
        return self._read[what](stream, name)

    def place(self, stream: str, what: str, name: str, value: Value | None) -> None:
        """Let ``value`` stand under a name, or nothing."""
        self._place[what](stream, name, value)

    # --- documents, codebook and the like

    def document(self, name: str) -> Document | None:
        """The article, or ``None``."""
        row = self._connection.execute(f"SELECT {DOCUMENT} FROM document WHERE id = ?", (name,)).fetchone()
        return records.document_of(row) if row else None

    def codebook(self) -> Codebook | None:
        """The codebook in force."""
        row = self._connection.execute("SELECT body FROM codebook WHERE current = 1").fetchone()
        return records.of_json(row[0], Codebook) if row else None

    def tombstone(self, name: str) -> str | None:
        """The text hash (hex) of the article that bore this id and was taken out, or ``None``."""
        row = self._connection.execute("SELECT text_sha256 FROM tombstone WHERE document = ?", (name,)).fetchone()
        return row[0].hex() if row else None

    def put_documents(self, documents: Iterable[Document]) -> None:
        """Add new articles."""
        self._connection.executemany(_PUT_DOCUMENT, map(records.document_row, documents))

    def _place_document(self, _stream: str, name: str, value: Document | None) -> None:
        run = self._connection.execute
        before = run("SELECT text_sha256 FROM document WHERE id = ?", (name,)).fetchone()
        if value is None:
            run("DELETE FROM document WHERE id = ?", (name,))
            run("INSERT OR REPLACE INTO tombstone VALUES(?, ?)", (name, before[0]))
        elif before is None:
            run("DELETE FROM tombstone WHERE document = ?", (name,))
            run(_PUT_DOCUMENT, records.document_row(value))
        else:
            changed = f"UPDATE document SET ({DOCUMENT}) = ({placeholders(DOCUMENT)}) WHERE id = ?"
            run(changed, (*records.document_row(value), name))

    def _place_codebook(self, _stream: str, name: str, value: Codebook | None) -> None:
        run = self._connection.execute
        run("UPDATE codebook SET current = 0 WHERE current = 1")
        if value is not None:
            run(
                "INSERT INTO codebook(sha256, id, stamp, current, body) VALUES(?, ?, ?, 1, ?) "
                "ON CONFLICT(sha256) DO UPDATE SET current = 1",
                (value.sha256, name, value.stamp, records.to_json(value)),
            )

    def _simple(self, table: str, name: str, kind: type[Any]) -> Any:
        row = self._connection.execute(f"SELECT body FROM {table} WHERE id = ?", (name,)).fetchone()
        return records.of_json(row[0], kind) if row else None

    def _place_simple(self, table: str, name: str, value: Value | None) -> None:
        if value is None:
            self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (name,))
            return
        self._connection.execute(
            f"INSERT INTO {table}(id, body) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET body = excluded.body",
            (name, records.to_json(value)),
        )

    def _place_comment(self, _stream: str, name: str, value: Comment | None) -> None:
        if value is None:
            self._connection.execute("DELETE FROM comment WHERE id = ?", (name,))
            return
        self._connection.execute(
            "INSERT INTO comment(id, document, body) VALUES(?, ?, ?) "
            "ON CONFLICT(id) DO UPDATE SET document = excluded.document, body = excluded.body",
            (name, value.document, records.to_json(value)),
        )

    # --- layers

    def layer_row(self, key: LayerKey) -> LayerRow | None:
        """A layer's own row, or ``None`` where nobody ever wrote in it."""
        row = self._connection.execute(
            "SELECT number, revision, state, facts, annotations, relations, snapshot FROM layer "
            "WHERE document = ? AND purpose = ? AND author = ?",
            (key.document, key.purpose, key.author),
        ).fetchone()
        if row is None:
            return None
        return LayerRow(row[0], key, row[1], row[2], records.facts_of(row[3]), row[4], row[5], row[6])

    def need_layer(self, key: LayerKey) -> int:
        """The number of a layer's row, which is made where there is none."""
        row = self.layer_row(key)
        return row.number if row else self.new_layer(key)

    def new_layer(self, key: LayerKey) -> int:
        """The number of a row that is made for a layer which has none."""
        made = self._connection.execute(
            "INSERT INTO layer(document, purpose, author, revision, state, annotations, relations) "
            "VALUES(?, ?, ?, 0, 'open', 0, 0)",
            (key.document, key.purpose, key.author),
        )
        return int(made.lastrowid or 0)

    def layer(self, key: LayerKey) -> Layer:
        """A layer with its contents; an empty one where there is none."""
        row = self.layer_row(key)
        if row is None:
            return Layer(key=key)
        return Layer(
            key=key,
            annotations=in_text_order(self.annotations(row.number)),
            relations=tuple(self.relations(row.number)),
            revision=row.revision,
            state=row.state,
            facts=row.facts,
        )

    def annotations(self, layer: int) -> list[Annotation]:
        """Every annotation of a layer, by id."""
        rows = self._connection.execute(f"SELECT {ANNOTATION} FROM annotation WHERE layer = ? ORDER BY id", (layer,))
        return [records.annotation_of(row, self._provenance) for row in rows]

    def relations(self, layer: int) -> list[Relation]:
        """Every relation of a layer, by id."""
        rows = self._connection.execute(f"SELECT {RELATION} FROM relation WHERE layer = ? ORDER BY id", (layer,))
        return [records.relation_of(row, self._provenance) for row in rows]

    def step_done(self, key: LayerKey) -> None:
        """Count one step more in a layer."""
        self._connection.execute("UPDATE layer SET revision = revision + 1 WHERE number = ?", (self.need_layer(key),))

    def _number(self, stream: str) -> int:
        return self.need_layer(_key(stream))

    def _found(self, stream: str) -> int | None:
        row = self.layer_row(_key(stream))
        return row.number if row else None

    def _annotation(self, stream: str, name: str) -> Annotation | None:
        row = self._connection.execute(
            f"SELECT {ANNOTATION} FROM annotation WHERE layer = ? AND id = ?", (self._found(stream), name)
        ).fetchone()
        return records.annotation_of(row, self._provenance) if row else None

    def _relation(self, stream: str, name: str) -> Relation | None:
        row = self._connection.execute(
            f"SELECT {RELATION} FROM relation WHERE layer = ? AND id = ?", (self._found(stream), name)
        ).fetchone()
        return records.relation_of(row, self._provenance) if row else None

    def _place_annotation(self, stream: str, name: str, value: Annotation | None) -> None:
        row = None
        layer = self._number(stream)
        if value is not None:
            row = records.annotation_row(layer, value, self._provenance_number(value.provenance))
        self._place_row("annotation", ANNOTATION, layer, name, row)

    def _place_relation(self, stream: str, name: str, value: Relation | None) -> None:
        row = None
        layer = self._number(stream)
        if value is not None:
            row = records.relation_row(layer, value, self._provenance_number(value.provenance))
        self._place_row("relation", RELATION, layer, name, row)

    def _place_row(self, table: str, columns: str, layer: int, name: str, row: records.Row | None) -> None:
        run = self._connection.execute
        if row is None:
            gone = run(f"DELETE FROM {table} WHERE layer = ? AND id = ?", (layer, name)).rowcount
            run(f"UPDATE layer SET {table}s = {table}s - ? WHERE number = ?", (gone, layer))
            return
        if row[1] != name:
            raise ValueError(f"a change of {name} brings {row[1]}")
        changed = f"UPDATE {table} SET ({columns}) = ({placeholders(columns)}) WHERE layer = ? AND id = ?"
        if run(changed, (*row[1:], layer, name)).rowcount == 0:
            run(_PUT_ANNOTATION if table == "annotation" else _PUT_RELATION, row)
            run(f"UPDATE layer SET {table}s = {table}s + 1 WHERE number = ?", (layer,))

    def _facts(self, stream: str, _name: str) -> LayerFacts | None:
        row = self.layer_row(_key(stream))
        return row.facts if row and row.facts != LayerFacts() else None

    def _place_facts(self, stream: str, _name: str, value: LayerFacts | None) -> None:
        text = records.facts_text(value or LayerFacts())
        self._connection.execute("UPDATE layer SET facts = ? WHERE number = ?", (text, self._number(stream)))

    # --- what a reviewer decided

    def decisions(self, key: LayerKey) -> list[Decision]:
        """Every decision in a gold layer, by id."""
        row = self.layer_row(key)
        if row is None:
            return []
        rows = self._connection.execute("SELECT body FROM decision WHERE layer = ? ORDER BY id", (row.number,))
        return [records.of_json(body, Decision) for (body,) in rows]

    def _decision(self, stream: str, name: str) -> Decision | None:
        row = self._connection.execute(
            "SELECT body FROM decision WHERE layer = ? AND id = ?", (self._found(stream), name)
        ).fetchone()
        found: Decision | None = records.of_json(row[0], Decision) if row else None
        return found

    def _place_decision(self, stream: str, name: str, value: Decision | None) -> None:
        layer = self._number(stream)
        self._connection.execute("DELETE FROM decision WHERE layer = ? AND id = ?", (layer, name))
        if value is not None:
            # Which defaults the encoder leaves out hangs on where a value came from; read back, all come alike.
            body = records.to_json(records.of_json(records.to_json(value), Decision))
            self._connection.execute("INSERT INTO decision VALUES(?, ?, ?)", (layer, name, body))

    # --- what is said about a layer's state

    def _standing(self, stream: str, name: str) -> Standing | None:
        row = self._connection.execute(
            "SELECT state, revision, at FROM standing WHERE layer = ? AND about = ?",
            (self._found(stream), about(stream, name)),
        ).fetchone()
        return Standing(*row) if row else None

    def standing(self, key: LayerKey, name: str) -> Standing | None:
        """What a layer says of its own state, or of that of the layer whose stream ``name`` is."""
        return self._standing(stream_of(key), name)

    def _place_standing(self, stream: str, name: str, value: Standing | None) -> None:
        layer, subject = self._number(stream), about(stream, name)
        self._connection.execute("DELETE FROM standing WHERE layer = ? AND about = ?", (layer, subject))
        if value is not None:
            row = (layer, subject, value.state, value.revision, value.at)
            self._connection.execute("INSERT INTO standing VALUES(?, ?, ?, ?, ?)", row)
        self.settle(subject)

    def settle(self, subject: str) -> None:
        """Give the layer of the stream ``subject`` the state that the word of highest revision says."""
        words = self._connection.execute(
            "SELECT s.revision, l.purpose, l.author, s.state FROM standing s JOIN layer l ON l.number = s.layer "
            "WHERE s.about = ?",
            (subject,),
        ).fetchall()
        state = max(words, key=lambda w: (w[0], _RANK[w[1]], w[2]))[3] if words else "open"
        self._connection.execute("UPDATE layer SET state = ? WHERE number = ?", (state, self._number(subject)))

    # --- whole layers

    def fill_layer(self, layer: int, annotations: Iterable[Annotation], relations: Iterable[Relation]) -> None:
        """Put contents into a layer that holds none, counters included."""
        number = self._provenance_number
        made = [records.annotation_row(layer, a, number(a.provenance)) for a in annotations]
        links = [records.relation_row(layer, r, number(r.provenance)) for r in relations]
        made.sort(key=itemgetter(1))  # by id, as they lie in the table: each goes in behind the last
        self._fill(_FILL_ANNOTATIONS, _PUT_ANNOTATION, made)
        self._fill(_FILL_RELATIONS, _PUT_RELATION, links)
        self._connection.execute(
            "UPDATE layer SET annotations = ?, relations = ? WHERE number = ?", (len(made), len(links), layer)
        )

    def _fill(self, at_once: str, one_by_one: str, rows: list[records.Row]) -> None:
        if not rows:
            return
        text = records.to_json(rows)
        if "\\u0000" in text:  # older SQLite cuts a text of JSON off at it
            self._connection.executemany(one_by_one, rows)
        else:
            self._connection.execute(at_once, (text,))

    def clear_layer(self, layer: int) -> None:
        """Take every annotation and relation out of a layer."""
        for table in ("relation", "annotation"):
            self._connection.execute(f"DELETE FROM {table} WHERE layer = ?", (layer,))
        self._connection.execute("UPDATE layer SET annotations = 0, relations = 0 WHERE number = ?", (layer,))

    def _provenance(self, number: int) -> Provenance:
        found = self._provenances.get(number)
        if found is None:
            row = self._connection.execute("SELECT body FROM provenance WHERE number = ?", (number,)).fetchone()
            found = records.provenance_of(row[0])
            self._remember(number, found)
        return found

    def _provenance_number(self, provenance: Provenance) -> int:
        number = self._numbers.get(provenance)
        if number is None:
            text = records.to_json(provenance)
            row = self._connection.execute("SELECT number FROM provenance WHERE body = ?", (text,)).fetchone()
            if row is None:
                made = self._connection.execute("INSERT INTO provenance(body) VALUES(?)", (text,))
                number = int(made.lastrowid or 0)
            else:
                number = int(row[0])
            self._remember(number, provenance)
        return number

    def _remember(self, number: int, provenance: Provenance) -> None:
        if len(self._numbers) > _REMEMBERED:
            self.forget()
        self._provenances[number] = provenance
        self._numbers[provenance] = number


def about(stream: str, name: str) -> str:
    """The stream of the layer that a standing is about: the one it names, else its own."""
    return name if layer_of(name) else stream


def _key(stream: str) -> LayerKey:
    key = layer_of(stream)
    if key is None:
        raise ValueError(f"{stream} is no layer's stream")
    return key
