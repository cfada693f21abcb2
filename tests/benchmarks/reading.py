"""Moving about in an article: wheel and zoom, beside an empty QTextEdit with the same text."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit

from tests.benchmarks import corpora
from tests.benchmarks.driver import Driver, Paints, turn_wheel
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds
from tests.benchmarks.opening import COPIES, SIZES, named

_CONTROL = Qt.KeyboardModifier.ControlModifier


def measure(folder: Path, *, quick: bool) -> Measures:
    """Wheel and zoom at three sizes."""
    path = corpora.copy_of(corpora.project_of_sizes(SIZES, copies=COPIES), folder)
    driver = Driver(path, data=folder / "data")
    driver.wait_for_index()
    ids = driver.page.stage.desk.project.document_ids()
    for size in (SIZES[0], SIZES[2], SIZES[4]):
        driver.opened(ids[SIZES.index(size) * COPIES])
        driver.go_to(0)
        steps = 8 if size == SIZES[0] else 50 if quick else 200
        wheel = list(wheel_steps(driver, steps))
        least = wheel_plain(driver.page.stage.text, steps)
        yield Measure(f"wheel step {named(*size)}", "ms", tuple(wheel), Target(p95=16), least)
        driver.go_to(0)
        zoom = [driver.wheel(down=down, modifiers=_CONTROL) for _ in range(6) for down in (False, False, True, True)]
        yield Measure(f"zoom {named(*size)}", "ms", tuple(zoom), Target(p50=40))
    driver.close()


def wheel_steps(driver: Driver, steps: int) -> Iterator[float]:
    """Notches downwards in milliseconds, from the top again where the text ends."""
    bar = driver.page.stage.reader.verticalScrollBar()
    for _ in range(steps):
        if bar.value() >= bar.maximum():
            driver.go_to(0)
            driver.settle()
        yield driver.wheel(down=True)


def wheel_plain(text: str, steps: int) -> float:
    """A notch of the wheel over a QTextEdit; the median, in milliseconds."""
    edit = QTextEdit()
    edit.resize(700, 600)
    edit.setPlainText(text)
    edit.show()
    QApplication.processEvents()
    paints = Paints(edit.viewport())

    def act() -> None:
        serial = paints.serial
        turn_wheel(edit, True, Qt.KeyboardModifier.NoModifier)
        while paints.serial == serial:
            QApplication.processEvents()

    bar = edit.verticalScrollBar()
    times = []
    for _ in range(steps):
        if bar.value() >= bar.maximum():
            bar.setValue(0)
            QApplication.processEvents()
        times.append(milliseconds(act))
    edit.close()
    return sorted(times)[len(times) // 2]
