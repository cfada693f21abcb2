"""Entities and real-world events that all articles share."""

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
