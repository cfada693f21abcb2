"""Checks 12, 30, 31, 40 and 48 to 54 of the notes on Arabic, through the real window."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QTextLayout, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QHeaderView, QLabel, QSplitter, QTableView, QWidget
from pytestqt.logging import _QtMessageCapture as QtLog
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.language import Language
from annotator.text.segmentation import graphemes
from annotator.ui.elided import ElidedLabel
from annotator.ui.keys import ARABIC_101, XKB_POSITIONS
from annotator.ui.panels.fields import EditField
from annotator.ui.panels.warning_line import WarningLine
from annotator.ui.reader.geometry import LineShape, unit_text
from annotator.ui.sections import SECTIONS
from annotator.ui.theme import Theme
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, NONE, Hand
from tests.ui.answers import MakeWindow

Key = Qt.Key
SCAN = {name: code for code, name in XKB_POSITIONS.items()}
LETTER = {latin: letter for letter, latin in ARABIC_101.items()}


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    return found


def arabic(hand: Hand, name: str, *, alone: bool, held: Qt.KeyboardModifier = NONE) -> None:
    """A key of a Latin keyboard as an Arabic layout sends it; ``alone``: digits come as Arabic ones too."""
    letter = LETTER.get(name, name)
    if name.isdigit() and alone:
        letter = chr(0x0660 + int(name))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(letter.upper()), held, SCAN[name], 0, 0, letter)
        QApplication.sendEvent(hand.reader, event)


def test_check_12_an_article_is_turned_left_to_right_and_stays_so(hand: Hand, qtbot: QtBot) -> None:
    hand.stage.inspector.settle()
    words = {hand.stage.say(f"annotate.direction.{way}"): way for way in ("rtl", "ltr", "auto")}
    boxes = hand.stage.inspector.article_form.findChildren(QComboBox)
    (box,) = (one for one in boxes if {one.itemText(n) for n in range(one.count())} >= set(words))
    wanted = next(n for n in range(box.count()) if words.get(box.itemText(n)) == "ltr")
    document = hand.stage.article.document.id
    box.setFocus()
    while box.currentIndex() != wanted:
        qtbot.keyClick(box, Key.Key_Down if wanted > box.currentIndex() else Key.Key_Up)
    hand.reader.setFocus()
    assert hand.stage.desk.project.document(document).direction == "ltr"
    hand.window.commands.trigger("article.next")
    hand.window.open_article(document)
    assert not hand.reader.scene.rtl


def test_check_30_one_key_takes_the_conjunction_and_another_gives_it_back(hand: Hand) -> None:
    """The page of keys holds here: minus takes, equals gives back; minus alone does so where none is left."""
    hand.window.open_article(next(d for d in hand.stage.desk.project.document_ids() if d.startswith("000")))
    hand.page.show_layer(hand.page._my_key(hand.stage.article.document.id))
    text = hand.stage.text
    words = next(w for w in ("والولايات", "وروسيا", "وأوكرانيا") if w in text)
    hand.put_caret(words)
    hand.press(Key.Key_0)
    if hand.active.surface(text) != words:
        hand.press(Key.Key_Equal)
    assert hand.active.surface(text) == words
    hand.press(Key.Key_Minus)
    assert hand.active.surface(text) == words[1:]
    hand.press(Key.Key_Equal)
    assert hand.active.surface(text) == words


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("000", "بوتين"),
        ("001", "لافروف"),
        ("004", "باكستان"),
        ("004", "كابولوف"),
        ("002", "ليتوانيا"),
        ("003", "فبراير"),
    ],
)
def test_check_31_a_tag_cuts_nothing_off_a_name(hand: Hand, article: str, name: str) -> None:
    project = hand.stage.desk.project
    named = [d for d in project.document_ids() if name in project.text(d)]
    assert named, name
    wanted = next((d for d in named if d.startswith(article)), named[0])
    hand.window.open_article(wanted)
    hand.page.show_layer(hand.page._my_key(wanted))
    hand.put_caret(name)
    hand.press(Key.Key_0)
    assert name in hand.active.surface(hand.stage.text)
    assert hand.active.start == hand.stage.text.index(name)


def test_check_40_an_unclosed_quote_is_warned_of_while_it_is_made_and_after(hand: Hand) -> None:
    words = "من غير المرجح أن يتم"
    hand.reader.set_caret(hand.find(words).start + 3)
    hand.press(Key.Key_Q)
    assert [line.isVisibleTo(hand.stage.editor) for line in hand.stage.editor.findChildren(WarningLine)] == [True]
    hand.press(Key.Key_O)
    assert [line.isVisibleTo(hand.stage.editor) for line in hand.stage.editor.findChildren(WarningLine)] == [False]
    hand.press(Key.Key_O)
    hand.press(Key.Key_Return)
    assert not hand.active.closed
    hand.stage.inspector.settle()
    (line,) = hand.stage.inspector.annotation_form.findChildren(WarningLine)
    assert line.accessibleName() == hand.stage.say("annotate.quote.open")


@pytest.mark.parametrize("alone", [False, True], ids=["us+ara", "ara"])
def test_check_48_everything_frequent_works_under_an_arabic_layout(hand: Hand, alone: bool, qtlog: QtLog) -> None:
    codebook = hand.stage.desk.codebook
    for digit, word in zip("123456789", hand.stage.text.split()[20:60:4], strict=False):
        hand.reader.set_caret(hand.find(word).start)
        before = len(hand.annotations)
        arabic(hand, digit, alone=alone)
        label = codebook.label_for_key(digit)
        assert label is not None
        assert len(hand.annotations) == before + 1, digit
        assert hand.active.label == label.id
    count = len(hand.annotations)
    hand.press(Key.Key_Tab)
    first = hand.active.id
    hand.press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert hand.active.id != first
    hand.press(Key.Key_F8)
    hand.press(Key.Key_Backspace)
    hand.press(Key.Key_Space)
    assert len(hand.annotations) == count + 1
    for _ in range(2):
        arabic(hand, "Z", alone=alone, held=CONTROL)
    assert len(hand.annotations) == count
    hand.reader.set_caret(hand.find('"').start + 8)
    arabic(hand, "Q", alone=alone)
    assert hand.mode == "frame"
    hand.press(Key.Key_Return)
    # There is no key to save: what the page shows is on the disk.
    stored = hand.stage.desk.project.layer(hand.stage.article.key)
    assert {a.id for a in stored.annotations} == set(hand.stage.article.annotations)
    assert any(a.kind == "quote" for a in stored.annotations)


def test_check_49_no_key_is_ambiguous_in_a_whole_session(hand: Hand, qtlog: QtLog) -> None:
    names = sorted(name for name in SCAN if name.isalnum())

    def close() -> None:
        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.close()

    # A dialog that waits for its answer turns the loop itself.
    closer = QTimer()
    closer.timeout.connect(close)
    closer.start(20)
    for section in SECTIONS:
        hand.window.show_section(section)
        for name, held in itertools.product(names, (NONE, CONTROL)):
            if held == CONTROL and name not in "ZYFCA":
                continue
            target = QApplication.focusWidget() or hand.window
            QTest.keyClick(target, Qt.Key(ord(name)), held)
            letter = LETTER.get(name, name)
            event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), held, SCAN[name], 0, 0, letter)
            QApplication.sendEvent(QApplication.focusWidget() or hand.window, event)
            for popup in (QApplication.activePopupWidget(), *QApplication.topLevelWidgets()):
                if popup is not None and popup is not hand.window and popup.isVisible():
                    popup.close()
    closer.stop()
    assert [record.message for record in qtlog.records if "mbiguous" in record.message] == []


def test_check_50_arabic_typed_into_a_note_tags_nothing(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    before = dict(hand.stage.article.annotations)
    hand.stage.inspector.settle()
    QApplication.processEvents()
    name = hand.stage.say("annotate.words.note")
    field = [f for f in hand.stage.inspector.annotation_form.findChildren(EditField) if f.accessibleName() == name][-1]
    field.setFocus()
    hand.type_into(field, "ضثق ١٢٣ 123 -=")
    assert field.text() == "ضثق ١٢٣ 123 -="
    assert hand.stage.article.annotations == before


def test_check_51_an_arabic_window_is_mirrored_and_only_pictures_with_a_way_turn(
    make_window: MakeWindow, sample: Path
) -> None:
    window = make_window("ar")
    window.projects.open(sample)
    assert window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    window.show_section("articles")
    table = window.page.findChildren(QTableView)[0]
    header = table.horizontalHeader()
    assert isinstance(header, QHeaderView)
    shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    assert header.sectionViewportPosition(shown[0]) > header.sectionViewportPosition(shown[1])
    window.show_section("annotate")
    window.grab()
    splitter = window.page.findChildren(QSplitter)[0]
    places = [splitter.widget(n).mapTo(window, QPoint(0, 0)).x() for n in range(splitter.count())]
    assert places == sorted(places, reverse=True)
    rail = window.findChild(QWidget, "rail")
    assert rail is not None
    assert rail.mapTo(window, QPoint(0, 0)).x() > places[0]
    theme = Theme.load("light")

    def turns(name: str) -> bool:
        there, back = (theme.icon(name, right_to_left=way).pixmap(24, 24).toImage() for way in (False, True))
        return there != back

    drawn = {file.stem for file in assets.path("icons").glob("*.svg")}
    assert {name for name in ("undo", "redo") if turns(name)} == {"undo", "redo"}
    still = {"check", "clock", "warning", "search", "close"} & drawn
    assert still
    assert {name for name in still if turns(name)} == set()


def seen(words: str, *, rtl: bool) -> str:
    """The characters of a line from left to right, as Qt sets it."""
    layout = QTextLayout(words, QFont("Noto Naskh Arabic", 14))
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(5_000)
    layout.endLayout()
    shape = LineShape(layout, line, units=unit_text(words), rtl=rtl)
    boxes = [(a, shape.rects(a, b)) for a, b in itertools.pairwise(graphemes(words))]
    return "".join(words[at] for at, rects in sorted(boxes, key=lambda one: one[1][:1]) if rects)


def test_check_52_names_of_another_direction_leave_the_sentence_in_order(make_window: MakeWindow, sample: Path) -> None:
    english = Language("en", {"k": "Entity: {name} ({n}/10)"})
    words = english.say("k", name="روسيا", n=3)
    bare = "".join(c for c in seen(words, rtl=False) if c.isprintable())
    assert bare.startswith("Entity: ")
    assert bare.endswith(" (3/10)")
    arabic_one = Language("ar", {"k": "كيان: {name} ({n}/10)"})
    bare = "".join(c for c in seen(arabic_one.say("k", name="PER", n=3), rtl=True) if c.isprintable())
    assert "PER" in bare
    # From the right: the word, the label, then the numbers, whose brackets face each other.
    assert bare.index("3/10") < bare.index("PER")
    window = make_window("en")
    named = sample.with_name("مشروع (2).hashiya")
    sample.rename(named)
    window.projects.open(named)
    window.show_section("home")
    assert "\u2068مشروع (2)" in window.windowTitle()
    window.show_section("articles")
    model = window.page.findChildren(QTableView)[0].model()
    tips = (model.index(0, n, QModelIndex()).data(int(Qt.ItemDataRole.ToolTipRole)) for n in range(model.columnCount()))
    assert all("\u202e" not in tip for tip in tips if isinstance(tip, str))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("words", ["وزارة الخارجية الروسية في موسكو", "Ministry of Foreign Affairs in Moscow"])
def test_check_53_what_is_cut_is_cut_at_its_logical_end(
    language: str, words: str, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(language)
    label = ElidedLabel(words, window)
    label.resize(90, 30)
    label.show()
    assert label.is_cut
    assert label.grab().toImage().width() == 90
    assert label.toolTip() == words
    shown = label.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 90)
    assert shown.endswith("…")
    # A joiner keeps the last letter's shape where a word is cut.
    assert words.startswith(shown[:-1].rstrip(" \u200d"))
    modes = {
        view.textElideMode()
        for section in ("home", "articles")
        for view in (window.show_section(section), *window.findChildren(QTableView))
        if isinstance(view, QTableView)
    }
    assert modes <= {Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideNone}
    assert all(one.textFormat() != Qt.TextFormat.RichText for one in window.findChildren(QLabel))


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "لا محارف خفية"),
        (1, "محرف خفي واحد"),
        (2, "محرفان خفيان"),
        (3, "3 محارف خفية"),
        (11, "11 محرفًا خفيًا"),
        (100, "100 محرف خفي"),
    ],
)
def test_check_54_arabic_counts_in_its_six_forms(n: int, expected: str) -> None:
    said = Language.load("ar", assets.path("i18n")).say("annotate.status.invisibles", n=n)
    assert said.strip("\u200f") == expected
