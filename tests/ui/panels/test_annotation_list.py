"""The list's rows follow gestures and the filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.ui.panels.annotation_list import Row, Rows, row_of


def row(name: str, start: int, *, kind: str = "entity", letters: str = "بوتين", chip: str = "PER") -> Row:
    annotation = Annotation(id=name, kind=kind, label=chip, spans=(Span(start, start + 3),))  # type: ignore[arg-type]
    return row_of(annotation, chip=chip, colour=chip, letters=letters)


def shown(rows: Rows) -> list[str]:
    return [str(rows.index(n).data(256)) for n in range(rows.rowCount())]


@pytest.fixture
def rows(qapp: QApplication) -> Rows:
    return Rows()


def test_rows_stand_in_text_order_and_a_patch_keeps_it(rows: Rows) -> None:
    rows.fill([row("b", 20), row("a", 10)])
    rows.patch((), [row("c", 15), row("a", 30)])
    assert shown(rows) == ["c", "b", "a"]
    rows.patch(("b",), ())
    assert shown(rows) == ["c", "a"]
    assert rows.total == 2


def test_the_filter_folds_letters_and_holds_for_what_comes_later(rows: Rows) -> None:
    rows.fill([row("a", 1, letters="أفغانستان"), row("q", 5, kind="quote", letters="افغانستان بلد")])
    rows.narrow("افغان", "all")
    assert shown(rows) == ["a", "q"]
    rows.narrow("افغان", "quote")
    assert shown(rows) == ["q"]
    rows.patch((), [row("x", 3), row("y", 2, kind="quote", letters="أفغان")])
    assert shown(rows) == ["y", "q"]
    assert not rows.index_of("x").isValid()
    rows.narrow("", "all")
    assert shown(rows) == ["a", "y", "x", "q"]


def test_the_count_says_how_often_the_same_letters_have_the_same_label(rows: Rows) -> None:
    rows.fill([row("a", 1), row("b", 9), row("c", 20, letters="طالبان")])
    assert [rows.index(n).data(257)[1] for n in range(3)] == [2, 2, 1]
    rows.patch(("a",), ())
    assert [rows.index(n).data(257)[1] for n in range(2)] == [1, 1]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 40), st.booleans()), max_size=40))
def test_any_run_of_patches_ends_like_filling_anew(moves: list[tuple[str, int, bool]]) -> None:
    rows, kept = Rows(), {}
    for name, start, stays in moves:
        kept.pop(name, None)
        if stays:
            kept[name] = row(name, start)
            rows.patch((), [kept[name]])
        else:
            rows.patch((name,), ())
    fresh = Rows()
    fresh.fill(kept.values())
    assert shown(rows) == shown(fresh)


def test_a_view_that_watches_finds_every_row_at_its_place(rows: Rows) -> None:
    view = QListView()
    view.setModel(rows)
    seen: list[list[str]] = []
    for signal in (rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
        signal.connect(lambda *_: seen.append(shown(rows)))
    rows.fill([row("a", 10), row("b", 20)])
    rows.patch(("a",), [row("c", 15)])
    assert seen == [["a", "b"], ["b"], ["c", "b"]]
    assert view.model() is rows


def test_a_row_can_be_chosen_but_not_edited(rows: Rows) -> None:
    rows.fill([row("a", 1)])
    flags = rows.index(0).flags()
    assert flags & Qt.ItemFlag.ItemIsSelectable
    assert not flags & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
