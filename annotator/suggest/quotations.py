"""The frame of a quote as a machine would fill it in: content, words of attribution, speaker, addressee, medium."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation, Status
from annotator.model.span import Span
from annotator.suggest import speakers
from annotator.suggest.cues import Cue, cues_in, same_sentence, words_of
from annotator.suggest.lexicon import Form, Lexicon
from annotator.suggest.quotemarks import Quoted, inside, paragraph_at, quoted, settled
from annotator.suggest.speakers import Speech

Label = Literal["direct", "fragment", "mixed", "indirect"]

_REACH: Final = 2_000
"""So many code points before a quote, at most, is looked for what was said before."""

# How much nearer, in code points, another cue must be to win against one of this form.
_FORM_COST: Final[tuple[tuple[Form, int], ...]] = (("finite", 0), ("participle", 0), ("source", 120), ("noun", 150))
_ASIDE_COST: Final = 200
_SENTENCE_COST: Final = 500
_BEHIND_COST: Final = 120
_BEHIND_REACH: Final = 60
_MOST_FRAGMENT_WORDS: Final = 3


class Part(msgspec.Struct, frozen=True):
    """What may fill a role: a mention's id or bare spans; the status says where it was found."""

    annotation: str | None = None
    spans: tuple[Span, ...] = ()
    status: Status = "explicit"


class QuoteProposal(msgspec.Struct, frozen=True):
    """A quote's frame; empty parts are those for which the text gives nothing."""

    label: Label
    content: Span
    closed: bool = True
    cue: tuple[Span, ...] = ()
    cue_class: str | None = None
    speaker: tuple[Part, ...] = ()
    addressee: Part | None = None
    medium: Part | None = None


def propose_in_marks(
    text: str, position: int, mentions: Iterable[Annotation], lexicon: Lexicon
) -> QuoteProposal | None:
    """The quote in whose marks ``position`` lies, the innermost pair; ``None`` where there are no marks round it.

    Without a closing mark the content goes on to the next words of attribution or to the end of the paragraph.
    """
    start, end = paragraph_at(text, position)
    pairs = quoted(text, start, end)
    around = [p for p in pairs if p.first <= position <= p.end]
    if not around:
        return None
    marked = max(around, key=lambda p: p.first)
    bare = inside(text, marked)
    if bare is None:
        return None
    speech = _speech(text, bare, mentions, lexicon)
    closed = marked.last is not None
    content = bare if closed else _unclosed(speech, marked, bare)
    label, content = _shape(speech, marked, content)
    return _fill(speech, content, label=label, closed=closed)


def propose_for(text: str, content: Span, mentions: Iterable[Annotation], lexicon: Lexicon) -> QuoteProposal:
    """The frame for a content that a person selected; only its parts are proposed, its edges stay."""
    start, end = paragraph_at(text, content.start)
    held = [p for p in quoted(text, start, end) if p.first < content.start and content.end <= p.end]
    closed = not held or held[-1].last is not None
    label: Label = "indirect"
    if held and text[held[-1].first + 1 : content.start].strip() == "":
        label = "direct"
    speech = _speech(text, content, mentions, lexicon)
    if label == "indirect" and any(content.start <= p.first < content.end for p in _saying(speech, start, end)):
        label = "mixed"
    return _fill(speech, content, label=label, closed=closed)


def _saying(speech: Speech, start: int, end: int) -> list[Quoted]:
    """What stands in marks and is no mention: marks round a name say nothing of speech."""
    pairs = quoted(speech.text, start, end)
    return [p for p in pairs if not any(m.start <= p.first + 1 and p.end - 1 <= m.end for m in speech.mentions)]


def nearby_cues(
    text: str, content: Span, lexicon: Lexicon, mentions: Iterable[Annotation] = ()
) -> tuple[tuple[Span, ...], ...]:
    """The words of attribution in the paragraph of a quote's content, the likeliest first, each as its pieces."""
    speech = _speech(text, content, mentions, lexicon)
    return tuple(cue.spans for cue in _ranked(speech, content))


def nearby_speakers(
    text: str, content: Span, mentions: Iterable[Annotation], lexicon: Lexicon
) -> tuple[Annotation, ...]:
    """Mentions that may speak a quote: the proposed one, then others by distance, people before organisations."""
    speech = _speech(text, content, mentions, lexicon)
    said = _speaker(speech, content, _ranked(speech, content)[:1])
    first = [m for m in speech.mentions if any(m.id == part.annotation for part in said)]
    rank = {"PER": 0, "TITLE": 20, "ORG": 40, "NORP": 80, "GPE": 90}

    def cost(mention: Annotation) -> tuple[int, int, str]:
        place = Span(mention.start, mention.end)
        held = 2_000 if content.overlaps(place) else 0
        away = mention.start - content.end if mention.start >= content.end else content.start - mention.end
        return (max(away, 0) * (2 if mention.start >= content.end else 1) + rank[mention.label] + held, place.start, "")

    return (*first, *sorted((m for m in speech.mentions if m not in first), key=cost))


