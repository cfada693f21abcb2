"""Arcs: their tracks and lanes, and what of them can be seen."""

from PySide6.QtCore import QRectF

from annotator.model.span import Span
from annotator.ui.reader.arcs import MOST_TRACKS, plan_tracks, resolve
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.routes import label_spots, routes_between
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


def test_arcs_of_one_line_take_tracks_shorter_ones_lower(make_reader: MakeReader) -> None:
    marks = [_mark(name, 5 * at) for at, name in enumerate("abcd")]
    links = [_link("a", "d"), _link("b", "c"), _link("a", "b")]
    reader = make_reader(_TEXT, marks, links)
    block = reader.scene.page.blocks[0]
    plan = plan_tracks(block, reader.scene.arcs)
    track = {link: at[1] for (link, side), at in plan.tracks.items() if side == "source"}
    assert sorted(track.values()) == [0, 1, 2]
    assert track["a-d"] == 2
    assert dict(block.tracks) == {0: max(track.values()) + 1}


def test_a_line_grows_by_its_tracks_and_shrinks_again(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 10)]
    reader = make_reader(_TEXT, marks)
    before = reader.scene.page.height
    reader.set_links([_link("a", "b")])
    assert reader.scene.page.height > before
    reader.set_links([])
    assert reader.scene.page.height == before


def test_tracks_of_a_line_are_bounded(make_reader: MakeReader) -> None:
    marks = [_mark(str(at), 5 * at) for at in range(12)]
    links = [_link("0", str(at)) for at in range(1, 12)]
    reader = make_reader(_TEXT, marks, links, size=(1400, 400))
    assert max(reader.scene.page.blocks[0].tracks.values()) == MOST_TRACKS


def test_long_arcs_run_in_lanes_of_their_own(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 100), _mark("c", 200), _mark("d", 290)]
    arcs = resolve([_link("a", "d"), _link("b", "c")], {mark.id: mark for mark in marks})
    assert [arc.lane for arc in arcs] == [1, 0]


def test_labels_touch_neither_each_other_nor_foreign_legs(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    reader = make_reader(text, marks, rich_links(marks), size=(900, 3000))
    reader.grab()
    routes = routes_between(reader.scene, 0.0, 3000.0, frozenset())
    spots = label_spots(routes, reader.scene)
    assert len(spots) >= 4
    boxes: list[tuple[str, QRectF]] = [(route.arc.link.id, spot) for route, spot in spots]
    for name, box in boxes:
        assert not any(box.intersects(other) for other_name, other in boxes if other_name != name)
        for route in routes:
            if route.arc.link.id != name:
                for end in (route.source, route.target):
                    leg = QRectF(end.x, end.run_y, 0.5, max(0.5, end.y - end.run_y))
                    assert not box.intersects(leg)


def test_an_active_end_makes_the_arc_active(make_reader: MakeReader) -> None:
    marks = [_mark("a", 0), _mark("b", 10)]
    reader = make_reader(_TEXT, marks, [_link("a", "b")])
    for active in ("a", "b"):
        (route,) = routes_between(reader.scene, 0.0, 400.0, frozenset({active}))
        assert route.active
    (route,) = routes_between(reader.scene, 0.0, 400.0, frozenset())
    assert not route.active


def test_painting_an_arc_to_a_far_end_sets_no_further_paragraphs(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = "\n".join(seeds.values())
    marks = [_mark("a", 0), _mark("z", len(text) - 20)]
    reader = make_reader(text, marks, [_link("a", "z")])
    reader.set_active(("a", "z"))
    reader.grab()
    assert reader.scene.page.blocks[-1].layout is None
