"""What a reviewer has in front: the article, the case that is active, its line, what the list is narrowed to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.language import Language
from annotator.model.annotation import Annotation, Relation
from annotator.model.problems import KnownError
from annotator.model.step import Step
from annotator.text.bidi import strip_controls
from annotator.work.answers import AnswerArticle
from annotator.work.cases import CaseView
from annotator.work.desk import Desk, Watcher
from annotator.work.onlooking import Onlooker
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import ReviewArticle

Article = TypeVar("Article", ReviewArticle, AnswerArticle)

WHOLE = -1
"""The line that stands for a case as a whole."""


class CaseDesk(Protocol[Article]):
    """Who opens articles with cases, and tells of every gesture once these have followed."""

    @property
    def desk(self) -> Desk | Onlooker:
        """Through which everything is written."""

    def open(self, document: str) -> Article:
        """An article, followed until it is closed."""

    def close(self, article: Article) -> None:
        """Follow it no longer."""

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have `watcher` called with every gesture's steps."""


class Sitting(QObject, Generic[Article]):
    """``changed``: other cases or decisions stand there; ``moved``: another case or line is active.

    `called` gives an author a name of the page's own, "" where it has none.
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self,
        review: CaseDesk[Article],
        language: Language,
        parent: QObject | None = None,
        *,
        called: Callable[[str], str] = lambda _author: "",
    ) -> None:
        super().__init__(parent)
        self.review: CaseDesk[Article] = review
        self._called = called
        self.only_open = True
        self.line = WHOLE
        self._language = language
        self._article: Article | None = None
        self._case: str | None = None
        self._resting = False
        self._layers: object = None
        self._relations: Mapping[str, Mapping[str, Relation]] = MappingProxyType({})
        self._annotations: Mapping[str, Mapping[str, Annotation]] = MappingProxyType({})
        self._people = {one.id: one.name for one in review.desk.project.people()}
        review.watch(self._follow)

    # --- what is there

    @property
    def is_open(self) -> bool:
        return self._article is not None

    @property
    def article(self) -> Article:
        """The open article; asked for while there is none it is our bug."""
        if self._article is None:
            raise RuntimeError("no article is open for review")
        return self._article

    @property
    def view(self) -> CaseView | None:
        """The active case."""
        if self._article is None or self._case is None:
            return None
        return next((one for one in self._article.views if one.id == self._case), None)

    @property
    def shown(self) -> tuple[CaseView, ...]:
        """The cases of the list: all, or those that wait and the one that is active."""
        if self._article is None:
            return ()
        wanted = {one.id for one in self._article.open_views} | {self._case}
        return tuple(one for one in self._article.views if not self.only_open or one.id in wanted)

    def name_of(self, author: str) -> str:
        """What to call an author: the name, or a number while names are hidden."""
        article = self.article
        if self._called(author):
            return self._called(author)
        if author not in article.authors:
            return strip_controls(self._people.get(author) or author)
        shown = article.names[article.authors.index(author)]
        if shown != author:
            return self._language.say("review.analyst", n=int(shown))
        return strip_controls(self._people.get(author) or author)

    def signed(self, author: str) -> str:
        """How words of a person are signed: by name, or as the analyst of a number while names are hidden."""
        article = self.article
        if author in article.authors and article.names[article.authors.index(author)] != author:
            return self.name_of(author)
        return strip_controls(self._people.get(author) or author)

    def relation(self, author: str, relation_id: str | None) -> Relation | None:
        """A relation of an author's layer."""
        self._index()
        return self._relations.get(author, {}).get(relation_id or "")

    def annotation(self, author: str, annotation_id: str | None) -> Annotation | None:
        """An annotation of an author's layer."""
        self._index()
        return self._annotations.get(author, {}).get(annotation_id or "")

    # --- going

    def open(self, document: str, case: str | None = None) -> None:
        """Open an article at a case, else at its first open one."""
        self.close()
        self._article = self.review.open(document)
        wanted = case if any(one.id == case for one in self._article.views) else None
        first = self._article.step_to(None)
        self._case = wanted or (first.id if first else None)
        self.line = WHOLE
        self.changed.emit()
        self.moved.emit()

    def close(self) -> None:
        """Have no article open."""
        if self._article is not None and not self._resting:
            self.review.close(self._article)
        self._article = self._case = None
        self._resting = False
        self.line = WHOLE

    def rest(self) -> None:
        """Follow the article no longer while nobody looks: what is written elsewhere need not wait for it."""
        if self._article is not None and not self._resting:
            self._resting = True
            self.review.close(self._article)

    def wake(self) -> None:
        """Take the article up again as it is now, at the same case; it may have gone meanwhile."""
        if self._article is None or not self._resting:
            return
        document, self._resting = self._article.document.id, False
        try:
            self._article = self.review.open(document)
        except KnownError:
            self._article = self._case = None
        if self.view is None and self._article is not None:
            first = self._article.step_to(None)
            self._case, self.line = (first.id if first else None), WHOLE
        self.changed.emit()

    def go_to(self, case: str | None) -> None:
        """Make a case the active one."""
        if case != self._case or self.line != WHOLE:
            self._case, self.line = case, WHOLE
            self.moved.emit()

    def step(self, *, back: bool = False, only_open: bool = False) -> bool:
        """Go to the next case of the list, round its end; whether there is one."""
        if self._article is None:
            return False
        found = self._article.step_to(self._case, back=back, only_open=only_open or self.only_open)
        if found is not None:
            self.go_to(found.id)
        return found is not None

    def go_to_line(self, line: int) -> None:
        """Choose a line of the active frame, or (``WHOLE``) all of it."""
        view = self.view
        last = len(view.parts) - 1 if view else WHOLE
        wanted = max(WHOLE, min(line, last))
        if wanted != self.line:
            self.line = wanted
            self.moved.emit()

    def show_all(self, shown: bool) -> None:
        """Show every case, or only those that wait."""
        self.only_open = not shown
        self.changed.emit()

    # --- within

    def _follow(self, _steps: tuple[Step, ...]) -> None:
        if self._article is None or self._resting:
            return
        if self.view is None:
            first = self._article.step_to(None)
            self._case, self.line = (first.id if first else None), WHOLE
        self.changed.emit()

    def _index(self) -> None:
        """Layers by author and id, anew where the article has other layers."""
        layers = self.article.layers
        if layers is not self._layers:
            self._layers = layers
            self._relations = {one.key.author: {r.id: r for r in one.relations} for one in layers}
            self._annotations = {one.key.author: {a.id: a for a in one.annotations} for one in layers}


class ReviewSitting(Sitting[ReviewArticle]):
    """A reviewer's, who decides."""

    review: ReviewDesk


AnySitting = Sitting[ReviewArticle] | Sitting[AnswerArticle]
"""What a list, a panel and marks of cases need to know is the same for who decides and for who answers."""
