"""The value that is proposed for a date: what the text says literally, apart from what a person knows it to be."""

import datetime

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.span import Span
from annotator.text.dates import DateWords, find_dates, read_date
from annotator.text.datevalues import DateReading, Sort, flagged


class DateProposal(msgspec.Struct, frozen=True):
    """What is proposed for a mention of kind DATE.

    ``value`` is what the text says, until a person sets the real one; then the text's becomes ``as_written`` where the
    two differ. ``after_publication`` warns that old text may have been copied.
    """

    value: str
    subtype: Sort
    as_written: str | None = None
    after_publication: bool = False
    ambiguous: bool = False
    guessed: bool = False


def propose_value(
    surface: str, document: Document, table: DateWords, *, known: str | None = None
) -> DateProposal | None:
    """The value of a date as it stands in an article; ``known`` is the real one where a person has set it.

    ``None`` where the letters say no date, or say it relative to a day of publication that nobody knows.
    """
    reading = read_date(surface, published_day(document), table)
    if reading is None:
        return None
    written = reading.value if known is not None and known != reading.value else None
    return DateProposal(
        value=known or reading.value,
        subtype=reading.sort,
        as_written=written,
        after_publication=reading.after_publication,
        ambiguous=reading.ambiguous,
        guessed=reading.guessed,
    )


def untagged_dates(
    text: str, document: Document, table: DateWords, annotations: tuple[Annotation, ...]
) -> tuple[tuple[Span, DateReading], ...]:
    """Dates of a text that no entity overlaps yet, with what they say."""
    taken = [span for a in annotations if a.kind == "entity" for span in a.spans]
    found = find_dates(text, published_day(document), table)
    places = ((Span(one.start, one.end), one.reading) for one in found)
    return tuple((span, reading) for span, reading in places if not any(span.overlaps(other) for other in taken))


def lies_after_publication(value: str, document: Document) -> bool:
    """Whether a value of ISO 8601 or EDTF begins after the day of publication, as far as both say."""
    certain = value.partition("X")[0].rstrip("-")
    return flagged(DateReading(certain, "DATE"), published_day(document)).after_publication


def published_day(document: Document) -> datetime.date | None:
    """The day on which an article appeared; ``None`` where only its month or year is known, or nothing."""
    published = document.source.published
    try:
        return datetime.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
