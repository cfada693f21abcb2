"""Names that are typed are one visible line, or nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.names import plain_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("  ليلى   أحمد ", "ليلى أحمد"),
        ("Zed\u202egnp", "Zedgnp"),
        ("\u202e\u200f", ""),
        ("a\nb\tc", "a b c"),
        ("Anna\u200f", "Anna"),
        ("\udcd9\udc83", ""),
        ("A\ud83d", "A"),
        ("\u200c \u00a0\u200d", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_left_of_a_name(words: str, name: str) -> None:
    assert plain_name(words) == name


@given(st.text())
def test_any_words(words: str) -> None:
    name = plain_name(words)
    assert plain_name(name) == name
    assert name == name.strip()
    assert not {unicodedata.category(one) for one in name} & {"Cc", "Cs", "Zl", "Zp"}
    name.encode()
