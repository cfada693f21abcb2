"""How long a person has worked on an article: measured by signs of life, kept outside the project file."""

import contextlib
import os
from collections import defaultdict
from pathlib import Path
from typing import Final

IDLE: Final = 60.0
"""Seconds without key, mouse or wheel after which nobody is at work: what is longer of a pause does not count."""

WRITE_AFTER: Final = 30.0
"""Seconds of work that a crash of the machine may cost at most."""

_LONGEST: Final = 12
"""Characters of the longest number of seconds in a line."""


class Stopwatch:
    """Adds up the time on one task after the other from moments at which the person did something.

    Between two signs of life at most `IDLE` seconds count. Moments are seconds of any clock that never goes back.
    """

    def __init__(self) -> None:
        self._task: str | None = None
        self._last: float | None = None

    def touch(self, task: str | None, now: float) -> tuple[str | None, float]:
        """A sign of life, from now on for ``task`` (``None`` for no article); gives whose time ended and how long."""
        ended = self.stop(now)
        self._task, self._last = task, now
        return ended

    def stop(self, now: float) -> tuple[str | None, float]:
        """The person has left; gives the same as ``touch``."""
        task, last, self._last = self._task, self._last, None
        return (task, 0.0) if last is None else (task, min(max(now - last, 0.0), IDLE))


class Effort:
    """The seconds of one person by article, in a file of lines ``seconds<TAB>article`` that only grows.

    It lies among the person's own things and not in the project, so that nobody else comes by what was not handed in.
    Without a ``path`` nothing outlives the program. A line that a crash has cut off is passed over.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: defaultdict[str, float] | None = None
        self._waiting: defaultdict[str, float] = defaultdict(float)

    def seconds(self, document: str) -> int:
        """Whole seconds on an article so far."""
        return int(self._seconds[document])

    def add(self, document: str, seconds: float) -> None:
        """Take up time on an article; it is on the disk after `WRITE_AFTER` seconds, or after ``flush``."""
        self._seconds[document] += seconds
        self._waiting[document] += seconds
        if self._waiting[document] >= WRITE_AFTER:
            self.flush()

    def flush(self) -> None:
        """Write what waits. A disk that does not take it loses seconds, never work: nobody is told."""
        lines = [f"{seconds:.1f}\t{document}\n" for document, seconds in self._waiting.items() if seconds > 0]
        self._waiting.clear()
        if self._path is None or not lines:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                # A line that was cut off is closed so that it cannot be taken for a whole one.
                file.write("".join(lines) if _ends_whole(self._path) else "\t\n" + "".join(lines))
                file.flush()
                os.fsync(file.fileno())

    @property
    def _seconds(self) -> defaultdict[str, float]:
        if self._known is None:
            self._known = defaultdict(float)
            for line in _lines(self._path):
                seconds, _, document = line.rstrip("\n").partition("\t")
                if document and "\t" not in document and line.endswith("\n") and _is_number(seconds):
                    self._known[document] += float(seconds)
        return self._known


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    except OSError:
        return []


def _ends_whole(path: Path) -> bool:
    size = path.stat().st_size
    if size == 0:
        return True
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"


def _is_number(word: str) -> bool:
    """Whether it is seconds that somebody can have worked: a damaged line may hold more digits than a clock has."""
    return len(word) <= _LONGEST and word.replace(".", "", 1).isdecimal()
