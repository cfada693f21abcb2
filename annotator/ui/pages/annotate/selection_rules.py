"""From a selection, or the place of the caret, to the spans that a gesture means."""

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from annotator.model.span import Span
from annotator.suggest.quotemarks import MARKS, inside, paragraph_at, quoted
from annotator.text.clitics import proclitic_steps
from annotator.text.segmentation import words_between
from annotator.text.selection import snap_to_words, trim

Edges = Literal["snap", "trim", "keep"]
"""What becomes of a selection's ends: out to whole words, in to letters and figures, or nothing at all."""


def word_at(text: str, position: int) -> Span | None:
    """The word that holds the letter behind ``position``, else the one that ends there."""
    found = words_between(text, position, position)
    holding = [w for w in found if w[0] <= position < w[1]] or [w for w in found if w[1] == position]
    return Span(*holding[0]) if holding else None


def span_for(text: str, selection: Span | None, caret: int, *, kind: str, edges: Edges = "snap") -> Span | None:
    """What a person means to mark as ``kind``: the selection with its ends set right, else the word at the caret.

    A quote without a selection is what stands in the quote marks round the caret. ``None`` where nothing is left.
    """
    if selection is None:
        return (between_marks(text, caret) if kind == "quote" else None) or word_at(text, caret)
    if edges == "keep":
        return selection
    settle = snap_to_words if edges == "snap" else trim
    found = settle(text, selection.start, selection.end, keep_marks=kind == "quote")
    if found is None:
        return None
    return unwrapped(text, Span(*found)) if kind == "quote" else Span(*found)


def between_marks(text: str, caret: int) -> Span | None:
    """What stands in the innermost pair of quote marks round ``caret`` within its paragraph."""
    pairs = quoted(text, *paragraph_at(text, caret))
    around = [pair for pair in pairs if pair.last is not None and pair.first <= caret <= pair.last + 1]
    return inside(text, max(around, key=lambda pair: pair.first)) if around else None


def unwrapped(text: str, span: Span) -> Span:
    """A quote without the marks that enclose all of it, and without the full stop before the closing mark."""
    start, end = span.start, span.end
    inner = text[start + 1 : end - 1]
    if end - start > 2 and text[start] in MARKS and text[end - 1] in MARKS and not MARKS & frozenset(inner):
        start, end = start + 1, end - 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or (text[end - 1] == "." and not text[:end].endswith(".."))):
            end -= 1
    return Span(start, end) if start < end else span


def without_next_proclitic(text: str, span: Span) -> Span:
    """The span with one proclitic fewer at its start; when none is left to take, with all of them back."""
    word_start, offsets = _proclitics(text, span)
    later = [at for at in offsets if at > span.start - word_start and word_start + at < span.end]
    return Span(word_start + (later[0] if later else 0), span.end)


def with_last_proclitic(text: str, span: Span) -> Span:
    """The span with the proclitic before its start given back; the same span where there is none."""
    word_start, offsets = _proclitics(text, span)
    earlier = [at for at in (0, *offsets) if at < span.start - word_start]
    return Span(word_start + earlier[-1], span.end) if earlier else span


def split_word(text: str, span: Span, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The word at a span's start in pieces, proclitics first: ``("ل", "أفغانستان")``; one piece where none is likely.

    Where the span begins inside the word, it alone decides where the word is cut; else a cut is likely where ``knows``
    says that the rest is a name and the whole is not.
    """
    word_start, offsets = _proclitics(text, span)
    found = words_between(text, span.start, span.start)
    word_end = next((end for start, end in found if start <= span.start < end), span.end)
    cut = span.start - word_start
    if cut:
        cuts = sorted({*(at for at in offsets if at < cut), cut})
    else:
        word = text[word_start:word_end]
        known = [] if knows(word) else [at for at in offsets if knows(word[at:])]
        cuts = [at for at in offsets if known and at <= known[0]]
    edges = [0, *cuts, word_end - word_start]
    return tuple(text[word_start + a : word_start + b] for a, b in pairwise(edges) if a < b)


def _proclitics(text: str, span: Span) -> tuple[int, tuple[int, ...]]:
    """Where the word at a span's start begins, and the offsets in it behind each of its proclitics."""
    found = words_between(text, span.start, span.start)
    word = next(((start, end) for start, end in found if start <= span.start < end), (span.start, span.end))
    return word[0], tuple(step.rest_offset for step in proclitic_steps(text[word[0] : word[1]]))
