"""From the start of the process to a window that can be worked in."""

import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import corpora
from tests.benchmarks.measure import Measure, Measures, Target

_EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
print("usable")
"""


def measure(folder: Path, *, quick: bool) -> Measures:
    """Two sizes of projects, with the list of articles and with an article in front."""
    least = min(_seconds([sys.executable, "-c", _EMPTY]) for _ in range(3))
    for count, limit in ((10_000, 1.0), (100_000, 1.5)):
        if quick and count > 10_000:
            continue
        path = corpora.copy_of(corpora.project_with(count), folder)
        for section in ("home", "annotate"):
            command = [sys.executable, "-m", "tests.benchmarks.start_child", str(path), section]
            times = [_seconds(command) for _ in range(3 if quick else 8)][1:]
            name = f"start with {count:,} articles, {section}"
            yield Measure(name, "s", tuple(times), Target(p50=limit, p95=2 * limit), least)


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
    if line.strip() != "usable":
        raise RuntimeError(f"{command} did not start")
    return seconds
