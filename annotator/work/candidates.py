"""Which registry entries a mention may mean, the likeliest first."""

from collections.abc import Iterable
from typing import Literal

import msgspec
from rapidfuzz import fuzz, process

from annotator.model.registry import Entry, living
from annotator.text.clitics import core_forms
from annotator.text.folding import fold_key

How = Literal["exact", "folded", "clitic", "part", "fuzzy"]
_LEAST_SCORE = 82.0
_ORDER: tuple[How, ...] = ("exact", "folded", "clitic", "part", "fuzzy")


class Candidate(msgspec.Struct, frozen=True):
    """An entry, how it was found, and how near its form is (0-100)."""

    entry: Entry
    how: How
    score: float


class Names:
    """The forms of all living entries, folded once; rebuilt when entries change.

    The names of an entry that was merged lead to the one that stands for it now.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._known = {e.id: e for e in entries}
        self.entries = {e.id: e for e in self._known.values() if e.merged_into is None}
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        for entry in self._known.values():
            meant = living(entry, self._known).id
            if meant in self.entries:
                for name in entry.names:
                    self._exact.setdefault(name, []).append(meant)
                    self._folded.setdefault(fold_key(name), []).append(meant)
        self._keys = list(self._folded)

    def entry(self, entry_id: str | None) -> Entry | None:
        """The entry that stands for ``entry_id`` now; ``None`` without one."""
        known = self._known.get(entry_id or "")
        return living(known, self._known) if known else None

    def knows(self, form: str) -> bool:
        """Whether an entry goes by these letters, spelling variants counted as the same."""
        return fold_key(form) in self._folded

    def candidates(self, surface: str, *, label: str | None = None, limit: int = 9) -> tuple[Candidate, ...]:
        """Entries for the letters of a mention: exact, folded, without proclitics, as part of a name, then fuzzy.

        Entries of ``label`` come before others of equal standing. A person decides; nothing is linked here.
        """
        found: dict[str, Candidate] = {}

        def add(ids: Iterable[str], how: How, score: float) -> None:
            for entry_id in ids:
                found.setdefault(entry_id, Candidate(self.entries[entry_id], how, score))

        key = fold_key(surface)
        add(self._exact.get(surface, ()), "exact", 100.0)
        add(self._folded.get(key, ()), "folded", 99.0)
        for form in core_forms(surface):
            add(self._folded.get(fold_key(form.form), ()), "clitic", 98.0)
        if len(key) >= 3:
            for name in self._keys:
                if key in name.split() or name in key.split():
                    add(self._folded[name], "part", 90.0)
            for name, score, _ in process.extract(
                key, self._keys, scorer=fuzz.ratio, score_cutoff=_LEAST_SCORE, limit=limit
            ):
                add(self._folded[name], "fuzzy", score)
        order = sorted(
            found.values(),
            key=lambda c: (_ORDER.index(c.how), c.entry.label != label, -c.score, c.entry.name_ar, c.entry.id),
        )
        return tuple(order[:limit])

    def search(self, query: str, *, limit: int = 50) -> tuple[Entry, ...]:
        """Entries of which a name contains the folded query, for type-ahead; an empty query gives the first by name."""
        key = fold_key(query)
        hits = [e for e in self.entries.values() if any(key in fold_key(n) for n in e.names)]
        hits.sort(key=lambda e: (not any(fold_key(n).startswith(key) for n in e.names), e.name_ar, e.id))
        return tuple(hits[:limit])
