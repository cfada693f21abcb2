"""From the press of a key to the paint that shows what it did, after the step is durable."""

import statistics
import time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator.work.exchange import export_jsonl
from tests.benchmarks import corpora, plain
from tests.benchmarks.corpora import ME
from tests.benchmarks.driver import Driver, Paints
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds
from tests.benchmarks.opening import COPIES, SIZES, named

_LIMITS = {(2_700, 130): (12, 25), (20_000, 500): (15, 30), (200_000, 5_000): (25, 50)}
_DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


def measure(folder: Path, *, quick: bool) -> Measures:
    """A thousand presses at three sizes."""
    path = corpora.copy_of(corpora.project_of_sizes(SIZES, copies=COPIES), folder)
    driver = Driver(path, data=folder / "data")
    driver.wait_for_index()
    ids = driver.page.stage.desk.project.document_ids()
    durable = sorted(plain.commit_row(folder / "plain.db", 200))[100]
    for size, (p50, p95) in _LIMITS.items():
        driver.opened(ids[SIZES.index(size) * COPIES])
        driver.settle()
        least = durable + type_plain(driver.page.stage.text)
        whole: list[float] = []
        driver.cpu.clear()
        driver.outline()
        outlined = driver.outlined
        times = presses(driver, 100 if quick else 1_000, whole=whole)
        target = Target(p50=p50, p95=p95, most=100)
        note = f"{processor(driver)}, {outlined} suggestions"
        name = f"key to painted and durable {named(*size)}"
        yield Measure(name, "ms", tuple(times), target, least, note)
        yield Measure(f"... and to the last paint of the panels {named(*size)}", "ms", tuple(whole))
    driver.close()


def measure_busy(folder: Path, *, quick: bool) -> Measures:
    """The same while the window exports 2,000 articles with 80,000 annotations."""
    count = 500 if quick else 2_000
    path = corpora.copy_of(corpora.project_with(count, 40), folder)
    driver = Driver(path, data=folder / "data")
    driver.wait_for_index()
    project = driver.page.stage.desk.project
    driver.opened(project.document_ids()[0])
    ended = []

    def again() -> None:
        job = driver.window.jobs.run(
            lambda report: export_jsonl(
                project, folder / "out.jsonl", layer="all", person=ME, report=report, beside=True
            )
        )
        assert job is not None
        job.ended.connect(lambda: ended.append(1))

    again()
    driver.settle()
    times: list[float] = []
    while len(times) < (100 if quick else 1_000):
        if driver.window.jobs.current is None:
            again()
            driver.settle()
        times += presses(driver, 10)
    driver.window.jobs.stop()
    driver.close()
    yield Measure(
        "key while an export runs 2.5k/40", "ms", tuple(times), Target(p50=12, p95=25, most=100), note=processor(driver)
    )


def processor(driver: Driver) -> str:
    """How long the window's own thread computed for a press: what is above that was waiting for disk or processor."""
    return f"{statistics.median(driver.cpu):.1f} ms computed"


def presses(driver: Driver, count: int, *, whole: list[float] | None = None) -> list[float]:
    """Tag bare words with a digit; each is taken out again before the next, so the article keeps its size.

    ``whole`` gets the times until nothing is left to be done anywhere in the window.
    """
    stage = driver.page.stage
    times = []
    bare = driver.bare_words()
    step = max(1, len(bare) // 97)
    for _, place, key in zip(range(count), cycle(bare[::step]), cycle(_DIGITS), strict=False):
        driver.go_to(place + 1)
        before = len(stage.article.annotations)
        began = time.perf_counter()
        times.append(driver.shown_after(key))
        driver.settle()
        if whole is not None:
            whole.append((time.perf_counter() - began) * 1000)
        driver.press(Qt.Key.Key_Delete)
        driver.settle()
        if len(stage.article.annotations) != before:
            raise RuntimeError("the tag was not taken out again")
    return times


def type_plain(text: str) -> float:
    """One letter into a QTextEdit with the same text until it is painted; the median of 50, in milliseconds."""
    edit = QTextEdit()
    edit.resize(700, 700)
    edit.setPlainText(text)
    edit.show()
    paints = Paints(edit.viewport())

    def act() -> None:
        serial = paints.serial
        edit.insertPlainText("ا")
        while paints.serial == serial:
            QApplication.processEvents()

    times = sorted(milliseconds(act) for _ in range(50))
    edit.close()
    return times[25]
