"""Checks 30, 31 and 33 to 39 of the notes on Arabic, as far as they are about letters alone."""

import pytest

from annotator.text.clitics import core_forms, proclitic_steps, strip_candidates
from annotator.text.folding import fold, fold_key, fold_word
from annotator.text.query import Residues, locate, parse

NAMES = ("بوتين", "لافروف", "باكستان", "كابولوف", "ليتوانيا", "فبراير")


def hits(text: str, query: str) -> list[str]:
    """The letters of the original on which the hits of a query lie."""
    folded = fold(text)
    places = (folded.original_span(a, b) for a, b in locate(folded.key, parse(query), Residues()))
    return [text[start:end] for start, end in places]


def test_check_30_the_conjunction_is_one_step() -> None:
    (step,) = proclitic_steps("والولايات")
    assert (step.prefix, step.rest_offset) == ("و", 1)


@pytest.mark.parametrize("name", NAMES)
def test_check_31_a_name_is_first_of_all_itself(name: str) -> None:
    assert core_forms(name)[0].cut == 0
    known = {fold_word(one) for one in NAMES}
    assert [form.cut for form in strip_candidates(name, known)] == [0]


def test_check_33_a_name_is_found_with_other_alefs_and_behind_a_lam() -> None:
    assert hits("في أفغانستان ولأفغانستان و لأفغانستان", "افغانستان") == ["أفغانستان"] * 3


def test_check_34_vowel_marks_are_set_aside() -> None:
    assert hits("لا يتوقّع ذلك", "يتوقع") == ["يتوقّع"]
    assert hits("145 شخصًا و144 شخصاً", "شخصا") == ["شخصًا", "شخصاً"]


def test_check_35_proclitics_are_set_aside() -> None:
    assert hits("بواشنطن وبموسكو", "موسكو") == ["موسكو"]
    assert hits("ضامنًا للاستقرار في", "الاستقرار") == ["لاستقرار"]


def test_check_36_digits_of_all_scripts_are_one() -> None:
    assert hits("مقتل ١٤٤ شخصا", "144") == ["١٤٤"]


def test_check_37_forms_of_the_last_letter_are_one_and_other_spellings_are_the_registrys() -> None:
    assert hits("ديمتري بيسكوف وديمترى بيسكوف", '"ديمتري بيسكوف"') == ["ديمتري بيسكوف", "ديمترى بيسكوف"]
    assert hits("دميتري بيسكوف", '"ديمتري بيسكوف"') == []


def test_check_38_a_hit_lies_on_the_letters_as_they_are_written() -> None:
    for text, query, found in (("قال محـمّـدٌ هنا", "محمد", "محـمّـدٌ"), ("رأى ﻻﻣﻊ ذلك", "لامع", "ﻻﻣﻊ")):
        assert hits(text, query) == [found]
        folded = fold(text)
        start = folded.key.index(fold_key(query))
        assert slice(*folded.original_span(start, start + len(fold_key(query)))) == slice(
            text.index(found), text.index(found) + len(found)
        )


def test_check_39_marks_alone_are_searched_to_the_letter() -> None:
    assert hits("تنظيم «داعش» هنا", "«") == ["«"]
    assert hits('وكالة "تاس" هنا', '"') == ['"', '"']
