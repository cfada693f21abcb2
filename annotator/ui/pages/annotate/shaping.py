"""The gestures on the shape of annotations: a further piece, one in two, two in one, one value for many."""

from collections.abc import Sequence

from annotator.model.annotation import Annotation
from annotator.model.layer import in_text_order
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Choose, Tagging
from annotator.ui.palette import Offer


class Shaping:
    """What P, S, M and T do."""

    def __init__(self, stage: Stage, tagging: Tagging, choose: Choose) -> None:
        self._stage = stage
        self._tagging = tagging
        self._choose = choose

    def add_piece(self) -> None:
        """Add the selection, or the word at the caret, to the annotation that was active last."""
        stage = self._stage
        receiver = stage.article.annotations.get(stage.last_active or "")
        if not self._tagging.may_write():
            return
        if receiver is None or (stage.active is not None and stage.reader.selection() is None):
            stage.tell(stage.say("annotate.said.piece"))
            return
        meant = self._tagging.meant(receiver.kind if receiver.kind == "quote" else "entity")
        if meant is None:
            stage.tell(stage.say("annotate.said.nothing_here"))
        elif stage.do(lambda: stage.desk.respan(stage.article, receiver.id, (*receiver.spans, meant))):
            stage.place_caret(stage.reader.caret())

    def split(self) -> None:
        """Cut what lies under the caret there, or the pieces of the active annotation from one another."""
        stage, active, caret = self._stage, self._stage.active, self._stage.reader.caret()
        if not self._tagging.may_write():
            return
        at = None
        if active is None:
            under = [a for a in stage.article.at(caret) if a.start < caret]
            active, at = (under[0], caret) if under else (None, None)
        if active is None:
            stage.tell(stage.say("problem.split.nothing"))
        else:
            wanted: Annotation = active
            stage.do(lambda: stage.desk.split(stage.article, wanted.id, at))

    def merge(self) -> None:
        """Merge what is selected in the list, else the active annotation with the next one of its kind and label."""
        stage, active = self._stage, self._stage.active
        chosen = stage.targets
        if active is None or not self._tagging.may_write():
            return
        if len(chosen) < 2:
            ordered = in_text_order(stage.article.annotations.values())
            behind = ordered[ordered.index(active) + 1 :]
            following = next((a for a in behind if (a.kind, a.label) == (active.kind, active.label)), None)
            chosen = (active.id, following.id) if following is not None else ()
        stage.do(lambda: stage.desk.merge(stage.article, chosen))

    def tag_everywhere(self) -> None:
        """Show every place where the letters of the active annotation, or of what lies under the caret, stand."""
        stage = self._stage
        found = [a for a in (stage.active, *stage.article.at(stage.reader.caret())) if a is not None]
        mention = next((a for a in found if a.kind in ("entity", "event")), None)
        if mention is None:
            stage.tell(stage.say("annotate.said.everywhere"))
        elif self._tagging.may_write():
            from annotator.ui.pages.annotate.everywhere_dialog import EverywhereDialog

            EverywhereDialog(stage, mention, stage.reader.window()).open()

    def choose_subtype(self) -> None:
        """Ask for the subtype of the active annotation, by digit or by typing."""
        stage, active = self._stage, self._stage.active
        label = stage.desk.codebook.label(active.kind, active.label) if active is not None else None
        if active is None or label is None or not label.subtypes:
            stage.tell(stage.say("annotate.said.no_subtypes"))
        elif self._tagging.may_write():
            known = stage.article.annotations
            alike = (active.kind, active.label)
            chosen = [one for one in stage.targets if (known[one].kind, known[one].label) == alike]
            offers = [
                Offer(
                    subtype.name.of(stage.session.language.code),
                    f"{subtype.id} {subtype.name.ar} {subtype.name.en}",
                    str(number) if number <= 9 else subtype.id,
                    lambda value=subtype.id: self._set(chosen, value),  # type: ignore[misc]
                )
                for number, subtype in enumerate(label.subtypes, 1)
            ]
            self._choose(offers, "annotate.choose.subtype")

    def _set(self, ids: Sequence[str], value: str) -> None:
        stage = self._stage
        stage.do(lambda: stage.desk.set_attributes(stage.article, ids, "subtype", value))
