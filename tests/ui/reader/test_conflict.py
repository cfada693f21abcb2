"""A difference is drawn as an outline over a double lane, within the room of a single one."""

from annotator.model.span import Span
from annotator.ui.reader.marks import Mark, MarkStyle
from tests.ui.reader.conftest import MakeReader

TEXT = "قال الرئيس الروسي اليوم"


def _lanes(make_reader: MakeReader, style: MarkStyle) -> tuple[float, float, int]:
    """Top and bottom of the level strokes of one mark, and how many of them there are."""
    reader = make_reader(TEXT)
    mark = Mark("e1", "entity", "TITLE", (Span(4, 10),), "TITLE", "TITLE", style)
    reader.set_marks((mark,), ())
    [row] = [one for one in reader.scene.rows_between(0, 200) if reader.scene.decor(one).lanes]
    [(_, rects)] = reader.scene.decor(row).lanes
    level = [rect for rect in rects if rect.width() > rect.height()]
    return min(rect.top() for rect in level), max(rect.bottom() for rect in level), len(level)


def test_a_conflict_has_two_thin_strokes_where_others_have_one(make_reader: MakeReader) -> None:
    top, bottom, strokes = _lanes(make_reader, "solid")
    other_top, other_bottom, others = _lanes(make_reader, "conflict")
    assert (strokes, others) == (1, 2)
    assert (round(other_top, 3), round(other_bottom, 3)) == (round(top, 3), round(bottom, 3))


def test_a_conflict_is_outlined_and_not_filled(make_reader: MakeReader) -> None:
    reader = make_reader(TEXT)
    reader.set_marks((Mark("q", "quote", "DIRECT", (Span(4, 10),), "Q", "QUOTE", "conflict"),), ())
    [row] = [one for one in reader.scene.rows_between(0, 200) if reader.scene.decor(one).lanes]
    assert [tint.mark.id for tint in reader.scene.decor(row).tints] == ["q"]
