"""What a person may see: the only way in which pages, formats and the command line read layers and registry."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from annotator.model.annotation import Annotation, Provenance, Relation
from annotator.model.batch import Batch
from annotator.model.comment import Comment, CommentSort
from annotator.model.layer import Layer, LayerFacts, LayerKey, State
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.review import ANY_VERSION, Decision, Judged, Outcome
from annotator.model.step import Step
from annotator.store import verdicts
from annotator.store.assignments import copies
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.times import seconds_of
from annotator.store.verdicts import LayerHead

Said = TypeVar("Said", Annotation, Relation)


class Answered(msgspec.Struct, frozen=True):
    """What a reviewer has answered to a person's own layer: his gold and his decisions, nobody else named in them.

    `state` is the reviewer's word on the layer, `at` when it was said, UTC, ISO-8601.
    """

    gold: Layer
    decisions: tuple[Decision, ...]
    state: State
    at: str | None


_OF_THE_TEAM = ("batch.", "person.")
"""Steps of a lead that say who was given what: others' parts, and re-tests that nobody is to know of."""


class Sight:
    """A project as one person sees it.

    Who leads or reviews sees every layer. An analyst sees his own, and the gold of an article of which a reviewer has
    accepted his layer; while it is only returned, what was decided of it (`answers`). Others' layers he never sees.
    """

    def __init__(self, project: Project | Reads, person: Person) -> None:
        self._project = project
        self.person = person

    def sees(self, key: LayerKey) -> bool:
        return self._sees_at_once(key) or (key.purpose == "gold" and key in self._gold(key.document))

    def _sees_at_once(self, key: LayerKey) -> bool:
        return key.author == self.person.id or self._sees_all or self._is_machine(key)

    def _is_machine(self, key: LayerKey) -> bool:
        """Whether a machine suggested it: what a person put away of suggestions is that person's own affair."""
        return key.purpose == "suggestion" and self._project.person(key.author) is None

    def _gold(self, document: str | None = None) -> frozenset[LayerKey]:
        """Gold of articles of which the person's own layer was accepted."""
        words = verdicts.words_on(self._project, self.person.id, document)
        return frozenset(one.key for one in words if one.state == "accepted")

    def _seen(self, keys: Iterable[LayerKey], document: str | None) -> frozenset[LayerKey]:
        gold = frozenset() if self._sees_all else self._gold(document)
        return frozenset(key for key in keys if self._sees_at_once(key) or key in gold)

    @property
    def _sees_all(self) -> bool:
        return self.person.leads or self.person.reviews

    @property
    def only_author(self) -> str | None:
        """Whose layers alone are seen, for questions that are put to all of them at once; ``None``: everybody's."""
        return None if self._sees_all else self.person.id

    def layer_keys(self, document: str | None = None) -> list[LayerKey]:
        keys = self._project.layer_keys(document)
        seen = self._seen(keys, document)
        return [key for key in keys if key in seen]

    def layer(self, key: LayerKey) -> Layer:
        """The layer; an empty one where there is none or it may not be seen, which must not differ."""
        return self._discreet(self._project.layer(key)) if self.sees(key) else Layer(key=key)

    def layers_of(self, document: str) -> list[Layer]:
        return [self._discreet(self._project.layer(key)) for key in self.layer_keys(document)]

    @property
    def leads(self) -> bool:
        """Whether the person leads the project."""
        return self.person.leads

    def times(self, key: LayerKey) -> bool:
        """Whether the time that a layer took may be told: to its author, and to who leads."""
        return self.leads or key.author == self.person.id

    def seconds(self, documents: Sequence[str] | None = None) -> dict[LayerKey, int]:
        """Seconds that layers took which were handed in, of these articles or of all, as far as they may be told."""
        return {key: taken for key, taken in seconds_of(self._project, documents).items() if self.times(key)}

    def _discreet(self, layer: Layer) -> Layer:
        if layer.facts.seconds is None or self.times(layer.key):
            return layer
        return msgspec.structs.replace(layer, facts=msgspec.structs.replace(layer.facts, seconds=None))

    def layer_heads(self, document: str | None = None) -> list[LayerHead]:
        """Layers without their contents, with what is decided in them, as far as they may be seen."""
        heads = verdicts.layer_heads(self._project, document)
        seen = self._seen((head.key for head in heads), document)
        return [head for head in heads if head.key in seen]

    def layer_as_said(self, key: LayerKey) -> Layer:
        """The layer in the words in which it was said; an empty one where it may not be seen."""
        return self._discreet(verdicts.layer_as_said(self._project, key)) if self.sees(key) else Layer(key=key)

    def decisions(self, key: LayerKey) -> tuple[Decision, ...]:
        """What was decided in a gold layer; nothing where it may not be seen."""
        return verdicts.decisions(self._project, key) if self.sees(key) else ()

    def comments(self, document: str) -> tuple[Comment, ...]:
        """Comments on the article and on layers that are seen, as far as they may be heard."""
        return tuple(c for c in self._project.comments(document) if self.hears(c))

    def hears(self, comment: Comment) -> bool:
        """Whether a comment may be read: what other analysts say of an article would tell how they read it.

        So would what they ask of the gold, and what a reviewer answers them or asks the lead.
        """
        if self._sees_all or comment.author == self.person.id or self._answers_me(comment):
            return True
        if comment.layer is not None and comment.layer.author == self.person.id:
            return True
        seen = comment.layer is None or self.sees(comment.layer)
        return seen and comment.sort == "remark" and self._judges(comment.author)

    def _judges(self, author: str) -> bool:
        person = self._project.person(author)
        return person is not None and bool({"lead", "reviewer"} & set(person.roles))

    def _answers_me(self, comment: Comment) -> bool:
        if comment.reply_to is None:
            return False
        asked = (c for c in self._project.comments(comment.document) if c.id == comment.reply_to)
        return any(one.author == self.person.id for one in asked)

    def sees_step(self, step: Step) -> bool:
        """Whether it may be told that a step was made."""
        if step.layer is not None:
            return self.sees(step.layer)
        if step.stream.startswith("proposed/"):
            return self.only_author in (None, step.author)
        origin = self._origin(step)
        if origin.name.startswith(_OF_THE_TEAM):
            return self.only_author in (None, step.author)
        about = (value for change in origin.changes for value in (change.before, change.after))
        return all(self.hears(value) for value in about if isinstance(value, Comment))

    def _origin(self, step: Step) -> Step:
        """What was done in the first place, behind any number of undos and redos."""
        while step.undoes is not None:
            step = self._project.step(step.undoes).step
        return step

    def comments_of(self, *sorts: CommentSort) -> tuple[Comment, ...]:
        """Comments of certain sorts on all articles, oldest first, as far as they may be heard."""
        return tuple(c for c in verdicts.comments_of(self._project, sorts) if self.hears(c))

    def answers(self, document: str) -> tuple[Answered, ...]:
        """What reviewers have answered to the person's own layer of an article.

        Of a layer that was only returned it is what is decided: the gold holds nothing else.
        """
        words = verdicts.words_on(self._project, self.person.id, document)
        return tuple(self._answered(one) for one in words if one.key.author != self.person.id)

    def spoken_of(self) -> frozenset[str]:
        """Authors of layers that a reviewer returned or accepted; nobody where these may not be seen."""
        return verdicts.spoken_of(self._project) if self._sees_all else frozenset()

    def answered_documents(self) -> dict[str, tuple[verdicts.Word, ...]]:
        """Articles of which a reviewer has spoken of the person's own layer."""
        found: dict[str, tuple[verdicts.Word, ...]] = {}
        for one in verdicts.words_on(self._project, self.person.id):
            if one.key.author == self.person.id:
                continue
            found[one.key.document] = (*found.get(one.key.document, ()), one)
        return found

    def _answered(self, word: verdicts.Word) -> Answered:
        layer, me = self._project.layer(word.key), self.person.id
        bare = msgspec.structs.replace(
            layer,
            annotations=tuple(_unnamed(one, me) for one in layer.annotations),
            relations=tuple(_unnamed(one, me) for one in layer.relations),
            facts=LayerFacts(),
        )
        said = tuple(_as_told(one, me) for one in verdicts.decisions(self._project, word.key) if one.decided)
        return Answered(bare, said or told_by_record(layer, me, word), word.state, word.at)

    def entries(self) -> tuple[Entry, ...]:
        """Registry entries: adopted ones, and proposals of this person."""
        return tuple(e for e in self._project.entries() if e.proposed_by in (None, self.person.id) or self._sees_all)

    # --- people and handed out work

    def people(self) -> tuple[Person, ...]:
        """The people of the project; an analyst knows of himself."""
        return tuple(one for one in self._project.people() if self._sees_all or one.id == self.person.id)

    def batches(self) -> tuple[Batch, ...]:
        """Batches, what is wanted first before the others; of an analyst what was given to that person alone."""
        found = sorted(self._project.batches(), key=lambda one: (one.due is None, one.due or "", one.made, one.id))
        if self._sees_all:
            return tuple(found)
        return tuple(one.seen_by(self.person.id) for one in found if one.tasks_of(self.person.id))

    def unlisted(self) -> tuple[str, ...]:
        """Articles that stand in no list of this person's: copies for a re-test, which must not be told apart."""
        batches = () if self._sees_all else self._project.batches()
        return tuple(copies(self._project, (name for batch in batches for name in batch.documents)))

    def lesson(self, document: str) -> Layer | None:
        """The gold of an article of a training batch, once this person's own layer was handed in; else `None`."""
        own = self._project.standing(LayerKey(document, "own", self.person.id))
        if own is None or own.state == "open":
            return None
        given = (one for one in self._project.batches() if one.training)
        if not any(task.document == document for one in given for task in one.tasks_of(self.person.id)):
            return None
        keys = self._project.layer_keys(document, purpose="gold")
        return next((gold for gold in map(self._project.layer, keys) if gold.state == "accepted"), None)


