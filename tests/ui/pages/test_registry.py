"""The registry page through the real window: the list, the tables, the fields, and every gesture with its undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.ui.pages.registry.mentions import MENTION_ROLE
from annotator.ui.pages.registry.page import RegistryPage
from annotator.ui.pages.rows import ROW_ROLE
from annotator.ui.palette import Palette
from annotator.ui.panels.chips import ChipLabel
from annotator.ui.panels.fields import EditField
from annotator.ui.window import Window
from tests.ui.answers import Answers, MakeWindow

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(window: Window) -> RegistryPage:
    window.show_section("registry")
    found = window.page
    assert isinstance(found, RegistryPage)
    return found


def names(page: RegistryPage) -> list[str]:
    model = page.list.table.model()
    return [model.index(row, 0).data(ROW_ROLE).entry.id for row in range(model.rowCount())]


def entry(page: RegistryPage, name: str) -> Entry:
    return page.registry.entries[name]


def field(page: RegistryPage, name: str) -> EditField:
    return page.form.findChildren(EditField, name)[-1]


def test_typing_narrows_the_list_folded_and_the_arrows_move_in_it(page: RegistryPage, qtbot: QtBot) -> None:
    everything = names(page)
    assert len(everything) == 113
    page.list.field.setText("افغانستان")
    qtbot.waitUntil(lambda: 0 < len(names(page)) < 20)
    assert names(page)[0] == "gpe.afghanistan"
    first = page.list.current
    qtbot.keyClick(page.list.field, Qt.Key.Key_Down)
    assert page.list.current == names(page)[1] != first
    qtbot.keyClick(page.list.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: names(page) == everything)


def test_mentions_are_read_as_they_come_into_sight_and_lead_to_the_text(page: RegistryPage, window: Window) -> None:
    page.go_to("per.putin")
    model = page.views.mentions.model()
    assert model.rowCount() == 52
    hits = [model.index(row, 0).data(ROW_ROLE) for row in range(52)]
    dates = [hit.title.split("  ")[0] for hit in hits]
    assert dates == sorted(dates)
    text = window.projects.desk.project.text(hits[40].document)
    assert hits[40].span.of(text).replace("\n", " ") == hits[40].found
    page.views.mentions.setCurrentIndex(model.index(40, 0))
    page.views.mentions.chosen.emit(hits[40])
    assert (window.section, window.article) == ("annotate", hits[40].document)


def test_quotes_of_a_speaker_stand_by_date_with_those_who_marked_them(page: RegistryPage, window: Window) -> None:
    page.go_to("per.putin")
    page.views.show_tab("quotes")
    model = page.views.quotes.model()
    dates = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert len(dates) > 15
    assert dates == sorted(dates)
    assert any("Analyst A" in model.index(row, 3).data() for row in range(len(dates)))
    page.views.quotes.chosen.emit(model.index(0, 0).data(ROW_ROLE))
    assert window.section == "annotate"


def test_conflicting_numbers_of_an_event_stand_side_by_side(page: RegistryPage) -> None:
    page.go_to("evt.crocus-attack")
    page.views.show_tab("claims")
    model = page.views.claims.model()
    shown = [model.index(row, 0).data().strip("\u2068\u2069") for row in range(5)]
    assert shown == ["144", "145", "145", "أكثر من 14", "نحو 200"]
    page.go_to("per.putin")
    assert page.views.tab == "quotes"
    page.go_to("evt.crocus-attack")
    assert page.views.tab == "claims"


def test_a_merge_is_chosen_in_a_palette_and_is_undone(page: RegistryPage, window: Window, qtbot: QtBot) -> None:
    page.go_to("gpe.moscow")
    count = page.registry.count("gpe.russia")
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_M)
    palette = window.findChild(Palette)
    palette.field.setText("روسيا")
    qtbot.keyClick(palette.field, ENTER)
    assert entry(page, "gpe.moscow").merged_into == "gpe.russia"
    assert page.list.current == "gpe.russia"
    assert page.views.mentions.model().rowCount() == page.registry.count("gpe.russia") > count
    page.go_to("gpe.moscow")
    assert window.commands.trigger("entry.unmerge")
    assert entry(page, "gpe.moscow").merged_into is None
    for _ in range(2):
        window.commands.trigger("edit.undo")
    assert page.registry.count("gpe.russia") == count


def test_the_details_of_a_mention_name_the_entry_that_stands_for_its_own(page: RegistryPage, window: Window) -> None:
    page.registry.merge(["gpe.moscow"], "gpe.russia")
    names = window.projects.desk.names
    assert "gpe.moscow" not in names.entries
    resolved = names.entry("gpe.moscow")
    assert resolved is not None
    assert resolved.id == "gpe.russia"
    assert names.entry(None) is None


def test_single_keys_are_those_of_the_place_under_an_arabic_layout(page: RegistryPage, window: Window) -> None:
    page.go_to("gpe.moscow")
    page.list.table.setFocus()
    press = QKeyEvent(QKeyEvent.Type.KeyPress, ord("ة"), Qt.KeyboardModifier.NoModifier, "ة")
    QApplication.sendEvent(page.list.table, press)
    palette = window.findChild(Palette)
    assert palette is not None
    assert "موسكو" in palette.field.placeholderText()
    palette.close()


def test_fields_write_one_gesture_each(page: RegistryPage, window: Window, qtbot: QtBot) -> None:
    page.go_to("gpe.russia")
    before = entry(page, "gpe.russia")
    assert window.commands.trigger("entry.rename")
    name = field(page, "name_ar")
    name.setText("الاتحاد الروسي")
    qtbot.keyClick(name, ENTER)
    assert entry(page, "gpe.russia").name_ar == "الاتحاد الروسي"
    new = field(page, f"alias{len(before.aliases)}")
    new.setText("روسيا")
    qtbot.keyClick(new, ENTER)
    assert "روسيا" in entry(page, "gpe.russia").aliases
    page.form.changed.emit("gpe.russia", {"kind": "event", "label": "OTHER"})
    assert entry(page, "gpe.russia").kind == "event"
    for _ in range(3):
        window.commands.trigger("edit.undo")
    assert entry(page, "gpe.russia") == before
    name = field(page, "name_ar")
    name.setText("")
    qtbot.keyClick(name, ENTER)
    assert entry(page, "gpe.russia") == before
    assert "needs a name" in window.status.sentence


def test_selected_mentions_are_split_off_and_others_stay(
    page: RegistryPage, window: Window, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = window.projects.desk
    article = desk.open(desk.project.document_ids()[0])
    desk.tag(article, [Span(82, 87)], "GPE")
    mine = next(iter(article.annotations))
    desk.link_entry(article, mine, "gpe.russia")
    page.go_to("gpe.russia")
    view = page.views.mentions
    rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    theirs = next(index for index in rows if index.data(MENTION_ROLE).key.author == "analyst-a")
    view.setCurrentIndex(theirs)
    window.commands.trigger("entry.split")
    assert "somebody else" in window.status.sentence
    view.selectAll()
    monkeypatch.setattr(answers, "text", lambda _question, *, value: f"{value} الأخرى")
    window.commands.trigger("entry.split")
    made = article.annotations[mine].entry
    assert entry(page, str(made)).name_ar == "روسيا الأخرى"
    window.commands.trigger("edit.undo")
    assert article.annotations[mine].entry == "gpe.russia"


def test_a_proposal_is_adopted(page: RegistryPage, window: Window) -> None:
    desk = window.projects.desk
    desk.write([_proposed(desk)])
    page.go_to("n.new")
    assert entry(page, "n.new").proposed_by == desk.person.id
    assert window.commands.trigger("entry.adopt")
    assert entry(page, "n.new").proposed_by is None


def _proposed(desk: object) -> object:
    from annotator.model.step import Change, Draft

    person = desk.person.id  # type: ignore[attr-defined]
    made = Entry("n.new", "entity", "PER", "اسم جديد", proposed_by=person)
    return Draft(f"proposed/{person}", "entry.new", person, (Change("entry", made.id, None, made),))


def test_the_page_says_why_it_is_empty(page: RegistryPage, make_window: MakeWindow, tmp_path: Path) -> None:
    page.list.narrow("لا يوجد اسم كهذا", "")
    assert page.list.current == ""
    assert names(page) == []
    window = make_window()
    window.projects.create(tmp_path / "new.hashiya")
    window.show_section("registry")
    assert names(window.page) == []


def test_entry_tab_and_words_survive_a_change_of_language(page: RegistryPage, window: Window) -> None:
    page.list.narrow("بوتين", "entity:PER")
    page.go_to("per.putin")
    page.views.show_tab("quotes")
    window.session.preferences.set("ui.language", "ar")
    again = window.page
    assert isinstance(again, RegistryPage)
    assert again is not page
    assert (again.list.current, again.list.words, again.views.tab) == ("per.putin", "بوتين", "quotes")


def test_details_stand_beside_where_there_is_room_and_come_when_asked_for(
    make_window: MakeWindow, sample: Path
) -> None:
    window = make_window(size=(1280, 720))
    window.projects.open(sample)
    window.show_section("registry")
    QApplication.processEvents()
    assert not window.page.form.isVisible()
    window.commands.trigger("view.end_panel")
    assert window.page.form.isVisible()
    window.commands.trigger("view.end_panel")
    assert not window.page.form.isVisible()
    wide = make_window(size=(1920, 1080))
    wide.projects.open(sample)
    wide.show_section("registry")
    QApplication.processEvents()
    assert wide.page.form.isVisible()


def test_chips_say_the_label_as_the_page_does(make_window: MakeWindow, sample: Path) -> None:
    window = make_window("ar")
    window.projects.open(sample)
    window.show_section("registry")
    found = window.page
    assert isinstance(found, RegistryPage)
    found.go_to("per.putin")
    assert found.findChild(ChipLabel).accessibleName() == "شخص"
