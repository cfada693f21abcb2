"""Sentences exist in both languages with the same names in them, and every plural is written."""

import string
from pathlib import Path

import pytest

from annotator import assets
from annotator.language import CATEGORIES, LANGUAGES, Language

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


def test_an_unknown_key_is_our_bug() -> None:
    with pytest.raises(KeyError):
        Language("en", {}).say("nothing")
