"""What comes back to an analyst: where the gold differs from the own layer, to take over or to appeal."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from annotator.measures.alignment import align_layers
from annotator.measures.cases import Case
from annotator.model.annotation import Annotation, Relation
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.layer import Layer, LayerKey, State
from annotator.model.problems import refuse
from annotator.model.progress import Progress, Report, silent
from annotator.model.registry import merged
from annotator.model.review import ANY_VERSION, Decision
from annotator.model.step import TALK, Change, Draft, Standing, Step, stream_of
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.verdicts import Word
from annotator.work.adopting import Adoption
from annotator.work.appeals import Appeal, appeals_in
from annotator.work.article import OpenArticle
from annotator.work.cases import CaseReader, CaseState, CaseView
from annotator.work.deciding import now
from annotator.work.desk import Desk, Watcher
from annotator.work.sight import Answered, Sight

HANDED_IN: frozenset[State] = frozenset({"submitted", "accepted"})
"""States in which a layer that changes has to be handed in anew."""


class AnswerItem(msgspec.Struct, frozen=True):
    """An article that came back: the reviewer's word, how many differences wait, how many appeals wait or are closed.

    `comments` counts what the reviewer wrote and nobody has settled yet.
    """

    document: str
    title: str
    state: State
    reviewer: str
    open: int
    appealed: int
    closed: int
    comments: int
    at: str | None

    @property
    def done(self) -> bool:
        return not (self.open or self.appealed)


class AnswerArticle:
    """One article of which a reviewer has answered: the own layer, the gold, and the cases in which they differ.

    A case is `open` until it is taken over or appealed, `appealed` while the reviewer has not answered, then `decided`.
    """

    def __init__(self, document: Document, text: str, reviewer: str) -> None:
        self.document = document
        self.text = text
        self.key = LayerKey(document.id, "gold", reviewer)

    def refresh(self, mine: Layer, answered: Answered, comments: Iterable[Comment], merges: dict[str, str]) -> None:
        """Take over both layers, decisions and comments as the store has them."""
        self.layers = (mine, answered.gold)
        self.state = answered.state
        self.contents: dict[str, Annotation | Relation] = {one.id: one for one in answered.gold.annotations}
        cases = align_layers(self.text, self.layers, merges).cases
        self.twins = {str(c.members[1]): str(c.members[0]) for c in cases if None not in c.members and c.kind != "link"}
        appeals = appeals_in(one for one in comments if one.layer == self.key)
        told = _Told(answered, mine.key.author)
        views = CaseReader(self.text, self.layers, cases).read(())
        laid = (_laid(view, told.of(view.case), appeals) for view in views)
        self.views = tuple(view for view in laid if view.appeals or told.differs(view))

    @property
    def authors(self) -> tuple[str, ...]:
        """The person and the reviewer."""
        return tuple(layer.key.author for layer in self.layers)

    @property
    def names(self) -> tuple[str, ...]:
        return self.authors

    @property
    def open_views(self) -> tuple[CaseView, ...]:
        """What is neither taken over nor appealed."""
        return tuple(view for view in self.views if view.state == "open")

    def view(self, case: str) -> CaseView:
        """A case by its id; `KnownError` `review.case-gone` where both say the same now."""
        found = next((view for view in self.views if view.id == case), None)
        if found is None:
            raise refuse("review.case-gone")
        return found

    def step_to(self, case: str | None, *, back: bool = False, only_open: bool = True) -> CaseView | None:
        """The next difference behind `case` (before it: `back`), round the end; `None` where there is none."""
        places = [at for at, view in enumerate(self.views) if view.state == "open" or not only_open]
        here = next((at for at, view in enumerate(self.views) if view.id == case), -1)
        if not places:
            return None
        if back:
            return self.views[([at for at in places if at < here] or places)[-1]]
        return self.views[([at for at in places if at > here] or places)[0]]

    def same_difference(self, case: str) -> tuple[CaseView, ...]:
        """The case alone: each difference is taken over or appealed by itself."""
        return (self.view(case),)


class _Told:
    """Which decision speaks of what, as far as it was told."""

    def __init__(self, answered: Answered, author: str) -> None:
        self._accepted = answered.state == "accepted"
        self._author = author
        self._by_gold = {one.gold: one for one in answered.decisions if one.gold}
        self._by_mine = {j.member: one for one in answered.decisions for j in one.judged if j.member}

    def of(self, case: Case) -> Decision | None:
        own, gold = case.members
        return self._by_gold.get(gold or "") or self._by_mine.get(own or "")

    def differs(self, view: CaseView) -> bool:
        """Whether a difference is an answer: of an article that is not accepted, only what is decided."""
        if view.agreed:
            return False
        decision = self.of(view.case)
        if decision is None:
            return self._accepted
        prints = {one.fingerprint for one in decision.judged}
        return decision.taken != self._author or not prints & {view.case.fingerprints[0], ANY_VERSION}


def _laid(view: CaseView, decision: Decision | None, appeals: Sequence[Appeal]) -> CaseView:
    """A case with the decision behind it and what was asked of that."""
    names = {decision.id if decision else None, *view.refs(), view.case.members[1]}
    mine = tuple(one for one in appeals if one.about in names)
    state: CaseState = "open"
    if mine:
        state = "appealed" if mine[-1].is_open else "decided"
    return msgspec.structs.replace(view, decision=decision, appeals=mine, state=state)


class AnswerDesk:
    """One analyst's way to answer; it writes through `desk` into the own layer and into talk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._articles: list[AnswerArticle] = []
        self._watchers: list[Watcher] = []
        self._leave = desk.watch(self._follow)

    def leave(self) -> None:
        """Follow nothing any more."""
        self._leave()
        self._articles.clear()
        self._watchers.clear()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have `watcher` called with every gesture's steps, once the open articles have followed."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def open(self, document: str) -> AnswerArticle:
        """An article that came back; `KnownError` `answers.none` where no reviewer has spoken of the own layer."""
        article = read_answers(self.desk.project, self.desk.sight, document)
        if article is None:
            raise refuse("answers.none")
        self._articles.append(article)
        return article

    def close(self, article: AnswerArticle) -> None:
        """Follow an article no longer."""
        self._articles = [one for one in self._articles if one is not article]

    def _follow(self, steps: tuple[Step, ...]) -> None:
        for article in self._articles:
            if any(_touches(step, article.document.id) for step in steps):
                refresh_answers(article, self.desk.sight)
        for watcher in tuple(self._watchers):
            watcher(steps)

    # --- answering

    def take_over(self, article: AnswerArticle, case: str) -> tuple[Step, ...]:
        """Let the own layer say what the gold says; a layer that was handed in is handed in anew.

        From then on the layer is not blind: it holds what its author was shown.
        """
        view = article.view(case)
        key = LayerKey(article.document.id, "own", self.desk.person.id)
        mine = OpenArticle(article.document, article.text, self.desk.sight.layer(key))
        changes = Adoption(mine, article.layers[1], article.twins, self.desk.codebook).changes(view.case)
        if not changes:
            return ()
        said = (*changes, *self._seen(mine), *self._again(mine))
        return self.desk.write([Draft(stream_of(key), "answer.take", self.desk.person.id, said)])

    def _seen(self, mine: OpenArticle) -> tuple[Change, ...]:
        if not mine.facts.blind:
            return ()
        before = self.desk.project.layer(mine.key).facts
        held = None if before == type(before)() else before
        return (Change("facts", "facts", held, msgspec.structs.replace(before, blind=False)),)

    def _again(self, mine: OpenArticle) -> tuple[Change, ...]:
        if mine.state not in HANDED_IN:
            return ()
        before = self.desk.project.standing(mine.key)
        return (Change("standing", "standing", before, Standing("submitted", mine.revision + 1, now())),)

    def appeal(self, article: AnswerArticle, case: str, text: str) -> tuple[Step, ...]:
        """Ask the reviewer for another look, with a reason.

        Raises:
            KnownError: `answers.appealed`, an appeal waits already; `answers.no-reason`, nothing is said.
        """
        view = article.view(case)
        if any(one.is_open for one in view.appeals):
            raise refuse("answers.appealed")
        if not text.strip():
            raise refuse("answers.no-reason")
        said = Comment(
            id=new_id("m"),
            document=article.document.id,
            author=self.desk.person.id,
            text=text.strip(),
            at=now(),
            layer=article.key,
            about=_name(view),
            sort="appeal",
        )
        change = Change("comment", said.id, None, said)
        return self.desk.write([Draft(TALK, "answer.appeal", self.desk.person.id, (change,))])


