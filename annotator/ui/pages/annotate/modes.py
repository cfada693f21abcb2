"""What the reader is in the middle of: a frozen state, and what each turn makes of it."""

from typing import Literal

import msgspec

from annotator.model.span import Span
from annotator.ui.pages.annotate.frame_draft import FrameDraft
from annotator.work.untagged import Untagged

PageMode = Literal["caret", "annotation", "edges", "frame", "suggestion"]


class EdgeDraft(msgspec.Struct, frozen=True):
    """An annotation whose ends are on the move: which of its pieces, and what that would become."""

    annotation: str
    piece: int
    span: Span
    begun: Span

    @property
    def changed(self) -> bool:
        return self.span != self.begun


class State(msgspec.Struct, frozen=True):
    """``active`` is the annotation that gestures are about; ``armed`` the label that paints what is selected next.

    ``suggestion`` is what is proposed at the place where the walk through suggestions stands.
    """

    active: str | None = None
    edges: EdgeDraft | None = None
    frame: FrameDraft | None = None
    armed: str | None = None
    suggestion: Untagged | None = None

    @property
    def mode(self) -> PageMode:
        if self.frame is not None:
            return "frame"
        if self.edges is not None:
            return "edges"
        if self.suggestion is not None:
            return "suggestion"
        return "caret" if self.active is None else "annotation"

    @property
    def drafting(self) -> bool:
        """Whether something is open that only Esc drops."""
        return self.frame is not None or self.edges is not None

    def activated(self, annotation_id: str | None) -> "State":
        """Another annotation, or none, is active; whatever was open is closed."""
        return State(active=annotation_id, armed=self.armed)

    def suggesting(self, suggestion: Untagged) -> "State":
        """A suggestion is looked at; nothing is active."""
        return State(armed=self.armed, suggestion=suggestion)

    def with_edges(self, edges: EdgeDraft) -> "State":
        return State(active=edges.annotation, edges=edges, armed=self.armed)

    def with_frame(self, frame: FrameDraft) -> "State":
        return State(active=self.active, frame=frame, armed=self.armed)

    def closed(self) -> "State":
        """Nothing is open any more; the annotation stays active."""
        return State(active=self.active, armed=self.armed)

    def armed_with(self, label: str | None) -> "State":
        return msgspec.structs.replace(self, armed=label)
