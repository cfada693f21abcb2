"""Words of plain texts are found by a shorter pattern, which must never differ from the full one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.text.segmentation import _PLAIN_TEXT, _PLAIN_WORD, _WORD, words

EVERY = [chr(code) for code in range(0x2100) if _PLAIN_TEXT.fullmatch(chr(code))]
TELLING = "اب ـًَ'’-.,:/٫٬12٣۴aZ\n\u200f\u00a0«»؟_"


def both(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    full = [match.span() for match in _WORD.finditer(text)]
    return [match.span() for match in _PLAIN_WORD.finditer(text)], full


def test_each_plain_character_beside_letters_digits_and_marks() -> None:
    assert len(EVERY) > 300
    for character in EVERY:
        for text in (
            character,
            f"ا{character}ب",
            f"1{character}2",
            f"a{character}b",
            f"ـ{character}ً",
            f"1{character}a",
        ):
            plain, full = both(text)
            assert plain == full, ascii(text)


@given(st.text(TELLING, max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_plain_text(text: str) -> None:
    assert _PLAIN_TEXT.fullmatch(text)
    plain, full = both(text)
    assert plain == full
    assert list(words(text)) == full


def test_the_seeds_are_plain(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        assert _PLAIN_TEXT.fullmatch(text)
        assert list(words(text)) == both(text)[1]


def test_what_is_not_plain_goes_the_long_way() -> None:
    for text in ("می\u200cخواهم", "é", "\u00adا", "😀"):
        assert not _PLAIN_TEXT.fullmatch(text)
        assert list(words(text)) == both(text)[1]
