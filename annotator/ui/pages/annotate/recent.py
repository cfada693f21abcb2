"""The labels that a person used last, by project: lists that are typed into begin with them."""

from collections.abc import Iterable, Sequence
from typing import Final

from annotator.model.codebook import Label
from annotator.settings import Settings

_KEY: Final = "labels.recent"
_MOST: Final = 12
_MOST_LINES: Final = 50


class Recent:
    """Names of labels, the latest first; ``keep`` writes them down, since no key press may wait for a disk."""

    def __init__(self, memory: Settings, project: str) -> None:
        self._memory = memory
        self._project = project
        self._names = self._stored()

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of each label, the latest first."""
        return self._names

    def note(self, kind: str, label: str) -> None:
        """This label was used just now."""
        rest = (name for name in self._names if name != (kind, label))
        self._names = ((kind, label), *rest)[:_MOST]

    def ordered(self, labels: Iterable[Label]) -> Sequence[Label]:
        """Those that were used first, the latest before the others, the rest in its own order."""
        places = {name: place for place, name in enumerate(self._names)}
        return sorted(labels, key=lambda label: places.get((label.kind, label.id), _MOST))

    def keep(self) -> None:
        """Write the names down for the next time."""
        if self._names == self._stored():
            return
        others = [line for line in self._memory.names(_KEY) if line.split("\t")[0] != self._project]
        mine = "\t".join((self._project, *(f"{kind} {label}" for kind, label in self._names)))
        self._memory.set(_KEY, (mine, *others)[:_MOST_LINES])

    def _stored(self) -> tuple[tuple[str, str], ...]:
        lines = (line.split("\t") for line in self._memory.names(_KEY))
        names = next((names for project, *names in lines if project == self._project), [])
        parts = (name.partition(" ") for name in names)
        return tuple((kind, label) for kind, _, label in parts if kind and label)
