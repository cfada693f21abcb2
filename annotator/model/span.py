"""A stretch of a document's text."""

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """Half-open stretch ``[start, end)`` in code points; never empty (``ValueError``)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: "Span") -> bool:
        """Overlaps without either containing the other."""
        return self.overlaps(other) and not self.contains(other) and not other.contains(self)

    def of(self, text: str) -> str:
        """The letters of this span; ``IndexError`` where it reaches past the text."""
        if self.end > len(text):
            raise IndexError(f"[{self.start}, {self.end}) lies outside a text of {len(text)} code points")
        return text[self.start : self.end]


def normal_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans in text order with overlapping and touching pieces joined: the one form in which they are stored."""
    if len(spans) < 2:
        return spans
    ordered = sorted(spans)
    joined = [ordered[0]]
    for span in ordered[1:]:
        last = joined[-1]
        if span.start <= last.end:
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
