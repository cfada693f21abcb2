"""The facts of an article: title, source, date, direction, and why it is left out, if it is."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from annotator.model.document import Document, Source
from annotator.ui.duration import say_duration
from annotator.ui.elided import ElidedLabel
from annotator.ui.panels.annotation_form import comments_about, now
from annotator.ui.panels.comments_box import CommentsBox
from annotator.ui.panels.fields import Chooser, EditField, plain_label
from annotator.ui.panels.forms import Do, Form
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk

_PRECISIONS: Final = ("", "minute", "day", "month", "year")
_DIRECTIONS: Final = ("rtl", "ltr", "auto")

# What of an ISO date each precision keeps.
_LENGTHS: Final = MappingProxyType({"minute": 16, "day": 10, "month": 7, "year": 4})


def _muted(value: str) -> ElidedLabel:
    # The mark keeps an id that begins with figures in its own order under an Arabic interface.
    label = ElidedLabel(f"\u200e{value}")
    label.setProperty("role", "muted")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class ArticleForm(Form):
    """Each edit is one step on the article's facts; ``left`` asks for the reader."""

    left = Signal()

    def __init__(self, session: Session, desk: Desk, do: Do) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._do = do
        self._article: OpenArticle | None = None
        self._comments: CommentsBox | None = None
        self.when_left(self.left.emit)

    def show_article(self, article: OpenArticle) -> None:
        """Build the form for an article."""
        self.finish()
        self.clear()
        self._article = article
        say = self._session.say
        source = article.document.source
        self.add_heading(say("annotate.article.heading"))
        self._text("title", source.title, lambda v: self._source(title=v))
        self._text("publisher", source.publisher, lambda v: self._source(publisher=v))
        self._text("url", source.url, lambda v: self._source(url=v))
        self._text("published", source.published, self._published)
        self._choice("precision", _PRECISIONS, source.published_precision or "", self._precision)
        inferred = QCheckBox(say("annotate.article.inferred"))
        inferred.setChecked(source.published_inferred)
        inferred.clicked.connect(lambda on: self._change(lambda: self._source(published_inferred=bool(on))))
        self.add_wide(inferred)
        self._choice("direction", _DIRECTIONS, article.document.direction, lambda v: self._document(direction=v))
        self._text("excluded", article.document.excluded, lambda v: self._document(excluded=v))
        self._nothing(article)
        self._numbers(article)
        self._talk(article)
        self.end()

    def focus_comment(self) -> None:
        """Put the caret where a comment is written."""
        if self._comments is not None:
            self.focus_on(self._comments.field)

    def _nothing(self, article: OpenArticle) -> None:
        """Of my own layer: whether it says that there is nothing to annotate."""
        if article.key.author != self._desk.person.id or article.annotations:
            return
        nothing = QCheckBox(self._session.say("annotate.article.nothing"))
        nothing.setChecked(article.facts.nothing_to_annotate)
        nothing.clicked.connect(lambda on: self._do(lambda: self._desk.nothing_here(article, bool(on))))
        self.add_wide(nothing)

    def _numbers(self, article: OpenArticle) -> None:
        say = self._session.say
        facts = {a.name: a.value for a in article.document.metadata}
        if facts.get("title_guessed") == "true":
            self.add_wide(plain_label(say("annotate.article.guessed"), role="muted", wrap=True))
        for name, value in (
            ("time", self._time(article)),
            ("id", article.document.id),
            ("length", str(article.document.text_length)),
            ("file", facts.get("file_name", "")),
            ("license", article.document.license),
        ):
            if value:
                self.add(say(f"annotate.article.{name}"), _muted(value))

    def _time(self, article: OpenArticle) -> str:
        """How long the layer took: mine as measured so far, that of others as it was handed in."""
        mine = article.key.author == self._desk.person.id
        measured = self._desk.effort.seconds(article.document.id) if mine else 0
        seconds = max(measured, article.facts.seconds or 0)
        return say_duration(seconds, self._session.language) if seconds else ""

    def _talk(self, article: OpenArticle) -> None:
        self.add_heading(self._session.say("annotate.comments.heading"))
        comments = comments_about(self._desk.sight.comments(article.document.id), article, None)
        box = CommentsBox(self._session, comments)
        box.said.connect(lambda text: self._do(lambda: self._desk.comment(article, text, at=now())))
        box.resolved.connect(lambda one, done: self._do(lambda: self._desk.resolve(one, done)))
        box.field.left.connect(self.left)
        self._comments = box
        self.add_wide(box)

    def _text(self, name: str, value: str | None, after: Callable[[str | None], Document]) -> None:
        field = EditField(value or "")
        field.committed.connect(lambda typed: self._change(lambda: after(typed or None)))
        if name in ("url", "published"):
            field.setPlaceholderText(self._session.say(f"annotate.article.{name}_hint"))
        self.add(self._session.say(f"annotate.article.{name}"), field)

    def _choice(self, name: str, values: tuple[str, ...], value: str, after: Callable[[str], Document]) -> None:
        chooser = Chooser()
        words = [(v, self._session.say(f"annotate.{name}.{v or 'none'}")) for v in values]
        chooser.offer(words, value)
        chooser.chosen.connect(lambda taken: self._change(lambda: after(taken)))
        self.add(self._session.say(f"annotate.article.{name}"), chooser)

    def _change(self, after: Callable[[], Document]) -> None:
        article = self._article
        if article is not None:
            before = article.document
            self._do(lambda: self._desk.change_document(before, after()) if after() != before else ())

    def _document(self, **fields: object) -> Document:
        assert self._article is not None
        return msgspec.structs.replace(self._article.document, **fields)

    def _source(self, **fields: object) -> Document:
        assert self._article is not None
        return self._document(source=msgspec.structs.replace(self._article.document.source, **fields))

    def _published(self, value: str | None) -> Document:
        precision = next((name for name, length in _LENGTHS.items() if value and len(value) == length), None)
        return self._source(published=value, published_precision=precision)

    def _precision(self, value: str) -> Document:
        assert self._article is not None
        source: Source = self._article.document.source
        kept = source.published[: _LENGTHS[value]] if source.published and value else source.published
        return self._source(published=kept, published_precision=value or None)
