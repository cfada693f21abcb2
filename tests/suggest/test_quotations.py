"""The frame that is proposed for a quote: content, words of attribution, speaker and the others."""

import pytest

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.suggest.lexicon import shipped_lexicon
from annotator.suggest.quotations import (
    QuoteProposal,
    nearby_cues,
    nearby_speakers,
    propose_for,
    propose_in_marks,
)

LEXICON = shipped_lexicon()
TEXT = 'أكد الرئيس بوتين أن الأمر مهم.\nوأضاف لافروف: "سنذهب غدا"، كما ذكرت وكالة تاس.'


def of(words: str, text: str = TEXT) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def mentions(text: str, **labels: str) -> tuple[Annotation, ...]:
    """Entities by label; the surfaces of one label are separated by a bar."""
    return tuple(
        Annotation(id=surface, kind="entity", label=label, spans=(of(surface, text),))
        for label, surfaces in labels.items()
        for surface in surfaces.split("|")
    )


def proposed(text: str, inner: str, **labels: str) -> QuoteProposal:
    found = propose_in_marks(text, of(inner, text).start + 1, mentions(text, **labels), LEXICON)
    assert found is not None
    return found


def said(text: str, found: QuoteProposal) -> tuple[str, list[str], list[str | None]]:
    return found.content.of(text), [s.of(text) for s in found.cue], [one.annotation for one in found.speaker]


CASES = [
    ('وقال الوزير سامي حداد: "نعم سنذهب".', "نعم سنذهب", {"TITLE": "الوزير", "PER": "سامي حداد"}, "قال", "سامي حداد"),
    ("صرحت الوزارة بأنه “لا سبيل إلى ذلك”.", "لا سبيل إلى ذلك", {"ORG": "الوزارة"}, "صرحت", "الوزارة"),
    (
        'قال سامي حداد إنه ذهب إلى روما، مضيفا: "كان ذلك مفيدا".',
        "كان ذلك مفيدا",
        {"PER": "سامي حداد", "GPE": "روما"},
        "مضيفا",
        "سامي حداد",
    ),
    (
        'أكد سامي حداد أن بلاده لا ترفض الحوار، لكنه قال إنه "مشروط بأمور".',
        "مشروط بأمور",
        {"PER": "سامي حداد", "GPE": "بلاده"},
        "قال",
        "سامي حداد",
    ),
    (
        'وأضاف حداد - في تصريحات نقلتها وكالة الشرق - "ننتظر الجواب".',
        "ننتظر الجواب",
        {"PER": "حداد", "ORG": "وكالة الشرق"},
        "أضاف",
        "حداد",
    ),
    ('"سنعود غدا"، قال سامي حداد.', "سنعود غدا", {"PER": "سامي حداد"}, "قال", "سامي حداد"),
    ('"سنعود غدا"، بحسب وكالة الشرق.', "سنعود غدا", {"ORG": "وكالة الشرق"}, "بحسب", "وكالة الشرق"),
    ('كانت روما تعتبر الأمر "خطيرا" حينها.', "خطيرا", {"GPE": "روما"}, "تعتبر", "روما"),
    ('سامي حداد: "سنعود غدا".', "سنعود غدا", {"PER": "سامي حداد"}, "", "سامي حداد"),
]


@pytest.mark.parametrize(("text", "inner", "labels", "cue", "speaker"), CASES)
def test_content_cue_and_speaker(text: str, inner: str, labels: dict[str, str], cue: str, speaker: str) -> None:
    assert said(text, proposed(text, inner, **labels)) == (inner, [cue] if cue else [], [speaker])


def test_who_is_quoted_by_an_agency_speaks_and_the_agency_is_the_medium() -> None:
    text = 'ونقلت وكالة الشرق عن سامي حداد قوله: "سنعود غدا".'
    found = proposed(text, "سنعود غدا", ORG="وكالة الشرق", PER="سامي حداد")
    assert said(text, found) == ("سنعود غدا", ["نقلت", "قوله"], ["سامي حداد"])
    assert found.medium is not None
    assert found.medium.annotation == "وكالة الشرق"


def test_whom_it_is_said_to_and_in_what() -> None:
    text = 'وقال حداد للصحفيين في بيان: "سنعود غدا".'
    found = proposed(text, "سنعود غدا", PER="حداد")
    assert found.addressee is not None
    assert found.medium is not None
    assert [s.of(text) for s in (*found.addressee.spans, *found.medium.spans)] == ["لصحفيين", "بيان"]


def test_an_implied_speaker_is_inherited_from_the_sentence_before() -> None:
    text = 'قال حداد إن الأمر مهم.\nوتابع: "سنعود غدا".'
    (speaker,) = proposed(text, "سنعود غدا", PER="حداد").speaker
    assert (speaker.annotation, speaker.status) == ("حداد", "inherited")


def test_two_who_speak_together() -> None:
    text = 'أعلن سامي حداد ومنى نصر أنهما "اتفقا على كل شيء".'
    assert [s.annotation for s in proposed(text, "اتفقا", PER="سامي حداد|منى نصر").speaker] == ["سامي حداد", "منى نصر"]


