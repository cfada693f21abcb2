"""The walk through suggestions: an outline at a time, to accept, to reject, to tag otherwise or to leave."""

from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from annotator.model.span import Span
from annotator.model.step import Step
from annotator.suggest.titles import shipped_titles
from annotator.text.bidi import strip_controls
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.work import rejecting
from annotator.work.dating import wants_date
from annotator.work.untagged import Finder, Untagged

_SUGGESTER = "names"


class Suggesting:
    """Proposes names that nobody has tagged; what was rejected does not come back in this article."""

    def __init__(self, stage: Stage, tagging: Tagging) -> None:
        self._stage = stage
        self._tagging = tagging

    @cached_property
    def _finder(self) -> Finder:
        return Finder(shipped_titles(), self._stage.date_words)

    @property
    def _date_label(self) -> str | None:
        """The label of which the codebook wants a date as its value."""
        codebook = self._stage.desk.codebook
        labels = codebook.labels_of("entity")
        return next((one.id for one in labels if wants_date(codebook, "entity", one.id)), None)

    # --- suggestions

    def step(self, way: int) -> None:
        """Look at the next or previous suggestion."""
        stage = self._stage
        if not self._tagging.may_write():
            return
        found = next(self._found(way), None)
        if found is None:
            stage.become(stage.state.activated(None))
            stage.tell(stage.say("annotate.said.no_suggestion"))
            return
        self._show(found)

    def _show(self, found: Untagged) -> None:
        stage = self._stage
        stage.place_caret(found.span.start)
        stage.become(stage.state.suggesting(found))
        stage.reader.scroll_to(found.span)
        stage.tell(stage.say("annotate.said.suggested", letters=self._letters(found), more=self.more(found)))

    def accept(self, *, edit: bool = False) -> None:
        """Make the suggestion an annotation of mine."""
        stage, found = self._stage, self._stage.state.suggestion
        if found is None:
            return
        desk, article = stage.desk, stage.article
        done = stage.do(
            lambda: desk.tag_known(
                article,
                found.span,
                label=found.label,
                entry=found.entry,
                attributes=found.attributes,
                suggester=_SUGGESTER,
            )
        )
        if done and edit:
            stage.inspector.focus_first()

    def reject(self) -> None:
        """Put the suggestion away for good, and look at the next; undo brings it back."""
        stage, found = self._stage, self._stage.state.suggestion
        if found is None:
            return
        document, person = stage.article.document.id, stage.desk.person.id
        draft = rejecting.rejection(document, person, found, suggester=_SUGGESTER)
        if stage.do(lambda: stage.desk.write((draft,))):
            self.step(1)

    def follow(self, steps: tuple[Step, ...]) -> None:
        """Look again at a suggestion that an undo has brought back."""
        stage = self._stage
        if not stage.is_open or not stage.writable or stage.state.drafting:
            return
        stream = rejecting.stream_for(stage.article.document.id, stage.desk.person.id)
        place = rejecting.offered_again(steps, stream)
        found = next(self._found_from(place.start), None) if place is not None else None
        if found is not None and found.span == place:
            self._show(found)

    # --- jumps

    def select_next(self) -> None:
        """Select the next name that nobody has tagged, with the caret there and nothing active."""
        stage = self._stage
        found = next(self._found(1), None)
        if found is None:
            stage.tell(stage.say("annotate.said.no_untagged"))
            return
        stage.become(stage.state.activated(None))
        stage.reader.select(found.span)
        stage.reader.scroll_to(found.span)
        self._tagging.note_drag(found.span, True)
        stage.tell(stage.say("annotate.said.untagged", letters=self._letters(found), more=self.more(found)))

    def all(self) -> Iterator[Untagged]:
        """Every suggestion of the article, from its beginning."""
        return self._found_from(0)

    def look_at(self, place: int) -> None:
        """Look at the suggestion that begins at a place, as the walk does."""
        found = next(self._found_from(place), None)
        if found is not None and found.span.start == place:
            self._show(found)

    def look(self, span: Span) -> bool:
        """Look at the suggestion over just these letters, as the walk does; whether there still is one."""
        if not self._tagging.may_write():
            return False
        near = takewhile(lambda one: one.span.start == span.start, self._found_from(span.start))
        found = next((one for one in near if one.span == span), None)
        if found is not None:
            self._show(found)
        return found is not None

    def ahead(self) -> Iterator[Untagged]:
        """What the walk forwards would come to, in its order."""
        return self._found(1)

    def _found(self, way: int) -> Iterator[Untagged]:
        stage = self._stage
        selection, shown = stage.reader.selection(), stage.state.suggestion
        return self._found_from(shown.span if shown is not None else selection or stage.reader.caret(), way)

    def _found_from(self, here: Span | int, way: int = 1) -> Iterator[Untagged]:
        stage, desk = self._stage, self._stage.desk
        rejected = rejecting.rejected(desk.sight, stage.article.document.id)
        found = self._finder.found(
            stage.article, desk.names, desk.habits, here=here, way=way, date_label=self._date_label
        )
        return (one for one in found if one.span not in rejected)

    def _letters(self, found: Untagged) -> str:
        return strip_controls(found.span.of(self._stage.text))

    def more(self, found: Untagged) -> str:
        """What it would be tagged as, beside its letters: label, entry, values."""
        stage = self._stage
        entry = stage.desk.names.entry(found.entry)
        label = short_label(stage.desk.codebook, "entity", found.label, stage.session.language)
        parts = (label, entry.name_latin if entry else None)
        return " · ".join(part for part in (*parts, *(a.value for a in found.attributes)) if part)