def _unnamed(value: Said, to: str) -> Said:
    """A value of the gold in which of all annotators only the one it is told to is named."""
    origin = value.provenance
    told = Provenance(
        origin.origin,
        annotators=tuple(one for one in origin.annotators if one == to),
        adjudicator=origin.adjudicator,
        reason=origin.reason,
        clause=origin.clause,
        sources=tuple(one for one in origin.sources if one.rpartition(":")[0] == to),
    )
    return msgspec.structs.replace(value, provenance=told)


def _as_told(decision: Decision, to: str) -> Decision:
    """A decision as the author of one of its versions may read it: the other versions are not in it."""
    annotation = decision.outcome.annotation
    prints = {one.author: one.fingerprint for one in decision.judged}
    as_said = not decision.lines and decision.taken is not None and prints.get(decision.taken) == prints.get(to)
    return msgspec.structs.replace(
        decision,
        taken=to if as_said else None,
        lines=(),
        judged=tuple(one for one in decision.judged if one.author == to),
        outcome=Outcome(_unnamed(annotation, to)) if annotation is not None else Outcome(),
    )


def told_by_record(gold: Layer, to: str, word: verdicts.Word) -> tuple[Decision, ...]:
    """The decisions behind a gold that came in a record, as far as it tells them to the author of a layer.

    Of decisions a record carries what they put into the gold, whose version that was, and what they refused.
    """
    found = [_behind(one, gold.key, to, word) for one in gold.annotations if one.kind != "cue"]
    refused = (one for said in gold.facts.spoken if said.author == to for one in said.refused)
    for name in refused:
        judged = (Judged(to, name, ANY_VERSION),)
        found.append(
            Decision(f"{to}:{name}", gold.key.document, "entity", (), "none", judged=judged, by=gold.key.author)
        )
    return tuple(found)


def _behind(one: Annotation, gold: LayerKey, to: str, word: verdicts.Word) -> Decision:
    """What is known of the decision by which an annotation stands in a gold.

    While a layer is only returned, what is taken from it is no answer, though parts of it may wait to be decided.
    """
    origin, returned = one.provenance, word.state == "returned"
    mine = [name for author, _, name in (s.rpartition(":") for s in origin.sources) if returned and author == to]
    return Decision(
        id=one.id,
        document=gold.document,
        kind=one.kind,
        spans=one.spans,
        choice="take" if mine else "edit",
        taken=to if mine else None,
        judged=tuple(Judged(to, name, ANY_VERSION) for name in mine),
        outcome=Outcome(_unnamed(one, to)),
        verdict=origin.decision if origin.decision != "unreviewed" else "adjudicated",
        reason=origin.reason,
        clause=origin.clause,
        by=gold.author,
        at=word.at,
    )


def visible(project: Project | Reads, person: Person) -> Sight:
    """The one function through which anything of a project with several people is read."""
    return Sight(project, person)
