"""An open article: its text, its facts and one layer, kept in step with the store by the changes themselves."""

from collections.abc import Iterable, Iterator
from typing import Final

from annotator.model.annotation import Annotation, Relation
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerFacts, LayerKey, State, in_text_order
from annotator.model.span import Span
from annotator.model.step import Change, Standing, Step, stream_of

_CELL: Final = 256
"""Code points of one cell of the index by place: a gesture looks at the cells that it touches, not at the article."""


class OpenArticle:
    """What the annotate page shows: one layer of one document, patched from steps, never re-read per gesture."""

    def __init__(self, document: Document, text: str, layer: Layer) -> None:
        self.text = text
        self.key: LayerKey = layer.key
        self.refresh(document, layer)

    def refresh(self, document: Document, layer: Layer) -> None:
        """Take over a whole layer, after a step that names no single changes."""
        self.document = document
        self.state: State = layer.state
        self.revision = layer.revision
        self.facts: LayerFacts = layer.facts
        self._annotations: dict[str, Annotation] = {}
        self._cells: dict[int, set[str]] = {}
        for annotation in layer.annotations:
            self._enter(annotation)
        self._relations: dict[str, Relation] = {r.id: r for r in layer.relations}
        self._sources: dict[str, set[str]] = {}
        self._targets: dict[str, set[str]] = {}
        for relation in layer.relations:
            self._index(relation)

    @property
    def stream(self) -> str:
        return stream_of(self.key)

    @property
    def annotations(self) -> dict[str, Annotation]:
        """All annotations by id; read it, never write it."""
        return self._annotations

    @property
    def relations(self) -> dict[str, Relation]:
        return self._relations

    def layer(self) -> Layer:
        """The layer as one frozen value."""
        return Layer(
            key=self.key,
            annotations=in_text_order(self._annotations.values()),
            relations=tuple(sorted(self._relations.values(), key=lambda r: r.id)),
            revision=self.revision,
            state=self.state,
            facts=self.facts,
        )

    def relations_of(self, annotation_id: str) -> tuple[Relation, ...]:
        """Links that start at an annotation, by id."""
        return tuple(self._relations[i] for i in sorted(self._sources.get(annotation_id, ())))

    def relations_to(self, annotation_id: str) -> tuple[Relation, ...]:
        """Links that end at an annotation, by id."""
        return tuple(self._relations[i] for i in sorted(self._targets.get(annotation_id, ())))

    def at(self, position: int) -> tuple[Annotation, ...]:
        """Annotations over a code point, the shortest first."""
        found = [a for a in self.near(position, position + 1) if a.covers(position)]
        return tuple(sorted(found, key=lambda a: (sum(s.length for s in a.spans), a.id)))

    def near(self, start: int, end: int) -> Iterator[Annotation]:
        """Annotations that begin before ``end`` and end behind ``start``, in no particular order."""
        ids = {i for cell in _cells_of(start, end) for i in self._cells.get(cell, ())}
        found = (self._annotations[i] for i in ids)
        return (a for a in found if a.start < end and start < a.end)

    def same_spans(self, spans: tuple[Span, ...], kind: str) -> tuple[Annotation, ...]:
        """Annotations of a kind over just these spans, by id."""
        near = self.near(spans[0].start, spans[-1].end) if spans else ()
        return tuple(sorted((a for a in near if a.kind == kind and a.spans == spans), key=lambda a: a.id))

    def follow(self, steps: Iterable[Step]) -> bool:
        """Take over what ``steps`` changed here; whether anything did."""
        touched = False
        for step in steps:
            if step.stream == self.stream:
                self.revision += 1
            for change in step.changes:
                touched |= self._take(step, change)
        return touched

    def _take(self, step: Step, change: Change) -> bool:
        if change.what == "document" and change.id == self.document.id and isinstance(change.after, Document):
            self.document = change.after
            return True
        if step.stream != self.stream and change.what != "standing":
            return False
        if change.what == "annotation":
            self._drop(change.id)
            if isinstance(change.after, Annotation):
                self._enter(change.after)
        elif change.what == "relation":
            self._forget(self._relations.pop(change.id, None))
            if isinstance(change.after, Relation):
                self._relations[change.id] = change.after
                self._index(change.after)
        elif change.what == "standing" and step.document == self.document.id:
            self.state = change.after.state if isinstance(change.after, Standing) else "open"
        elif change.what == "facts":
            self.facts = change.after if isinstance(change.after, LayerFacts) else LayerFacts()
        else:
            return False
        return True

    def _enter(self, annotation: Annotation) -> None:
        self._annotations[annotation.id] = annotation
        for cell in _cells_of(annotation.start, annotation.end):
            self._cells.setdefault(cell, set()).add(annotation.id)

    def _drop(self, annotation_id: str) -> None:
        annotation = self._annotations.pop(annotation_id, None)
        if annotation is not None:
            for cell in _cells_of(annotation.start, annotation.end):
                self._cells[cell].discard(annotation_id)

    def _index(self, relation: Relation) -> None:
        self._sources.setdefault(relation.source, set()).add(relation.id)
        if relation.target.annotation is not None:
            self._targets.setdefault(relation.target.annotation, set()).add(relation.id)

    def _forget(self, relation: Relation | None) -> None:
        if relation is None:
            return
        self._sources.get(relation.source, set()).discard(relation.id)
        if relation.target.annotation is not None:
            self._targets.get(relation.target.annotation, set()).discard(relation.id)


def _cells_of(start: int, end: int) -> range:
    return range(start // _CELL, max(end - 1, start) // _CELL + 1)
