"""How fast the disk takes what is written, so that a slow one can be named."""

from typing import Final

SLOW: Final = 0.040
"""Seconds from which a small write is slow: a hand would begin to wait for it."""

IN_A_ROW: Final = 8
"""So many slow writes one after the other are no hiccup any more."""


class Tempo:
    """Counts slow writes in a row; one that is fast again begins the count anew."""

    def __init__(self) -> None:
        self._row = 0

    def note(self, seconds: float) -> None:
        """Take up how long a small write took."""
        self._row = self._row + 1 if seconds > SLOW else 0

    @property
    def slow(self) -> bool:
        """Whether the disk is slow now."""
        return self._row >= IN_A_ROW
