"""The registry by key: the entry that is proposed for the active annotation, another candidate, a new one, none."""

from typing import Final

from PySide6.QtCore import QTimer

from annotator.model.annotation import Annotation, Attribute
from annotator.model.ids import new_id
from annotator.model.registry import Entry, EntryKind
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.work.candidates import Candidate, Ranking
from annotator.work.dating import Dating, dating, wants_date
from annotator.work.likeness import context_of

_AFTER_PAINT_MS: Final = 40
_MOST: Final = 9
_NAMED: Final = frozenset({"exact", "folded", "clitic"})


class Linking:
    """Shows the likeliest entry beside the last act, and links on a key."""

    def __init__(self, stage: Stage, tagging: Tagging) -> None:
        self._stage = stage
        self._tagging = tagging
        self._timer = QTimer(stage)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_PAINT_MS)
        self._timer.timeout.connect(self._show)
        stage.subject_changed.connect(self._show_later)
        # Space means something else while edges or a frame are open.
        stage.mode_changed.connect(lambda _mode: self._show_later())
        stage.status.proposal_asked.connect(self.accept)

    def accept(self) -> None:
        """Link the active annotation to the likeliest entry, or to a new one where that is likelier; date a date."""
        date = self._date()
        if date is not None and date.offered:
            self._put_date(date)
            return
        active = self._linkable()
        if active is not None and active.entry is None and self.proposes_new(active):
            self.make_new()
        else:
            self.pick(0)

    def pick(self, place: int) -> None:
        """Link the active annotation to a candidate, by its place from 0."""
        stage, active = self._stage, self._linkable()
        if active is None or not self._tagging.may_write():
            return
        found = self.candidates(active)
        if place == 0 and active.entry is not None:
            stage.tell(stage.say("annotate.said.linked_already", name=self._name(active.entry)))
        elif place < len(found):
            self._link(active, found[place])
        else:
            stage.tell(stage.say("annotate.said.no_candidate"))

    def make_new(self) -> None:
        """Make an entry with the letters of the active annotation as its name, and link to it."""
        stage, active = self._stage, self._linkable()
        if active is None or not self._tagging.may_write():
            return
        name = active.surface(stage.text)
        kind: EntryKind = "event" if active.kind == "event" else "entity"
        entry = Entry(id=new_id("n"), kind=kind, label=active.label, name_ar=name)
        said = (Attribute("mention", "NAM"),) if kind == "entity" else ()
        gesture = stage.desk.create_entry
        chosen = self._chosen(active)
        stage.do(lambda: gesture(entry, article=stage.article, annotation_id=active.id, attributes=said, also=chosen))

    def unlink(self) -> None:
        """Let the active annotation point to no entry."""
        stage, active = self._stage, self._linkable()
        if active is not None and active.entry is not None and self._tagging.may_write():
            chosen = self._chosen(active)
            stage.do(lambda: stage.desk.unlink(stage.article, chosen))

    def candidates(self, annotation: Annotation) -> tuple[Candidate, ...]:
        """Entries for an annotation, the likeliest first."""
        usual = self._usual(annotation)
        kind = "event" if annotation.kind == "event" else "entity"
        fitting = (c for c in self._ranked(annotation).candidates if c.entry.kind == kind)
        return tuple(sorted(fitting, key=lambda c: c.entry.id != usual))

    def _ranked(self, annotation: Annotation) -> Ranking:
        stage, names = self._stage, self._stage.desk.names
        context = context_of(stage.text, stage.article.annotations.values(), annotation, names.forms)
        surface = annotation.surface(stage.text)
        return names.rank(surface, label=annotation.label, context=context, limit=_MOST)

    def _usual(self, annotation: Annotation) -> str | None:
        """The entry to which the same letters with the same label were linked last."""
        said = self._stage.desk.habits.of_form(annotation.surface(self._stage.text), annotation.kind)
        return said.entry if said is not None and said.label == annotation.label else None

    def proposes_new(self, annotation: Annotation) -> bool:
        """Whether a new entry is likelier than any that there is."""
        if not self.candidates(annotation):
            return True
        return self._usual(annotation) is None and self._ranked(annotation).new_at == 0

    def _link(self, annotation: Annotation, candidate: Candidate) -> None:
        stage, entry = self._stage, candidate.entry
        attributes = self._known(annotation, candidate)
        chosen = self._chosen(annotation)
        stage.do(lambda: stage.desk.link_known(stage.article, chosen, entry.id, attributes))

    def _known(self, annotation: Annotation, candidate: Candidate) -> tuple[Attribute, ...]:
        if annotation.kind != "entity":
            return ()
        stage, entry = self._stage, candidate.entry
        usual = stage.desk.habits.of_entry(entry.id, annotation.surface(stage.text), annotation.label)
        named = (Attribute("mention", "NAM"),) if candidate.how in _NAMED else ()
        return tuple({a.name: a for a in (*named, *usual)}.values())

    def _chosen(self, active: Annotation) -> list[str]:
        """The active annotation, and those selected with it that the codebook links to the registry too."""
        stage, known = self._stage, self._stage.article.annotations
        labels = ((one, stage.desk.codebook.label(known[one].kind, known[one].label)) for one in stage.targets)
        return [one for one, label in labels if one == active.id or (label is not None and label.links_to_registry)]

    def _linkable(self) -> Annotation | None:
        active = self._stage.active
        label = self._stage.desk.codebook.label(active.kind, active.label) if active is not None else None
        return active if label is not None and label.links_to_registry else None

    def _date(self) -> Dating | None:
        """What the active mention says, where it is a date."""
        stage, active = self._stage, self._stage.active
        if active is None or not wants_date(stage.desk.codebook, active.kind, active.label):
            return None
        return dating(stage.article, active, stage.date_words)

    def _put_date(self, date: Dating) -> None:
        stage, active = self._stage, self._stage.active
        if active is not None and self._tagging.may_write():
            done = stage.do(lambda: stage.desk.say_known(stage.article, active.id, date.offered))
            if done and date.late:
                value = date.known or date.literal
                stage.tell(stage.say("annotate.said.after_publication", value=value), undoable=True)

    def _show_later(self) -> None:
        self._stage.status.show_proposal("")
        self._timer.start()

    def _show(self) -> None:
        stage = self._stage
        if not stage.is_open or stage.state.mode != "annotation" or not stage.writable:
            return
        date = self._date()
        if date is not None and date.offered:
            key = "annotate.link.date" if date.known is None else "annotate.link.written"
            stage.status.show_proposal(stage.say(key, value=date.literal))
            return
        active = self._linkable()
        if active is None or active.entry is not None:
            return
        found = self.candidates(active)
        if self.proposes_new(active):
            stage.status.show_proposal(stage.say("annotate.link.new", name=active.surface(stage.text)))
            return
        entry, sorts = found[0].entry, [a.value for a in self._known(active, found[0])]
        # Names of two directions in one isolate would change places.
        more = " · ".join((*((entry.name_latin,) if entry.name_latin else ()), *sorts))
        stage.status.show_proposal(stage.say("annotate.link.proposed", entry=entry.name_ar, more=more))

    def _name(self, entry_id: str) -> str:
        entry = self._stage.desk.names.entry(entry_id)
        return entry.name_ar if entry is not None else entry_id
