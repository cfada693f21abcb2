"""How far a long work is, and whether it should stop."""

from collections.abc import Callable

import msgspec


class Cancelled(Exception):
    """The person stopped the work; nothing of it was kept."""


class Progress(msgspec.Struct, frozen=True):
    """``done`` of ``total`` (``None`` while unknown) of ``what``, a key of the catalogues."""

    what: str
    done: int
    total: int | None = None


Report = Callable[[Progress], None]
"""Called now and then by long works; may raise ``Cancelled``."""


def silent(_progress: Progress) -> None:
    """A report for those who do not ask."""
