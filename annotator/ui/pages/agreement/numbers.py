"""Numbers of agreement as a table, with intervals or the reason why there is none; and what stands behind one."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.measures.agreement import Row
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.agreement.words import Words, interval_of
from annotator.ui.pages.sheet import Column
from annotator.ui.session import Session
from annotator.work.agreeing import Behind

_SPANS = 3
_CONTEXT = 24
_FIELDS = (
    "measure", "kind", "label", "one", "other", "document", "week", "value", "low", "high", "mean", "items",
    "documents", "undefined",
)  # fmt: skip


class VerdictRow:
    """How many cases of a kind have a verdict."""

    def __init__(self, kind: str, verdict: str, count: int) -> None:
        self.kind, self.verdict, self.count = kind, verdict, count


class ArticleRow:
    """An article behind a number of layers."""

    def __init__(self, document: str) -> None:
        self.document = document


def number_columns(session: Session, words: Callable[[], Words], title: Callable[[str], str]) -> tuple[Column, ...]:
    """Columns of rows of measures, and of verdicts."""
    say = session.say

    def measure(row: Row | VerdictRow) -> str:
        return say(f"review.verdict.{row.verdict}") if isinstance(row, VerdictRow) else words().measure(row.measure)

    def label(row: Row | VerdictRow) -> str:
        if isinstance(row, VerdictRow) or row.label is None:
            return say("review.agreement.all")
        return words().part(row.kind, row.label, measure=row.measure)

    def part(row: Row | VerdictRow) -> str:
        if isinstance(row, VerdictRow):
            return say("review.agreement.all")
        if row.document is not None:
            return title(row.document)
        found = [row.group] if row.group else []
        found += [words().pair(row.pair)] if row.pair else []
        return " · ".join(found) or say("review.agreement.all")

    def value(row: Row | VerdictRow) -> str:
        return f"{row.count:,}" if isinstance(row, VerdictRow) else words().number(row.estimate)

    return (
        Column(say("review.agreement.kind"), lambda row: words().kind(row.kind), 96),
        Column(say("review.agreement.measure"), measure),
        Column(say("review.agreement.label"), label, 120),
        Column(say("review.agreement.pair"), part, 208),
        Column(say("review.agreement.value"), value, 200, number=True),
        Column(say("review.agreement.interval"), _interval, 112, number=True),
        Column(say("agreement.mean"), _mean, 120, number=True),
        Column(say("review.agreement.items"), _items, 72, number=True),
    )


def behind_columns(session: Session, text: Callable[[str], str], title: Callable[[str], str]) -> tuple[Column, ...]:
    """Columns of cases, and of articles."""
    say = session.say

    def words(one: Behind | ArticleRow) -> str:
        return title(one.document) if isinstance(one, ArticleRow) else _context(text(one.document), one)

    def stands(one: Behind | ArticleRow) -> str:
        if isinstance(one, ArticleRow):
            return ""
        return say("review.agreement.alike" if one.alike else "review.agreement.against")

    def kind(one: Behind | ArticleRow) -> str:
        return say("agreement.article") if isinstance(one, ArticleRow) else say(f"review.kind.{one.kind}")

    return (
        Column(say("review.agreement.kind"), kind, 96),
        Column(say("agreement.spans"), words),
        Column(say("review.agreement.stands"), stands, 112),
        Column(say("review.column.article"), lambda one: title(one.document), 280),
    )


def is_faint(row: object) -> bool:
    """What says nothing: a number that is not defined, a verdict that does not occur."""
    if isinstance(row, Row):
        return row.estimate.value is None
    return isinstance(row, VerdictRow) and not row.count


def _context(text: str, found: Behind) -> str:
    """The words of a case between brackets, with some of what stands around them, on one line."""
    first, last = found.spans[0], found.spans[:_SPANS][-1]
    inner = " … ".join(span.of(text) for span in found.spans[:_SPANS])
    before = _whole(text[max(0, first.start - _CONTEXT) : first.start].rpartition("\n")[2], at_start=True)
    after = _whole(text[last.end : last.end + _CONTEXT].partition("\n")[0], at_start=False)
    return isolate(strip_controls(f"{before}[{inner}]{after}").replace("\n", " "))


def _whole(words: str, *, at_start: bool) -> str:
    """Without the word that was cut at the outer end, where there is more than that one."""
    if len(words) < _CONTEXT:
        return words
    return words.partition(" ")[2] if at_start else words.rpartition(" ")[0] + " "


def _interval(row: Row | VerdictRow) -> str:
    return interval_of(row.estimate) if isinstance(row, Row) else ""


def _mean(row: Row | VerdictRow) -> str:
    """Beside the pooled value that of the articles on their own, which a few long ones do not rule."""
    if isinstance(row, VerdictRow) or row.estimate.mean is None or row.document is not None:
        return ""
    return f"{row.estimate.mean:.3f}"


def _items(row: Row | VerdictRow) -> str:
    return f"{row.estimate.items if isinstance(row, Row) else row.count:,}"


def write_rows(rows: Iterable[Row], path: Path, words: Words) -> None:
    """Write measures as CSV, one a line: names as machines know them, numbers in full, people as they are called."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(_FIELDS)
        for row in rows:
            one = row.estimate
            pair = [words.person(person) for person in row.pair or ("", "")]
            numbers = ["" if value is None else f"{value:.6g}" for value in (one.value, one.low, one.high, one.mean)]
            reason = one.undefined.reason if one.undefined else ""
            parts = (row.measure, row.kind, row.label or "", *pair, row.document or "", row.group or "")
            table.writerow((*parts, *numbers, one.items, one.documents, reason))
