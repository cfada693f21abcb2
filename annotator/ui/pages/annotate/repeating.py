"""Repeated passages: told quietly where one copy lacks what the other has, and shown on a key."""

from typing import Final

from PySide6.QtCore import QTimer

from annotator.suggest.repeats import Carried, Passages, passages
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.work import repeating
from annotator.work.repeating import Offered

_AT_REST_MS: Final = 900
"""Nobody waits for this offer: it comes when the hands rest."""

_LONGEST: Final = 60_000
"""Code points up to which the program looks by itself; in longer articles it looks when it is asked."""


class Repeating:
    """What D does, and the link at the foot of the page that says when there is something to do."""

    def __init__(self, stage: Stage, tagging: Tagging) -> None:
        self._stage = stage
        self._tagging = tagging
        self._passages: tuple[str, Passages] | None = None
        self._seen: frozenset[tuple[str, str]] = frozenset()
        self._timer = QTimer(stage)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AT_REST_MS)
        self._timer.timeout.connect(self.look)
        stage.opened.connect(self._start_anew)
        stage.status.passage_asked.connect(self.show)

    def show(self) -> None:
        """Show what can be carried over, with a box on each."""
        stage = self._stage
        if not self._tagging.may_write():
            return
        carried, offered = self._offered()
        if not offered:
            stage.tell(stage.say("annotate.repeat.nothing" if self._known.found else "annotate.repeat.none"))
            return
        from annotator.ui.pages.annotate.repeat_dialog import RepeatDialog

        dialog = RepeatDialog(stage, carried, offered, stage.reader.window())
        dialog.finished.connect(lambda _result: self._note_seen(offered))
        dialog.open()

    def follow(self) -> None:
        """Something was written: look again when the hands rest."""
        self._timer.start()

    def look(self) -> None:
        """Tell at the foot of the page how much the other copy lacks; what was shown once is not told again."""
        self._timer.stop()
        stage = self._stage
        waiting = 0
        if stage.is_open and stage.writable and len(stage.text) <= _LONGEST and self._known.found:
            _, offered = self._offered()
            waiting = sum(1 for one in offered if one.free and self._name(one) not in self._seen)
        stage.status.show_passage(waiting)

    def _offered(self) -> tuple[Carried, tuple[Offered, ...]]:
        article = self._stage.article
        carried = repeating.preview(article, self._known)
        return carried, repeating.offered(article, carried)

    @property
    def _known(self) -> Passages:
        """What the article says twice; worked out once for an article."""
        document = self._stage.article.document.id
        if self._passages is None or self._passages[0] != document:
            self._passages = (document, passages(self._stage.text))
        return self._passages[1]

    def _start_anew(self, _document: str) -> None:
        self._stage.status.show_passage(0)
        self._timer.start()

    def _note_seen(self, offered: tuple[Offered, ...]) -> None:
        self._seen |= {self._name(one) for one in offered}
        self.look()

    def _name(self, one: Offered) -> tuple[str, str]:
        return one.copy.of, f"{one.copy.place.start}"
