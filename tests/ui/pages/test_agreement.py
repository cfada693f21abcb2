"""The dashboard of agreement: every number leads to spans, keys walk the charts, files say what the screen says."""

import csv
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.ui.pages.agreement.chart import Chart, Mark
from annotator.ui.pages.agreement.chart_view import ChartView
from annotator.ui.pages.agreement.counter import Counter
from annotator.ui.pages.agreement.look import Look
from annotator.ui.pages.agreement.saving import Drawn, save_chart
from annotator.ui.pages.review.agreement_view import VIEWS, AgreementView
from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.window import Window
from tests.ui.answers import Answers, MakeWindow

Key = Qt.Key
LONG = 60_000


def opened(window: Window, qtbot: QtBot) -> AgreementView:
    window.show_section("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    page.show_agreement()
    wait_for(page.agreement, qtbot)
    return page.agreement


def wait_for(view: AgreementView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.figures is not None and not view.is_busy, timeout=LONG)
    if view.front not in (view.table, view.cases):
        qtbot.waitUntil(
            lambda: all(one.isVisible() and one.width() > 400 for one in view.dashboard.views), timeout=LONG
        )


@pytest.fixture(params=["ar", "en"])
def either(request: pytest.FixtureRequest, make_window: MakeWindow, sample: Path) -> Window:
    made = make_window(request.param)
    made.projects.open(sample)
    return made


@pytest.fixture
def view(window: Window, qtbot: QtBot) -> AgreementView:
    return opened(window, qtbot)


def chart_of(view: AgreementView, name: str) -> ChartView:
    return next(one for one in view.dashboard.views if one.chart is not None and one.chart.id == name)


def press(window: Window, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def marks_of(view: AgreementView) -> Iterator[tuple[ChartView, Mark]]:
    for one in view.dashboard.views:
        assert one.chart is not None
        for mark in one.chart.marks:
            yield one, mark


def test_every_number_on_a_chart_opens_the_spans_behind_it(view: AgreementView, qtbot: QtBot) -> None:
    """Counts open as many lines as they say, values at least one; where there is nothing behind, that is said."""
    seen = dict.fromkeys(("pairs", "labels", "confusion", "bounds", "progress"), 0)
    for one, mark in list(marks_of(view)):
        assert one.chart is not None
        view.leave_cases()
        one.chosen.emit(mark)
        if mark.behind is None:
            assert not mark.value
            assert view.front is not view.cases
            continue
        qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
        seen[one.chart.id] += 1
        lines = view.cases.model().rowCount()
        if one.chart.id in ("confusion", "bounds", "progress"):
            assert lines == mark.value
        else:
            assert lines > 0
    assert all(seen.values()), seen


def test_enter_opens_the_spans_enter_opens_the_place_and_escape_goes_back(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    page = window.page
    assert isinstance(page, ReviewPage)
    chart_of(view, "labels").setFocus()
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
    press(window, Key.Key_Escape)
    assert view.front is chart_of(view, "labels")
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
    press(window, Key.Key_Return)
    assert page.mode == "review"
    assert page.sitting.view is not None
    press(window, Key.Key_T)
    wait_for(view, qtbot)
    assert page.mode == "agreement"


def test_arrows_walk_as_the_eye_does(either: Window, qtbot: QtBot) -> None:
    """Right is right on the screen: the next column in English, the one before in Arabic."""
    view = opened(either, qtbot)
    chart = chart_of(view, "confusion")
    assert chart.chart is not None
    assert chart.plot is not None
    chart.setFocus()
    start = chart.chart.at(2, 2)
    assert start is not None
    chart.go_to(start)
    at = chart.plot.marks.rect_of(start).center()
    for key, side in ((Key.Key_Right, 1), (Key.Key_Left, -1)):
        chart.go_to(start)
        press(either, key)
        assert chart.active is not None
        there = chart.plot.marks.rect_of(chart.active).center()
        assert (there.x() - at.x()) * side > 10
        assert abs(there.y() - at.y()) < 1
    chart.go_to(start)
    press(either, Key.Key_Down)
    assert chart.active == chart.chart.at(3, 2)
    press(either, Key.Key_End)
    assert chart.active == chart.chart.marks[-1]
    assert chart.accessibleDescription() == chart.active.said
    assert chart.said == chart.active.said


def test_charts_are_mirrored_in_arabic(either: Window, qtbot: QtBot) -> None:
    view = opened(either, qtbot)
    arabic = either.session.right_to_left
    for name in ("confusion", "labels", "progress"):
        chart = chart_of(view, name)
        assert chart.plot is not None
        assert chart.chart is not None
        plot = chart.plot
        first = plot.marks.rect_of(chart.chart.marks[0])
        middle = plot.widget.width() / 2
        names = plot._leading.sceneBoundingRect()
        assert (names.center().x() > middle) == arabic
        # What begins, begins at the names.
        assert abs((first.right() if arabic else first.left()) - (names.left() if arabic else names.right())) < 6


def test_files_say_what_the_screen_says(either: Window, qtbot: QtBot, tmp_path: Path) -> None:
    view = opened(either, qtbot)
    drawn = view.dashboard.drawn()
    assert len(drawn) == len(view.dashboard.views)
    for one in drawn:
        paths = [tmp_path / f"{one.chart.id}.{kind}" for kind in ("png", "svg", "csv")]
        for path in paths:
            save_chart(one, path)
        lines = list(csv.reader(paths[2].read_text("utf-8-sig").splitlines()))
        assert len(lines) == 1 + len(one.chart.marks)
        for line, mark in zip(lines[1:], one.chart.marks, strict=True):
            assert line[2] == ("" if mark.value is None else f"{mark.value:.6g}")
        # Qt's own reader of drawings leaves out patterns.
        picture = QImage(str(paths[0]))
        assert picture.size() == one.size * 2
        assert not one.chart.marks or likeness(picture, paths[1], one.size) > (
            0.85 if one.chart.id == "progress" else 0.97
        )


def likeness(picture: QImage, drawing: Path, size: QSize) -> float:
    """How alike a picture and a drawing are, 1 being the same: the correlation of their grey values."""
    renderer = QSvgRenderer(str(drawing))
    other = QImage(size * 2, QImage.Format.Format_RGB32)
    other.fill(Qt.GlobalColor.white)
    painter = QPainter(other)
    renderer.render(painter)
    painter.end()
    one, two = (
        grey(image.scaled(size / 4, mode=Qt.TransformationMode.SmoothTransformation)) for image in (picture, other)
    )
    return float(np.corrcoef(one, two)[0, 1])


def grey(image: QImage) -> np.ndarray:
    made = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(bytes(made.constBits()), dtype=np.uint8).reshape(made.height(), made.bytesPerLine())
    return lines[:, : made.width()].astype(float).ravel()


def test_a_drawing_holds_arabic_as_letters_in_their_order(
    make_window: MakeWindow, sample: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window("ar")
    window.projects.open(sample)
    view = opened(window, qtbot)
    for drawn in view.dashboard.drawn():
        path = tmp_path / "drawing.svg"
        save_chart(drawn, path)
        root = ElementTree.fromstring(path.read_bytes())
        texts = {(text.text or "").strip("\u2067\u2069 ") for text in root.iter("{http://www.w3.org/2000/svg}text")}
        words = {word for name in drawn.chart.rows for word in name.split()}
        assert words <= {word for text in texts for word in text.split()}, drawn.chart.id
        # Nothing is left that only some programs know how to draw.
        assert "vector-effect" not in path.read_text("utf-8")


def test_a_chart_and_all_of_them_are_saved_by_key(
    window: Window, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    view = opened(window, qtbot)
    chart_of(view, "labels").setFocus()
    answers.files = [tmp_path / "one.svg"]
    press(window, Key.Key_S)
    assert (tmp_path / "one.svg").stat().st_size > 1000
    assert "one.svg" in window.status.sentence
    folder = tmp_path / "all"
    folder.mkdir()
    answers.files = [folder]
    press(window, Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert sorted(path.suffix for path in folder.iterdir()) == [".csv"] * 7 + [".png"] * 6 + [".svg"] * 6
    with (folder / "sample-numbers.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["measure"] for row in rows} >= {"f1.exact", "alpha.unitizing", "roles.aligned"}
    answers.files = [tmp_path / "no such folder" / "one.csv"]
    press(window, Key.Key_S)
    assert [problem.key for problem in answers.problems] == ["agreement.not-saved"]


def test_hidden_names_are_nowhere(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    assert "Analyst A" in str(words_of(view))
    press(window, Key.Key_H)
    assert "Analyst A" not in str(words_of(view))
    assert "analyst-a" not in str(words_of(view))
    assert "Analyst 1" in str(words_of(view))
    for place in range(len(VIEWS)):
        view._view.setCurrentIndex(place)
        qtbot.waitUntil(lambda: not view.is_busy, timeout=LONG)
        model = view.table.model()
        cells = [
            model.index(row, column).data() for row in range(model.rowCount()) for column in range(model.columnCount())
        ]
        assert not [cell for cell in cells if "Analyst A" in str(cell) or "analyst-a" in str(cell)]


def words_of(view: AgreementView) -> list[object]:
    found: list[object] = [view.dashboard._pair.itemText(place) for place in range(view.dashboard._pair.count())]
    for one in view.dashboard.views:
        assert one.chart is not None
        found += [one.accessibleName(), one.accessibleDescription(), one.said, one.axes]
        found += [one.chart.rows, one.chart.columns, [mark.said for mark in one.chart.marks]]
    return found


def test_another_kind_another_measure(view: AgreementView) -> None:
    dashboard = view.dashboard
    dashboard._kind.setCurrentIndex(dashboard._kind.findData("quote"))
    assert dashboard.choice.kind == "quote"
    dashboard._measure.setCurrentIndex(dashboard._measure.findData("roles.aligned"))
    labels = chart_of(view, "labels").chart
    assert labels is not None
    assert {"Speaker", "Cue"} <= set(labels.rows)
    dashboard._measure.setCurrentIndex(dashboard._measure.findData("frame.joint"))
    labels = chart_of(view, "labels").chart
    assert labels is not None
    assert labels.marks == ()
    assert "not told by label" in labels.empty


def test_tables_beside_the_charts(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    counts = {}
    for name in VIEWS[1:]:
        press(window, Key.Key_V)
        wait_for(view, qtbot)
        assert view._view.currentData() == name
        counts[name] = view.table.model().rowCount()
        view.table.setFocus()
    assert counts["verdicts"] == 42
    assert counts["document"] > counts["all"] > 30
    assert counts["gold"] == 0
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: view.front is view.cases, timeout=LONG)
    press(window, Key.Key_Escape)
    assert view.front is view.table


def test_nothing_to_compare_is_told_with_its_reason(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.projects.create(tmp_path / "new.hashiya")
    view = opened(window, qtbot)
    for one in view.dashboard.views:
        assert one.chart is not None
        assert one.chart.marks == ()
        assert len(one.chart.empty) > 20
    view._view.setCurrentIndex(1)
    assert view.front is not view.table


def test_gamma_on_demand(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    assert view.figures is not None
    missing = view.figures.gamma_missing
    assert missing > 5
    press(window, Key.Key_G)
    qtbot.waitUntil(lambda: view._counter is not None and view._counter.is_measuring, timeout=LONG)
    press(window, Key.Key_G)
    wait_for(view, qtbot)
    assert view.figures.gamma_missing <= missing
    press(window, Key.Key_G)
    qtbot.waitUntil(lambda: view.figures is not None and not view.figures.gamma_missing, timeout=LONG)
    wait_for(view, qtbot)
    assert {row.kind for row in view.figures.rows if row.measure == "gamma"} >= {"entity", "quote", "event"}
    press(window, Key.Key_G)
    assert "known" in window.status.sentence


def test_a_process_that_is_ended_is_told_and_the_next_question_begins_another(
    window: Window, answers: Answers, qtbot: QtBot
) -> None:
    view = opened(window, qtbot)
    counter = view._counter
    assert isinstance(counter, Counter)
    process = counter._processes.counting._process
    assert process is not None
    process.kill()
    process.join()
    view.refresh()
    qtbot.waitUntil(lambda: bool(answers.problems), timeout=LONG)
    assert [problem.key for problem in answers.problems] == ["agreement.ended"]
    view.refresh()
    wait_for(view, qtbot)
    assert len(answers.problems) == 1


def test_no_process_outlives_its_page(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    counter = view._counter
    assert isinstance(counter, Counter)
    process = counter._processes.counting._process
    assert process is not None
    assert process.is_alive()
    window.session.preferences.change({"ui.language": "ar"})
    assert not process.is_alive()


def test_the_program_starts_without_the_library_of_the_charts() -> None:
    """Nor does the review page want it, before the numbers are asked for."""
    words = (
        "import sys, annotator.ui.app, annotator.ui.pages.review.page; "
        "print(sorted({'pyqtgraph', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_lines_of_weeks_are_walked_and_drawn(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    marks = tuple(
        Mark(row, column, 0.7 + row / 10 + column / 50, "0.7", f"{row} {column}", ("x",))
        for row in range(2)
        for column in range(3)
        if (row, column) != (1, 0)
    )
    chart = Chart("weeks", "Weeks", "lines", ("One", "Two"), ("W1", "W2", "W3"), marks)
    view = ChartView(window.session)
    qtbot.addWidget(view)
    view.resize(500, 320)
    view.show()
    view.show_chart(chart)
    view.setFocus()
    assert view.plot is not None
    view.go_to(marks[0])
    for key, expected in (
        (Key.Key_Right, "0 1"),
        (Key.Key_Down, "1 1"),
        (Key.Key_Left, "1 1"),
        (Key.Key_Up, "0 1"),
        (Key.Key_Left, "0 0"),
        (Key.Key_Down, "1 1"),
    ):
        QTest.keyClick(view, key)
        assert view.active is not None
        assert view.active.said == expected
    places = [view.plot.marks.rect_of(mark).center() for mark in marks]
    assert places[0].x() < places[1].x() < places[2].x()
    assert places[0].y() > places[1].y()
    drawn = Drawn(chart, "", look=Look.of(window.session.theme), font=view.font(), mirrored=False)
    save_chart(drawn, tmp_path / "w.svg")
    save_chart(drawn, tmp_path / "w.png")
    assert likeness(QImage(str(tmp_path / "w.png")), tmp_path / "w.svg", drawn.size) > 0.95


def test_an_undefined_number_says_why_and_is_no_nought(window: Window, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    assert view.figures is not None
    row = next(row for row in view.figures.rows if row.measure == "f1.exact" and row.pair and row.kind == "entity")
    empty = msgspec.structs.replace(
        row.estimate, value=None, undefined=msgspec.convert({"reason": "one-category"}, type=_undefined()), low=None
    )
    rows = tuple(msgspec.structs.replace(one, estimate=empty) if one is row else one for one in view.figures.rows)
    view._show_figures(msgspec.structs.replace(view.figures, rows=rows))
    pairs = chart_of(view, "pairs").chart
    assert pairs is not None
    assert {mark.value for mark in pairs.marks} == {None}
    assert all("one category" in mark.said for mark in pairs.marks)


def _undefined() -> type:
    from annotator.measures.outcomes import Undefined

    return Undefined
