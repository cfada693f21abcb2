"""What the sieve sorts out, no search finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.text.folding import fold_key, spellings
from annotator.text.query import WORD, Residues, locate, parse
from annotator.text.sieve import _ODD, _ODD_LATIN, Sieve

PIECES = (
    *"اأإآٱبلوفكسيىئةههـًَّ \n«»“”\u200f\u200c\u00adKkSsßſK١1۱ﷲﻻﻼﺍ",
    *(
        "للرئيس",
        "الرئيس",
        "رئيس",
        "اللجنة",
        "للجنة",
        "والـرئيس",
        "مُحَمَّد",
        "محمد",
        "BBC",
        "ﬁn",
        "fin",
        "strasse",
        "Straße",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def held(text: str, words: str) -> bool:
    return bool(locate(fold_key(text), parse(words), Residues()))


def test_every_character_is_known_by_what_it_folds_to() -> None:
    letters = spellings()
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        character = chr(code)
        key = fold_key(character)
        for letter in key:
            if letter not in letters or character in letters[letter]:
                continue
            assert _ODD.match(character) or (_ODD_LATIN.match(character) and letter.isascii()), hex(code)


def test_what_goes_on_a_word_as_written_goes_on_it_when_folded() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        character = chr(code)
        key = fold_key(character)
        if key and not _ODD.match(character) and WORD.match(character):
            assert WORD.match(key), hex(code)


def test_spellings_fold_to_their_letter() -> None:
    for letter, characters in spellings().items():
        assert {fold_key(character) for character in characters} == {letter}


@given(TEXTS, st.data())
@settings(max_examples=500, deadline=None)
def test_whatever_is_found_passes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    for words in (piece, f'"{piece}"', f"ال{piece}", f"ا{piece}", f"{piece}*"):
        query = parse(words)
        if locate(fold_key(text), query, Residues()):
            assert Sieve(query).passes(text), words


def test_what_cannot_match_is_sorted_out(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        assert not Sieve(parse("زقزقةلاتوجد")).passes(text)
        assert not Sieve(parse('"وقف زقزقة النار"')).passes(text)
        assert not Sieve(parse("Nowhere")).passes(text)


def test_known_disguises_pass() -> None:
    for text, words in (
        ("للرئيس", "الرئيس"),
        ("وللجنة", "اللجنة"),
        ("قال مُحَـــمَّد", "محمد"),
        ("الأُمَّة", "الامه"),
        ("عام ١٩٩٩", "1999"),
        ("ﷲ", "الله"),
        ("ﻻ", "لا"),
        ("Straße", "strasse"),
        ("bbc", "BBC"),
    ):
        assert held(text, words), words
        assert Sieve(parse(words)).passes(text), words
