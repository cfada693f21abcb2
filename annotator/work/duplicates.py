"""Finds articles that are nearly the same text as one seen before."""

from collections import Counter
from collections.abc import Mapping

_SHORTEST_LINE = 24
_MOST_LINES = 500_000
_ALIKE = 0.7


class NearDuplicates:
    """An index of the longer lines of texts.

    Two texts are alike when most letters of the one stand in lines of the other. News is copied by paragraphs, so whole
    lines are compared. The index stops growing at half a million lines (about 80 MB), after which newer
    texts are compared with older ones only.
    """

    def __init__(self) -> None:
        self._first: dict[int, str] = {}

    def meet(self, document: str, text: str) -> str | None:
        """Remember the lines of `text`; the article seen before most of whose lines it repeats, if there is one."""
        lines = _lines(text)
        found: Counter[str] = Counter()
        for line, length in lines.items():
            if line in self._first:
                found[self._first[line]] += length
        if len(self._first) < _MOST_LINES:
            for line in lines:
                self._first.setdefault(line, document)
        if not found:
            return None
        other, letters = found.most_common(1)[0]
        return other if letters >= _ALIKE * sum(lines.values()) else None


def _lines(text: str) -> Mapping[int, int]:
    """Hash and length of each line that is long enough to tell one article from another."""
    bare = (line.strip() for line in text.split("\n"))
    return {hash(line): len(line) for line in bare if len(line) >= _SHORTEST_LINE}
