"""What is left of a name when spelling, endings and empty words are set aside, so that two mentions can be compared."""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from annotator import assets
from annotator.text.folding import fold_key
from annotator.text.query import WORD

_LEAST_STEM: Final = 3
_LEAST_LONG_STEM: Final = 4
_LEAST_SKELETON: Final = 2
_SHORT: Final = 120


class NameWords(msgspec.Struct, frozen=True):
    """The tables by which names are taken apart, folded; see the shipped file for what each means.

    ``transparent`` gives the row of a stem, ``alike`` the first of its row; ``bones`` is for ``str.translate``.
    """

    transparent: Mapping[str, int]
    alike: Mapping[str, str]
    countries: frozenset[str]
    pointing: frozenset[str]
    empty: frozenset[str]
    endings: tuple[str, ...]
    long_endings: tuple[str, ...]
    pronouns: tuple[str, ...]
    bones: Mapping[int, str]


class Form(msgspec.Struct, frozen=True):
    """A name or a mention taken apart.

    ``core`` are stems without transparent words, ``stems`` those of all words that mean something, in order;
    ``skeleton`` is the core without long vowels and wavering letters; ``head`` the stem of the first noun.
    ``sort`` is the row of its first transparent word. ``definite``: it begins with the article or a pointing word.
    ``owned``: its one noun carries a pronoun. ``joined``: it names two things with و between.
    """

    key: str
    stems: tuple[str, ...]
    core: tuple[str, ...]
    skeleton: tuple[str, ...]
    head: str
    sort: int | None = None
    definite: bool = False
    owned: bool = False
    joined: bool = False


def shipped_name_words() -> NameWords:
    """Read the tables that come with the program; keep what it gives."""
    return read_name_words(assets.path("lexicons", "names.toml").read_text(encoding="utf-8"))


def read_name_words(text: str) -> NameWords:
    """Tables from TOML; a missing one is an error (``KeyError``)."""
    data = tomllib.loads(text)
    bones = {ord(letter): row[0] for row in data["wavering"] for letter in row[1:]}
    bones |= {ord(vowel): "" for vowel in fold_key(data["vowels"])}
    bare = NameWords(
        transparent=MappingProxyType({}),
        alike=MappingProxyType({}),
        countries=frozenset(),
        pointing=frozenset(map(fold_key, data["pointing"])),
        empty=frozenset(map(fold_key, data["empty"])),
        endings=tuple(map(fold_key, data["endings"])),
        long_endings=tuple(map(fold_key, data["long_endings"])),
        pronouns=tuple(map(fold_key, data["pronouns"])),
        bones=MappingProxyType(bones),
    )
    return msgspec.structs.replace(
        bare,
        transparent=MappingProxyType(
            {stem(fold_key(word), bare): n for n, row in enumerate(data["transparent"]) for word in row}
        ),
        alike=MappingProxyType(
            {stem(fold_key(word), bare): stem(fold_key(row[0]), bare) for row in data["alike"] for word in row}
        ),
        countries=frozenset(stem(fold_key(word), bare) for word in data["countries"]),
    )


class Forms:
    """Takes names apart, and remembers each word and each short name it has met."""

    def __init__(self, words: NameWords | None = None) -> None:
        self.words = words or shipped_name_words()
        self._stems: dict[str, tuple[str, str]] = {}
        self._forms: dict[str, Form] = {}

    def of(self, surface: str) -> Form:
        """A name or a mention as written, taken apart."""
        found = self._forms.get(surface)
        if found is None:
            found = self._taken_apart(surface)
            if len(surface) <= _SHORT:
                self._forms[surface] = found
        return found

    def stems(self, text: str) -> frozenset[str]:
        """The stems of the words of a stretch of text that mean something."""
        found = WORD.findall(fold_key(text))
        return frozenset(self._stem(word)[0] for word in found if word not in self.words.empty)

    def _taken_apart(self, surface: str) -> Form:
        tables = self.words
        found = WORD.findall(fold_key(surface))
        words = [word for word in found if word not in tables.empty] or found
        taken = [self._stem(word) for word in words]
        stems = tuple(one for one, _ in taken)
        sorts = [tables.transparent.get(one) for one in stems]
        kept = [pair for pair, sort in zip(taken, sorts, strict=True) if sort is None] or taken
        return Form(
            key=" ".join(found),
            stems=stems,
            core=tuple(one for one, _ in kept),
            skeleton=tuple(bones for _, bones in kept),
            head=stems[0] if stems else "",
            sort=next((sort for sort in sorts if sort is not None), None),
            definite=bool(found) and (found[0] in tables.pointing or words[0].startswith("ال")),
            owned=len(words) == 1 and _owner_cut(words[0], tables) is not None,
            joined=any(word == "و" or word.startswith("وال") for word in found[1:]),
        )

    def _stem(self, word: str) -> tuple[str, str]:
        """A word's stem, the first of its row where it has one, and the bones of that."""
        found = self._stems.get(word)
        if found is None:
            bare = stem(word, self.words)
            same = self.words.alike.get(bare, bare)
            found = self._stems[word] = (same, skeleton(same, self.words))
        return found


def stem(word: str, tables: NameWords) -> str:
    """A folded word without its article and the ending of number, gender or descent: ``الروسيتين`` gives ``روس``."""
    owned = _owner_cut(word, tables)
    bare = owned if owned is not None else _without_article(word)
    for ending in tables.long_endings:
        if bare.endswith(ending) and len(bare) - len(ending) >= _LEAST_LONG_STEM:
            return bare.removesuffix(ending)
    for ending in tables.endings:
        if bare.endswith(ending) and len(bare) - len(ending) >= _LEAST_STEM:
            return bare.removesuffix(ending)
    return bare


def skeleton(word: str, tables: NameWords) -> str:
    """A stem as different hands write a foreign name: ``شنغها``, ``شانجها`` give one; short ones stay as they are."""
    bones = word.translate(tables.bones)
    return bones if len(bones) >= _LEAST_SKELETON else word


def _without_article(word: str) -> str:
    for article in ("ال", "لل"):
        if word.startswith(article) and len(word) - 2 >= _LEAST_STEM:
            return word[2:]
    return word


def _owner_cut(word: str, tables: NameWords) -> str | None:
    """A noun for a country without the pronoun it carries (``بلاده``); ``None`` for any other word."""
    for pronoun in tables.pronouns:
        if word.endswith(pronoun) and word.removesuffix(pronoun) in tables.countries:
            return word.removesuffix(pronoun)
    return None
