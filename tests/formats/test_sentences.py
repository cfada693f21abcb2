"""Every problem of files, exchange and rules has its sentence in both languages, with no value it does not get."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import LANGUAGES, Language

ROOMS = ("formats", "work/intake.py", "work/exchange.py", "work/departure.py", "work/care.py", "cli", "model/rules.py")
DECODING = ("text.nul", "text.lone-surrogate", "text.noncharacter")


def problems(root: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Key and values of each problem that the code names."""
    for room in ROOMS:
        place = root / "annotator" / room
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in ("problem", "refuse")
                ):
                    key = node.args[0]
                    if isinstance(key, ast.Constant):
                        yield str(key.value), frozenset(word.arg or "" for word in node.keywords)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_problem_has_its_sentence(code: str, root: Path) -> None:
    language = Language.load(code, assets.path("i18n"))
    found = dict(problems(root))
    assert len(found) > 60
    for key in DECODING:
        found[key] = frozenset({"line", "column", "character"})
    for key, values in found.items():
        message = language.message(f"problem.{key}")
        sentences = [message] if isinstance(message, str) else list(message.values())
        for sentence in sentences:
            asked = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
            assert asked <= values, key


def test_no_sentence_of_files_is_left_over(root: Path) -> None:
    language = Language.load("en", assets.path("i18n"))
    mine = (
        "import.",
        "export.",
        "json.",
        "record.",
        "file.",
        "validate.",
        "text.",
        "csv.",
        "metadata.",
        "entry.",
        "codebook.",
        "loss.",
    )
    named = {key for key, _ in problems(root)} | set(DECODING)
    code = "".join(file.read_text(encoding="utf-8") for file in (root / "annotator").rglob("*.py"))
    left = {
        key
        for key in (name.removeprefix("problem.") for name in language.keys if name.startswith("problem."))
        if key.startswith(mine) and key not in named and f'"{key}"' not in code
    }
    assert left == set()
