"""Jumps to what may still want work: mentions without an entry, words of attribution, quote marks."""

from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.layer import in_text_order
from annotator.suggest.cues import Cue, cues_in
from annotator.suggest.quotemarks import Quoted, quoted
from annotator.text.bidi import strip_controls
from annotator.text.segmentation import paragraphs
from annotator.ui.pages.annotate.marks_of import shortened
from annotator.ui.pages.annotate.stage import Stage

_SHOWN: Final = 48


class Jumping:
    """Each jump goes to the next place behind the caret, and from the last one to the first."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._cues: tuple[str, tuple[Cue, ...]] = ("", ())

    def to_unlinked(self) -> None:
        """Make the next annotation active that points to no entry though its label asks for one."""
        stage, codebook = self._stage, self._stage.desk.codebook

        def waits(annotation: Annotation) -> bool:
            label = codebook.label(annotation.kind, annotation.label)
            return annotation.entry is None and label is not None and label.links_to_registry

        waiting = [a for a in in_text_order(stage.article.annotations.values()) if waits(a)]
        active, caret = stage.active, stage.reader.caret()
        if not waiting:
            stage.tell(stage.say("annotate.said.all_linked"))
            return
        if active is not None and active in waiting:
            found = waiting[(waiting.index(active) + 1) % len(waiting)]
        else:
            found = next((a for a in waiting if a.start >= caret), waiting[0])
        stage.activate(found.id)

    def to_cue(self) -> None:
        """Put the caret on the next word of attribution that belongs to no quote yet."""
        self._go(self.cues(), "annotate.said.no_cue")

    def to_mark(self) -> None:
        """Put the caret inside the next quote marks that hold no quote yet."""
        self._go(self.marks(), "annotate.said.no_mark")

    def cues(self) -> tuple[int, ...]:
        """Where words of attribution begin that belong to no quote yet."""
        stage, text = self._stage, self._stage.text
        if self._cues[0] is not text:
            self._cues = (text, cues_in(text, 0, len(text), stage.lexicon))
        return tuple(cue.start for cue in self._cues[1] if not self._taken(cue))

    def marks(self) -> tuple[int, ...]:
        """Where the letters begin in quote marks that hold no quote yet."""
        text = self._stage.text
        found = [one for start, end in paragraphs(text) for one in quoted(text, start, end)]
        return tuple(one.first + 1 for one in found if not self._holds_quote(one))

    def _go(self, places: tuple[int, ...], otherwise: str) -> None:
        stage = self._stage
        if not places:
            stage.tell(stage.say(otherwise))
            return
        caret = stage.reader.caret()
        # At the very beginning nothing can be behind the caret that stands there.
        at = next((place for place in places if place > caret or place == caret == 0), places[0])
        stage.become(stage.state.activated(None))
        stage.place_caret(at)
        stage.reader.ensure_visible()
        words = shortened(strip_controls(stage.text[at : at + 2 * _SHOWN].split("\n")[0]), longest=_SHOWN)
        stage.tell(stage.say("annotate.said.here", words=words))

    def _taken(self, cue: Cue) -> bool:
        near = self._stage.article.near(cue.start, cue.end)
        return any(a.kind == "cue" and any(s.overlaps(p) for s in a.spans for p in cue.spans) for a in near)

    def _holds_quote(self, one: Quoted) -> bool:
        near = self._stage.article.near(one.first, one.end + 1)
        inside = (p for a in near if a.kind == "quote" for p in a.spans)
        return any(one.first - 1 <= p.start <= one.end for p in inside)
