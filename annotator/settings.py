"""A person's preferences and the program's memory of a desk: two tables of settings, stored as sparse overrides."""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec
import platformdirs

Value = bool | int | float | str | tuple[str, ...]
Watcher = Callable[[frozenset[str]], None]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a table: what may stand under a key, and what stands there when nobody chose.

    The type of `default` is the type of the setting. `choices` closes a text to a list; `low` and `high` bound a
    number, both ends included, and `step` is how finely a hand sets it. Settings of one `group` are shown together.
    """

    key: str
    default: Value
    group: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    step: float = 1

    def accept(self, value: object) -> Value:
        """Return `value` in the setting's own type.

        Raises:
            InvalidSettingError: the type is another, or the value lies outside what is allowed.
        """
        taken = _cast(value, self.default)
        if taken is None or (self.choices and taken not in self.choices) or not self._within(taken):
            raise InvalidSettingError(self.key, value)
        return taken

    def _within(self, value: Value) -> bool:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


class InvalidSettingError(ValueError):
    """A value that the table does not allow under its key."""

    def __init__(self, key: str, value: object) -> None:
        super().__init__(key, value)
        self.key = key
        self.value = value


class Fault(msgspec.Struct, frozen=True):
    """Something of the stored file that could not be used: `key` is empty when it is the file as a whole."""

    path: str
    key: str


PREFERENCES = (
    Setting(key="ui.language", default="system", group="ui", choices=("system", "ar", "en")),
    Setting(key="ui.theme", default="system", group="ui", choices=("system", "light", "dark", "contrast")),
    Setting(key="ui.digits", default="ascii", group="ui", choices=("ascii", "arabic")),
    Setting(key="person.name", default="", group="person"),
    Setting(key="reader.font", default="Noto Naskh Arabic", group="letters"),
    Setting(key="reader.zoom", default=100, group="letters", low=80, high=300, step=10),
    Setting(key="reader.line_height", default=1.75, group="letters", low=1.3, high=3.0, step=0.05),
    Setting(key="reader.column", default=68, group="letters", low=40, high=120, step=2),
    Setting(key="reader.chips", default=True, group="marks"),
    Setting(key="reader.links", default=True, group="marks"),
    Setting(key="reader.suggestions", default=True, group="marks"),
    Setting(key="reader.invisibles", default=False, group="marks"),
    Setting(key="reader.exact_letters", default=False, group="marks"),
    Setting(key="keys.changed", default=(), group="keys"),
)

MEMORY = (
    Setting(key="person.id", default="", group="person"),
    Setting(key="projects.recent", default=(), group="projects"),
    Setting(key="window.geometry", default="", group="window"),
    Setting(key="window.layout", default="", group="window"),
    Setting(key="articles.places", default=(), group="projects"),
    Setting(key="annotate.drawer", default="", group="window"),
    Setting(key="annotate.suggestions", default="", group="window"),
    Setting(
        key="review.order", default="disagreement", group="window", choices=("disagreement", "age", "sampled", "added")
    ),
    Setting(key="labels.recent", default=(), group="projects"),
    Setting(key="window.section", default="home", group="window"),
)


class Settings:
    """The values of one table: defaults, and over them what the file at `path` says.

    A change is on the disk when `change` returns. Keys of the file that the table does not know are kept, so an
    older program does not undo what a newer one stored. `path=None` keeps everything in memory.
    """

    def __init__(self, table: Iterable[Setting], path: Path | None) -> None:
        self._table = MappingProxyType({setting.key: setting for setting in table})
        self._path = path
        self._watchers: tuple[Watcher, ...] = ()
        self._overrides: Mapping[str, Value] = MappingProxyType({})
        self.faults: tuple[Fault, ...] = ()
        self._overrides, self.faults = self._checked(self._stored())

    @property
    def table(self) -> tuple[Setting, ...]:
        """All settings in their order."""
        return tuple(self._table.values())

    def get(self, key: str) -> Value:
        """Return what stands under `key`; `KeyError` when the table has no such key."""
        return self._overrides.get(key, self._table[key].default)

    def text(self, key: str) -> str:
        """Return a setting of type text."""
        value = self.get(key)
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    def number(self, key: str) -> float:
        """Return a setting of type number."""
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(key)
        return value

    def switch(self, key: str) -> bool:
        """Return a setting of type yes or no."""
        value = self.get(key)
        if not isinstance(value, bool):
            raise TypeError(key)
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """Return a setting of type list of texts."""
        value = self.get(key)
        if not isinstance(value, tuple):
            raise TypeError(key)
        return value

    def set(self, key: str, value: object) -> None:
        """Store one value; see `change`."""
        self.change({key: value})

    def reset(self, *keys: str) -> None:
        """Go back to the defaults of `keys`."""
        self.change({key: self._table[key].default for key in keys})

    def change(self, values: Mapping[str, object]) -> None:
        """Store several values, all or none, and tell the watchers which keys now read otherwise.

        Raises:
            KeyError: a key that the table does not know.
            InvalidSettingError: a value that the table does not allow.
            OSError: the file cannot be written; nothing has changed then.
        """
        accepted = {key: self._table[key].accept(value) for key, value in values.items()}
        before = {key: self.get(key) for key in accepted}
        # Another window may have stored something since: what it wrote under other keys stays.
        stored = {**(self._stored() or {}), **accepted}
        kept = {key: value for key, value in stored.items() if not self._is_default(key, value)}
        if self._path is not None:
            self._write(self._path, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        self._overrides, self.faults = self._checked(kept)
        changed = frozenset(key for key in accepted if self.get(key) != before[key])
        if changed:
            for watcher in self._watchers:
                watcher(changed)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with the changed keys after each change; the returned function ends that."""
        self._watchers = (*self._watchers, watcher)

        def unwatch() -> None:
            self._watchers = tuple(one for one in self._watchers if one is not watcher)

        return unwatch

    def _is_default(self, key: str, value: object) -> bool:
        return key in self._table and value == self._table[key].default

    def _stored(self) -> Mapping[str, object] | None:
        """Read the file, or what is kept in memory instead of it; None when the file cannot be used."""
        if self._path is None:
            return self._overrides
        try:
            content = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    def _checked(self, stored: Mapping[str, object] | None) -> tuple[Mapping[str, Value], tuple[Fault, ...]]:
        """Sort what was stored into usable values and faults."""
        where = str(self._path or "")
        if stored is None:
            return MappingProxyType({}), (Fault(where, ""),)
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        for key in sorted(stored.keys() & self._table.keys()):
            try:
                values[key] = self._table[key].accept(stored[key])
            except InvalidSettingError:
                faults.append(Fault(where, key))
        return MappingProxyType(values), tuple(faults)

    def _write(self, path: Path, content: str) -> None:
        if self._stored() is None and path.is_file():
            # Somebody may have edited it by hand and slipped: that work is set aside, not overwritten.
            path.replace(path.with_suffix(".broken"))
        _write_atomically(path, content)


