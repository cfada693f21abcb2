"""The two catalogues say the same things: keys, placeholders, plurals; and every key that the code uses is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import CATEGORIES, LANGUAGES, Language
from annotator.ui.commands.table import COMMANDS
from tests.ui.answers import MakeWindow

LANGUAGE = {code: Language.load(code, assets.path("i18n")) for code in LANGUAGES}
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
PRESS = re.compile(r"\{press:([\w.]+)\}")
ARABIC = re.compile(r"[\u0621-\u064a]")
SAME_IN_BOTH = frozenset({"command.language.ar", "command.language.en", "annotate.article.url_hint"})
"""Names of languages stand in their own language, the beginning of an address in none."""

SAYERS = frozenset({"say", "has", "message"})


def forms(message: object) -> dict[str, str]:
    return {"": message} if isinstance(message, str) else dict(message)  # type: ignore[call-overload]


def test_both_languages_have_the_same_keys() -> None:
    assert LANGUAGE["ar"].keys ^ LANGUAGE["en"].keys == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_plurals_have_every_category_of_their_language(code: str) -> None:
    language = LANGUAGE[code]
    plural = {key: set(forms(language.message(key))) for key in language.keys if "" not in forms(language.message(key))}
    assert {key for key, found in plural.items() if found != set(CATEGORIES[code])} == set()


def test_placeholders_agree() -> None:
    differing = []
    for key in LANGUAGE["en"].keys:
        used = {
            code: {name for text in forms(LANGUAGE[code].message(key)).values() for name in PLACEHOLDER.findall(text)}
            for code in LANGUAGES
        }
        if used["ar"] - {"n"} != used["en"] - {"n"}:
            differing.append((key, used))
    assert differing == []


def test_sentences_name_the_keys_of_the_same_commands() -> None:
    named = {}
    for code, language in LANGUAGE.items():
        texts = {key: " ".join(forms(language.message(key)).values()) for key in language.keys}
        named[code] = {key: set(PRESS.findall(text)) for key, text in texts.items() if "{press" in text}
    assert len(named["en"]) > 20
    assert named["ar"] == named["en"]
    assert set().union(*named["en"].values()) <= {command.id for command in COMMANDS}


def test_a_sentence_names_the_key_that_holds(make_window: MakeWindow) -> None:
    window = make_window()
    say = window.session.say
    assert "press \u2066Q\u2069." in say("annotate.table.none.quote")
    window.commands.take_keys(window.commands.keymap.with_key("quote.open", 0, "Ctrl+Alt+Q"))
    assert "press \u2066Ctrl+Alt+Q\u2069." in say("annotate.table.none.quote")
    for place in (1, 0):
        window.commands.take_keys(window.commands.keymap.with_key("quote.open", place, ""))
    assert f"press \u2068{LANGUAGE['en'].say('command.quote.open')}\u2069." in say("annotate.table.none.quote")


def test_plural_exists_in_both_or_neither() -> None:
    assert [
        key
        for key in LANGUAGE["en"].keys
        if isinstance(LANGUAGE["en"].message(key), str) != isinstance(LANGUAGE["ar"].message(key), str)
    ] == []


def test_arabic_is_arabic() -> None:
    english, arabic = LANGUAGE["en"], LANGUAGE["ar"]
    same = {key for key in english.keys if forms(english.message(key)) == forms(arabic.message(key))}
    wordless = {key for key in same if not re.search("[A-Za-z]", PLACEHOLDER.sub("", str(english.message(key))))}
    assert same - SAME_IN_BOTH - wordless == set()
    without = {
        key
        for key in arabic.keys - SAME_IN_BOTH
        for text in forms(arabic.message(key)).values()
        if re.search("[A-Za-z]{3}", PLACEHOLDER.sub("", str(english.message(key)))) and not ARABIC.search(text)
    }
    assert without == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_sentences_are_calm_and_plain(code: str) -> None:
    language = LANGUAGE[code]
    texts = [(key, text) for key in language.keys for text in forms(language.message(key)).values()]
    assert [key for key, text in texts if "!" in text] == []
    assert [key for key, text in texts if "&" in text] == []
    assert [key for key, text in texts if "<" in text and ">" in text] == []
    assert [key for key, text in texts if not text.strip()] == []


def literal_keys(file: Path) -> Iterator[str]:
    """Every key that stands as a whole string in a call that says something."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in SAYERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def problem_keys(file: Path) -> Iterator[str]:
    """Every key of a known fault that stands as a whole string."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in ("problem", "refuse", "Problem") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"problem.{first.value}"


def test_every_key_that_the_code_says_is_there(root: Path) -> None:
    files = sorted((root / "annotator").rglob("*.py"))
    said = {(str(file.relative_to(root)), key) for file in files for key in literal_keys(file) if "." in key}
    assert len(said) > 20
    assert sorted(one for one in said if not LANGUAGE["en"].has(one[1])) == []


def test_every_known_fault_has_its_sentence(root: Path) -> None:
    files = sorted((root / "annotator").rglob("*.py"))
    said = {(str(file.relative_to(root)), key) for file in files for key in problem_keys(file)}
    assert len(said) > 20
    assert sorted(one for one in said if not LANGUAGE["en"].has(one[1])) == []
