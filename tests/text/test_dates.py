"""Dates as news writes them (checks 44, 45 and 47 of the notes on Arabic)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.dates import find_dates, read_date, shipped_date_words

TABLE = shipped_date_words()
PUBLISHED = {
    "000": datetime.date(2024, 7, 4),
    "001": datetime.date(2021, 11, 18),
    "002": datetime.date(2024, 10, 4),
    "003": datetime.date(2025, 2, 27),
    "004": datetime.date(2025, 7, 3),
}


@pytest.mark.parametrize(
    ("article", "words", "value"),
    [
        ("000", "اليوم الخميس 4 يوليو 2024", "2024-07-04"),
        ("000", "نوفمبر من هذا العام", "2024-11"),
        ("001", "18-11-2021 | 17:18", "2021-11-18T17:18"),
        ("001", "اليوم /الخميس/", "2021-11-18"),
        ("001", "أمس الأربعاء", "2021-11-17"),
        ("001", "شهر يونيو الماضي", "2021-06"),
        ("002", "الجمعة 04/أكتوبر/2024 - 06:52 م", "2024-10-04T18:52"),
        ("002", "يوم الأربعاء", "2024-10-02"),
        ("002", "الثلاثاء", "2024-10-01"),
        ("002", "مارس الماضي", "2024-03"),
        ("002", "أبريل الماضي", "2024-04"),
        ("002", "مطلع يونيو المقبل", "2025-06"),
        ("002", "منذ 20 عاما", "2004~"),
        ("003", "اليوم الخميس", "2025-02-27"),
        ("003", "18 فبراير/ شباط الجاري", "2025-02-18"),
        ("003", "فبراير/شباط 2022", "2022-02"),
        ("003", "منذ ثلاث سنوات", "2022~"),
        ("004", "اليوم الخميس", "2025-07-03"),
        ("004", "العام الماضي", "2024"),
        ("004", "الشهر الماضي", "2025-06"),
        ("004", "عام 2003", "2003"),
        ("004", "مارس (آذار) الماضي", "2025-03"),
        ("004", "مارس 2024", "2024-03"),
        ("004", "الرابع من يوليو الحالي", "2025-07-04"),
    ],
)
def test_check_45_each_date_of_the_articles_has_its_value(
    article: str, words: str, value: str, seeds: dict[str, str]
) -> None:
    reading = read_date(words, PUBLISHED[article], TABLE)
    assert reading is not None
    assert reading.value == value
    (text,) = (text for name, text in seeds.items() if name.startswith(article))
    found = {text[one.start : one.end]: one.reading.value for one in find_dates(text, PUBLISHED[article], TABLE)}
    assert found[words.rstrip("/")] == value


def test_check_45_a_date_after_the_day_of_publication_is_told() -> None:
    reading = read_date("الرابع من يوليو الحالي", PUBLISHED["004"], TABLE)
    assert reading is not None
    assert reading.after_publication
    same_day = read_date("الثالث من يوليو الحالي", PUBLISHED["004"], TABLE)
    assert same_day is not None
    assert not same_day.after_publication


@pytest.mark.parametrize("text", ["بحسب ما أورده موقع روسيا اليوم.", "نشرت المصري اليوم ذلك"])
def test_check_44_names_that_hold_a_word_of_time_are_no_dates(text: str) -> None:
    assert find_dates(text, PUBLISHED["000"], TABLE) == ()
    apart = "أعلنت روسيا، اليوم الخميس، ذلك"
    assert [apart[one.start : one.end] for one in find_dates(apart, PUBLISHED["000"], TABLE)] == ["اليوم الخميس"]


@pytest.mark.parametrize("words", ["مارس (آذار)", "شباط/فبراير", "تشرين الأول/أكتوبر"])
def test_check_47_two_names_of_a_month_are_one_date(words: str) -> None:
    assert [f"في {words}"[one.start : one.end] for one in find_dates(f"في {words}", PUBLISHED["004"], TABLE)] in (
        [words],
        [words.rstrip(")")],
    )
    assert read_date("مارس (نيسان) 2024", PUBLISHED["004"], TABLE) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("كانون الثاني 2023", "2023-01"),
        ("غشت 2019", "2019-08"),
        ("١٨/٢/٢٠٢٤", "2024-02-18"),
        ("الحادي والثلاثين من آذار/مارس 2020", "2020-03-31"),
        ("15 رمضان 1445", "2024-03-25~"),
        ("الأسبوع الماضي", "2024-09-23/2024-09-29"),
        ("التسعينيات", "199X"),
        ("القرن الحادي والعشرين", "20XX"),
        ("بداية القرن الحادي والعشرين", "200X"),
        ("أول أمس", "2024-10-02"),
        ("بعد غد", "2024-10-06"),
        ("الأحد المقبل", "2024-10-06"),
        ("الجمعة الماضي", "2024-09-27"),
        ("قبل يومين", "2024-10-02"),
        ("الساعة 06:52 مساء", "T18:52"),
        ("20 عاما", "P20Y"),
        ("أسبوعين", "P2W"),
        ("ثلاث ساعات", "PT3H"),
        ("2003", "2003"),
    ],
)
def test_other_ways_of_writing(words: str, value: str) -> None:
    reading = read_date(words, PUBLISHED["002"], TABLE)
    assert reading is not None
    assert reading.value == value


@pytest.mark.parametrize("words", ["30 فبراير 2024", "99/99/2024", "25:70", "طالبان", "", "الآن", "كل عام"])
def test_what_is_no_date(words: str) -> None:
    assert read_date(words, PUBLISHED["002"], TABLE) is None


def test_day_and_month_in_figures_may_change_places_and_a_guessed_year_is_told() -> None:
    figures = read_date("04-10-2024", PUBLISHED["002"], TABLE)
    assert figures is not None
    assert (figures.value, figures.ambiguous) == ("2024-10-04", True)
    bare = read_date("نوفمبر", PUBLISHED["002"], TABLE)
    assert bare is not None
    assert (bare.value, bare.guessed) == ("2023-11", True)


def test_without_a_day_of_publication_only_whole_dates_are_read() -> None:
    assert read_date("أمس", None, TABLE) is None
    assert read_date("4 يوليو", None, TABLE) is None
    known = read_date("4 يوليو 2024", None, TABLE)
    assert known is not None
    assert known.value == "2024-07-04"


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)), st.sampled_from("-/."))
def test_days_in_figures_come_back(day: datetime.date, mark: str) -> None:
    for words in (f"{day.day}{mark}{day.month}{mark}{day.year}", f"{day.year}{mark}{day.month}{mark}{day.day}"):
        reading = read_date(words, day, TABLE)
        assert reading is not None
        assert reading.value == day.isoformat()
        assert not reading.after_publication


@given(st.text(alphabet="0123456789 /-:يوليومارساليمن", max_size=40))
def test_nothing_makes_it_fall_over(text: str) -> None:
    for one in find_dates(text, PUBLISHED["002"], TABLE):
        assert 0 <= one.start < one.end <= len(text)