def _touches(step: Step, document: str) -> bool:
    """Whether a step may have changed what is answered to an article."""
    if step.document == document or step.changes_codebook or not step.changes:
        return True
    values = (change.after or change.before for change in step.changes)
    return any(isinstance(one, Comment) and one.document == document for one in values)


def _name(view: CaseView) -> str:
    """By what the reviewer's desk knows the case again."""
    own, gold = view.case.members
    if view.decision is not None:
        return view.decision.id
    return gold if own is None and gold is not None else f"{view.authors[0]}:{own}"


def read_answers(source: Project | Reads, sight: Sight, document: str) -> AnswerArticle | None:
    """What the last reviewer who spoke has answered; nothing where none has."""
    answers = sight.answers(document)
    if not answers:
        return None
    last = max(answers, key=lambda one: (one.at or "", one.gold.key.author))
    article = AnswerArticle(source.document(document), source.text(document), last.gold.key.author)
    _fill(article, sight, last)
    return article


def refresh_answers(article: AnswerArticle, sight: Sight) -> None:
    """Read an article anew; where the reviewer's word was taken back, nothing is left of it."""
    document = article.document.id
    found = [one for one in sight.answers(document) if one.gold.key == article.key]
    empty = Answered(Layer(article.key), (), "returned", None)
    _fill(article, sight, found[0] if found else empty)


def _fill(article: AnswerArticle, sight: Sight, answered: Answered) -> None:
    mine = sight.layer(LayerKey(article.document.id, "own", sight.person.id))
    article.refresh(mine, answered, sight.comments(article.document.id), merged(sight.entries()))


def list_answers(source: Project | Reads, sight: Sight, report: Report = silent) -> tuple[AnswerItem, ...]:
    """Everything that came back, what waits for an answer first, the latest first."""
    documents = sight.answered_documents()
    found: list[AnswerItem] = []
    for number, name in enumerate(documents):
        report(Progress("reviewing", number, len(documents)))
        article = read_answers(source, sight, name)
        if article is not None:
            word = next(one for one in documents[name] if one.key == article.key)
            found.append(_item(article, word, sight.comments(name)))
    found.sort(key=lambda one: one.at or "", reverse=True)
    return tuple(sorted(found, key=lambda one: (one.open == 0, one.done)))


def _item(article: AnswerArticle, word: Word, said: Iterable[Comment]) -> AnswerItem:
    states = [view.state for view in article.views]
    return AnswerItem(
        document=article.document.id,
        title=article.document.title,
        state=word.state,
        reviewer=article.key.author,
        open=states.count("open"),
        appealed=states.count("appealed"),
        closed=states.count("decided"),
        comments=sum(not c.resolved and c.author == article.key.author and c.sort == "remark" for c in said),
        at=word.at,
    )
