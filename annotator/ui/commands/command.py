"""What one command is: its keys, the modes in which it acts, its place in the menus."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import msgspec

Mode = Literal[
    "anywhere",
    "caret",
    "annotation",
    "edges",
    "frame",
    "suggestion",
    "registry",
    "history",
    "review",
    "review_edit",
    "review_queue",
    "agreement",
    "answers",
    "codebook",
    "team",
]
Group = Literal[
    "project",
    "edit",
    "go",
    "view",
    "tag",
    "annotation",
    "frame",
    "suggestion",
    "registry",
    "history",
    "review",
    "codebook",
    "team",
    "language",
    "theme",
    "help",
]

MODES: tuple[Mode, ...] = tuple(mode for mode in get_args(Mode) if mode != "anywhere")
"""What the reader can be in the middle of, and pages with keys of their own; ``anywhere`` acts in all of them."""

GROUPS: tuple[Group, ...] = get_args(Group)
"""All groups in the order in which menus and the key help show them."""

SUBMENUS: Mapping[Group, Group] = MappingProxyType({"language": "view", "theme": "view"})
"""Groups that stand as a menu inside that of another; of their commands one is always checked."""

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be done.

    ``keys`` are portable Qt names with Latin letters, pressed by position under any layout; ``twin`` is the function
    key that does the same where a key is a single letter. ``modes`` says when it acts. ``writes`` marks what changes
    the project and therefore rests while a long work writes. ``argument`` is what tells apart the members of a
    ``family``, which share a title; it fills ``{argument}`` there. Rows of a family and steps of an arrow key would
    only crowd the menus, so they are not ``in_menu``; the key help and the palette have them all.
    """

    id: str
    group: Group
    keys: tuple[str, ...] = ()
    twin: str = ""
    modes: tuple[Mode, ...] = ("anywhere",)
    writes: bool = False
    icon: str = ""
    family: str = ""
    argument: str = ""
    in_menu: bool = True

    @property
    def title(self) -> str:
        """The key of its title in the catalogues."""
        return f"command.{self.family or self.id}"

    @property
    def help(self) -> str:
        """The key of its description in the catalogues."""
        return f"{self.title}.help"

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Its keys, the function key that stands in for a letter included."""
        return (*self.keys, self.twin) if self.twin else self.keys

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """Those of its keys that act wherever the focus is: function keys and combinations with Ctrl or Alt."""
        return tuple(key for key in self.all_keys if is_shortcut(key)) if not self._moves_edges else ()

    @property
    def _moves_edges(self) -> bool:
        # Arrows with Ctrl or Alt belong to the reader: in a list or field they must stay what they always are.
        return any(key.endswith(("Left", "Right", "Up", "Down")) for key in self.keys)

    def acts_in(self, mode: str) -> bool:
        """True if the command means something in ``mode``."""
        return "anywhere" in self.modes or mode in self.modes


def is_shortcut(key: str) -> bool:
    """True if a key can act outside the reader too, because no text field types anything with it."""
    modifiers, _, last = key.rpartition("+")
    # "Ctrl++" ends in the plus key itself.
    return "Ctrl" in modifiers or "Alt" in modifiers or (last.startswith("F") and last[1:].isdigit())


def family_of(
    family: str,
    *,
    group: Group,
    prefix: str,
    modes: tuple[Mode, ...],
    writes: bool = False,
    digits: tuple[str, ...] = DIGITS,
) -> Iterator[Command]:
    """One command a digit, all with the title of ``family`` and a key of ``prefix`` and the digit."""
    for digit in digits:
        yield Command(
            id=f"{family}.{digit}",
            family=family,
            argument=digit,
            group=group,
            keys=(prefix + digit,),
            modes=modes,
            writes=writes,
            in_menu=False,
        )
