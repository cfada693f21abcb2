"""Search in a project: hits in context, located in the letters of the article."""

from collections.abc import Sequence

import msgspec

from annotator.model.person import Person
from annotator.model.progress import Report, silent
from annotator.model.span import Span
from annotator.store import index
from annotator.store.index import Index
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.text.folding import fold
from annotator.text.query import Residues, locate, parse
from annotator.work.sight import visible

INDEX_NAME = "search.db"
_CONTEXT = 60


class Hit(msgspec.Struct, frozen=True):
    """One place of an article: ``span`` in its text, with up to 60 code points before and after, on one line."""

    document: str
    title: str
    span: Span
    before: str
    found: str
    after: str


class Results(msgspec.Struct, frozen=True):
    """Hits in the order of the articles; they were looked for in ``covered`` of ``total`` articles.

    ``indexed`` is false where there was no index to ask. ``more`` tells that further articles match.
    """

    hits: tuple[Hit, ...]
    covered: int
    total: int
    indexed: bool
    more: bool


class Search:
    """Full-text search over one project; its index grows when told to, from any thread.

    Articles that stand in no list of ``person`` are not found; without a person all are.
    """

    def __init__(self, project: Project, person: Person | None = None) -> None:
        self._project = project
        self._person = person
        self._index: Index | None = None

    def open_index(self) -> Index:
        """The project's index, opened or made."""
        if self._index is None:
            self._index = Index.open(self._project.folder / INDEX_NAME)
        return self._index

    def catch_up(self, report: Report = silent) -> int:
        """Bring the index up to date through a reader of its own; how many articles were new to it."""
        with self._project.reading() as reads:
            return self.open_index().catch_up(reads, report)

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def find(self, words: str, *, limit: int = 50, offset: int = 0, per_article: int = 3) -> Results:
        """Look for ``words``: at most ``limit`` articles from the ``offset``-th on, ``per_article`` places of each."""
        query = parse(words)
        with self._project.reading() as reads:
            if query.empty:
                return Results((), 0, reads.document_count(), indexed=self._index is not None, more=False)
            found = index.search(reads, self._index, query, limit=limit + 1, offset=offset)
            residues = Residues()
            unlisted = self._unlisted(reads)
            names = [name for name in found.documents[:limit] if name not in unlisted]
            hits = [hit for name in names for hit in _hits(reads, name, words, residues)[:per_article]]
        covered, total = (max(0, number - len(unlisted)) for number in (found.covered, found.total))
        return Results(tuple(hits), covered, total, found.indexed, more=len(found.documents) > limit)

    def _unlisted(self, reads: Reads) -> frozenset[str]:
        if self._person is None:
            return frozenset()
        return frozenset(visible(reads, reads.person(self._person.id) or self._person).unlisted())


def _hits(reads: Reads, document: str, words: str, residues: Residues) -> Sequence[Hit]:
    text = reads.text(document)
    folded = fold(text)
    title = reads.document(document).title
    hits = []
    for start, end in locate(folded.key, parse(words), residues):
        begin, stop = folded.original_span(start, end)
        hits.append(
            Hit(
                document=document,
                title=title,
                span=Span(begin, stop),
                before=_line(text[max(0, begin - _CONTEXT) : begin]),
                found=text[begin:stop],
                after=_line(text[stop : stop + _CONTEXT]),
            )
        )
    return hits


def _line(text: str) -> str:
    return text.replace("\n", " ")
