"""An article open for review: its layers, its cases, its gold, kept in step with what is decided."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from annotator.model.annotation import Annotation, Relation
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerFacts, LayerKey, State, in_text_order
from annotator.model.lift import Lifter
from annotator.model.problems import refuse
from annotator.model.review import Decision
from annotator.model.step import Change, Standing, Step, stream_of
from annotator.work.appeals import Appeal, appeals_in
from annotator.work.cases import CaseReader, CaseView, align
from annotator.work.lifting import lift_decision
from annotator.work.outcomes import Outcomes

Names = Literal["shown", "hidden"]


class ReviewArticle:
    """What the review page shows of one article; `authors` is the order of keys 1 to k.

    `names` are what to call the authors: their ids, or with hidden names "1" to "k" in an order that is shuffled
    for each article. `decisions` are in the words of the codebook in force, `stored` as they were made. `others` are
    gold layers of other reviewers, which stand beside mine and are never touched.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        *,
        gold: Layer,
        names: Names = "shown",
        standing: Mapping[str, str],
        others: Sequence[LayerKey] = (),
    ) -> None:
        self.document = document
        self.text = text
        self.key = gold.key
        self.others = tuple(others)
        self._hidden = names == "hidden"
        self._standing = standing
        self.layers: tuple[Layer, ...] = ()
        self._take_gold(gold)

    def _take_gold(self, gold: Layer) -> None:
        self.contents: dict[str, Annotation | Relation] = {one.id: one for one in gold.annotations}
        self.contents.update({one.id: one for one in gold.relations})
        self.state: State = gold.state
        self.revision = gold.revision
        self.facts = gold.facts

    def refresh(
        self,
        layers: Iterable[Layer],
        gold: Layer,
        decisions: Iterable[Decision],
        *,
        lifter: Lifter,
        said: Iterable[Layer] = (),
        comments: Iterable[Comment] = (),
    ) -> None:
        """Take over layers, gold, decisions and comments as the store has them; `said` see `cases.align`."""
        self.layers = tuple(sorted(layers, key=lambda layer: self._order(layer.key)))
        self._take_gold(gold)
        self.stored = {one.id: one for one in decisions}
        self.decisions = {name: lift_decision(lifter, self.key, one) for name, one in self.stored.items()}
        self._comments = {one.id: one for one in comments if one.layer == self.key}
        ordered = sorted(said, key=lambda layer: self._order(layer.key))
        cases = align(self.text, self.layers, self._standing, ordered)
        self._reader = CaseReader(self.text, self.layers, cases)
        self.recount()

    def recount(self) -> None:
        """Lay the decisions over the cases anew."""
        self.appeals: tuple[Appeal, ...] = appeals_in(self._comments.values())
        self.views = self._reader.read(self.decisions.values(), self.contents, self.appeals)
        self._by_id = {view.id: view for view in self.views}
        self.outcomes = Outcomes(self.layers, self.views)

    def _order(self, key: LayerKey) -> tuple[str, str]:
        mixed = hashlib.sha256(f"{key.document}\n{key.author}".encode()).hexdigest() if self._hidden else ""
        return mixed, key.author

    @property
    def stream(self) -> str:
        return stream_of(self.key)

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(layer.key.author for layer in self.layers)

    @property
    def names(self) -> tuple[str, ...]:
        """What to call the authors, in their order."""
        return tuple(str(n) for n in range(1, len(self.layers) + 1)) if self._hidden else self.authors

    @property
    def gold(self) -> Layer:
        """The gold as one frozen value."""
        return Layer(
            key=self.key,
            annotations=in_text_order(one for one in self.contents.values() if isinstance(one, Annotation)),
            relations=tuple(
                sorted((one for one in self.contents.values() if isinstance(one, Relation)), key=lambda r: r.id)
            ),
            revision=self.revision,
            state=self.state,
            facts=self.facts,
        )

    @property
    def open_views(self) -> tuple[CaseView, ...]:
        """The cases that wait for a decision, in text order."""
        return tuple(view for view in self.views if view.is_open)

    def view(self, case: str) -> CaseView:
        """A case by its id; `KnownError` `review.case-gone` where no version of it is left."""
        found = self._by_id.get(case)
        if found is None:
            raise refuse("review.case-gone")
        return found

    def layer(self, author: str) -> Layer:
        """An author's layer; `KnownError` `review.no-layer` where it takes no part."""
        found = next((layer for layer in self.layers if layer.key.author == author), None)
        if found is None:
            raise refuse("review.no-layer", author=author)
        return found

    def step_to(self, case: str | None, *, back: bool = False, only_open: bool = True) -> CaseView | None:
        """The next case behind `case` (before it: `back`), round the end; `None` where there is none.

        Who comes to the article (`case` is None) comes to what analysts have appealed first.
        """
        places = [at for at, view in enumerate(self.views) if view.is_open or not only_open]
        here = next((at for at, view in enumerate(self.views) if view.id == case), -1)
        if not places:
            return None
        asked = [at for at in places if self.views[at].state == "appealed"]
        if case is None and asked and not back:
            return self.views[asked[0]]
        if back:
            earlier = [at for at in places if here != -1 and at < here]
            return self.views[(earlier or places)[-1]]
        later = [at for at in places if at > here]
        return self.views[(later or places)[0]]

    def same_difference(self, case: str) -> tuple[CaseView, ...]:
        """The open cases here that differ just as this one does, itself included."""
        asked = self.view(case)
        if not asked.difference:
            return (asked,)
        return tuple(v for v in self.views if v.id == case or (v.repeatable and v.difference == asked.difference))

    def follow(self, steps: Sequence[Step]) -> bool:
        """Patch gold and decisions from steps; whether that was enough, or the store must be read."""
        mine = [step for step in steps if step.stream == self.stream]
        layers = {stream_of(layer.key) for layer in self.layers}
        if any(step.stream in layers or self._is_new_layer(step) for step in steps):
            return False
        if any(change.what == "codebook" for step in steps for change in step.changes):
            return False
        if any(not step.changes or any(map(self._moves_another, step.changes)) for step in mine):
            return False
        for step in mine:
            self._patch(step)
        heard = [self._hear(change) for step in steps for change in step.changes if change.what == "comment"]
        if mine or any(heard):
            self.recount()
        return True

    def _hear(self, change: Change) -> bool:
        """Take over a comment on a case of this gold; whether it is one."""
        said = change.after or change.before
        if not isinstance(said, Comment) or said.layer != self.key:
            return False
        if isinstance(change.after, Comment):
            self._comments[said.id] = change.after
        else:
            self._comments.pop(said.id, None)
        return True

    def _is_new_layer(self, step: Step) -> bool:
        key = step.layer
        return key is not None and key.document == self.document.id and key.purpose == "own"

    def _patch(self, step: Step) -> None:
        self.revision += 1
        for change in step.changes:
            value = change.after
            if isinstance(value, Decision):
                self.decisions[change.id] = self.stored[change.id] = value
            elif change.what == "decision":
                self.decisions.pop(change.id, None)
                self.stored.pop(change.id, None)
            elif isinstance(value, Annotation | Relation):
                self.contents[change.id] = value
            elif change.what in ("annotation", "relation"):
                self.contents.pop(change.id, None)
            elif change.what == "facts":
                self.facts = value if isinstance(value, LayerFacts) else LayerFacts()
            elif change.what == "standing":
                self.state = value.state if isinstance(value, Standing) else "open"

    def _moves_another(self, change: Change) -> bool:
        """Whether a change says something of the state of a layer that is not the gold."""
        return change.what == "standing" and change.id not in ("standing", self.stream)
