"""Letters on a line: places against an independent bidi implementation, no gaps, no overlaps, no lost carets."""

import itertools

import pytest
from bidi import algorithm as bidi
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from annotator.text.segmentation import graphemes
from annotator.ui.reader.geometry import LineShape, unit_text

_MIXED = (
    "قال Peskov إن 144 شخصا قتلوا في Moscow أمس",
    "عرب وعالم18-11-2021 | 17:18",
    "من 10-20 ألف، بنسبة 3.5% إلى USD 1,200 تقريبا",
    "٢٠٢٤-١٠-٠٤ و 2024/10/04 معا",
    "Exit mobile version",
    "CNN: قال بوتين +966 55 123",
    "يُتَوَقَّعُ لأفغانستان ولألكسندر الله",
    "وقال بوتين: «علينا أن ننتظر»، وفق RT.",
)


def _shape(text: str, family: str, *, rtl: bool = True, width: float = 5000.0) -> tuple[QTextLayout, LineShape]:
    font = QFont(family)
    font.setPixelSize(20)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    return layout, LineShape(layout, line, units=unit_text(text), rtl=rtl)


def _order_by_bidi(text: str, *, rtl: bool) -> list[int]:
    """Indices of the characters from left to right, by python-bidi."""
    storage = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if rtl else (0, "L")
    bidi.get_embedding_levels(text, storage)
    for index, character in enumerate(storage["chars"]):
        character["index"] = index
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    bidi.reorder_resolved_levels(storage, False)
    return [character["index"] for character in storage["chars"]]


@pytest.mark.parametrize("rtl", [True, False])
@pytest.mark.parametrize("text", _MIXED)
def test_letters_stand_in_the_order_of_python_bidi(text: str, rtl: bool, family: str) -> None:
    _, shape = _shape(text, family, rtl=rtl)
    middles = {}
    for start, end in zip(graphemes(text), graphemes(text)[1:], strict=False):
        (piece,) = shape.rects(start, end)
        middles[start] = (piece[0] + piece[1]) / 2
    expected = [index for index in _order_by_bidi(text, rtl=rtl) if index in middles]
    assert sorted(middles, key=middles.__getitem__) == expected


@pytest.mark.parametrize("text", _MIXED)
def test_letters_tile_the_line(text: str, family: str) -> None:
    _, shape = _shape(text, family)
    bounds = graphemes(text)
    pieces = sorted(piece for pair in itertools.pairwise(bounds) for piece in shape.rects(*pair))
    assert all(abs(a[1] - b[0]) < 0.6 for a, b in itertools.pairwise(pieces))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), text=st.sampled_from(_MIXED))
def test_a_stretch_covers_what_its_parts_cover(data: st.DataObject, text: str, family: str) -> None:
    _, shape = _shape(text, family)
    bounds = graphemes(text)
    first, middle, last = sorted(data.draw(st.lists(st.sampled_from(bounds), min_size=3, max_size=3)))
    whole = sum(right - left for left, right in shape.rects(first, last))
    parts = sum(b - a for pair in ((first, middle), (middle, last)) for a, b in shape.rects(*pair))
    assert whole == pytest.approx(parts, abs=1.1)


@pytest.mark.parametrize("text", _MIXED)
def test_the_letter_under_a_point_is_the_letter_drawn_there(text: str, family: str) -> None:
    layout, shape = _shape(text, family)
    for unit in range(len(text)):
        if not layout.isValidCursorPosition(unit):
            continue
        first, last = shape.cluster(unit)
        (left, right), *_ = shape.rects(first, last)
        assert shape.char_at((left + right) / 2) in range(first, last)


def test_lam_alef_is_parted_between_its_letters(family: str) -> None:
    _, shape = _shape("لأفغانستان", family)
    ((lam_left, lam_right),) = shape.rects(0, 1)
    ((name_left, name_right),) = shape.rects(1, 10)
    assert lam_right > lam_left == pytest.approx(name_right, abs=0.6)
    assert (name_left, lam_right) == pytest.approx(shape.rects(0, 10)[0], abs=0.6)
    assert shape.caret_at(lam_left) == 1


def test_a_span_over_two_directions_is_two_pieces(family: str) -> None:
    text = "قال Peskov إن"
    _, shape = _shape(text, family)
    # The lam and half of the name: the name's first letters stand at its left.
    pieces = shape.rects(2, 7)
    assert len(pieces) == 2
    assert pieces[0][1] < pieces[1][0]


@pytest.mark.parametrize("rtl", [True, False])
def test_tabs_have_room_and_can_be_hit(rtl: bool, family: str) -> None:
    _, shape = _shape("اسم\tلقب\t\tبلد", family, rtl=rtl)
    boxes = [shape.rects(at, at + 1)[0] for at in (3, 7, 8)]
    assert all(right - left > 1.0 for left, right in boxes)
    assert [shape.char_at((left + right) / 2) for left, right in boxes] == [3, 7, 8]
    assert (boxes[0] > boxes[1] > boxes[2]) == rtl


def test_an_emoji_is_one_letter_of_two_units(family: str) -> None:
    text = "قال 😀 بوتين"
    _, shape = _shape(text, family)
    assert shape.end == len(text) + 1
    (piece,) = shape.rects(4, 6)
    assert shape.cluster(shape.char_at((piece[0] + piece[1]) / 2) or 0) == (4, 6)


def test_marks_stay_with_their_letter(family: str) -> None:
    text = "قَدَّمَ"
    _, shape = _shape(text, family)
    bounds = set(graphemes(text))
    left, right = shape.rects(0, len(text))[0]
    places = {shape.caret_at(left + step * (right - left) / 200) for step in range(201)}
    assert places <= bounds
    assert places == bounds


def test_beside_the_text_is_the_line_begin_and_end(family: str) -> None:
    _, shape = _shape("قال Peskov", family)
    assert shape.caret_at(1e6) == 0
    assert shape.caret_at(-1e6) == 10


def test_an_empty_line_has_a_caret_at_the_right(family: str) -> None:
    _, shape = _shape("", family, width=300.0)
    assert shape.caret_x(0) == pytest.approx(300.0, abs=1.0)
    assert shape.caret_at(10.0) == 0


@pytest.mark.parametrize("text", ["فق RT وCNN AFP وAP", "قال بوتين أمس في موسكو", "said بوتين قال today"])
def test_the_space_a_line_breaks_at_belongs_to_no_letter(text: str, family: str) -> None:
    for rtl in (True, False):
        whole = {}
        _, unbroken = _shape(text, family, rtl=rtl)
        for start, end in zip(graphemes(text), graphemes(text)[1:], strict=False):
            whole[start] = unbroken.rects(start, end)[0]
        for width in range(60, 160, 5):
            layout, shape = _shape(text, family, rtl=rtl, width=float(width))
            assert shape.end <= len(text), layout
            for start in range(shape.start, shape.trimmed_end):
                (piece,) = shape.rects(start, start + 1)
                assert piece[1] - piece[0] == pytest.approx(whole[start][1] - whole[start][0], abs=0.6)
