"""What the reader draws over a text: frozen values, handed in by whoever holds the annotations."""

from typing import Literal

import msgspec

from annotator.model.span import Span

MarkKind = Literal["entity", "quote", "event", "cue", "region"]
MarkStyle = Literal["solid", "suggestion", "ghost", "conflict"]
"""`conflict`: an outline over a double lane, where people say different things."""


class Mark(msgspec.Struct, frozen=True):
    """One annotation as the page shows it.

    `colour` names a colour of the palette (a label, or QUOTE, EVENT, CUE, REGION); `speaker_colour` is a colour as
    ``#rrggbb`` for the bar of a quote. `chip` and `tooltip` are plain text, never rich. `over` draws the lane above the
    letters where the page keeps room for it (`Typography.overs`): so two layers over one text are told apart.
    """

    id: str
    kind: MarkKind
    label: str
    spans: tuple[Span, ...]
    chip: str
    colour: str
    style: MarkStyle = "solid"
    speaker_colour: str | None = None
    tooltip: str = ""
    over: bool = False

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)


class Link(msgspec.Struct, frozen=True):
    """One relation as the page shows it: from the mark `source` to a mark (by id) or to bare letters."""

    id: str
    source: str
    target: str | Span
    text: str
    colour: str
    active: bool = False
