"""What a selection or a caret means: words, quote marks, proclitics."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.ui.pages.annotate.selection_rules import (
    between_marks,
    span_for,
    split_word,
    with_last_proclitic,
    without_next_proclitic,
    word_at,
)

TEXT = 'أكد بوتين: "حركة طالبان تسيطر، فهل نحاورها؟". وقالت لأفغانستان «طالبان» نعم.'


def of(words: str, text: str = TEXT) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def test_the_word_at_the_caret_is_the_one_behind_it_else_the_one_that_ends_there() -> None:
    word = of("بوتين")
    assert word_at(TEXT, word.start) == word
    assert word_at(TEXT, word.start + 2) == word
    assert word_at(TEXT, word.end) == word
    assert word_at("، ،", 1) is None


def test_a_selection_is_trimmed_and_snapped_for_an_entity() -> None:
    ragged = Span(of("بوتين").start + 1, of("بوتين").end + 1)
    assert span_for(TEXT, ragged, ragged.end, kind="entity") == of("بوتين")
    assert span_for(TEXT, ragged, ragged.end, kind="entity", edges="keep") == ragged
    letters = Span(of("بوتين").start, of("بوتين").start + 3)
    assert span_for(TEXT, letters, letters.end, kind="entity", edges="trim") == letters


def test_a_quote_without_selection_is_what_stands_in_the_marks() -> None:
    content = of("حركة طالبان تسيطر، فهل نحاورها؟")
    assert span_for(TEXT, None, of("تسيطر").start, kind="quote") == content
    assert between_marks(TEXT, of("«طالبان»").start + 2) == Span(of("«طالبان»").start + 1, of("«طالبان»").end - 1)
    assert between_marks(TEXT, of("وقالت").start) is None


def test_marks_round_a_selected_quote_stay_outside_and_its_question_mark_inside() -> None:
    selected = of('"حركة طالبان تسيطر، فهل نحاورها؟"')
    found = span_for(TEXT, selected, selected.end, kind="quote")
    assert found is not None
    assert found.of(TEXT) == "حركة طالبان تسيطر، فهل نحاورها؟"


def test_a_full_stop_before_the_closing_mark_is_left_out() -> None:
    text = "قال “نعم سنذهب.” ثم"
    assert span_for(text, None, text.index("سنذهب"), kind="quote") == of("نعم سنذهب", text)


def test_proclitics_go_one_by_one_and_all_come_back() -> None:
    text = "في وبموسكو غدا"
    span = of("وبموسكو", text)
    seen = []
    for _ in range(3):
        span = without_next_proclitic(text, span)
        seen.append(span.of(text))
    assert seen == ["بموسكو", "موسكو", "وبموسكو"]
    assert with_last_proclitic(text, of("موسكو", text)).of(text) == "بموسكو"
    assert with_last_proclitic(text, of("وبموسكو", text)) == of("وبموسكو", text)


def test_a_word_is_split_where_its_rest_is_a_name_or_where_the_span_begins() -> None:
    word = of("لأفغانستان")
    known = frozenset({"أفغانستان"}).__contains__
    assert split_word(TEXT, word, known) == ("ل", "أفغانستان")
    assert split_word(TEXT, word, lambda _form: False) == ("لأفغانستان",)
    assert split_word(TEXT, of("أفغانستان"), lambda _form: False) == ("ل", "أفغانستان")
    assert split_word("فلاديمير", Span(0, 8), frozenset({"فلاديمير"}).__contains__) == ("فلاديمير",)


@given(st.data())
def test_what_is_meant_lies_in_the_text_and_round_the_selected_letters(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    for kind in ("entity", "quote"):
        found = span_for(TEXT, Span(start, end), end, kind=kind)
        if found is not None:
            assert 0 <= found.start < found.end <= len(TEXT)
            assert not found.of(TEXT)[0].isspace()
            assert not found.of(TEXT)[-1].isspace()


@given(st.integers(0, len(TEXT)))
def test_taking_proclitics_off_goes_round(caret: int) -> None:
    word = word_at(TEXT, caret)
    if word is not None:
        span = without_next_proclitic(TEXT, word)
        for _ in range(4):
            if span == word:
                break
            span = without_next_proclitic(TEXT, span)
        assert span == word
