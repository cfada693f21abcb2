"""A quick look at a text as it was written: whether it can hold what a query asks for at all."""

import re
from collections.abc import Mapping
from typing import Final

from annotator.text.folding import dropped, spellings
from annotator.text.query import Query

_SWALLOWED: Final = re.compile("^(?:ال(?=ل)|ا(?=ل))")
"""What a word may begin with in a query though not in a text: a ل before it has swallowed it (للجنة, للرئيس)."""

# Characters that stand for several letters, or for a Latin letter that nobody would look for in them.
_ODD: Final = re.compile("[\ufb50-\ufefc]")
_ODD_LATIN: Final = re.compile("[\u00df\u0130\u0149\u017f\u01f0\u1e96-\u1e9e\u212a\ufb00-\ufb06]")


class Sieve:
    """Tells of a text that it cannot match a query, never wrongly; that it may match is not certain.

    It reads the text as written: folding takes ten times as long, and most texts do not match.
    """

    def __init__(self, query: Query) -> None:
        asked = [(query.literal, True)]
        for term in query.terms:
            last = len(term.words) - 1
            asked += [(_rest_of(word, at), term.open_end and at == last) for at, word in enumerate(term.words)]
        letters = spellings()
        self._patterns = tuple(
            _pattern_of(word, letters, open_end=open_end)
            for word, open_end in asked
            if word and all(letter in letters for letter in word)
        )
        latin = any(letter.isascii() and letter.isalpha() for word, _ in asked for letter in word)
        self._odd = (_ODD, _ODD_LATIN) if latin else (_ODD,)

    def passes(self, text: str) -> bool:
        """Whether `text` may match."""
        if all(pattern.search(text) for pattern in self._patterns):
            return True
        return any(odd.search(text) for odd in self._odd)


def _rest_of(word: str, at: int) -> str:
    """What of the word at a place of its term stands in every text that holds it."""
    return word if at else _SWALLOWED.sub("", word)


def _pattern_of(word: str, letters: Mapping[str, str], *, open_end: bool) -> re.Pattern[str]:
    """The letters as they may be written, with what folding drops between them; the word's end behind the last."""
    gone = dropped()
    end = "" if open_end else rf"[{gone}]*(?![\w{gone}])"
    return re.compile(f"[{gone}]*".join(f"[{re.escape(letters[letter])}]" for letter in word) + end)
