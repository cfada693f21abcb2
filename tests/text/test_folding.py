import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.folding import fold, fold_key, fold_word, is_even
from annotator.text.segmentation import words

ARABIC = st.text(
    st.one_of(st.sampled_from("أإآٱىئؤةـَُّْٰاﻻﷺﰀ لا\u200f\u00adßİ٣۴A"), st.characters(exclude_categories=["Cs"]))
)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("أفغانستان", "افغانستان"),
        ("يتوقّع", "يتوقع"),
        ("شخصًا", "شخصا"),
        ("شخصاً", "شخصا"),
        ("ديمترى", "ديمتري"),
        ("مسؤول", "مسوول"),
        ("وكالة", "وكاله"),
        ("محـــمد", "محمد"),
        ("گورباچوف", "كورباجوف"),
        ("پوتين", "بوتين"),
        ("١٤٤", "144"),
        ("۱۴۴", "144"),
        ("ﻻﻣﻊ", "لامع"),
        ("ٱلله", "الله"),
        ("NATO", "nato"),
        ("و\u200fقال", "وقال"),
        ("ﹰ", ""),
        ("«داعش»", "«داعش»"),
    ],
)
def test_spellings_fall_together(written: str, key: str) -> None:
    assert fold_key(written) == fold(written).key == key


def test_spellings_that_only_a_registry_joins() -> None:
    assert fold_key("دميتري") != fold_key("ديمتري")


def test_word_keys_have_no_punctuation_at_the_edges() -> None:
    assert fold_word("«أفغانستان»،") == "افغانستان"
    assert fold_word("\u200fداعش-خراسان.") == "داعش-خراسان"


@given(ARABIC)
def test_the_way_back_is_monotone_and_within_bounds(text: str) -> None:
    folded = fold(text)
    assert folded.key == fold_key(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.key)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    for start, end, character in zip(folded.starts, folded.ends, folded.key, strict=True):
        assert 0 <= start < end <= len(text)
        assert character in fold_key(text[start:end])


@given(ARABIC)
def test_what_is_even_keeps_every_place(text: str) -> None:
    folded = fold(text)
    if is_even(text):
        assert list(folded.starts) == list(range(len(text)))
        assert list(folded.ends) == list(range(1, len(text) + 1))
    else:
        assert fold_key(text) != text


@given(ARABIC)
def test_folding_twice_changes_nothing_in_arabic(text: str) -> None:
    arabic = "".join(character for character in text if "\u0600" <= character <= "\u06ff")
    assert fold_key(fold_key(arabic)) == fold_key(arabic)


def test_every_character_keeps_one_place_unless_it_is_known_not_to() -> None:
    for code in range(0x12000):  # beyond, no case folding and no form of Arabic changes the length
        folded = fold(chr(code))
        assert len(folded.starts) == len(folded.key), hex(code)


def test_the_seeds_lose_few_words(seeds: dict[str, str]) -> None:
    written = {text[start:end] for text in seeds.values() for start, end in words(text)}
    keys = {fold_word(word) for word in written}
    assert 0 < len(written) - len(keys) < 30


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("لا أحد يتوقّع ذلك", "يتوقع", "يتوقّع"),
        ("قتل 145 شخصًا و", "شخص", "شخصً"),
        ("سُئلَ الرجل", "سيل", "سُئلَ"),
        ("قال ﻻﻣﻊ نعم", "لامع", "ﻻﻣﻊ"),
        ("عدد ١٤٤ شخصا", "144", "١٤٤"),
        ("محـمّـدٌ هنا", "محمد", "محـمّـدٌ"),
    ],
)
def test_a_hit_lies_on_the_original_characters(text: str, query: str, found: str) -> None:
    folded = fold(text)
    start = folded.key.index(fold_key(query))
    first, last = folded.original_span(start, start + len(fold_key(query)))
    assert text[first:last] == found


def test_names_of_the_seeds_are_found_where_they_stand(seeds: dict[str, str]) -> None:
    text = next(text for stem, text in seeds.items() if stem.startswith("004"))
    folded = fold(text)
    start = folded.key.index("افغانستان", 100)
    first, last = folded.original_span(start, start + len("افغانستان"))
    assert (first, last) == (127, 136)
    assert text[first:last] == "أفغانستان"


def test_spans_outside_the_key() -> None:
    folded = fold("أب")
    for start, end in [(0, 0), (1, 3), (-1, 1), (2, 1)]:
        with pytest.raises(IndexError):
            folded.original_span(start, end)
