"""The queue: articles of which layers were handed in, in the order that the reviewer chooses."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from annotator.text.bidi import isolate
from annotator.ui.naming import name_box
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.panels.fields import Chooser, plain_label
from annotator.ui.session import Session
from annotator.work.survey import ORDERS, Order, QueueItem, Survey

SAMPLED: Final = 0.1
"""The share of articles that is drawn by chance, so that also what looks settled is read by somebody."""

_ORDER_WIDTH: Final = 260


class QueueView(QWidget):
    """``wanted`` carries the id of the article that a person opens."""

    wanted = Signal(str)

    def __init__(self, session: Session, survey: Survey) -> None:
        super().__init__()
        self._session = session
        self._survey = survey
        columns = self._made_columns()
        self._sheet = Sheet(columns, faint=lambda item: item.done, ink=session.theme.token("muted"), parent=self)
        self.table = SheetView(session.actions, name=session.say("review.queue"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.chosen.connect(self._open)
        self._empty = EmptyState()
        self._empty.show_words(session.say("review.queue.none"), session.say("review.queue.none.help"))
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        self._orders = self._made_orders()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._order_line())
        layout.addWidget(self._body)
        self.setFocusProxy(self.table)

    @property
    def order(self) -> Order:
        """What comes first."""
        chosen = self._session.memory.text("review.order")
        return next((order for order in ORDERS if order == chosen), ORDERS[0])

    def turn_order(self) -> None:
        """Take the next order, and come to its first article."""
        self.take_order(ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)])

    def take_order(self, order: str) -> None:
        """Show the queue in another order, from its first article, and remember that."""
        self._session.memory.set("review.order", order)
        self._orders.setCurrentIndex(self._orders.findData(order))
        self._sheet.show(self._survey.queue(self.order))
        self.go_to("")
        self._session.hub.said.emit(self._session.say(f"review.order.{order}"))

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """The articles in the order in which they are shown."""
        return tuple(self._sheet.row(place) for place in range(self._sheet.rowCount()))

    def refresh(self) -> None:
        """Show the queue as it is now; the person stays at the same article, or comes to the first."""
        held = self.table.current()
        items = self._survey.queue(self.order)
        self._sheet.show(items)
        self._body.setCurrentWidget(self.table if items else self._empty)
        kept = held.document if isinstance(held, QueueItem) else ""
        self.go_to(kept)

    def go_to(self, document: str) -> None:
        """Come to an article, to the first where it is not there."""
        places = [at for at, item in enumerate(self.items) if item.document == document]
        if self._sheet.rowCount():
            self.table.setCurrentIndex(self._sheet.index(places[0] if places else 0, 0))

    def open_current(self) -> None:
        """Open the article of the current row."""
        self._open(self.table.current())

    def _open(self, item: object) -> None:
        if isinstance(item, QueueItem):
            self.wanted.emit(item.document)

    def _made_orders(self) -> Chooser:
        say = self._session.say
        box = Chooser()
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.setFixedWidth(_ORDER_WIDTH)
        box.offer([(order, say(f"review.order.{order}")) for order in ORDERS], self.order)
        name_box(box, say("command.review.order"))
        box.chosen.connect(self.take_order)
        box.left.connect(self.table.setFocus)
        return box

    def _order_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(plain_label(self._session.say("command.review.order"), role="muted"))
        line.addWidget(self._orders)
        line.addStretch(1)
        return line

    def _made_columns(self) -> tuple[Column, ...]:
        say, number = self._session.say, self._session.language.number
        return (
            Column(say("review.column.article"), lambda item: isolate(item.title)),
            Column(say("review.column.layers"), lambda item: number(len(item.authors)), 88, number=True),
            Column(say("review.column.cases"), lambda item: number(item.cases), 88, number=True),
            Column(say("review.column.open"), lambda item: number(_waiting(item)), 160, number=True),
            Column(say("review.column.decided"), lambda item: number(item.cases - item.open), 112, number=True),
            Column(say("appeal.column"), lambda item: number(item.appeals) if item.appeals else "", 96, number=True),
            Column(say("review.column.since"), lambda item: (item.since or "")[:10], 104),
            Column(say("review.column.sampled"), lambda item: say("review.sampled") if item.sampled else "", 88),
            Column(say("review.column.state"), lambda item: say(f"review.state.{_state(item)}"), 120),
        )


def _waiting(item: QueueItem) -> int:
    """Differences that wait at most: agreements wait too until they are merged."""
    return min(item.open, item.differences)


def _state(item: QueueItem) -> str:
    if item.appeals and item.state == "accepted":
        return "appealed"
    begun = item.open < item.cases or item.pending
    return item.state if item.state != "open" or begun else "untouched"
