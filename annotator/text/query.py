"""What a person asks of a search: words, beginnings of words and phrases, folded."""

import re
from typing import Final

import msgspec

from annotator.text.clitics import core_forms
from annotator.text.folding import fold_key

_TERM: Final = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
WORD: Final = re.compile(r"\w+")
"""A word of a search key; the same runs that SQLite's unicode61 takes for tokens."""


class Term(msgspec.Struct, frozen=True):
    """Words that must follow each other; ``open_end``: the last one may go on (``روس*``)."""

    words: tuple[str, ...]
    open_end: bool = False


class Query(msgspec.Struct, frozen=True):
    """Terms that must all be found; or, where the query holds no word at all (``«``), the ``literal`` letters."""

    terms: tuple[Term, ...]
    literal: str = ""

    @property
    def empty(self) -> bool:
        return not self.terms and not self.literal


def parse(text: str) -> Query:
    """Read a query: several words are all wanted, quote marks make a phrase, ``*`` leaves a word open.

    A query of marks alone is taken to the letter.
    """
    terms: list[Term] = []
    for straight, curly, bare in _TERM.findall(text):
        words = tuple(WORD.findall(fold_key(straight or curly or bare)))
        if words:
            terms.append(Term(words, bare.endswith("*")))
    if terms:
        return Query(tuple(terms))
    return Query((), fold_key(text).strip())


class Residues:
    """What the words of search keys may be without their proclitics; remembers each distinct word."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[str, int], ...]] = {}

    def of(self, word: str) -> tuple[tuple[str, int], ...]:
        """Each residue of a folded word, and how many of its letters are cut off before it begins."""
        found = self._known.get(word)
        if found is None:
            forms = core_forms(word)
            found = self._known[word] = tuple(dict.fromkeys((f.form, f.cut) for f in forms if f.cut))
        return found


def locate(key: str, query: Query, residues: Residues) -> list[tuple[int, int]]:
    """Where ``query`` stands in a search key, as half-open stretches of it in order; empty unless every term is found.

    The first word of a term may carry proclitics in the text: the hit then begins after them.
    """
    if query.literal:
        return [(m.start(), m.end()) for m in re.finditer(re.escape(query.literal), key)]
    words = [(m.group(), m.start()) for m in WORD.finditer(key)]
    hits: list[tuple[int, int]] = []
    for term in query.terms:
        found = _locate_term(words, term, residues)
        if not found:
            return []
        hits += found
    return sorted(set(hits))


def _locate_term(words: list[tuple[str, int]], term: Term, residues: Residues) -> list[tuple[int, int]]:
    size = len(term.words)
    found: list[tuple[int, int]] = []
    for at in range(len(words) - size + 1):
        cut = _cut(words[at][0], term.words[0], residues, open_end=term.open_end and size == 1)
        if cut is None:
            continue
        rest = range(1, size)
        if all(_same(words[at + i][0], term.words[i], open_end=term.open_end and i == size - 1) for i in rest):
            last, begin = words[at + size - 1]
            found.append((words[at][1] + cut, begin + len(last)))
    return found


def _same(word: str, wanted: str, *, open_end: bool) -> bool:
    return word.startswith(wanted) if open_end else word == wanted


def _cut(word: str, wanted: str, residues: Residues, *, open_end: bool) -> int | None:
    """How many letters of ``word`` come before ``wanted``; ``None`` where it is another word."""
    if _same(word, wanted, open_end=open_end):
        return 0
    # Most words cannot match whatever is cut: their last letters differ.
    if not open_end and word[-1] != wanted[-1]:
        return None
    return next((cut for form, cut in residues.of(word) if _same(form, wanted, open_end=open_end)), None)
