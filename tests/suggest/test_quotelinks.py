"""Which quote another goes on, and which one it stands in."""

import pytest

from annotator.model.span import Span
from annotator.suggest.lexicon import shipped_lexicon
from annotator.suggest.quotelinks import QuoteLinks, Said, around, before, links_of

LEXICON = shipped_lexicon()
TEXT = (
    'قال سالم: "الطريق طويل، وأكد الوزير أن العمل بدأ"، مشيرا إلى أن الكلفة عالية.\n'
    "وأضاف أن الموعد قريب. وقال سالم إن الناس ينتظرون.\n"
    "وأضافت هدى أن المال وصل."
)


def said(name: str, words: str, cue: str = "", *speakers: str) -> Said:
    def of(letters: str) -> Span:
        return Span(TEXT.index(letters), TEXT.index(letters) + len(letters))

    return Said(name, (of(words),), (of(cue),) if cue else (), frozenset(speakers))


OUTER = said("outer", "الطريق طويل، وأكد الوزير أن العمل بدأ", "قال", "salem")
INNER = said("inner", "العمل بدأ", "أكد", "minister")
COST = said("cost", "الكلفة عالية", "مشيرا", "salem")
DATE = said("date", "الموعد قريب", "أضاف", "salem")
PEOPLE = said("people", "الناس ينتظرون", "قال", "salem")
MONEY = said("money", "المال وصل", "أضافت", "huda")
ALL = (OUTER, INNER, COST, DATE, PEOPLE, MONEY)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (OUTER, QuoteLinks()),
        (INNER, QuoteLinks(nested_in="outer")),
        (COST, QuoteLinks(continues="outer")),
        (DATE, QuoteLinks(continues="cost")),
        (PEOPLE, QuoteLinks()),
        (MONEY, QuoteLinks()),
    ],
    ids=lambda one: one.id if isinstance(one, Said) else "",
)
def test_links_of_a_quote(quote: Said, expected: QuoteLinks) -> None:
    assert links_of(TEXT, quote, ALL, LEXICON) == expected


def test_a_participle_of_another_sentence_goes_on_with_nothing() -> None:
    late = Said("late", DATE.spans, COST.cue, DATE.speakers)
    assert links_of(TEXT, late, (OUTER,), LEXICON).continues == "outer"
    moved = Said("late", PEOPLE.spans, (Span(TEXT.index("قريب"), TEXT.index("قريب") + 4),), PEOPLE.speakers)
    assert links_of(TEXT, moved, (OUTER,), LEXICON).continues is None


def test_a_quote_without_a_known_speaker_or_cue_goes_on_with_nothing() -> None:
    assert links_of(TEXT, Said("date", DATE.spans, DATE.cue), ALL, LEXICON) == QuoteLinks()
    assert links_of(TEXT, Said("date", DATE.spans, (), DATE.speakers), ALL, LEXICON) == QuoteLinks()


def test_a_new_quote_is_never_linked_to_itself_and_the_same_place_is_not_inside_itself() -> None:
    fresh = Said(None, INNER.spans, INNER.cue, INNER.speakers)
    assert links_of(TEXT, fresh, (INNER,), LEXICON) == QuoteLinks()
    assert links_of(TEXT, INNER, (INNER,), LEXICON) == QuoteLinks()


def test_candidates_stand_in_the_order_of_their_likelihood() -> None:
    longer = Said("longer", (Span(0, len(TEXT)),))
    assert [one.id for one in around(INNER, (longer, *ALL))] == ["outer", "longer"]
    assert [one.id for one in before(PEOPLE, ALL)] == ["date", "cost", "outer"]
