"""One name tagged wherever it stands in 5,000 articles: looking, writing, taking back; below and in the window."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.store.project import Folders, Project
from annotator.ui.pages.annotate.everywhere_dialog import EverywhereDialog
from annotator.work import everywhere
from annotator.work.everywhere import Tag
from annotator.work.undoing import Undoing
from tests.benchmarks import corpora
from tests.benchmarks.corpora import ME
from tests.benchmarks.driver import Driver
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds

_LETTERS = "موسكو"
_TAG = Tag("entity", "OTHER")
_TICK_MS = 5


def measure(folder: Path, *, quick: bool) -> Measures:
    """Look for a name, tag it everywhere, undo, redo."""
    count = 500 if quick else 5_000
    for annotations in (0, 10):
        path = corpora.copy_of(corpora.project_with(count, annotations), folder)
        with Project.open(path, folders=Folders(folder / f"data-{annotations}")) as project:
            yield from _measure(project, f"{count:,} articles with {annotations} annotations")
            project.close(backup=False)
    driver = Driver(corpora.copy_of(corpora.project_with(count, 0), folder), data=folder / "data-window")
    yield from _measure_window(driver, f"{count:,} articles")
    driver.close()


def _measure(project: Project, where: str) -> Measures:
    began = time.perf_counter()
    found = everywhere.preview(project, ME, _LETTERS, _TAG)
    took = (time.perf_counter() - began) * 1000
    chosen = [place for place in found.places if place.at.standing == "free"]
    note = f"{len(found.places):,} hits, {len(chosen):,} free"
    yield Measure(f"look for all, {where}", "ms", (took,), Target(most=2_000), note=note)
    began = time.perf_counter()
    written = everywhere.write(project, ME, chosen, _TAG)
    took = (time.perf_counter() - began) * 1000
    yield Measure(f"tag all, {where}", "ms", (took,), note=f"{written.tagged:,} tagged in {len(written.steps):,} steps")
    undoing = Undoing(project, ME.id)
    yield Measure(f"undo, {where}", "ms", (milliseconds(undoing.undo),), Target(most=2_000))
    yield Measure(f"redo, {where}", "ms", (milliseconds(undoing.redo),))


class Pulse(QObject):
    """How long the window stood still at the longest, by a timer that would tick every few milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self.ticks = 0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.ticks += 1
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now

    def during(self, act: Callable[[], None]) -> tuple[float, float]:
        """Milliseconds that an act takes, and the longest the window stood still in them."""
        self.longest, self.ticks, self._last = 0.0, 0, time.perf_counter()
        took = milliseconds(act)
        self._tick()
        return took, self.longest


class WindowWalk:
    """W in the window: the name tagged once, looked for in all articles, tagged, taken back."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._project = driver.page.stage.desk.project
        driver.wait_for_index()
        document = next(d for d in self._project.document_ids() if _LETTERS in self._project.text(d))
        driver.opened(document)
        driver.settle()
        driver.go_to(driver.page.stage.text.index(_LETTERS) + 1)
        driver.press(Qt.Key.Key_0)
        driver.settle()
        driver.press(Qt.Key.Key_W)
        (self.dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, EverywhereDialog))
        self._wait()

    def look(self) -> None:
        """Ask for all articles instead of this one."""
        before = self.dialog.view.places.rowCount()
        QTest.keyClick(self.dialog.scope, Qt.Key.Key_Down)
        self._wait()
        if self.dialog.view.places.rowCount() <= before:
            raise RuntimeError("nothing was found")

    def tag(self) -> None:
        """Tag what is checked."""
        self.chosen = len(self.dialog.view.places.checked)
        self.seq = self._project.seq
        QTest.mouseClick(self.dialog.accept_button, Qt.MouseButton.LeftButton)
        self._wait()

    def undo(self) -> None:
        """Take it back; the question whether so much is meant is answered at once."""
        self.driver.answers.choice = 0
        self.driver.page.stage.reader.setFocus()
        self.driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._wait()

    @property
    def tagged(self) -> int:
        """Annotations of mine that stand."""
        layers = map(self._project.layer, self._project.layer_keys(author=ME.id))
        return sum(len(layer.annotations) for layer in layers)

    def _wait(self) -> None:
        self.driver.settle()
        job = self.driver.window.jobs.current
        if job is not None:
            # Turning the loop over and over would take the processor from the work that is waited for.
            loop = QEventLoop()
            job.ended.connect(loop.quit)
            loop.exec()
        self.driver.settle()


def _measure_window(driver: Driver, where: str) -> Measures:
    walk, pulse = WindowWalk(driver), Pulse()
    took, still = pulse.during(walk.look)
    hits = walk.dialog.view.places.rowCount()
    yield Measure(f"window: look for all, {where}", "ms", (took,), Target(most=2_000), note=f"{hits:,} hits")
    yield Measure("... longest standstill of the window", "ms", (still,))
    took, still = pulse.during(walk.tag)
    yield Measure(f"window: tag all, {where}", "ms", (took,), note=f"{walk.chosen:,} chosen")
    yield Measure("... longest standstill of the window", "ms", (still,))
    took, still = pulse.during(walk.undo)
    yield Measure(f"window: undo, {where}", "ms", (took,), Target(most=2_000), note=f"{walk.tagged:,} left")
    yield Measure("... longest standstill of the window", "ms", (still,))
