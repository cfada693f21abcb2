"""Where words of attribution stand in a stretch of text, as whole verb groups and phrases."""

from collections.abc import Iterator, Sequence

import msgspec

from annotator.model.span import Span
from annotator.suggest.lexicon import Form, Lexicon
from annotator.text.folding import fold_key
from annotator.text.segmentation import words

_SENTENCE_ENDS = frozenset(".؟?!…\n\u2029")


class Cue(msgspec.Struct, frozen=True):
    """Words that attribute, without their conjunction but with their negation.

    ``joined``: a conjunction stands before them, so they go on from what was said before. A verb that only hands on
    what somebody else said (``hands_on``) may have a second piece (``نقلت ... قوله``).
    """

    spans: tuple[Span, ...]
    form: Form
    cue_class: str
    joined: bool = False
    hands_on: bool = False

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def relays(self) -> bool:
        return len(self.spans) > 1


class Word(msgspec.Struct, frozen=True):
    """A word of a text with its search key."""

    start: int
    end: int
    key: str


def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of ``text[start:end]`` with their places in the whole text."""
    found = words(text[start:end])
    return tuple(Word(start + a, start + b, fold_key(text[start + a : start + b])) for a, b in found)


def cues_in(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Every word or phrase of attribution in ``text[start:end]``, in text order; nothing is left out by meaning."""
    return tuple(_cues(text, words_of(text, start, end), lexicon))


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two places; a full stop inside a number or an abbreviation is none."""
    return not any(
        text[at] in _SENTENCE_ENDS and (text[at] != "." or text[at + 1 : at + 2].strip() == "")
        for at in range(start, min(end, len(text)))
    )


def _cues(text: str, found: Sequence[Word], lexicon: Lexicon) -> Iterator[Cue]:
    at, spent = 0, -1
    while at < len(found):
        size = _source_at(found, at, lexicon)
        if size:
            cut = _conjunction(found[at].key, lexicon.sources)
            yield Cue(
                spans=(Span(found[at].start + cut, found[at + size - 1].end),),
                form="source",
                cue_class="neutral",
                joined=cut > 0,
            )
            at += size
            continue
        objects = text[found[at].end - 1] != "ة"
        said = lexicon.saying(found[at].key, objects=objects)
        if said is not None and at > spent:
            cut, verb, saying = said
            first, joined = _group_start(found, at, cut, lexicon)
            spans: tuple[Span, ...] = (Span(first, found[at].end),)
            hands_on = verb in lexicon.relays
            other = _relayed(text, found, at, lexicon) if hands_on else None
            if other is not None:
                spent = other
                spans = (*spans, Span(found[other].start, found[other].end))
            yield Cue(spans, saying.form, saying.cue_class, joined, hands_on)
        at += 1


def _source_at(found: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """How many words of a phrase of attribution stand at a place; a last ``ل`` is the beginning of what follows."""
    for phrase in lexicon.sources:
        bare = phrase[:-1] if phrase[-1] == "ل" else phrase
        keys = [word.key for word in found[at : at + len(bare)]]
        if not keys or keys[0] not in (bare[0], "و" + bare[0], "ف" + bare[0]) or tuple(keys[1:]) != bare[1:]:
            continue
        if bare is phrase or (at + len(bare) < len(found) and found[at + len(bare)].key.startswith("ل")):
            return len(bare)
    return 0


def _conjunction(key: str, sources: Sequence[tuple[str, ...]]) -> int:
    return 0 if any(phrase[0] == key for phrase in sources) else 1


def _group_start(found: Sequence[Word], at: int, cut: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where a verb group begins, its negation included, and whether a conjunction stands before it."""
    before = found[at - 1] if at and not cut else None
    if before is not None and found[at].start - before.end <= 1:
        for conjunction in (0, 1):
            if before.key[conjunction:] in lexicon.negations and before.key[:conjunction] in ("", "و", "ف"):
                return before.start + conjunction, conjunction > 0
    return found[at].start + cut, cut > 0


def _relayed(text: str, found: Sequence[Word], at: int, lexicon: Lexicon) -> int | None:
    """Where the saying stands that a relaying verb hands on, in the same sentence."""
    for other in range(at + 1, len(found)):
        if not same_sentence(text, found[at].end, found[other].start):
            return None
        if found[other].key in lexicon.relayed:
            return other
    return None
