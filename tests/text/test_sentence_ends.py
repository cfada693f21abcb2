"""Where sentences end, held against the same rule written the slow and plain way."""

from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.text.segmentation import sentences, words

SHORT = ("Mr", "Mrs", "Ms", "Dr", "St", "No", "Prof", "Gen", "Col", "Lt", "vs", "أد")
CLOSERS = "\"'”’»)]}›"
MARKS = "؟?!…۔"
PIECES = (
    *"ابلأد \n.؟!…،:؛;,()[]«»“”\"'12٣-•ـّ\u200f\u200c\u00a0\u2029\u2028\x1c\x85😀aZ",
    *("قال", "بوتين", "لافروف", "مرحبًا", "محـــمد", "بـ”الإرادة”", "3.5", "1.234.567", "18-11-2021", "أ.ف.ب"),
    *("Mr", "Prof", "Smith", "www.example.org", "..", "...", "....", ". ", "؟!", "(!)", "1. ", "- 12. ", "1234. "),
)


def test_short_forms_are_shorter_than_what_is_not_looked_up() -> None:
    assert max(map(len, SHORT)) < 5


def ends_of_sentences(text: str, start: int, end: int) -> list[int]:
    """The positions after the marks, rule by rule, each looked up from scratch."""
    found: list[int] = []
    at = start
    while at < end:
        run = at
        while run < end and text[run] == ".":
            run += 1
        dots = run - at
        if text[at] not in MARKS and dots in (0, 2):
            at += max(1, dots)
            continue
        after = at + 1
        if text[at] in MARKS or dots > 2:
            while after < end and text[after] in MARKS + ".":
                after += 1
        while after < end and text[after] in CLOSERS:
            after += 1
        if is_end(text[start:end], at - start, after - start, found[-1] - start if found else 0, dots == 1):
            found.append(after)
        at = after
    return found


def is_end(text: str, at: int, after: int, first: int, dot: bool) -> bool:
    if at > first and text[at - 1] in "([":
        return False
    if regex.match(r"\p{White_Space}*[،,؛;:)\]]", text[after:]):
        return False
    if not dot:
        return True
    said = text[first:at]
    word = regex.search(r"[\p{L}\p{M}\p{Nd}]*$", said).group()
    alone = sum(letter.isalpha() for letter in word) == 1 and not word.isdigit()
    if word in SHORT or alone or regex.fullmatch(r"[\p{White_Space}(\-•]*\p{Nd}{1,3}", said):
        return False
    if after == len(text) or text[after].isspace() or after > at + 1:
        return True
    return len(word) >= 3 and bool(regex.match(r"\p{Arabic}", word) and regex.match(r"\p{Arabic}", text[after]))


def plainly(text: str) -> tuple[tuple[int, int], ...]:
    """The same sentences as the product cuts."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in regex.split("[\n\u2029]", text):
        end = start + len(paragraph)
        edges = [start, *ends_of_sentences(text, start, end), end]
        for first, last in pairwise(edges):
            piece = text[first:last]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                spans.append((first + lead, first + lead + len(piece.strip())))
        start = end + 1
    return tuple(spans)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_as_the_plain_rule_cuts_it(text: str) -> None:
    assert sentences(text) == plainly(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_characters_at_all(text: str) -> None:
    assert sentences(text) == plainly(text)


def test_the_seeds(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        assert sentences(text) == plainly(text)


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("محـــمد ــ قال.ـــ", ["محـــمد ــ قال.ـــ"], ["محـــمد", "قال"]),
        ("بـ«الأمن».\u200f ثم", ["بـ«الأمن».\u200f ثم"], ["بـ", "الأمن", "ثم"]),
        ("قال: “نعم.” «لا؟»", ["قال: “نعم.”", "«لا؟»"], ["قال", "نعم", "لا"]),
        ("😀. بلغ 3.5%… ١٬٢٣٤٫٥.", ["😀.", "بلغ 3.5%…", "١٬٢٣٤٫٥."], ["بلغ", "3.5", "١٬٢٣٤٫٥"]),
        ("مرحبًا.وداعًا..ثم....؟!» كفى", ["مرحبًا.", "وداعًا..ثم....؟!»", "كفى"], ["مرحبًا", "وداعًا", "ثم", "كفى"]),
        ("أ.ف.ب\u2029(1. بند) [؟] Dr. No. x.", ["أ.ف.ب", "(1. بند) [؟] Dr. No. x."], None),
    ],
)
def test_awkward_texts(text: str, expected: list[str], found: list[str] | None) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
    if found is not None:
        assert [text[start:end] for start, end in words(text)] == found
