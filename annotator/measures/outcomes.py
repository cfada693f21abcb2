"""A measured number, or the reason why there is none."""

from typing import Literal

import msgspec

Reason = Literal["no-items", "one-rater", "one-category", "no-expected-disagreement", "nothing-to-compare"]
REASONS: tuple[Reason, ...] = (
    "no-items",
    "one-rater",
    "one-category",
    "no-expected-disagreement",
    "nothing-to-compare",
)
"""Why a measure is undefined: nothing was marked; fewer than two raters; everybody used one category, so that chance
alone would agree; units of which chance would make the same; nothing that both sides could have said."""


class Undefined(msgspec.Struct, frozen=True):
    """No number, and why; never shown as 0, 1 or NaN. `reason` is a key of the catalogues (`undefined.<reason>`)."""

    reason: Reason


class Coefficient(msgspec.Struct, frozen=True):
    """A chance-corrected coefficient with what it was made of; disagreement where the source defines it so."""

    value: float
    observed: float
    expected: float


Score = Coefficient | Undefined


def value_of(score: Score) -> float | None:
    """The number alone."""
    return score.value if isinstance(score, Coefficient) else None
