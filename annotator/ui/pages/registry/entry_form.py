"""What is known of an entry, each field a gesture of its own: names, aliases, label, Wikidata id, note."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.model.codebook import Codebook
from annotator.model.registry import Entry, EntryKind
from annotator.ui.panels.fields import Chooser, EditField, LinkButton, plain_label, starts_right_to_left
from annotator.ui.panels.forms import Form
from annotator.ui.session import Session

WIDTH = 300
_KINDS: tuple[EntryKind, ...] = ("entity", "event")


class EntryForm(QScrollArea):
    """``changed`` carries the fields of an entry with their new values; ``left`` wants the list."""

    changed = Signal(str, object)
    left = Signal()
    wanted = Signal(str)

    def __init__(self, session: Session, codebook: Codebook) -> None:
        super().__init__()
        self._session = session
        self._codebook = codebook
        self._entry: Entry | None = None
        self._form = Form()
        self._form.setObjectName("page")
        self._form.when_left(self.left.emit)
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._form)

    def show_entry(self, entry: Entry, *, editable: bool, into: Entry | None, merged: tuple[Entry, ...]) -> None:
        """Show an entry; ``into`` is the one that stands for it, ``merged`` are those for which it stands."""
        focus = self._focused_name()
        self._entry = entry
        form, say = self._form, self._session.say
        form.clear()
        if into is not None:
            form.add_wide(plain_label(say("registry.leads_to"), role="muted"))
            form.add_wide(self._link(into))
        if not editable:
            form.add_wide(plain_label(say("registry.locked"), role="muted", wrap=True))
        self._field("name_ar", entry.name_ar, editable=editable)
        self._field("name_latin", entry.name_latin or "", editable=editable)
        self._labels(entry, editable=editable)
        form.add_heading(say("registry.aliases"))
        for place, alias in enumerate(entry.aliases):
            self._alias(place, alias, editable=editable)
        if editable:
            self._alias(len(entry.aliases), "", editable=True)
        form.add_heading(say("registry.more"))
        self._field("wikidata", entry.wikidata or "", editable=editable)
        self._field("note", entry.note or "", editable=editable)
        form.add(say("registry.id"), plain_label(entry.id, role="muted", wrap=True))
        if merged:
            form.add_heading(say("registry.stands_for"))
            for one in merged:
                form.add_wide(self._link(one))
        form.end()
        self._focus_again(focus)

    def finish(self) -> None:
        """Write what is half typed."""
        self._form.finish()

    def rename(self) -> None:
        """Go to the name."""
        field = self._form.findChild(EditField, "name_ar")
        if isinstance(field, EditField):
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _field(self, name: str, value: str, *, editable: bool) -> None:
        title = self._session.say(f"registry.field.{name}")
        self._form.add(title, self._edit(name, value, editable=editable, then=lambda typed: {name: typed}))

    def _alias(self, place: int, alias: str, *, editable: bool) -> None:
        entry = self._entry

        def with_alias(typed: str) -> dict[str, object]:
            known = entry.aliases if entry is not None else ()
            return {"aliases": (*known[:place], *((typed,) if typed else ()), *known[place + 1 :])}

        field = self._edit(f"alias{place}", alias, editable=editable, then=with_alias)
        field.setAccessibleName(self._session.say("registry.alias"))
        if not alias:
            field.setPlaceholderText(self._session.say("registry.add_alias"))
        self._form.add_wide(field)
        field.left.connect(self.left)

    def _edit(self, name: str, value: str, *, editable: bool, then: Callable[[str], dict[str, object]]) -> EditField:
        field = EditField(value)
        field.setObjectName(name)
        field.setReadOnly(not editable)
        entry_id = self._entry.id if self._entry else ""
        if value:
            field.setToolTip(value)
            # Names stand where their letters begin, in either interface.
            way = Qt.LayoutDirection.RightToLeft if starts_right_to_left(value) else Qt.LayoutDirection.LeftToRight
            field.setLayoutDirection(way)
        field.committed.connect(lambda typed: self.changed.emit(entry_id, then(typed)))
        return field

    def _labels(self, entry: Entry, *, editable: bool) -> None:
        language, say = self._session.language.code, self._session.say
        chooser = Chooser()
        chooser.setObjectName("label")
        options = [
            (f"{kind}:{label.id}", f"{label.id} · {label.name.of(language)}")
            for kind in _KINDS
            for label in self._codebook.labels_of(kind)
        ]
        chooser.offer(options, f"{entry.kind}:{entry.label}")
        chooser.setEnabled(editable)
        chooser.chosen.connect(lambda choice, name=entry.id: self._take_label(name, choice))
        self._form.add(say("registry.label"), chooser)

    def _take_label(self, entry_id: str, choice: str) -> None:
        kind, _, label = choice.partition(":")
        self.changed.emit(entry_id, {"kind": kind, "label": label})

    def _link(self, entry: Entry) -> QWidget:
        link = LinkButton(entry.name_ar)
        link.clicked.connect(lambda: self.wanted.emit(entry.id))
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(link)
        return holder

    def _focused_name(self) -> str:
        focus = QApplication.focusWidget()
        inside = focus is not None and self._form.isAncestorOf(focus)
        return focus.objectName() if focus is not None and inside else ""

    def _focus_again(self, name: str) -> None:
        """Stay in the field that was just written, which has been built anew."""
        # The old one still hangs there until it is deleted: the last of the name is the new one.
        built = self._form.findChildren(QWidget, name)[-1:] if name else []
        for field in built:
            field.show()
            field.setFocus(Qt.FocusReason.OtherFocusReason)
