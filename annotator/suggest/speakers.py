"""Who says what a word of attribution introduces: its subject, or the subject of what was said before."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.suggest.cues import Cue, same_sentence, words_of
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.quotemarks import MARKS

_SPEAKING: Final = frozenset({"PER", "TITLE", "ORG", "GPE", "NORP"})
_CLAUSE_STOPS: Final = MARKS | frozenset(":\n\u2029")
_NAMING: Final = frozenset({"PER", "TITLE"})
_NEAR: Final = 90
"""As far behind its verb, in code points, may a subject stand that is not next to it."""


class Speaker(msgspec.Struct, frozen=True):
    """The mentions that speak together, and whether the sentence itself says so."""

    mentions: tuple[Annotation, ...]
    explicit: bool


class Speech(msgspec.Struct, frozen=True):
    """A text with all that is known of it when a speaker is looked for.

    ``mentions`` are entities in text order; ``cues`` all words of attribution outside other quotes, in text order.
    ``outer`` is as long as the text and blank where other quotes stand, so that their full stops end no sentence.
    """

    text: str
    outer: str
    mentions: tuple[Annotation, ...]
    cues: tuple[Cue, ...]
    lexicon: Lexicon


def speaking(mentions: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The mentions that may speak, in text order, a longer one before those nested in it."""
    found = (m for m in mentions if m.kind == "entity" and m.label in _SPEAKING)
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.id)))


def speaker_of(speech: Speech, cue: Cue, content: Span) -> Speaker | None:
    """Who speaks ``content``: the subject of ``cue``, of a verb before it in the sentence, or of what went before.

    ``None`` where nothing in the text before says so.
    """
    limit = content.start if content.start >= cue.end else None
    own = subject_of(speech, cue, limit)
    if own is not None:
        return Speaker(_together(speech, own), explicit=True)
    before = [c for c in speech.cues if c.end <= cue.start and c.form != "source"]
    for earlier in reversed(before):
        if earlier.hands_on != earlier.relays or _is_embedded(speech, earlier, before):
            continue
        found = subject_of(speech, earlier, cue.start)
        if found is not None:
            explicit = same_sentence(speech.outer, earlier.end, cue.start)
            return Speaker(_together(speech, found), explicit)
    near = [m for m in speech.mentions if m.end <= cue.start and m.label == "PER"]
    if near and same_sentence(speech.outer, near[-1].end, cue.start):
        return Speaker((near[-1],), explicit=True)
    return None


def _is_embedded(speech: Speech, cue: Cue, others: Sequence[Cue]) -> bool:
    """Whether a verb belongs to what another one reports (``أكد أنه لا يتوقع``), so that its subject need not speak."""
    if cue.joined or cue.form == "participle":
        return False
    before = [c for c in others if c.end <= cue.start and same_sentence(speech.outer, c.end, cue.start)]
    if not before:
        return False
    between = words_of(speech.text, before[-1].end, cue.start)
    return any(word.key in speech.lexicon.complements for word in between)


def _together(speech: Speech, first: Annotation) -> tuple[Annotation, ...]:
    """A mention with those of its label that ``و`` joins to it, one word at most between."""
    found = [first]
    for other in speech.mentions:
        between = speech.text[found[-1].end : other.start]
        joined = other.start > found[-1].end and between.startswith(" و") and between.count(" ") <= 2
        if joined and other.label == first.label:
            found.append(other)
    return tuple(found)


def subject_of(speech: Speech, cue: Cue, limit: int | None) -> Annotation | None:
    """The mention that a cue names as its speaker, looked for up to ``limit``; ``None`` for implied ones."""
    if cue.relays:
        return _source_of_relay(speech, cue)
    if cue.form == "participle":
        return None
    if cue.form == "finite" and not cue.joined:
        before = _subject_of_auxiliary(speech, cue)
        if before is not None:
            return before
    behind = _subject_behind(speech, cue, _clause_end(speech, cue.end, limit))
    if behind is not None or cue.form != "finite" or cue.joined:
        return behind
    return _subject_before(speech, cue)


def relay_of(speech: Speech, cue: Cue) -> Annotation | None:
    """Who hands on what somebody else said (``نقلت وكالة ... عن``); ``None`` where the cue says it itself."""
    if not cue.relays:
        return None
    turn = _from_place(speech, cue)
    found = [m for m in _outermost(speech.mentions) if m.start >= cue.spans[0].end and m.end <= turn]
    return found[0] if found else None


def _source_of_relay(speech: Speech, cue: Cue) -> Annotation | None:
    turn = _from_place(speech, cue)
    found = [m for m in _outermost(speech.mentions) if m.start >= turn and m.end <= cue.spans[1].start]
    return _with_name(speech, found[0], cue.spans[1].start) if found else None


