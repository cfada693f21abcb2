"""Mentions of an entry in context, read article by article as they come into sight."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType

import msgspec
from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from annotator.model.problems import KnownError
from annotator.model.span import Span
from annotator.store.mentions import MentionRow, mentions_by_document, mentions_in
from annotator.text.bidi import strip_controls
from annotator.ui.pages.rows import ROW_ROLE, Index
from annotator.work.desk import Desk
from annotator.work.search import Hit

MENTION_ROLE = ROW_ROLE + 1
_CONTEXT = 60  # code points on each side, as a search shows them
_KEPT = 40
"""Articles whose mentions are kept at once."""


class Mention(msgspec.Struct, frozen=True):
    """One line: the annotation, the article's facts, and its words with what stands around them."""

    row: MentionRow
    hit: Hit


class MentionRows(QAbstractTableModel):
    """Any number of mentions; those of an article are read when one of them is asked for."""

    def __init__(self, desk: Desk, people: Mapping[str, str], *, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._language = language
        self._people = MappingProxyType(dict(people))
        self._family: tuple[str, ...] = ()
        self._documents: tuple[str, ...] = ()
        self._ends: tuple[int, ...] = ()
        self._read: OrderedDict[str, tuple[Mention, ...]] = OrderedDict()

    def show(self, family: tuple[str, ...]) -> None:
        """Show the mentions of these entries."""
        self.beginResetModel()
        self._family = family
        counts = mentions_by_document(self._desk.project, family, author=self._desk.sight.only_author)
        self._documents, self._ends = tuple(counts), tuple(accumulate(counts.values()))
        self._read.clear()
        self.endResetModel()

    @property
    def articles(self) -> int:
        """In how many articles they are."""
        return len(self._documents)

    def mention(self, place: int) -> Mention | None:
        """The mention at a place, from 0."""
        if not 0 <= place < self.rowCount():
            return None
        number = bisect_right(self._ends, place)
        rows = self._rows_of(self._documents[number])
        inside = place - (self._ends[number - 1] if number else 0)
        return rows[inside] if inside < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many mentions there are."""
        return 0 if (parent is not None and parent.isValid()) or not self._ends else self._ends[-1]

    def columnCount(self, parent: Index | None = None) -> int:
        """One: date and author stand before the context."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What one line shows."""
        found = self.mention(index.row())
        if found is None:
            return None
        if role == ROW_ROLE:
            return found.hit
        if role == MENTION_ROLE:
            return found.row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            hit = found.hit
            return strip_controls(f"{hit.title}: {hit.before}{hit.found}{hit.after}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return strip_controls(self._desk.project.document(found.hit.document).title)
        return None

    def _rows_of(self, document: str) -> tuple[Mention, ...]:
        rows = self._read.get(document)
        if rows is None:
            found = mentions_in(self._desk.project, document, self._family, author=self._desk.sight.only_author)
            text, date = self._text(document), self._date(document)
            rows = tuple(Mention(row, self._hit(row, text, date)) for row in found)
            self._read[document] = rows
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        else:
            self._read.move_to_end(document)
        return rows

    def _hit(self, row: MentionRow, text: str, date: str) -> Hit:
        span = Span(row.spans[0].start, row.spans[-1].end)
        author = self._people.get(row.key.author, row.key.author)
        return Hit(
            document=row.key.document,
            title="  ".join(part for part in (date, author, self._role(row)) if part),
            span=span,
            before=text[max(0, span.start - _CONTEXT) : span.start].replace("\n", " "),
            found=span.of(text).replace("\n", " "),
            after=text[span.end : span.end + _CONTEXT].replace("\n", " "),
        )

    def _role(self, row: MentionRow) -> str:
        """What the entry is to an event that does not name it."""
        rule = self._desk.codebook.role(row.kind, row.role) if row.role else None
        return f"· {rule.title.of(self._language)}" if rule else ""

    def _date(self, document: str) -> str:
        return (self._desk.project.document(document).source.published or "").split("T")[0]

    def _text(self, document: str) -> str:
        """The letters of the article; none where it was purged."""
        try:
            return self._desk.project.text(document)
        except KnownError as fault:
            if fault.problem.key != "store.text-gone":
                raise
            return ""
