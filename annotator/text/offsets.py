"""Code points to UTF-16 units and back: the only place where the two are converted."""

import re
from bisect import bisect_left
from itertools import count

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """Positions of one text in code points (stored) and in UTF-16 units (Qt).

    A position is a gap between characters: 0 stands before the first, the length after the last.
    Both directions cost O(log k) for k characters outside the Basic Multilingual Plane, and
    nothing at all when there are none, as in most news.
    """

    __slots__ = ("_astral", "_astral_units", "codepoints", "units")

    def __init__(self, text: str) -> None:
        self._astral = () if text.isascii() else tuple(match.start() for match in _ASTRAL.finditer(text))
        self._astral_units = tuple(map(int.__add__, self._astral, count()))
        self.codepoints = len(text)
        self.units = len(text) + len(self._astral)

    @property
    def is_identity(self) -> bool:
        """True when both ways of counting agree everywhere."""
        return not self._astral

    def to_utf16(self, position: int) -> int:
        """UTF-16 units before code point `position`; IndexError outside 0..codepoints."""
        if not 0 <= position <= self.codepoints:
            raise IndexError(position)
        return position + bisect_left(self._astral, position)

    def to_codepoint(self, unit: int) -> int:
        """Code points before `unit`; inside a surrogate pair, the start of its character.

        IndexError outside 0..units.
        """
        if not 0 <= unit <= self.units:
            raise IndexError(unit)
        return unit - bisect_left(self._astral_units, unit)
