"""How far the layers of a project agree, in numbers that each lead back to the spans behind them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from annotator.measures.agreement import By, Matrix, Row, confusion, measure_agreement
from annotator.measures.alignment import align_layers
from annotator.measures.behind import cases_behind
from annotator.measures.bootstrap import ROUNDS
from annotator.measures.cases import CASE_KINDS, VERDICTS, Alignment, Case, CaseKind, CaseVerdict
from annotator.measures.contributions import SPANNED
from annotator.measures.gamma import Alikeness, Continuum, continuum_of
from annotator.measures.tallies import LABEL, Pair, Tally, tally_document
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError, refuse
from annotator.model.progress import Progress, Report, silent
from annotator.model.registry import merged
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.verdicts import LayerHead
from annotator.work.cases import IN_REVIEW
from annotator.work.sight import Sight

Against = Literal["each-other", "gold"]

UNKNOWN_WEEK: Final = "?"
"""Stands for the week of articles of which neither is known when they were handed in nor when they were published."""

_EVERY: Final = 10
_PAIR: Final = 2
_DIGITS: Final = 32


class Behind(msgspec.Struct, frozen=True):
    """A case behind a number: where it lies, `author:id` of what was said there, and whether that is alike."""

    document: str
    kind: CaseKind
    spans: tuple[Span, ...]
    members: tuple[str, ...]
    alike: bool


class Cell(msgspec.Struct, frozen=True):
    """How many cases of a kind have a verdict, with these cases."""

    kind: CaseKind
    verdict: CaseVerdict
    cases: tuple[Behind, ...]

    @property
    def count(self) -> int:
        return len(self.cases)


class Progressed(msgspec.Struct, frozen=True):
    """How many layers of an author are in a state, and of which articles."""

    author: str
    state: str
    documents: tuple[str, ...]

    @property
    def layers(self) -> int:
        return len(self.documents)


class _Aligned(msgspec.Struct, frozen=True):
    """One article whose layers were laid over one another."""

    alignment: Alignment
    layers: tuple[Layer, ...]
    tally: Tally
    week: str


class Agreeing:
    """Everything that is counted of layers that were compared; nothing is aligned twice while they stay the same.

    Layers whose authors had seen answers are left out (`not_blind`): that they are like the gold is no agreement.
    """

    def __init__(self, person: Person, *, authors: Iterable[str] = (), against: Against = "each-other") -> None:
        self._person = person
        self._authors = frozenset(authors)
        self._against = against
        self._held: dict[str, tuple[tuple[LayerHead, ...], _Aligned]] = {}
        self._standing: Mapping[str, str] = {}
        self._read_under: tuple[str, dict[str, str]] = ("", {})
        self._heads: tuple[LayerHead, ...] = ()
        self.not_blind: tuple[LayerKey, ...] = ()
        self._gammas: dict[str, Alikeness] = {}
        self._tasks: dict[str, dict[str, tuple[str, Continuum]]] = {}

    def catch_up(self, source: Project | Reads, report: Report = silent) -> None:
        """Compare what is new or other; with a reader of its own (`Project.reading`) from any thread.

        Only what the person may see is compared: of an analyst that is nothing but his own.

        Raises:
            KnownError: `agreement.no-author`, one of the authors asked for has no layer here.
        """
        sight = Sight(source, self._person)
        merges = merged(sight.entries())
        read_under = (source.codebook().sha256, merges)
        if read_under != self._read_under:
            self._held, self._tasks, self._read_under = {}, {}, read_under
        self._standing = merges
        self._heads = tuple(sight.layer_heads())
        missing = self._authors - {head.key.author for head in self._heads}
        if missing:
            raise refuse("agreement.no-author", name=min(missing))
        wanted: dict[str, list[LayerHead]] = {}
        asked = [head for head in self._heads if self._is_wanted(head)]
        self.not_blind = tuple(head.key for head in asked if not _counts(head))
        for head in asked:
            if _counts(head):
                wanted.setdefault(head.key.document, []).append(head)
        wanted = {name: heads for name, heads in wanted.items() if self._comparable(heads)}
        self._held = {name: held for name, held in self._held.items() if name in wanted}
        for number, (name, heads) in enumerate(sorted(wanted.items())):
            if number % _EVERY == 0:
                report(Progress("comparing", number, len(wanted)))
            if name not in self._held or self._held[name][0] != tuple(heads):
                self._compare(source, sight, name, heads)
        report(Progress("comparing", len(wanted), len(wanted)))

    def _is_wanted(self, head: LayerHead) -> bool:
        if head.key.purpose == "gold":
            return self._against == "gold"
        if head.key.purpose != "own":
            return False
        return head.key.author in self._authors if self._authors else head.state in IN_REVIEW

    def _comparable(self, heads: Sequence[LayerHead]) -> bool:
        gold = any(head.key.purpose == "gold" for head in heads)
        return len(heads) >= _PAIR and (gold or self._against == "each-other")

    def _compare(self, source: Project | Reads, sight: Sight, name: str, heads: Sequence[LayerHead]) -> None:
        self._held.pop(name, None)
        self._tasks.pop(name, None)
        document = source.document(name)
        if document.excluded is not None:
            return
        try:
            text = source.text(name)
        except KnownError as fault:
            if fault.problem.key != "store.text-gone":
                raise
            return
        layers = tuple(sight.layer(head.key) for head in heads)
        alignment = align_layers(text, layers, self._standing)
        tally = tally_document(alignment, layers, length=len(text), standing=self._standing)
        handed_in = max((head.at for head in heads if head.at), default=None)
        week = week_of(handed_in or document.source.published) or UNKNOWN_WEEK
        self._held[name] = (tuple(heads), _Aligned(alignment, layers, tally, week))

    # --- numbers

    @property
    def documents(self) -> tuple[str, ...]:
        """The articles that were compared."""
        return tuple(sorted(self._held))

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What each article adds to the measures: for work in another process."""
        if not self._gammas:
            return tuple(self._held[name][1].tally for name in self.documents)
        return tuple(self._with_gammas(name) for name in self.documents)

    @property
    def stamp(self) -> tuple[object, ...]:
        """Equal as long as all numbers are."""
        return (self._heads, self._read_under, len(self._gammas))

    def measure(self, by: Iterable[By] = (), *, rounds: int = ROUNDS) -> tuple[Row, ...]:
        """Every measure over all articles; `by` "group" is by the week in which they were handed in."""
        weeks = {name: held[1].week for name, held in self._held.items()}
        return measure_agreement(self.tallies, by=by, groups=weeks, rounds=rounds)

    def behind(self, row: Row) -> tuple[Behind, ...]:
        """The cases that a number was counted on, by article and place."""
        found: list[Behind] = []
        for name in self.documents:
            held = self._held[name][1]
            if row.document not in (None, name) or row.group not in (None, held.week):
                continue
            cases = cases_behind(
                held.alignment,
                held.layers,
                measure=row.measure,
                kind=row.kind,
                label=row.label,
                pair=row.pair,
                standing=self._standing,
            )
            found += (_behind(held.alignment, one.case, alike=one.alike) for one in cases)
        return tuple(found)

    def verdicts(self) -> tuple[Cell, ...]:
        """Every kind with every verdict, zeros included; a case with two verdicts counts under both."""
        cells: dict[tuple[CaseKind, CaseVerdict], list[Behind]] = {(k, v): [] for k in CASE_KINDS for v in VERDICTS}
        for name in self.documents:
            alignment = self._held[name][1].alignment
            for case in alignment.cases:
                for verdict in case.verdicts:
                    cells[case.kind, verdict].append(_behind(alignment, case, alike=case.agreed))
        return tuple(Cell(*key, tuple(cases)) for key, cases in cells.items())

    def bounds(self) -> dict[str, tuple[Behind, ...]]:
        """Differences of boundaries by what they lie in, as feedback on the codebook; the most frequent first."""
        found: dict[str, list[Behind]] = {}
        for name in self.documents:
            alignment = self._held[name][1].alignment
            for case in alignment.cases:
                for subtype in case.subtypes:
                    found.setdefault(subtype, []).append(_behind(alignment, case, alike=False))
        return {name: tuple(found[name]) for name in sorted(found, key=lambda one: (-len(found[one]), one))}

    def confusion(self, kind: str, pair: Pair, attribute: str = LABEL) -> tuple[tuple[str | None, ...], Matrix]:
        """Which label the first of a pair gave where the second gave which; `None` is silence."""
        return confusion(self.tallies, kind, pair, attribute)

    def confused(self, kind: str, pair: Pair, labels: tuple[str | None, str | None]) -> tuple[Behind, ...]:
        """The cases behind one cell of `confusion` by label."""
        found: list[Behind] = []
        for name in self.documents:
            held = self._held[name][1]
            raters = held.tally.raters
            if not set(pair) <= set(raters):
                continue
            said = [{one.id: one.label for one in layer.annotations} for layer in held.layers]
            places = [raters.index(rater) for rater in pair]
            for case in held.alignment.cases:
                given = tuple(said[place].get(case.members[place] or "") for place in places)
                if case.kind == kind and given == labels:
                    found.append(_behind(held.alignment, case, alike=labels[0] == labels[1]))
        return tuple(found)

    def pairs(self) -> tuple[Pair, ...]:
        """Every pair of raters that have an article in common."""
        found = {
            (one, other) for tally in self.tallies for one in tally.raters for other in tally.raters if one < other
        }
        return tuple(sorted(found))

    def progress(self) -> tuple[Progressed, ...]:
        """How many layers of each author are in which state, also of those that were not compared."""
        found: dict[tuple[str, str], list[str]] = {}
        for head in self._heads:
            if head.key.purpose == "own":
                found.setdefault((head.key.author, head.state), []).append(head.key.document)
        return tuple(Progressed(*key, tuple(sorted(found[key]))) for key in sorted(found))

    # --- gamma

    def gamma_tasks(self) -> dict[str, Continuum]:
        """What gamma is not yet known of, by name: the units of one kind in one article, as all layers have them.

        A name is a hash of the units, so that a number is found again wherever these are the same.
        """
        tasks = (task for name in self.documents for task in self._continua(name).values())
        return {name: continuum for name, continuum in tasks if name not in self._gammas}

    def take_gammas(self, found: Mapping[str, Alikeness]) -> None:
        """Have `measure` tell gamma too, as far as it is known by name of the task."""
        self._gammas.update(found)

    def _continua(self, name: str) -> dict[str, tuple[str, Continuum]]:
        """Tasks of an article by kind; kinds of which nobody marked anything have none."""
        held = self._held[name][1]
        if name not in self._tasks:
            units = {kind: in_one_order(continuum_of(held.layers, kind)) for kind in SPANNED}
            self._tasks[name] = {kind: (task_name(one), one) for kind, one in units.items() if any(one)}
        return self._tasks[name]

    def _with_gammas(self, name: str) -> Tally:
        known = {kind: self._gammas[task] for kind, (task, _) in self._continua(name).items() if task in self._gammas}
        return msgspec.structs.replace(self._held[name][1].tally, gammas=known)


def in_one_order(continuum: Continuum) -> Continuum:
    """The same units whoever made them: chance is drawn by the order of the annotators, which says nothing."""
    return tuple(sorted(tuple(sorted(units)) for units in continuum))


def task_name(continuum: Continuum) -> str:
    """128 bits in hex that name the units of a continuum."""
    return hashlib.sha256(msgspec.json.encode(continuum)).hexdigest()[:_DIGITS]


def week_of(moment: str | None) -> str:
    """The ISO week of a date as `2024-W27`; empty where the day is not known."""
    try:
        day = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return ""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _behind(alignment: Alignment, case: Case, *, alike: bool) -> Behind:
    rows = zip(alignment.layers, case.members, strict=True)
    members = tuple(f"{_author(key)}:{member}" for key, member in rows if member is not None)
    return Behind(alignment.document, case.kind, case.spans, members, alike)


def _author(key: LayerKey) -> str:
    return key.author if key.purpose == "own" else f"{key.purpose}/{key.author}"


def _counts(head: LayerHead) -> bool:
    """Whether a layer says what its author alone thought; of gold nobody asks that."""
    return head.blind or head.key.purpose == "gold"