def _speech(text: str, content: Span, mentions: Iterable[Annotation], lexicon: Lexicon) -> Speech:
    """What is known round a content: words of attribution that lie in no quote besides those round the content."""
    start, _ = paragraph_at(text, max(0, content.start - _REACH))
    _, end = paragraph_at(text, content.end)
    known = speakers.speaking(mentions)
    cues = [c for c in cues_in(text, start, end, lexicon) if not _is_named(c, known)]
    held = [p for p in _all_quoted(text, start, end) if p.last is not None and p.last - p.first > 2]
    outside = [c for c in cues if not any(p.first < c.start < p.end and not _holds(p, content) for p in held)]
    free = [c for c in outside if not (content.start <= c.start < content.end)]
    outer = _blanked(text, [p for p in held if not _holds(p, content)])
    return Speech(text, outer, known, tuple(free), lexicon)


def _blanked(text: str, pairs: Sequence[Quoted]) -> str:
    """The text with blanks in place of what stands in marks; as long as before."""
    for pair in pairs:
        text = text[: pair.first + 1] + " " * (pair.end - pair.first - 1) + text[pair.end :]
    return text


def _all_quoted(text: str, start: int, end: int) -> list[Quoted]:
    found: list[Quoted] = []
    while start <= end:
        first, last = paragraph_at(text, start)
        found += quoted(text, first, last)
        start = last + 1
    return found


def _holds(pair: Quoted, content: Span) -> bool:
    """Whether a pair lies round a content with words of its own besides."""
    return pair.first < content.start - 1 and content.end <= pair.end and content.end + 1 < pair.end


def _is_named(cue: Cue, mentions: Sequence[Annotation]) -> bool:
    return any(m.start <= s.start and s.end <= m.end for s in cue.spans for m in mentions if m.label != "TITLE")


def _unclosed(speech: Speech, marked: Quoted, bare: Span) -> Span:
    """The content of a quote that no mark closes: up to the next word of attribution, its comma left out."""
    text = speech.text
    start, end = paragraph_at(text, bare.start)
    found = cues_in(text, bare.start, min(end, marked.end), speech.lexicon)
    inner = [p.first for p in quoted(text, start, end) if p.first > marked.first]
    stop = bare.end
    for cue in found:
        gap = text[bare.start : cue.start].rstrip(" \u00a0وف")
        turns = cue.form == "participle" or cue.joined
        if cue.start > bare.start and gap[-1:] in ("،", "؟", ".", "!", "…") and turns:
            stop = cue.start - (1 if cue.joined else 0)
            break
    stop = min([stop, *inner])
    cut = settled(text, bare.start, stop)
    if cut is None:
        return bare
    return Span(cut.start, cut.start + len(cut.of(text).rstrip(" ،:؛\u00a0")) or cut.end)


def _shape(speech: Speech, marked: Quoted, content: Span) -> tuple[Label, Span]:
    """Whether the marks hold all of what is reported, less than a clause, or a part of it; then the whole clause."""
    text, lexicon = speech.text, speech.lexicon
    cues = [c for c in _ranked(speech, content) if c.end <= marked.first]
    start = cues[0].end if cues and same_sentence(text, cues[0].end, marked.first) else marked.first
    before = words_of(text, start, marked.first)
    complements = [n for n, word in enumerate(before) if word.key in lexicon.complements]
    if complements and complements[-1] < len(before) - 1 and marked.last is not None:
        first = before[complements[0] + 1].start
        return "mixed", Span(first, _clause_stop(speech, marked))
    bound = text[: marked.first].endswith("ـ") and not complements
    predicate = bool(before) and before[-1].key in lexicon.predicates
    size = len(words_of(text, content.start, content.end))
    part = bound or size == 1 or (predicate and size <= _MOST_FRAGMENT_WORDS and _carries_on(text, marked))
    return "fragment" if part else "direct", content


def _carries_on(text: str, marked: Quoted) -> bool:
    """Whether the clause goes on behind the closing mark."""
    return text[marked.end + 1 : marked.end + 3].strip()[:1].isalpha()


