"""What stands in for a person in tests of the window: an identity, and answers in place of dialogs."""

# ruff: noqa: ARG002  # the answers are given beforehand, whatever is asked

from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.model.person import Person
from annotator.model.problems import Problem
from annotator.ui.window import Window

MakeWindow = Callable[..., Window]

ME = Person(id="p-reader", name="Reader", roles=("analyst", "reviewer", "lead"))


class Answers:
    """Says what a person would have said, and keeps what was asked and told."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.choice: int | None = 0
        self.words = ""
        self.asked: list[str] = []
        self.offered: list[str] = []
        self.told: list[str] = []
        self.problems: list[Problem] = []
        self.actions: list[str] = []
        self.acts = False

    def confirm(self, question: str, *, verb: str, details: str = "") -> bool:
        return self.choose(question, (verb,), details=details) == 0

    def choose(self, question: str, options: Sequence[str], *, details: str = "") -> int | None:
        self.asked.append(question)
        self.offered += [*options, details]
        return self.choice

    def pick(self, question: str, options: Sequence[str]) -> int | None:
        return self.choose(question, options)

    def text(self, question: str, *, value: str = "") -> str | None:
        self.asked.append(question)
        return self.words or value or None

    def open_file(self, title: str, *, kinds: str) -> Path | None:
        return self.files[0] if self.files else None

    def open_files(self, title: str, *, kinds: str) -> tuple[Path, ...]:
        return tuple(self.files)

    def folder(self, title: str) -> Path | None:
        return self.open_file(title, kinds="")

    def save_file(self, title: str, *, kinds: str, proposal: Path) -> Path | None:
        return self.open_file(title, kinds=kinds)

    def tell(self, title: str, sentence: str, *, details: str = "") -> None:
        self.told.append(f"{sentence}\n{details}")

    def show_problems(self, problems: Sequence[Problem], *, action: str = "") -> bool:
        self.problems.extend(problems)
        self.actions.append(action)
        return bool(action) and self.acts
