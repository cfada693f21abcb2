"""Every problem of guarding, copying, checking and recovering has its sentence in every language."""

import ast
import re
import string
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import LANGUAGES, Language, Message

MODULES = ("backup", "check", "guard", "lock", "recover", "secondcopy")
KEY = re.compile(r"(project|schema|secondcopy|backup|recover|check)\.[a-z-]+")


def keys_in(source: str) -> set[str]:
    """What stands as a string and looks like a key of ours, docstrings left out."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            found.add(node.value)
    return found


def placeholders(message: Message) -> set[str]:
    texts = [message] if isinstance(message, str) else list(message.values())
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_key_has_its_sentence(root: Path, code: str) -> None:
    language = Language.load(code, assets.path("i18n"))
    used = set().union(
        *(keys_in((root / "annotator" / "store" / f"{name}.py").read_text(encoding="utf-8")) for name in MODULES)
    )
    assert len(used) > 35
    assert {key for key in used if not language.has(f"problem.{key}")} == set()
    stages = ("pages", "schema", "references", "texts", "payloads", "journal", "spans", "tables")
    assert all(language.has(f"progress.check-{stage}") for stage in stages)


def test_both_languages_fill_the_same_places() -> None:
    arabic, english = (Language.load(code, assets.path("i18n")) for code in LANGUAGES)
    ours = [key for key in english.keys if KEY.fullmatch(key.removeprefix("problem."))]
    assert len(ours) > 35
    for key in ours:
        assert placeholders(arabic.message(key)) == placeholders(english.message(key)), key
