"""The cases of one article as a reviewer meets them: what the layers say, what was decided, what is new since."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from annotator.measures.alignment import NO_MERGES, align_layers
from annotator.measures.cases import Case, CaseKind, CaseVerdict, Part
from annotator.measures.fingerprints import ABSENT
from annotator.measures.grouping import overlap
from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer, LayerKey, State
from annotator.model.review import Decision, Judged
from annotator.model.span import Span
from annotator.text.folding import fold_word
from annotator.work.lifting import with_prints_as_said

CaseState = Literal["open", "pending", "decided", "changed"]
"""`pending`: something was said of it, but it is not decided; `changed`: decided before a version came that is new."""

OPEN: Final[frozenset[CaseState]] = frozenset({"open", "pending", "changed"})

IN_REVIEW: Final[frozenset[State]] = frozenset({"submitted", "accepted", "returned"})
"""States of layers that a reviewer compares; what is still open is its author's own."""

_MEET: Final = 0.5


class CaseView(msgspec.Struct, frozen=True):
    """One case with what stands behind it, in the order of the article's authors.

    `annotations` are what each layer says (of a link its source), `relations` the links themselves. `decision` is the
    latest word on it, also where it is `changed` since. `difference` is the same for equal differences.
    """

    id: str
    case: Case
    authors: tuple[str, ...]
    annotations: tuple[Annotation | None, ...]
    relations: tuple[Relation | None, ...]
    state: CaseState
    decision: Decision | None
    difference: str

    @property
    def kind(self) -> CaseKind:
        return self.case.kind

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.case.spans

    @property
    def verdicts(self) -> tuple[CaseVerdict, ...]:
        return self.case.verdicts

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.case.parts

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def agreed(self) -> bool:
        return self.case.agreed

    @property
    def said_by(self) -> tuple[str, ...]:
        """The authors who say anything here."""
        return tuple(a for a, member in zip(self.authors, self.case.members, strict=True) if member is not None)

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The versions on the table, as a decision keeps them."""
        rows = zip(self.authors, self.case.members, self.case.fingerprints, strict=True)
        return tuple(sorted(Judged(author, member or "", fingerprint) for author, member, fingerprint in rows))

    def version_of(self, author: str) -> int | None:
        """The number of what an author says; layers with one number say the same."""
        return self.case.versions[self.authors.index(author)]

    def refs(self) -> Iterator[str]:
        """All names by which a filler may be known to be this case."""
        yield self.id
        for author, member in zip(self.authors, self.case.members, strict=True):
            if member is not None:
                yield f"{author}:{member}"


def align(
    text: str, layers: Sequence[Layer], standing: Mapping[str, str] = NO_MERGES, said: Sequence[Layer] = ()
) -> tuple[Case, ...]:
    """What the layers agree and differ in; nothing where there are none.

    `said` are the same layers in the words of older codebooks, where these count: decisions know versions by them.
    """
    cases = align_layers(text, layers, standing).cases if layers else ()
    return with_prints_as_said(cases, said) if said else cases


def read_cases(
    text: str, layers: Sequence[Layer], cases: Sequence[Case], decisions: Iterable[Decision]
) -> tuple[CaseView, ...]:
    """Every case of one article in text order: `cases` of `layers`, and decisions that no layer speaks of any more.

    The same layers and decisions give the same cases, in whatever order layers came.
    """
    if not layers:
        return tuple(_without_layers(one) for one in sorted(decisions, key=_place) if _stands_alone(one))
    authors = tuple(layer.key.author for layer in layers)
    names = [_name(case, authors, layers[0].key) for case in cases]
    by_case, rest = match_decisions(cases, names, authors, decisions)
    reader = _Reader(text, layers)
    used = {one.id for one in (*by_case.values(), *rest)}
    # An id that a decision carries elsewhere names no second case.
    names = [f"{name}x" if name in used else name for name in names]
    views = [reader.view(name, case, by_case.get(at)) for at, (name, case) in enumerate(zip(names, cases, strict=True))]
    views += [reader.view(one.id, _silent(one, len(layers)), one) for one in rest if _stands_alone(one)]
    return tuple(sorted(views, key=lambda view: (view.case.start, -view.spans[-1].end, view.kind, view.id)))


def match_decisions(
    cases: Sequence[Case], names: Sequence[str], authors: Sequence[str], decisions: Iterable[Decision]
) -> tuple[dict[int, Decision], list[Decision]]:
    """Which decision speaks of which case, by its number, and the decisions that speak of none.

    Known again by the versions that were judged, then by their ids; what was decided and has lost all of these, by
    its place. Each decision speaks of one case at most; equal claims are settled by text order and id.
    """
    ordered = sorted(decisions, key=_place)
    known = _Known(cases, names, authors)
    claims = sorted((*claim, number) for number, one in enumerate(ordered) for claim in known.claims(one))
    found: dict[int, Decision] = {}
    taken: set[int] = set()
    for *_, at, number in claims:
        if at not in found and number not in taken:
            found[at] = ordered[number]
            taken.add(number)
    for number, one in enumerate(ordered):
        if number not in taken and one.decided and one.kind != "link":
            near = _nearest(one, cases, found)
            if near is not None:
                found[near] = one
                taken.add(number)
    return found, [one for number, one in enumerate(ordered) if number not in taken]


class _Known:
    """Cases by what they can be known again by."""

    def __init__(self, cases: Sequence[Case], names: Sequence[str], authors: Sequence[str]) -> None:
        self._prints: dict[str, set[int]] = {}
        self._ids: dict[str, set[int]] = {}
        self._names = {name: at for at, name in enumerate(names)}
        for at, case in enumerate(cases):
            for author, member, fingerprint in zip(authors, case.members, case.fingerprints, strict=True):
                if member is not None:
                    self._prints.setdefault(fingerprint, set()).add(at)
                    self._ids.setdefault(f"{case.kind} {author}:{member}", set()).add(at)

    def claims(self, decision: Decision) -> Iterator[tuple[int, int, int, int]]:
        """The cases that a decision may speak of, the strongest claim with the smallest numbers."""
        prints = {one.fingerprint for one in decision.judged if one.member}
        ids = [f"{decision.kind} {one.author}:{one.member}" for one in decision.judged if one.member]
        named = self._names.get(decision.id, -1)
        places = {named} - {-1}
        places.update(at for one in prints for at in self._prints.get(one, ()))
        places.update(at for one in ids for at in self._ids.get(one, ()))
        for at in places:
            same = sum(at in self._prints.get(one, ()) for one in prints)
            by_id = sum(at in self._ids.get(one, ()) for one in ids)
            yield -same, -by_id, -int(named == at), at


def is_settled(decision: Decision, case: Case) -> bool:
    """Whether everything that the layers say of the case now, silence included, was judged."""
    if not decision.judged:
        return all(member is None for member in case.members)
    return set(case.fingerprints) <= decision.fingerprints


def _nearest(decision: Decision, cases: Sequence[Case], found: Mapping[int, Decision]) -> int | None:
    """The free case of the decision's kind that shares most of its place, half of the union at least."""
    best: tuple[float, int] | None = None
    size = sum(span.length for span in decision.spans)
    for at, case in enumerate(cases):
        if at in found or case.kind != decision.kind:
            continue
        both = overlap(case.spans, decision.spans)
        share = both / (size + sum(span.length for span in case.spans) - both) if both else 0.0
        if share >= _MEET and (best is None or (-share, at) < best):
            best = (-share, at)
    return best[1] if best else None


