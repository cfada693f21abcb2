"""What the program says to people: sentences by key, in one language, with plurals and isolated names."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from annotator.text.bidi import isolate

LANGUAGES = ("ar", "en")
RIGHT_TO_LEFT = frozenset({"ar"})


def _arabic_plural(n: int) -> str:
    """Category of ``n`` by the CLDR 46 cardinal rules for Arabic."""
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    rest = n % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if 11 <= rest <= 99 else "other"


def _english_plural(n: int) -> str:
    return "one" if n == 1 else "other"


PLURALS: Mapping[str, Callable[[int], str]] = MappingProxyType({"ar": _arabic_plural, "en": _english_plural})
CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"ar": ("zero", "one", "two", "few", "many", "other"), "en": ("one", "other")}
)

Message = str | Mapping[str, str]
Digits = Literal["ascii", "arabic"]

_ARABIC_DIGITS: Mapping[int, str] = MappingProxyType(
    {ord("0") + n: digit for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩")} | {ord(","): "٬", ord("."): "٫"}
)

_RIGHT_TO_LEFT_MARK = "\u200f"
_MARKS = ("\u200e", _RIGHT_TO_LEFT_MARK)
_PLACE = re.compile(r"\{[^{}]*\}")
_PRESS = "{press:"


class Language:
    """One interface language: its code, its direction and its sentences.

    Catalogues are the TOML files of ``resources/i18n/<code>/``: ``key = "sentence with {names}"``, or a table of plural
    categories chosen by the value ``n``. String values are wrapped in first-strong isolates, so that a Latin name does
    not reorder an Arabic sentence; numbers are written without grouping, in ASCII digits or, where a person likes them
    better and the language is Arabic, in Arabic ones, unless they arrive as strings.
    A line of a right-to-left language that begins with a Latin word (the name of a key), or is nothing but a frame for
    several values, gets a mark in front: what lays it out would take its direction from the first letter.
    """

    def __init__(self, code: str, messages: Mapping[str, Message], *, digits: Digits = "ascii") -> None:
        self.code = code
        self._digits = _ARABIC_DIGITS if digits == "arabic" and self.right_to_left else None
        self._messages = {key: _led(message) for key, message in messages.items()} if self.right_to_left else messages
        self._plural = PLURALS[code]

    @classmethod
    def load(cls, code: str, folder: Path, *, digits: Digits = "ascii") -> "Language":
        """The catalogues of ``folder/<code>``, numbers in these digits.

        Raises:
            ValueError: a key stands in two of them.
        """
        messages: dict[str, Message] = {}
        for file in sorted((folder / code).glob("*.toml")):
            for key, value in _flatten(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in messages:
                    raise ValueError(f"{file.name}: {key} stands twice in the catalogues of {code}")
                messages[key] = value
        return cls(code, MappingProxyType(messages), digits=digits)

    @property
    def right_to_left(self) -> bool:
        return self.code in RIGHT_TO_LEFT

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._messages)

    def message(self, key: str) -> Message:
        return self._messages[key]

    def has(self, key: str) -> bool:
        return key in self._messages

    def say(self, key: str, **values: object) -> str:
        """The sentence of ``key``; ``values["n"]`` chooses the plural. An unknown key is our bug: ``KeyError``."""
        message = self._messages[key]
        if not isinstance(message, str):
            number = values["n"]
            if not isinstance(number, int):
                raise TypeError(f"{key}: n must be a whole number")
            message = message[self._plural(number)]
        if not values:
            return message
        return message.format_map({name: self._shown(value) for name, value in values.items()})

    def names_keys(self, key: str) -> bool:
        """Whether the sentence tells of a key of the keyboard: ``{press:command.id}``."""
        return _PRESS in str(self._messages[key])

    def number(self, value: int) -> str:
        """A count as it stands in a table: groups of three, in the digits that the person likes."""
        return self._in_digits(f"{value:,}")

    def _shown(self, value: object) -> object:
        if isinstance(value, str):
            return isolate(value)
        # What is no number says itself what stands in its place.
        return self._in_digits(str(value)) if isinstance(value, int | float) else value

    def _in_digits(self, number: str) -> str:
        return number.translate(self._digits) if self._digits is not None else number


def _led(message: Message) -> Message:
    """``message`` with a right-to-left mark before each line that would otherwise run the other way."""
    if isinstance(message, str):
        return "\n".join(f"{_RIGHT_TO_LEFT_MARK}{line}" if _strays(line) else line for line in message.split("\n"))
    return MappingProxyType({category: str(_led(form)) for category, form in message.items()})


def _strays(line: str) -> bool:
    """Whether a line meant for right to left would be laid out left to right; values say nothing, being isolated."""
    if line.startswith(_MARKS):
        return False
    ways = [way for way in map(unicodedata.bidirectional, _PLACE.sub("", line)) if way in ("L", "R", "AL")]
    if not ways:
        return len(_PLACE.findall(line)) > 1
    return ways[0] == "L" and len(set(ways)) > 1


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, Message]]:
    """Dotted keys; a table whose every key is a plural category is one message."""
    found: list[tuple[str, Message]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            found.append((key, value))
        elif isinstance(value, Mapping) and set(value) <= set(CATEGORIES["ar"]):
            found.append((key, MappingProxyType({str(k): str(v) for k, v in value.items()})))
        elif isinstance(value, Mapping):
            found.extend(_flatten(value, f"{key}."))
        else:
            raise ValueError(f"{key}: a message is a sentence or a table of plurals")
    return found
