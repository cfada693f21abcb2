"""Which decision speaks of which case, when layers have come again since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from annotator.measures.cases import Case
from annotator.measures.fingerprints import ABSENT, fingerprint_annotation, fingerprint_link
from annotator.measures.grouping import overlap
from annotator.model.annotation import Annotation, Relation
from annotator.model.review import Decision, Judged

Stands = Mapping[str, Annotation | Relation]
"""The gold as it is, by id."""

NOTHING_STANDS: Final[Stands] = MappingProxyType({})

_MEET: Final = 0.5


class Matching:
    """The cases of one article by what they can be known again by.

    A decision is known by the versions that were judged, then by their ids, then by the name of its case; what was
    decided and has lost all of these, by its place. It speaks of one case at most; equal claims are settled by text
    order and id.
    """

    def __init__(self, cases: Sequence[Case], names: Sequence[str], authors: Sequence[str]) -> None:
        self._cases = cases
        self._names = {name: at for at, name in enumerate(names)}
        self._prints: dict[str, set[int]] = {}
        self._ids: dict[str, set[int]] = {}
        self._judged: list[tuple[Judged, ...]] = []
        for at, case in enumerate(cases):
            rows = tuple(zip(authors, case.members, case.fingerprints, strict=True))
            self._judged.append(tuple(sorted(Judged(author, member or "", print_) for author, member, print_ in rows)))
            for author, member, fingerprint in rows:
                if member is not None:
                    self._prints.setdefault(fingerprint, set()).add(at)
                    self._ids.setdefault(f"{case.kind} {author}:{member}", set()).add(at)

    def match(self, decisions: Iterable[Decision]) -> tuple[dict[int, Decision], list[Decision]]:
        """The decision of each case, by the case's number, and the decisions that speak of none."""
        found: dict[int, Decision] = {}
        doubtful: list[Decision] = []
        for one in decisions:
            at = self._names.get(one.id, -1)
            # Nothing has changed since: no other decision can have a better claim.
            if at >= 0 and self._judged[at] == one.judged:
                found[at] = one
            else:
                doubtful.append(one)
        rest = self._by_claims(sorted(doubtful, key=_place), found)
        return found, self._by_place(rest, found)

    def _by_claims(self, ordered: Sequence[Decision], found: dict[int, Decision]) -> list[Decision]:
        claims = sorted((*claim, number) for number, one in enumerate(ordered) for claim in self._claims(one))
        taken: set[int] = set()
        for *_, at, number in claims:
            if at not in found and number not in taken:
                found[at] = ordered[number]
                taken.add(number)
        return [one for number, one in enumerate(ordered) if number not in taken]

    def _by_place(self, ordered: Sequence[Decision], found: dict[int, Decision]) -> list[Decision]:
        rest: list[Decision] = []
        for one in ordered:
            near = self._nearest(one, found) if one.decided and one.kind != "link" else None
            if near is None:
                rest.append(one)
            else:
                found[near] = one
        return rest

    def _claims(self, decision: Decision) -> Iterator[tuple[int, int, int, int]]:
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

    def _nearest(self, decision: Decision, found: Mapping[int, Decision]) -> int | None:
        """The free case of the decision's kind that shares most of its place, half of the union at least."""
        best: tuple[float, int] | None = None
        size = sum(span.length for span in decision.spans)
        for at, case in enumerate(self._cases):
            if at in found or case.kind != decision.kind:
                continue
            both = overlap(case.spans, decision.spans)
            share = both / (size + sum(span.length for span in case.spans) - both) if both else 0.0
            if share >= _MEET and (best is None or (-share, at) < best):
                best = (-share, at)
        return best[1] if best else None


def is_settled(decision: Decision, case: Case) -> bool:
    """Whether everything that the layers say of the case now, silence included, was judged."""
    if not decision.judged:
        return all(member is None for member in case.members)
    return set(case.fingerprints) <= decision.fingerprints


class TakenOver:
    """Knows the versions that say what the gold says: an analyst who takes them over says nothing new."""

    def __init__(self, stands: Stands) -> None:
        self._stands = stands

    def covers(self, decision: Decision, case: Case) -> bool:
        """Whether all that the layers say of the case was judged, or is what stands in the gold by the decision."""
        return set(case.fingerprints) <= decision.fingerprints | self._prints(decision)

    def _prints(self, decision: Decision) -> frozenset[str]:
        outcome = decision.outcome
        if decision.choice == "none":
            return frozenset({ABSENT})
        gold = self._annotations.get(decision.gold or "")
        if gold is not None:
            return frozenset({fingerprint_annotation(gold, self._parts.get(gold.id, ()), self._annotations)})
        links = (self._stands.get(one.id) for one in outcome.lines if outcome.source)
        return frozenset(fingerprint_link(one, self._annotations) for one in links if isinstance(one, Relation))

    @cached_property
    def _annotations(self) -> dict[str, Annotation]:
        return {name: one for name, one in self._stands.items() if isinstance(one, Annotation)}

    @cached_property
    def _parts(self) -> dict[str, list[Relation]]:
        found: dict[str, list[Relation]] = {}
        for one in self._stands.values():
            if isinstance(one, Relation) and not one.link:
                found.setdefault(one.source, []).append(one)
        return found


def _place(decision: Decision) -> tuple[int, str]:
    return (decision.spans[0].start, decision.id)
