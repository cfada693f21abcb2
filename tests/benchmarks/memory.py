"""Memory of the window over 100,000 articles, and after a hundred of them were opened in turn."""

from pathlib import Path

from PySide6.QtTest import QTest

from tests.benchmarks import corpora
from tests.benchmarks.driver import Driver
from tests.benchmarks.measure import Measure, Measures, Target, resident


def measure(folder: Path, *, quick: bool) -> Measures:
    """What the process holds."""
    count = 10_000 if quick else 100_000
    before = resident()
    driver = Driver(corpora.copy_of(corpora.project_with(count), folder), data=folder / "data")
    driver.window.show_section("articles")
    held = []
    for _ in range(5 if quick else 40):
        QTest.qWait(250)
        held.append(resident())
    yield Measure(f"memory with {count:,} articles, while indexing", "MB", tuple(held), Target(most=300), before)
    driver.window.background.stop()
    driver.window.show_section("annotate")
    driver.settle()
    driver.close()
    driver = Driver(corpora.copy_of(corpora.project_with(1_000, 40), folder), data=folder / "data-small")
    driver.wait_for_index()
    ids = driver.page.stage.desk.project.document_ids()
    for document in ids[:3]:
        driver.opened(document)
        driver.settle()
    held = resident()
    for document in ids[100:200]:
        driver.opened(document)
        driver.settle()
    yield Measure("memory growth over 100 articles in turn", "MB", (resident() - held,), Target(p50=30))
    driver.close()
