"""Puts together what several layers mark at one place: an optimal assignment, the same in any order of layers."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Final

import msgspec

from annotator.model.span import Span

_SCALE: Final = 1_000_000
_SAME_LABEL: Final = 250_000
_SEARCHED: Final = 11


class Place(msgspec.Struct, frozen=True, order=True, array_like=True):
    """Where something lies and what it is called; `tie` tells twins apart that have the same spans and label."""

    spans: tuple[Span, ...]
    label: str
    tie: tuple[str, ...] = ()


class _Block(msgspec.Struct, frozen=True):
    """Places with the same spans and label in different layers, by layer; `mask` has the bits of those layers."""

    spans: tuple[Span, ...]
    label: str
    members: dict[int, int]
    mask: int

    @property
    def order(self) -> tuple[tuple[Span, ...], str, list[tuple[int, int]]]:
        return (self.spans, self.label, sorted(self.members.items()))


def group_places(layers: Sequence[Sequence[Place]]) -> list[tuple[int | None, ...]]:
    """Groups of at most one place of each layer, as indices into the layers; every place is in one group.

    Places with equal spans and label belong together before anything else. What is left is grouped so that the sum
    over pairs of |intersection| / |union| in code points, with .25 more for the same label, is greatest; all of a
    group overlap each other, by half of the union at least where labels differ (a name nested in a longer one of
    another sort is another matter). Two layers: the assignment problem. More: a weighted set packing, by search where
    few overlap and by integer programming (HiGHS) where many do. Which of equal optima is taken depends on the
    places and on the order of `layers` alone, so a caller sorts the layers.
    """
    everybody = (1 << len(layers)) - 1
    blocks = _blocks(layers)
    groups = [[block] for block in blocks if block.mask == everybody]
    for part in _components([block for block in blocks if block.mask != everybody]):
        groups += _partition(part, two=len(layers) == 2)
    return [_merged(group, len(layers)) for group in groups]


def overlap(first: tuple[Span, ...], second: tuple[Span, ...]) -> int:
    """How many code points both cover."""
    if len(first) == 1 and len(second) == 1:
        return max(0, min(first[0].end, second[0].end) - max(first[0].start, second[0].start))
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)


def _blocks(layers: Sequence[Sequence[Place]]) -> list[_Block]:
    """Equal places joined over layers, twins first by what tells them apart, in text order."""
    alike: dict[tuple[tuple[Span, ...], str], dict[tuple[tuple[str, ...], int], dict[int, int]]] = {}
    for layer, places in enumerate(layers):
        for index in sorted(range(len(places)), key=lambda i: (places[i].tie, i)):
            place = places[index]
            twins = alike.setdefault((place.spans, place.label), {})
            turn = 0
            while layer in twins.get((place.tie, turn), ()):
                turn += 1
            twins.setdefault((place.tie, turn), {})[layer] = index
    return sorted(
        (_block(spans, label, members) for (spans, label), twins in alike.items() for members in _packed(twins)),
        key=lambda block: block.order,
    )


def _packed(twins: dict[tuple[tuple[str, ...], int], dict[int, int]]) -> list[dict[int, int]]:
    """Twins of different layers put together even where they differ in what tells them apart."""
    if len(twins) == 1:
        return list(twins.values())
    packed: list[dict[int, int]] = []
    for _, members in sorted(twins.items(), key=lambda item: (-len(item[1]), item[0])):
        home = next((other for other in packed if not other.keys() & members.keys()), None)
        if home is None:
            packed.append(dict(members))
        else:
            home.update(members)
    return packed


def _block(spans: tuple[Span, ...], label: str, members: dict[int, int]) -> _Block:
    return _Block(spans, label, members, sum(1 << layer for layer in members))


def _weight(first: _Block, second: _Block) -> int:
    """What grouping two blocks is worth, in millionths over all their pairs; 0 where they cannot be grouped."""
    if first.mask & second.mask:
        return 0
    both = overlap(first.spans, second.spans)
    if not both:
        return 0
    either = sum(s.length for s in first.spans) + sum(s.length for s in second.spans) - both
    alike = first.label == second.label
    if not alike and 2 * both < either:
        return 0
    worth = _SCALE * both // either + (_SAME_LABEL if alike else 0)
    return worth * len(first.members) * len(second.members)


def _components(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Blocks that hang together by overlap, each component in text order; `blocks` are in text order."""
    reach: int = -1
    run: list[_Block] = []
    for block in blocks:
        if run and block.spans[0].start >= reach:
            yield run
            run, reach = [], -1
        run.append(block)
        reach = max(reach, block.spans[-1].end)
    if run:
        yield run


