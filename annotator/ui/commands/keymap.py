"""The keys of the commands as a person has them: those of the table, except where others were chosen."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from annotator.ui.commands.command import Command, is_shortcut
from annotator.ui.commands.keynames import KeyName, read_key
from annotator.ui.commands.table import COMMANDS, command_for, find_command

MOST: Final = 2
"""Keys of one command at most: one to type, and one more, mostly the function key that does the same."""

_SYSTEM: Final = frozenset({"F10", "Shift+F10", "Alt+F4", "Alt+Space", "Alt+Tab"})
"""Keys that belong to the menu bar and to the desktop."""


class Refusal(msgspec.Struct, frozen=True):
    """Why a key cannot be had: ``reason`` is a key of the catalogues, ``other`` the command that has it already."""

    reason: str
    other: Command | None = None


class Keymap:
    """All commands with the keys that hold; frozen, each change makes another one.

    ``lines`` is how it is stored: ``id=key key`` for each command whose keys differ from the table's. What of stored
    lines makes no sense, or takes a key that another command of the same mode has, is left out; ``faults`` names it.
    """

    def __init__(self, lines: Iterable[str] = (), table: Iterable[Command] = COMMANDS) -> None:
        self._table = tuple(table)
        self._chosen, self.faults = _checked(lines, self._table)
        self.commands = tuple(_dressed(command, self._chosen) for command in self._table)
        self._by_id = MappingProxyType({command.id: command for command in self.commands})
        self._by_key = _sorted_by_key(self.commands)

    @property
    def lines(self) -> tuple[str, ...]:
        """What differs from the table, as it is stored."""
        return tuple(f"{command_id}={' '.join(keys)}" for command_id, keys in sorted(self._chosen.items()))

    def find(self, command_id: str) -> Command:
        """The command of that id with its keys; an unknown one is our bug: ``KeyError``."""
        return self._by_id[command_id]

    def command_for(self, key: str, mode: str) -> Command | None:
        """The command that ``key`` (portable name) means while the reader is in ``mode``."""
        return command_for(key, mode, self._by_key.get(key, ()))

    def is_changed(self, command_id: str) -> bool:
        """Whether a command has other keys than those of the table."""
        return command_id in self._chosen

    def refuse(self, command_id: str, key: str) -> Refusal | None:
        """Why a command cannot have a key; ``None`` where nothing speaks against it."""
        command, name = self.find(command_id), read_key(key)
        reason = "unreadable" if name is None else _unfit(command, name)
        if reason:
            return Refusal(reason)
        other = next((one for one in self._by_key.get(key, ()) if _meet(one, command) and one.id != command_id), None)
        return Refusal("taken", other) if other else None

    def with_key(self, command_id: str, place: int, key: str) -> "Keymap":
        """The command has ``key`` at ``place`` (0 or 1); "" takes away what stands there.

        Raises:
            ValueError: ``refuse`` says why.
        """
        if key and self.refuse(command_id, key):
            raise ValueError(f"{command_id} cannot have {key}")
        keys = list(self.find(command_id).all_keys)
        others = [one for n, one in enumerate(keys) if n != place and one != key]
        others.insert(place, key)
        return self._with({command_id: tuple(one for one in others if one)})

    def swapped(self, command_id: str, place: int, key: str) -> "Keymap":
        """The command takes ``key`` from all that have it in one of its modes; the first of them gets what it had."""
        mine = self.find(command_id)
        losers = [one for one in self._by_key.get(key, ()) if _meet(one, mine) and one.id != command_id]
        given = next(iter(mine.all_keys[place : place + 1]), "")
        taken = {one.id: tuple(k for k in one.all_keys if k != key) for one in losers}
        bare = self._with(taken).with_key(command_id, place, key)
        if not given or not losers or bare.refuse(losers[0].id, given):
            return bare
        first = losers[0]
        theirs = tuple(given if k == key else k for k in first.all_keys)
        return self._with({**taken, first.id: theirs, command_id: bare.find(command_id).all_keys})

    def reset(self, command_id: str) -> "Keymap":
        """The command has the table's keys again; whoever has taken one of them meanwhile gets back its own too."""
        left = dict(self._chosen)
        wanted = [command_id]
        while wanted:
            one = wanted.pop()
            left.pop(one, None)
            plain = find_command(one, self._table)
            wanted += [
                other
                for other, keys in left.items()
                if set(keys) & set(plain.all_keys) and _meet(self.find(other), plain)
            ]
        return Keymap(_lines(left), self._table)

    def _with(self, changed: Mapping[str, tuple[str, ...]]) -> "Keymap":
        plain = {command.id: command.all_keys for command in self._table}
        chosen = {one: keys for one, keys in {**self._chosen, **changed}.items() if keys != plain[one]}
        return Keymap(_lines(chosen), self._table)


def _lines(chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{command_id}={' '.join(keys)}" for command_id, keys in chosen.items())


def _dressed(command: Command, chosen: Mapping[str, tuple[str, ...]]) -> Command:
    keys = chosen.get(command.id)
    return command if keys is None else msgspec.structs.replace(command, keys=keys, twin="")


def _sorted_by_key(commands: Iterable[Command]) -> Mapping[str, tuple[Command, ...]]:
    found: dict[str, tuple[Command, ...]] = {}
    for command in commands:
        for key in command.all_keys:
            found[key] = (*found.get(key, ()), command)
    return MappingProxyType(found)


def _meet(first: Command, second: Command) -> bool:
    """Whether there is a mode in which both act."""
    everywhere = "anywhere" in first.modes or "anywhere" in second.modes
    return everywhere or bool(set(first.modes) & set(second.modes))


def _unfit(command: Command, key: KeyName) -> str:
    """Why a key is none for a command whatever the others have, as a key of the catalogues; "" where it fits."""
    if str(key) in _SYSTEM or "Meta" in key.held:
        return "system"
    if key.moves and not any(read.moves for read in map(read_key, command.all_keys) if read):
        return "caret"
    if "anywhere" in command.modes and not is_shortcut(str(key)):
        return "typed"
    return ""


def _checked(lines: Iterable[str], table: tuple[Command, ...]) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Sort stored lines into keys that hold and faults: the ids, or the words that stand in the place of one."""
    plain = {command.id: command for command in table}
    chosen: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for line in lines:
        command_id, _, words = line.partition("=")
        keys = _read(words, plain.get(command_id))
        if keys is None:
            faults.append(command_id)
        elif keys != plain[command_id].all_keys:
            chosen[command_id] = keys
    while clash := _clash(table, chosen):
        faults.append(clash)
        del chosen[clash]
    return MappingProxyType(chosen), tuple(faults)


def _read(words: str, command: Command | None) -> tuple[str, ...] | None:
    """Keys in their one spelling, or ``None`` where they are not such as the command may have."""
    names = [read_key(word) for word in words.split()]
    read = [name for name in names if name is not None]
    if command is None or len(read) < len(names) or len(read) > MOST:
        return None
    keys = tuple(map(str, read))
    own = command.all_keys
    fits = all(key in own or not _unfit(command, name) for key, name in zip(keys, read, strict=True))
    return keys if fits and len(set(keys)) == len(keys) else None


def _clash(table: tuple[Command, ...], chosen: Mapping[str, tuple[str, ...]]) -> str:
    """A command with chosen keys of which another command in the same mode has one; "" when there is none."""
    for key_commands in _sorted_by_key(_dressed(command, chosen) for command in table).values():
        for n, second in enumerate(key_commands):
            for first in key_commands[:n]:
                if _meet(first, second):
                    return second.id if second.id in chosen else first.id
    return ""
