"""Which mark opens, which closes, and what stands inside (checks 40 to 42 of the notes on Arabic)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.quotemarks import MARKS, inside, paragraph_at, quoted


def contents(text: str) -> list[tuple[str, bool]]:
    found = [(inside(text, one), one.last is not None) for one in quoted(text, 0, len(text))]
    return [(span.of(text), closed) for span, closed in found if span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('قال: "نعم سنذهب".', [("نعم سنذهب", True)]),
        ("قال “نعم سنذهب.” ثم", [("نعم سنذهب", True)]),
        ("قال «هل نذهب؟» ثم", [("هل نذهب؟", True)]),
        ('إن:" المكالمة جاءت".', [("المكالمة جاءت", True)]),
        ('تنظيم "داعش خراسان " هو', [("داعش خراسان", True)]),
        # A closing mark that opens.
        ("مرحبا بـ”الإرادة السياسية”.", [("الإرادة السياسية", True)]),
        # The same marks within each other.
        (
            '"قتل ثلاثة "إسبان"، وأصيب "آخرون" بجروح".',
            [('قتل ثلاثة "إسبان"، وأصيب "آخرون" بجروح', True), ("إسبان", True), ("آخرون", True)],
        ),
        ('"من يستطيع؟ وأضاف: "أعتقد ذلك".', [('من يستطيع؟ وأضاف: "أعتقد ذلك"', False), ("أعتقد ذلك", True)]),
        ('أضاف أنه "من غير المرجح، مشيرا', [("من غير المرجح، مشيرا", False)]),
        ("نعم" + '"', []),
        ('""', []),
    ],
)  # fmt: skip
def test_marks_are_read_by_what_stands_beside_them(text: str, expected: list[tuple[str, bool]]) -> None:
    assert contents(text) == expected


def test_paragraphs_end_every_quote() -> None:
    text = '"أول\nثان"'
    assert paragraph_at(text, 6) == (5, 9)
    assert [one.last for one in quoted(text, *paragraph_at(text, 0))] == [None]


@given(st.text(alphabet='ابق "“”«»ـ:،.؟-', max_size=40))
def test_pairs_nest_and_no_mark_is_used_twice(text: str) -> None:
    pairs = quoted(text, 0, len(text))
    used = [at for one in pairs for at in (one.first, one.last) if at is not None]
    assert len(set(used)) == len(used)
    assert all(text[at] in MARKS for at in used)
    for one in pairs:
        span = inside(text, one)
        assert span is None or one.first < span.start < span.end <= one.end
