"""Where a text names a post."""

import tomllib
from collections.abc import Iterator
from typing import Final

from annotator import assets
from annotator.model.span import Span
from annotator.text.clitics import core_forms
from annotator.text.folding import fold_key
from annotator.text.segmentation import words

_ADJECTIVE_ENDS: Final = ("ي", "يه", "يون", "يين")
_LEAST_ADJECTIVE: Final = 5


def shipped_titles() -> frozenset[str]:
    """The folded words for posts that come with the program."""
    found = tomllib.loads(assets.path("lexicons", "titles.toml").read_text(encoding="utf-8"))
    return frozenset(map(fold_key, found["words"]))


def titles_in(text: str, known: frozenset[str]) -> Iterator[Span]:
    """Posts in text order: ``الرئيس الروسي`` whole, of ``رئيس كازاخستان`` the word that names the post."""
    found = words(text)
    for place, (start, end) in enumerate(found):
        cut = _cut(text[start:end], known)
        if cut is None:
            continue
        begun, last = start + cut, place
        if fold_key(text[begun:end]).startswith("ال"):
            while last + 1 < len(found) and _describes(text, found[last], found[last + 1]):
                last += 1
        yield Span(begun, found[last][1])


def _cut(word: str, known: frozenset[str]) -> int | None:
    forms = ((form.cut, fold_key(form.form)) for form in core_forms(word))
    return next((cut for cut, key in forms if key in known), None)


def _describes(text: str, before: tuple[int, int], word: tuple[int, int]) -> bool:
    key = fold_key(text[word[0] : word[1]])
    return (
        _adjoin(text, before, word)
        and len(key) >= _LEAST_ADJECTIVE
        and key.startswith("ال")
        and key.endswith(_ADJECTIVE_ENDS)
    )


def _adjoin(text: str, before: tuple[int, int], word: tuple[int, int]) -> bool:
    return text[before[1] : word[0]] == " "
