"""Queries are read as people mean them and found where the letters are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.folding import fold, fold_key
from annotator.text.query import WORD, Query, Residues, Term, locate, parse


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("أفغانستان", Query((Term(("افغانستان",)),))),
        ("موسكو  كابل", Query((Term(("موسكو",)), Term(("كابل",))))),
        ('"مجلس الأمن"', Query((Term(("مجلس", "الامن")),))),
        ("“مجلس الأمن”", Query((Term(("مجلس", "الامن")),))),
        ("روس*", Query((Term(("روس",), open_end=True),))),
        ("١٤٤", Query((Term(("144",)),))),
        ("«", Query((), "«")),
        ('"', Query((), '"')),
        ("   ", Query(())),
    ],
)
def test_a_query_is_read(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("لأفغانستان وأفغانستان", "افغانستان", ["أفغانستان", "أفغانستان"]),
        ("يتوقّع ذلك", "يتوقع", ["يتوقّع"]),
        ("145 شخصًا و144 شخصاً", "شخصا", ["شخصًا", "شخصاً"]),
        ("العمل بواشنطن وبموسكو", "موسكو", ["موسكو"]),
        ("ضامنًا للاستقرار في", "الاستقرار", ["لاستقرار"]),
        ("مقتل ١٤٤ شخصا", "144", ["١٤٤"]),
        ("في مجلس الأمن وبمجلس الأمن", '"مجلس الأمن"', ["مجلس الأمن", "مجلس الأمن"]),
        ("مجلس كبير الأمن", '"مجلس الأمن"', []),
        ("ﻻﻣﻊ", "لامع", ["ﻻﻣﻊ"]),
        ("تنظيم «داعش» هنا", "«", ["«"]),
        ("روسيا والروس", "روس*", ["روسيا"]),
        ("موسكوفي", "موسكو", []),
    ],
)
def test_hits_lie_on_the_letters(text: str, words: str, found: list[str]) -> None:
    folded = fold(text)
    spans = [folded.original_span(a, b) for a, b in locate(folded.key, parse(words), Residues())]
    assert [text[a:b] for a, b in spans] == found


@given(st.data())
def test_every_word_of_an_article_finds_itself(seeds: dict[str, str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(list(seeds.values())))
    key = fold_key(text)
    word = data.draw(st.sampled_from(WORD.findall(key)))
    at = {key[a:b] for a, b in locate(key, parse(word), Residues())}
    assert word in at
