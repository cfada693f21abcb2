"""What is drawn: letters never move or change shape for what is drawn around them."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage

from annotator.model.span import Span
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.sample_marks import find, rich_links, rich_marks

_INK = QColor("#ff0000")


def _letters_only() -> ReaderPalette:
    """Everything but the letters in the colour of the page."""
    light, white = palettes.light(), QColor("#ffffff")
    return replace(light, page=white, ink=_INK, muted=white, selection=white, accent=white, inks={})


def _picture(reader: Reader) -> QImage:
    reader.clearFocus()
    return reader.viewport().grab().toImage()


@pytest.mark.parametrize("word", ["أفغانستان", "أوكرانيا", "ألكسندر", "لاستقرار", "مح", "لله"])
def test_a_mark_inside_a_word_leaves_every_letter_where_it_was(word: str, make_reader: MakeReader) -> None:
    text = "قال لأفغانستان ولأوكرانيا لألكسندر للاستقرار محمد والله."
    # An article with its first mark is set wider apart: that has happened here.
    reader = make_reader(text, [Mark("first", "entity", "GPE", (find(text, "قال"),), "GPE", "GPE")])
    reader.set_palette(_letters_only())
    plain = _picture(reader)
    mark = Mark("m", "entity", "GPE", (find(text, word),), "GPE", "GPE")
    reader.set_marks([mark], [])
    assert _picture(reader) == plain
    reader.patch_marks(["m"], [])
    assert _picture(reader) == plain


def test_a_selection_leaves_every_letter_where_it_was(make_reader: MakeReader) -> None:
    text = "قال لأفغانستان إن Peskov حضر"
    reader = make_reader(text)
    reader.set_palette(_letters_only())
    plain = _picture(reader)
    reader.select(find(text, "أفغانستان إن Pe"))
    assert _picture(reader) == plain


def test_the_tint_covers_the_name_and_not_the_clitic(make_reader: MakeReader) -> None:
    text = "قال لأفغانستان أمس"
    name = find(text, "أفغانستان")
    reader = make_reader(text, [Mark("m", "entity", "GPE", (name,), "", "GPE")])
    picture = _picture(reader)
    tint = palettes.light().tint_of("GPE")
    (tinted,), (lam,) = reader.range_rects(name), reader.range_rects(Span(name.start - 1, name.start))
    y = int(tinted.bottom()) - 4
    assert picture.pixelColor(int(tinted.left()) + 2, y) == tint
    assert picture.pixelColor(int(tinted.right()) - 3, y) == tint
    assert picture.pixelColor(int(lam.center().x()), y) != tint


def test_a_rich_page_paints_in_both_themes_with_nothing_left_out(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    reader = make_reader(text, marks, rich_links(marks), size=(1000, 9000))
    reader.set_active((marks[0].id,))
    reader.set_show_invisibles(True)
    assert reader.grab().toImage() != QImage()
    assert reader.shown_mark_ids() == {mark.id for mark in marks}
    reader.set_palette(palettes.dark())
    picture = _picture(reader)
    colours = {picture.pixelColor(x, y).name() for x in range(100, 900, 2) for y in range(0, 700, 2)}
    assert {palettes.dark().ink_of(token).name() for token in ("PER", "ORG", "GPE", "QUOTE", "EVENT")} <= colours


def test_invisible_characters_are_shown_without_moving_a_letter(make_reader: MakeReader) -> None:
    text = "قال\u00a0بوتين\u200f ثم\u202eabc\u202c"
    reader = make_reader(text)
    reader.set_palette(replace(_letters_only(), accent=QColor("#00ff00")))
    places = [reader.range_rects(Span(at, at + 1)) for at in range(len(text))]
    plain = _picture(reader)
    reader.set_show_invisibles(True)
    shown = _picture(reader)
    assert shown != plain
    assert [reader.range_rects(Span(at, at + 1)) for at in range(len(text))] == places
