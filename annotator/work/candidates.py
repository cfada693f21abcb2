"""Which registry entries a mention may mean, the likeliest first, and where a new one stands among them."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from rapidfuzz import fuzz, process

from annotator.model.annotation import Annotation
from annotator.model.registry import Entry, living
from annotator.suggest.forms import Form, Forms
from annotator.text.clitics import core_forms
from annotator.text.folding import fold_key
from annotator.work import likeness
from annotator.work.likeness import NOTHING, Context, How, Named, context_of

_LEAST_SCORE: Final = 82.0
_MOST_FUZZY: Final = 12
_LEAST_FUZZY: Final = 4
_NEW: Final = 70.0
_ONE_WORD_OF_ACT: Final = 68.0

# What it costs when a mention's label is not the entry's: little within a family, for places act and acts have places.
_FAMILIES: Final = (frozenset({"GPE", "LOC", "FAC"}), frozenset({"ORG", "OTHER"}), frozenset({"PER", "TITLE"}))
_SAME_LETTERS: Final[frozenset[How]] = frozenset({"exact", "folded", "clitic", "context"})
_FAMILY_COST: Final = 9.0
_LABEL_COST: Final = 28.0
_ORDER: Final[tuple[How, ...]] = ("exact", "folded", "clitic", "context", "name", "part", "fuzzy")


class Candidate(msgspec.Struct, frozen=True):
    """An entry, how it was found, and how likely it is meant (0-100)."""

    entry: Entry
    how: How
    score: float


class Ranking(msgspec.Struct, frozen=True):
    """Candidates, the likeliest first; a new entry is likelier than all from place ``new_at`` on (0: than any)."""

    candidates: tuple[Candidate, ...]
    new_at: int


class Names:
    """The names of all living entries, taken apart once; rebuilt when entries change, best with the same ``forms``.

    The names of an entry that was merged lead to the one that stands for it now.
    """

    def __init__(self, entries: Iterable[Entry], forms: Forms | None = None) -> None:
        self._known = {e.id: e for e in entries}
        self.entries = {e.id: e for e in self._known.values() if e.merged_into is None}
        self.forms = forms or Forms()
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._skeletons: dict[tuple[str, ...], set[str]] = {}
        taken: dict[str, list[Form]] = {}
        for entry in self._known.values():
            meant = living(entry, self._known).id
            if meant in self.entries:
                taken.setdefault(meant, []).extend(self._take_in(meant, entry.names))
        self._named = {
            name: Named(self.entries[name].label, self.entries[name].kind, tuple(f)) for name, f in taken.items()
        }
        self._keys = list(self._folded)

    def _take_in(self, meant: str, names: Iterable[str]) -> Iterator[Form]:
        for name in names:
            form = self.forms.of(name)
            self._exact.setdefault(name, []).append(meant)
            self._folded.setdefault(fold_key(name), []).append(meant)
            self._skeletons.setdefault(form.skeleton, set()).add(meant)
            for stem in form.stems:
                self._stems.setdefault(stem, set()).add(meant)
            yield form

    def entry(self, entry_id: str | None) -> Entry | None:
        """The entry that stands for ``entry_id`` now; ``None`` without one."""
        known = self._known.get(entry_id or "")
        return living(known, self._known) if known else None

    def knows(self, form: str) -> bool:
        """Whether an entry goes by these letters, spelling variants counted as the same."""
        return fold_key(form) in self._folded

    def candidates(
        self, surface: str, *, label: str | None = None, context: Context = NOTHING, limit: int = 9
    ) -> tuple[Candidate, ...]:
        """Entries for the letters of a mention, the likeliest first; see :meth:`rank`."""
        return self.rank(surface, label=label, context=context, limit=limit).candidates

    def rank(self, surface: str, *, label: str | None = None, context: Context = NOTHING, limit: int = 9) -> Ranking:
        """Entries for the letters of a mention by their likelihood, and the place of a new entry among them.

        The same letters come first, then the same but for spelling, for proclitics, for words that add nothing; what
        the article says (``context``); parts of names; near spellings. A person decides; nothing is linked here.
        """
        found: dict[str, Candidate] = {}
        form = self.forms.of(surface)
        for entry_id, how, score in self._evidence(surface, form, label, context):
            entry = self.entries[entry_id]
            if context is not NOTHING and (entry.kind == "event") != context.event:
                continue
            candidate = Candidate(entry, how, max(score - _label_cost(label, entry, how), 0.0))
            before = found.get(entry_id)
            if before is None or before.score < candidate.score:
                found[entry_id] = candidate
        order = sorted(found.values(), key=lambda c: (-c.score, _ORDER.index(c.how), c.entry.name_ar, c.entry.id))[
            :limit
        ]
        return Ranking(tuple(order), sum(1 for c in order if c.score >= _NEW))

    def rank_mention(
        self, text: str, mention: Annotation, annotations: Iterable[Annotation], *, limit: int = 9
    ) -> Ranking:
        """Entries for a mention of an article, with all that the article's other annotations say."""
        context = context_of(text, annotations, mention, self.forms)
        return self.rank(mention.surface(text), label=mention.label, context=context, limit=limit)

    def search(self, query: str, *, limit: int = 50) -> tuple[Entry, ...]:
        """Entries of which a name contains the folded query, for type-ahead; an empty query gives the first by name."""
        key = fold_key(query)
        hits = [e for e in self.entries.values() if any(key in fold_key(n) for n in e.names)]
        hits.sort(key=lambda e: (not any(fold_key(n).startswith(key) for n in e.names), e.name_ar, e.id))
        return tuple(hits[:limit])

    def _evidence(
        self, surface: str, form: Form, label: str | None, context: Context
    ) -> Iterator[tuple[str, How, float]]:
        """Each reason to think of an entry, with its weight; an entry may come several times."""
        whole = len(form.stems) > 1 or not context.event
        key = fold_key(surface)
        for entry in self._exact.get(surface, ()):
            yield entry, "exact", 100.0 if whole else _ONE_WORD_OF_ACT
        for entry in self._folded.get(key, ()):
            yield entry, "folded", 99.0 if whole else _ONE_WORD_OF_ACT
        for core in core_forms(surface):
            yield from ((entry, "clitic", 97.0) for entry in self._folded.get(fold_key(core.form), ()) if whole)
        for entry in self._near(form, context):
            for how, score in likeness.by_name(form, self._named[entry], context):
                yield entry, how, score
        for entry, score in likeness.by_context(form, label, context, self._named, self.forms.words):
            yield entry, "context", score
        if len(key) >= _LEAST_FUZZY:
            for name, ratio, _ in process.extract(
                key, self._keys, scorer=fuzz.ratio, score_cutoff=_LEAST_SCORE, limit=_MOST_FUZZY
            ):
                yield from ((entry, "fuzzy", likeness.by_spelling(ratio)) for entry in self._folded[name])

    def _near(self, form: Form, context: Context) -> set[str]:
        """Entries whose names share a word with a mention, or are spelt with the same bones."""
        stems = set(form.stems) | (context.around if context.event else set())
        near = {entry for stem in stems for entry in self._stems.get(stem, ())}
        return near | self._skeletons.get(form.skeleton, set())


def _label_cost(label: str | None, entry: Entry, how: How) -> float:
    if label is None or entry.label == label:
        return 0.0
    # Only the very same letters outweigh that the labels are merely akin.
    akin = how in _SAME_LETTERS and any(label in family and entry.label in family for family in _FAMILIES)
    return _FAMILY_COST if akin else _LABEL_COST
