"""Taking over into one's own layer what the gold says of a case, as pure functions to changes."""

from collections.abc import Mapping

import msgspec

from annotator.measures.alignment import IGNORED
from annotator.measures.cases import Case
from annotator.model.annotation import ID_LETTER, Annotation, Provenance, Target
from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.layer import Layer
from annotator.model.problems import refuse
from annotator.model.step import Change
from annotator.work import frames, gestures
from annotator.work.article import OpenArticle
from annotator.work.frames import Filling, Frame
from annotator.work.gestures import Changes, born, checked, ended, replaced


class Adoption:
    """The gold of one article beside the person's own layer of it.

    `twins` names for annotations of the gold those of the own layer that stand for the same place.
    """

    def __init__(self, mine: OpenArticle, gold: Layer, twins: Mapping[str, str], codebook: Codebook) -> None:
        self._mine = mine
        self._gold = OpenArticle(mine.document, mine.text, gold)
        self._twins = twins
        self._codebook = codebook
        self._author = mine.key.author

    def changes(self, case: Case) -> Changes:
        """What makes the own layer say of `case` (its members: own, gold) what the gold says.

        Raises:
            KnownError: `answers.end-missing`, a link joins what the own layer has not; rules of the codebook.
        """
        own, theirs = case.members
        if case.kind == "link":
            return self._link(own, theirs)
        if theirs is None:
            return gestures.remove(self._mine, str(own))
        gold = self._gold.annotations[theirs]
        return self._frame(gold, own) if case.kind in ("quote", "event") else self._annotation(gold, own)

    def _annotation(self, gold: Annotation, own: str | None) -> Changes:
        if own is None:
            return (born(checked(self._mine, self._copy(gold), self._codebook)),)
        before = gestures.get(self._mine, own)
        kept = tuple(one for one in before.attributes if one.name in IGNORED)
        after = msgspec.structs.replace(
            before,
            label=gold.label,
            spans=gold.spans,
            attributes=tuple(sorted((*gold.attributes, *kept))),
            entry=gold.entry,
            closed=gold.closed,
        )
        return replaced(before, checked(self._mine, after, self._codebook))

    def _frame(self, gold: Annotation, own: str | None) -> Changes:
        """The whole frame; fillers that the own layer has not and that cannot stand as bare words come along."""
        theirs = frames.read_frame(self._gold, gold.id)
        brought: list[Annotation] = []
        parts = tuple((role, self._filling(role, one, gold, brought)) for role, one in theirs.parts)
        frame = msgspec.structs.replace(
            theirs,
            id=own,
            parts=parts,
            continues=self._twins.get(theirs.continues or ""),
            nested_in=self._twins.get(theirs.nested_in or ""),
        )
        return (*map(born, brought), *self._put(frame, brought, gold.entry), *self._old_cues(own))

    def _old_cues(self, own: str | None) -> Changes:
        """A cue that another program named in its own way goes: the frame's own stands in its place."""
        links = [one for one in self._mine.relations_of(own or "") if one.role == "cue"]
        names = {one.target.annotation for one in links} - {f"{own}.cue", None}
        return tuple(ended(one) for name, one in self._mine.annotations.items() if name in names)

    def _put(self, frame: Frame, brought: list[Annotation], entry: str | None) -> Changes:
        layer = self._mine.layer()
        wider = msgspec.structs.replace(layer, annotations=(*layer.annotations, *brought))
        article = OpenArticle(self._mine.document, self._mine.text, wider)
        changes = frames.put_frame(article, frame, author=self._author, codebook=self._codebook)
        core = next((c for c in changes if isinstance(c.after, Annotation) and c.after.kind == frame.kind), None)
        if core is None and frame.id is not None:
            before = self._mine.annotations[frame.id]
            return (*replaced(before, msgspec.structs.replace(before, entry=entry)), *changes)
        return tuple(self._pointed(c, entry) if c is core else c for c in changes)

    def _pointed(self, change: Change, entry: str | None) -> Change:
        after = change.after
        assert isinstance(after, Annotation)
        given = {"entry": entry} if change.before is not None else {"entry": entry, "provenance": self._origin}
        return msgspec.structs.replace(change, after=msgspec.structs.replace(after, **given))

    def _filling(self, role: str, filling: Filling, gold: Annotation, brought: list[Annotation]) -> Filling:
        named = filling.target.annotation
        if named is None:
            return filling
        if named in self._twins:
            return Filling(Target(annotation=self._twins[named]), filling.status)
        filler = self._gold.annotations[named]
        rule = self._codebook.role(gold.kind, role)
        if rule is None or "span" in rule.fillers:
            return Filling(Target(spans=filler.spans), filling.status)
        made = checked(self._mine, self._copy(filler), self._codebook)
        brought.append(made)
        return Filling(Target(annotation=made.id), filling.status)

    def _link(self, own: str | None, theirs: str | None) -> Changes:
        before = self._mine.relations.get(own or "")
        if theirs is None:
            return (ended(before),) if before is not None else ()
        gold = self._gold.relations[theirs]
        source, target = self._twins.get(gold.source), self._twins.get(gold.target.annotation or "")
        if source is None or target is None:
            raise refuse("answers.end-missing")
        after = msgspec.structs.replace(
            gold,
            id=before.id if before else new_id("r"),
            source=source,
            target=Target(annotation=target),
            note=before.note if before else None,
            provenance=before.provenance if before else self._origin,
        )
        return replaced(before, after) if before is not None else (born(after),)

    def _copy(self, gold: Annotation) -> Annotation:
        return msgspec.structs.replace(gold, id=new_id(ID_LETTER[gold.kind]), note=None, provenance=self._origin)

    @property
    def _origin(self) -> Provenance:
        suggester = f"gold/{self._gold.key.author}"
        return Provenance(origin="suggestion_accepted", suggester=suggester, annotators=(self._author,))
