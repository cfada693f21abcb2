"""Where the label chips of one line stand: at their spans' starts, moved or shortened only as far as they must."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2.0
DOT = 6.0
# A chip may be pushed along its own span, as long as so much of the chip still stands over it.
_HOLD = 6.0
# A word gives way to that of a span so many times narrower among so many chips that follow.
_MUCH_WIDER = 1.5
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chip that asks for a place: its span from `near` (the start) to `far`, growing away from the reading start.

    `widths` are those of the whole word, of its first letters and of a dot.
    """

    near: float
    far: float
    widths: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """Distance of the chip's near edge from the reading start, its width, and which of the three forms it takes."""

    near: float
    width: float
    form: int


def place(wanted: Sequence[Wanted], *, column: float) -> list[Placed]:
    """Places in the order given; distances run from the reading start, so both directions are the same to it.

    Chips never overlap and never pass the column's end. A crowd gives way by shortening its widest chips first,
    so that no chip drifts off the span it names.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at].near, -wanted[at].far))
    forms = [0] * len(wanted)
    while (blocked := _first_drifted(wanted, order, forms, column)) is not None:
        widest = _widest_before(wanted, order, forms, blocked)
        if widest is None:
            break
        forms[widest] += 1
    _restore(wanted, order, forms, column)
    places = _in_a_row(wanted, order, forms, column)
    return [places[at] for at in range(len(wanted))]


def _restore(wanted: Sequence[Wanted], order: list[int], forms: list[int], column: float) -> None:
    """Give back the words that have room after all, narrow spans first: a wide one is seen by its long lane.

    A wide span's word gives way to a narrow one's: it goes down to its dot where that helps.
    """
    if _first_drifted(wanted, order, forms, column) is not None:
        return
    for at in sorted(order, key=lambda at: _length(wanted[at])):
        if forms[at] and not _whole_fits(wanted, order, forms, (at, column)):
            for wider in _wider_before(wanted, order, at):
                kept, forms[wider] = forms[wider], 2
                if _whole_fits(wanted, order, forms, (at, column)):
                    break
                forms[wider] = kept
        for form in range(forms[at]):
            if _fits_as(wanted, order, forms, (at, form, column)):
                break


def _whole_fits(wanted: Sequence[Wanted], order: list[int], forms: list[int], aim: tuple[int, float]) -> bool:
    return _fits_as(wanted, order, forms, (aim[0], 0, aim[1]))


def _fits_as(wanted: Sequence[Wanted], order: list[int], forms: list[int], aim: tuple[int, int, float]) -> bool:
    """Give one chip this form if no chip drifts for it; else all stays as it was."""
    at, form, column = aim
    kept, forms[at] = forms[at], form
    if _first_drifted(wanted, order, forms, column) is None:
        return True
    forms[at] = kept
    return False


def _wider_before(wanted: Sequence[Wanted], order: list[int], at: int) -> list[int]:
    before = order[: order.index(at)][-_NEIGHBOURS:]
    return [other for other in before if _length(wanted[other]) > _MUCH_WIDER * _length(wanted[at])]


def _length(span: Wanted) -> float:
    return span.far - span.near


def _in_a_row(wanted: Sequence[Wanted], order: list[int], forms: list[int], column: float) -> dict[int, Placed]:
    places: dict[int, Placed] = {}
    edge = 0.0
    for at in order:
        width = wanted[at].widths[forms[at]]
        near = max(min(wanted[at].near, column - width), edge, 0.0)
        places[at] = Placed(near, width, forms[at])
        edge = near + width + GAP
    return places


def _first_drifted(wanted: Sequence[Wanted], order: list[int], forms: list[int], column: float) -> int | None:
    places = _in_a_row(wanted, order, forms, column)
    for rank, at in enumerate(order):
        chip, span = places[at], wanted[at]
        drifted = chip.near > max(span.far - _HOLD, span.near + 1.0) or chip.near + chip.width > column + 1.0
        if drifted:
            return rank
    return None


def _widest_before(wanted: Sequence[Wanted], order: list[int], forms: list[int], rank: int) -> int | None:
    # Only the chips that push the blocked one can help it: those up to it that still can be shorter.
    chain = [at for at in order[: rank + 1] if forms[at] < 2]
    near = [at for at in chain if wanted[at].near > wanted[order[rank]].near - 160.0] or chain
    return max(near, key=lambda at: (wanted[at].widths[forms[at]], -wanted[at].near), default=None)
