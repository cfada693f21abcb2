"""Where a key takes the caret on a laid-out page: through the text, or up and down its lines."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from annotator.ui.reader.caret import Motion, step
from annotator.ui.reader.scene import Scene, ShownRow

_PAGE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the caret goes, and the x it aims at while it walks up or down."""

    position: int
    goal: float | None = None


def walk(scene: Scene, motion: Motion, caret: int, *, anchor: int | None, goal: float | None) -> Walk:
    """Take one step; `anchor` is the fixed end of a selection that is being extended."""
    forward = motion.forward
    if motion.visual and scene.row_of(caret).block.rtl:
        forward = not forward
    if motion.unit in ("line", "page"):
        return _vertical(scene, caret, (motion.unit == "page", forward), goal)
    if motion.unit == "line_edge":
        row = scene.row_of(caret)
        shape = row.block.shape(row.line)
        return Walk(row.block.position(shape.trimmed_end if forward else shape.start))
    return Walk(step(scene.text, caret, unit=motion.unit, forward=forward, anchor=anchor))


def _vertical(scene: Scene, caret: int, way: tuple[bool, bool], goal: float | None) -> Walk:
    by_page, forward = way
    x = scene.caret_rect(caret).center().x() if goal is None else goal
    row = scene.row_of(caret)
    beyond = _a_page_on(scene, row, forward) if by_page else _a_line_on(scene, row, forward)
    if beyond is None:
        return Walk(len(scene.text) if forward else 0, x)
    return Walk(scene.position_at(QPointF(x, beyond.baseline)), x)


def _a_line_on(scene: Scene, row: ShownRow, forward: bool) -> ShownRow | None:
    return scene.next_row(row) if forward else scene.previous_row(row)


def _a_page_on(scene: Scene, row: ShownRow, forward: bool) -> ShownRow | None:
    way = scene.viewport[1] * _PAGE_SHARE
    y = row.baseline + (way if forward else -way)
    found = scene.row_at(max(0.0, y))
    return None if (found.index, found.line) == (row.index, row.line) else found
