"""The codebook page through the real window: a draft, its impact, applying it, and taking it back."""

from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Colours, Words
from annotator.model.person import Person
from annotator.ui.pages.codebook.colours import colour_problems, distance, nearest, on_tint
from annotator.ui.pages.codebook.page import CodebookPage
from annotator.ui.pages.codebook.text_field import TextField
from annotator.ui.palette import Palette
from annotator.ui.panels.fields import Chooser, EditField
from annotator.ui.window import Window
from annotator.work.codebook_changes import Touched
from annotator.work.codebooks import default_codebook
from tests.ui.answers import Answers, MakeWindow

T = TypeVar("T", bound=QWidget)


def shown(window: Window) -> CodebookPage:
    window.show_section("codebook")
    found = window.page
    assert isinstance(found, CodebookPage)
    return found


@pytest.fixture
def page(window: Window) -> CodebookPage:
    return shown(window)


def one_of(page: CodebookPage, kind: type[T], name: str) -> T:
    found = page.form.widget().findChild(kind, name)  # type: ignore[union-attr]
    assert isinstance(found, kind)
    return found


def field(page: CodebookPage, name: str) -> EditField:
    return one_of(page, EditField, name)


def type_into(page: CodebookPage, name: str, text: str) -> None:
    found = field(page, name)
    found.setText(text)
    found.finish()


def labels(page: CodebookPage) -> list[str]:
    model = page.list.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def look(page: CodebookPage, qtbot: QtBot) -> list[Touched]:
    page.look()
    qtbot.waitUntil(lambda: page._impact is not None)
    model = page.panel.table.model()
    return [page.panel._sheet.row(row) for row in range(model.rowCount())]


def test_every_kind_of_line_has_its_form(page: CodebookPage) -> None:
    for path, name in (("label:entity:PER", "name.en"), ("attribute:0", "labels"), ("role:3", "title.ar")):
        assert page.list.go_to(path)
        assert field(page, name).isVisible()
    page.list.field.setText("انسحاب")
    assert labels(page) == []
    page.list.field.setText("retreat")
    assert labels(page) == ["RETREAT"]


def test_a_field_that_is_left_changes_the_draft_and_nothing_else(page: CodebookPage, window: Window) -> None:
    page.list.go_to("label:entity:PER")
    seq = window.projects.desk.project.seq
    type_into(page, "name.en", "Human being")
    text = one_of(page, TextField, "definition.en")
    text.setPlainText("Somebody.")
    text.finish()
    label = page.draft.now.label("entity", "PER")
    assert label is not None
    assert (label.name.en, label.definition.en) == ("Human being", "Somebody.")
    assert window.projects.desk.project.seq == seq
    window.commands.trigger("codebook.back")
    assert page.draft.now.label("entity", "PER").definition != label.definition  # type: ignore[union-attr]
    window.commands.trigger("codebook.discard")
    assert not page.draft.changed


def test_keys_that_are_taken_are_not_offered(page: CodebookPage) -> None:
    page.list.go_to("label:entity:PER")
    key = one_of(page, Chooser, "key")
    assert [key.itemData(row) for row in range(key.count())] == ["", "1"]


