"""What a chart says, before anybody draws it: names of rows and columns, marks with their numbers and words."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

Form = Literal["grid", "bars", "lines", "stack"]
Question = tuple[Any, ...]
"""The name of a question to the process that counts, and what it is asked about."""


class Mark(msgspec.Struct, frozen=True):
    """One cell, bar, part of a bar, or point.

    `row` and `column` are places among the chart's names. `value` is its number, `None` where it is not defined; then
    `text` says so. `low` and `high` are the ends of its interval. `said` is the whole of it in words, for the foot of
    the chart and for those who listen. `behind` is what to ask for the spans behind it; without one there are none.
    """

    row: int
    column: int
    value: float | None
    text: str
    said: str
    behind: Question | None = None
    low: float | None = None
    high: float | None = None
    items: int | None = None
    same: bool = False


class Chart(msgspec.Struct, frozen=True):
    """A chart of one of the forms.

    `grid`: cells of rows and columns, those marked `same` being the agreements. `bars`: one bar a row. `stack`: one
    bar a row, made of a part for each column. `lines`: a line for each row, over columns. `top` is the end of the
    scale; `empty` says why there is nothing to see. `across` and `down` tell what columns and rows are.
    """

    id: str
    title: str
    form: Form
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    top: float = 1.0
    empty: str = ""
    across: str = ""
    down: str = ""

    def at(self, row: int, column: int) -> Mark | None:
        """The mark at a place."""
        return next((mark for mark in self.marks if (mark.row, mark.column) == (row, column)), None)

    def step(self, mark: Mark, *, rows: int, columns: int) -> Mark:
        """The next mark so many rows down or columns on, gaps passed over; the same one at the end."""
        row, column = mark.row + rows, mark.column + columns
        while 0 <= row < max(len(self.rows), 1) and 0 <= column < max(len(self.columns), 1):
            found = self.at(row, column)
            if found is not None:
                return found
            row, column = row + rows, column + columns
        return mark

    def table(self) -> Iterator[tuple[str, ...]]:
        """The same as lines of a table, headings first; numbers in full, an undefined one empty with its reason."""
        yield ("row", "column", "value", "low", "high", "items", "undefined")
        for mark in self.marks:
            row = self.rows[mark.row] if self.rows else ""
            column = self.columns[mark.column] if self.columns else ""
            numbers = ("" if one is None else f"{one:.6g}" for one in (mark.value, mark.low, mark.high, mark.items))
            yield (row, column, *numbers, mark.text if mark.value is None else "")
