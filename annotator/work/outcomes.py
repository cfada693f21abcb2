"""What a decision puts into the gold: the version of a layer, or what several have in common or together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from annotator.measures.alignment import IGNORED
from annotator.model.annotation import ID_LETTER, Annotation, Provenance, Relation, Verdict
from annotator.model.ids import new_id
from annotator.model.layer import Layer
from annotator.model.problems import refuse
from annotator.model.review import GoldLine, LineChoice, Outcome
from annotator.model.span import Span, normal_spans
from annotator.work.cases import CaseView

NOTHING: Final = Outcome()
NOBODY: Final = ""


class Grounds(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who decides, how, and why: what goes into the provenance of gold."""

    by: str
    verdict: Verdict = "adjudicated"
    reason: str | None = None
    clause: str | None = None


class Outcomes:
    """Makes outcomes for the cases of one article."""

    def __init__(self, layers: Sequence[Layer], views: Iterable[CaseView]) -> None:
        self._by_id = {layer.key.author: {one.id: one for one in layer.annotations} for layer in layers}
        self._relations = {layer.key.author: {one.id: one for one in layer.relations} for layer in layers}
        self._parts: dict[tuple[str, str], list[Relation]] = {}
        for layer in layers:
            for one in layer.relations:
                if not one.link:
                    self._parts.setdefault((layer.key.author, one.source), []).append(one)
        self._case_of = {ref: view for view in views for ref in view.refs()}

    def version(self, view: CaseView, author: str, grounds: Grounds, lines: Sequence[LineChoice] = ()) -> Outcome:
        """What `author` says, with other fillers for the lines chosen apart; nothing where the author is silent."""
        annotation = view.annotations[view.authors.index(author)]
        sources = self._same(view, author)
        if annotation is None or not sources:
            return NOTHING
        if view.kind == "link":
            return self._link(view, author, grounds, sources)
        return self._outcome(view, annotation, self._chosen(view, author, lines), grounds, sources)

    def union(self, view: CaseView, grounds: Grounds) -> Outcome:
        """All that any of the layers covers, and every filler that any of them names."""
        author, base = self._base(view)
        pairs = [(line, author) for line in self._taken(view, author)]
        for part in view.parts:
            if part.members[view.authors.index(author)] is None:
                pairs += self._first_filled(view, part.members)
        return self._joined(view, base, view.spans, pairs, grounds)

    def intersection(self, view: CaseView, grounds: Grounds) -> Outcome:
        """What all that speak here cover in common, and the fillers on which they agree.

        Raises:
            KnownError: `review.nothing-in-common`.
        """
        author, base = self._base(view)
        said = [one.spans for one in view.annotations if one is not None]
        spans = said[0]
        for other in said[1:]:
            spans = _common(spans, other)
        if not spans or view.kind == "link":
            raise refuse("review.nothing-in-common")
        place = view.authors.index(author)
        agreed = {part.members[place] for part in view.parts if part.verdicts == ("agree",)}
        pairs = [(line, author) for line in self._taken(view, author) if line.id in agreed]
        return self._joined(view, base, spans, pairs, grounds)

    def sources(self, view: CaseView, authors: Iterable[str]) -> tuple[str, ...]:
        """`author:id` of what the authors say here."""
        rows = zip(view.authors, view.case.members, strict=True)
        wanted = set(authors)
        return tuple(sorted(f"{a}:{m}" for a, m in rows if m is not None and a in wanted))

    # --- pieces

    def _base(self, view: CaseView) -> tuple[str, Annotation]:
        """The version that most hold; of several the first author's."""
        if view.kind == "link" or not view.said_by:
            raise refuse("review.nothing-in-common")
        votes = Counter(number for number in view.case.versions if number is not None)
        best = max(votes, key=lambda number: (votes[number], -number))
        place = view.case.versions.index(best)
        annotation = view.annotations[place]
        if annotation is None:
            raise refuse("review.nothing-in-common")
        return view.authors[place], annotation

    def _joined(
        self,
        view: CaseView,
        base: Annotation,
        spans: tuple[Span, ...],
        pairs: Sequence[tuple[Relation, str]],
        grounds: Grounds,
    ) -> Outcome:
        sources = self.sources(view, view.authors)
        return self._outcome(view, msgspec.structs.replace(base, spans=spans), pairs, grounds, sources)

    def _same(self, view: CaseView, author: str) -> tuple[str, ...]:
        """The sources of a version: everybody who says just the same."""
        number = view.version_of(author)
        if number is None:
            return ()
        return self.sources(view, (a for a in view.authors if view.version_of(a) == number))

    def _taken(self, view: CaseView, author: str) -> list[Relation]:
        member = view.case.members[view.authors.index(author)]
        return self._parts.get((author, member or ""), [])

    def _chosen(self, view: CaseView, author: str, lines: Sequence[LineChoice]) -> list[tuple[Relation, str]]:
        """The author's lines, but where another filler was chosen that one's, or none."""
        others = {member: one.author for one in lines for member in one.members}
        pairs = [(r, author) for r in self._taken(view, author) if others.get(f"{author}:{r.id}", author) == author]
        for one in lines:
            if one.author not in (NOBODY, author):
                mine = next((m for m in one.members if m.startswith(f"{one.author}:")), "")
                found = self._relations.get(one.author, {}).get(mine.removeprefix(f"{one.author}:"))
                if found is not None:
                    pairs.append((found, one.author))
        return pairs

    def _first_filled(self, view: CaseView, members: Sequence[str | None]) -> list[tuple[Relation, str]]:
        for author, member in zip(view.authors, members, strict=True):
            if member is not None:
                return [(self._relations[author][member], author)]
        return []

    def _outcome(
        self,
        view: CaseView,
        annotation: Annotation,
        pairs: Sequence[tuple[Relation, str]],
        grounds: Grounds,
        sources: tuple[str, ...],
    ) -> Outcome:
        before = view.decision.outcome if view.decision else NOTHING
        name = before.annotation.id if before.annotation else new_id(ID_LETTER[annotation.kind])
        provenance = _provenance(grounds, sources)
        gold = msgspec.structs.replace(
            annotation,
            id=name,
            attributes=tuple(one for one in annotation.attributes if one.name not in IGNORED),
            provenance=provenance,
        )
        cue = next((found for r, author in pairs if (found := self._cue(r, author)) is not None), None)
        if cue is not None:
            cue = msgspec.structs.replace(cue, id=f"{name}.cue", provenance=provenance)
        said = _sources_of_lines(view)
        lines = [
            self._line(r, author, _provenance(grounds, said.get(f"{author}:{r.id}", (f"{author}:{r.id}",))))
            for r, author in pairs
            if r.role != "cue"
        ]
        return Outcome(gold, cue, tuple(_with_old_ids(lines, before.lines)))

    def _cue(self, relation: Relation, author: str) -> Annotation | None:
        if relation.role != "cue":
            return None
        return self._by_id[author].get(relation.target.annotation or "")

    def _line(self, relation: Relation, author: str, provenance: Provenance) -> GoldLine:
        target = relation.target
        filler = self._by_id[author].get(target.annotation or "")
        view = self._case_of.get(f"{author}:{filler.id}") if filler else None
        return GoldLine(
            id=new_id("r"),
            role=relation.role,
            refs=tuple(view.refs()) if view else (),
            spans=filler.spans if filler else target.spans,
            entry=target.entry,
            status=relation.status,
            attributes=relation.attributes,
            note=relation.note,
            provenance=provenance,
        )

    def _link(self, view: CaseView, author: str, grounds: Grounds, sources: tuple[str, ...]) -> Outcome:
        relation = view.relations[view.authors.index(author)]
        if relation is None:
            return NOTHING
        source = self._case_of.get(f"{author}:{relation.source}")
        line = msgspec.structs.replace(self._line(relation, author, _provenance(grounds, sources)), spans=())
        before = view.decision.outcome.lines if view.decision else ()
        return Outcome(lines=tuple(_with_old_ids([line], before)), source=tuple(source.refs()) if source else ())


