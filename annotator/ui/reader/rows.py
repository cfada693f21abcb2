"""What one line of a paragraph carries: pieces of marks, their lanes, and the height that follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from annotator.ui.reader.lanes import stack
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.metrics import Metrics

_KIND_RANK = MappingProxyType({"entity": 0, "event": 1, "cue": 2, "quote": 3, "region": 4})


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a mark inside one paragraph, in UTF-16 units of it; `first` and `last` tell its true ends."""

    start: int
    end: int
    mark: Mark
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Height and baseline of one line, its pieces with the lane of each (-1: none), the number of its lanes."""

    height: float
    baseline: float
    pieces: tuple[tuple[Piece, int], ...]
    levels: int


def make_row(pieces: Iterable[Piece], metrics: Metrics, *, tracks: int) -> Row:
    """Stack the pieces of one line, innermost nearest the text, and measure the row; `tracks` are those of arcs.

    Lanes above the letters are stacked by themselves: the page keeps the same room for them in every row.
    """
    ordered = sorted(pieces, key=inner_first)
    laned = [piece for piece in ordered if _takes_lane(piece)]
    over = [piece for piece in laned if piece.mark.over and metrics.overs]
    under = [piece for piece in laned if not (piece.mark.over and metrics.overs)]
    levels = stack([(piece.start, piece.end) for piece in under])
    depth = max(levels, default=-1) + 1
    height = metrics.row_height(levels=depth, tracks=tracks)
    lane_of = dict(zip(map(id, under), levels, strict=True))
    lane_of.update(zip(map(id, over), stack([(piece.start, piece.end) for piece in over]), strict=True))
    placed = tuple((piece, lane_of.get(id(piece), -1)) for piece in ordered)
    return Row(height, metrics.baseline(height, levels=depth), placed, depth)


def empty_row(metrics: Metrics) -> Row:
    """The row of a paragraph without letters: it parts others and holds a caret, no more."""
    return Row(metrics.empty_height, metrics.empty_height - metrics.descent - 1.0, (), 0)


def inner_first(piece: Piece) -> tuple[int, int, int, str]:
    """Order from the innermost piece outwards; of equal ones an entity is innermost, a region outermost."""
    return piece.end - piece.start, _KIND_RANK[piece.mark.kind], piece.start, piece.mark.id


def _takes_lane(piece: Piece) -> bool:
    return piece.mark.kind != "region" and piece.mark.style in ("solid", "conflict")
