"""The words by which Arabic news attributes what is said, folded and ready to be looked up."""

import tomllib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import msgspec

from annotator import assets
from annotator.text.folding import fold_key

Form = Literal["finite", "participle", "noun", "source"]

_PERSONS: Final = ("ي", "ت", "ن", "أ")
_PAST_ENDINGS: Final = ("", "ت", "وا", "ا", "تا")
_PRESENT_ENDINGS: Final = ("", "ون", "ان", "وا")
_PARTICIPLE_ENDINGS: Final = ("", "ا", "ة", "ين", "ون", "ان", "ات")
_OBJECTS: Final = ("ه", "ها", "هم", "هما")
_LEAST_STEM: Final = 3


class Saying(msgspec.Struct, frozen=True):
    """What a word of attribution is: its form, and the value of the codebook's ``cue_class``."""

    form: Form
    cue_class: str


class Lexicon(msgspec.Struct, frozen=True):
    """Folded words, by what they do round a quote; phrases are tuples of folded words, the longest first."""

    sayings: Mapping[str, Saying]
    sources: tuple[tuple[str, ...], ...]
    relays: frozenset[str]
    relayed: frozenset[str]
    relay_from: str
    complements: frozenset[str]
    predicates: frozenset[str]
    negations: frozenset[str]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    completed: str
    verb_starts: tuple[str, ...]
    media: frozenset[str]
    media_before: frozenset[str]
    audiences: frozenset[str]
    continuing: frozenset[str]

    def saying(self, key: str, *, objects: bool = True) -> tuple[int, str, Saying] | None:
        """What a folded word attributes: letters of conjunction before it, the form that is listed, what it is.

        With ``objects`` a verb may carry a pronoun (``أكدته``); a word written with ة must not be asked for that.
        """
        for cut in (0, 1) if key[:1] in ("و", "ف") else (0,):
            bare = self._bare(key[cut:], objects=objects)
            if bare is not None:
                return cut, bare, self.sayings[bare]
        return None

    def _bare(self, key: str, *, objects: bool) -> str | None:
        if key in self.sayings:
            return key
        for ending in _OBJECTS if objects else ():
            stem = key.removesuffix(ending)
            if stem != key and len(stem) >= _LEAST_STEM:
                found = self.sayings.get(stem)
                if found is not None and found.form == "finite":
                    return stem
        return None


def shipped_lexicon() -> Lexicon:
    """Read the lexicon that comes with the program; keep what it gives, for reading costs some milliseconds."""
    return read_lexicon(assets.path("lexicons", "attribution.toml").read_text(encoding="utf-8"))


def read_lexicon(text: str) -> Lexicon:
    """A lexicon from TOML as the shipped file explains it; a missing table is an error (``KeyError``)."""
    data = tomllib.loads(text)
    sayings: dict[str, Saying] = {}
    for verb in data["verbs"]:
        for form, word in _forms(verb):
            sayings.setdefault(fold_key(word), Saying(form, verb["class"]))
    phrases = {tuple(fold_key(phrase).split()) for phrase in data["sources"]["phrases"]}
    grammar, relays, media = data["grammar"], data["relays"], data["media"]
    return Lexicon(
        sayings=MappingProxyType(sayings),
        sources=tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase))),
        relays=_keys(relays["past"]),
        relayed=_keys(relays["sayings"]),
        relay_from=fold_key(relays["from"]),
        complements=_keys(data["complements"]["words"]),
        predicates=_keys(data["complements"]["predicates"]),
        negations=_keys(grammar["negations"]),
        prepositions=_keys(grammar["prepositions"]),
        auxiliaries=_keys(grammar["auxiliaries"]),
        completed=fold_key(grammar["completed"]),
        verb_starts=tuple(sorted(_keys(grammar["verb_starts"]))),
        media=_keys(media["words"]),
        media_before=_keys(media["before"]),
        audiences=_keys(data["audiences"]["words"]),
        continuing=frozenset(fold_key(word) for _, word in _forms(data["continuing"])),
    )


def _forms(verb: Mapping[str, Any]) -> Iterator[tuple[Form, str]]:
    for word in verb.get("forms", ()):
        yield "finite", word
    for stem in verb.get("past", ()):
        yield from (("finite", stem + ending) for ending in _PAST_ENDINGS)
    for stem in verb.get("present", ()):
        yield from (("finite", p + stem + ending) for p in _PERSONS for ending in _PRESENT_ENDINGS)
    for stem in verb.get("participle", ()):
        yield from (("participle", stem + ending) for ending in _PARTICIPLE_ENDINGS)
    for word in verb.get("nouns", ()):
        yield "noun", word


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold_key, words))
