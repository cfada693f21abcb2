"""Posts are found whole where adjectives belong to them, and without what follows."""

import pytest

from annotator.suggest.titles import shipped_titles, titles_in

TITLES = shipped_titles()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("أكد الرئيس الروسي فلاديمير بوتين", "الرئيس الروسي"),
        ("وأشار الرئيس الروسي إلى أن", "الرئيس الروسي"),
        ("أعلن رئيس كازاخستان قاسم", "رئيس"),
        ("قال للسفير الجديد أمس", "لسفير"),
    ],
)
def test_a_post_with_the_adjectives_that_belong_to_it(text: str, title: str) -> None:
    assert [found.of(text) for found in titles_in(text, TITLES)] == [title]


def test_a_text_without_posts_has_none() -> None:
    assert list(titles_in("مبادرة روسيا لحل الصراع", TITLES)) == []
