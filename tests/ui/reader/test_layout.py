"""Paragraphs and rows: lazy, exact where looked at, renewed only where touched."""

import random

import pytest

from annotator.model.span import Span
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.metrics import Metrics, Typography
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.drags import random_drags


def _mark(number: int, start: int, end: int) -> Mark:
    return Mark(f"m{number}", "entity", "PER", (Span(start, end),), "PER", "PER")


def _giant(seeds: dict[str, str], letters: int) -> str:
    prose = " ".join(" ".join(text.split()) for text in seeds.values())
    return (prose * (letters // len(prose) + 1))[:letters]


def test_only_what_is_in_sight_is_laid_out(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = "\n".join(seeds.values()) * 5
    reader = make_reader(text)
    laid_out = [block for block in reader.scene.page.blocks if block.layout is not None]
    assert 0 < len(laid_out) < 20 < len(reader.scene.page.blocks)


def test_scrolling_back_over_estimates_keeps_the_shown_lines_still(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = "\n".join(seeds.values())
    reader = make_reader(text, [_mark(n, 40 * n, 40 * n + 30) for n in range(400)], size=(600, 400))
    bar = reader.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reader.grab()
    for _ in range(30):
        row = reader.scene.row_at(float(bar.value() + 200))
        position = row.block.position(row.block.line_starts[row.line])
        before = reader.range_rects(Span(position, position + 1))[0].top()
        step = min(60, bar.value())
        bar.setValue(bar.value() - step)
        reader.grab()
        after = reader.range_rects(Span(position, position + 1))[0].top()
        assert after - before == pytest.approx(step, abs=1.0)


def test_a_patch_renews_only_the_lines_it_touches(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = _giant(seeds, 30_000)
    reader = make_reader(text, [_mark(n, 100 * n, 100 * n + 20) for n in range(300)])
    (block,) = reader.scene.page.blocks
    reader.grab()
    drawn = dict(block.decor)
    rows = list(block.rows)
    assert len(drawn) > 5
    line = block.line_of(300)
    reader.patch_marks(["m3"], [_mark(1000, 302, 310)])
    changed = {n for n, (old, new) in enumerate(zip(rows, block.rows, strict=True)) if old is not new}
    assert changed <= {line, line + 1}
    assert set(drawn) - set(block.decor) <= changed


def test_one_giant_paragraph_is_exact_at_its_far_end(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = _giant(seeds, 200_000)
    reader = make_reader(text, [_mark(n, 100 * n, 100 * n + 20) for n in range(2000)])
    reader.scroll_to(Span(190_000, 190_010))
    reader.grab()
    (block,) = reader.scene.page.blocks
    assert len(block.decor) < 60
    for drag in random_drags(reader, 30, random.Random(1)):
        assert drag.got == drag.aimed
        assert drag.aimed[0] > 185_000


def test_rows_hold_their_height_when_plain_text_is_tagged(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = next(iter(seeds.values()))
    reader = make_reader(text, [_mark(9, 500, 505)])
    reader.grab()
    before = reader.scene.page.height
    reader.set_marks([_mark(0, 4, 20), _mark(1, 4, 10), _mark(2, 300, 310)], [])
    assert reader.scene.page.height == before
    reader.set_marks([], [])
    assert reader.scene.page.height == before


def test_the_first_mark_makes_room_for_all_and_breaks_no_line_anew(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    reader = make_reader(next(iter(seeds.values())))
    reader.grab()
    block = reader.scene.page.blocks[0]
    layout, plain = block.layout, block.rows[0].height
    reader.patch_marks([], [_mark(0, 4, 20)])
    assert block.layout is layout
    assert plain == pytest.approx(1.75 * 20, abs=1.0)
    assert 2.2 * 20 <= block.rows[0].height <= 2.4 * 20
    tops = [row.top for row in reader.scene.rows_between(0.0, 700.0)]
    assert tops == sorted(tops)
    reader.set_article(reader.text, "rtl")
    assert reader.scene.row_of(0).block.rows[0].height == plain


def test_blank_paragraphs_are_low_and_hold_the_caret(make_reader: MakeReader) -> None:
    reader = make_reader("أول\n\nآخر", [_mark(0, 0, 3)])
    full, blank, _ = reader.scene.page.blocks
    row = reader.scene.row_of(4)
    assert blank.height < full.height
    caret = reader.scene.caret_rect(4)
    assert row.top <= caret.top()
    assert caret.bottom() <= row.bottom


def test_levels_grow_outwards_from_the_text(make_reader: MakeReader) -> None:
    text = "كلمة " * 12
    marks = [_mark(n, 0, 5 * (n + 1) - 1) for n in range(6)]
    reader = make_reader(text, reversed(marks))
    row = reader.scene.row_of(0)
    assert {piece.mark.id: level for piece, level in row.block.rows[0].pieces} == {f"m{n}": n for n in range(6)}
    assert row.block.rows[0].levels == 6


def test_suggestions_and_regions_take_no_lane(make_reader: MakeReader) -> None:
    text = "كلمة أخرى"
    region = Mark("r", "region", "HEADLINE", (Span(0, 9),), "", "REGION")
    suggestion = Mark("s", "entity", "PER", (Span(0, 4),), "PER", "PER", "suggestion")
    reader = make_reader(text, [region, suggestion])
    assert {piece.mark.id: level for piece, level in reader.scene.row_of(0).block.rows[0].pieces} == {"r": -1, "s": -1}


def test_a_mark_over_two_paragraphs_is_drawn_in_both(make_reader: MakeReader) -> None:
    text = "أولى\nثانية"
    reader = make_reader(text, [_mark(0, 2, 8)])
    pieces = [block.pieces[0] for block in reader.scene.page.blocks]
    assert [(piece.first, piece.last) for piece in pieces] == [(True, False), (False, True)]
    assert len(reader.range_rects(Span(2, 8))) == 2


def test_lanes_lie_below_the_dots_of_the_letters(family: str) -> None:
    for typography in (Typography(family), Typography(family, compact=True), Typography(family, zoom=300)):
        metrics = Metrics.of(typography)
        # The dots of a final ي reach 0.43 em below the baseline in the bundled face.
        assert metrics.lane_top(0) >= 0.43 * metrics.font.pixelSize()


def test_headlines_are_larger_and_nothing_else(make_reader: MakeReader) -> None:
    text = "عنوان\nمتن المقال"
    reader = make_reader(text)
    before = [reader.range_rects(span)[0].width() for span in (Span(0, 5), Span(6, 9))]
    reader.set_headline_spans([Span(0, 5)])
    after = [reader.range_rects(span)[0].width() for span in (Span(0, 5), Span(6, 9))]
    assert after[0] == pytest.approx(before[0] * 1.25, rel=0.05)
    assert after[1] == before[1]
    assert reader.text == text
