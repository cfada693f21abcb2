import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.offsets import Utf16Map

TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("😀🇸🇦👨ب")))


def units_before(text: str, position: int) -> int:
    return len(text[:position].encode("utf-16-le")) // 2


@given(TEXTS)
def test_agrees_with_the_codec_and_comes_back(text: str) -> None:
    offsets = Utf16Map(text)
    assert offsets.units == units_before(text, len(text))
    for position in range(len(text) + 1):
        unit = offsets.to_utf16(position)
        assert unit == units_before(text, position)
        assert offsets.to_codepoint(unit) == position


@given(TEXTS)
def test_the_middle_of_a_pair_is_the_start_of_its_character(text: str) -> None:
    offsets = Utf16Map(text)
    for position, character in enumerate(text):
        if character > "\uffff":
            assert offsets.to_codepoint(offsets.to_utf16(position) + 1) == position


def test_seeds_count_alike(seeds: dict[str, str]) -> None:
    assert len(seeds) == 5
    for text in seeds.values():
        offsets = Utf16Map(text)
        assert offsets.is_identity
        assert offsets.units == offsets.codepoints == len(text)


def test_emoji_before_a_name() -> None:
    offsets = Utf16Map("😀 بوتين")
    assert not offsets.is_identity
    assert (offsets.to_utf16(2), offsets.to_utf16(7)) == (3, 8)


@pytest.mark.parametrize("position", [-1, 4])
def test_outside_the_text(position: int) -> None:
    offsets = Utf16Map("أبج")
    with pytest.raises(IndexError):
        offsets.to_utf16(position)
    with pytest.raises(IndexError):
        offsets.to_codepoint(position)
