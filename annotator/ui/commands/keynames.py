"""The portable names of keys: how "Ctrl+Shift+Z" is read, and which keys there are."""

from typing import Final

import msgspec

HELD: Final = ("Ctrl", "Alt", "Shift", "Meta")
"""Keys that are held, in the order in which a name has them."""

MOVING: Final = frozenset({"Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown"})
"""Keys that move the caret and the choice in a list."""

_PRINTED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=[];',./\\`+")
_NAMED: Final = frozenset({"Tab", "Return", "Space", "Backspace", "Del", "Ins", "Esc"})
_FUNCTION: Final = frozenset(f"F{n}" for n in range(1, 25))
_KEYS: Final = _PRINTED | _NAMED | _FUNCTION | MOVING


class KeyName(msgspec.Struct, frozen=True):
    """One key with what is held while it is pressed; as text it has the one spelling that tables use."""

    held: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        return "+".join((*self.held, self.key))

    @property
    def moves(self) -> bool:
        """Whether it would take a movement from the caret: an arrow, or Home, End and the like without Alt."""
        return self.key in MOVING and (self.key in ("Left", "Right", "Up", "Down") or "Alt" not in self.held)


def read_key(name: str) -> KeyName | None:
    """Read a name; ``None`` where it names no key. What is held may stand in any order."""
    # "Ctrl++" ends in the plus key itself.
    plus = name == "+" or name.endswith("++")
    front, key = (name[:-2], "+") if plus else name.rpartition("+")[::2]
    held = front.split("+") if front or "+" in name[:-1] else []
    if key not in _KEYS or len(set(held)) < len(held) or not set(held) <= set(HELD):
        return None
    return KeyName(tuple(one for one in HELD if one in held), key)
