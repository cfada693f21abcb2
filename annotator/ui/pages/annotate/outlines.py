"""Outlines round what nobody has tagged yet: found while the hands rest, so that no key waits for them."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.annotation import Annotation
from annotator.model.step import Step
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.suggesting import Suggesting
from annotator.ui.reader.marks import Mark
from annotator.work.untagged import Untagged

OUTLINED: Final = "outlined."
"""How ids of outlines begin; the place where the suggestion begins follows."""

_REST_MS: Final = 250
_MOST_LETTERS: Final = 8_000
"""In longer texts all suggestions together take longer than a key may wait; there the walk alone shows them."""


Why = Literal["", "off", "theirs", "long"]


class Outlines(QObject):
    """Only the layer that a person works in has them; what is tagged loses its outline at once.

    ``renewed`` says that ``found`` is what is suggested now; where that is nothing ``why_none`` may tell why.
    """

    renewed = Signal()

    def __init__(self, stage: Stage, suggesting: Suggesting) -> None:
        super().__init__(stage)
        self._stage = stage
        self._suggesting = suggesting
        self._on = False
        self.found: tuple[Untagged, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.renew)
        stage.opened.connect(lambda _document: self._begin())
        # Parts of a frame are outlined too: those alone are to be seen while it is open.
        stage.mode_changed.connect(lambda mode: self._timer.start(0 if mode == "frame" else _REST_MS))

    def show(self, on: bool) -> None:
        """Draw outlines from now on, or none."""
        self._on = on
        self.renew()

    @property
    def why_none(self) -> Why:
        """Why nothing is looked for: hidden, somebody else's layer, too long a text; "" where it is."""
        stage = self._stage
        if not self._on:
            return "off"
        if not stage.is_open or not stage.writable:
            return "theirs"
        return "long" if len(stage.text) > _MOST_LETTERS else ""

    def follow(self, steps: Sequence[Step]) -> None:
        """Take away the outlines that lie under what was just tagged, and look anew once the hands rest."""
        made = [c.after for step in steps for c in step.changes if isinstance(c.after, Annotation)]
        marks = self._stage.reader.scene.marks
        gone = [i for i in self._standing() if any(marks[i].spans[0].overlaps(s) for a in made for s in a.spans)]
        if gone:
            self._stage.reader.patch_marks(gone, ())
        self._timer.start(_REST_MS)

    def renew(self) -> None:
        """Draw what is to be suggested now."""
        self._timer.stop()
        stage = self._stage
        if not stage.is_open:
            self.renewed.emit()
            return
        if stage.state.frame is None:
            self.found = () if self.why_none else tuple(self._suggesting.all())
        wanted = {mark.id: mark for mark in self._wanted()}
        marks = stage.reader.scene.marks
        gone = [i for i in self._standing() if i not in wanted]
        added = [mark for mark in wanted.values() if marks.get(mark.id) != mark]
        if gone or added:
            stage.reader.patch_marks(gone, added)
        self.renewed.emit()

    def _begin(self) -> None:
        """What was found in another article or layer holds no more."""
        self.found = ()
        self._timer.start(_REST_MS)

    def _standing(self) -> list[str]:
        return [i for i in self._stage.reader.scene.marks if i.startswith(OUTLINED)]

    def _wanted(self) -> Iterator[Mark]:
        if self.why_none or self._stage.state.frame is not None:
            return
        reached = 0
        for found in self.found:
            if found.span.start >= reached:
                reached = found.span.end
                yield self._outline(found)

    def _outline(self, found: Untagged) -> Mark:
        stage = self._stage
        word = short_label(stage.desk.codebook, "entity", found.label, stage.session.language)
        return Mark(
            id=f"{OUTLINED}{found.span.start}",
            kind="entity",
            label=found.label,
            spans=(found.span,),
            chip="",
            colour=found.label,
            style="suggestion",
            tooltip=stage.say("annotate.outlined", label=word),
        )
