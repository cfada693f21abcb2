"""Lines of suggestions: what is shown anew keeps what stays, headings are read alone."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from annotator.ui.panels.suggestion_list import Line, Lines

_READ = int(Qt.ItemDataRole.AccessibleTextRole)


def line(name: str) -> Line:
    return Line(name, "بوتين", chip="PER", colour="PER", source="registry")


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_any_change_ends_with_the_new_lines_and_keeps_both_ends(first: list[str], second: list[str]) -> None:
    lines = Lines()
    QAbstractItemModelTester(lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines.show([line(name) for name in first])
    ends = {name: QPersistentModelIndex(lines.index(first.index(name))) for name in first[:1]}
    lines.show([line(name) for name in second])
    assert [one.id for one in lines.all] == second
    assert lines.rowCount() == len(second)
    for name, index in ends.items():
        if second[:1] == [name]:
            assert index.row() == 0


def test_a_heading_is_read_and_never_chosen(qapp: QApplication) -> None:
    lines = Lines()
    lines.show([Line("", "To check"), line("a")])
    assert lines.flags(lines.index(0)) == Qt.ItemFlag.NoItemFlags
    assert lines.index(0).data(_READ) == "To check"
    assert lines.index(1).data(_READ) == "بوتين · PER · registry"
    assert (lines.row_of(""), lines.row_of("a"), lines.row_of("b")) == (None, 1, None)
