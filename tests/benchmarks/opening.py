"""Opening an article until it is painted, with store, list and inspector, at every size."""

from itertools import cycle
from pathlib import Path

from PySide6.QtWidgets import QTextEdit

from tests.benchmarks import corpora
from tests.benchmarks.driver import Driver, Paints
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds

SIZES = ((2_700, 130), (4_000, 200), (20_000, 500), (20_000, 1_500), (200_000, 5_000))
_TARGETS = (60, 80, 80, 150, 300)
COPIES = 3


def named(length: int, annotations: int) -> str:
    """A size in a few characters."""
    return f"{length / 1000:g}k/{annotations:,}"


def measure(folder: Path, *, quick: bool) -> Measures:
    """Each size in turn, then the next of the queue, then a single paragraph of 200,000 characters."""
    path = corpora.copy_of(corpora.project_of_sizes(SIZES, copies=COPIES), folder)
    driver = Driver(path, data=folder / "data")
    driver.wait_for_index()
    ids = driver.page.stage.desk.project.document_ids()
    for at, (size, limit) in enumerate(zip(SIZES, _TARGETS, strict=True)):
        own = ids[at * COPIES : (at + 1) * COPIES]
        times, rests = [], []
        for _, document in zip(range(5 if quick else 21), cycle(own), strict=False):
            times.append(driver.opened(document))
            driver.settle()
            rests.append(driver.outline())
        least = open_plain(driver.page.stage.text)
        yield Measure(f"open {named(*size)}", "ms", tuple(times[1:]), Target(p50=limit, p95=2 * limit), least)
        if driver.outlined:
            note = f"{driver.outlined} suggestions"
            yield Measure(f"... at rest: suggestions outlined {named(*size)}", "ms", tuple(rests[1:]), note=note)
    yield next_of_queue(driver, ids[: 2 * COPIES])
    driver.close()
    yield from one_paragraph(folder, quick=quick)


def next_of_queue(driver: Driver, ids: list[str]) -> Measure:
    """Go on to the next article after resting on one, as an analyst does."""
    times = []
    for _ in range(4):
        driver.opened(ids[0])
        for document in ids[1:]:
            # Whoever goes on has read for a while, and meanwhile the next article was read too.
            driver.settle()
            driver.page.stage.ahead.read()
            times.append(driver.opened(document))
    return Measure("next of the queue, prefetched", "ms", tuple(times), Target(p50=30, p95=60))


def one_paragraph(folder: Path, *, quick: bool) -> Measures:
    """A text without a line break."""
    source = corpora.project_of_sizes(((200_000, 2_000),), copies=2, one_paragraph=True)
    driver = Driver(corpora.copy_of(source, folder), data=folder / "data-one")
    driver.wait_for_index()
    first, second = driver.page.stage.desk.project.document_ids()
    times = [driver.opened(document) for _ in range(2 if quick else 6) for document in (second, first)]
    yield Measure("one paragraph of 200k/2,000: open", "ms", tuple(times), Target(p50=400))
    from tests.benchmarks.keys import presses

    yield Measure("one paragraph: key", "ms", tuple(presses(driver, 20 if quick else 100)), Target(p50=30))
    driver.go_to(0)
    wheel = [driver.wheel(down=True) for _ in range(50)]
    yield Measure("one paragraph: wheel step", "ms", tuple(wheel), Target(p95=16))
    driver.close()


def open_plain(text: str) -> float:
    """The same text into an empty QTextEdit until it is painted; the median of five, in milliseconds."""
    from PySide6.QtWidgets import QApplication

    edit = QTextEdit()
    edit.resize(700, 700)
    edit.show()
    paints = Paints(edit.viewport())

    def act() -> None:
        serial = paints.serial
        edit.setPlainText(text)
        while paints.serial == serial:
            QApplication.processEvents()

    times = sorted(milliseconds(act) for _ in range(5))
    edit.close()
    return times[2]
