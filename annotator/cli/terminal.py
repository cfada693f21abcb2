"""Speaks to a person at a terminal, or to a machine that reads JSON."""

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from annotator.language import Language
from annotator.model.problems import Problem
from annotator.model.progress import Progress, Report, silent

_ISOLATES = MappingProxyType({ord(character): None for character in "\u2066\u2067\u2068\u2069"})


class Terminal:
    """Where a command says what it does: sentences line by line, or one JSON object at the end.

    Lengthy work draws its progress on the error stream, where that is a terminal. `visual` reorders and joins Arabic
    for terminals that do neither.
    """

    def __init__(self, language: Language, *, as_json: bool = False, visual: bool = False) -> None:
        self.language = language
        self.as_json = as_json
        self._visual = visual
        self._told: dict[str, Any] = {}
        self._findings: list[dict[str, Any]] = []

    @property
    def found(self) -> bool:
        """Whether anything was found that a person should look at."""
        return bool(self._findings)

    def say(self, key: str, **values: object) -> None:
        """Print a sentence; machines do not get it."""
        self.line(self.language.say(key, **values))

    def line(self, text: str) -> None:
        """Print a line as it is; machines do not get it."""
        if not self.as_json:
            print(self._shown(text))

    def tell(self, values: Mapping[str, Any]) -> None:
        """Give figures to machines; a person gets them as sentences elsewhere."""
        self._told.update(values)

    def finding(self, problem: Problem, *, file: str = "", line: int | None = None, error: bool = False) -> None:
        """Name a problem with its place; an `error` goes to the error stream."""
        sentence = self.sentence(problem)
        place = {"file": file, "line": line} if file else {}
        self._findings.append({"key": problem.key, "sentence": self.plain(sentence), **place, "values": problem.named})
        if not self.as_json:
            where = self.place(file, line)
            print(self._shown(f"{where}{sentence}"), file=sys.stderr if error else sys.stdout)

    def remark(self, problem: Problem, *, file: str = "", line: int | None = None) -> None:
        """Name something that is no fault."""
        sentence = self.sentence(problem)
        self._told.setdefault("remarks", []).append(
            {"key": problem.key, "sentence": self.plain(sentence), "file": file, "line": line, "values": problem.named}
        )
        self.line(f"{self.place(file, line)}{sentence}")

    def sentence(self, problem: Problem) -> str:
        """The sentence of a problem."""
        return self.language.say(f"problem.{problem.key}", **problem.named)

    def place(self, file: str, line: int | None) -> str:
        """`file, line 3: ` in front of a sentence; empty without a file."""
        if not file:
            return ""
        if line is None:
            return f"{file}: "
        return self.language.say("cli.place.line", file=file, line=line)

    def finish(self, status: int) -> None:
        """Print what a machine gets."""
        if self.as_json:
            print(json.dumps({"status": int(status), **self._told, "findings": self._findings}, ensure_ascii=False))

    @contextlib.contextmanager
    def progress(self) -> Iterator[Report]:
        """A report for lengthy work; drawn only for people who watch."""
        if self.as_json or not sys.stderr.isatty():
            yield silent
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)

            def report(progress: Progress) -> None:
                key = f"progress.{progress.what}"
                said = self._shown(self.language.say(key if self.language.has(key) else "progress.working"))
                bar.update(task, description=said, completed=progress.done, total=progress.total)

            yield report

    def plain(self, text: str) -> str:
        """`text` without the isolates that keep names apart on a screen."""
        return text.translate(_ISOLATES)

    def _shown(self, text: str) -> str:
        if self._visual:
            from annotator.text.bidi import visual

            return visual(self.plain(text))
        # Files and pipes want the bare letters; so do terminals as long as nothing runs from right to left.
        keep = self.language.right_to_left and sys.stdout.isatty()
        return text if keep else self.plain(text)
