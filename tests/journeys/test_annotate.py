"""Smaller journeys on the annotate page: edges, frames that are left, regions, lists, layers, languages."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.settings import MEMORY, Settings
from annotator.ui.pages.annotate.everywhere_dialog import EverywhereDialog
from annotator.ui.pages.annotate.menu import context_menu
from annotator.ui.pages.annotate.outlines import OUTLINED
from annotator.ui.window import Window
from annotator.work.frames import read_frame
from tests.journeys.hand import CONTROL, SHIFT, Hand
from tests.ui.answers import ME, MakeWindow

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    return found


def test_edges_are_one_gesture_and_esc_drops_them(hand: Hand) -> None:
    hand.put_caret("فلاديمير")
    hand.press(Key.Key_7)
    hand.press(Key.Key_F4)
    assert hand.mode == "edges"
    hand.press(Key.Key_Left)
    hand.press(Key.Key_Escape)
    assert hand.active.surface(hand.stage.text) == "فلاديمير"
    hand.press(Key.Key_F4)
    hand.press(Key.Key_Left)
    hand.press(Key.Key_Right, CONTROL)
    hand.press(Key.Key_Return)
    assert hand.active.surface(hand.stage.text) == "الروسي فلاديمير بوتين"
    hand.undo()
    assert [a.surface(hand.stage.text) for a in hand.annotations] == ["فلاديمير"]


def test_a_refused_edge_says_why_and_leaves_everything(hand: Hand) -> None:
    for words in ("الرئيس", "الروسي"):
        hand.put_caret(words)
        hand.press(Key.Key_7)
    before = hand.annotations
    hand.press(Key.Key_F4)
    hand.press(Key.Key_Right, CONTROL)
    hand.press(Key.Key_Left)
    hand.press(Key.Key_Return)
    assert len(hand.annotations) == len(before)
    assert hand.mode == "annotation"


def test_an_exact_duplicate_beside_is_refused_with_a_word(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_2, SHIFT)
    assert len(hand.annotations) == 1
    assert "ORG" in hand.said
    hand.press(Key.Key_3, SHIFT)
    assert sorted(a.label for a in hand.annotations) == ["GPE", "ORG"]


def test_a_frame_that_is_left_is_written_and_one_that_is_dropped_is_not(hand: Hand) -> None:
    hand.reader.set_caret(hand.find('"').start + 8)
    hand.press(Key.Key_F5)
    hand.press(Key.Key_Escape)
    assert hand.annotations == []
    hand.press(Key.Key_F5)
    hand.window.show_section("articles")
    assert [a.kind for a in hand.annotations] == ["cue", "quote"]


def test_a_quote_of_two_pieces_with_an_anonymous_speaker(hand: Hand) -> None:
    hand.drag("حليفة لروسيا")
    hand.press(Key.Key_Q)
    hand.press(Key.Key_0, SHIFT)
    hand.drag("تحالف روسيا")
    hand.press(Key.Key_Space, SHIFT)
    hand.press(Key.Key_2, SHIFT)
    hand.press(Key.Key_1)
    hand.press(Key.Key_Return)
    frame = read_frame(hand.stage.article, hand.active.id)
    assert [s.of(hand.stage.text) for s in frame.spans] == ["حليفة لروسيا", "تحالف روسيا"]
    assert [(role, filling.status) for role, filling in frame.parts] == [("speaker", "anonymous")]


def test_a_click_on_an_annotation_fills_the_part_under_work(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("بوتين")
    hand.press(Key.Key_1)
    hand.press(Key.Key_Escape)
    hand.put_caret("الحوار")
    hand.press(Key.Key_F7)
    hand.take_offer("SUPPORT")
    span = hand.find("بوتين")
    hand.reader.scroll_to(span)
    point = hand.reader.range_rects(span)[0].center().toPoint()
    qtbot.mouseClick(hand.reader.viewport(), Qt.MouseButton.LeftButton, pos=point)
    buttons = hand.stage.editor.findChildren(QPushButton)
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    frame = read_frame(hand.stage.article, hand.active.id)
    assert (frame.label, [role for role, _ in frame.parts]) == ("SUPPORT", ["actor"])


def test_the_menu_at_the_pointer_offers_what_acts_there(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_Escape)
    on_annotation = context_menu(hand.stage, hand.window.session, hand.find("طالبان").start)
    assert hand.active.label == "ORG"
    assert "annotation.remove" in [action.objectName() for action in on_annotation.actions()]
    hand.press(Key.Key_Q)
    in_frame = context_menu(hand.stage, hand.window.session, 0)
    assert [a.objectName() for a in in_frame.actions() if a.objectName()][-2:] == ["frame.accept", "frame.drop"]
    for menu in (on_annotation, in_frame):
        menu.deleteLater()


def test_a_region_is_chosen_from_a_list(hand: Hand) -> None:
    hand.put_caret("تحالف روسيا")
    hand.press_arabic("R")
    hand.take_offer("headline")
    assert (hand.active.kind, hand.active.label) == ("region", "headline")
    assert hand.active.surface(hand.stage.text) == "تحالف روسيا وطالبان"


def test_tab_goes_round_delete_removes_and_the_list_follows(hand: Hand) -> None:
    for words in ("فلاديمير", "طالبان", "الحوار"):
        hand.put_caret(words)
        hand.press(Key.Key_0)
    hand.press(Key.Key_Escape)
    hand.reader.set_caret(0)
    seen = []
    for _ in range(4):
        hand.press(Key.Key_Tab)
        seen.append(hand.active.surface(hand.stage.text))
    assert seen == ["فلاديمير", "طالبان", "الحوار", "فلاديمير"]
    assert hand.reader.hasFocus()
    hand.press(Key.Key_Delete)
    assert hand.stage.list.rows.rowCount() == 2
    hand.undo()
    assert hand.stage.list.rows.rowCount() == 3


def test_the_row_of_what_is_active_is_chosen_and_a_row_leads_to_the_text(hand: Hand, qtbot: QtBot) -> None:
    for words in ("فلاديمير", "طالبان"):
        hand.put_caret(words)
        hand.press(Key.Key_0)
    view = hand.stage.list.view
    qtbot.waitUntil(lambda: view.currentIndex().data() == "طالبان")
    first = view.visualRect(hand.stage.list.rows.index(0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert hand.active.surface(hand.stage.text) == "فلاديمير"
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Return)
    assert hand.reader.hasFocus()


def test_attributes_registry_and_comments_are_written_from_the_inspector(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_F9, SHIFT)
    assert hand.active.value("certainty") == "unsure"
    hand.press(Key.Key_F9)
    field = QApplication.focusWidget()
    hand.type_into(field, "1 هل هذا صحيح")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    comments = hand.stage.desk.sight.comments(hand.stage.article.document.id)
    mine = [c for c in comments if c.about == hand.active.id]
    assert [c.text for c in mine] == ["1 هل هذا صحيح"]
    assert hand.active.label == "ORG"
    entry = next(iter(hand.stage.desk.names.candidates("طالبان", label="ORG"))).entry
    hand.reader.setFocus()
    hand.window.deeds.open_palette()
    hand.take_offer(f"Link {entry.name_ar}")
    assert hand.active.entry == entry.id


def test_undo_goes_to_the_article_where_it_was(hand: Hand) -> None:
    first = hand.stage.article.document.id
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert hand.stage.article.document.id != first
    hand.undo()
    assert hand.stage.article.document.id == first
    assert hand.stage.article.key.author == hand.stage.desk.person.id
    assert hand.annotations == []


def test_words_are_found_with_other_spelling(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Key.Key_F, CONTROL)
    hand.type_into(hand.page.find_bar.field, "الامم المتحده")
    selection = hand.reader.selection()
    assert selection is not None
    assert selection.of(hand.stage.text) == "الأمم المتحدة"
    qtbot.keyClick(hand.page.find_bar.field, Qt.Key.Key_Escape)
    assert hand.reader.hasFocus()


def test_the_filter_of_the_list_types_letters_and_tags_nothing(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    panel = hand.stage.list
    panel._filter.setFocus()
    hand.type_into(panel._filter, "1Qe")
    assert len(hand.annotations) == 1
    assert panel.rows.rowCount() == 0
    assert panel._filter.text() == "1Qe"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_place_and_layer_survive_another_language(
    make_window: MakeWindow, sample: Path, qtbot: QtBot, language: str
) -> None:
    window = make_window("en" if language == "ar" else "ar", memory=Settings(MEMORY, None))
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    hand.start_own_layer()
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    active, caret = hand.active.id, hand.reader.caret()
    window.session.preferences.set("ui.language", language)
    again = Hand(window, qtbot)
    assert again.page is not hand.page
    assert again.stage.writable
    assert (again.active.id, again.reader.caret()) == (active, caret)
    again.press(Key.Key_3)
    assert again.active.label == "GPE"


def test_a_key_leads_to_my_own_layer_and_the_list_of_layers_back(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    theirs = hand.stage.article.key
    hand.press(Key.Key_M, CONTROL)
    assert hand.stage.writable
    assert hand.annotations == []
    hand.page.layer_bar.wanted.emit(theirs)
    assert hand.stage.article.key == theirs
    assert hand.annotations


def test_arcs_can_be_put_away(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    assert hand.stage._links()
    hand.press(Key.Key_L, CONTROL)
    assert hand.stage._links() == ()
    hand.press(Key.Key_L, CONTROL)
    assert hand.stage._links()


def test_submitting_goes_on_to_the_next_article(hand: Hand) -> None:
    first = hand.stage.article.document.id
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_Return, CONTROL)
    # Comments on the article are still open: they are shown first, and can be let be.
    assert hand.stage.article.document.id == first
    hand.take_offer("submit")
    assert hand.stage.article.document.id != first
    mine = hand.page._my_key(first)
    assert hand.stage.desk.project.layer(mine).state == "submitted"


def test_what_is_handed_in_and_changed_is_open_again_until_undo(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.stage.do(lambda: hand.stage.desk.stand(hand.stage.article, "submitted", at=None))
    hand.put_caret("بوتين")
    hand.press(Key.Key_1)
    assert hand.stage.article.state == "open"
    hand.undo()
    assert hand.stage.article.state == "submitted"


def test_an_empty_article_is_submitted_with_a_word_that_it_is_empty(hand: Hand) -> None:
    first = hand.stage.article.document.id
    hand.press(Key.Key_Return, CONTROL)
    hand.take_offer("")
    layer = hand.stage.desk.project.layer(hand.page._my_key(first))
    assert (layer.state, layer.facts.nothing_to_annotate) == ("submitted", True)
    hand.window.commands.trigger("article.previous")
    hand.window.commands.trigger("article.unfinished")
    assert hand.stage.article.document.id != first


def test_names_are_accepted_rejected_and_tagged_otherwise(hand: Hand) -> None:
    hand.press(Key.Key_F8)
    assert hand.mode == "suggestion"
    first = hand.stage.state.suggestion
    assert first is not None
    hand.press(Key.Key_Backspace)
    assert hand.stage.state.suggestion not in (None, first)
    hand.press(Key.Key_Space)
    assert hand.active.provenance.origin == "suggestion_accepted"
    hand.press(Key.Key_F8)
    hand.press(Key.Key_0)
    assert (hand.active.label, hand.active.provenance.origin) == ("OTHER", "manual")
    hand.press(Key.Key_F8)
    hand.press(Key.Key_Escape)
    assert hand.mode == "caret"
    assert len(hand.annotations) == 2


def test_a_rejected_suggestion_stays_away_over_a_restart_and_undo_brings_it_back(
    make_window: MakeWindow, sample: Path, qtbot: QtBot
) -> None:
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    hand.start_own_layer()
    hand.press(Key.Key_F8)
    first = hand.stage.state.suggestion
    before = hand.stage.desk.project.layer(hand.stage.article.key)
    hand.press(Key.Key_Backspace)
    second = hand.stage.state.suggestion
    assert first is not None
    assert second not in (None, first)
    assert hand.stage.desk.project.layer(hand.stage.article.key) == before
    document = hand.stage.article.document.id
    window.close()

    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    window.open_article(document)
    hand.page.show_layer(LayerKey(document, "own", ME.id))
    hand.press(Key.Key_Home, CONTROL)
    hand.press(Key.Key_F8)
    assert hand.stage.state.suggestion == second
    hand.undo()
    assert hand.stage.state.suggestion == first
    hand.press(Key.Key_Escape)
    hand.redo()
    hand.press(Key.Key_Home, CONTROL)
    hand.press(Key.Key_F8)
    assert hand.stage.state.suggestion == second


def test_pieces_are_added_split_and_merged_again(hand: Hand) -> None:
    hand.put_caret("الحوار")
    hand.press(Key.Key_0)
    hand.put_caret("الإرهابية")
    hand.press(Key.Key_P)
    assert len(hand.active.spans) == 2
    hand.press(Key.Key_S)
    assert len(hand.annotations) == 2
    hand.stage.activate(hand.annotations[0].id)
    hand.press(Key.Key_M)
    assert [len(a.spans) for a in hand.annotations] == [2]
    for count in (2, 1, 1, 0):
        hand.undo()
        assert len(hand.annotations) == count


def test_several_rows_are_flagged_and_removed_as_one_gesture(hand: Hand, qtbot: QtBot) -> None:
    for words in ("فلاديمير", "طالبان", "الحوار"):
        hand.put_caret(words)
        hand.press(Key.Key_0)
    view = hand.stage.list.view
    hand.stage.activate(hand.annotations[0].id)
    view.setFocus()
    qtbot.waitUntil(lambda: view.currentIndex().row() == 0)
    qtbot.keyClick(view, Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Key.Key_F9, SHIFT)
    assert [a.value("certainty") for a in hand.annotations] == ["unsure", "unsure", None]
    qtbot.keyClick(view, Key.Key_Delete)
    assert [a.surface(hand.stage.text) for a in hand.annotations] == ["الحوار"]
    hand.undo()
    assert len(hand.annotations) == 3


def test_a_narrow_window_lays_the_inspector_over_the_text(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: not hand.stage.inspector.isVisible())
    hand.start_own_layer()
    hand.put_caret("طالبان")
    hand.press(Key.Key_Q)
    assert hand.stage.inspector.isVisible()
    hand.press(Key.Key_Escape)
    assert not hand.stage.inspector.isVisible()
    window.resize(1280, 700)
    qtbot.waitUntil(hand.stage.inspector.isVisible)


def test_all_occurrences_are_previewed_and_tagged_as_one_gesture(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("موسكو")
    hand.press(Key.Key_3)
    hand.press(Key.Key_Space)
    hand.press(Key.Key_W)
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, EverywhereDialog)]
    qtbot.waitUntil(lambda: dialog.view.places.rowCount() > 0)
    assert len(dialog.view.places.checked) == dialog.view.places.rowCount() - 1
    first = next(n for n in range(9) if dialog.view.places.index(n).flags() & Qt.ItemFlag.ItemIsUserCheckable)
    dialog.view.setCurrentIndex(dialog.view.places.index(first))
    qtbot.keyClick(dialog.view, Key.Key_Space)
    left = len(dialog.view.places.checked)
    assert left == dialog.view.places.rowCount() - 2
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(hand.annotations) == left + 1)
    assert {(a.label, a.entry) for a in hand.annotations} == {("GPE", hand.annotations[0].entry)}
    hand.undo()
    assert len(hand.annotations) == 1


def test_suggestions_are_outlined_at_rest_until_they_are_tagged_or_hidden(hand: Hand, qtbot: QtBot) -> None:
    def outlined() -> set[int]:
        return {int(i.removeprefix(OUTLINED)) for i in hand.reader.scene.marks if i.startswith(OUTLINED)}

    qtbot.waitUntil(lambda: bool(outlined()))
    first = min(outlined())
    before = len(hand.annotations)
    hand.page._mark_activated(f"{OUTLINED}{first}")
    assert hand.mode == "suggestion"
    assert hand.stage.state.suggestion is not None
    assert hand.stage.state.suggestion.span.start == first
    hand.press(Key.Key_Space)
    assert len(hand.annotations) == before + 1
    assert first not in outlined()
    hand.page.outlines.renew()
    left = outlined()
    assert first not in left
    hand.press(Key.Key_U, CONTROL)
    assert outlined() == set()
    hand.press(Key.Key_U, CONTROL)
    assert outlined() == left
    hand.page.show_layer(LayerKey(hand.stage.article.document.id, "own", "analyst-a"))
    hand.page.outlines.renew()
    assert outlined() == set()
