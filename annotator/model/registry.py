"""Entities and real-world events that all articles share."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

EntryKind = Literal["entity", "event"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registry item; ``label`` is a codebook label, ``merged_into`` the entry that stands for it since a merge.

    ``proposed_by`` names the analyst whose proposal it is until a lead adopts it. Aliases are sorted, names left out.
    """

    id: str
    kind: EntryKind
    label: str
    name_ar: str
    name_latin: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    note: str | None = None
    merged_into: str | None = None
    proposed_by: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every form under which the entry is known, the canonical ones first."""
        return tuple(dict.fromkeys(n for n in (self.name_ar, self.name_latin, *self.aliases) if n))


def living(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """The entry that stands for ``entry`` since any merges; where they lead nowhere or round, the last one met."""
    seen = {entry.id}
    while entry.merged_into is not None and entry.merged_into in entries and entry.merged_into not in seen:
        entry = entries[entry.merged_into]
        seen.add(entry.id)
    return entry


def merged(entries: Iterable[Entry]) -> dict[str, str]:
    """For each entry that was merged away the id of the one that stands for it."""
    known = {one.id: one for one in entries}
    return {one.id: living(one, known).id for one in known.values() if one.merged_into is not None}
