"""Moving the ends of an annotation with the arrows: what each press makes of its span."""

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.ui.pages.annotate.modes import EdgeDraft
from annotator.ui.reader.caret import Unit, step


def opened(annotation: Annotation, caret: int) -> EdgeDraft:
    """The edges of the piece of an annotation that the caret stands in, else of its first piece."""
    pieces = enumerate(annotation.spans)
    piece = next((n for n, span in pieces if span.start <= caret < span.end), 0)
    span = annotation.spans[piece]
    return EdgeDraft(annotation=annotation.id, piece=piece, span=span, begun=span)


def moved(text: str, span: Span, *, end: bool, forward: bool, unit: Unit) -> Span:
    """The span with one end a word or a letter further; never empty, never beyond the text.

    Word by word an end falls on ends of words and a start on their starts, also where it stood inside a word.
    """
    if end:
        at = step(text, span.end, unit=unit, forward=forward, anchor=span.start)
        return Span(span.start, at) if at > span.start else span
    at = step(text, span.start, unit=unit, forward=forward, anchor=span.end)
    return Span(at, span.end) if at < span.end else span


def replaced_piece(annotation: Annotation, draft: EdgeDraft) -> tuple[Span, ...]:
    """All pieces of the annotation with the moved one in its place."""
    return tuple(draft.span if n == draft.piece else span for n, span in enumerate(annotation.spans))


def piece_of(annotation: Annotation, span: Span) -> int:
    """Which piece a dragged edge belongs to: the one whose other end has stayed."""
    near = [n for n, s in enumerate(annotation.spans) if s.start == span.start or s.end == span.end]
    return near[0] if near else 0
