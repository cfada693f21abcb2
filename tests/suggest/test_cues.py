"""Words of attribution as whole verb groups and phrases."""

import pytest

from annotator.suggest.cues import cues_in, same_sentence
from annotator.suggest.lexicon import shipped_lexicon

LEXICON = shipped_lexicon()


def found(text: str) -> list[tuple[str, str]]:
    return [(" … ".join(s.of(text) for s in c.spans), c.form) for c in cues_in(text, 0, len(text), LEXICON)]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("وقال بوتين إن الأمر مهم", [("قال", "finite")]),
        ("فأكّدت الوزارةُ ذلك", [("أكّدت", "finite")]),
        ("ولم تعلق الوزارة على ذلك", [("لم تعلق", "finite")]),
        ("وهو ما أكدته الوزارة", [("ما أكدته", "finite")]),
        ("ذهب، مشيرًا إلى ذلك", [("مشيرًا", "participle")]),
        ("وبحسب ما أورده الموقع", [("بحسب ما أورده", "source")]),
        ("ووفقا للبيان ذهب", [("وفقا", "source")]),
        ("نقلت الوكالة عن الوزير قوله إن", [("نقلت … قوله", "finite")]),
        ("تصريح الوزير", [("تصريح", "noun")]),
        ("إجابة على ذلك بين البلدين", []),
    ],
)
def test_cues_with_their_negation_and_without_their_conjunction(text: str, cues: list[tuple[str, str]]) -> None:
    assert found(text) == cues


def test_the_class_of_a_cue_is_the_codebooks() -> None:
    classes = {c.cue_class for c in cues_in("قال وأكد وزعم وطالب", 0, 19, LEXICON)}
    assert classes == {"neutral", "assertive", "doubtful", "directive"}


def test_a_sentence_ends_at_marks_and_lines_but_not_within_a_number() -> None:
    assert same_sentence("بلغ 1.5 مليون", 0, 13)
    assert not same_sentence("ذهب. ثم عاد", 0, 11)
    assert not same_sentence("ذهب\nثم", 0, 6)
