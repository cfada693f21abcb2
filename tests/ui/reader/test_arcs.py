"""Arcs: their tracks and lanes, and what of them can be seen."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from annotator.model.span import Span
from annotator.ui.reader.arcs import MOST_TRACKS, plan_tracks, resolve
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.pills import place_pills
from annotator.ui.reader.routes import Route, find_routes
from annotator.ui.reader.scene import ShownRow
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.sample_marks import rich_links, rich_marks

_TEXT = "كلمة " * 60


def _mark(name: str, start: int) -> Mark:
    return Mark(name, "entity", "PER", (Span(start, start + 4),), "PER", "PER")


def _link(source: str, target: str | Span, name: str = "") -> Link:
    return Link(name or f"{source}-{target}", source, target, "قائل", "PER")


def test_a_link_to_a_mark_that_is_not_there_is_left_out() -> None:
    marks = {"a": _mark("a", 0)}
    assert resolve([_link("a", "b"), _link("b", "a")], marks) == ()
    (arc,) = resolve([_link("a", Span(10, 14))], marks)
    assert (arc.source, arc.target) == (0, 10)


def _spread_out(reader: Reader) -> list[float]:
    """Where the lines stand."""
    block = reader.scene.page.blocks[0]
    return [row.height for row in block.rows]


def _routes(reader: Reader, *active: str, bottom: float = 3000.0) -> list[Route]:
    return find_routes(reader.scene, 0.0, bottom, active=frozenset(active))


def test_resting_arcs_share_two_tracks(make_reader: MakeReader) -> None:
    marks = [_mark(str(at), 5 * at) for at in range(12)]
    links = [_link("0", str(at)) for at in range(1, 12)]
    reader = make_reader(_TEXT, marks, links, size=(1400, 400))
    block = reader.scene.page.blocks[0]
    plan = plan_tracks(block, tuple(reader.scene.arcs))
    assert {rest.track for rests in plan.rests.values() for rest in rests} == set(range(MOST_TRACKS))
    assert dict(block.tracks) == dict(plan.counts)
    assert max(block.tracks.values()) == MOST_TRACKS


def test_an_arc_that_leaves_its_line_rests_as_a_stub_at_both_ends(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT, [_mark("a", 0), _mark("b", 250)], [_link("a", "b")])
    plan = plan_tracks(reader.scene.page.blocks[0], tuple(reader.scene.arcs))
    assert sorted(rest.sides for rests in plan.rests.values() for rest in rests) == [("source",), ("target",)]


def test_a_line_grows_by_its_tracks_and_shrinks_again(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 10)]
    reader = make_reader(_TEXT, marks)
    before = reader.scene.page.height
    reader.set_links([_link("a", "b")])
    assert reader.scene.page.height > before
    reader.set_links([])
    assert reader.scene.page.height == before


def test_no_line_moves_for_what_is_active(make_reader: MakeReader) -> None:
    marks = [_mark(str(at), 5 * at) for at in range(40)]
    links = [_link("3", str(at)) for at in range(40) if at != 3]
    reader = make_reader(_TEXT, marks, links)
    before = _spread_out(reader)
    reader.set_active(("3",))
    reader.set_links([Link(link.id, link.source, link.target, link.text, link.colour, active=True) for link in links])
    reader.set_arcs("none")
    assert _spread_out(reader) == before


def test_active_arcs_over_one_line_run_at_heights_of_their_own(make_reader: MakeReader) -> None:
    marks = [_mark(name, 5 * at) for at, name in enumerate("abcd")]
    reader = make_reader(_TEXT, marks, [_link("a", "d"), _link("b", "c"), _link("a", "c")])
    height = {route.arc.link.id: route.source.run_y for route in _routes(reader, "a", "b")}
    assert height["a-d"] < height["a-c"] < height["b-c"]


def test_legs_at_one_chip_do_not_cross(make_reader: MakeReader) -> None:
    marks = [_mark(str(at), 5 * at) for at in range(7)]
    reader = make_reader(_TEXT, marks, [_link("3", str(at)) for at in range(7) if at != 3], size=(1400, 400))
    routes = sorted(_routes(reader, "3"), key=lambda route: route.target.x)
    for side in (-1, 1):
        found = [route for route in routes if (route.target.x - route.source.x) * side > 0]
        assert len(found) == 3
        for one, other in pairwise(found if side > 0 else found[::-1]):
            # The longer arc runs above the shorter one and comes down behind it.
            assert one.source.run_y > other.source.run_y
            assert (one.source.x - other.source.x) * side > 0


def test_active_arcs_of_one_mark_go_down_the_margin_as_one(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 100), _mark("c", 200), _mark("d", 290), _mark("e", 150)]
    reader = make_reader(_TEXT, marks, [_link("a", "c"), _link("a", "d"), _link("b", "e")])
    lane = {route.arc.link.id: route.lane_x for route in _routes(reader, "a", "b")}
    edge = reader.scene.start_edge
    inner, outer = lane["b-e"], lane["a-d"]
    assert inner is not None
    assert outer is not None
    assert lane["a-c"] == outer
    assert edge < inner < outer < reader.scene.viewport[0]


def test_words_lie_on_no_chip_no_text_and_no_arc(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    reader = make_reader(text, marks, rich_links(marks), size=(900, 3000))
    reader.grab()
    scene, said = reader.scene, 0
    rows = list(scene.rows_between(0.0, 3000.0))
    for mark in marks:
        routes = _routes(reader, mark.id)
        pills = place_pills(routes, scene, active=frozenset({mark.id}), sight=(0.0, 3000.0))
        boxes = [pill.rect for pill in pills]
        said += len(boxes)
        for pill in pills:
            assert not any(pill.rect.intersects(box) for box in boxes if box is not pill.rect)
            assert not any(pill.rect.intersects(leg) for route in routes for leg in _lines(route))
            assert not any(pill.rect.intersects(taken) for row in rows for taken in _printed(reader, row))
    assert said >= 8


def _lines(route: Route) -> list[QRectF]:
    return [QRectF(a, b).normalized().adjusted(-0.5, 0.0, 0.5, 0.0) for a, b in pairwise(route.corners())]


def _printed(reader: Reader, row: ShownRow) -> list[QRectF]:
    scene, metrics = reader.scene, row.block.metrics
    chips = [chip.rect.translated(scene.left, row.baseline) for chip in scene.decor(row).chips]
    letters = QRectF(scene.left, row.baseline - metrics.ascent, scene.column, metrics.ascent + metrics.descent)
    return [*chips, letters]


def test_a_word_is_said_once_at_a_chip(make_reader: MakeReader) -> None:
    marks = [_mark(str(at), 15 * at) for at in range(6)]
    far = [Link(str(at), str(at), "0", "قائل", "PER") for at in range(1, 6)]
    reader = make_reader(_TEXT, marks, far, size=(900, 700))
    routes = _routes(reader, *(mark.id for mark in marks))
    pills = place_pills(routes, reader.scene, active=frozenset(mark.id for mark in marks), sight=(0.0, 700.0))
    assert len(pills) == 1


def test_an_active_end_makes_the_arc_active(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 10), _mark("c", 20)]
    reader = make_reader(_TEXT, marks, [_link("a", "b")])
    assert [len(_routes(reader, name)) for name in "abc"] == [1, 1, 0]
    assert _routes(reader) == []


def test_hidden_arcs_are_not_painted(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT, [_mark("a", 0), _mark("b", 10)], [_link("a", "b")])
    reader.set_active(("a",))
    ink = palettes.light().ink_of("PER")
    drawn = {}
    for shown in ("all", "active", "none"):
        reader.set_arcs(shown)
        assert reader.arcs == shown
        drawn[shown] = _reds_above(reader, ink)
    assert drawn["all"] == drawn["active"] > drawn["none"] == 0
    reader.set_active(())
    reader.set_arcs("active")
    assert _reds_above(reader, ink) == 0


def _reds_above(reader: Reader, ink: QColor) -> int:
    """Pixels of an ink's own colour between the first row's top and its chips."""
    picture: QImage = reader.viewport().grab().toImage()
    row = reader.scene.row_of(0)
    chips = int(row.baseline + row.block.metrics.chip_top)
    return sum(picture.pixelColor(x, y) == ink for x in range(picture.width()) for y in range(int(row.top), chips))


def test_the_pointer_on_an_end_lights_its_arcs(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT, [_mark("a", 0), _mark("b", 10)], [_link("a", "b")])
    ink = palettes.light().ink_of("PER")
    assert _reds_above(reader, ink) == 0
    (letters,) = reader.range_rects(Span(0, 4))
    QTest.mouseMove(reader.viewport(), letters.center().toPoint())
    assert _reds_above(reader, ink) > 0
    QTest.mouseMove(reader.viewport(), QPoint(3, 400))
    assert _reds_above(reader, ink) == 0


def test_the_pointer_between_the_words_of_a_quote_lights_nothing(make_reader: MakeReader) -> None:
    quote = Mark("q", "quote", "direct", (Span(0, 40),), "اقتباس", "QUOTE")
    reader = make_reader(_TEXT, [quote, _mark("a", 50)], [_link("q", "a")])
    (letters, *_) = reader.range_rects(Span(20, 24))
    assert reader.scene.end_under(letters.center()) is None
    row = reader.scene.row_of(0)
    (chip,) = [chip for chip in reader.scene.decor(row).chips if chip.mark.id == "q"]
    assert reader.scene.end_under(chip.rect.center() + QPointF(reader.scene.left, row.baseline)) == "q"


def test_painting_an_arc_to_a_far_end_sets_no_further_paragraphs(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = "\n".join(seeds.values())
    marks = [_mark("a", 0), _mark("z", len(text) - 20)]
    reader = make_reader(text, marks, [_link("a", "z")])
    reader.set_active(("a", "z"))
    reader.grab()
    assert reader.scene.page.blocks[-1].layout is None
