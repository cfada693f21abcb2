"""Every theme can be read: contrast of all text colours, the same tokens in each, icons that draw."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.ui.reader.painter import FLASH_SHARE
from annotator.ui.reader.palette import mixed
from annotator.ui.theme import THEMES, Theme, contrast, interface_font, load_fonts
from annotator.work.codebooks import default_codebook

TEXT = ("ink", "muted", "accent", "good", "warn", "bad", "conflict")
KINDS = ("QUOTE", "EVENT", "CUE", "REGION")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("surface", ["page", "panel"])
def test_text_stands_out_from_what_is_behind_it(name: str, surface: str) -> None:
    theme = Theme.load(name)
    figures = {token: contrast(theme.token(token), theme.token(surface)) for token in (*TEXT, *KINDS)}
    assert min(figures.values()) >= 4.5, figures


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("surface", ["selection", "hover", "chosen"])
def test_ink_can_be_read_on_what_is_selected(name: str, surface: str) -> None:
    theme = Theme.load(name)
    assert contrast(theme.token("ink"), theme.token(surface)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_primary_buttons_and_muted_rail_words_can_be_read(name: str) -> None:
    theme = Theme.load(name)
    assert contrast(theme.token("accent_ink"), theme.token("accent")) >= 4.5
    assert contrast(theme.token("muted"), theme.token("hover")) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_letters_and_chips_can_be_read_on_tints(name: str, kind: str) -> None:
    theme = Theme.load(name)
    tint = mixed(theme.token(kind), theme.token("page"), theme.tint_share)
    assert contrast(theme.token("ink"), tint) >= 7
    assert contrast(theme.token(kind), tint) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_chips_of_all_labels_can_be_read(name: str) -> None:
    theme = Theme.load(name)
    palette = theme.reader_palette(default_codebook())
    assert {label.id for label in default_codebook().labels_of("entity")} < set(palette.inks)
    for token, ink in palette.inks.items():
        # A solid chip lies on its tint, one that is only proposed on the page; lists and forms lie on the panel.
        for behind in (palette.tint_of(token), palette.page, theme.token("panel")):
            assert contrast(ink, behind) >= 4.5, token
        assert contrast(palette.ink, palette.tint_of(token)) >= 7, token
        # What was just done flashes in a stronger tint, under letters that are read meanwhile.
        assert contrast(palette.ink, mixed(ink, palette.page, FLASH_SHARE)) >= 4.5, token


def test_themes_have_the_same_tokens() -> None:
    first, *others = (set(Theme.load(name).tokens) for name in THEMES)
    assert all(other == first for other in others)


@pytest.mark.parametrize("name", THEMES)
def test_the_sheet_uses_only_known_tokens(name: str) -> None:
    assert re.findall(r"@\w+", Theme.load(name).style_sheet) == []


@pytest.mark.parametrize("name", THEMES)
def test_arrows_of_boxes_have_the_muted_colour(name: str) -> None:
    drawing = assets.path("icons", f"chevron-{name}.svg").read_text(encoding="utf-8")
    assert Theme.load(name).tokens["muted"] in drawing


def test_the_palette_is_made_of_tokens(qtbot: QtBot) -> None:
    theme = Theme.load("dark")
    assert theme.palette.color(QPalette.ColorRole.Base) == theme.token("page")
    assert theme.palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.token("disabled")


def test_contrast_by_the_published_extremes() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_icons_draw_and_turn_round(qtbot: QtBot) -> None:
    theme = Theme.load("light")
    for file in assets.path("icons").glob("*.svg"):
        image = theme.icon(file.stem, right_to_left=False).pixmap(20, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), file.name
    there = theme.icon("undo", right_to_left=False).pixmap(20, 20).toImage()
    back = theme.icon("undo", right_to_left=True).pixmap(20, 20).toImage()
    assert there != back
    assert (
        theme.icon("clock", right_to_left=True).pixmap(20, 20).toImage()
        == theme.icon("clock", right_to_left=False).pixmap(20, 20).toImage()
    )


def test_arabic_is_never_small(qtbot: QtBot) -> None:
    load_fonts()
    assert interface_font(right_to_left=True).pointSizeF() >= 11
    assert QFontInfo(interface_font(right_to_left=True)).family()