def _from_place(speech: Speech, cue: Cue) -> int:
    """Where the source of a relaying verb begins: at ``عن``."""
    first, second = cue.spans
    found = words_of(speech.text, first.end, second.start)
    return next((w.start for w in found if w.key == speech.lexicon.relay_from), first.end)


def _clause_end(speech: Speech, start: int, limit: int | None) -> int:
    """Where the words that may name a speaker end: at a complement, a colon, a quote mark, or the paragraph's end.

    Marks within a mention (``وكالة "تاس"``) end nothing.
    """
    end = min(len(speech.text) if limit is None else limit, start + 4 * _NEAR)
    held = [m for m in speech.mentions if start <= m.start < end]
    stops = (at for at in range(start, end) if speech.text[at] in _CLAUSE_STOPS)
    end = next((at for at in stops if not any(m.start <= at <= m.end for m in held)), end)
    return next((w.start for w in words_of(speech.text, start, end) if w.key in speech.lexicon.complements), end)


def _subject_behind(speech: Speech, cue: Cue, end: int) -> Annotation | None:
    """The first mention of the clause that no preposition governs; a name that follows a post stands for it."""
    found = [m for m in _outermost(speech.mentions) if cue.end <= m.start and m.end <= end]
    free = [m for m in found if not _governed(speech, m)]
    if not free:
        return None
    first = free[0]
    gap = speech.text[cue.end : first.start]
    if len(gap.strip(" ،\u00a0")) == 0:
        return _with_name(speech, first, end)
    if cue.form in ("noun", "source"):
        return None
    named = [m for m in free if m.label in _NAMING and m.start - cue.end <= _NEAR]
    people = [m for m in named if m.label == "PER"]
    if not named:
        return None
    chosen = (people or named)[0]
    return _with_name(speech, chosen, end) if same_sentence(speech.text, cue.end, chosen.start) else None


def _subject_of_auxiliary(speech: Speech, cue: Cue) -> Annotation | None:
    """The subject that stands at كان before its verb: ``كان بوتين قد أعلن``, ``موسكو كانت تعتبر``."""
    lexicon = speech.lexicon
    found = words_of(speech.text, max(0, cue.start - 2 * _NEAR), cue.start)
    if not found or not same_sentence(speech.text, found[-1].end, cue.start):
        return None
    if found[-1].key in lexicon.auxiliaries:
        near = [m for m in _outermost(speech.mentions) if m.end <= found[-1].start and not _governed(speech, m)]
        return near[-1] if near and not speech.text[near[-1].end : found[-1].start].strip() else None
    if found[-1].key != lexicon.completed:
        return None
    opened = [w for w in found if w.key.removeprefix("و") in lexicon.auxiliaries]
    if not opened or not same_sentence(speech.text, opened[-1].end, cue.start):
        return None
    between = [m for m in _outermost(speech.mentions) if opened[-1].end <= m.start and m.end <= cue.start]
    return _with_name(speech, between[0], cue.start) if between else None


def _subject_before(speech: Speech, cue: Cue) -> Annotation | None:
    """The mention right before its verb, one word at most between (``موسكو كانت تعتبر``)."""
    near = [m for m in _outermost(speech.mentions) if m.end <= cue.start and not _governed(speech, m)]
    if not near:
        return None
    between = speech.text[near[-1].end : cue.start]
    plain = not any(mark in between for mark in '،:.؟!"“”«»\n')
    return near[-1] if plain and len(between.split()) <= 1 else None


def _with_name(speech: Speech, mention: Annotation, end: int) -> Annotation:
    """The person named right behind a post, else the mention itself."""
    if mention.label != "TITLE":
        return mention
    for other in speech.mentions:
        if other.label == "PER" and mention.end <= other.start and other.end <= end:
            gap = speech.text[mention.end : other.start]
            if len(gap) <= 2 and not gap.strip(" ،\u00a0"):
                return other
    return mention


def _governed(speech: Speech, mention: Annotation) -> bool:
    """Whether a preposition stands before a mention, as a word of its own or as its first letter."""
    text, start = speech.text, mention.start
    if start and text[start - 1].isalpha():
        return text[start - 1] in "بلك"
    before = words_of(text, max(0, start - 12), start)
    if not before or text[before[-1].end : start].strip():
        return False
    return before[-1].key in speech.lexicon.prepositions


def _outermost(mentions: Sequence[Annotation]) -> list[Annotation]:
    """Mentions that lie in no other one."""
    found: list[Annotation] = []
    reached = 0
    for mention in mentions:
        if mention.end > reached:
            found.append(mention)
            reached = mention.end
    return found
