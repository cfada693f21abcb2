"""What the codebook is made of, as lines of one list: labels by kind, then attributes, then roles."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from annotator.model.annotation import KINDS, Kind
from annotator.model.codebook import Codebook

Sort = Literal["label", "attribute", "role"]


class Element(msgspec.Struct, frozen=True):
    """A line: a label by kind and id, or an attribute or a role by its place in the codebook."""

    sort: Sort
    name: str
    words: str
    kind: Kind = "entity"
    place: int = -1
    key: str = ""

    @property
    def path(self) -> str:
        """What finds the line again after a change."""
        return f"{self.sort}:{self.kind}:{self.name}" if self.sort == "label" else f"{self.sort}:{self.place}"


def elements_of(codebook: Codebook, language: str) -> Iterator[Element]:
    """All lines in the codebook's order."""
    for kind in KINDS:
        for label in codebook.labels_of(kind):
            yield Element("label", label.id, label.name.of(language), kind, key=label.key or "")
    for place, rule in enumerate(codebook.attributes):
        yield Element("attribute", rule.name, rule.title.of(language), rule.kinds[0], place)
    for place, role in enumerate(codebook.roles):
        yield Element("role", role.name, role.title.of(language), role.kinds[0], place, role.symbol or "")
