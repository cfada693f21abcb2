"""The articles of a project as one person's lists show them: windows into long lists, my desk, neighbours."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.store import queries
from annotator.store.project import Project
from annotator.store.queries import ArticleRow, Asked, Sort, Wanted
from annotator.work.sight import Sight

Standing = Literal["untouched", "open", "submitted", "returned", "accepted", "excluded"]

DESK: tuple[Wanted, ...] = ("returned", "open", "untouched")
"""What lies on a desk: what came back first, then what was begun, then what nobody has touched."""


class Row(msgspec.Struct, frozen=True):
    """One article in a list. ``length`` counts code points; ``comments`` are the open ones of a returned article."""

    id: str
    title: str
    publisher: str
    published: str
    length: int
    standing: Standing
    annotations: int
    title_guessed: bool
    comments: int = 0


class Filter(msgspec.Struct, frozen=True):
    """Which articles a list holds: ``words`` stand in title, source, id or address; no ``standing`` is any."""

    words: str = ""
    standing: Wanted | None = None


class Order(msgspec.Struct, frozen=True):
    """How a list is sorted; rows that are equal stay in the order in which the articles came."""

    by: Sort = "added"
    descending: bool = False


class Corpus:
    """One person's view of the articles of a project."""

    def __init__(self, project: Project, person: Person) -> None:
        self._project = project
        self._person = person
        self._sight = Sight(project, person)

    def count(self, wanted: Filter | None = None) -> int:
        """How many articles a filter lets through."""
        return queries.documents_found(self._project, asked=self._asked(wanted))

    def rows(
        self, offset: int, limit: int, *, wanted: Filter | None = None, order: Order | None = None
    ) -> Sequence[Row]:
        """A window into the sorted, filtered list."""
        order = order or Order()
        found = queries.documents_page(
            self._project,
            asked=self._asked(wanted),
            sort=order.by,
            descending=order.descending,
            offset=offset,
            limit=limit,
        )
        return [self._row(one) for one in found]

    def desk_count(self) -> int:
        """How many articles wait for this person."""
        states = queries.states_of(self._project, self._person.id)
        return sum(states[standing] for standing in DESK)

    def desk_rows(self, offset: int, limit: int) -> Sequence[Row]:
        """A window into what waits for this person: returned, begun, untouched, each in the order they came."""
        found: list[Row] = []
        for standing in DESK:
            wanted = Filter(standing=standing)
            found.extend(self.rows(offset, limit - len(found), wanted=wanted))
            if len(found) == limit:
                break
            offset = max(0, offset - self.count(wanted))
        return found

    def place_of(self, document: str) -> int:
        """Where an article stands among all, counted from 1; 0 where it is not here."""
        return queries.place_of(self._project, document)

    def neighbour_of(self, document: str, *, before: bool = False) -> str | None:
        """The next article (or the one ``before``) that is not excluded; ``None`` at the end."""
        return queries.neighbour_of(self._project, document, before=before)

    def next_unfinished(self, document: str) -> str | None:
        """The next article behind ``document``, else the first of all, that this person has not handed in."""
        found = self.neighbour_of(document)
        while found is not None and self._is_handed_in(found):
            found = self.neighbour_of(found)
        if found is not None:
            return found
        return next((row.id for row in self.desk_rows(0, 2) if row.id != document), None)

    def _is_handed_in(self, document: str) -> bool:
        standing = self._project.standing(LayerKey(document, "own", self._person.id))
        return standing is not None and standing.state in ("submitted", "accepted")

    def _asked(self, wanted: Filter | None) -> Asked:
        wanted = wanted or Filter()
        return Asked(person=self._person.id, words=wanted.words, wanted=wanted.standing)

    def _row(self, found: ArticleRow) -> Row:
        standing: Standing = "excluded" if found.excluded is not None else found.state or "untouched"
        comments = 0
        if standing == "returned":
            comments = sum(not comment.resolved for comment in self._sight.comments(found.id))
        return Row(
            id=found.id,
            title=found.title or found.id,
            publisher=found.publisher or "",
            published=found.published or "",
            length=found.length,
            standing=standing,
            annotations=found.annotations,
            title_guessed=found.title_guessed,
            comments=comments,
        )
