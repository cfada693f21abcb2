"""Proposals of proclitics (و ف ب ك ل س, and ل before ال); nothing here is ever cut by itself."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from annotator.text.folding import fold_word

_CONJUNCTIONS: Final = "وف"
_PREPOSITIONS: Final = "بكل"
_FUTURE: Final = "س"
_VERB_PREFIXES: Final = frozenset("يتنأا")
_LEAST_REST: Final = 2
_LEAST_CORE: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One proclitic more: `prefix` as written, and `rest_offset`, where the rest begins in the word."""

    prefix: str
    rest_offset: int


@dataclass(frozen=True, slots=True)
class CoreForm:
    """A form a word may stand for: what remains after `cut` code points, its article written out if `restored`."""

    form: str
    cut: int
    restored: bool = False


def proclitic_steps(word: str) -> tuple[Step, ...]:
    """The proclitics `word` may begin with, in the order a person would trim them one by one.

    Offsets are code points of `word` (a phrase will do: only its first word counts); vowel marks and
    tatweel go with the letter before them. At least two letters remain. For `لل` the rest begins
    after the first ل. That بوتين begins with ب is proposed too: a person or a registry decides.
    """
    steps: list[Step] = []
    offset = 0
    for letters in (_CONJUNCTIONS, _PREPOSITIONS + _FUTURE):
        after = _after_letter(word, offset)
        if after and word[offset] in letters and _may_follow(word[offset], word[after:]):
            steps.append(Step(word[offset:after], after))
            offset = after
    return tuple(steps)


def core_forms(word: str, *, least: int = _LEAST_CORE) -> tuple[CoreForm, ...]:
    """Every form `word` may stand for in matching: itself, and what its proclitics leave.

    A rest of fewer than `least` letters is left out. For `لل` the article is restored both ways:
    `للرئيس` gives `الرئيس`, `للجنة` gives `اللجنة`. Works on a word as written and on its search key.
    """
    forms = [CoreForm(word, 0)]
    for step in proclitic_steps(word):
        rest = word[step.rest_offset :]
        if _count_letters(rest) < least:
            continue
        forms.append(CoreForm(rest, step.rest_offset))
        if step.prefix.startswith("ل") and rest.startswith("ل"):
            forms.append(CoreForm("ا" + rest, step.rest_offset, restored=True))
            forms.append(CoreForm("ال" + rest, step.rest_offset, restored=True))
    return tuple(forms)


def strip_candidates(surface: str, known: Container[str]) -> tuple[CoreForm, ...]:
    """The forms of `surface`, a word or phrase as written, whose search key is in `known`; fewest cut first.

    `known` holds keys made by `fold_word`, such as the aliases of a registry: the best evidence
    there is that a first letter is a proclitic.
    """
    return tuple(found for found in core_forms(surface, least=_LEAST_REST) if fold_word(found.form) in known)


def _after_letter(word: str, offset: int) -> int:
    """Where the letter after the one at `offset` begins; 0 when there is none in the same word."""
    position = offset + 1
    while position < len(word) and not _is_letter(word[position]):
        if word[position].isspace():
            return 0
        position += 1
    return position if position < len(word) else 0


def _may_follow(prefix: str, rest: str) -> bool:
    first = rest.split(maxsplit=1)[0]
    if prefix == _FUTURE and first[0] not in _VERB_PREFIXES:
        return False
    return _count_letters(first) >= _LEAST_REST


def _is_letter(character: str) -> bool:
    return character.isalnum() and character != "ـ"


def _count_letters(text: str) -> int:
    return sum(map(_is_letter, text))
