"""Outlines of what is on its way: the edges of an annotation, the parts of an open frame."""

from typing import Final

from annotator.model.span import Span
from annotator.ui.pages.annotate.frame_draft import CORE, FrameDraft
from annotator.ui.pages.annotate.marks_of import KIND_COLOURS, colour_of
from annotator.ui.pages.annotate.modes import State
from annotator.ui.reader.marks import Mark
from annotator.work.article import OpenArticle

DRAFT: Final = "draft.edges"
"""The id of the outline that stands for the annotation whose edges move."""


def ghosts_of(state: State, article: OpenArticle) -> tuple[Mark, ...]:
    """The outlines that a state asks for."""
    if state.frame is not None:
        return _frame_ghosts(state.frame, article)
    edges = state.edges
    annotation = article.annotations.get(edges.annotation) if edges else None
    if edges is None or annotation is None:
        return ()
    mark = Mark(
        id=DRAFT,
        kind=annotation.kind,
        label=annotation.label,
        spans=(edges.span,),
        chip="",
        colour=colour_of(annotation),
        style="ghost",
    )
    return (mark,)


def _frame_ghosts(draft: FrameDraft, article: OpenArticle) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for part in draft.parts:
        spans: list[Span] = []
        for filling in draft.pieces(part):
            mention = article.annotations.get(filling.target.annotation or "")
            spans += mention.spans if mention else filling.target.spans
        if spans:
            core = part.name == CORE
            kind = draft.frame.kind if core else "cue" if part.name == "cue" else "entity"
            marks.append(
                Mark(
                    id=f"draft.{part.name}",
                    kind=kind,
                    label=part.name,
                    spans=tuple(sorted(set(spans))),
                    chip=part.symbol,
                    colour=KIND_COLOURS["cue" if part.name == "cue" else draft.frame.kind],
                    style="ghost",
                )
            )
    return tuple(marks)
