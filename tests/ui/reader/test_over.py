"""Lanes above the letters: where they run, and that nothing moves when they come."""

from annotator.model.span import Span
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.view import Reader
from tests.ui.reader.conftest import MakeReader

TEXT = "قال الوزير محمد العلي إن الاتفاق سيوقع غدا في عمان، وأضاف أن الحكومة ترحب به."


def made(make_reader: MakeReader, *, room: int) -> Reader:
    reader = make_reader(TEXT)
    reader.set_over_lanes(room)
    return reader


def mark(name: str, start: int, end: int, *, over: bool) -> Mark:
    return Mark(name, "entity", "PER", (Span(start, end),), "PER", "PER", over=over)


def lanes(reader: Reader) -> list[tuple[float, float]]:
    """Top and bottom of every lane on the first line, from its baseline; ticks are narrower than wide."""
    row = reader.scene.row_at(0)
    rects = [rect for _, some in reader.scene.decor(row).lanes for rect in some if rect.width() > rect.height()]
    return [(rect.top(), rect.bottom()) for rect in rects]


def test_the_lane_of_the_first_layer_runs_above_the_letters_the_others_below(
    make_reader: MakeReader,
) -> None:
    reader = made(make_reader, room=2)
    reader.set_marks([mark("a", 4, 21, over=True), mark("b", 11, 21, over=False)], ())
    metrics = reader.scene.metrics
    over, under = sorted(lanes(reader))
    assert over[1] <= metrics.tint_top
    assert over[0] >= metrics.chip_top + metrics.chip_height
    assert under[0] >= metrics.descent


def test_nested_lanes_above_lie_over_one_another_as_far_as_there_is_room(make_reader: MakeReader) -> None:
    reader = made(make_reader, room=2)
    reader.set_marks([mark("a", 4, 21, over=True), mark("b", 11, 21, over=True), mark("c", 11, 15, over=True)], ())
    tops = sorted({top for top, _ in lanes(reader)})
    assert len(tops) == 2
    assert tops[0] >= reader.scene.metrics.chip_top + reader.scene.metrics.chip_height


def test_no_row_moves_when_a_mark_goes_from_below_to_above(make_reader: MakeReader) -> None:
    reader = made(make_reader, room=2)
    heights = []
    for over in (False, True):
        reader.set_marks([mark("a", 4, 21, over=over)], ())
        heights.append(reader.scene.row_at(0).bottom - reader.scene.row_at(0).top)
    assert heights[0] == heights[1]


def test_without_room_above_every_lane_runs_below(make_reader: MakeReader) -> None:
    reader = made(make_reader, room=0)
    reader.set_marks([mark("a", 4, 21, over=True)], ())
    assert all(top >= reader.scene.metrics.descent for top, _ in lanes(reader))