def _place(decision: Decision) -> tuple[int, str]:
    return (decision.spans[0].start, decision.id)


def _stands_alone(decision: Decision) -> bool:
    """Whether a decision of which no layer speaks is still to be seen: something stands in the gold by it."""
    return decision.decided and (decision.outcome.annotation is not None or bool(decision.outcome.source))


def _name(case: Case, authors: Sequence[str], key: LayerKey) -> str:
    members = sorted(f"{a}:{m}" for a, m in zip(authors, case.members, strict=True) if m is not None)
    said = "\n".join((key.document, case.kind, *members))
    return "c" + hashlib.sha256(said.encode()).hexdigest()[:16]


def _silent(decision: Decision, layers: int) -> Case:
    """The case of a decision of which no layer speaks."""
    nobody = (None,) * layers
    return Case(decision.kind, decision.spans, nobody, nobody, (ABSENT,) * layers, ("missing",))


def _without_layers(decision: Decision) -> CaseView:
    return CaseView(decision.id, _silent(decision, 0), (), (), (), "decided", decision, "")


class _Reader:
    """Makes views of the cases of given layers."""

    def __init__(self, text: str, layers: Sequence[Layer]) -> None:
        self._text = text
        self._authors = tuple(layer.key.author for layer in layers)
        self._by_id = [{one.id: one for one in layer.annotations} for layer in layers]
        self._links = [{one.id: one for one in layer.relations if one.link} for layer in layers]

    def view(self, name: str, case: Case, decision: Decision | None) -> CaseView:
        annotations, relations = self._said(case)
        return CaseView(
            id=decision.id if decision else name,
            case=case,
            authors=self._authors,
            annotations=annotations,
            relations=relations,
            state=_state(decision, case),
            decision=decision,
            difference="" if case.agreed else self._difference(case, annotations),
        )

    def _said(self, case: Case) -> tuple[tuple[Annotation | None, ...], tuple[Relation | None, ...]]:
        if case.kind != "link":
            found = tuple(held.get(m or "") for m, held in zip(case.members, self._by_id, strict=True))
            return found, (None,) * len(found)
        links = tuple(held.get(m or "") for m, held in zip(case.members, self._links, strict=True))
        sources = tuple(held.get(link.source) if link else None for link, held in zip(links, self._by_id, strict=True))
        return sources, links

    def _difference(self, case: Case, annotations: Sequence[Annotation | None]) -> str:
        said = (
            "-" if member is None or one is None else f"{one.label}={self._letters(case.kind, one)}"
            for member, one in zip(case.members, annotations, strict=True)
        )
        lines = sorted({f"{part.role}:{'+'.join(part.verdicts)}" for part in case.parts if part.verdicts != ("agree",)})
        return "|".join((case.kind, "+".join(case.verdicts), "+".join(case.subtypes), *said, *lines))

    def _letters(self, kind: str, one: Annotation) -> str:
        """The folded words by which equal differences are known; of a quote none, since no two are the same."""
        return "" if kind == "quote" else fold_word(one.surface(self._text))


def _state(decision: Decision | None, case: Case) -> CaseState:
    if decision is None:
        return "open"
    if not decision.decided:
        return "pending"
    return "decided" if is_settled(decision, case) else "changed"
