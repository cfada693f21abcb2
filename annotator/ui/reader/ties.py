"""The relations of one article as arcs, found by mark, renewed only where something changed."""

from collections.abc import Iterable, Iterator, Mapping

from annotator.ui.reader.arcs import Arc, resolve
from annotator.ui.reader.marks import Link, Mark


class Ties:
    """Holds links and the arcs they make of the marks that are shown.

    What changes arcs answers with those that changed, as they were and as they are: whoever lays them out need not
    look at the others.
    """

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}
        self._arcs: dict[str, Arc] = {}
        self._at_mark: dict[str, dict[str, None]] = {}
        self._lit: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._arcs)

    def __iter__(self) -> Iterator[Arc]:
        return iter(self._arcs.values())

    def set_links(self, links: Iterable[Link], marks: Mapping[str, Mark]) -> list[tuple[Arc | None, Arc | None]]:
        """Replace the links."""
        before, self._links = self._links, {link.id: link for link in links}
        self._lit = tuple(link.id for link in self._links.values() if link.active)
        changed = [name for name in {**before, **self._links} if before.get(name) != self._links.get(name)]
        for name in changed:
            for mark_id in _marks_of(before.get(name)):
                self._at_mark[mark_id].pop(name, None)
            for mark_id in _marks_of(self._links.get(name)):
                self._at_mark.setdefault(mark_id, {})[name] = None
        return self._renew(changed, marks)

    def follow(self, mark_ids: Iterable[str], marks: Mapping[str, Mark]) -> list[tuple[Arc | None, Arc | None]]:
        """Take note that these marks came, went or moved."""
        touched = (name for mark_id in mark_ids for name in self._at_mark.get(mark_id, ()))
        return self._renew(list(dict.fromkeys(touched)), marks)

    def follow_all(self, marks: Mapping[str, Mark]) -> list[tuple[Arc | None, Arc | None]]:
        """Take note that all marks were replaced."""
        return self._renew(list(self._links), marks)

    def at(self, active: frozenset[str]) -> list[Arc]:
        """Arcs with an end at one of these marks, and those whose links say that they are active, in text order."""
        names = dict.fromkeys(self._lit)
        for mark_id in active:
            names.update(self._at_mark.get(mark_id, {}))
        found = [self._arcs[name] for name in names if name in self._arcs]
        return sorted(found, key=lambda arc: (arc.low, arc.high, arc.link.id))

    def has(self, mark_id: str) -> bool:
        """True when a mark is an end of an arc."""
        return any(name in self._arcs for name in self._at_mark.get(mark_id, ()))

    def _renew(self, names: list[str], marks: Mapping[str, Mark]) -> list[tuple[Arc | None, Arc | None]]:
        links = (self._links[name] for name in names if name in self._links)
        found = {arc.link.id: arc for arc in resolve(links, marks)}
        changed = []
        for name in names:
            before, after = self._arcs.pop(name, None), found.get(name)
            if after is not None:
                self._arcs[name] = after
            if before != after:
                changed.append((before, after))
        return changed


def _marks_of(link: Link | None) -> set[str]:
    if link is None:
        return set()
    return {end for end in (link.source, link.target) if isinstance(end, str)}