def config_folder() -> Path:
    """Give the folder of preferences: `HASHIYA_CONFIG_DIR`, else the system's place for them; it may not exist yet."""
    chosen = os.environ.get("HASHIYA_CONFIG_DIR")
    return Path(chosen) if chosen else platformdirs.user_config_path("hashiya", appauthor=False)


def data_folder() -> Path:
    """Give the folder of memory, copies, backups and indexes: `HASHIYA_DATA_DIR`, else the system's place for them."""
    chosen = os.environ.get("HASHIYA_DATA_DIR")
    return Path(chosen) if chosen else platformdirs.user_data_path("hashiya", appauthor=False)


def open_preferences() -> Settings:
    """Open what a person chose (`preferences.json` in the configuration folder)."""
    return Settings(PREFERENCES, config_folder() / "preferences.json")


def open_memory() -> Settings:
    """Open what the program remembers by itself: recent projects, window geometry (`memory.json`, data folder)."""
    return Settings(MEMORY, data_folder() / "memory.json")


def _cast(value: object, like: Value) -> Value | None:
    """Return `value` in the type of `like`, or None when it is of another."""
    if isinstance(like, bool) or isinstance(value, bool):
        return value if isinstance(value, bool) and isinstance(like, bool) else None
    if isinstance(like, tuple):
        fits = isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)
        return tuple(value) if fits and isinstance(value, list | tuple) else None
    if isinstance(like, int):
        return value if isinstance(value, int) else None
    if isinstance(like, float):
        return float(value) if isinstance(value, int | float) else None
    return value if isinstance(value, str) else None


def _write_atomically(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
