"""Everything that is said of one annotation, to read and to change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.model.annotation import Annotation, Relation
from annotator.model.codebook import AttributeRule
from annotator.model.comment import Comment
from annotator.model.ids import new_id
from annotator.model.registry import Entry, EntryKind
from annotator.text.bidi import strip_controls
from annotator.text.dates import DateWords
from annotator.ui.pages.annotate.marks_of import colour_of, short_label, short_surface
from annotator.ui.panels.chips import ChipLabel
from annotator.ui.panels.comments_box import CommentsBox
from annotator.ui.panels.date_rows import DateRows
from annotator.ui.panels.entry_picker import EntryPicker
from annotator.ui.panels.fields import Chooser, EditField, LinkButton, article_words, plain_label
from annotator.ui.panels.forms import Do, Form, Gesture, Steps
from annotator.ui.panels.life_rows import LifeRows
from annotator.ui.panels.warning_line import WarningLine
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.dating import VALUE, WRITTEN, wants_date
from annotator.work.desk import Desk
from annotator.work.tracing import life_of

_LONGEST: Final = 140
_LONGEST_FILLER: Final = 48
_FRAMES: Final = frozenset({"quote", "event"})


def now() -> str:
    """This moment as comments and standings carry it: UTC, ISO-8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class AnnotationForm(Form):
    """``frame_asked`` wants a quote or event opened as a frame; ``goto_asked`` wants another annotation active."""

    frame_asked = Signal(str)
    goto_asked = Signal(str)
    left = Signal()

    def __init__(
        self, session: Session, desk: Desk, palette: ReaderPalette, do: Do, *, date_words: Callable[[], DateWords]
    ) -> None:
        super().__init__()
        self._dates = DateRows(session, desk, do, date_words)
        self._session = session
        self._desk = desk
        self._palette = palette
        self._do = do
        self._language = session.language.code
        self._article: OpenArticle | None = None
        self._together: tuple[str, ...] = ()
        self._note: EditField | None = None
        self._comments: CommentsBox | None = None
        self.when_left(self.left.emit)

    def show_annotation(
        self, article: OpenArticle, annotation: Annotation, *, writable: bool, together: Sequence[str] = ()
    ) -> None:
        """Build the form for an annotation; ``writable`` is false in somebody else's layer.

        Of several that are selected ``together`` it shows one, and what is set holds for all that can have it.
        """
        self.finish()
        self.clear()
        self._article = article
        self._together = tuple(together) if len(together) > 1 else (annotation.id,)
        self._comments = None
        self._head(article, annotation)
        self._labels(annotation, writable)
        dated = wants_date(self._desk.codebook, annotation.kind, annotation.label)
        for rule in self._desk.codebook.attributes_of(annotation.kind, annotation.label):
            if dated and rule.name in (VALUE, WRITTEN):
                self._dates.add(self, article, annotation, rule=rule, writable=writable)
            elif rule.name != "foreign_id" or annotation.value("foreign_id"):
                self._attribute(annotation, rule, writable)
        alone = len(self._together) == 1
        if annotation.kind in _FRAMES and alone:
            self._parts(article, annotation, writable)
        self._entry(article, annotation, writable)
        if alone:
            self._uses(article, annotation)
            self._words(article, annotation, writable)
        self.end()

    def focus_comment(self) -> None:
        """Put the caret where a comment is written."""
        if self._comments is not None:
            self.focus_on(self._comments.field)

    # --- rows

    def _head(self, article: OpenArticle, annotation: Annotation) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        chip = ChipLabel(self._palette)
        word = short_label(self._desk.codebook, annotation.kind, annotation.label, self._session.language)
        chip.show_label(word, colour_of(annotation))
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(article_words(short_surface(annotation, article.text, longest=_LONGEST)), 1)
        if len(self._together) > 1:
            words = self._session.say("annotate.several.heading", n=len(self._together))
            self.add_wide(plain_label(words, role="title", wrap=True))
            self.add_wide(plain_label(self._session.say("annotate.several.help"), role="muted", wrap=True))
        self.add_wide(box)

    def _labels(self, annotation: Annotation, writable: bool) -> None:
        codebook, language = self._desk.codebook, self._language
        label = codebook.label(annotation.kind, annotation.label)
        options = [(one.id, one.name.of(language)) for one in codebook.labels_of(annotation.kind)]
        if len(options) > 1:
            self._choice(
                self._session.say(f"annotate.label_of.{annotation.kind}"),
                options,
                annotation.label,
                writable,
                lambda value: self._desk.retag_several(self._opened(), self._of_kind(annotation), value),
            )
        if label is not None and label.subtypes:
            kinds = [("", self._none()), *((s.id, s.name.of(language)) for s in label.subtypes)]
            self._choice(
                self._session.say("annotate.inspector.subtype"),
                kinds,
                annotation.value("subtype") or "",
                writable,
                lambda value: self._set(annotation.id, "subtype", value),
            )

    def _attribute(self, annotation: Annotation, rule: AttributeRule, writable: bool) -> None:
        title, value = rule.title.of(self._language), annotation.value(rule.name) or ""
        if rule.type in ("choice", "boolean"):
            self._choice(
                title,
                [("", self._none()), *self._values(rule)],
                value,
                writable,
                lambda taken: self._set(annotation.id, rule.name, taken),
            )
            return
        field = EditField(value)
        field.setReadOnly(not writable)
        field.setPlaceholderText(self._session.say(f"annotate.attribute.{rule.type}"))
        field.committed.connect(
            lambda typed: self._do_or_drop(field, partial(self._set, annotation.id, rule.name, typed))
        )
        self.add(title, field)

    def _parts(self, article: OpenArticle, annotation: Annotation, writable: bool) -> None:
        say = self._session.say
        self.add_heading(say(f"annotate.parts.{annotation.kind}"))
        relations = [r for r in article.relations_of(annotation.id) if not r.link]
        for rule in self._desk.codebook.roles_of(annotation.kind, annotation.label):
            for relation in (r for r in relations if r.role == rule.name):
                self.add(rule.title.of(self._language), self._filler(article, relation, writable))
        if annotation.kind == "quote" and not annotation.closed:
            self.add_wide(WarningLine(self._session, say("annotate.quote.open")))
        if writable:
            edit = LinkButton(say("annotate.parts.edit"))
            edit.clicked.connect(lambda: self.frame_asked.emit(annotation.id))
            self.add_wide(edit)

    def _filler(self, article: OpenArticle, relation: Relation, writable: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        target = article.annotations.get(relation.target.annotation or "")
        button = LinkButton(filler_words(relation, article, self._desk, self._session))
        button.setEnabled(target is not None)
        if target is not None:
            button.clicked.connect(lambda: self.goto_asked.emit(target.id))
        row.addWidget(button, 1)
        if writable:
            gone = QToolButton()
            gone.setIcon(self._session.theme.icon("close", right_to_left=self._session.right_to_left))
            gone.setToolTip(self._session.say("annotate.parts.remove"))
            gone.setAccessibleName(self._session.say("annotate.parts.remove"))
            gone.clicked.connect(lambda: self._do(lambda: self._desk.unfill(article, relation.id)))
            row.addWidget(gone)
        return box

    def _entry(self, article: OpenArticle, annotation: Annotation, writable: bool) -> None:
        label = self._desk.codebook.label(annotation.kind, annotation.label)
        linked = self._desk.names.entry(annotation.entry)
        if annotation.entry is None and not (label is not None and label.links_to_registry):
            return
        self.add_heading(self._session.say("annotate.entry.heading"))
        picker = EntryPicker(self._session, self._desk.names)
        surface = strip_controls(annotation.spans[0].of(article.text))
        ranking = self._desk.names.rank_mention(article.text, annotation, article.annotations.values())
        picker.ask(surface, ranking, linked)
        picker.setEnabled(writable)
        picker.linked.connect(lambda found: self._do(lambda: self._link(article, found)))
        picker.created.connect(lambda name: self._do(lambda: self._create(article, annotation, name)))
        picker.left.connect(self.left)
        self.add_wide(picker)

    def _create(self, article: OpenArticle, annotation: Annotation, name: str) -> Steps:
        kind: EntryKind = "event" if annotation.kind == "event" else "entity"
        entry = Entry(id=new_id("n"), kind=kind, label=annotation.label, name_ar=name)
        also = self._linkable()
        return self._desk.create_entry(entry, article=article, annotation_id=annotation.id, also=also)

    def _link(self, article: OpenArticle, entry: str) -> Steps:
        ids = self._linkable()
        return self._desk.link_known(article, ids, entry) if entry else self._desk.unlink(article, ids)

    def _uses(self, article: OpenArticle, annotation: Annotation) -> None:
        relations = [r for r in article.relations_to(annotation.id) if r.source in article.annotations]
        if not relations or annotation.kind == "cue":
            return
        self.add_heading(self._session.say("annotate.uses.heading"))
        for relation in relations:
            source = article.annotations[relation.source]
            rule = self._desk.codebook.role(source.kind, relation.role)
            button = LinkButton(short_surface(source, article.text, longest=_LONGEST_FILLER))
            button.clicked.connect(partial(self.goto_asked.emit, source.id))
            self.add(rule.title.of(self._language) if rule else relation.role, button)

    def _words(self, article: OpenArticle, annotation: Annotation, writable: bool) -> None:
        say = self._session.say
        self.add_heading(say("annotate.words.heading"))
        note = EditField(annotation.note or "")
        note.setReadOnly(not writable)
        note.committed.connect(lambda text: self._do(lambda: self._desk.set_note(article, annotation.id, text)))
        self.add(say("annotate.words.note"), note)
        comments = comments_about(self._desk.sight.comments(article.document.id), article, annotation.id)
        self._comments = CommentsBox(self._session, comments)
        self._comments.said.connect(
            lambda text: self._do(lambda: self._desk.comment(article, text, about=annotation.id, at=now()))
        )
        self._comments.resolved.connect(lambda one, done: self._do(lambda: self._desk.resolve(one, done)))
        self._comments.field.left.connect(self.left)
        self.add_wide(self._comments)
        life = life_of(self._desk.project, article, annotation.id)
        self.add_wide(LifeRows(self._session, annotation, life, self._person))

    # --- small things

    def _person(self, person_id: str) -> str:
        if person_id == self._desk.person.id:
            return self._session.say("annotate.words.me")
        person = self._desk.project.person(person_id)
        return person.name if person and person.name else person_id

    def _opened(self) -> OpenArticle:
        if self._article is None:
            raise RuntimeError("no article is shown")
        return self._article

    def _set(self, annotation_id: str, name: str, value: str) -> Steps:
        ids = self._able(annotation_id, name)
        return self._desk.set_attributes(self._opened(), ids, name, *((value,) if value else ()))

    def _able(self, annotation_id: str, name: str) -> list[str]:
        """Those of the selected ones that can have an attribute: a subtype belongs to one label alone."""
        known, codebook = self._opened().annotations, self._desk.codebook
        shown = known.get(annotation_id)
        living = [known[one] for one in self._together if one in known]
        if name == "subtype":
            return [one.id for one in living if shown and (one.kind, one.label) == (shown.kind, shown.label)]
        return [one.id for one in living if codebook.attribute(one.kind, one.label, name) is not None]

    def _of_kind(self, shown: Annotation) -> list[str]:
        known = self._opened().annotations
        return [one for one in self._together if one in known and known[one].kind == shown.kind]

    def _linkable(self) -> list[str]:
        known, codebook = self._opened().annotations, self._desk.codebook
        living = (known[one] for one in self._together if one in known)
        labels = ((one.id, codebook.label(one.kind, one.label)) for one in living)
        found = [name for name, label in labels if label is not None and label.links_to_registry]
        # An entry that stands on what the codebook links no more can still be taken off.
        return found or list(self._together)

    def _choice(
        self,
        title: str,
        options: Iterable[tuple[str, str]],
        value: str,
        writable: bool,
        change: Callable[[str], Steps],
    ) -> None:
        chooser = Chooser()
        chooser.offer(options, value)
        chooser.setEnabled(writable)

        def take(taken: str) -> None:
            if not self._do(lambda: change(taken)):
                chooser.offer(options, value)

        chooser.chosen.connect(take)
        self.add(title, chooser)

    def _do_or_drop(self, field: EditField, gesture: Gesture) -> None:
        if not self._do(gesture):
            field.setFocus()

    def _values(self, rule: AttributeRule) -> Iterator[tuple[str, str]]:
        if rule.type == "boolean":
            yield from ((word, self._session.say(f"annotate.attribute.{word}")) for word in ("true", "false"))
            return
        for place, value in enumerate(rule.values):
            titles = rule.value_titles
            yield value, titles[place].of(self._language) if place < len(titles) else value

    def _none(self) -> str:
        return self._session.say("annotate.attribute.none")


def filler_words(relation: Relation, article: OpenArticle, desk: Desk, session: Session) -> str:
    """What fills a role, in words: letters of the text, a name of the registry, or the status that says why nothing."""
    target = relation.target
    mention = article.annotations.get(target.annotation or "")
    status = "" if relation.status == "explicit" else session.say(f"annotate.status_of.{relation.status}")
    if mention is not None:
        words = short_surface(mention, article.text, longest=_LONGEST_FILLER)
    elif target.spans:
        words = strip_controls(" … ".join(s.of(article.text) for s in target.spans))
    elif target.entry is not None:
        entry = desk.names.entry(target.entry)
        words = entry.name_ar if entry else target.entry
    else:
        return status
    return f"{words} · {status}" if status else words


def comments_about(comments: Iterable[Comment], article: OpenArticle, about: str | None) -> list[Comment]:
    """Those that speak of one annotation of the open layer, or (``None``) of the article."""
    return [c for c in comments if c.about == about and (about is None or c.layer in (None, article.key))]
