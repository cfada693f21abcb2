"""Killing a process that works in a project, again and again, to see whether all that it acknowledged is there.

The process is any command that writes one line ``done <step id>`` to its output after each step that it was told is
durable; ``Storm`` starts it, kills it at a random moment and reads those lines.
"""

import random
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Storm:
    """Kills of one command; ``acknowledged`` are the steps that it ever said are done, in order."""

    def __init__(self, command: Sequence[str], *, seed: int, quickest: float = 0.01, longest: float = 0.25) -> None:
        self._command = list(command)
        self._moments = random.Random(seed)
        self._between = (quickest, longest)
        self.acknowledged: list[str] = []

    def kill_once(self) -> int:
        """Start, let it do one step at least, kill -9 at a random moment; how many steps it acknowledged."""
        process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True)
        with process:
            assert process.stdout is not None
            assert process.stderr is not None
            first = process.stdout.readline()
            if not first.startswith("done "):
                process.kill()
                raise AssertionError(first + process.stderr.read())
            timer = threading.Timer(self._moments.uniform(*self._between), process.kill)
            timer.start()
            lines = [first, *process.stdout]
            process.wait()
            ended_by_itself = timer.is_alive()
            timer.cancel()
            if ended_by_itself:
                raise AssertionError(process.stderr.read())
        done = [line.split()[1] for line in lines if line.startswith("done ") and line.endswith("\n")]
        self.acknowledged += done
        return len(done)


def python(script: str, *arguments: object) -> list[str]:
    """The command of a script among these tests."""
    return [sys.executable, str(ROOT / "tests" / "faults" / script), *map(str, arguments)]
