"""The charts of the dashboard, made from the figures of a project."""

from collections import Counter
from collections.abc import Callable
from typing import Final

import msgspec

from annotator.measures.agreement import Estimate, Row
from annotator.measures.boundaries import SUBTYPES
from annotator.measures.tallies import Pair
from annotator.ui.pages.agreement.chart import Chart, Mark
from annotator.ui.pages.agreement.words import GOLD, Words
from annotator.work.counting import Confusion, Figures

STATES: Final = ("open", "submitted", "returned", "accepted")
_SHOWN: Final = 2


class Choice(msgspec.Struct, frozen=True):
    """What the person looks at: of which kind, by which measure, and between whom labels are compared."""

    kind: str = "entity"
    measure: str = "f1.exact"
    pair: Pair | None = None


def make_charts(figures: Figures, choice: Choice, words: Words) -> tuple[Chart, ...]:
    """All charts in the order in which they stand."""
    return tuple(make(figures, choice, words) for make in _CHARTS)


def measures_of(figures: Figures, kind: str) -> list[str]:
    """The measures that there are for a kind, in their order."""
    return list(dict.fromkeys(row.measure for row in figures.rows if row.kind == kind))


def kinds_of(figures: Figures) -> list[str]:
    """The kinds that anything is measured of."""
    return list(dict.fromkeys(row.kind for row in figures.rows))


def _pairs(figures: Figures, choice: Choice, words: Words) -> Chart:
    """Everybody against everybody, each pair once on each side of the diagonal."""
    rows = {row.pair: row for row in figures.rows if _is_of(row, choice) and _whole(row)}
    people = words.people({one for pair in rows if pair for one in pair})
    made = Chart(
        "pairs",
        _titled(words, "pairs", choice.measure),
        "grid",
        tuple(map(words.person, people)),
        tuple(map(words.person, people)),
        empty=words.say("agreement.empty.pairs"),
    )
    marks: list[Mark] = []
    for row, one in enumerate(people):
        for column, other in enumerate(people):
            found = rows.get((min(one, other), max(one, other)))
            if found is not None and one != other:
                name = words.pair((one, other))
                marks.append(_measured(found, words, row=row, column=column, name=name))
    return msgspec.structs.replace(made, marks=tuple(marks))


def _labels(figures: Figures, choice: Choice, words: Words) -> Chart:
    rows = [row for row in figures.rows if _is_of(row, choice) and row.pair is None and row.label is not None]
    rows = [row for row in rows if not _whole(row)]
    rows.sort(key=lambda row: -row.estimate.items)
    names = tuple(words.part(choice.kind, row.label or "", measure=choice.measure) for row in rows)
    marks = (_measured(row, words, row=place, column=0, name=names[place]) for place, row in enumerate(rows))
    return Chart(
        "labels",
        _titled(words, "labels", choice.measure),
        "bars",
        names,
        marks=tuple(marks),
        empty=words.say("agreement.empty.labels"),
    )


def _confusion(figures: Figures, choice: Choice, words: Words) -> Chart:
    found = next((one for one in figures.confusions if (one.kind, one.pair) == (choice.kind, choice.pair)), None)
    found = found or next((one for one in figures.confusions if one.kind == choice.kind), None)
    title = words.say("agreement.chart.confusion")
    if found is None:
        return Chart("confusion", title, "grid", empty=words.say("agreement.empty.confusion"))
    turned = words.people(found.pair) != list(found.pair)
    pair: Pair = (found.pair[1], found.pair[0]) if turned else found.pair
    names = tuple(words.label(choice.kind, label) for label in found.labels)
    return Chart(
        "confusion",
        title,
        "grid",
        names,
        names,
        tuple(_confused(found, words, names, turned=turned)),
        top=float(max((count for row in found.table for count in row), default=0)),
        across=words.person(pair[1]),
        down=words.person(pair[0]),
    )


def _confused(found: Confusion, words: Words, names: tuple[str, ...], *, turned: bool) -> list[Mark]:
    marks: list[Mark] = []
    size = len(found.labels)
    for row in range(size):
        for column in range(size):
            first, second = (column, row) if turned else (row, column)
            count = found.table[first][second]
            if (row, column) != (size - 1, size - 1):
                said = words.say("agreement.said.confused", first=names[row], second=names[column], n=count)
                asked = ("confused", found.kind, found.pair, (found.labels[first], found.labels[second]))
                behind = asked if count else None
                marks.append(Mark(row, column, float(count), str(count), said, behind, same=row == column))
    return marks


