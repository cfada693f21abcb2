import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.decoding import NotUtf8, RefusedText, WrongEncoding, clean, decode, is_clean
from annotator.text.encodings import guess_encoding

FORBIDDEN = ["\x00", "\ufdd0", "\ufdd1", "\ufffe"]


def test_seeds_stay_byte_for_byte(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        decoded = decode(text.encode())
        assert decoded.text == text
        assert decoded.encoding == "utf-8"
        assert not decoded.had_bom
        assert not decoded.newlines_changed
        assert not decoded.is_blank
        assert decoded.raw_sha256 == decoded.text_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_seeds_keep_their_no_break_spaces(seeds: dict[str, str]) -> None:
    with_nbsp = [stem[:3] for stem, text in seeds.items() if "\u00a0" in decode(text.encode()).text]
    assert with_nbsp == ["002", "003"]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF8 * 2])
def test_byte_order_mark_moves_no_offset(mark: bytes, seeds: dict[str, str]) -> None:
    for text in seeds.values():
        decoded = decode(mark + text.encode())
        assert decoded.text == text
        assert decoded.had_bom
        assert decoded.raw_sha256 != decoded.text_sha256


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_under_their_mark(encoding: str) -> None:
    decoded = decode(("\ufeff" + "قال بوتين 😀").encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.had_bom) == ("قال بوتين 😀", encoding, True)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_become_line_feeds(newline: str, seeds: dict[str, str]) -> None:
    for text in seeds.values():
        decoded = decode(text.replace("\n", newline).encode())
        assert decoded.text == text
        assert decoded.newlines_changed


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufdd0\ufdd1\ufffe\r\ufeff")))
def test_nothing_else_changes(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.text == text
    assert clean(text).text_sha256 == decoded.text_sha256
    assert decoded.is_blank == (not text.strip())


def test_unusual_characters_stay() -> None:
    text = "ﻻﻣﻊ محـمد\u2028ب\u2029ج\u200f د\u00a0ه <b>&amp;"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("character", FORBIDDEN)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_refusals_say_where(character: str, newline: str) -> None:
    raw = f"سطر أول{newline}😀ب{character}ج".encode()
    with pytest.raises(RefusedText) as caught:
        decode(raw)
    fault = caught.value
    assert (fault.line, fault.column, fault.codepoint) == (2, 3, ord(character))
    assert fault.reason == ("nul" if character == "\x00" else "noncharacter")


@pytest.mark.parametrize(
    "raw", [b"ab\xed\xa0\x80c", b"ab\xed\xbf\xbfc", codecs.BOM_UTF16_LE + b"a\x00b\x00\x00\xd8c\x00"]
)
def test_lone_surrogates_are_named_as_such(raw: bytes) -> None:
    with pytest.raises(RefusedText) as caught:
        decode(raw)
    assert (caught.value.reason, caught.value.line, caught.value.column) == ("lone_surrogate", 1, 3)


def test_lone_surrogate_in_a_string() -> None:
    with pytest.raises(RefusedText) as caught:
        clean("أ\nب\ud83d")
    assert (caught.value.reason, caught.value.line, caught.value.column) == ("lone_surrogate", 2, 2)


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0\n", "\ufeff"])
def test_blank_texts_are_flagged(text: str) -> None:
    assert clean(text).is_blank


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1256", "cp1256"), ("iso8859-6", "iso8859-6"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_old_arabic_encodings_are_guessed(encoding: str, name: str, seeds: dict[str, str]) -> None:
    for text in seeds.values():
        raw = text.encode(encoding, "replace")
        with pytest.raises(NotUtf8) as caught:
            decode(raw)
        best = caught.value.candidates[0]
        assert best.encoding == name
        assert best.preview.startswith(text[:20].encode(encoding, "replace").decode(encoding))
        assert decode(raw, name).encoding == name


def test_a_nul_in_utf8_is_not_taken_for_utf16(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        with pytest.raises(RefusedText):
            decode((text + "\x00").encode())


def test_a_headline_is_enough_to_guess() -> None:
    raw = "بوتين: ترمب جادّ في خططه".encode("cp1256")
    assert guess_encoding(raw)[0].encoding == "cp1256"


def test_noise_has_no_candidates() -> None:
    assert guess_encoding(bytes(range(256)) * 4) == ()


def test_an_encoding_that_does_not_fit() -> None:
    with pytest.raises(WrongEncoding) as caught:
        decode(b"abc\xff", "ascii")
    assert (caught.value.encoding, caught.value.offset) == ("ascii", 3)
    with pytest.raises(LookupError):
        decode(b"abc", "no-such-encoding")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufdd0\ufdd1\ufffe")) | st.sampled_from("\r \ufeff")
)
def test_a_text_is_clean_when_cleaning_changes_nothing(text: str) -> None:
    assert is_clean(text) == (clean(text).text == text)


def test_no_text_is_clean_with_a_character_that_none_may_hold() -> None:
    with pytest.raises(RefusedText):
        is_clean("ab\ufdd0")
