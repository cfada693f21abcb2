"""Checks 11 to 29 of the notes on Arabic: direction, highlights, caret and words, on the page as it is drawn."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.model.span import Span
from annotator.text.segmentation import graphemes
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.drags import Mouse
from tests.ui.reader.sample_marks import find

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def seed(seeds: dict[str, str], number: str) -> str:
    return next(text for name, text in seeds.items() if name.startswith(number))


def key(reader: Reader, pressed: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(reader, QKeyEvent(QEvent.Type.KeyPress, pressed, modifiers))


def gpe(span: Span, name: str = "m") -> Mark:
    return Mark(name, "entity", "GPE", (span,), "", "GPE")


def letters(reader: Reader, span: Span) -> list[tuple[int, float, float]]:
    """Each grapheme of a span with its left and right edge on the page."""
    text = reader.text
    bounds = [span.start + at for at in graphemes(span.of(text))]
    boxes = [(a, reader.range_rects(Span(a, b))) for a, b in itertools.pairwise(bounds)]
    return [(at, rects[0].left(), rects[0].right()) for at, rects in boxes if rects and rects[0].width() > 0]


def bare_picture(reader: Reader) -> QImage:
    """Letters alone, in black on white, whatever is marked."""
    white = QColor("#ffffff")
    ink = QColor("#000000")
    reader.set_palette(
        replace(palettes.light(), page=white, ink=ink, muted=white, selection=white, accent=white, inks={})
    )
    reader.clearFocus()
    return reader.viewport().grab().toImage()


def test_check_11_lines_that_begin_latin_or_neutral_stand_at_the_right(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    lines = ("Exit mobile version", "|", "18-11-2021 | 17:18")
    reader = make_reader("\n".join((*lines, "قال")))
    for line in lines:
        right = max(rect.right() for rect in reader.range_rects(find(reader.text, line)))
        assert right == pytest.approx(reader.scene.start_edge, abs=1.5), line
    text = seed(seeds, "003")
    reader.set_article(text, "rtl")
    for line in ("|", "Exit mobile version"):
        place = find(text, f"{line}\n" if line == "|" else line)
        right = max(rect.right() for rect in reader.range_rects(Span(place.start, place.start + len(line))))
        assert right == pytest.approx(reader.scene.start_edge, abs=1.5), line


def test_check_13_a_date_behind_arabic_letters_is_seen_in_bidi_order(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = seed(seeds, "001")
    line = find(text, "عرب وعالم18-11-2021 | 17:18")
    reader = make_reader(text)
    date = find(text, "18-11-2021", line.start)
    seen = "".join(text[at] for at, _, _ in sorted(letters(reader, date), key=lambda one: one[1]))
    assert seen == "2021-11-18"
    time = find(text, "17:18", line.start)
    assert "".join(text[at] for at, _, _ in sorted(letters(reader, time), key=lambda one: one[1])) == "17:18"
    # What is stored and copied are the letters in their own order.
    reader.select(date)
    reader.copy()
    assert QGuiApplication.clipboard().text() == "18-11-2021"


def test_check_14_empty_paragraphs_keep_the_caret_at_the_right(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    reader = make_reader("قال\n\n\u00a0\nثم")
    for place in (4, 5):
        assert reader.scene.caret_rect(place).center().x() == pytest.approx(reader.scene.start_edge, abs=1.5)
    text = seed(seeds, "002")
    blank = text.index("\n\u00a0") + 1
    reader.set_article(text, "rtl")
    assert reader.scene.caret_rect(blank).center().x() == pytest.approx(reader.scene.start_edge, abs=1.5)


def _covers_the_name_alone(make_reader: MakeReader, word: str, name: str) -> None:
    text = f"قال {word} أمس"
    place = find(text, name)
    reader = make_reader(text, [gpe(find(text, "قال"), "first")])
    plain = bare_picture(reader)
    reader.set_marks([gpe(place)], [])
    assert bare_picture(reader) == plain, "a letter has moved or changed its shape"
    reader.set_marks([], [])
    reader.set_marks([gpe(find(text, "قال"), "first")], [])
    assert bare_picture(reader) == plain
    reader.set_marks([gpe(place)], [])
    reader.set_palette(palettes.light())
    picture, tint = reader.viewport().grab().toImage(), palettes.light().tint_of("GPE")
    (tinted,), (lam,) = reader.range_rects(place), reader.range_rects(Span(place.start - 1, place.start))
    last = letters(reader, place)[-1]
    y = int(tinted.bottom()) - 4
    assert picture.pixelColor(int(last[1]) + 2, y) == tint
    assert picture.pixelColor(int(tinted.right()) - 3, y) == tint
    assert picture.pixelColor(int(lam.center().x()), y) != tint
    assert tinted.left() == pytest.approx(last[1], abs=0.6)


def test_check_15_the_name_behind_a_lam_is_covered_and_the_lam_is_not(make_reader: MakeReader) -> None:
    _covers_the_name_alone(make_reader, "لأفغانستان", "أفغانستان")


@pytest.mark.parametrize(
    ("word", "name"), [("لأوكرانيا", "أوكرانيا"), ("لألكسندر", "ألكسندر"), ("للاستقرار", "لاستقرار")]
)
def test_check_16_so_are_other_names_and_the_second_lam(word: str, name: str, make_reader: MakeReader) -> None:
    _covers_the_name_alone(make_reader, word, name)


def test_check_17_three_letters_of_a_word_keep_their_shape(make_reader: MakeReader) -> None:
    text = "قال محمد أمس"
    reader = make_reader(text, [gpe(find(text, "قال"), "first")])
    plain = bare_picture(reader)
    reader.set_marks([gpe(find(text, "محم"))], [])
    assert bare_picture(reader) == plain


def test_check_18_mouse_and_keys_take_the_name_without_its_lam(make_reader: MakeReader) -> None:
    text = "قال لأفغانستان أمس"
    name = find(text, "أفغانستان")
    reader = make_reader(text)
    (box,) = reader.range_rects(name)
    first, last = QPointF(box.right() - 1, box.center().y()), QPointF(box.left() + 1, box.center().y())
    Mouse(reader).drag(first, last, exact=True)
    assert reader.selection() == name
    reader.set_caret(name.start - 1)
    key(reader, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    key(reader, Qt.Key.Key_Left, SHIFT)
    assert reader.selection() == name


@pytest.mark.parametrize("words", ["(إف إس بي) إن", "Peskov", "قال Pes", "kov إن 14"])
def test_check_19_pieces_cover_their_letters_and_no_others(words: str, make_reader: MakeReader) -> None:
    text = "الأمن (إف إس بي) إن ثم قال Peskov إن 144 شخصا"
    span = find(text, words)
    reader = make_reader(text)
    rects = reader.range_rects(span)
    for at, left, right in letters(reader, Span(0, len(text))):
        middle = (left + right) / 2
        covered = any(rect.left() <= middle <= rect.right() for rect in rects)
        assert covered == (span.start <= at < span.end), text[at]
    whole = sum(right - left for _, left, right in letters(reader, span))
    assert sum(rect.width() for rect in rects) == pytest.approx(whole, abs=1.1)


def test_check_20_each_piece_of_a_wrapped_span_begins_at_the_right(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = seed(seeds, "004")
    reader = make_reader(text, size=(500, 900))
    start = text.index("\n\n") + 2
    span = Span(start + 5, start + 260)
    rects = reader.range_rects(span)
    rows = sorted({round(rect.top()) for rect in rects})
    assert len(rows) > 3
    for row in rows[1:]:
        right = max(rect.right() for rect in rects if round(rect.top()) == row)
        assert right == pytest.approx(reader.scene.start_edge, abs=1.5)


def test_check_21_letter_by_letter_the_selection_never_parts_a_letter_from_its_marks(make_reader: MakeReader) -> None:
    """The page of keys holds here: Shift+Left grows by words, Alt+Shift+Left by letters."""
    text = "لا يتوقّع شيئا مُحَمَّد"
    reader = make_reader(text)
    bounds = graphemes(text)
    reached = []
    for _ in bounds[1:]:
        key(reader, Qt.Key.Key_Left, ALT_SHIFT)
        reached.append(reader.caret())
    assert reached == list(bounds[1:])
    assert text.index("ّ") not in reached
    reader.set_caret(3)
    key(reader, Qt.Key.Key_Left, SHIFT)
    selection = reader.selection()
    assert selection is not None
    assert selection.of(text) == "يتوقّع"


def test_check_22_mouse_and_keys_give_the_same_places(make_reader: MakeReader) -> None:
    text = "قال لافروف Lavrov في 2024 إن موسكو تنتظر"
    span = Span(text.index("لافروف"), text.index("إن") + 2)
    reader = make_reader(text)
    reader.set_caret(span.start)
    for _ in range(5):
        key(reader, Qt.Key.Key_Left, SHIFT)
    by_keys = reader.selection()
    boxes = {at: (left, right) for at, left, right in letters(reader, Span(0, len(text)))}
    y = reader.range_rects(Span(0, 3))[0].center().y()
    first, last = boxes[span.start], boxes[span.end - 1]
    Mouse(reader).drag(QPointF(first[1] - 1, y), QPointF(last[0] + 1, y), exact=False)
    assert by_keys == reader.selection() == span


def test_check_23_three_nested_spans_are_told_apart_and_each_can_be_clicked(make_reader: MakeReader) -> None:
    text = "أعلن وزير خارجية روسيا أمس"
    spans = [find(text, words) for words in ("روسيا", "خارجية روسيا", "وزير خارجية روسيا")]
    reader = make_reader(text, [Mark(str(n), "entity", "ORG", (s,), "ORG", "ORG") for n, s in enumerate(spans)])
    row, metrics = reader.scene.row_of(spans[0].start), reader.scene.metrics
    x = reader.range_rects(spans[0])[0].center().x()
    picture = reader.viewport().grab().toImage()
    ink = palettes.light().ink_of("ORG")
    opened: list[str] = []
    mouse = Mouse(reader)
    reader.mark_activated.connect(opened.append)
    for level in range(3):
        point = QPointF(x, row.baseline + metrics.lane_top(level) + metrics.lane_width / 2)
        assert picture.pixelColor(int(point.x()), int(point.y())) == ink, f"no lane at level {level}"
        mouse.click(point)
    assert opened == ["0", "1", "2"]


@pytest.mark.parametrize("zoom", [80, 100, 150, 200, 250])
def test_check_24_highlights_stay_on_their_letters_at_every_zoom(zoom: int, make_reader: MakeReader) -> None:
    text = "قال لأفغانستان أمس"
    name = find(text, "أفغانستان")
    reader = make_reader(text, [gpe(name)])
    reader.set_zoom(zoom)
    picture, tint = reader.viewport().grab().toImage(), palettes.light().tint_of("GPE")
    (box,) = reader.range_rects(name)
    (lam,) = reader.range_rects(Span(name.start - 1, name.start))
    y = int(box.bottom()) - 3
    assert picture.pixelColor(int(box.left()) + 2, y) == tint
    assert picture.pixelColor(int(box.right()) - 3, y) == tint
    assert picture.pixelColor(int(lam.center().x()) + 1, y) != tint


def test_check_25_a_copy_is_the_text_in_its_own_order_with_its_own_spaces(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = seed(seeds, "002")
    blank = text.index("\u00a0")
    reader = make_reader(text)
    reader.select(Span(max(0, blank - 40), blank + 40))
    key(reader, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == text[max(0, blank - 40) : blank + 40]
    assert "\u00a0" in QGuiApplication.clipboard().text()


def _double_clicked(make_reader: MakeReader, text: str, words: str) -> str:
    reader = make_reader(text)
    (box,) = reader.range_rects(find(text, words))
    Mouse(reader).click(box.center(), times=2)
    selection = reader.selection()
    assert selection is not None
    return selection.of(text)


def test_check_26_a_double_click_leaves_the_guillemet(make_reader: MakeReader) -> None:
    assert _double_clicked(make_reader, "أن «داعش خراسان» في", "داعش") == "داعش"
    assert _double_clicked(make_reader, "أن «داعش خراسان» في", "خراسان") == "خراسان"


def test_check_27_a_double_click_leaves_the_comma(make_reader: MakeReader) -> None:
    assert _double_clicked(make_reader, "ضامنًا للاستقرار، في", "للاستقرار") == "للاستقرار"


def test_check_28_a_double_click_leaves_the_mark_behind_a_drawn_out_letter(make_reader: MakeReader) -> None:
    assert _double_clicked(make_reader, "مرحّبا بـ”الإرادة السياسية", "الإرادة") == "الإرادة"


def test_check_29_a_double_click_takes_the_whole_date(make_reader: MakeReader) -> None:
    for words in ("18-11", "2021"):
        assert _double_clicked(make_reader, "عرب وعالم18-11-2021 | 17:18", words) == "18-11-2021"
