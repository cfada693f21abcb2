"""The rows of a date in the inspector: the value, what the text says literally, and what gives pause."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import AttributeRule
from annotator.text.dates import DateWords
from annotator.ui.panels.fields import EditField, LinkButton, plain_label
from annotator.ui.panels.forms import Do, Form
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.dating import VALUE, Dating, dating
from annotator.work.desk import Desk


class DateRows:
    """Adds the two values of a date to a form, each with what belongs to it."""

    def __init__(self, session: Session, desk: Desk, do: Do, words: Callable[[], DateWords]) -> None:
        self._session = session
        self._desk = desk
        self._do = do
        self._words = words

    def add(
        self, form: Form, article: OpenArticle, annotation: Annotation, *, rule: AttributeRule, writable: bool
    ) -> None:
        """A field for one of the two values; below the first of them what the text says, to take by one press."""
        field = EditField(annotation.value(rule.name) or "")
        field.setReadOnly(not writable)
        field.setPlaceholderText(self._session.say("annotate.attribute.date"))
        form.add(rule.title.of(self._session.language.code), field)
        said = dating(article, annotation, self._words())
        if writable and any(one.name == rule.name for one in said.offered):
            form.add("", self._take(article, annotation, said))
        if rule.name == VALUE:
            field.committed.connect(lambda typed: self._set(article, annotation.id, field, said.with_value(typed)))
            for row in self._told(article, said):
                form.add_wide(row)
        else:
            name = rule.name
            field.committed.connect(
                lambda typed: self._set(article, annotation.id, field, {name: (typed,) if typed else ()})
            )

    def _take(self, article: OpenArticle, annotation: Annotation, said: Dating) -> QWidget:
        """One press says what the text says."""
        take = LinkButton(self._session.say("annotate.date.take", value=said.literal or ""))
        take.clicked.connect(lambda: self._do(lambda: self._desk.say_known(article, annotation.id, said.offered)))
        return take

    def _told(self, article: OpenArticle, said: Dating) -> Iterator[QWidget]:
        told = (
            ("late", said.late, "warn"),
            ("ambiguous", said.ambiguous, "muted"),
            ("guessed", said.guessed, "muted"),
            ("undated", said.undated and said.known is None, "muted"),
        )
        published = article.document.source.published or ""
        for name, so, role in told:
            if so:
                yield plain_label(self._session.say(f"annotate.date.{name}", published=published), role=role, wrap=True)

    def _set(
        self, article: OpenArticle, annotation_id: str, field: EditField, values: dict[str, tuple[str, ...]]
    ) -> None:
        if not self._do(lambda: self._desk.set_several(article, annotation_id, values)):
            field.setFocus()
