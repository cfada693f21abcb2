"""Kinds and states are told apart without colour: every ink is one here, and no chip says a word."""

from dataclasses import replace
from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtGui import QImage

from annotator.ui.reader.decor import LineDecor
from annotator.ui.reader.marks import Mark, MarkKind, MarkStyle
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.sample_marks import find

TEXT = "قال الرئيس الروسي فلاديمير بوتين أمس إنه سيزور موسكو"
WORDS = "الرئيس الروسي فلاديمير بوتين"
KINDS: tuple[MarkKind, ...] = ("entity", "event", "quote", "cue", "region")
TICKS = 2
"""Uprights at the two ends of a mark, among the rectangles of its lane."""


def _mark(kind: MarkKind, style: MarkStyle = "solid") -> Mark:
    return Mark("m", kind, "X", (find(TEXT, WORDS),), "", "X", style)


def _reader(make_reader: MakeReader, mark: Mark) -> Reader:
    reader = make_reader(TEXT, [mark])
    light = palettes.light()
    reader.set_palette(replace(light, inks={"X": light.ink}))
    reader.clearFocus()
    return reader


def _picture(make_reader: MakeReader, mark: Mark) -> QImage:
    return _reader(make_reader, mark).viewport().grab().toImage()


def _decor(make_reader: MakeReader, kind: MarkKind) -> LineDecor:
    scene = _reader(make_reader, _mark(kind)).scene
    return next(decor for row in scene.rows_between(0, 700) if (decor := scene.decor(row)).hits)


def test_each_kind_has_a_form_of_its_own(make_reader: MakeReader) -> None:
    pictures = {kind: _picture(make_reader, _mark(kind)) for kind in KINDS}
    assert [pair for pair in combinations(KINDS, 2) if pictures[pair[0]] == pictures[pair[1]]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_proposed_drafted_or_disputed_looks_otherwise(kind: MarkKind, make_reader: MakeReader) -> None:
    styles = get_args(MarkStyle)
    pictures = {style: _picture(make_reader, _mark(kind, style)) for style in styles}
    assert [pair for pair in combinations(styles, 2) if pictures[pair[0]] == pictures[pair[1]]] == []


def test_the_forms_are_those_of_the_legend(make_reader: MakeReader) -> None:
    decor = {kind: _decor(make_reader, kind) for kind in KINDS}
    strokes = {kind: [r for _, rects in decor[kind].lanes for r in rects][:-TICKS] for kind in KINDS}
    # An entity has a tint and a whole lane, and nothing else has a tint.
    assert [kind for kind in KINDS if decor[kind].tints] == ["entity"]
    assert len(strokes["entity"]) == 1
    # A trigger is dotted, a cue is dashed: both in pieces, the dashes longer and thinner.
    dot, dash = strokes["event"][0], strokes["cue"][0]
    assert min(len(strokes["event"]), len(strokes["cue"])) > 3
    assert dash.width() > 1.5 * dot.width()
    assert dash.height() < dot.height()
    # A quote has a whole lane, but a thin one; a region none at all, only its band in the margin.
    assert len(strokes["quote"]) == 1
    assert strokes["quote"][0].height() < strokes["entity"][0].height()
    assert decor["region"].lanes == ()