def test_a_quote_that_nothing_closes_ends_before_the_next_attribution() -> None:
    text = 'وأضاف حداد أنه "من غير المرجح أن نعود، مشيرا إلى أن الوقت ضيق.'
    found = proposed(text, "من غير", PER="حداد")
    assert (found.content.of(text), found.closed) == ("من غير المرجح أن نعود", False)


def test_less_than_a_clause_is_a_fragment_and_a_part_of_one_is_mixed() -> None:
    text = "وصف حداد القرار بأنه “خطوة أولى” نحو الحل. وقال إن القرار “خطوة أولى جيدة” نحو الحل."
    assert proposed(text, "خطوة أولى”", PER="حداد").label == "fragment"
    mixed = proposed(text, "خطوة أولى جيدة", PER="حداد")
    assert (mixed.label, mixed.content.of(text)) == ("mixed", "القرار “خطوة أولى جيدة” نحو الحل")


def test_outside_marks_nothing_is_proposed() -> None:
    assert propose_in_marks(TEXT, 2, (), LEXICON) is None


def test_a_selected_content_keeps_its_edges() -> None:
    people = mentions(TEXT, PER="بوتين|لافروف")
    found = propose_for(TEXT, of("الأمر مهم"), people, LEXICON)
    assert said(TEXT, found) == ("الأمر مهم", ["أكد"], ["بوتين"])
    assert (found.label, found.closed) == ("indirect", True)
    assert propose_for(TEXT, of("سنذهب غدا"), people, LEXICON).label == "direct"


@pytest.mark.parametrize(
    ("text", "content", "closed"),
    [
        ('قال: "سنذهب غدا" ثم', "سنذهب غدا", True),
        ('قال: "سنذهب غدا', "سنذهب غدا", False),
        ("قال إن المحادثات مفيدة ثم", "المحادثات مفيدة", True),
        ("قال: “سنذهب غدا.” ثم", "سنذهب غدا", True),
    ],
)
def test_a_quote_that_opens_with_a_mark_is_closed_by_one(text: str, content: str, closed: bool) -> None:
    assert propose_for(text, of(content, text), (), LEXICON).closed is closed


def test_other_cues_of_the_paragraph_follow_the_likeliest() -> None:
    found = nearby_cues(TEXT, of("سنذهب غدا"), LEXICON)
    assert [[s.of(TEXT) for s in pieces] for pieces in found] == [["أضاف"], ["كما ذكرت"]]


def test_words_inside_another_quote_attribute_nothing() -> None:
    text = 'قال حداد: "أكد الوزير ذلك"، ثم أضاف أن "الأمر مهم".'
    found = nearby_cues(text, of("الأمر مهم", text), LEXICON)
    assert [[s.of(text) for s in pieces] for pieces in found] == [["أضاف"], ["قال"]]


def test_speakers_by_likelihood_and_only_what_can_speak() -> None:
    people = mentions(TEXT, ORG="وكالة تاس", PER="بوتين|لافروف", DATE="غدا")
    found = nearby_speakers(TEXT, of("سنذهب غدا"), people, LEXICON)
    assert [one.id for one in found] == ["لافروف", "بوتين", "وكالة تاس"]


def of_seed(seeds: dict[str, str], number: str, inner: str, **labels: str) -> tuple[str, QuoteProposal]:
    (text,) = (text for name, text in seeds.items() if name.startswith(number))
    return text, proposed(text, inner, **labels)


def test_check_40_the_unclosed_quotes_of_an_article_are_told(seeds: dict[str, str]) -> None:
    text, found = of_seed(seeds, "000", "من غير المرجح أن يتم")
    assert found.content.of(text).endswith("على المستندات النهائية")
    assert not found.closed
    text, found = of_seed(seeds, "000", "من يستطيع أن يمنح")
    assert (found.content.of(text)[-9:], found.closed) == ("المواجهة؟", False)


def test_check_41_a_closing_mark_may_open(seeds: dict[str, str]) -> None:
    text, found = of_seed(seeds, "003", "الإرادة السياسية")
    assert found.content.of(text) == "الإرادة السياسية لكلا البلدين، والرغبة في الاستماع إلى الطرف الآخر"
    assert (found.label, found.closed) == ("fragment", True)


def test_check_42_the_same_marks_within_each_other(seeds: dict[str, str]) -> None:
    text, found = of_seed(seeds, "002", "تعرب موسكو عن قلقها")
    assert found.content.of(text).endswith('والنرويج" بجروح خطيرة')
    assert [s.of(text) for s in found.cue] == ["نقلت", "قولها"]


def test_check_43_a_speaker_of_another_paragraph_is_inherited(seeds: dict[str, str]) -> None:
    _, found = of_seed(seeds, "004", "سنقدم كل دعم", PER="زامير كابولوف")
    (speaker,) = found.speaker
    assert (speaker.annotation, speaker.status) == ("زامير كابولوف", "inherited")