def _clause_stop(speech: Speech, marked: Quoted) -> int:
    """Where the clause round a pair of marks ends: before the next attribution, or at the sentence's end."""
    text = speech.text
    _, end = paragraph_at(text, marked.first)
    at = marked.end + 1
    stop = next((p for p in range(at, end) if not same_sentence(text, p, p + 1)), end)
    for cue in cues_in(text, at, stop, speech.lexicon):
        if text[at : cue.start].rstrip(" \u00a0وف").endswith("،"):
            stop = cue.start - (1 if cue.joined else 0)
            break
    return at + len(text[at:stop].rstrip(" ،.\u00a0")) if stop > at else at


def _fill(speech: Speech, content: Span, *, label: Label, closed: bool) -> QuoteProposal:
    ranked = _ranked(speech, content)
    cue = ranked[0] if ranked else None
    return QuoteProposal(
        label=label,
        content=content,
        closed=closed,
        cue=cue.spans if cue else (),
        cue_class=cue.cue_class if cue else None,
        speaker=_speaker(speech, content, ranked[:1]),
        addressee=_addressee(speech, cue, content) if cue else None,
        medium=_medium(speech, cue, content) if cue else None,
    )


def _ranked(speech: Speech, content: Span) -> list[Cue]:
    """The words of attribution that may belong to a content, the likeliest first."""
    start, end = paragraph_at(speech.text, content.start)
    costs = [
        (cost, cue.start, cue)
        for cue in speech.cues
        if start <= cue.start < end and (cost := _cost(speech.text, cue, content)) is not None
    ]
    return [cue for _, _, cue in sorted(costs, key=lambda one: one[:2])]


def _cost(text: str, cue: Cue, content: Span) -> int | None:
    """How far a cue is from a content, in code points and what its form and place add; ``None``: it cannot be."""
    form = dict(_FORM_COST)[cue.form]
    if cue.end <= content.start:
        between = text[cue.end : content.start]
        aside = _ASIDE_COST if _in_aside(text, cue, content) else 0
        other = _SENTENCE_COST if not same_sentence(text, cue.end, content.start) else 0
        return len(between) + form + aside + other
    behind = text[content.end : cue.start]
    introduces = cue.joined or cue.form == "participle"
    if introduces or len(behind) > _BEHIND_REACH or not same_sentence(text, content.end + 1, cue.start):
        return None
    return len(behind) + _BEHIND_COST + (0 if cue.form == "source" else form)


def _in_aside(text: str, cue: Cue, content: Span) -> bool:
    """Whether a cue stands between dashes or in brackets that close before the content."""
    before, behind = text[: cue.start], text[cue.end : content.start]
    line = before[before.rfind("\n") + 1 :]
    dashed = line.count(" - ") % 2 == 1 and " - " in behind
    return dashed or (line.count("(") > line.count(")") and ")" in behind)


def _speaker(speech: Speech, content: Span, cues: Sequence[Cue]) -> tuple[Part, ...]:
    if not cues:
        return _before_colon(speech, content)
    found = speakers.speaker_of(speech, cues[0], content)
    if found is None:
        return ()
    status: Status = "explicit" if found.explicit else "inherited"
    return tuple(Part(annotation=mention.id, status=status) for mention in found.mentions)


def _before_colon(speech: Speech, content: Span) -> tuple[Part, ...]:
    """A speaker without a verb: ``الرئيس الروسي: ...``."""
    lead = speech.text[: content.start].rstrip(' \u00a0"“”„«')
    if not lead.endswith(":"):
        return ()
    near = [m for m in speech.mentions if m.end == len(lead.rstrip(": \u00a0"))]
    return tuple(Part(annotation=mention.id) for mention in near[:1])


def _addressee(speech: Speech, cue: Cue, content: Span) -> Part | None:
    """Whom a quote is said to: a mention, or a word for an audience, behind ``ل`` between cue and content."""
    text = speech.text
    for mention in speech.mentions:
        lead = text[mention.start - 1 : mention.start]
        if cue.end < mention.start and mention.end <= content.start and lead == "ل" and mention.label in ("PER", "ORG"):
            return Part(annotation=mention.id)
    for word in words_of(text, cue.end, max(cue.end, content.start)):
        if word.key.startswith("لل") and word.key[2:] in speech.lexicon.audiences:
            return Part(spans=(Span(word.start + 1, word.end),))
    return None


def _medium(speech: Speech, cue: Cue, content: Span) -> Part | None:
    """Who hands a quote on, or what it was said in: ``نقلت ...``, ``في بيان``."""
    relay = speakers.relay_of(speech, cue)
    if relay is not None:
        return Part(annotation=relay.id)
    found = words_of(speech.text, cue.end, max(cue.end, content.start))
    for before, word in pairwise(found):
        if before.key in speech.lexicon.media_before and word.key in speech.lexicon.media:
            return Part(spans=(Span(word.start, word.end),))
    return None
