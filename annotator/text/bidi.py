"""Direction: isolates for names in messages, what is invisible in a text, and visual order for terminals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"

CONTROL_NAMES: Final = MappingProxyType(
    {
        "\u00ad": "SHY",
        "\u061c": "ALM",
        "\u200b": "ZWSP",
        "\u200c": "ZWNJ",
        "\u200d": "ZWJ",
        "\u200e": "LRM",
        "\u200f": "RLM",
        "\u202a": "LRE",
        "\u202b": "RLE",
        "\u202c": "PDF",
        "\u202d": "LRO",
        "\u202e": "RLO",
        "\u2060": "WJ",
        "\u2066": "LRI",
        "\u2067": "RLI",
        "\u2068": "FSI",
        "\u2069": "PDI",
        "\ufeff": "BOM",
    }
)
CONTROLS: Final = frozenset(CONTROL_NAMES)

_CONTROL: Final = re.compile("[" + "".join(CONTROL_NAMES) + "]")
_OVERRIDE: Final = re.compile("[\u202d\u202e]")
# Joiners shape Persian words and emoji: a name is spelt with them, so they stay.
_REMOVED: Final = re.compile("[" + "".join(sorted(CONTROLS - {"\u200c", "\u200d"})) + "]")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Invisible:
    """One kind of invisible control: its short Unicode name, its number, and where it stands."""

    name: str
    codepoint: int
    positions: tuple[int, ...]


def isolate(name: str) -> str:
    """`name` without controls, between FSI and PDI, so that it cannot turn the message around it."""
    return f"{_FIRST_STRONG_ISOLATE}{strip_controls(name)}{_POP_ISOLATE}"


def strip_controls(text: str) -> str:
    """`text` fit for one line of a list or message: no direction or zero-width controls, breaks as blanks."""
    return _BREAKS.sub(" ", _REMOVED.sub("", text))


def invisibles(text: str) -> tuple[Invisible, ...]:
    """The invisible controls of `text` by kind, in the order of first appearance, positions in code points."""
    places: dict[str, list[int]] = {}
    for position, character in _controls_of(text):
        places.setdefault(character, []).append(position)
    return tuple(Invisible(CONTROL_NAMES[found], ord(found), tuple(where)) for found, where in places.items())


def has_direction_overrides(text: str) -> bool:
    """True if LRO or RLO stands in `text`, which can show letters and numbers reversed."""
    return _OVERRIDE.search(text) is not None


def visual(text: str) -> str:
    """`text` joined and reordered for a terminal that does neither; for nothing else, Qt would do it twice."""
    from arabic_reshaper import ArabicReshaper
    from bidi import get_display

    reshaper = ArabicReshaper({"delete_harakat": False, "shift_harakat_position": False})
    return "\n".join(str(get_display(reshaper.reshape(line))) for line in text.split("\n"))


def _controls_of(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match.group()) for match in _CONTROL.finditer(text))
