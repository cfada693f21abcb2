import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.clitics import CoreForm, core_forms, proclitic_steps, strip_candidates
from annotator.text.folding import fold_word
from annotator.text.segmentation import word_at, words


@pytest.mark.parametrize(
    ("word", "offsets"),
    [
        ("والولايات", [1]),
        ("وبموسكو", [1, 2]),
        ("لأفغانستان", [1]),
        ("للاستقرار", [1]),
        ("وللرئيس", [1, 2]),
        ("فلل", [1]),
        ("بـالإرادة", [2]),
        ("وَلِلعراق", [2, 4]),
        ("سيعقد", [1]),
        ("وسيعقد", [1, 2]),
        ("سوريا", []),
        ("روسيا", []),
        ("ووزارة", [1]),
        ("وب", []),
        ("و بوتين", []),
        ("بوتين", [1]),
        ("", []),
    ],
)
def test_steps(word: str, offsets: list[int]) -> None:
    assert [step.rest_offset for step in proclitic_steps(word)] == offsets


def test_prefixes_are_shown_as_written() -> None:
    assert [step.prefix for step in proclitic_steps("وَلِلعراق")] == ["وَ", "لِ"]


@given(st.text(st.sampled_from("وفبكلسايتنـَ ")))
def test_steps_go_forward_and_leave_letters(word: str) -> None:
    reached = 0
    for step in proclitic_steps(word):
        assert word[reached : step.rest_offset] == step.prefix
        assert step.rest_offset > reached
        reached = step.rest_offset
    assert reached < len(word) or not word


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("وبموسكو", "موسكو"),
        ("للاستقرار", "الاستقرار"),
        ("للرئيس", "الرئيس"),
        ("للجنة", "اللجنة"),
        ("لليبيا", "ليبيا"),
        ("وللسعودية", "السعودية"),
        ("لأفغانستان", "أفغانستان"),
        ("موسكو", "موسكو"),
    ],
)
def test_forms_a_word_may_stand_for(word: str, form: str) -> None:
    assert form in {found.form for found in core_forms(word)}


def test_forms_say_how_much_was_cut() -> None:
    assert core_forms("للجنة") == (
        CoreForm("للجنة", 0),
        CoreForm("لجنة", 1),
        CoreForm("الجنة", 1, restored=True),
        CoreForm("اللجنة", 1, restored=True),
    )
    assert core_forms("وبعد") == (CoreForm("وبعد", 0), CoreForm("بعد", 1))


@pytest.mark.parametrize("name", ["بوتين", "لافروف", "باكستان", "كابولوف", "ليتوانيا", "فبراير"])
def test_a_name_is_its_own_first_candidate(name: str) -> None:
    known = frozenset({fold_word(name)})
    assert strip_candidates(name, known) == (CoreForm(name, 0),)
    assert [found.cut for found in strip_candidates("و" + name, known)] == [1]


def test_the_registry_recognises_phrases_and_restored_articles() -> None:
    known = frozenset(map(fold_word, ["إمارة أفغانستان الإسلامية", "الرئيس الروسي"]))
    assert [found.cut for found in strip_candidates("لإمارة أفغانستان الإسلامية", known)] == [1]
    assert [(found.cut, found.restored) for found in strip_candidates("للرئيس الروسي", known)] == [(1, True)]
    assert strip_candidates("موسكو", known) == ()


def test_the_core_of_a_name_in_a_seed(seeds: dict[str, str]) -> None:
    text = next(text for stem, text in seeds.items() if stem.startswith("004"))
    start, end = word_at(words(text), 126) or (0, 0)
    assert text[start:end] == "لأفغانستان"
    assert [start + step.rest_offset for step in proclitic_steps(text[start:end])] == [127]
