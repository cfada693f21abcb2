"""Every problem of the store has its sentence in both languages, with the values that it is raised with."""

import ast
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import LANGUAGES, Language
from annotator.store.engine import _FAULTS


def raised(root: Path) -> dict[str, set[str]]:
    """Keys of the store's problems in its code, with the names of their values."""
    found: dict[str, set[str]] = {key: {"path", "said"} for _words, key in _FAULTS}
    for file in sorted((root / "annotator" / "store").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                key = node.args[0].value
                if isinstance(key, str) and key.startswith("store."):
                    found[key] = {word.arg for word in node.keywords if word.arg}
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_problem_can_be_told(root: Path, code: str) -> None:
    language = Language.load(code, assets.path("i18n"))
    problems = raised(root)
    assert len(problems) > 15
    for key, names in problems.items():
        values = {name: 3 if name == "n" else name for name in names}
        assert language.say(f"problem.{key}", **values), key
