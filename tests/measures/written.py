"""Layers written down by the words they mark, for the tests of measures."""

from annotator.model.annotation import Annotation, Attribute, Kind, Relation, Status, Target
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.span import Span, normal_spans


def place(text: str, *pieces: str) -> tuple[Span, ...]:
    """The first place of each piece; `context|piece` is the piece right after its context."""
    spans = []
    for piece in pieces:
        before, _, words = piece.rpartition("|")
        start = text.index(before + words) + len(before)
        spans.append(Span(start, start + len(words)))
    return normal_spans(tuple(spans))


class Writer:
    """Writes one layer over `text`; ids are unique in it and begin with its author's name."""

    def __init__(self, text: str, author: str) -> None:
        self.text = text
        self.author = author
        self.annotations: list[Annotation] = []
        self.relations: list[Relation] = []

    def mark(
        self, kind: Kind, label: str, *pieces: str, entry: str | None = None, closed: bool = True, **attributes: str
    ) -> str:
        made = Annotation(
            id=f"{self.author}{len(self.annotations)}",
            kind=kind,
            label=label,
            spans=place(self.text, *pieces),
            attributes=tuple(sorted(Attribute(name, value) for name, value in attributes.items())),
            entry=entry,
            closed=closed,
        )
        self.annotations.append(made)
        return made.id

    def fill(
        self, source: str, role: str, target: str | None = None, *, status: Status = "explicit", link: bool = False
    ) -> str:
        """`target` is an id of this layer, `entry:…`, or words of the text; `None` leaves a status alone."""
        found = Target()
        if target is not None and any(one.id == target for one in self.annotations):
            found = Target(annotation=target)
        elif target is not None and target.startswith("entry:"):
            found = Target(entry=target.removeprefix("entry:"))
        elif target is not None:
            found = Target(spans=place(self.text, target))
        made = Relation(f"{self.author}r{len(self.relations)}", source, role, found, status, link)
        self.relations.append(made)
        return made.id

    @property
    def layer(self) -> Layer:
        key = LayerKey("d1", "own", self.author)
        return Layer(key, in_text_order(self.annotations), tuple(self.relations))
