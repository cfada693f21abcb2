"""Which word attributes a quote, and who is likely to speak it."""

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.suggest.quotations import nearby_cues, nearby_speakers

TEXT = "أكد الرئيس بوتين أن الأمر مهم.\nوأضاف لافروف: \"سنذهب غدا\"، كما ذكرت وكالة تاس."


def of(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def mention(name: str, label: str, words: str) -> Annotation:
    return Annotation(id=name, kind="entity", label=label, spans=(of(words),))


def test_the_word_before_the_quote_comes_first_without_its_conjunction() -> None:
    cues = [cue.of(TEXT) for cue in nearby_cues(TEXT, of("سنذهب غدا"))]
    assert cues == ["أضاف", "ذكرت"]


def test_cues_of_other_paragraphs_are_not_offered() -> None:
    assert [cue.of(TEXT) for cue in nearby_cues(TEXT, of("الأمر مهم"))] == ["أكد"]


def test_words_inside_the_quote_attribute_nothing() -> None:
    text = "قال: \"أكد الوزير ذلك\""
    content = Span(text.index("أكد"), text.index("ذلك") + 3)
    assert [cue.of(text) for cue in nearby_cues(text, content)] == ["قال"]


def test_the_speaker_stands_behind_the_cue() -> None:
    people = (mention("tass", "ORG", "وكالة تاس"), mention("putin", "PER", "بوتين"), mention("lavrov", "PER", "لافروف"))
    found = nearby_speakers(of("سنذهب غدا"), people, cue=of("أضاف"))
    assert [one.id for one in found] == ["lavrov", "putin", "tass"]


def test_dates_and_places_do_not_speak() -> None:
    assert nearby_speakers(of("سنذهب غدا"), (mention("day", "DATE", "غدا"),)) == ()
