"""The clause that words of attribution report where nothing stands in marks: قال بوتين إن [موسكو سترد]."""

from collections.abc import Sequence
from typing import Final

from annotator.model.span import Span
from annotator.suggest.cues import Cue, cues_in, words_of
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.quotemarks import paragraph_at
from annotator.text.segmentation import sentences
from annotator.text.selection import trim

_LOOSE: Final = "،,؛; \u00a0"
_LEAST_WORD: Final = 4
_REMARKS: Final = ("مما ", "الأمر الذي ", "فيما ", "بينما ")


def cue_at(text: str, position: int, lexicon: Lexicon) -> Cue | None:
    """The words of attribution that hold the letter at a position."""
    start, end = paragraph_at(text, position)
    found = cues_in(text, start, end, lexicon)
    return next((cue for cue in found if any(s.start <= position < s.end for s in cue.spans)), None)


def reported_clause(text: str, cue: Cue, lexicon: Lexicon) -> Span | None:
    """What ``cue`` reports within its sentence; ``None`` where no word or sign shows where it begins.

    After a verb the clause begins behind أن or إن (a pronoun on it stays out) or a colon; words like بحسب report what
    stands before them. It ends before the next words of attribution that a comma sets off, else with the sentence.
    """
    start, end = _sentence(text, cue)
    later = cues_in(text, start, end, lexicon)
    if cue.form == "source" and text[start : cue.start].strip(_LOOSE):
        return _before(text, start, cue)
    begin = _begin(text, cue, end, lexicon)
    if begin is None:
        return None
    return _trimmed(text, begin, min(_ends(text, later, begin), default=end))


def _sentence(text: str, cue: Cue) -> tuple[int, int]:
    low, high = paragraph_at(text, cue.start)
    for start, end in sentences(text[low:high]):
        if low + start <= cue.start < low + end:
            return low + start, low + end
    return low, high


def _begin(text: str, cue: Cue, end: int, lexicon: Lexicon) -> int | None:
    for word in words_of(text, cue.end, end):
        if word.key in lexicon.complements:
            return word.end
        gap = text[cue.end : word.start]
        if ":" in gap:
            return cue.end + gap.rindex(":") + 1
    return None


def _ends(text: str, later: Sequence[Cue], begin: int) -> list[int]:
    """Places within the sentence where a report begins anew, or the reporter says what he thinks of it."""
    cues = (cue.start for cue in later if cue.start > begin)
    remarks = (at for word in _REMARKS if (at := text.find(word, begin)) >= 0)
    return [at for at in (*cues, *remarks) if text[begin:at].rstrip(" \u00a0وف").endswith(("،", ",", "؛"))]


def _before(text: str, start: int, cue: Cue) -> Span | None:
    first = words_of(text, start, cue.start)
    # A conjunction that only ties the sentence to the one before is not reported.
    if first and first[0].key.startswith("و") and len(first[0].key) >= _LEAST_WORD:
        start = first[0].start + 1
    return _trimmed(text, start, cue.start)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end - start > 1 and (text[end - 1] in _LOOSE or (text[end - 1] in "وف" and text[end - 2] in _LOOSE)):
        end -= 1
    found = trim(text, start, end)
    return Span(*found) if found is not None else None
