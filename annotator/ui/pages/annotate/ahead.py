"""The article that comes next, read while the person still reads this one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from annotator.model.layer import LayerKey
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk

_REST: Final = 250
"""Milliseconds after an article was opened: reading ahead must not stand between it and the first key."""

Wanted = Callable[[], LayerKey | None]


class Ahead(QObject):
    """Holds one article ready. It is an open article like any other, so that it follows every step meanwhile."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._article: OpenArticle | None = None
        self._wanted: Wanted = _nothing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self.read)

    @property
    def held(self) -> OpenArticle | None:
        """The article that is ready."""
        return self._article

    def await_rest(self, wanted: Wanted) -> None:
        """Read what ``wanted`` names once the person rests on what is open now."""
        self._wanted = wanted
        self._timer.start()

    def read(self) -> None:
        """Read the article that is wanted, unless it is held already."""
        key = self._wanted()
        if key is None or (self._article is not None and self._article.key == key):
            return
        self._article = self._desk.open(key.document, key=key)

    def take(self, key: LayerKey) -> OpenArticle | None:
        """The article if it is the one that is held; what is held otherwise is let go."""
        held, self._article = self._article, None
        known = held is not None and held.key == key and self._desk.project.has_document(key.document)
        return held if known else None


def _nothing() -> LayerKey | None:
    return None
