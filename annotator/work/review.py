"""The reviewer's desk: every decision on a case as one gesture, written with the gold that it amounts to."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from annotator.model.annotation import ID_LETTER, Annotation, Attribute, Kind
from annotator.model.comment import Comment
from annotator.model.ids import new_id
from annotator.model.layer import LayerFacts, LayerKey
from annotator.model.lift import Lifter
from annotator.model.problems import KnownError, refuse
from annotator.model.registry import merged
from annotator.model.review import REASONS, Decision, LineChoice, Outcome
from annotator.model.span import Span, normal_spans
from annotator.model.step import TALK, Change, Draft, Standing, Step, stream_of
from annotator.store.verdicts import LayerHead
from annotator.work.additions import Pool
from annotator.work.appeals import close_appeal
from annotator.work.cases import IN_REVIEW
from annotator.work.deciding import Deciding, now
from annotator.work.desk import Desk, Watcher
from annotator.work.frames import Frame
from annotator.work.golden import broken_rules, renew
from annotator.work.merging import Proposal, Rule, propose
from annotator.work.onlooking import Onlooker
from annotator.work.outcomes import NOBODY, NOTHING, Grounds, made_by_hand, meaning, with_grounds
from annotator.work.reviewing import Names, ReviewArticle

_DECIDES = frozenset(
    {"review.take", "review.line", "review.union", "review.intersection", "review.none", "review.edit"}
)
"""Gestures that decide a case, and so answer what was appealed against it."""


class ReviewDesk:
    """One reviewer's way to decide; it writes through `desk`, so that all who watch that desk follow.

    Who shows open articles watches this desk instead: its watchers are called when the articles have followed.
    """

    def __init__(self, desk: Desk | Onlooker, *, names: Names = "shown") -> None:
        if not desk.person.reviews:
            raise refuse("review.no-reviewer")
        self.desk = desk
        self.names = names
        self._articles: list[ReviewArticle] = []
        self._watchers: list[Watcher] = []
        self._leave = desk.watch(self._follow)

    # --- opening

    def open(self, document: str) -> ReviewArticle:
        """An article with the layers that were handed in, and my gold of it; it follows my gestures and undo."""
        article = self.read(document)
        self._articles.append(article)
        return article

    def read(self, document: str) -> ReviewArticle:
        """The same, as it is now and no more; of a second copy no gold is made: `KnownError` `review.retest`."""
        project, me = self.desk.project, self.desk.person.id
        if project.document(document).retest_of:
            raise refuse("review.retest")
        key = LayerKey(document, "gold", me)
        heads = self.desk.sight.layer_heads(document)
        article = ReviewArticle(
            project.document(document),
            project.text(document),
            gold=self.desk.sight.layer(key),
            names=self.names,
            standing=self.merges(),
            others=[one.key for one in heads if one.key.purpose == "gold" and one.key.author != me],
        )
        self._reload(article, heads)
        return article

    def close(self, article: ReviewArticle) -> None:
        """Follow an article no longer."""
        self._articles = [one for one in self._articles if one is not article]

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have `watcher` called with every gesture's steps, anybody's; the returned call ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def leave(self) -> None:
        """Follow nothing any more."""
        self._leave()
        self._articles.clear()
        self._watchers.clear()

    def _follow(self, steps: tuple[Step, ...]) -> None:
        for article in self._articles:
            if not article.follow(steps):
                self._reload(article, self.desk.sight.layer_heads(article.document.id))
        for watcher in tuple(self._watchers):
            watcher(steps)

    def merges(self) -> dict[str, str]:
        """For each merged entry of the registry the one that stands for it."""
        return merged(self.desk.sight.entries())

    def _reload(self, article: ReviewArticle, heads: Iterable[LayerHead]) -> None:
        sight, lifter = self.desk.sight, Lifter(self.desk.codebook)
        wanted = [one.key for one in heads if one.key.purpose == "own" and one.state in IN_REVIEW]
        article.refresh(
            map(sight.layer, wanted),
            sight.layer(article.key),
            sight.decisions(article.key),
            lifter=lifter,
            said=() if lifter.idle else map(sight.layer_as_said, wanted),
            comments=sight.comments(article.document.id),
        )

    # --- deciding

    def take(self, article: ReviewArticle, case: str, author: str) -> tuple[Step, ...]:
        """Take an author's version of a whole case; lines that were chosen apart stay as they were chosen."""
        return self._decide(article, "review.take", [self._on(article).taken(article.view(case), author)])

    def take_line(self, article: ReviewArticle, case: str, line: int, author: str | None) -> tuple[Step, ...]:
        """Take an author's filler for one line of a frame, or (`None`) leave the line out.

        While the frame itself is not decided the choice is kept for it; once nothing but lines was in question and
        all of these are chosen, the frame is decided.
        """
        view = article.view(case)
        part = view.parts[line]
        members = tuple(f"{a}:{m}" for a, m in zip(view.authors, part.members, strict=True) if m is not None)
        old = view.decision.lines if view.decision else ()
        kept = tuple(one for one in old if not set(one.members) & set(members))
        lines = (*kept, LineChoice(members, author or NOBODY))
        decision = msgspec.structs.replace(self._on(article).pending(view), lines=tuple(sorted(lines)))
        base = self._on(article).base_of_lines(view, lines)
        if base is not None:
            view = msgspec.structs.replace(view, decision=decision)
            decision = self._on(article).taken(view, base)
        return self._decide(article, "review.line", [decision])

    def union(self, article: ReviewArticle, case: str) -> tuple[Step, ...]:
        """Decide for all that any version covers."""
        view, grounds = article.view(case), self._on(article).grounds(article.view(case))
        return self._decide(
            article, "review.union", [self._on(article).made(view, "union", article.outcomes.union(view, grounds))]
        )

    def intersect(self, article: ReviewArticle, case: str) -> tuple[Step, ...]:
        """Decide for what the versions have in common; `KnownError` where that is nothing."""
        view, grounds = article.view(case), self._on(article).grounds(article.view(case))
        outcome = article.outcomes.intersection(view, grounds)
        return self._decide(article, "review.intersection", [self._on(article).made(view, "intersection", outcome)])

    def reject(self, article: ReviewArticle, case: str) -> tuple[Step, ...]:
        """Decide that none of the versions holds; that is decided, and nothing of it reaches the gold."""
        return self._decide(article, "review.none", [self._on(article).made(article.view(case), "none", NOTHING)])

    def edit(
        self,
        article: ReviewArticle,
        case: str,
        *,
        spans: Iterable[Span] | None = None,
        label: str | None = None,
        attributes: tuple[Attribute, ...] | None = None,
        **fields: object,
    ) -> tuple[Step, ...]:
        """Decide for a version of one's own: what is given replaces what stands in the gold, or the first version.

        `fields` are `entry`, `note` and `closed`.
        """
        view = article.view(case)
        base = view.decision.outcome if view.decision and view.decision.gold else None
        if base is None:
            author = next(iter(view.said_by), None)
            base = article.outcomes.version(view, author, self._on(article).grounds(view)) if author else NOTHING
        if base.annotation is None:
            raise refuse("review.nothing-to-edit")
        given: dict[str, object] = {"label": label, **fields}
        if attributes is not None:
            given["attributes"] = tuple(sorted(attributes))
        if spans is not None:
            given["spans"] = normal_spans(tuple(spans))
        wanted = {name: value for name, value in given.items() if value is not None or name in fields}
        annotation = msgspec.structs.replace(base.annotation, **wanted)
        outcome = msgspec.structs.replace(base, annotation=annotation)
        return self._decide(article, "review.edit", [self._on(article).made(view, "edit", outcome)])

    def add(
        self,
        article: ReviewArticle,
        spans: Iterable[Span],
        *,
        kind: Kind,
        label: str,
        attributes: tuple[Attribute, ...] = (),
        entry: str | None = None,
    ) -> tuple[Step, ...]:
        """Put into the gold what every layer missed; it survives whatever the layers become."""
        bare = Annotation(
            id=new_id(ID_LETTER[kind]),
            kind=kind,
            label=label,
            spans=normal_spans(tuple(spans)),
            attributes=tuple(sorted(attributes)),
            entry=entry,
        )
        outcome = Outcome(made_by_hand(bare, Grounds(self.desk.person.id)))
        return self._decide(article, "review.add", [self._on(article).added(outcome, bare)])

    def put_frame(self, article: ReviewArticle, frame: Frame, case: str | None = None) -> tuple[Step, ...]:
        """A whole quote or event of the reviewer's own: of a case its decision, without one what everybody missed."""
        deciding, pool = self._on(article), Pool(article)
        if case is None:
            outcome = pool.outcome(frame, Grounds(self.desk.person.id), self.desk.codebook)
            return self._decide(article, "review.add", [deciding.added(outcome, frame)])
        view = article.view(case)
        gold = view.decision.gold if view.decision else None
        outcome = pool.outcome(frame, deciding.grounds(view), self.desk.codebook, gold=gold)
        return self._decide(article, "review.edit", [deciding.made(view, "edit", outcome)])

    def reopen(self, article: ReviewArticle, case: str) -> tuple[Step, ...]:
        """Take a decision back for good: its gold goes, and no rule decides the case again."""
        decision = self._on(article).pending(article.view(case))
        bare = msgspec.structs.replace(decision, choice="pending", taken=None, lines=(), outcome=NOTHING, rule=None)
        return self._decide(article, "review.reopen", [bare])

    # --- saying why

    def give_reason(
        self, article: ReviewArticle, case: str, *, reason: str | None, clause: str | None = None
    ) -> tuple[Step, ...]:
        """Say why, as one of `REASONS`, and by which place of the codebook; both go into the gold's provenance."""
        if reason is not None and reason not in REASONS:
            raise ValueError(f"no reason {reason}")
        return self._ground(article, "review.reason", case, reason=reason, clause=clause)

    def name_clause(self, article: ReviewArticle, case: str, clause: str | None) -> tuple[Step, ...]:
        """Say by which clause of the codebook (`clauses.find_clauses`) the case is decided; the reason stays."""
        held = article.view(case).decision
        return self._ground(article, "review.clause", case, reason=held.reason if held else None, clause=clause)

    def _ground(
        self, article: ReviewArticle, name: str, case: str, *, reason: str | None, clause: str | None
    ) -> tuple[Step, ...]:
        decision = self._on(article).pending(article.view(case))
        said = Grounds(self.desk.person.id, decision.verdict, reason, clause)
        outcome = with_grounds(decision.outcome, said)
        after = msgspec.structs.replace(decision, reason=reason, clause=clause, outcome=outcome)
        return self._decide(article, name, [after])

    def comment(self, article: ReviewArticle, case: str, text: str) -> tuple[Step, ...]:
        """Keep a word with the case."""
        decision = self._on(article).pending(article.view(case))
        return self._decide(
            article, "review.comment", [msgspec.structs.replace(decision, comment=text.strip() or None)]
        )

    def mark_gap(self, article: ReviewArticle, case: str, text: str) -> tuple[Step, ...]:
        """Ask the lead for a clearer codebook: a comment for the inbox, tied to the case."""
        said = Comment(
            new_id("m"), article.document.id, self.desk.person.id, text, now(), article.key, case, sort="gap"
        )
        decision = msgspec.structs.replace(self._on(article).pending(article.view(case)), gap=said.id)
        draft = self._draft(TALK, "review.gap", (Change("comment", said.id, None, said),))
        return self._decide(article, "review.gap", [decision], beside=[draft])

    def uphold(self, article: ReviewArticle, case: str, text: str) -> tuple[Step, ...]:
        """Let a decision stand that was appealed, with a word on why.

        Raises:
            KnownError: `review.no-appeal`, nobody asks for another look at the case.
        """
        drafts = self._closing(article, "review.uphold", case, text.strip(), granted=False)
        if not drafts:
            raise refuse("review.no-appeal")
        return self.desk.write(drafts)

    def _closing(self, article: ReviewArticle, name: str, case: str, text: str = "", *, granted: bool) -> list[Draft]:
        """What closes the open appeals against a case."""
        waiting = [one for one in article.view(case).appeals if one.is_open]
        by, at = self.desk.person.id, now()
        changes = [c for one in waiting for c in close_appeal(one, by=by, text=text, at=at, granted=granted)]
        return [self._draft(TALK, name, tuple(changes))] if changes else []

    # --- rules and many at once

    def preview(self, article: ReviewArticle, rule: Rule) -> tuple[Proposal, ...]:
        """What a rule would decide here; what the codebook does not let stand is left to be looked at."""
        found = [propose(rule, view, article.document.id, article.text) for view in article.views]
        proposals = [one for one in found if one is not None]
        fitting = {one.id for one in self.fitting(article, proposals)}
        return tuple(one for one in proposals if one.case in fitting)

    def apply(self, article: ReviewArticle, proposals: Sequence[Proposal]) -> tuple[Step, ...]:
        """Decide what `preview` proposed, as one gesture."""
        return self._decide(article, "review.rule", self.fitting(article, proposals))

    def fitting(self, article: ReviewArticle, proposals: Sequence[Proposal]) -> list[Decision]:
        """The decisions that proposals are, without those that the codebook does not let stand."""
        codebook, before = self.desk.codebook, article.decisions
        made = [self._on(article).by_rule(one) for one in proposals]
        while True:
            after = {**before, **{one.id: one for one in made}}
            gold = renew(article.contents, before.values(), after.values(), codebook).contents
            fit = [one for one in made if not broken_rules(one, gold, codebook, len(article.text))]
            if len(fit) == len(made):
                return made
            made = fit

    def repeat(self, article: ReviewArticle, case: str, others: Iterable[str]) -> tuple[Step, ...]:
        """Decide other cases as this one was: the same author's version, or none; equal differences at one stroke.

        Raises:
            KnownError: `review.not-repeatable`, the case is not decided, or by a version of one's own.
        """
        model = article.view(case).decision
        if model is None or model.choice not in ("take", "agree", "none", "union", "intersection"):
            raise refuse("review.not-repeatable")
        made = [self._on(article).like(model, article.view(one)) for one in others if one != case]
        return self._decide(article, "review.repeat", made)

    # --- the article as a whole

    def accept(self, article: ReviewArticle, *, rest: bool = False) -> tuple[Step, ...]:
        """Close an article: its layers and its gold are accepted.

        With one layer `rest` takes whatever is not decided as it stands, be it all or what a sample leaves over.

        Raises:
            KnownError: `review.open-cases`, something is not decided.
        """
        made: list[Decision] = []
        if rest and len(article.layers) == 1:
            author = article.authors[0]
            left = (view for view in article.open_views if view.state not in ("pending", "appealed"))
            made = [self._on(article).single(view, author) for view in left]
        waiting = len(article.open_views) - len(made)
        if waiting:
            raise refuse("review.open-cases", n=waiting)
        return self._decide(article, "review.accept", made, accept=True)

    def send_back(self, article: ReviewArticle, author: str, text: str = "") -> tuple[Step, ...]:
        """Return a layer to its author, with a word on why."""
        layer = article.layer(author)
        name = stream_of(layer.key)
        before = self.desk.project.standing(article.key, about=name)
        at = now()
        after = Standing("returned", layer.revision, at)
        drafts = [self._draft(article.stream, "review.return", (Change("standing", name, before, after),))]
        if text.strip():
            said = Comment(new_id("m"), article.document.id, self.desk.person.id, text.strip(), at, layer.key)
            drafts.append(self._draft(TALK, "review.return", (Change("comment", said.id, None, said),)))
        return self.desk.write(drafts)

    # --- writing

    def _on(self, article: ReviewArticle) -> Deciding:
        return Deciding(article, self.desk.person.id)

    def _decide(
        self,
        article: ReviewArticle,
        name: str,
        decisions: Sequence[Decision],
        *,
        beside: Sequence[Draft] = (),
        accept: bool = False,
    ) -> tuple[Step, ...]:
        drafts = self.drafts(article, name, decisions, accept=accept)
        if name in _DECIDES:
            beside = [*beside, *(one for each in decisions for one in self._answer_appeals(article, name, each))]
        return self.desk.write([*drafts, *beside]) if drafts or (beside and name in _DECIDES) else ()

    def _answer_appeals(self, article: ReviewArticle, name: str, decision: Decision) -> list[Draft]:
        """A case that is decided anew answers its appeals: it says something else now, or it stands."""
        before = article.decisions.get(decision.id)
        if before is None or not decision.decided:
            return []
        granted = meaning(before.outcome) != meaning(decision.outcome)
        return self._closing(article, name, decision.id, granted=granted)

    def drafts(
        self, article: ReviewArticle, name: str, decisions: Sequence[Decision], *, accept: bool = False
    ) -> list[Draft]:
        """Decisions with the gold that they amount to; none where nothing changes.

        Raises:
            KnownError: rules of the codebook that the gold would break; `review.other-reviewer`, somebody else decides
                this article.
        """
        if article.others:
            raise refuse("review.other-reviewer", author=article.others[0].author)
        codebook = self.desk.codebook
        after = {**article.decisions, **{one.id: one for one in decisions}}
        renewal = renew(article.contents, article.decisions.values(), after.values(), codebook)
        for one in decisions:
            broken = broken_rules(one, renewal.contents, codebook, len(article.text))
            if broken:
                raise KnownError(*broken)
        said = [
            Change("decision", one.id, article.stored.get(one.id), one)
            for one in decisions
            if article.decisions.get(one.id) != one
        ]
        if not said and not accept:
            return []
        changes = (*renewal.changes, *said, *self._facts(article), *self._stand(article, accept=accept))
        return [self._draft(article.stream, name, changes)]

    def _facts(self, article: ReviewArticle) -> tuple[Change, ...]:
        blind = all(layer.facts.blind for layer in article.layers)
        after = msgspec.structs.replace(
            article.facts,
            annotators=tuple(sorted(article.authors)),
            adjudicator=self.desk.person.id,
            blind=blind,
            nothing_to_annotate=bool(article.layers) and all(one.facts.nothing_to_annotate for one in article.layers),
        )
        if after == article.facts:
            return ()
        before = article.facts if article.facts != LayerFacts() else None
        return (Change("facts", "facts", before, after),)

    def _stand(self, article: ReviewArticle, *, accept: bool) -> tuple[Change, ...]:
        """Accepting speaks of every layer and of the gold; deciding on in an accepted gold opens it again."""
        standing = self.desk.project.standing
        own = standing(article.key)
        revision = article.revision + 1
        if not accept:
            return (Change("standing", "standing", own, Standing("open", revision)),) if article.state != "open" else ()
        at = now()
        found = [Change("standing", "standing", own, Standing("accepted", revision, at))]
        for layer in article.layers:
            name = stream_of(layer.key)
            after = Standing("accepted", layer.revision, at)
            found.append(Change("standing", name, standing(article.key, about=name), after))
        return tuple(found)

    def _draft(self, stream: str, name: str, changes: tuple[Change, ...]) -> Draft:
        return Draft(stream, name, self.desk.person.id, changes)
