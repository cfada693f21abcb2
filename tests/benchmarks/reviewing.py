"""Reviewing an article of three layers: opening it, the next case, a decision; each until it is painted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.pages.review.page import ReviewPage
from tests.benchmarks import corpora
from tests.benchmarks.agreement import ANALYSTS, project_of_analysts
from tests.benchmarks.driver import Driver, Paints
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds

ARTICLES, ANNOTATIONS, CHARACTERS = 4, 500, 10_000
_OPEN, _STEP = 150, 50  # milliseconds


def measure(folder: Path, *, quick: bool) -> Measures:
    """Articles in turn, then cases of one of them."""
    source = project_of_analysts(ARTICLES, annotations=ANNOTATIONS, length=CHARACTERS)
    driver = Driver(corpora.copy_of(source, folder), data=folder / "data")
    driver.wait_for_index()
    driver.window.show_section("review")
    page = driver.window.page
    assert isinstance(page, ReviewPage)
    reviewing = _Reviewing(driver, page)
    documents = page.review.desk.project.document_ids()[:ARTICLES]
    named = f"{ANALYSTS} x {ANNOTATIONS}"
    opened = [reviewing.opened(name) for _ in range(2 if quick else 5) for name in documents]
    yield Measure(f"open {named}", "ms", tuple(opened[1:]), Target(p50=_OPEN, p95=2 * _OPEN))
    count = 20 if quick else 100
    steps = [reviewing.pressed(Qt.Key.Key_Tab) for _ in range(count)]
    yield Measure(f"next case of {named}", "ms", tuple(steps), Target(p50=_STEP, p95=2 * _STEP))
    taken = [reviewing.pressed(Qt.Key.Key_1) for _ in range(count)]
    yield Measure(f"decide and go on in {named}", "ms", tuple(taken), Target(p50=_STEP, p95=2 * _STEP))
    driver.close()


class _Reviewing:
    """The review page of a window, worked by keys."""

    def __init__(self, driver: Driver, page: ReviewPage) -> None:
        self._driver = driver
        self._page = page
        self._paints = Paints(page.table.reader.viewport())

    def _until_painted(self, act: Callable[[], object]) -> float:
        def work() -> None:
            serial = self._paints.serial
            act()
            self._driver.wait(lambda: self._paints.serial > serial)

        took = milliseconds(work)
        self._driver.settle()
        return took

    def opened(self, document: str) -> float:
        """Open an article at its first case; milliseconds."""
        return self._until_painted(lambda: self._page.open_review(document))

    def pressed(self, key: Qt.Key) -> float:
        """A key of the table of cases; milliseconds."""
        focus = self._driver.window.focusWidget()
        assert focus is not None
        return self._until_painted(lambda: QTest.keyClick(focus, key))
