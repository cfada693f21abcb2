"""Sentences exist in both languages with the same names in them, and every plural is written."""

import re
import string
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from annotator import assets
from annotator.language import CATEGORIES, LANGUAGES, Language

RTL = Qt.LayoutDirection.RightToLeft
I18N = Path(assets.path("i18n"))
# Words that are the same in both languages: names of formats and of the languages themselves.
SAME = frozenset({"JSONL", "CSV", "SHA-256", "Hashiya", "English", "العربية", "https://"})


@pytest.fixture(scope="module")
def both() -> dict[str, Language]:
    return {code: Language.load(code, I18N) for code in LANGUAGES}


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _forms(language: Language, key: str) -> dict[str, str]:
    message = language.message(key)
    return {"": message} if isinstance(message, str) else dict(message)


def test_both_languages_have_the_same_keys(both: dict[str, Language]) -> None:
    assert both["ar"].keys ^ both["en"].keys == set()


def test_every_sentence_names_the_same_things(both: dict[str, Language]) -> None:
    wrong = []
    for key in sorted(both["en"].keys):
        english = set().union(*map(_names, _forms(both["en"], key).values()))
        arabic = set().union(*map(_names, _forms(both["ar"], key).values()))
        if english != arabic:
            wrong.append((key, english ^ arabic))
    assert wrong == []


def test_plurals_are_whole(both: dict[str, Language]) -> None:
    for code, language in both.items():
        for key in language.keys:
            message = language.message(key)
            if not isinstance(message, str):
                assert set(message) == set(CATEGORIES[code]), (code, key)


def test_nothing_is_empty_or_left_in_english(both: dict[str, Language]) -> None:
    for key in both["en"].keys:
        for form, sentence in _forms(both["ar"], key).items():
            assert sentence.strip(), key
            english = _forms(both["en"], key).get(form, "")
            letters = english.translate(
                str.maketrans("", "", string.punctuation + string.digits + " →·×—…%\u2068\u2069")
            )
            if sentence == english and letters and not _names(english):
                assert english in SAME, key


@pytest.mark.parametrize(
    ("n", "arabic"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")]
)
def test_arabic_counts_in_six_ways(n: int, arabic: str) -> None:
    forms = {category: f"{category} {{n}}" for category in CATEGORIES["ar"]}
    assert Language("ar", {"k": forms}).say("k", n=n) == f"{arabic} {n}"


def test_names_are_isolated_and_numbers_are_not() -> None:
    english = Language("en", {"k": "{name} of {n}"})
    assert english.say("k", name="روسيا", n=3) == "\u2068روسيا\u2069 of 3"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Tab: الجزء التالي", "\u200fTab: الجزء التالي"),
        ("الجزء التالي: Tab", "الجزء التالي: Tab"),
        ("افتح\nEsc: إغلاق", "افتح\n\u200fEsc: إغلاق"),
        ("{name}: {value}", "\u200f\u2068x\u2069: \u2068y\u2069"),
        ("{name}", "\u2068x\u2069"),
        ("JSONL", "JSONL"),
        ("\u200e2024-07 أو 2024", "\u200e2024-07 أو 2024"),
    ],
)
def test_an_arabic_sentence_runs_right_to_left_whatever_it_begins_with(message: str, said: str) -> None:
    assert Language("ar", {"k": message}).say("k", name="x", value="y") == said
    assert not Language("en", {"k": message}).say("k", name="x", value="y").startswith("\u200f")


def test_no_arabic_sentence_is_laid_out_left_to_right(both: dict[str, Language], qapp: object) -> None:
    arabic = both["ar"]
    for key in arabic.keys:
        for sentence in _forms(arabic, key).values():
            for line in sentence.split("\n"):
                if re.search("[\u0621-\u064a]", line) and not line.startswith("\u200e"):
                    assert QTextDocument(re.sub(r"\{[^}]*\}", "", line)).firstBlock().textDirection() == RTL, key


def test_an_unknown_key_is_our_bug() -> None:
    with pytest.raises(KeyError):
        Language("en", {}).say("nothing")
