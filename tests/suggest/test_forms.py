"""Names taken apart: stems, cores, bones, and what their first word says."""

import pytest

from annotator.suggest.forms import Forms

FORMS = Forms()


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("روسيا الروس الروسي الروسية الروسيتين", "روس"),
        ("أمريكيون الأمريكي أمريكا", "امريك"),
        ("الأفغان الأفغانية أفغاني", "افغان"),
        ("وزارة وزارتي الوزارة", "وزار"),
    ],
)
def test_words_of_one_stem(words: str, stem: str) -> None:
    assert {FORMS.of(word).stems for word in words.split()} == {(stem,)}


@pytest.mark.parametrize("names", ["شنغهاي شانغهاي شنجهاي", "دميتري ديمتري ديمترى", "كابل كابول", "سيرجي سيرغي"])
def test_hands_that_write_a_foreign_name_differently_share_its_bones(names: str) -> None:
    assert len({FORMS.of(name).skeleton for name in names.split()}) == 1


def test_words_that_add_nothing_stay_outside_the_core() -> None:
    assert FORMS.of("حركة «طالبان»").core == FORMS.of("طالبان").core
    assert FORMS.of("مدينة باميان").sort != FORMS.of("مقاطعة باميان").sort
    assert FORMS.of("منطقة باميان").sort == FORMS.of("مقاطعة باميان").sort


def test_pointing_owned_and_joined() -> None:
    assert FORMS.of("هذا البلد").definite
    assert FORMS.of("الحركة").definite
    assert not FORMS.of("حركة طالبان").definite
    assert FORMS.of("بلاده").owned
    assert not FORMS.of("البلاد").owned
    assert FORMS.of("مجلسي الأمن الروسي والأمريكي").joined


def test_marks_alone_leave_nothing() -> None:
    assert FORMS.of("«»").stems == ()
