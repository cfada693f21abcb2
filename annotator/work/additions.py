"""Whole frames that a reviewer makes: what may fill them, and the outcome that such a frame is."""

from collections.abc import Iterator

import msgspec

from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer, in_text_order
from annotator.model.review import GoldLine, Outcome
from annotator.work import frames
from annotator.work.article import OpenArticle
from annotator.work.cases import CaseView
from annotator.work.frames import Frame
from annotator.work.outcomes import Grounds, made_by_hand
from annotator.work.reviewing import ReviewArticle


class Pool:
    """The gold of an article with the first version of every case that waits, as one layer to pick fillers from.

    A version that waits is named `author:id`; a frame that it fills keeps it by the case and finds it once that is
    decided.
    """

    def __init__(self, article: ReviewArticle) -> None:
        self._article = article
        self._cases = {ref: view for view in article.views for ref in view.refs()}
        self._gold = {view.decision.gold: view for view in article.views if view.decision and view.decision.gold}
        layer = article.gold
        waiting = [view for view in article.views if view.is_open and view.kind != "link" and view.said_by]
        waiting = [view for view in waiting if not self._stands(view)]
        annotations = [*layer.annotations, *(one for view in waiting for one in self._annotations(view))]
        relations = [*layer.relations, *(one for view in waiting for one in self._relations(view))]
        whole = Layer(article.key, in_text_order(annotations), tuple(sorted(relations, key=lambda one: one.id)))
        self.layer = OpenArticle(article.document, article.text, whole)

    def frame_of(self, view: CaseView) -> Frame:
        """The frame of a case: as it stands in the gold, else its first version."""
        return msgspec.structs.replace(frames.read_frame(self.layer, self._name(view)), id=None)

    def outcome(self, frame: Frame, grounds: Grounds, codebook: Codebook, *, gold: str | None = None) -> Outcome:
        """What a frame puts into the gold, under the id `gold` where something stands there already.

        Raises:
            KnownError: rules of the codebook that the frame breaks.
        """
        fresh = msgspec.structs.replace(frame, id=None)
        changes = frames.put_frame(self._beside(fresh, gold), fresh, author=grounds.by, codebook=codebook)
        values = [change.after for change in changes]
        made = [made_by_hand(one, grounds) for one in values if isinstance(one, Annotation)]
        core = next(one for one in made if one.kind == frame.kind)
        cue = next((one for one in made if one.kind == "cue"), None)
        name = gold or core.id
        lines = [self._line(one, core) for one in values if isinstance(one, Relation) and one.role != "cue"]
        return Outcome(
            msgspec.structs.replace(core, id=name),
            msgspec.structs.replace(cue, id=f"{name}.cue") if cue is not None else None,
            tuple(lines),
        )

    # --- pieces

    def _stands(self, view: CaseView) -> bool:
        return bool(view.decision and view.decision.gold in self._article.contents)

    def _name(self, view: CaseView) -> str:
        if view.decision is not None and view.decision.gold in self._article.contents:
            return str(view.decision.gold)
        author = view.said_by[0]
        return f"{author}:{view.case.members[view.authors.index(author)]}"

    def _annotations(self, view: CaseView) -> Iterator[Annotation]:
        author = view.said_by[0]
        layer = self._article.layer(author)
        member = view.case.members[view.authors.index(author)]
        cues = {r.target.annotation for r in layer.relations if r.source == member and r.role == "cue"}
        for one in layer.annotations:
            if one.id == member or one.id in cues:
                yield msgspec.structs.replace(one, id=f"{author}:{one.id}")

    def _relations(self, view: CaseView) -> Iterator[Relation]:
        author = view.said_by[0]
        member = view.case.members[view.authors.index(author)]
        for one in self._article.layer(author).relations:
            if one.source == member and not one.link:
                yield msgspec.structs.replace(
                    one, id=f"{author}:{one.id}", source=f"{author}:{member}", target=self._target(one, author)
                )

    def _target(self, relation: Relation, author: str) -> Target:
        named = relation.target.annotation
        if named is None:
            return relation.target
        view = self._cases.get(f"{author}:{named}")
        if view is not None and view.said_by:
            return Target(annotation=self._name(view))
        return Target(annotation=f"{author}:{named}")

    def _line(self, relation: Relation, core: Annotation) -> GoldLine:
        target = relation.target
        filler = self.layer.annotations.get(target.annotation or "")
        return GoldLine(
            id=relation.id,
            role=relation.role,
            refs=self._refs(target.annotation) if target.annotation else (),
            spans=filler.spans if filler is not None else target.spans,
            entry=target.entry,
            status=relation.status,
            provenance=core.provenance,
        )

    def _refs(self, name: str) -> tuple[str, ...]:
        view = self._gold.get(name) or self._cases.get(name)
        return tuple(view.refs()) if view is not None else ()

    def _beside(self, frame: Frame, gold: str | None) -> OpenArticle:
        """What the frame has to get on with: not what it takes the place of, nor what waits to be decided like it."""
        layer = self.layer.layer()
        named = {filling.target.annotation for _, filling in frame.parts} | {frame.continues, frame.nested_in}
        waiting = {one.id for one in layer.annotations if one.id not in self._article.contents}
        gone = {one.id for one in layer.annotations if one.id in waiting - named and one.kind in (frame.kind, "cue")}
        gone |= {gold or "", f"{gold}.cue"}
        kept = tuple(one for one in layer.annotations if one.id not in gone)
        return OpenArticle(
            self.layer.document, self.layer.text, msgspec.structs.replace(layer, annotations=kept, relations=())
        )
