"""What is said of an entry, in three tables: its mentions in context, its quotes by date, claims about the event."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.store.mentions import MentionRow, QuoteRow, quotes_of
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.elided import ElidedLabel
from annotator.ui.hairline import hairline
from annotator.ui.pages.hits import HitDelegate
from annotator.ui.pages.registry.entry_list import EmptyNote
from annotator.ui.pages.registry.mentions import MENTION_ROLE, MentionRows
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.claims import Claim, Said, claims_about
from annotator.work.desk import Desk
from annotator.work.registry import Registry
from annotator.work.search import Hit

TABS = ("mentions", "quotes", "claims")
_SEPARATOR = " · "
_TITLE_SHARE = 0.28  # of a line: date, author and role


class QuoteLine(msgspec.Struct, frozen=True):
    """A quote as the table shows it: those who read it alike are its ``authors``."""

    row: QuoteRow
    words: str
    cue: str
    authors: tuple[str, ...]


class EntryViews(QWidget):
    """``wanted`` carries an article and where to go in it. A table is read when its tab is shown."""

    wanted = Signal(str, object)

    def __init__(self, session: Session, desk: Desk, registry: Registry) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._registry = registry
        self._people = {person.id: person.name for person in desk.project.people()}
        self._entry: Entry | None = None
        self._stale = set(TABS)
        self._bar = QTabBar()
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        # All tabs are always in sight: a bar that may scroll would cut the first of them in the moment of a change.
        self._bar.setUsesScrollButtons(False)
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for tab in TABS:
            self._bar.addTab(session.say(f"registry.tab.{tab}"))
        self._note = ElidedLabel()
        self._note.setProperty("role", "muted")
        self._rows = MentionRows(desk, self._people, language=session.language.code, parent=self)
        self._quote_columns, self._claim_columns = self._made_quote_columns(), self._made_claim_columns()
        self._quotes, self._claims = Sheet(self._quote_columns, parent=self), Sheet(self._claim_columns, parent=self)
        self.mentions = self._made_mentions()
        self.quotes = self._made_table(self._quotes, self._quote_columns, "quotes")
        self.claims = self._made_table(self._claims, self._claim_columns, "claims")
        self._empty = EmptyNote()
        self._body = QStackedWidget()
        for view in (self.mentions, self.quotes, self.claims, self._empty):
            self._body.addWidget(view)
        self._bar.currentChanged.connect(lambda _tab: self._show_tab())
        self._lay_out()

    @property
    def tab(self) -> str:
        """Which table is shown."""
        return TABS[max(0, self._bar.currentIndex())]

    @property
    def table(self) -> QWidget:
        """What takes the focus: the table in front."""
        return self._body.currentWidget() or self.mentions

    @property
    def chosen_mentions(self) -> list[MentionRow]:
        """The mentions of the selected lines."""
        places = sorted(index.row() for index in self.mentions.selectionModel().selectedRows())
        rows = (self._rows.index(place, 0).data(MENTION_ROLE) for place in places)
        return [row for row in rows if isinstance(row, MentionRow)]

    def show_tab(self, tab: str) -> None:
        """Bring a table to the front."""
        self._bar.setCurrentIndex(TABS.index(tab))

    def show_entry(self, entry: Entry | None) -> None:
        """Show what is said of an entry; quotes are of those who speak, claims of events."""
        self._entry = entry
        self._stale = set(TABS)
        event = entry is not None and entry.kind == "event"
        shown, hidden = ("claims", "quotes") if event else ("quotes", "claims")
        self._bar.setTabVisible(TABS.index(shown), True)
        if self.tab == hidden:
            self.show_tab(shown)
        self._bar.setTabVisible(TABS.index(hidden), False)
        self._bar.updateGeometry()
        self._show_tab()

    def _show_tab(self) -> None:
        tab, entry = self.tab, self._entry
        if entry is not None and tab in self._stale:
            self._stale.discard(tab)
            family = self._registry.family(entry.id)
            if tab == "mentions":
                self._rows.show(family)
                self.mentions.scrollToTop()
            elif tab == "quotes":
                found = quotes_of(self._desk.project, family, author=self._desk.sight.only_author)
                self._quotes.show(self._united(found))
            else:
                self._claims.show(claims_about(self._desk, self._registry, entry.id))
        model = {"mentions": self._rows, "quotes": self._quotes, "claims": self._claims}[tab]
        count = model.rowCount() if entry is not None else 0
        say = self._session.say
        view = (self.mentions, self.quotes, self.claims)[TABS.index(tab)]
        self._body.setCurrentWidget(view if count else self._empty)
        self._empty.setText(say(f"registry.{tab}.none") if entry is not None else "")
        self._note.setText(self._about(tab, count) if count else "")
        if count and not view.currentIndex().isValid():
            view.setCurrentIndex(model.index(0, 0))

    def _about(self, tab: str, count: int) -> str:
        say = self._session.say
        if tab == "mentions":
            return say("registry.mentions.count", n=count) + _SEPARATOR + say("articles.count", n=self._rows.articles)
        if tab == "quotes":
            return say("registry.quotes.count", n=count)
        claims = [self._claims.row(place) for place in range(count)]
        told = tuple(dict.fromkeys(said.words for claim in claims for said in claim.said["count"]))
        if len(told) < 2:
            return say("registry.claims.count", n=count)
        return say("registry.claims.differ", counts=_SEPARATOR.join(told))

    def _made_mentions(self) -> SheetView:
        view = SheetView(self._session.actions, name=self._session.say("registry.tab.mentions"), several=True)
        view.setModel(self._rows)
        view.set_columns((Column("", str),))
        view.horizontalHeader().hide()
        view.setItemDelegate(HitDelegate(self._session, view, title_share=_TITLE_SHARE))
        view.chosen.connect(self._go_to_hit)
        return view

    def _made_table(self, sheet: Sheet, columns: Sequence[Column], tab: str) -> SheetView:
        view = SheetView(self._session.actions, name=self._session.say(f"registry.tab.{tab}"))
        view.setModel(sheet)
        view.set_columns(columns)
        view.chosen.connect(self._go_to_row)
        return view

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 16, 0)
        line.setSpacing(16)
        line.addWidget(self._bar)
        line.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(hairline())
        layout.addWidget(self._body, 1)

    def _go_to_hit(self, hit: object) -> None:
        if isinstance(hit, Hit):
            self.wanted.emit(hit.document, hit.span)

    def _go_to_row(self, row: object) -> None:
        if isinstance(row, QuoteLine):
            self.wanted.emit(row.row.key.document, row.row.spans[0])
        elif isinstance(row, Claim):
            self.wanted.emit(row.key.document, row.spans[0])

    # --- words

    def _made_quote_columns(self) -> tuple[Column, ...]:
        say = self._session.say
        return (
            Column(say("registry.column.date"), lambda line: line.row.published.split("T")[0], 104),
            Column(say("registry.column.quote"), lambda line: isolate(line.words), tip=self._about_quote),
            Column(say("registry.column.cue"), lambda line: isolate(line.cue) if line.cue else "", 112),
            Column(say("registry.column.by"), lambda line: _SEPARATOR.join(map(self._name, line.authors)), 168),
        )

    def _made_claim_columns(self) -> tuple[Column, ...]:
        say = self._session.say
        return (
            Column(say("registry.column.count"), lambda one: _told(one.said["count"]), 104, tip=_values("count")),
            Column(say("registry.column.event"), lambda one: isolate(one.words), 96),
            Column(say("registry.column.time"), lambda one: _told(one.said["time"]), 136, tip=_values("time")),
            Column(say("registry.column.place"), lambda one: _told(one.said["place"])),
            Column(say("registry.column.speaker"), self._speaker, 128),
            Column(say("registry.column.date"), lambda one: one.published.split("T")[0], 96, tip=lambda one: one.title),
        )

    def _about_quote(self, line: QuoteLine) -> str:
        title = self._desk.project.document(line.row.key.document).title
        return f"{strip_controls(line.words)}\n{strip_controls(title)}"

    def _speaker(self, claim: Claim) -> str:
        if claim.speakers:
            return "، ".join(map(isolate, claim.speakers))
        return self._session.say("registry.own_word")

    def _name(self, author: str) -> str:
        return isolate(self._people.get(author, author))

    def _united(self, rows: Sequence[QuoteRow]) -> list[QuoteLine]:
        """One line for a quote that several analysts marked alike."""
        found: dict[tuple[str, tuple[Span, ...]], QuoteLine] = {}
        for row in rows:
            place = (row.key.document, row.spans)
            if place in found:
                known = found[place]
                authors = tuple(dict.fromkeys((*known.authors, row.key.author)))
                found[place] = msgspec.structs.replace(known, authors=authors)
            else:
                line = QuoteLine(row, self._letters(row.spans, row), self._letters(row.cue, row), (row.key.author,))
                found[place] = line
        return list(found.values())

    def _letters(self, spans: tuple[Span, ...], row: QuoteRow) -> str:
        """The letters of a quote; none where the article was purged."""
        try:
            text = self._desk.project.text(row.key.document)
        except KnownError as fault:
            if fault.problem.key != "store.text-gone":
                raise
            return ""
        return " … ".join(span.of(text).replace("\n", " ") for span in spans)


def _told(said: tuple[Said, ...]) -> str:
    return _SEPARATOR.join(isolate(one.words) for one in said)


def _values(role: str) -> Callable[[Claim], str]:
    """What a cell is about when it is cut: each filler with the analyst's reading."""

    def tip(claim: Claim) -> str:
        return "\n".join(f"{one.words} = {one.value}" if one.value else one.words for one in claim.said[role])

    return tip
