import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.bidi import CONTROLS
from annotator.text.segmentation import words
from annotator.text.selection import snap_to_words, trim

NEWS = st.text(st.sampled_from('ابلقّـ \n.؟!…،:"”“«»()12-\u200f\u200c\u00a0aZ😀👨\u200d%'))


def pick(text: str, wanted: str) -> tuple[int, int]:
    start = text.index(wanted)
    return start, start + len(wanted)


def trimmed(text: str, *, keep_marks: bool = False) -> str | None:
    span = trim(text, 0, len(text), keep_marks=keep_marks)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" بوتين، ", "بوتين"),
        ("«داعش خراسان»،", "داعش خراسان"),
        ("«داعش", "داعش"),
        ("داعش»", "داعش"),
        ("”الإرادة السياسية”", "الإرادة السياسية"),
        ("(الكرملين)", "الكرملين"),
        ("الرئاسة الروسية (الكرملين)", "الرئاسة الروسية (الكرملين)"),
        ('المتحدث باسم "الكرملين"', 'المتحدث باسم "الكرملين"'),
        ('"الكرملين" ديمترى', '"الكرملين" ديمترى'),
        ("(إف إس بي) إن:", "(إف إس بي) إن"),
        ("«(داعش)»", "داعش"),
        ("\u200f\u00a0موسكو\u200e\n", "موسكو"),
        ("نحو 20%", "نحو 20%"),
        ("هل هذا؟", "هل هذا"),
        ("، . «»", None),
        ("", None),
    ],
)
def test_trim(text: str, expected: str | None) -> None:
    assert trimmed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (' "هل هذا ممكن؟"، ', '"هل هذا ممكن؟"'),
        ("هل هذا ممكن؟ ", "هل هذا ممكن؟"),
        (': "نعم".', '"نعم"'),
        ("“تم الاعتراف”،", "“تم الاعتراف”"),
        ("؟ نعم…", "نعم…"),
        (" ،. ", None),
    ],
)
def test_trim_for_quotations(text: str, expected: str | None) -> None:
    assert trimmed(text, keep_marks=True) == expected


@pytest.mark.parametrize(
    ("text", "selected", "expected"),
    [
        ("أن «داعش خراسان» في", "«داعش خر", "داعش خراسان"),
        ("ضامنًا للاستقرار، في", "استقرار، ", "للاستقرار"),
        ("مرحّبا بـ”الإرادة السياسية", "”الإراد", "الإرادة"),
        ("عرب وعالم18-11-2021 | 17:18", "11-2", "18-11-2021"),
        ("مجموعة الـ20 في", "2", "20"),
        ("كازاخستان", "زاخ", "كازاخستان"),
        ("سلام 👨\u200d👩\u200d👧 عليكم", "👩", "👨\u200d👩\u200d👧"),
        ("زر\u200c ثم", "زر", "زر"),
    ],
)
def test_snap_to_words(text: str, selected: str, expected: str) -> None:
    span = snap_to_words(text, *pick(text, selected))
    assert span is not None
    assert text[slice(*span)] == expected


def test_nothing_left_to_select() -> None:
    assert snap_to_words("قال ، نعم", 3, 6) is None


@given(NEWS, st.data(), st.booleans())
def test_snapping_cuts_no_word_and_ends_on_no_blank(text: str, data: st.DataObject, keep_marks: bool) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = snap_to_words(text, start, end, keep_marks=keep_marks)
    if span is None:
        assert not any(character.isalnum() for character in text[start:end])
        return
    first, last = span
    assert 0 <= first < last <= len(text)
    for edge in (text[first], text[last - 1]):
        assert not edge.isspace()
        assert edge not in CONTROLS
    assert not any(word[0] < edge < word[1] for word in words(text) for edge in span)


@given(NEWS, st.booleans())
def test_trimming_twice_changes_nothing(text: str, keep_marks: bool) -> None:
    span = trim(text, 0, len(text), keep_marks=keep_marks)
    if span is not None:
        assert trim(text, *span, keep_marks=keep_marks) == span


@pytest.mark.parametrize(
    ("article", "start", "end", "keep_marks"),
    [
        ("002", 2137, 2174, False),  # the speaker, a title with a name in quote marks inside
        ("002", 2151, 2159, False),
        ("003", 1682, 1759, True),  # a quotation of two sentences with its marks
        ("003", 1770, 1838, True),
        ("004", 398, 427, False),  # an agency, its name in quote marks; the ل before it is left to a person
        ("004", 435, 448, True),
    ],
)
def test_spans_of_the_seeds_stay_as_annotated(
    seeds: dict[str, str], article: str, start: int, end: int, keep_marks: bool
) -> None:
    text = next(text for stem, text in seeds.items() if stem.startswith(article))
    assert snap_to_words(text, start, end, keep_marks=keep_marks) == (start, end)
