"""The cases of one article as a reviewer meets them: what the layers say, what was decided, what is new since."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from annotator.measures.alignment import NO_MERGES, align_layers
from annotator.measures.cases import Case, CaseKind, CaseVerdict, Part
from annotator.measures.fingerprints import ABSENT
from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer, LayerKey, State
from annotator.model.review import Decision, Judged
from annotator.model.span import Span
from annotator.text.folding import fold_word
from annotator.work.appeals import Appeal
from annotator.work.lifting import with_prints_as_said
from annotator.work.matching import NOTHING_STANDS, Matching, Stands, TakenOver, is_settled

CaseState = Literal["open", "pending", "decided", "changed", "appealed"]
"""`pending`: something was said of it, but it is not decided; `changed`: decided before a version came that is new;
`appealed`: decided, and an analyst asks for another look."""

OPEN: Final[frozenset[CaseState]] = frozenset({"open", "pending", "changed", "appealed"})

IN_REVIEW: Final[frozenset[State]] = frozenset({"submitted", "accepted", "returned"})
"""States of layers that a reviewer compares; what is still open is its author's own."""


class CaseView(msgspec.Struct, frozen=True):
    """One case with what stands behind it, in the order of the article's authors.

    `annotations` are what each layer says (of a link its source), `relations` the links themselves. `decision` is the
    latest word on it, also where it is `changed` since. `difference` is the same for equal differences. `appeals` are
    what analysts have asked of the decision, with what came of it, the oldest first.
    """

    id: str
    case: Case
    authors: tuple[str, ...]
    annotations: tuple[Annotation | None, ...]
    relations: tuple[Relation | None, ...]
    state: CaseState
    decision: Decision | None
    difference: str
    appeals: tuple[Appeal, ...] = ()

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
    def repeatable(self) -> bool:
        """Whether it waits for a decision that others like it may share; an appeal wants a word of its own."""
        return self.is_open and self.state != "appealed"

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


def _stands_alone(decision: Decision) -> bool:
    """Whether a decision of which no layer speaks is still to be seen: something stands in the gold by it."""
    return decision.decided and (decision.outcome.annotation is not None or bool(decision.outcome.source))


def _name(case: Case, authors: Sequence[str], key: LayerKey) -> str:
    members = sorted(f"{a}:{m}" for a, m in zip(authors, case.members, strict=True) if m is not None)
    said = "\n".join((key.document, case.kind, *members))
    return "c" + hashlib.sha256(said.encode()).hexdigest()[:16]


class CaseReader:
    """Reads the cases of given layers with whatever is decided; made once, it reads after each decision quickly."""

    def __init__(self, text: str, layers: Sequence[Layer], cases: Sequence[Case]) -> None:
        self._text = text
        self._authors = tuple(layer.key.author for layer in layers)
        self._by_id = [{one.id: one for one in layer.annotations} for layer in layers]
        self._links = [{one.id: one for one in layer.relations if one.link} for layer in layers]
        self._bare = [self._view(_name(case, self._authors, layers[0].key), case) for case in cases]
        self._matching = Matching(cases, [view.id for view in self._bare], self._authors)
        self._last: dict[int, CaseView] = {}

    def read(
        self, decisions: Iterable[Decision], stands: Stands = NOTHING_STANDS, appeals: Sequence[Appeal] = ()
    ) -> tuple[CaseView, ...]:
        """Every case in text order, and decisions of which no layer speaks any more.

        The same layers and decisions give the same cases, in whatever order layers came. `stands` is the gold as it
        is: what an analyst has taken over from it is no new version.
        """
        by_case, rest = self._matching.match(decisions)
        used = {one.id for one in (*by_case.values(), *rest)}
        taken = TakenOver(stands)
        views = [self._with(at, bare, by_case.get(at), used, taken) for at, bare in enumerate(self._bare)]
        views += [self._left(one) for one in rest if _stands_alone(one)]
        if appeals:
            views = [_appealed(view, appeals) for view in views]
        return tuple(sorted(views, key=lambda view: (view.case.start, -view.spans[-1].end, view.kind, view.id)))

    def _with(
        self, at: int, bare: CaseView, decision: Decision | None, used: Container[str], taken: TakenOver
    ) -> CaseView:
        if decision is None:
            # An id that a decision carries elsewhere names no second case.
            return msgspec.structs.replace(bare, id=f"{bare.id}x") if bare.id in used else bare
        last = self._last.get(at)
        if last is None or last.decision is not decision or last.state == "changed":
            state = _state(decision, bare.case)
            if state == "changed" and taken.covers(decision, bare.case):
                state = "decided"
            last = msgspec.structs.replace(bare, id=decision.id, state=state, decision=decision)
            self._last[at] = last
        return last

    def _left(self, decision: Decision) -> CaseView:
        """The case of a decision of which no layer speaks."""
        nobody = (None,) * len(self._authors)
        case = Case(decision.kind, decision.spans, nobody, nobody, (ABSENT,) * len(nobody), ("missing",))
        view = self._view(decision.id, case)
        return msgspec.structs.replace(view, state=_state(decision, case), decision=decision)

    def _view(self, name: str, case: Case) -> CaseView:
        annotations, relations = self._said(case)
        difference = "" if case.agreed else self._difference(case, annotations)
        return CaseView(name, case, self._authors, annotations, relations, "open", None, difference)

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


def _appealed(view: CaseView, appeals: Sequence[Appeal]) -> CaseView:
    """The view with the appeals that speak of it; a decided case waits again while one of them is open."""
    gold = view.decision.gold if view.decision else None
    names = {*view.refs(), gold}
    mine = tuple(one for one in appeals if one.about in names)
    if not mine:
        return view
    waits = view.state == "decided" and any(one.is_open for one in mine)
    return msgspec.structs.replace(view, appeals=mine, state="appealed" if waits else view.state)


def _state(decision: Decision, case: Case) -> CaseState:
    if not decision.decided:
        return "pending"
    return "decided" if is_settled(decision, case) else "changed"
