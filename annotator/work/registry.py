"""The registry as one person works on it: its entries, and the gestures that merge, split, rename and adopt them."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.ids import new_id
from annotator.model.layer import LayerKey
from annotator.model.problems import refuse
from annotator.model.registry import Entry, EntryKind, living
from annotator.model.step import CORPUS, Change, Draft, Step, stream_of
from annotator.store.mentions import MentionRow, mention_counts
from annotator.text.folding import fold_key
from annotator.work.desk import Desk
from annotator.work.team import may_write

Standing = Literal["adopted", "proposed", "merged"]
Steps = tuple[Step, ...]


class EntryLine(msgspec.Struct, frozen=True):
    """An entry in a list: how many mentions it has where the person may look, those of merged entries included."""

    entry: Entry
    mentions: int
    standing: Standing


class SplitPlan(msgspec.Struct, frozen=True):
    """What a split would change: ``moved`` lie in my own layers, ``left`` in others', which nobody else may write."""

    moved: tuple[MentionRow, ...]
    left: tuple[MentionRow, ...]


class Registry:
    """One person's view of the registry, brought up by ``follow``; every gesture is undone by one undo."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._entries: dict[str, Entry] | None = None
        self._counts: dict[str, int] | None = None
        self._sums: dict[str, int] | None = None
        self._folded: dict[str, str] = {}

    # --- reading

    @property
    def entries(self) -> dict[str, Entry]:
        """All entries that the person sees, by id; read it, never write it."""
        if self._entries is None:
            self._entries = {entry.id: entry for entry in self._desk.sight.entries()}
            self._folded = {}
        return self._entries

    def entry(self, entry_id: str) -> Entry:
        """The entry; ``KnownError`` ``entry.gone`` without it."""
        found = self.entries.get(entry_id)
        if found is None:
            raise refuse("entry.gone", id=entry_id)
        return found

    def family(self, entry_id: str) -> tuple[str, ...]:
        """The entry with all that were merged into it: what its mentions may be linked to."""
        rest = (e.id for e in self.entries.values() if e.merged_into and living(e, self.entries).id == entry_id)
        return (entry_id, *rest)

    def count(self, entry_id: str) -> int:
        """How many mentions the entry has, those of entries merged into it included."""
        return self._all_counts.get(entry_id, 0)

    def lines(
        self, words: str = "", *, kind: EntryKind | None = None, labels: frozenset[str] = frozenset()
    ) -> Sequence[EntryLine]:
        """Entries of which a name holds the folded words, the most mentioned first, merged ones behind all others."""
        key = fold_key(words)
        chosen = [
            entry
            for entry in self.entries.values()
            if (kind is None or entry.kind == kind)
            and (not labels or entry.label in labels)
            and (not key or key in self._folded_names(entry))
        ]
        found = [self._line(entry) for entry in chosen]
        found.sort(key=lambda one: (one.standing == "merged", -one.mentions, one.entry.name_ar, one.entry.id))
        return found

    def follow(self, steps: Iterable[Step]) -> bool:
        """Take note of what was written; whether anything of the registry or its counts may look different now."""
        touched = False
        for step in steps:
            if not step.changes or any(change.what == "entry" for change in step.changes):
                self._entries = self._sums = None
                touched = True
            if not step.changes or any(map(_moves_a_link, step.changes)):
                self._counts = self._sums = None
                touched = True
        return touched

    def forget(self) -> None:
        """Read everything anew, after work that told no steps."""
        self._entries = self._counts = self._sums = None

    def may_change(self, entry: Entry) -> bool:
        """Whether the person may change an entry: the lead every one, others what they proposed themselves."""
        person = self._desk.person
        return not self._desk.project.read_only and (may_write(person, CORPUS) or entry.proposed_by == person.id)

    @property
    def _own_counts(self) -> dict[str, int]:
        """Mentions by the entry that they are linked to, whatever that was merged into."""
        if self._counts is None:
            self._counts = mention_counts(self._desk.project, author=self._desk.sight.only_author)
        return self._counts

    @property
    def _all_counts(self) -> dict[str, int]:
        """Mentions by the entry that stands for them now, so that a line costs no walk over the registry."""
        if self._sums is None:
            self._sums = dict(self._own_counts)
            for entry in self.entries.values():
                meant = living(entry, self.entries).id
                if meant != entry.id:
                    self._sums[meant] = self._sums.get(meant, 0) + self._own_counts.get(entry.id, 0)
        return self._sums

    def _line(self, entry: Entry) -> EntryLine:
        standing: Standing = "merged" if entry.merged_into else "proposed" if entry.proposed_by else "adopted"
        counts = self._own_counts if standing == "merged" else self._all_counts
        return EntryLine(entry, counts.get(entry.id, 0), standing)

    def _folded_names(self, entry: Entry) -> str:
        folded = self._folded.get(entry.id)
        if folded is None:
            folded = self._folded[entry.id] = "\n".join(map(fold_key, (*entry.names, entry.id, entry.wikidata or "")))
        return folded

    # --- gestures

    def change(self, entry_id: str, **fields: object) -> Steps:
        """Other values for fields of an entry: names, aliases, label, Wikidata id, note; nothing new does nothing."""
        before = self.entry(entry_id)
        after = _tidy(msgspec.structs.replace(before, **fields))
        if not after.name_ar:
            raise refuse("entry.nameless")
        return self._write("entry.edit", [(before, after)])

    def merge(self, entry_ids: Iterable[str], into: str) -> Steps:
        """Let one entry stand for others; their mentions keep the entry they were given, and readers resolve it."""
        target = living(self.entry(into), self.entries)
        merged = [self.entry(name) for name in dict.fromkeys(entry_ids) if name != target.id]
        if not merged or any(living(entry, self.entries).id == target.id for entry in merged):
            raise refuse("entry.merged-already", name=target.name_ar)
        if any(entry.kind != target.kind for entry in merged):
            raise refuse("entry.merge-kinds", name=target.name_ar)
        pairs = [(entry, msgspec.structs.replace(entry, merged_into=target.id)) for entry in merged]
        return self._write("entry.merge", pairs)

    def unmerge(self, entry_id: str) -> Steps:
        """Let an entry stand for itself again."""
        before = self.entry(entry_id)
        return self._write("entry.unmerge", [(before, msgspec.structs.replace(before, merged_into=None))])

    def adopt(self, entry_id: str) -> Steps:
        """Take a proposed entry into the registry of all."""
        before = self.entry(entry_id)
        if not may_write(self._desk.person, CORPUS):
            raise refuse("entry.not-yours", name=before.name_ar)
        return self._write("entry.adopt", [(before, msgspec.structs.replace(before, proposed_by=None))])

    def plan_split(self, mentions: Iterable[MentionRow]) -> SplitPlan:
        """Which of the chosen mentions a split would move, and which it must leave to their authors."""
        moved: list[MentionRow] = []
        left: list[MentionRow] = []
        for mention in mentions:
            (moved if may_write(self._desk.person, stream_of(mention.key)) else left).append(mention)
        return SplitPlan(tuple(moved), tuple(left))

    def split(self, entry_id: str, mentions: Iterable[MentionRow], *, name: str) -> tuple[Entry, Steps]:
        """A new entry of the same label to which the chosen mentions in my own layers are linked, as one gesture."""
        origin = self.entry(entry_id)
        plan = self.plan_split(mentions)
        if not plan.moved:
            raise refuse("entry.split-others", n=len(plan.left))
        if not name.strip():
            raise refuse("entry.nameless")
        author = self._desk.person.id
        made = Entry(id=new_id("n"), kind=origin.kind, label=origin.label, name_ar=name.strip())
        stream = CORPUS
        if not may_write(self._desk.person, CORPUS):
            stream, made = f"proposed/{author}", msgspec.structs.replace(made, proposed_by=author)
        drafts = [Draft(stream, "entry.split", author, (Change("entry", made.id, None, made),))]
        by_layer: dict[LayerKey, list[MentionRow]] = {}
        for mention in plan.moved:
            by_layer.setdefault(mention.key, []).append(mention)
        for key, chosen in by_layer.items():
            changes = tuple(self._relinked(key, chosen, family=frozenset(self.family(entry_id)), to=made.id))
            drafts.append(Draft(stream_of(key), "entry.split", author, changes))
        return made, self._desk.write(drafts)

    def _relinked(
        self, key: LayerKey, mentions: Iterable[MentionRow], *, family: frozenset[str], to: str
    ) -> Iterable[Change]:
        layer = self._desk.sight.layer(key)
        annotations = {one.id: one for one in layer.annotations}
        roles = {(one.source, one.role): one for one in layer.relations if one.target.entry in family}
        for mention in mentions:
            if mention.role:
                link = roles.get((mention.id, mention.role))
                if link is not None:
                    yield Change("relation", link.id, link, msgspec.structs.replace(link, target=Target(entry=to)))
            else:
                before = annotations.get(mention.id)
                if before is not None and before.entry in family:
                    yield Change("annotation", before.id, before, msgspec.structs.replace(before, entry=to))

    def _write(self, name: str, pairs: Sequence[tuple[Entry, Entry]]) -> Steps:
        changed = [(before, after) for before, after in pairs if before != after]
        refused = next((before for before, _ in changed if not self.may_change(before)), None)
        if refused is not None:
            raise refuse("entry.not-yours", name=refused.name_ar)
        person = self._desk.person
        stream = CORPUS if may_write(person, CORPUS) else f"proposed/{person.id}"
        changes = tuple(Change("entry", before.id, before, after) for before, after in changed)
        return self._desk.write([Draft(stream, name, person.id, changes)]) if changes else ()


def _tidy(entry: Entry) -> Entry:
    """Names without blanks around them; aliases once each, sorted, and none that is a name already."""
    named = {entry.name_ar.strip(), (entry.name_latin or "").strip()}
    aliases = sorted({alias.strip() for alias in entry.aliases if alias.strip()} - named)
    return msgspec.structs.replace(
        entry,
        name_ar=entry.name_ar.strip(),
        name_latin=(entry.name_latin or "").strip() or None,
        aliases=tuple(aliases),
        wikidata=(entry.wikidata or "").strip() or None,
        note=(entry.note or "").strip() or None,
    )


def _moves_a_link(change: Change) -> bool:
    return _linked(change.before) != _linked(change.after)


def _linked(value: object) -> str | None:
    if isinstance(value, Annotation):
        return value.entry
    return value.target.entry if isinstance(value, Relation) else None
