"""Ends of an annotation move by words and letters and never pass each other."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.ui.pages.annotate import edges

TEXT = "الرئيس الروسي فلاديمير بوتين، في موسكو"


def of(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def test_an_end_falls_on_ends_of_words_and_a_start_on_their_starts() -> None:
    span = of("فلاديمير")
    assert edges.moved(TEXT, span, end=True, forward=True, unit="word") == of("فلاديمير بوتين")
    assert edges.moved(TEXT, of("فلاديمير بوتين"), end=True, forward=False, unit="word") == span
    assert edges.moved(TEXT, span, end=False, forward=False, unit="word") == of("الروسي فلاديمير")
    assert edges.moved(TEXT, of("الروسي فلاديمير"), end=False, forward=True, unit="word") == span


def test_letters_one_by_one() -> None:
    assert edges.moved(TEXT, of("بوتين"), end=True, forward=False, unit="letter") == of("بوتي")
    assert edges.moved(TEXT, of("وتين"), end=False, forward=False, unit="letter") == of("بوتين")


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(["word", "letter"])), max_size=30))
def test_a_span_is_never_empty_and_never_leaves_the_text(moves: list[tuple[bool, bool, str]]) -> None:
    span = of("فلاديمير")
    for end, forward, unit in moves:
        span = edges.moved(TEXT, span, end=end, forward=forward, unit=unit)  # type: ignore[arg-type]
        assert 0 <= span.start < span.end <= len(TEXT)


def test_the_piece_at_the_caret_is_the_one_that_moves() -> None:
    annotation = Annotation(id="q", kind="quote", label="direct", spans=(of("الرئيس"), of("بوتين")))
    draft = edges.opened(annotation, of("بوتين").start + 1)
    assert (draft.piece, draft.span) == (1, of("بوتين"))
    assert edges.opened(annotation, of("موسكو").start).piece == 0
    assert edges.piece_of(annotation, Span(of("بوتين").start, of("بوتين").end - 1)) == 1
    moved = edges.replaced_piece(annotation, draft)
    assert moved == annotation.spans
