"""Colours of the page: opaque tints, and no token without a colour."""

import pytest

from annotator.ui.reader.palette import ReaderPalette
from tests.ui.reader import palettes


@pytest.mark.parametrize("palette", [palettes.light(), palettes.dark()])
def test_tints_are_opaque_and_lie_between_ink_and_page(palette: ReaderPalette) -> None:
    for token, ink in palette.inks.items():
        tint = palette.tint_of(token)
        assert tint.alpha() == 255
        for channel in ("red", "green", "blue"):
            low, high = sorted((getattr(ink, channel)(), getattr(palette.page, channel)()))
            assert low <= getattr(tint, channel)() <= high


def test_a_token_the_theme_does_not_know_is_muted() -> None:
    palette = palettes.light()
    assert palette.ink_of("UNKNOWN") == palette.muted
    assert palette.tint_of("UNKNOWN") not in (palette.muted, palette.page)