def with_grounds(outcome: Outcome, grounds: Grounds) -> Outcome:
    """The same outcome on other grounds."""

    def renewed(provenance: Provenance) -> Provenance:
        return msgspec.structs.replace(
            provenance, adjudicator=grounds.by, decision=grounds.verdict, reason=grounds.reason, clause=grounds.clause
        )

    annotation, cue = (
        None if one is None else msgspec.structs.replace(one, provenance=renewed(one.provenance))
        for one in (outcome.annotation, outcome.cue)
    )
    lines = tuple(msgspec.structs.replace(one, provenance=renewed(one.provenance)) for one in outcome.lines)
    return Outcome(annotation, cue, lines, outcome.source)


def meaning(outcome: Outcome) -> tuple[object, ...]:
    """What an outcome says, whoever decided it and by whatever ids."""
    one, cue = outcome.annotation, outcome.cue
    said = (one.kind, one.label, one.spans, one.attributes, one.entry, one.closed) if one else ()
    return (said, cue.spans if cue else (), sorted(map(repr, map(_said, outcome.lines))), outcome.source)


def made_by_hand(annotation: Annotation, grounds: Grounds) -> Annotation:
    """An annotation that the reviewer made, with its provenance."""
    return msgspec.structs.replace(annotation, provenance=_provenance(grounds, ()))


def _provenance(grounds: Grounds, sources: tuple[str, ...]) -> Provenance:
    return Provenance(
        origin="adjudicated",
        annotators=tuple(sorted({source.rpartition(":")[0] for source in sources})) or (grounds.by,),
        adjudicator=grounds.by,
        decision=grounds.verdict,
        reason=grounds.reason,
        clause=grounds.clause,
        sources=sources,
    )


def _sources_of_lines(view: CaseView) -> dict[str, tuple[str, ...]]:
    """For each filler of a frame, as `author:relation id`, everybody who names just the same one."""
    found: dict[str, tuple[str, ...]] = {}
    for part in view.parts:
        rows = [
            (f"{author}:{member}", version)
            for author, member, version in zip(view.authors, part.members, part.versions, strict=True)
            if member is not None
        ]
        for name, version in rows:
            found[name] = tuple(sorted(other for other, same in rows if same == version))
    return found


def _with_old_ids(lines: Iterable[GoldLine], before: Iterable[GoldLine]) -> Iterator[GoldLine]:
    """`lines`, where the gold had the same ones with the ids that they had."""
    known: dict[tuple[object, ...], list[str]] = {}
    for one in before:
        known.setdefault(_said(one), []).append(one.id)
    for one in lines:
        names = known.get(_said(one))
        yield msgspec.structs.replace(one, id=names.pop(0)) if names else one


def _said(line: GoldLine) -> tuple[object, ...]:
    return (line.role, line.refs[:1], line.spans, line.entry, line.status)


def _common(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    """What both cover."""
    pieces = (Span(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other if a.overlaps(b))
    return normal_spans(tuple(pieces))