def test_a_rename_is_looked_at_applied_and_undone_exactly(
    page: CodebookPage, window: Window, qtbot: QtBot, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = window.projects.desk.project
    before = [project.layer(key) for key in project.layer_keys()]
    page.list.go_to("label:entity:PER")
    monkeypatch.setattr(answers, "text", lambda _question, **_: "HUMAN")
    window.commands.trigger("codebook.rename")
    assert page.list.current is not None
    assert page.list.current.name == "HUMAN"
    touched = look(page, qtbot)
    assert {(one.label, one.becomes) for one in touched} == {("PER", "HUMAN")}
    assert len(touched) == sum(one.label == "PER" for layer in before for one in layer.annotations)

    window.commands.trigger("codebook.apply")
    assert window.projects.desk.codebook.version == "1.1"
    qtbot.waitUntil(lambda: window.page is not page)
    assert "HUMAN" in labels(shown(window))
    window.show_section("annotate")
    window.commands.trigger("edit.undo")
    qtbot.waitUntil(lambda: window.projects.desk.codebook.version == "1.0")
    assert [project.layer(key) for key in project.layer_keys()] == before


def test_a_line_of_the_impact_leads_to_the_text(page: CodebookPage, window: Window, qtbot: QtBot) -> None:
    page.list.go_to("label:entity:FAC")
    page.edit(lambda draft: draft.merge_label("entity", "FAC", "LOC"))
    first = look(page, qtbot)[0]
    page.panel.table.chosen.emit(first)
    assert (window.section, window.article) == ("annotate", first.key.document)


def test_the_draft_survives_another_language_and_is_left_when_the_codebook_changes(
    page: CodebookPage, window: Window
) -> None:
    page.edit(lambda draft: draft.rename_label("entity", "PER", "HUMAN"))
    window.session.preferences.set("ui.language", "ar")
    again = shown(window)
    assert again is not page
    assert again.draft.now.label("entity", "HUMAN") is not None


def test_what_would_orphan_is_shown_and_not_applied(page: CodebookPage, window: Window, qtbot: QtBot) -> None:
    place = next(n for n, role in enumerate(page.draft.now.roles) if role.name == "place")
    page.list.go_to(f"role:{place}")
    for name in ("fillers.span", "fillers.entity"):
        box = one_of(page, QCheckBox, name)
        box.toggle()
    assert not {"span", "entity"} & set(page.draft.now.roles[place].fillers)
    assert look(page, qtbot)[0].effect == "broken"
    window.commands.trigger("codebook.apply")
    assert window.projects.desk.codebook.version == "1.0"


def test_a_faint_colour_is_told_and_not_applied(page: CodebookPage, window: Window, qtbot: QtBot) -> None:
    page.list.go_to("label:entity:PER")
    type_into(page, "colours.light", "#C0C0C0")
    assert [one.key for one in page.problems()] == ["codebook.contrast"]
    look(page, qtbot)
    window.commands.trigger("codebook.apply")
    assert window.projects.desk.codebook.version == "1.0"
    type_into(page, "colours.light", "blue")
    assert [one.key for one in page.problems()] == ["codebook.bad-colour"]


def test_labels_are_added_merged_split_and_taken_out(
    page: CodebookPage, window: Window, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.choice = 0
    monkeypatch.setattr(answers, "text", lambda _question, value="": value or "ANIMAL")
    window.commands.trigger("codebook.add")
    assert page.draft.now.label("entity", "ANIMAL") is not None
    window.commands.trigger("codebook.drop")
    assert page.draft.now.label("entity", "ANIMAL") is None
    page.list.go_to("label:entity:NUM")
    window.commands.trigger("codebook.split")
    assert {"NUM_MONEY", "NUM_REST"} <= {one.id for one in page.draft.now.labels}
    page.list.go_to("label:entity:FAC")
    window.commands.trigger("codebook.merge")
    palette = window.findChild(Palette)
    assert palette is not None
    palette.close()
    assert page.draft.problems() == []


def test_subtypes_and_values_are_added_renamed_and_taken_out(
    page: CodebookPage, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "text", lambda _question, **_: "ARMY")
    page.list.go_to("label:entity:ORG")
    one_of(page, QPushButton, "subtype.MIL.rename").click()
    type_into(page, "add.subtype", "CLUB")
    org = page.draft.now.label("entity", "ORG")
    assert org is not None
    assert {"ARMY", "CLUB"} <= {one.id for one in org.subtypes}
    page.list.go_to("attribute:0")
    answers.choice = 1
    one_of(page, QPushButton, "value.PRO.drop").click()
    assert page.draft.now.attributes[0].values == ("NAM", "NOM")
    type_into(page, "add.value", "two words")
    assert page.draft.now.attributes[0].values == ("NAM", "NOM")


def test_a_file_goes_out_and_comes_in_as_a_draft(
    page: CodebookPage, window: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.files = [tmp_path / "codebook.toml"]
    window.commands.trigger("codebook.export")
    text = answers.files[0].read_text(encoding="utf-8").replace('en = "Person"', 'en = "Human"', 1)
    answers.files[0].write_text(text, encoding="utf-8")
    window.commands.trigger("codebook.import")
    label = page.draft.now.label("entity", "PER")
    assert label is not None
    assert label.name.en == "Human"
    qtbot.waitUntil(lambda: window.jobs.current is None)


def test_who_does_not_lead_reads_only(make_window: MakeWindow, sample: Path) -> None:
    window = make_window()
    window.projects.open(sample)
    window.projects.desk.person = Person("p-reader", "Reader", ("analyst",))
    page = shown(window)
    page.list.go_to("label:entity:PER")
    assert field(page, "name.en").isReadOnly()
    assert not window.commands.action("codebook.apply").isEnabled()
    assert window.commands.action("codebook.export").isEnabled()


def test_single_keys_act_in_the_list(page: CodebookPage, qtbot: QtBot, window: Window) -> None:
    page.edit(lambda draft: draft.change_label("entity", "PER", name=Words("إنسان", "Human")))
    page.enter()
    QApplication.processEvents()
    qtbot.keyClick(page.list.table, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not page.draft.changed)
    assert window.section == "codebook"


def test_the_shipped_colours_can_be_read_on_their_tints() -> None:
    assert list(colour_problems(default_codebook())) == []


def test_distances_are_those_of_the_standard() -> None:
    assert distance("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)
    assert distance("#FF0000", "#00FF00") == pytest.approx(170.6, abs=0.5)
    assert distance("#FF0000", "#00FF00", "deutan") < distance("#FF0000", "#00FF00")
    assert on_tint("#000000", dark=False) > 14
    codebook = default_codebook()
    alike = [one for one in codebook.labels_of("entity") if one.id in ("PER", "ORG")]
    twin = msgspec.structs.replace(alike[1], colours=Colours(alike[0].colours.light, "#FFFFFF"))
    near = nearest(msgspec.structs.replace(codebook, labels=(alike[0], twin)), alike[0], dark=False)
    assert near is not None
    assert (near.label, near.distance) == ("ORG", 0.0)
