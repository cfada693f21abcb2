"""The value that is proposed for a date, as written and as it was."""

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Source
from annotator.model.span import Span
from annotator.suggest.temporal import propose_value, published_day, untagged_dates
from annotator.text.dates import shipped_date_words

TABLE = shipped_date_words()


def document(published: str | None) -> Document:
    return Document("d", "0" * 64, 1000, Source(published=published))


def test_the_text_speaks_until_a_person_knows_better() -> None:
    article = document("2025-07-03")
    said = propose_value("مارس (آذار) الماضي", article, TABLE)
    assert said is not None
    assert (said.value, said.as_written, said.subtype) == ("2025-03", None, "DATE")
    known = propose_value("مارس (آذار) الماضي", article, TABLE, known="2024-03")
    assert known is not None
    assert (known.value, known.as_written) == ("2024-03", "2025-03")


def test_a_date_after_publication_is_flagged() -> None:
    said = propose_value("الرابع من يوليو الحالي", document("2025-07-03T10:00"), TABLE)
    assert said is not None
    assert said.after_publication


def test_nothing_is_proposed_without_a_day_to_count_from() -> None:
    assert published_day(document("2025-07")) is None
    assert published_day(document(None)) is None
    assert propose_value("أمس", document(None), TABLE) is None


def test_dates_that_are_tagged_are_not_offered_again() -> None:
    text = "جاء أمس الأربعاء وسيعود غدا"
    tagged = Annotation("e1", "entity", "DATE", (Span(4, 8),))
    found = untagged_dates(text, document("2021-11-18"), TABLE, (tagged,))
    assert [(span.of(text), reading.value) for span, reading in found] == [("غدا", "2021-11-19")]
