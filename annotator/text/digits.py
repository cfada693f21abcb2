"""The three digit families of Arabic text, and numbers written in them."""

import re
from types import MappingProxyType
from typing import Final

ASCII_DIGITS: Final = "0123456789"
ARABIC_INDIC_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩"
EXTENDED_DIGITS: Final = "۰۱۲۳۴۵۶۷۸۹"

TO_ASCII: Final = MappingProxyType(str.maketrans(ARABIC_INDIC_DIGITS + EXTENDED_DIGITS, ASCII_DIGITS * 2))
_TO_ARABIC: Final = MappingProxyType(str.maketrans(ASCII_DIGITS + EXTENDED_DIGITS, ARABIC_INDIC_DIGITS * 2))
_INTEGER: Final = re.compile(r"[0-9]+|[0-9]{1,3}(?:[,٬][0-9]{3})+")


def to_ascii(text: str) -> str:
    """`text` with every digit of the three families as 0-9; the length stays the same."""
    return text.translate(TO_ASCII)


def to_arabic_indic(text: str) -> str:
    """`text` with every digit of the three families as ٠-٩; the length stays the same."""
    return text.translate(_TO_ARABIC)


def read_integer(text: str) -> int | None:
    """The whole number `text` writes, with or without groups of three (`1,234`, `١٬٢٣٤`); else None."""
    plain = to_ascii(text.strip())
    if not _INTEGER.fullmatch(plain):
        return None
    return int(plain.replace(",", "").replace("٬", ""))
