"""All articles under review at once: the queue, equal differences, and how the same words were decided elsewhere."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from annotator.measures.cases import CaseKind, CaseVerdict
from annotator.model.annotation import Annotation, Relation
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey, State
from annotator.model.lift import Lifter
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.progress import Progress, Report, silent
from annotator.model.registry import merged
from annotator.model.review import Decision
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.verdicts import LayerHead
from annotator.text.folding import fold_word
from annotator.work.appeals import appeals_in
from annotator.work.cases import IN_REVIEW, CaseReader, CaseView, align
from annotator.work.lifting import lift_decision
from annotator.work.matching import NOTHING_STANDS
from annotator.work.sight import Sight

Order = Literal["disagreement", "age", "sampled", "added"]
ORDERS: tuple[Order, ...] = ("disagreement", "age", "sampled", "added")

_EVERY = 10
_PRECEDENTED: Final = frozenset({"entity", "event"})


class QueueItem(msgspec.Struct, frozen=True):
    """An article in the queue: how many cases it has, how many of them differ, and how many wait.

    `state` is that of my gold. `since` is when the first of its layers was handed in, UTC, ISO-8601; `sampled`
    whether it belongs to the share that is drawn by chance. `others` are reviewers who have gold of it too.
    `appeals` counts the cases of which analysts ask for another look.
    """

    document: str
    title: str
    authors: tuple[str, ...]
    state: State
    cases: int
    differences: int
    open: int
    changed: int
    pending: int
    since: str | None
    sampled: bool
    others: tuple[str, ...]
    appeals: int = 0

    @property
    def disagreement(self) -> float:
        """The share of cases that differ."""
        return self.differences / self.cases if self.cases else 0.0

    @property
    def done(self) -> bool:
        return self.open == 0 and self.state == "accepted"


class CasePlace(msgspec.Struct, frozen=True, order=True):
    """Where a case lies."""

    document: str
    spans: tuple[Span, ...]
    case: str


class Difference(msgspec.Struct, frozen=True):
    """Differences that are equal, all of them open."""

    name: str
    kind: CaseKind
    verdicts: tuple[CaseVerdict, ...]
    places: tuple[CasePlace, ...]


class Precedent(msgspec.Struct, frozen=True):
    """How the same words were decided elsewhere: labels with their places, the most frequent first.

    The label `None` stands for "nothing of the sort".
    """

    words: str
    by_label: tuple[tuple[str | None, tuple[CasePlace, ...]], ...]

    @property
    def total(self) -> int:
        return sum(len(places) for _, places in self.by_label)


Stamp = tuple[Document, tuple[LayerHead, ...], tuple[Comment, ...]]
"""What an article was like: it is looked at again when any of it is other."""


class _Surveyed(msgspec.Struct, frozen=True):
    """One article as it was when it was last looked at."""

    stamp: Stamp
    item: QueueItem
    views: tuple[CaseView, ...]
    words: dict[str, str]
    decisions: tuple[Decision, ...]


class Known(msgspec.Struct, frozen=True):
    """What a survey has found out, to be handed from one to another."""

    held: dict[str, _Surveyed]
    order: dict[str, int]
    read_under: tuple[str, dict[str, str]]


class Survey:
    """Knows every article that anything was handed in for; `catch_up` reads only what has changed since."""

    def __init__(self, person: Person, *, share: float = 0.0) -> None:
        self._person = person
        self._share = share
        self._held: dict[str, _Surveyed] = {}
        self._order: dict[str, int] = {}
        self._read_under: tuple[str, dict[str, str]] = ("", {})

    def catch_up(self, source: Project | Reads, report: Report = silent) -> None:
        """Look at what is new or other; with a reader of its own (`Project.reading`) from any thread."""
        sight = Sight(source, self._person)
        merges = merged(sight.entries())
        heads: dict[str, list[LayerHead]] = {}
        for head in sight.layer_heads():
            heads.setdefault(head.key.document, []).append(head)
        said: dict[str, list[Comment]] = {}
        for comment in sight.comments_of("appeal", "upheld", "granted"):
            said.setdefault(comment.document, []).append(comment)
        codebook = source.codebook()
        lifter = Lifter(codebook)
        if self._read_under != (codebook.sha256, merges):
            self._held, self._read_under = {}, (codebook.sha256, merges)
        names = [name for name in source.document_ids() if name in heads]
        self._order = {name: number for number, name in enumerate(names)}
        self._held = {name: held for name, held in self._held.items() if name in heads}
        for number, name in enumerate(names):
            if number % _EVERY == 0:
                report(Progress("reviewing", number, len(names)))
            stamp = source.document(name), tuple(heads[name]), tuple(said.get(name, ()))
            held = self._held.get(name)
            if held is None or held.stamp != stamp:
                self._look(source, sight, stamp, merges=merges, lifter=lifter)
        report(Progress("reviewing", len(names), len(names)))

    def stale(self, source: Project | Reads) -> int:
        """How many articles `catch_up` would look at, counted quickly: what tells whether it is a long work."""
        heads: dict[str, list[LayerHead]] = {}
        for head in Sight(source, self._person).layer_heads():
            heads.setdefault(head.key.document, []).append(head)
        known = {name: held.stamp[1] for name, held in self._held.items()}
        return sum(known.get(name) != tuple(some) for name, some in heads.items())

    def branch(self) -> "Survey":
        """A survey that knows what this one does: it can catch up in a thread while this one is asked."""
        other = Survey(self._person, share=self._share)
        other.take(self.known)
        return other

    @property
    def known(self) -> Known:
        """All that it knows now."""
        return Known(dict(self._held), dict(self._order), self._read_under)

    def take(self, known: Known) -> None:
        """Know what another one has found out."""
        self._held, self._order, self._read_under = known.held, known.order, known.read_under

    def _look(
        self,
        source: Project | Reads,
        sight: Sight,
        stamp: Stamp,
        *,
        merges: dict[str, str],
        lifter: Lifter,
    ) -> None:
        document, every, comments = stamp
        name = document.id
        self._held.pop(name, None)
        heads = [one for one in every if one.key.purpose == "own" and one.state in IN_REVIEW]
        mine = LayerKey(name, "gold", self._person.id)
        decisions = tuple(lift_decision(lifter, mine, one) for one in sight.decisions(mine))
        if document.excluded is not None or document.retest_of or not (heads or decisions):
            return
        try:
            text = source.text(name)
        except KnownError as fault:
            if fault.problem.key != "store.text-gone":
                raise
            return
        layers = [sight.layer(one.key) for one in heads]
        said = [] if lifter.idle else [sight.layer_as_said(one.key) for one in heads]
        appeals = appeals_in(one for one in comments if one.layer == mine)
        stands = _contents(sight.layer(mine)) if decisions else NOTHING_STANDS
        views = CaseReader(text, layers, align(text, layers, merges, said)).read(decisions, stands, appeals)
        gold = {one.key.author: one.state for one in every if one.key.purpose == "gold"}
        item = QueueItem(
            document=name,
            title=document.title,
            authors=tuple(one.key.author for one in heads),
            state=gold.get(self._person.id, "open"),
            cases=len(views),
            differences=sum(not view.agreed for view in views),
            open=sum(view.is_open for view in views),
            changed=sum(view.state == "changed" for view in views),
            pending=sum(view.state == "pending" for view in views),
            since=min((one.at for one in heads if one.at), default=None),
            sampled=is_sampled(name, self._share),
            others=tuple(sorted(gold.keys() - {self._person.id})),
            appeals=sum(view.state == "appealed" for view in views),
        )
        self._held[name] = _Surveyed(stamp, item, views, dict(_words_of(text, views)), decisions)

    # --- what is found

    def queue(self, order: Order = "disagreement") -> tuple[QueueItem, ...]:
        """The articles, those with appeals first, then what is to be looked at first; those that are done come last."""
        return tuple(sorted((one.item for one in self._held.values()), key=lambda item: self._rank(item, order)))

    def _rank(self, item: QueueItem, order: Order) -> tuple[object, ...]:
        place = self._order[item.document]
        ranks: dict[Order, tuple[object, ...]] = {
            "disagreement": (-item.disagreement,),
            "age": (item.since is None, item.since or ""),
            "sampled": (not item.sampled, -item.disagreement),
            "added": (),
        }
        return (not item.appeals, item.done, *ranks[order], place)

    def views(self, document: str) -> tuple[CaseView, ...]:
        """The cases of an article as they were when it was last looked at."""
        held = self._held.get(document)
        return held.views if held else ()

    def differences(self) -> tuple[Difference, ...]:
        """Open differences by what they are, the most frequent first."""
        found: dict[str, list[tuple[CasePlace, CaseView]]] = {}
        for place, view in self._open():
            if view.difference:
                found.setdefault(view.difference, []).append((place, view))
        groups = [
            Difference(name, pairs[0][1].kind, pairs[0][1].verdicts, tuple(sorted(place for place, _ in pairs)))
            for name, pairs in found.items()
        ]
        return tuple(sorted(groups, key=lambda group: (-len(group.places), group.name)))

    def precedent(self, kind: str, words: str) -> Precedent:
        """How `words` were decided in all articles, spelling folded."""
        wanted = fold_word(words)
        found: dict[str | None, list[CasePlace]] = {}
        for document, held in self._held.items():
            for one in held.decisions:
                if one.decided and one.kind == kind and kind in _PRECEDENTED and held.words.get(one.id) == wanted:
                    annotation = one.outcome.annotation
                    label = annotation.label if annotation else None
                    found.setdefault(label, []).append(CasePlace(document, one.spans, one.id))
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0] or ""))
        return Precedent(wanted, tuple((label, tuple(sorted(places))) for label, places in ordered))

    def waiting(self, kind: str, words: str, label: str | None) -> tuple[tuple[CasePlace, str | None], ...]:
        """Open cases over the same words that could be decided alike, with the author whose version says `label`.

        For the label `None`, where none of the versions is to stand, the author is `None`.
        """
        wanted = fold_word(words)
        found: list[tuple[CasePlace, str | None]] = []
        for place, view in self._open():
            if view.kind != kind or self._held[place.document].words.get(view.id) != wanted:
                continue
            pairs = zip(view.authors, view.annotations, strict=True)
            author = next((a for a, one in pairs if one is not None and one.label == label), None)
            if label is None or author is not None:
                found.append((place, author))
        return tuple(sorted(found, key=lambda pair: pair[0]))

    def _open(self) -> Iterator[tuple[CasePlace, CaseView]]:
        for document, held in self._held.items():
            for view in held.views:
                if view.repeatable:
                    yield CasePlace(document, view.spans, view.id), view


def _contents(layer: Layer) -> dict[str, Annotation | Relation]:
    found: dict[str, Annotation | Relation] = {one.id: one for one in layer.annotations}
    found.update({one.id: one for one in layer.relations})
    return found


def is_sampled(document: str, share: float) -> bool:
    """Whether an article (or a case) belongs to the share that is looked at, the same on every machine."""
    drawn = int.from_bytes(hashlib.sha256(document.encode()).digest()[:4]) / 2**32
    return drawn < share


def _words_of(text: str, views: Iterable[CaseView]) -> Iterator[tuple[str, str]]:
    """The folded words of each case: of the version that most hold, or of what was decided."""
    for view in views:
        spans = view.spans
        decided = view.decision.outcome.annotation if view.decision else None
        votes = Counter(one.spans for one in view.annotations if one is not None)
        if decided is not None:
            spans = decided.spans
        elif votes:
            spans = min(votes, key=lambda one: (-votes[one], one))
        yield view.id, fold_word(" … ".join(span.of(text) for span in spans))
