"""What every page of the window is."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from annotator.model.step import Step
from annotator.ui.palette import Offer
from annotator.ui.session import Session

Memory = Mapping[str, object]


class Page(QWidget):
    """One section's content. It is built for one session and thrown away with it; ``memory`` outlives it.

    While a page is shown its ``handlers`` are bound to the commands; ``mode`` is what its reader is in the middle of
    ("" without one) and changes are told by ``hub.mode_changed``.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.session = session

    @property
    def mode(self) -> str:
        """The mode of the reader, "" where there is none."""
        return ""

    @property
    def task(self) -> str | None:
        """The article on which the person works here in a layer of their own; ``None`` where there is none."""
        return None

    def open_article(self, document_id: str, place: object) -> None:
        """Show an article at a ``Span``, at a code point, or (``None``) where the person was; only one page can."""
        raise NotImplementedError(document_id, place)

    def open_case(self, document_id: str, case: str) -> None:
        """Show a case of an article under review; only one page can."""
        raise NotImplementedError(document_id, case)

    def open_answers(self, document_id: str) -> bool:
        """Show what reviewers have answered to the person's layer of an article; false where there is nothing."""
        del document_id
        return False

    def show_taken_back(self, steps: Sequence[Step]) -> bool:
        """Show where a gesture was taken back or done again; false where this page cannot."""
        del steps
        return False

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Who does which command while this page is shown."""
        return MappingProxyType({})

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts that F6 goes round, in the order of reading; each can take the focus."""
        return ()

    @property
    def status(self) -> QWidget | None:
        """What this page shows at the end of the status bar."""
        return None

    def offers(self) -> Sequence[Offer]:
        """What the palette can find besides the commands: labels, entries."""
        return ()

    def enter(self) -> None:
        """Called when the page comes to the front."""

    def leave(self) -> None:
        """Called before another page comes to the front, and before the project closes: finish what is open."""

    def remember(self) -> Memory:
        """What a page built anew needs to look the same: selection, filters, scroll places."""
        return MappingProxyType({})

    def recall(self, memory: Memory) -> None:
        """Take up what ``remember`` gave."""
