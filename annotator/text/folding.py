"""The search key of a text: spellings that readers take for one, and the way back to the original."""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from annotator.text.digits import TO_ASCII

_MARKS: Final = (range(0x0610, 0x061B), range(0x064B, 0x0660), range(0x0670, 0x0671), range(0x06D6, 0x06EE))
_DROPPED: Final = (
    *_MARKS,
    range(0x0640, 0x0641),  # tatweel
    range(0x00AD, 0x00AE),  # soft hyphen
    range(0x061C, 0x061D),  # Arabic letter mark
    range(0x180E, 0x180F),
    range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
    range(0x202A, 0x202F),  # embeddings and overrides
    range(0x2060, 0x2070),  # word joiner, isolates
    range(0xFEFF, 0xFF00),
)
_PRESENTATION_FORMS: Final = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))
_LETTERS: Final = (
    ("أإآٱ", "ا"),
    ("ىیئ", "ي"),
    ("ؤ", "و"),
    ("ةەہھ", "ه"),
    ("ک", "ك"),
    ("گ", "ك"),
    ("چ", "ج"),
    ("پ", "ب"),
    ("ڤ", "ف"),
    ("ژ", "ز"),
)


def _plain_table() -> dict[int, str]:
    letters = {ord(variant): letter for variants, letter in _LETTERS for variant in variants}
    digits = {code: chr(digit) for code, digit in TO_ASCII.items()}
    dropped = dict.fromkeys(chain.from_iterable(_DROPPED), "")
    return {**dropped, **letters, **digits}


def _presentation_table(plain: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for code in chain.from_iterable(_PRESENTATION_FORMS):
        character = chr(code)
        normal = unicodedata.normalize("NFKC", character)
        if normal != character:
            folded = normal.translate(plain)
            # A mark shown alone is a space carrying the mark: without the mark, nothing is left.
            yield code, folded if folded.strip() else ""


def _full_table() -> Mapping[int, str]:
    plain = _plain_table()
    # Characters that stay are listed too where Arabic news lives: a miss costs str.translate an exception.
    same = {code: chr(code) for code in chain(range(0x0100), range(0x0600, 0x0700), range(0x2010, 0x2030))}
    return MappingProxyType({**same, **plain, **dict(_presentation_table(plain))})


_TABLE: Final = _full_table()

# Every character whose key may be longer or shorter than one: those above, and case folding's own.
_UNEVEN: Final = re.compile(
    "[\u00ad\u00df\u0130\u0149\u01f0\u0390\u03b0\u0587\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u180e"
    "\u1e96-\u1e9e\u1f50-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufb00-\ufdff\ufe70-\ufeff]"
)
_SPELLED: Final = frozenset(chain(map(chr, range(0x0600, 0x0700)), "«»“”‘’…–—"))
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")


def spellings() -> Mapping[str, str]:
    """For each letter of a search key the characters that fold to it alone; of Arabic, ASCII and common punctuation.

    Presentation forms and what case folding makes of Latin ligatures are not among them.
    """
    found: dict[str, str] = {}
    for code, letters in _TABLE.items():
        if len(letters) == 1 and not any(code in forms for forms in _PRESENTATION_FORMS):
            letter = letters.casefold()
            found[letter] = found.get(letter, "") + chr(code)
    return {letter: found[letter] for letter in found if letter.isascii() or letter in _SPELLED}


def dropped() -> str:
    """The characters of which nothing is left in a search key, as stretches for a class of a pattern."""
    return "".join(f"{chr(part.start)}-{chr(part.stop - 1)}" for part in _DROPPED)


@dataclass(frozen=True, slots=True)
class Folded:
    """A search key and, for each of its characters, the original's span it came from.

    `starts[i]` is where the original of `key[i]` begins, in code points; `ends[i]` is where it ends,
    the dropped vowel marks upon it included.
    """

    key: str
    starts: "array[int]"
    ends: "array[int]"

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original behind `key[start:end]`; IndexError unless 0 <= start < end <= len(key)."""
        if not 0 <= start < end <= len(self.key):
            raise IndexError((start, end))
        return self.starts[start], self.ends[end - 1]


def fold_key(text: str) -> str:
    """The search key of `text`, without the way back; several thousand articles a second."""
    return text.translate(_TABLE).casefold()


def fold_word(word: str) -> str:
    """The search key of one word, without the punctuation at its edges."""
    return _EDGES.sub("", fold_key(word))


def is_even(text: str) -> bool:
    """Whether each character of `text` has just one in its search key, so that places are the same in both."""
    return _UNEVEN.search(text) is None


def fold(text: str) -> Folded:
    """The search key of `text` with the way back to it.

    Vowel marks, tatweel and invisible controls are dropped; forms of alef, yeh, waw, teh marbuta,
    Persian letters, presentation forms, digits and case fall together.
    """
    starts, ends = array("I"), array("I")
    reached = 0
    for match in _UNEVEN.finditer(text):
        position = match.start()
        starts.extend(range(reached, position))
        ends.extend(range(reached + 1, position + 1))
        reached = position + 1
        width = len(fold_key(match.group()))
        starts.extend([position] * width)
        ends.extend([reached] * width)
        if not width and ends and ends[-1] == position and unicodedata.combining(match.group()):
            _extend_last(starts, ends, reached)
    starts.extend(range(reached, len(text)))
    ends.extend(range(reached + 1, len(text) + 1))
    return Folded(fold_key(text), starts, ends)


def _extend_last(starts: "array[int]", ends: "array[int]", end: int) -> None:
    """Give a mark to the character before it, all key letters of a ligature alike."""
    owner = starts[-1]
    position = len(starts) - 1
    while position >= 0 and starts[position] == owner:
        ends[position] = end
        position -= 1
