"""The codebook page: what is in force, a draft of what shall be, and what that touches before it is applied."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotation import KINDS
from annotator.model.codebook import AttributeRule, Colours, Label, RoleRule, Words
from annotator.model.problems import KnownError, Problem
from annotator.model.revision import Share
from annotator.model.step import Step
from annotator.ui.action_button import ActionButton
from annotator.ui.ask import say_problem
from annotator.ui.hairline import hairline
from annotator.ui.pages.codebook.changes_panel import ChangesPanel
from annotator.ui.pages.codebook.colours import colour_problems
from annotator.ui.pages.codebook.element_list import ElementList
from annotator.ui.pages.codebook.elements import Element
from annotator.ui.pages.codebook.fields import Edit, ElementForm
from annotator.ui.pages.page import Memory, Page
from annotator.ui.palette import Offer, Palette
from annotator.ui.session import Session
from annotator.work.codebook_changes import CodebookChanges, Impact, Touched
from annotator.work.codebook_draft import CodebookDraft
from annotator.work.desk import Desk

_BUTTONS = ("add", "rename", "merge", "split", "drop", "back", "impact", "apply")
_NEW_COLOURS = Colours("#5C4A00", "#E0C860")


class CodebookPage(Page):
    """Labels, attributes and roles, with everything that can be said of them."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._desk = desk
        self.changes = CodebookChanges(desk)
        self._drafts: list[CodebookDraft] = [self.changes.draft()]
        self._impact: Impact | None = None
        self.list = ElementList(session)
        self.form = ElementForm(session)
        self.panel = ChangesPanel(session)
        self._lay_out()
        self.list.shown.connect(self._show_element)
        self.list.entered.connect(self._enter_form)
        self.form.changed.connect(self.edit)
        self.form.asked.connect(self._ask_part)
        self.form.left.connect(self.list.table.setFocus)
        self.panel.wanted.connect(self._open)
        session.hub.stepped.connect(self._follow)
        session.hub.documents_touched.connect(self._forget_impact)
        self.show_draft()

    # --- what every page is asked

    @property
    def mode(self) -> str:
        """The keys of the codebook."""
        return "codebook"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What can be done with the line and with the draft."""
        reading: dict[str, Callable[[], object]] = {
            "codebook.export": self._export,
            "find.open": self.list.field.setFocus,
            "gaps.open": self._ask_gaps,
        }
        if not self.changes.allowed:
            return MappingProxyType(reading)
        return MappingProxyType(
            {
                **reading,
                "codebook.add": self._add,
                "codebook.rename": self._rename,
                "codebook.merge": self._merge,
                "codebook.map": self._map,
                "codebook.split": self._split,
                "codebook.drop": self._drop,
                "codebook.back": self._back,
                "codebook.discard": self._discard,
                "codebook.impact": self.look,
                "codebook.apply": self._apply,
                "codebook.import": self._import,
            }
        )

    def _ask_gaps(self) -> None:
        from annotator.ui.pages.review.gaps_dialog import show_gaps

        show_gaps(self.session, self._desk, self.window())

    @property
    def panes(self) -> Sequence[QWidget]:
        """List, form, what it touches."""
        return (self.list, self.form, self.panel)

    def enter(self) -> None:
        """Begin in the list."""
        self.list.table.setFocus()

    def leave(self) -> None:
        """Take over what is half typed; the draft stays while the page does."""
        self.form.finish()

    def remember(self) -> Memory:
        """The line and the draft."""
        element = self.list.current
        drafts = tuple(self._drafts) if self.draft.before == self._desk.codebook else ()
        return MappingProxyType({"path": element.path if element else "", "drafts": drafts})

    def recall(self, memory: Memory) -> None:
        """Take them up again, unless another codebook is in force by now."""
        drafts = memory.get("drafts")
        if isinstance(drafts, tuple) and drafts and drafts[-1].before == self._desk.codebook:
            self._drafts = list(drafts)
        self.show_draft(str(memory.get("path") or ""))

    # --- the draft

    @property
    def draft(self) -> CodebookDraft:
        """What the codebook would be now."""
        return self._drafts[-1]

    def problems(self) -> list[Problem]:
        """What keeps the draft from being applied."""
        return [*self.draft.problems(), *colour_problems(self.draft.now)]

    def edit(self, change: Edit, path: str = "") -> bool:
        """Change the draft; whether it could be. ``path`` is the line to go to."""
        try:
            changed = change(self.draft)
        except KnownError as fault:
            self._tell(fault.problem)
            self.show_draft()
            return False
        if changed != self.draft:
            self._drafts.append(changed)
            self._impact = None
        self.show_draft(path)
        return True

    def show_draft(self, path: str = "") -> None:
        """Show the draft everywhere."""
        draft = self.draft
        self.list.show_codebook(draft.now, path=path)
        is_taken = self._desk.project.codebook_at
        name = draft.before.name
        version = draft.finished(lambda number: is_taken(f"{name} {number}") is not None).version
        self.panel.show_draft(draft, self.problems() if draft.changed else (), version)
        if draft.changed:
            self.panel.show_impact(self._impact)
        else:
            self.panel.hide_impact()

    def look(self) -> None:
        """Find out what the draft touches, beside the window."""
        self.form.finish()
        draft = self.draft
        if not draft.changed:
            self.session.hub.said.emit(self.session.say("codebook.no_draft", before=draft.before.version, version=""))
            return
        job = self.session.jobs.run(lambda report: self.changes.impact(draft, report=report))
        if job is None:
            self.session.hub.said.emit(self.session.say("job.busy"))
            return
        job.done.connect(partial(self._take_impact, draft))
        job.failed.connect(self._tell_all)

    def _take_impact(self, draft: CodebookDraft, found: object) -> None:
        if draft == self.draft and isinstance(found, Impact):
            self._impact = found
            self.panel.show_impact(found)
            self.session.hub.said.emit(self.session.say("codebook.impact.done", n=len(found.touched)))

    def _apply(self) -> None:
        self.form.finish()
        if not self.draft.changed or self._impact is None:
            self.look()
            return
        wrong = self.problems()
        if wrong:
            self._tell(wrong[0])
            return
        try:
            self.changes.apply(self.draft, self._impact)
        except KnownError as fault:
            self._tell(fault.problem)
            self._forget_impact()
            return
        self.session.hub.said.emit(self.session.say("codebook.applied", version=self._desk.codebook.version))

    def _follow(self, steps: tuple[Step, ...]) -> None:
        if any(step.changes_codebook for step in steps):
            self._drafts = [self.changes.draft()]
            self._impact = None
            self.show_draft()
        else:
            self._forget_impact()

    def _forget_impact(self, _documents: object = ()) -> None:
        if self._impact is not None:
            self._impact = None
            self.panel.show_impact(None)

    def _back(self) -> None:
        if len(self._drafts) > 1:
            self._drafts.pop()
            self._impact = None
            self.show_draft()

    def _discard(self) -> None:
        self._drafts = self._drafts[:1]
        self._impact = None
        self.show_draft()

    # --- lines

    def _show_element(self) -> None:
        self.form.show_element(self.list.current, self.draft, editable=self.changes.allowed)

    def _enter_form(self) -> None:
        self.form.enter()

    def _add(self) -> None:
        element, say = self.list.current, self.session.say
        sorts = [*(("label", kind) for kind in KINDS if kind != "cue"), ("attribute", "event"), ("role", "event")]
        chosen = self.session.ask.pick(
            say("codebook.ask.add"),
            [say(f"codebook.one.{sort if sort != 'label' else kind}") for sort, kind in sorts],
        )
        if chosen is None:
            return
        name = self.session.ask.text(say("codebook.ask.id"))
        if not name:
            return
        sort, kind = sorts[chosen]
        words, place = Words(name, name), len(self.draft.now.attributes)
        if sort == "label":
            label = Label(name, kind, words, Words("", ""), _NEW_COLOURS)
            self.edit(lambda draft: draft.add_label(label), f"label:{kind}:{name}")
        elif sort == "attribute":
            kinds = (element.kind,) if element else ("entity",)
            rule = AttributeRule(name, words, "text", kinds)
            self.edit(lambda draft: draft.add_attribute(rule), f"attribute:{place}")
        else:
            role = RoleRule(name, words, ("event",), ("entity", "span", "registry", "status"))
            self.edit(lambda draft: draft.add_role(role), f"role:{len(self.draft.now.roles)}")

    def _rename(self) -> None:
        element = self.list.current
        if element is None:
            return
        name = self.session.ask.text(self.session.say("codebook.ask.rename", name=element.name), value=element.name)
        if not name or name == element.name:
            return
        if element.sort == "label":
            path = f"label:{element.kind}:{name}"
            self.edit(lambda draft: draft.rename_label(element.kind, element.name, name), path)
        elif element.sort == "attribute":
            self.edit(lambda draft: draft.rename_attribute(element.place, name))
        else:
            self.edit(lambda draft: draft.rename_role(element.place, name))

    def _merge(self) -> None:
        element = self.list.current
        if element is None or element.sort != "label":
            self.session.hub.said.emit(self.session.say("codebook.labels_only"))
            return
        code, say = self.session.language.code, self.session.say
        others = [one for one in self.draft.now.labels_of(element.kind) if one.id != element.name]
        offers = [
            Offer(one.name.of(code), f"{one.id} {one.name.ar}", one.id, self._merger(element, one)) for one in others
        ]
        hint = say("codebook.ask.merge", name=element.name)
        Palette(self.window(), offers, hint=hint, nothing=say("codebook.none_match")).open_over(self.window())

    def _merger(self, element: Element, into: Label) -> Callable[[], object]:
        path = f"label:{element.kind}:{into.id}"
        return lambda: self.edit(lambda draft: draft.merge_label(element.kind, element.name, into.id), path)

    def _map(self) -> None:
        from annotator.ui.pages.codebook.unknown import ask_unknown

        ask_unknown(self, self._desk)

    def _split(self) -> None:
        """A label gives way to one for each of its subtypes, and one for the rest."""
        element, ask, say = self.list.current, self.session.ask, self.session.say
        label = self.draft.now.label(element.kind, element.name) if element and element.sort == "label" else None
        if element is None or label is None or not label.subtypes:
            self.session.hub.said.emit(say("codebook.split_needs_subtypes"))
            return
        rest = ask.text(say("codebook.ask.rest", name=label.id), value=f"{label.id}_REST")
        if not rest:
            return
        shares = tuple(Share(f"{label.id}_{one.id}", (), (one.id,)) for one in label.subtypes)
        kept = msgspec.structs.replace(label, id=rest)

        def split(draft: CodebookDraft) -> CodebookDraft:
            made = draft.split_label(element.kind, element.name, shares, rest=kept)
            for share, one in zip(shares, label.subtypes, strict=True):
                made = made.change_label(element.kind, share.label, name=one.name)
            return made

        self.edit(split, f"label:{element.kind}:{rest}")

    def _drop(self) -> None:
        element, say = self.list.current, self.session.say
        if element is None or not self.session.ask.confirm(
            say("codebook.ask.drop", name=element.name), verb=say("codebook.drop")
        ):
            return
        drops: dict[str, Edit] = {
            "label": lambda draft: draft.drop_label(element.kind, element.name),
            "attribute": lambda draft: draft.drop_attribute(element.place),
            "role": lambda draft: draft.drop_role(element.place),
        }
        self.edit(drops[element.sort])

    def _ask_part(self, act: str, name: str) -> None:
        """Rename a subtype or value, or take it out, with what shall stand in its place."""
        element, part = self.list.current, name.partition(".")[2]
        if element is None:
            return
        self.form.finish()
        if act == "rename":
            new = self.session.ask.text(self.session.say("codebook.ask.rename", name=part), value=part)
            if new and new != part:
                self.edit(_renamed_part(element, part, new))
            return
        say = self.session.say
        others = [one for one in self._parts(element) if one != part]
        chosen = self.session.ask.pick(say("codebook.ask.instead", name=part), [say("codebook.nothing"), *others])
        if chosen is not None:
            self.edit(_dropped_part(element, part, others[chosen - 1] if chosen else None))

    def _parts(self, element: Element) -> Sequence[str]:
        label = self.draft.now.label(element.kind, element.name) if element.sort == "label" else None
        if label is not None:
            return [one.id for one in label.subtypes]
        return self.draft.now.attributes[element.place].values

    # --- files, and going to the text

    def _export(self) -> None:
        say, codebook = self.session.say, self._desk.codebook
        proposal = self._desk.project.path.with_name(f"{codebook.name}-{codebook.version}.toml")
        path = self.session.ask.save_file(
            say("command.codebook.export"), kinds=say("codebook.files"), proposal=proposal
        )
        if path is None:
            return
        try:
            self.changes.export(path)
        except KnownError as fault:
            self._tell_all(fault.problems)
            return
        self.session.hub.said.emit(say("codebook.exported", path=str(path)))

    def _import(self) -> None:
        say = self.session.say
        path = self.session.ask.open_file(say("command.codebook.import"), kinds=say("codebook.files"))
        if path is None:
            return
        try:
            taken = self.changes.taken_in(path)
        except KnownError as fault:
            self._tell_all(fault.problems)
            return
        self.edit(lambda _draft: taken)
        self.look()

    def _open(self, one: Touched) -> None:
        self.session.hub.article_wanted.emit(one.key.document, one.spans[0])

    def _tell(self, fault: Problem) -> None:
        self.session.hub.said.emit(say_problem(fault, self.session.language))

    def _tell_all(self, faults: Sequence[Problem]) -> None:
        self.session.ask.show_problems(faults)

    # --- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        top.setSpacing(4)
        for name in _BUTTONS:
            if name == "back":
                top.addStretch(1)
            top.addWidget(ActionButton(self.session.actions.action(f"codebook.{name}")))
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.form, 1)
        below.addWidget(hairline(vertical=True))
        below.addWidget(self.panel)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(top)
        middle.addWidget(hairline())
        middle.addLayout(below, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addWidget(hairline(vertical=True))
        layout.addLayout(middle, 1)


def _renamed_part(element: Element, part: str, new: str) -> Edit:
    if element.sort == "label":
        return lambda draft: draft.rename_subtype(element.kind, element.name, part, new)
    return lambda draft: draft.rename_value(element.place, part, new)


def _dropped_part(element: Element, part: str, to: str | None) -> Edit:
    if element.sort == "label":
        return lambda draft: draft.drop_subtype(element.kind, element.name, part, to=to)
    return lambda draft: draft.drop_value(element.place, part, to=to)
