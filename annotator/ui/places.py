"""Where a person was in which article, over restarts: one line for each in the program's memory."""

from collections.abc import Mapping
from types import MappingProxyType

from annotator.settings import Settings

_KEY = "articles.places"
_MOST = 200


class Places:
    """Carets by article of a project, the latest first; positions are code points."""

    def __init__(self, memory: Settings, project: str) -> None:
        self._memory = memory
        self._project = project

    @property
    def carets(self) -> Mapping[str, int]:
        """Position by article."""
        return MappingProxyType(
            {document: position for project, document, position in self._lines() if self._is(project)}
        )

    @property
    def last(self) -> str | None:
        """The article in which the person was last."""
        return next((document for project, document, _ in self._lines() if self._is(project)), None)

    def keep(self, carets: Mapping[str, int], *, last: str | None) -> None:
        """Take up where the person is now."""
        known = {**self.carets, **carets}
        order = [name for name in (last, *reversed(tuple(carets)), *self.carets) if name is not None and name in known]
        mine = [(self._project, name, known[name]) for name in dict.fromkeys(order)]
        others = [line for line in self._lines() if not self._is(line[0])]
        kept = [*mine[: _MOST // 2], *others][:_MOST]
        lines = tuple(f"{project}\t{document}\t{position}" for project, document, position in kept)
        if lines != self._memory.names(_KEY):
            self._memory.set(_KEY, lines)

    def _is(self, project: str) -> bool:
        return project == self._project

    def _lines(self) -> list[tuple[str, str, int]]:
        parts = (line.split("\t") for line in self._memory.names(_KEY))
        return [(one[0], one[1], int(one[2])) for one in parts if len(one) == 3 and one[2].isdecimal()]