def _partition(blocks: list[_Block], *, two: bool) -> list[list[_Block]]:
    if len(blocks) == 1:
        return [blocks]
    weights = {
        (i, j): weight for i, j in combinations(range(len(blocks)), 2) if (weight := _weight(blocks[i], blocks[j]))
    }
    if not weights:
        return [[block] for block in blocks]
    if two and len(blocks) > _SEARCHED:
        found = _assigned(blocks, weights)
    elif len(blocks) <= _SEARCHED:
        found = _searched(len(blocks), weights)
    else:
        found = _programmed(len(blocks), weights)
    return [[blocks[index] for index in group] for group in found]


def _assigned(blocks: list[_Block], weights: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Best pairs of two layers: linear sum assignment."""
    # Loaded where many overlap, which is rare: it takes a second, and whoever opens a review waits for it.
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    sides = [[i for i, block in enumerate(blocks) if block.mask == mask] for mask in (1, 2)]
    matrix = np.array([[weights.get((min(i, j), max(i, j)), 0) for j in sides[1]] for i in sides[0]])
    if not matrix.size:
        return [(i,) for i in range(len(blocks))]
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    pairs = [
        (sides[0][r], sides[1][c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if matrix[r, c] > 0
    ]
    paired = {index for pair in pairs for index in pair}
    return [*pairs, *((i,) for i in range(len(blocks)) if i not in paired)]


def _cliques(count: int, weights: dict[tuple[int, int], int], first: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every group that begins with `first` and may stand, with its worth."""
    waiting: list[tuple[tuple[int, ...], int]] = [((first,), 0)]
    while waiting:
        group, worth = waiting.pop()
        yield group, worth
        for new in range(group[-1] + 1, count):
            more = [weights.get((old, new), 0) for old in group]
            if all(more):
                waiting.append(((*group, new), worth + sum(more)))


def _searched(count: int, weights: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Best partition by exhaustive search with memory, for few blocks."""
    choices = [
        sorted(((group, worth, sum(1 << i for i in group)) for group, worth in _cliques(count, weights, first)))
        for first in range(count)
    ]

    @cache
    def best(left: int) -> tuple[int, tuple[tuple[int, ...], ...]]:
        if not left:
            return 0, ()
        first = (left & -left).bit_length() - 1
        top: tuple[int, tuple[tuple[int, ...], ...]] = (-1, ())
        for group, worth, mask in choices[first]:
            if mask & left == mask:
                rest, others = best(left & ~mask)
                if worth + rest > top[0]:
                    top = (worth + rest, (group, *others))
        return top

    return list(best((1 << count) - 1)[1])


def _programmed(count: int, weights: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Best partition as a set partition problem over all groups that may stand."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    found = [choice for first in range(count) for choice in _cliques(count, weights, first)]
    rows = [i for group, _ in found for i in group]
    columns = [number for number, (group, _) in enumerate(found) for _ in group]
    cover = csc_array((np.ones(len(rows)), (rows, columns)), shape=(count, len(found)))
    answer = milp(
        -np.array([worth for _, worth in found], dtype=float) / _SCALE,
        constraints=LinearConstraint(cover, 1, 1),
        integrality=np.ones(len(found)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if answer.x is None:
        raise ArithmeticError(f"no partition of {count} blocks: {answer.message}")
    return [found[number][0] for number in np.flatnonzero(answer.x > 0.5).tolist()]


def _merged(blocks: Iterable[_Block], layers: int) -> tuple[int | None, ...]:
    members: dict[int, int] = {}
    for block in blocks:
        members |= block.members
    return tuple(members.get(layer) for layer in range(layers))
