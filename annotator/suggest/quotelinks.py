"""How a quote hangs together with those that stand: what it goes on, and what it stands within."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.model.span import Span
from annotator.suggest.cues import same_sentence, words_of
from annotator.suggest.lexicon import Lexicon


class Said(msgspec.Struct, frozen=True):
    """A quote as far as its links go; ``speakers`` names whoever speaks it: mentions, entries, in any mixture."""

    id: str | None
    spans: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    speakers: frozenset[str] = frozenset()

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


class QuoteLinks(msgspec.Struct, frozen=True):
    """Ids of the quote that another continues and of the one in which it stands, where the text shows such."""

    continues: str | None = None
    nested_in: str | None = None


def links_of(text: str, quote: Said, others: Iterable[Said], lexicon: Lexicon) -> QuoteLinks:
    """What ``quote`` is likely to continue and to be nested in.

    It is nested in the shortest quote round it. It continues what its speaker said last at the same depth, where its
    words of attribution go on with something (أضاف، تابع) or follow in the same sentence as a participle (مشيرا).
    """
    standing = tuple(one for one in others if one.id is not None and one.id != quote.id)
    outer = around(quote, standing)
    said = before(quote, standing)
    goes_on = _goes_on(text, quote, said, lexicon)
    return QuoteLinks(said[0].id if said and goes_on else None, outer[0].id if outer else None)


def around(quote: Said, others: Sequence[Said]) -> tuple[Said, ...]:
    """The quotes in which a quote stands, the shortest first."""
    found = (one for one in others if one.spans != quote.spans and _holds(one, quote))
    return tuple(sorted(found, key=lambda one: (one.end - one.start, one.start)))


def before(quote: Said, others: Sequence[Said]) -> tuple[Said, ...]:
    """What the same speaker has said before at the same depth, the nearest first."""
    depth = around(quote, others)[:1]
    found = (
        one
        for one in others
        if one.end <= quote.start and one.speakers & quote.speakers and around(one, others)[:1] == depth
    )
    return tuple(sorted(found, key=lambda one: (-one.end, one.start)))


def _holds(outer: Said, inner: Said) -> bool:
    return all(any(piece.contains(span) for piece in outer.spans) for span in inner.spans)


def _goes_on(text: str, quote: Said, said: Sequence[Said], lexicon: Lexicon) -> bool:
    if not quote.cue or not said:
        return False
    for word in words_of(text, quote.cue[0].start, quote.cue[0].end):
        found = lexicon.saying(word.key)
        if found is None:
            continue
        _, verb, saying = found
        if verb in lexicon.continuing:
            return True
        return saying.form == "participle" and same_sentence(text, said[0].end, quote.cue[0].start)
    return False
