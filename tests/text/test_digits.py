import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.digits import read_integer, to_arabic_indic, to_ascii


@given(st.integers(min_value=0))
def test_numbers_come_back_from_every_family(number: int) -> None:
    arabic = to_arabic_indic(str(number))
    extended = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert to_ascii(arabic) == to_ascii(extended) == str(number)
    assert read_integer(arabic) == read_integer(extended) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("144", 144), ("١٤٤", 144), (" ۱۴۴ ", 144), ("1,234", 1234), ("١٬٢٣٤٬٥٦٧", 1234567)],
)
def test_read_integer(written: str, number: int) -> None:
    assert read_integer(written) == number


@pytest.mark.parametrize("written", ["", "12,34", "1.5", "-5", "مئة", "5G", "²"])
def test_what_is_no_whole_number(written: str) -> None:
    assert read_integer(written) is None
