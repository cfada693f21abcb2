"""The form of one label, attribute or role: each field changes the draft when it is left."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QWidget,
)

from annotator.model.annotation import KINDS
from annotator.model.codebook import AttributeRule, Example, Label, RoleRule, Subtype, Words
from annotator.ui.pages.codebook.colours import CLOSE, LEAST_CONTRAST, is_colour, nearest, on_tint
from annotator.ui.pages.codebook.elements import Element
from annotator.ui.pages.codebook.text_field import TextField
from annotator.ui.panels.chips import ChipLabel
from annotator.ui.panels.fields import Chooser, EditField, plain_label, starts_right_to_left
from annotator.ui.panels.forms import Form
from annotator.ui.session import Session
from annotator.ui.theme import Theme
from annotator.work.codebook_draft import DIGITS, CodebookDraft

Edit = Callable[[CodebookDraft], CodebookDraft]

FILLERS = ("entity", "event", "quote", "cue", "span", "registry", "status")
TYPES = ("choice", "boolean", "number", "date", "text")
_FALLBACK = Words("", "")
_ROW = 38
_ABREAST = 4


class ElementForm(QScrollArea):
    """``changed`` carries what an edit makes of a draft; ``asked`` the id of a subtype or value with what to do."""

    changed = Signal(object)
    asked = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._editable = True
        self._mark = "\u200f" if session.right_to_left else "\u200e"
        self._form = Form()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._form)
        self._shown: Element | None = None

    def show_element(self, element: Element | None, draft: CodebookDraft, *, editable: bool) -> None:
        """Show one element of a draft, in the field where the person was."""
        focus = QApplication.focusWidget()
        name = focus.objectName() if focus is not None and self._form.isAncestorOf(focus) else ""
        self._editable = editable
        same = element is not None and self._shown is not None and element.path == self._shown.path
        self._shown = element
        scrolled = self.verticalScrollBar().value() if same else 0
        # The old form may be in the middle of telling that one of its fields was left.
        old = self.takeWidget()
        self._form = Form()
        self._form.setObjectName("page")
        self._form.when_left(self.left.emit)
        if element is not None and element.sort == "label":
            label = draft.now.label(element.kind, element.name)
            if label is not None:
                self._label(label, draft)
        elif element is not None and element.sort == "attribute":
            self._attribute(element.place, draft.now.attributes[element.place])
        elif element is not None:
            self._role(element.place, draft.now.roles[element.place])
        self._form.end()
        self.setWidget(self._form)
        if old is not None:
            old.deleteLater()
        for field in self._form.findChildren(QWidget, name) if name and same else ():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.adjustSize()
        self.verticalScrollBar().setValue(scrolled)

    def enter(self) -> None:
        """Go to the first field."""
        first = self._form.findChild(EditField)
        if isinstance(first, EditField):
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def finish(self) -> None:
        """Write what is half typed."""
        self._form.finish()
        for field in self._form.findChildren(TextField):
            field.finish()

    # --- a label

    def _label(self, label: Label, draft: CodebookDraft) -> None:
        def change(**fields: object) -> Edit:
            return lambda one: one.change_label(label.kind, label.id, **fields)

        self._both("name", label.name, lambda words: change(name=words))
        self._both("definition", label.definition, lambda words: change(definition=words), long=True)
        if label.kind == "entity":
            taken = {one.key for one in draft.now.labels if one.key and one.id != label.id}
            keys = [("", self._say("codebook.no_key")), *((key, key) for key in DIGITS if key not in taken)]
            self._choice("key", keys, label.key or "", lambda key: change(key=key or None))
            self._colours(label, draft, change)
            links = [("true", self._say("codebook.yes")), ("", self._say("codebook.no"))]
            chosen = "true" if label.links_to_registry else ""
            self._choice("links_to_registry", links, chosen, lambda yes: change(links_to_registry=bool(yes)))
        mapping = "; ".join("=".join(pair) for pair in label.mapping)
        self._line("mapping", mapping, lambda typed: change(mapping=_pairs(typed)))
        self._subtypes(label)
        self._examples(label, change)

    def _colours(self, label: Label, draft: CodebookDraft, change: Callable[..., Edit]) -> None:
        for field, dark in (("light", False), ("dark", True)):
            colour = label.colours.dark if dark else label.colours.light

            def put(typed: str, field: str = field) -> Edit:
                return change(colours=msgspec.structs.replace(label.colours, **{field: typed}))

            edit = self._edit(f"colours.{field}", colour, put)
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            edit.setFixedWidth(110)
            row.setMinimumHeight(_ROW)
            layout.addWidget(edit)
            layout.addWidget(self._sample(label, draft, dark=dark))
            layout.addStretch(1)
            self._form.add(self._say(f"codebook.field.colours.{field}"), row)
            self._form.add_wide(self._verdict(label, draft, dark=dark))

    def _sample(self, label: Label, draft: CodebookDraft, *, dark: bool) -> QWidget:
        holder = QFrame()
        theme = Theme.load("dark" if dark else "light")
        holder.setStyleSheet(f"background: {theme.token('page').name()}; border-radius: 4px;")
        chip = ChipLabel(theme.reader_palette(draft.now))
        chip.show_label(label.id, label.id)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(chip)
        return holder

    def _verdict(self, label: Label, draft: CodebookDraft, *, dark: bool) -> QWidget:
        colour = label.colours.dark if dark else label.colours.light
        if not is_colour(colour):
            return plain_label(self._say("problem.codebook.bad-colour", colour=colour, label=label.id), role="bad")
        ratio, near = on_tint(colour, dark=dark), nearest(draft.now, label, dark=dark)
        words = self._say("codebook.contrast", ratio=f"{ratio:.1f}")
        if near is not None:
            vision = self._say(f"codebook.vision.{near.vision}")
            words += " · " + self._say(
                "codebook.nearest", label=near.label, vision=vision, distance=f"{near.distance:.0f}"
            )
            if near.distance < CLOSE:
                words += " · " + self._say("codebook.hard_to_tell")
        return plain_label(self._mark + words, role="bad" if ratio < LEAST_CONTRAST else "muted", wrap=True)

    def _subtypes(self, label: Label) -> None:
        def put(name: str) -> Callable[[Words], Edit]:
            return lambda words: lambda draft: draft.change_subtype(label.kind, label.id, name, name=words)

        def add(name: str) -> Edit:
            made = Subtype(name, Words(name, name))
            return lambda draft: draft.add_subtype(label.kind, label.id, made)

        self._form.add_heading(self._say("codebook.subtypes"))
        for one in label.subtypes:
            self._named_row(f"subtype.{one.id}", one.id, one.name, put(one.id))
        if self._editable:
            self._adder("subtype", add)

    def _examples(self, label: Label, change: Callable[..., Edit]) -> None:
        self._form.add_heading(self._say("codebook.examples"))
        for place, one in enumerate((*label.examples, Example(""))):

            def put(typed: str, place: int = place, one: Example = one) -> Edit:
                made = (msgspec.structs.replace(one, text=typed),) if typed else ()
                return change(examples=(*label.examples[:place], *made, *label.examples[place + 1 :]))

            if one.text or self._editable:
                field = self._text(f"example{place}", one.text, put, right_to_left=True, lines=2)
                field.setAccessibleName(self._say("codebook.example"))
                field.setPlaceholderText(self._say("codebook.add_example"))
                self._form.add_wide(field)
            if one.remark is not None:
                code, remark = self._session.language.code, one.remark

                def note(typed: str, place: int = place, one: Example = one, code: str = code) -> Edit:
                    words = msgspec.structs.replace(one.remark or _FALLBACK, **{code: typed})
                    made = msgspec.structs.replace(one, remark=words)
                    return change(examples=(*label.examples[:place], made, *label.examples[place + 1 :]))

                self._line("remark", remark.of(code), note, name=f"remark{place}")

    # --- an attribute

    def _attribute(self, place: int, rule: AttributeRule) -> None:
        def change(**fields: object) -> Edit:
            return lambda one: one.change_attribute(place, **fields)

        self._both("title", rule.title, lambda words: change(title=words))
        types = [(one, self._say(f"codebook.type.{one}")) for one in TYPES]
        self._choice("type", types, rule.type, lambda kind: change(type=kind))
        self._checks("kinds", KINDS, rule.kinds, lambda kinds: change(kinds=kinds))
        self._line("labels", " ".join(rule.labels), lambda typed: change(labels=tuple(typed.split())))
        several = [("true", self._say("codebook.yes")), ("", self._say("codebook.no"))]
        self._choice("many", several, "true" if rule.many else "", lambda yes: change(many=bool(yes)))
        if rule.type == "choice":
            self._values(place, rule, change)

    def _values(self, place: int, rule: AttributeRule, change: Callable[..., Edit]) -> None:
        self._form.add_heading(self._say("codebook.values"))
        titles = [*rule.value_titles, *[_FALLBACK] * len(rule.values)][: len(rule.values)]
        filled = [title if title != _FALLBACK else Words(v, v) for v, title in zip(rule.values, titles, strict=True)]
        for number, value in enumerate(rule.values):

            def put(words: Words, number: int = number) -> Edit:
                return change(value_titles=(*filled[:number], words, *filled[number + 1 :]))

            self._named_row(f"value.{value}", value, filled[number], put)
        if self._editable:
            self._adder(
                "value",
                lambda name: lambda draft: draft.add_value(place, name, Words(name, name)),
            )

    # --- a role

    def _role(self, place: int, rule: RoleRule) -> None:
        def change(**fields: object) -> Edit:
            return lambda one: one.change_role(place, **fields)

        self._both("title", rule.title, lambda words: change(title=words))
        self._checks("kinds", KINDS, rule.kinds, lambda kinds: change(kinds=kinds))
        self._checks("fillers", FILLERS, rule.fillers, lambda fillers: change(fillers=fillers))
        self._line("labels", " ".join(rule.labels), lambda typed: change(labels=tuple(typed.split())))
        needs = [("0", self._say("codebook.no")), ("1", self._say("codebook.yes"))]
        self._choice("least", needs, str(rule.least), lambda least: change(least=int(least)))
        most = [("", self._say("codebook.any_number")), *((str(n), str(n)) for n in (1, 2, 3))]
        self._choice("most", most, str(rule.most or ""), lambda n: change(most=int(n) if n else None))
        keys = [("", self._say("codebook.no_key")), *((key, key) for key in DIGITS)]
        self._choice("symbol", keys, rule.symbol or "", lambda key: change(symbol=key or None))

    # --- rows

    def _say(self, key: str, **values: object) -> str:
        return self._session.say(key, **values)

    def _line(self, field: str, value: str, edit: Callable[[str], Edit], *, name: str = "") -> None:
        self._form.add(self._say(f"codebook.field.{field}"), self._edit(name or field, value, edit))

    def _edit(self, name: str, value: str, edit: Callable[[str], Edit]) -> EditField:
        field = EditField(value)
        field.setObjectName(name)
        field.setReadOnly(not self._editable)
        field.setAccessibleName(self._say(f"codebook.field.{name}") if name.startswith("colours") else "")
        if value:
            way = Qt.LayoutDirection.RightToLeft if starts_right_to_left(value) else Qt.LayoutDirection.LeftToRight
            field.setLayoutDirection(way)
        field.committed.connect(lambda typed: self.changed.emit(edit(typed)))
        return field

    def _text(
        self, name: str, value: str, edit: Callable[[str], Edit], *, right_to_left: bool, lines: int = 4
    ) -> TextField:
        field = TextField(value, right_to_left=right_to_left, editable=self._editable, lines=lines)
        field.setObjectName(name)
        field.committed.connect(lambda typed: self.changed.emit(edit(typed)))
        field.left.connect(self.left)
        return field

    def _both(self, field: str, words: Words, edit: Callable[[Words], Edit], *, long: bool = False) -> None:
        for code in ("ar", "en"):

            def put(typed: str, code: str = code) -> Edit:
                return edit(msgspec.structs.replace(words, **{code: typed}))

            title, name = self._say(f"codebook.field.{field}.{code}"), f"{field}.{code}"
            if long:
                made: QWidget = self._text(name, words.of(code), put, right_to_left=code == "ar")
            else:
                made = self._edit(name, words.of(code), put)
            self._form.add(title, made)

    def _choice(self, field: str, options: Sequence[tuple[str, str]], value: str, edit: Callable[[str], Edit]) -> None:
        chooser = Chooser()
        chooser.setObjectName(field)
        chooser.offer(options, value)
        chooser.setEnabled(self._editable)
        chooser.chosen.connect(lambda chosen: self.changed.emit(edit(chosen)))
        self._form.add(self._say(f"codebook.field.{field}"), chooser)

    def _checks(
        self, field: str, options: Sequence[str], chosen: Sequence[str], edit: Callable[[tuple[str, ...]], Edit]
    ) -> None:
        row = QWidget()
        layout = QGridLayout(row)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setHorizontalSpacing(12)
        layout.setColumnStretch(_ABREAST, 1)
        for place, option in enumerate(options):
            box = QCheckBox(self._say(f"codebook.{field}.{option}"))
            box.setObjectName(f"{field}.{option}")
            box.setChecked(option in chosen)
            box.setEnabled(self._editable)

            def put(on: bool, option: str = option) -> None:
                now = {*chosen, option} if on else {*chosen} - {option}
                self.changed.emit(edit(tuple(one for one in options if one in now)))

            box.toggled.connect(put)
            layout.addWidget(box, place // _ABREAST, place % _ABREAST)
        self._form.add(self._say(f"codebook.field.{field}"), row)

    def _named_row(self, name: str, shown: str, words: Words, edit: Callable[[Words], Edit]) -> None:
        row = QWidget()
        row.setMinimumHeight(_ROW)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for code in ("ar", "en"):

            def put(typed: str, code: str = code) -> Edit:
                return edit(msgspec.structs.replace(words, **{code: typed}))

            field = self._edit(f"{name}.{code}", words.of(code), put)
            field.setAccessibleName(f"{shown} {self._say(f'codebook.field.name.{code}')}")
            layout.addWidget(field, 1)
        for act in ("rename", "drop") if self._editable else ():
            button = QPushButton(self._say(f"codebook.{act}"))
            button.setProperty("role", "link")
            button.setObjectName(f"{name}.{act}")
            button.setAccessibleName(f"{button.text()} {shown}")
            button.clicked.connect(lambda _on=False, act=act: self.asked.emit(act, name))
            layout.addWidget(button)
        self._form.add(shown, row)

    def _adder(self, what: str, edit: Callable[[str], Edit]) -> None:
        field = self._edit(f"add.{what}", "", edit)
        field.setPlaceholderText(self._say(f"codebook.add_{what}"))
        field.setAccessibleName(self._say(f"codebook.add_{what}"))
        self._form.add_wide(field)


def _pairs(typed: str) -> tuple[tuple[str, str], ...]:
    parts = (part.partition("=") for part in typed.split(";") if "=" in part)
    return tuple((name.strip(), value.strip()) for name, _, value in parts)
