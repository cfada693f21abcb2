"""Fonts: the bundled one lets the caret into لا, and the test can tell one that does not."""

import pytest

from annotator.ui.reader.selftest import both_have_room, caret_enters_ligature


def test_the_bundled_face_passes(family: str) -> None:
    assert caret_enters_ligature(family)


@pytest.mark.parametrize(("lam", "alef", "room"), [(12.0, 9.0, True), (21.0, 0.0, False), (0.0, 0.0, False)])
def test_a_letter_without_width_fails(lam: float, alef: float, room: bool) -> None:
    assert both_have_room(lam, alef) == room
