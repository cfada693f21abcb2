"""Caret steps: whole words and sentences, letters with their marks, any length of paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from annotator.text.segmentation import graphemes
from annotator.ui.reader.caret import MOTIONS, Motion, motion_of, step, unit_at

_TEXT = "قال «بوتين»، أمس. وأضاف: لا.\nثم سكت"
_PLAIN = Qt.KeyboardModifier.NoModifier


def _words(text: str, *, forward: bool) -> list[int]:
    at, seen = (0, []) if forward else (len(text), [])
    while at != (len(text) if forward else 0):
        at = step(text, at, unit="word", forward=forward)
        seen.append(at)
    return seen


def test_words_are_entered_at_their_starts() -> None:
    starts = [_TEXT.index(word) for word in ("قال", "بوتين", "أمس", "وأضاف", "لا", "ثم", "سكت")]
    assert _words(_TEXT, forward=True) == [*starts[1:], len(_TEXT)]
    assert _words(_TEXT, forward=False) == starts[::-1]


def test_a_selection_grows_by_whole_words_without_their_marks() -> None:
    start = _TEXT.index("بوتين")
    end = step(_TEXT, start, unit="word", forward=True, anchor=start)
    assert _TEXT[start:end] == "بوتين"
    end = step(_TEXT, end, unit="word", forward=True, anchor=start)
    assert _TEXT[start:end] == "بوتين»، أمس"


def test_a_selection_shrinks_by_whole_words_and_never_past_its_anchor() -> None:
    start, end = _TEXT.index("بوتين"), _TEXT.index("أمس") + 3
    back = step(_TEXT, end, unit="word", forward=False, anchor=start)
    assert _TEXT[start:back] == "بوتين"
    assert step(_TEXT, back, unit="word", forward=False, anchor=start) == start
    assert step(_TEXT, start, unit="word", forward=True, anchor=end) == _TEXT.index("أمس")


def test_backwards_a_selection_takes_words_to_their_starts() -> None:
    anchor = _TEXT.index("أمس") + 3
    first = step(_TEXT, anchor, unit="word", forward=False, anchor=anchor)
    assert _TEXT[first:anchor] == "أمس"


def test_letters_keep_their_marks() -> None:
    assert step("يتوقّع", 3, unit="letter", forward=True) == 5
    assert step("يتوقّع", 5, unit="letter", forward=False) == 3
    assert step("👨‍👩‍👧", 0, unit="letter", forward=True) == 5


def test_sentences_and_paragraphs() -> None:
    second, third = _TEXT.index("وأضاف"), _TEXT.index("ثم")
    assert step(_TEXT, 0, unit="sentence", forward=True) == second
    assert step(_TEXT, third, unit="sentence", forward=False) == second
    assert step(_TEXT, 3, unit="paragraph", forward=True) == third
    assert step(_TEXT, third, unit="paragraph", forward=False) == 0
    assert step(_TEXT, 4, unit="article", forward=True) == len(_TEXT)


def test_units_at_a_letter() -> None:
    inside = _TEXT.index("بوتين") + 2
    assert unit_at(_TEXT, inside, "word") == (5, 10)
    assert unit_at(_TEXT, inside, "sentence") == (0, _TEXT.index(" وأضاف"))
    assert unit_at(_TEXT, inside, "paragraph") == (0, _TEXT.index("\n"))
    assert unit_at(_TEXT, 4, "word") is None


def test_a_sentence_longer_than_the_first_look_is_found_whole() -> None:
    long = "كلمة " * 3000
    text = f"أولى. {long}نهاية. أخيرة."
    assert unit_at(text, 8000, "sentence") == (6, text.index(" أخيرة"))
    assert step(text, 8000, unit="sentence", forward=True) == text.index("أخيرة")
    assert unit_at(f"أولى. {long}", 5 + len(long) - 10, "sentence") == (6, 5 + len(long))


def test_far_words_are_found_over_a_desert() -> None:
    text = "أول" + " . " * 2000 + "آخر"
    assert step(text, 1, unit="word", forward=True) == text.index("آخر")


@given(st.text(alphabet="ابتلأَّ .،\n«»a1😀\u200d", max_size=60), st.integers(0, 60), st.booleans())
def test_letter_steps_are_neighbouring_graphemes(text: str, at: int, forward: bool) -> None:
    bounds = graphemes(text)
    here = bounds[at % len(bounds)]
    beyond = [b for b in bounds if b > here] if forward else [b for b in reversed(bounds) if b < here]
    assert step(text, here, unit="letter", forward=forward) == (beyond[0] if beyond else here)


def test_the_table_of_motions_is_walked() -> None:
    for (key, held), motion in MOTIONS.items():
        modifiers = {"": _PLAIN, "alt": Qt.KeyboardModifier.AltModifier, "ctrl": Qt.KeyboardModifier.ControlModifier}[
            held
        ]
        for extra in (_PLAIN, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier):
            assert motion_of(key, modifiers | extra) == motion


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Tab, 0x0634])
def test_other_keys_are_no_motion(key: int) -> None:
    assert motion_of(key, _PLAIN) is None


def test_two_modifiers_are_no_motion() -> None:
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    assert motion_of(Qt.Key.Key_Left, both) is None
    assert motion_of(Qt.Key.Key_Left, _PLAIN) == Motion("word", forward=False, visual=True)