def _bounds(figures: Figures, choice: Choice, words: Words) -> Chart:
    """Zeros are shown: that nothing differs in a way says something of the codebook too."""
    counts = {name: count for kind, name, count in figures.bounds if kind == choice.kind}
    marks: list[Mark] = []
    names = tuple(words.say(f"agreement.bound.{name}") for name in SUBTYPES)
    for row, name in enumerate(SUBTYPES):
        count = counts.get(name, 0)
        said = words.say("agreement.said.bound", name=names[row], n=count)
        behind = ("bound", choice.kind, name) if count else None
        marks.append(Mark(row, 0, float(count), str(count), said, behind))
    there = bool(figures.documents)
    return Chart(
        "bounds",
        words.say("agreement.chart.bounds"),
        "bars",
        names if there else (),
        marks=tuple(marks) if there else (),
        top=float(max(counts.values(), default=0)),
        empty=words.say("review.agreement.none.help"),
    )


def _weeks(figures: Figures, choice: Choice, words: Words) -> Chart:
    rows = [row for row in figures.weekly if row.kind == choice.kind and row.label is None and row.pair and row.group]
    by_person: dict[str, dict[str, Row]] = {}
    for row in rows:
        analysts = [one for one in row.pair or () if not one.startswith(GOLD)]
        # Of two analysts, or of two who wrote gold, nothing is told here.
        if len(analysts) == 1 and row.estimate.items:
            by_person.setdefault(analysts[0], {})[row.group or ""] = row
    weeks = sorted({week for some in by_person.values() for week in some})
    people = words.people(by_person)
    marks = [
        _measured(
            by_person[person][week],
            words,
            row=line,
            column=place,
            against="gold",
            name=words.say("agreement.said.week", person=words.person(person), week=week),
        )
        for line, person in enumerate(people)
        for place, week in enumerate(weeks)
        if week in by_person[person]
    ]
    return Chart(
        "weeks",
        _titled(words, "weeks", "f1.exact"),
        "lines",
        tuple(map(words.person, people)),
        tuple(weeks),
        tuple(marks),
        empty=words.say("agreement.empty.weeks"),
    )


def _progress(figures: Figures, _choice: Choice, words: Words) -> Chart:
    documents = {(one.author, one.state): one.documents for one in figures.progress}
    people = words.people({author for author, _ in documents})
    names = tuple(words.say(f"state.{state}") for state in STATES)
    marks: list[Mark] = []
    for row, person in enumerate(people):
        for column, state in enumerate(STATES):
            held = documents.get((person, state), ())
            said = words.say("agreement.said.state", person=words.person(person), state=names[column], n=len(held))
            if held:
                marks.append(Mark(row, column, float(len(held)), str(len(held)), said, ("articles", *held)))
    most = Counter[str]()
    for (author, _), held in documents.items():
        most[author] += len(held)
    return Chart(
        "progress",
        words.say("agreement.chart.progress"),
        "stack",
        tuple(map(words.person, people)),
        names,
        tuple(marks),
        top=float(max(most.values(), default=0)),
        empty=words.say("agreement.empty.progress"),
    )


def _measured(row_: Row, words: Words, *, row: int, column: int, name: str, against: str = "each-other") -> Mark:
    estimate: Estimate = row_.estimate
    text = words.reason(estimate) if estimate.value is None else f"{estimate.value:.2f}"
    said = words.say("agreement.said.named", name=name, value=words.estimate(estimate))
    behind = ("behind", against, row_) if estimate.items else None
    return Mark(row, column, estimate.value, text, said, behind, estimate.low, estimate.high, estimate.items)


def _titled(words: Words, chart: str, measure: str) -> str:
    """A title with its measure behind it, put together here: as a value it would be a line of its own direction."""
    return f"{words.say(f'agreement.chart.{chart}')}: {words.measure(measure)}"


def _is_of(row: Row, choice: Choice) -> bool:
    return (row.measure, row.kind) == (choice.measure, choice.kind)


def _whole(row: Row) -> bool:
    """Over all labels; a coefficient names what was rated where others name a label."""
    return row.label is None or row.label == "label"


_CHARTS: Final[tuple[Callable[[Figures, Choice, Words], Chart], ...]] = (
    _pairs,
    _progress,
    _labels,
    _confusion,
    _bounds,
    _weeks,
)
