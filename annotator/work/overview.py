"""A project in numbers, as far as one person may see them."""

from collections import Counter

import msgspec

from annotator.model.person import Person
from annotator.store import queries
from annotator.store.project import Project
from annotator.work.sight import Sight


class LayerLine(msgspec.Struct, frozen=True):
    """The layers of one purpose in one state."""

    purpose: str
    state: str
    layers: int
    annotations: int


class Overview(msgspec.Struct, frozen=True):
    """Articles, registry and people in numbers, and what is tagged in the layers that the person sees.

    `characters` are the code points of the articles that are not excluded; `labels` are `(kind, label, times)`;
    `unknown_labels` those of them that the codebook lacks and that wait to be mapped.
    """

    articles: int
    excluded: int
    characters: int
    entries: int
    people: int
    layers: tuple[LayerLine, ...]
    labels: tuple[tuple[str, str, int], ...]
    unknown_labels: tuple[tuple[str, str, int], ...]


def overview(project: Project, person: Person) -> Overview:
    """The numbers of `project` for `person`."""
    found = queries.stats(project)
    codebook = project.codebook()
    sight = Sight(project, person)
    unlisted = [project.document(name) for name in sight.unlisted()]
    sums: Counter[tuple[str, str]] = Counter()
    annotations: Counter[tuple[str, str]] = Counter()
    labels: Counter[tuple[str, str]] = Counter()
    for key in sight.layer_keys():
        layer = sight.layer(key)
        sums[key.purpose, layer.state] += 1
        annotations[key.purpose, layer.state] += len(layer.annotations)
        labels.update((one.kind, one.label) for one in layer.annotations)
    return Overview(
        articles=found.documents - len(unlisted),
        excluded=found.excluded,
        characters=found.characters - sum(one.text_length for one in unlisted),
        entries=len(sight.entries()),
        people=len(sight.people()),
        layers=tuple(LayerLine(*place, sums[place], annotations[place]) for place in sorted(sums)),
        labels=tuple((*name, times) for name, times in sorted(labels.items())),
        unknown_labels=tuple((*n, times) for n, times in sorted(labels.items()) if codebook.label(*n) is None),
    )
