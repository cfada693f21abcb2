from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.segmentation import (
    graphemes,
    paragraphs,
    sentences,
    snap_to_graphemes,
    word_at,
    words,
    words_between,
)

NEWS = st.text(
    st.one_of(
        st.sampled_from('ابلوقّـة \n.؟!…،:"”“«»()12٣/-\u200f\u200c\u00a0\u2029aZ’😀👨\u200d🇸🇦؀'),
        st.characters(exclude_categories=["Cs"]),
    )
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تنظيم «داعش خراسان»", ["تنظيم", "داعش", "خراسان"]),
        ("ضامنًا للاستقرار، في", ["ضامنًا", "للاستقرار", "في"]),
        ("مرحّبا بـ”الإرادة السياسية”", ["مرحّبا", "بـ", "الإرادة", "السياسية"]),
        ("مجموعة الـ20", ["مجموعة", "الـ", "20"]),
        ("قناة الـBBC", ["قناة", "الـ", "BBC"]),
        ("عالم18-11-2021 | 17:18", ["عالم", "18-11-2021", "17:18"]),
        ("04/أكتوبر/2024 - 06:52 م", ["04", "أكتوبر", "2024", "06:52", "م"]),
        ("1,234.5 و ١٬٢٣٤٫٥ و 10-20.", ["1,234.5", "و", "١٬٢٣٤٫٥", "و", "10-20"]),
        ("من هي؟وأضاف", ["من", "هي", "وأضاف"]),
        ("می\u200cخواهم و\u200fقال", ["می\u200cخواهم", "و", "قال"]),
        ("زر\u200c ثم", ["زر", "ثم"]),
        ("O’Neil 5G Covid-19 isn't", ["O’Neil", "5G", "Covid-19", "isn't"]),
        ("محـــمد ـــ ؛", ["محـــمد"]),
        ("داعش-خراسان", ["داعش", "خراسان"]),
        ("Москва 東京", ["Москва", "東京"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_words_of_the_seeds_hold_no_punctuation(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        found = cut(text)
        assert len(found) > 200
        for word in found:
            assert word.isalnum() or regex.fullmatch(r"[\p{Arabic}\p{M}ـ]+|[0-9]+(?:[:\-][0-9]+)+", word)


@given(NEWS)
def test_words_are_ordered_and_whatever_is_left_has_no_letter(text: str) -> None:
    reached = 0
    for start, end in words(text):
        assert reached <= start < end
        assert not regex.search(r"[\p{L}\p{Nd}--ـ]", text[reached:start], regex.V1)
        reached = end
    assert not regex.search(r"[\p{L}\p{Nd}--ـ]", text[reached:], regex.V1)


@given(NEWS, st.data())
def test_words_between_are_those_that_touch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    touching = tuple(span for span in words(text) if span[1] >= start and span[0] <= end)
    assert words_between(text, start, end) == touching


def test_word_at() -> None:
    spans = words("قال بوتين.")
    assert word_at(spans, 0) == (0, 3)
    assert word_at(spans, 3) is None
    assert word_at(spans, 3, touching=True) == (0, 3)
    assert word_at(spans, 4) == (4, 9)
    assert word_at(spans, 10, touching=True) is None
    assert word_at((), 0) is None


@pytest.mark.parametrize(
    ("text", "boundaries"),
    [
        ("يتوقّع", (0, 1, 2, 3, 5, 6)),
        ("👨\u200d👩\u200d👧ب", (0, 5, 6)),
        ("🇸🇦🇪🇬", (0, 2, 4)),
        ("لا", (0, 1, 2)),
        ("", (0,)),
    ],
)
def test_graphemes(text: str, boundaries: tuple[int, ...]) -> None:
    assert graphemes(text) == boundaries


@given(NEWS)
def test_graphemes_partition(text: str) -> None:
    boundaries = graphemes(text)
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    assert all(first < second for first, second in pairwise(boundaries))


@given(NEWS, st.data())
def test_snapping_is_the_smallest_span_of_whole_graphemes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    boundaries = graphemes(text)
    first = max(at for at in boundaries if at <= start)
    last = min(at for at in boundaries if at >= end) if end > start else first
    assert snap_to_graphemes(text, start, end) == (first, last)


@given(NEWS)
def test_paragraphs_partition(text: str) -> None:
    spans = paragraphs(text)
    assert [text[start:end] for start, end in spans] == regex.split("[\n\u2029]", text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(second[0] == first[1] + 1 for first, second in pairwise(spans))


@given(NEWS)
def test_sentences_cover_everything_but_blanks(text: str) -> None:
    reached = 0
    for start, end in sentences(text):
        assert reached <= start < end
        assert not text[reached:start].strip()
        assert text[start:end] == text[start:end].strip()
        reached = end
    assert not text[reached:].strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("قال بوتين. وأضاف لافروف.", 2),
        ("قال: “هذا مهم.” وأضاف", 2),
        ("هل هذا صحيح؟ نعم! ربما… لا", 4),
        ("من هي؟وأضاف", 2),
        ("انتهى الاجتماع.وأضاف بوتين", 2),
        ("في خطوة جديدة للتقارب.. روسيا وطالبان", 1),
        ("ثم صمت... وعاد", 2),
        ("بلغ 3.5 مليون و 1.234.567 دولار", 1),
        ("نقلت أ.ف.ب عن د. محمد و م. علي", 1),
        ("قال J. Smith و Dr. Jones", 1),
        ("1. البند الأول", 1),
        ("في عام 2024. وقال", 2),
        ("قال «هل تصدق؟»، ثم مضى", 1),
        ("خبر صادق (!) كما يبدو", 1),
        ("زوروا www.example.org اليوم", 1),
        ("أولا؛ ثانيا: ثالثا", 1),
        ("عنوان\nنص\n\u00a0\n", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_sentences_of_the_seeds(seeds: dict[str, str]) -> None:
    counts = {stem[:3]: len(sentences(text)) for stem, text in seeds.items()}
    assert counts == {"000": 19, "001": 14, "002": 19, "003": 23, "004": 21}
