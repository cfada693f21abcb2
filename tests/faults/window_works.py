"""Works in the real window until it is killed: tags, undoes, imports, closes and opens again.

A step is acknowledged once a paint has shown what it did. Usage: window_works.py PROJECT DATA IMPORTED
"""

import itertools
import random
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.step import Step
from tests.benchmarks.driver import Driver

_DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)


class Worker:
    """Somebody at the window whose every step is told once it has been seen."""

    def __init__(self, project: Path, data: Path, imported: Path) -> None:
        self._project = project
        self._data = data
        self._imported = imported
        self._dice = random.Random(secrets.randbits(32))
        self._unseen: list[Step] = []
        self._driver = self._opened()

    def work(self) -> None:
        """Never ends."""
        for number in itertools.count(1):
            self._tag()
            if number % 4 == 0:
                self._take_back()
            if number % 7 == 0:
                self._next_article()
            if number % 11 == 0:
                self._import()
            if number % 17 == 0:
                self._driver.close()
                self._driver = self._opened()

    def _opened(self) -> Driver:
        driver = Driver(self._project, data=self._data)
        driver.window.hub.stepped.connect(self._unseen.extend)
        return driver

    def _tag(self) -> None:
        driver = self._driver
        driver.go_to(self._dice.choice(driver.bare_words()) + 1)
        driver.shown_after(self._dice.choice(_DIGITS))
        self._acknowledge()

    def _take_back(self) -> None:
        for key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Z):
            self._driver.shown_after(key, Qt.KeyboardModifier.ControlModifier)
            self._acknowledge()

    def _next_article(self) -> None:
        ids = self._driver.page.stage.desk.project.document_ids()
        self._driver.opened(self._dice.choice(ids[:3]))

    def _import(self) -> None:
        """Bring new articles: acknowledged when the window has said so and painted itself."""
        driver, project = self._driver, self._driver.page.stage.desk.project
        name = secrets.token_hex(4)
        self._imported.mkdir(exist_ok=True)
        for number in range(30):
            text = f"خبر {name} رقم {number}: أعلن الوزير أن الاتفاق قائم."
            (self._imported / f"{name}-{number}.txt").write_text(text, "utf-8")
        before = next(project.journal(limit=1)).seq
        told: list[object] = []
        driver.window.hub.documents_touched.connect(told.append)
        driver.window.deeds.exchange.import_sources([self._imported])
        while not told or driver.window.jobs.current is not None:
            QTest.qWait(1)
        driver.settle()
        self._unseen.extend(stored.step for stored in project.journal(after_seq=before, newest_first=False))
        self._acknowledge()
        for file in self._imported.glob("*.txt"):
            file.unlink()

    def _acknowledge(self) -> None:
        for step in self._unseen:
            sys.stdout.write(f"done {step.id}\n")
        sys.stdout.flush()
        self._unseen.clear()


if __name__ == "__main__":
    Worker(*map(Path, sys.argv[1:4])).work()
