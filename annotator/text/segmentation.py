"""Where graphemes, words, sentences and paragraphs of a text lie, as half-open code point spans."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

import regex

Span = tuple[int, int]

_GRAPHEME: Final = regex.compile(r"\X")
# A number may hold single marks between digits (18-11-2021, 06:52, 1,234.5, ١٬٢٣٤) and a Latin tail (5G).
# Joiners and soft hyphens belong to a word between its letters only; direction marks never do.
# Tatweel cannot begin a word, so that decoration is none; Arabic and Latin side by side are two words.
_WORD: Final = regex.compile(
    r"""
    \p{Nd}+ (?: [.,:/\-٫٬] \p{Nd}+ )* \p{Latin}*
    | \p{Latin} (?: [\p{Latin}\p{M}\p{Nd}] | ['’\-\u00ad] (?=[\p{Latin}\p{Nd}]) )*
    | (?: [\u0621-\u063a\u0641-\u064a] | (?! [ـ\p{Latin}] ) \p{L} )
      (?: [\u0621-\u063a\u0640-\u0652]+ | (?! \p{Latin} ) [\p{L}\p{M}]
        | [\u00ad\u200c\u200d]+ (?! \p{Latin} ) (?= [\p{L}\p{M}] ) )*
    """,
    regex.VERSION1 | regex.VERBOSE,
)
# Nearly every article is written with these characters alone. Over them the classes of `_WORD` are short lists, which
# the plain engine reads in a third of the time; a test holds the two against each other.
_LETTERS: Final = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3"
_MARKS: Final = "\u064b-\u065f\u0670"
_DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9"
_PLAIN_TEXT: Final = re.compile(rf"[\s!-~\u00a0\u200e\u200f«»“”‘’…–—،؛؟٪٫٬ـ{_LETTERS}{_MARKS}{_DIGITS}]*")
_PLAIN_WORD: Final = re.compile(
    rf"""
    [{_LETTERS}] [{_LETTERS}{_MARKS}ـ]*
    | [{_DIGITS}]+ (?: [.,:/\-٫٬] [{_DIGITS}]+ )* [A-Za-z]*
    | [A-Za-z] (?: [A-Za-z{_MARKS}{_DIGITS}] | ['’\-] (?=[A-Za-z{_DIGITS}]) )*
    """,
    re.VERBOSE,
)
# Between a blank and a plain letter or digit there is always a grapheme boundary.
_SAFE_START: Final = regex.compile(r"(?r)[\s](?=[0-9A-Za-z\u0621-\u063a\u0641-\u064a])")
_BLANK: Final = regex.compile(r"\s")
_BLANK_BEFORE: Final = regex.compile(r"(?r)\s")

# Two dots are a dash in Arabic headlines; one, or three and more, end a sentence.
_CLOSERS: Final = r"""["'”’»)\]}›]*"""
_MARKS_ON: Final = rf"[؟?!….۔]*{_CLOSERS}"
# One alternative for each first character: the engine then leaps from one of them to the next.
_END: Final = re.compile(
    "|".join(rf"{mark}{_MARKS_ON}" for mark in (r"\?", "؟", "!", "…", "۔"))
    + rf"|\.(?:\.\.{_MARKS_ON}|(?<!\.\.)(?!\.){_CLOSERS})"
)
_GOES_ON: Final = re.compile(r"[^\S\x1c-\x1f]*[،,؛;:)\]]")  # the four separators are no blanks to Unicode
_LAST_WORD: Final = regex.compile(r"(?r)[\p{L}\p{M}\p{Nd}]+")
_ARABIC: Final = regex.compile(r"\p{Arabic}")
_ENUMERATOR: Final = regex.compile(r"[\s(\-•]*\p{Nd}{1,3}")
_ABBREVIATIONS: Final = frozenset(("Mr", "Mrs", "Ms", "Dr", "St", "No", "Prof", "Gen", "Col", "Lt", "vs", "أد"))
_LEAST_TYPO_WORD: Final = 3
_LONGER_THAN_SHORT_FORMS: Final = 5  # so many letters before a dot are neither initial, abbreviation nor number


def graphemes(text: str) -> tuple[int, ...]:
    """Every position between what readers take for characters, 0 and the length included."""
    return (0, *(match.end() for match in _GRAPHEME.finditer(text)))


def words(text: str) -> tuple[Span, ...]:
    """Spans of the words and numbers; punctuation, quote marks and direction marks are in none."""
    pattern = _PLAIN_WORD if _PLAIN_TEXT.fullmatch(text) else _WORD
    return tuple([match.span() for match in pattern.finditer(text)])


def word_at(spans: Sequence[Span], position: int, *, touching: bool = False) -> Span | None:
    """The word of `spans` that holds the character at `position`, found by bisection.

    With `touching`, a word that ends at `position` will do when none begins there or goes on.
    """
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    if index < 0:
        return None
    end = spans[index][1]
    return spans[index] if position < end or (touching and position == end) else None


def words_between(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Spans of the words that `start`, `end` or the text between them touch, whole words always.

    Looks no farther than the next blank on either side, so the cost does not grow with the text.
    """
    before = _BLANK_BEFORE.search(text, 0, start)
    after = _BLANK.search(text, end)
    first = before.end() if before else 0
    last = after.start() if after else len(text)
    found = _WORD.finditer(text, first, last)
    return tuple(match.span() for match in found if match.end() >= start and match.start() <= end)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of the paragraphs, empty ones included, without the line feed or U+2029 between them."""
    spans: list[Span] = []
    start = 0
    for paragraph in text.replace("\u2029", "\n").split("\n"):
        spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    return tuple(spans)


def sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences, in order and without the blanks around them.

    A sentence ends with its paragraph, or at . ؟ ! … and the marks that close after it; not within
    a number, after an initial or abbreviation, in `(!)`, or where a comma goes on.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        first = start
        for match in _END.finditer(text, start, end):
            if _ends(text, match, first, end):
                _add_bare(found, text, first, match.end())
                first = match.end()
        _add_bare(found, text, first, end)
    return tuple(found)


def snap_to_graphemes(text: str, start: int, end: int) -> Span:
    """The smallest span around [start, end) that cuts no grapheme; an empty span moves back to a boundary."""
    first = _boundary_at_or_before(text, start)
    last = _boundary_at_or_before(text, end)
    if last != end and end > start:
        last = _GRAPHEME.match(text, last).end()
    return first, max(first, last)


def _boundary_at_or_before(text: str, position: int) -> int:
    if position <= 0 or position >= len(text):
        return min(max(position, 0), len(text))
    safe = _SAFE_START.search(text, 0, position)
    boundary = safe.end() if safe else 0
    for match in _GRAPHEME.finditer(text, boundary):
        if match.end() > position:
            return int(match.start())
    return len(text)


def _add_bare(found: list[Span], text: str, start: int, end: int) -> None:
    """Add the span without the blanks at its ends, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends(text: str, match: re.Match[str], first: int, end: int) -> bool:
    """True unless what stands around the mark shows that the sentence goes on."""
    position, after = match.start(), match.end()
    if position > first and text[position - 1] in "([":
        return False
    if _GOES_ON.match(text, after, end):
        return False
    if text[position] != "." or text.startswith("..", position):
        return True
    return _dot_ends(text, position, after, first, end)


def _dot_ends(text: str, position: int, after: int, first: int, end: int) -> bool:
    if (after >= end or text[after].isspace()) and _ends_in_letters(text, first, position):
        return True
    found = _LAST_WORD.search(text, first, position)
    word = found.group() if found and found.end() == position else ""
    if word in _ABBREVIATIONS or _is_initial(word) or _ENUMERATOR.fullmatch(text, first, position):
        return False
    if after >= end or text[after].isspace() or after > position + 1:
        return True
    # No blank after the dot: a typing slip between two Arabic words, else a number, a name or an address.
    return len(word) >= _LEAST_TYPO_WORD and bool(_ARABIC.match(word) and _ARABIC.match(text, after))


def _ends_in_letters(text: str, first: int, position: int) -> bool:
    """Whether the word before `position` is too long for the short forms; a glance that spares most a search."""
    start = position - _LONGER_THAN_SHORT_FORMS
    return start >= first and text[start:position].isalpha()


def _is_initial(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) == 1 and not word.isdigit()
