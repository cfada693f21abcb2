"""Where a text names a post, and what may be the name behind it."""

import tomllib
from collections.abc import Iterator
from typing import Final

import msgspec

from annotator import assets
from annotator.model.span import Span
from annotator.text.clitics import proclitic_steps
from annotator.text.folding import fold_key
from annotator.text.segmentation import words

_ADJECTIVE_ENDS: Final = ("ي", "يه", "يون", "يين")
_LEAST_NAME: Final = 3
_LEAST_ADJECTIVE: Final = 5


class Titled(msgspec.Struct, frozen=True):
    """A post with the adjectives that belong to it, and the first word behind it that may begin a name."""

    title: Span
    name: Span | None


def shipped_titles() -> frozenset[str]:
    """The folded words for posts that come with the program."""
    found = tomllib.loads(assets.path("lexicons", "titles.toml").read_text(encoding="utf-8"))
    return frozenset(map(fold_key, found["words"]))


def titles_in(text: str, known: frozenset[str]) -> Iterator[Titled]:
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
        yield Titled(Span(begun, found[last][1]), _name(text, found, last))


def _cut(word: str, known: frozenset[str]) -> int | None:
    if fold_key(word) in known:
        return 0
    cuts = (step.rest_offset for step in proclitic_steps(word))
    return next((cut for cut in cuts if fold_key(word[cut:]) in known), None)


def _describes(text: str, before: tuple[int, int], word: tuple[int, int]) -> bool:
    key = fold_key(text[word[0] : word[1]])
    return (
        _adjoin(text, before, word)
        and len(key) >= _LEAST_ADJECTIVE
        and key.startswith("ال")
        and key.endswith(_ADJECTIVE_ENDS)
    )


def _name(text: str, found: tuple[tuple[int, int], ...], last: int) -> Span | None:
    if last + 2 >= len(found) or not all(_adjoin(text, found[n], found[n + 1]) for n in (last, last + 1)):
        return None
    first, second = found[last + 1], found[last + 2]
    plain = (not fold_key(text[a:b]).startswith("ال") and b - a >= _LEAST_NAME for a, b in (first, second))
    return Span(first[0], second[1]) if all(plain) else None


def _adjoin(text: str, before: tuple[int, int], word: tuple[int, int]) -> bool:
    return text[before[1] : word[0]] == " "
