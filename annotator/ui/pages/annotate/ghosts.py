"""Outlines of what is on its way: the edges of an annotation, the parts of an open frame."""

from collections.abc import Iterable, Iterator
from typing import Final

from annotator.model.readings import QUOTE_LINKS
from annotator.model.span import Span
from annotator.ui.pages.annotate.frame_draft import CORE, Choice, FrameDraft
from annotator.ui.pages.annotate.marks_of import KIND_COLOURS, colour_of
from annotator.ui.pages.annotate.modes import State
from annotator.ui.reader.marks import Mark
from annotator.work.article import OpenArticle
from annotator.work.untagged import Untagged

DRAFT: Final = "draft.edges"
"""The id of the outline that stands for the annotation whose edges move."""

OFFERED: Final = "draft.choice."
"""How ids of outlines begin that stand for candidates; their number, from 1, follows."""


def ghosts_of(
    state: State, article: OpenArticle, *, word: str = "", offered: Iterable[Choice] = ()
) -> tuple[Mark, ...]:
    """The outlines that a state asks for.

    ``word`` is what the label of a suggestion is called; ``offered`` may fill the part of a frame that is worked on.
    """
    if state.suggestion is not None:
        return (_suggestion(state.suggestion, word),)
    if state.frame is not None:
        return (*_frame_ghosts(state.frame, article), *_offered(offered, article))
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


def _offered(offered: Iterable[Choice], article: OpenArticle) -> Iterator[Mark]:
    """What may fill the part stands out on the page; no chip, so that no line moves."""
    for number, choice in enumerate(offered, 1):
        mention = article.annotations.get(choice.filling.target.annotation or "")
        if mention is not None:
            yield Mark(
                id=f"{OFFERED}{number}",
                kind=mention.kind,
                label=mention.label,
                spans=mention.spans,
                chip="",
                colour=colour_of(mention),
                style="ghost",
            )


def _suggestion(suggestion: Untagged, word: str) -> Mark:
    return Mark(
        id="draft.suggestion",
        kind="entity",
        label=suggestion.label,
        spans=(suggestion.span,),
        chip=word,
        colour=suggestion.label,
        style="ghost",
    )


def _frame_ghosts(draft: FrameDraft, article: OpenArticle) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for part in draft.parts:
        if part.name in QUOTE_LINKS and part != draft.part:
            # Another quote is long; its outline would hide what this one is about.
            continue
        spans: list[Span] = []
        for filling in draft.pieces(part):
            mention = article.annotations.get(filling.target.annotation or "")
            spans += mention.spans if mention else filling.target.spans
        if spans:
            core = part.name == CORE
            kind = draft.frame.kind if core or part.name in QUOTE_LINKS else "cue" if part.name == "cue" else "entity"
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
