"""Marks changed one by one end on the same page as marks set all at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.ui.reader.marks import Link, Mark, MarkKind
from annotator.ui.reader.metrics import Typography
from annotator.ui.reader.scene import Scene
from tests.ui.reader.conftest import MakeReader

_TEXT = "قال الرئيس لأفغانستان إن Peskov حضر أمس.\n\nثم 😀 سكت الناس كلهم في 2024 معا وعادوا إلى بيوتهم آمنين."
_KINDS: tuple[MarkKind, ...] = ("entity", "quote", "event", "cue", "region")


def _mark(number: int, kind: MarkKind, start: int, length: int) -> Mark:
    end = min(len(_TEXT), start + length)
    return Mark(str(number), kind, "PER", (Span(start, end),), "PER", "PER")


_MARKS = st.builds(
    _mark, st.integers(0, 9), st.sampled_from(_KINDS), st.integers(0, len(_TEXT) - 1), st.integers(1, 60)
)
_LINKS = tuple(Link(f"{a}-{b}", str(a), str(b), "", "PER") for a, b in ((0, 1), (1, 2), (3, 0), (4, 5)))


def _scene(family: str) -> Scene:
    scene = Scene(Typography(family))
    scene.resize(300, 4000)
    scene.set_article(_TEXT, "rtl")
    return scene


def _drawn(scene: Scene) -> list[object]:
    rows = list(scene.rows_between(0.0, 4000.0))
    return [scene.page.height, [(row.baseline, scene.decor(row)) for row in rows], scene.bars]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=3), st.lists(_MARKS, max_size=3)), max_size=6))
def test_patches_end_where_setting_would(steps: list[tuple[list[int], list[Mark]]], family: str) -> None:
    patched, wanted = _scene(family), dict[str, Mark]()
    _drawn(patched)
    patched.set_links(_LINKS)
    for removed, added in steps:
        unique = {mark.id: mark for mark in added}
        for number in removed:
            wanted.pop(str(number), None)
        wanted.update(unique)
        patched.patch_marks([str(number) for number in removed], unique.values())
        _drawn(patched)
    fresh = _scene(family)
    # An article that once had a mark keeps the room for marks.
    fresh.set_marks([mark for _, added in steps for mark in added])
    fresh.set_marks(wanted.values())
    fresh.set_links(_LINKS)
    assert _drawn(patched) == _drawn(fresh)


def test_the_line_in_hand_stays_where_it_is_when_lines_above_grow(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = next(iter(seeds.values()))
    reader = make_reader(text, size=(700, 400))
    reader.set_caret(1500)
    reader.scroll_to(Span(1500, 1501))
    reader.grab()
    before = reader.range_rects(Span(1500, 1501))[0].top()
    nest = [Mark(str(n), "entity", "PER", (Span(1300, 1400 + n),), "PER", "PER") for n in range(6)]
    reader.patch_marks([], nest)
    reader.grab()
    assert reader.range_rects(Span(1500, 1501))[0].top() == pytest.approx(before, abs=1.0)
