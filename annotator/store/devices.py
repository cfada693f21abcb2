"""The random name of this copy of a project on this machine: order inside a stream hangs on its counter."""

import contextlib
import os
from pathlib import Path

import msgspec

from annotator.model.ids import new_id
from annotator.store import journal
from annotator.store.engine import Connection

NAME = "devices.json"


class Device(msgspec.Struct, frozen=True):
    """The copy that lies at a path, and the last counter it is known to have used."""

    device: str
    last: int


_DEVICES = msgspec.json.Decoder(dict[str, Device])


def device_for(connection: Connection, *, path: Path, folder: Path) -> str:
    """The device of the copy at ``path``; a new one where the copy is unknown or holds less than it once did.

    A copied file gets a name of its own (it lies elsewhere), and so does one that was put back from an older state: two
    lines of one device and one counter must never differ. ``folder`` is the project's folder in the user's data.
    """
    known = _read(folder).get(str(path.resolve()))
    if known and last_counter(connection, known.device) >= known.last:
        return known.device
    device = new_id("d")
    remember(device, last=0, path=path, folder=folder)
    return device


def last_counter(connection: Connection, device: str) -> int:
    """The highest counter of a device in the journal; 0 without one."""
    row = connection.execute("SELECT max(device_seq) FROM journal WHERE device = ?", (device,)).fetchone()
    return int(row[0] or 0)


def renew(*, path: Path, folder: Path) -> None:
    """Let the copy at ``path`` have a new name when it is opened next, as a restored one must."""
    remember(new_id("d"), last=0, path=path, folder=folder)


def remember(device: str, *, last: int, path: Path, folder: Path) -> None:
    """Note what the copy at ``path`` is called and how far it counted."""
    devices = _read(folder)
    devices[str(path.resolve())] = Device(device, last)
    _write(folder, devices)


def paths(folder: Path) -> tuple[Path, ...]:
    """Where copies of the project lay, as far as this machine knows."""
    return tuple(Path(name) for name in sorted(_read(folder)))


def _read(folder: Path) -> dict[str, Device]:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return _DEVICES.decode((folder / NAME).read_bytes())
    return {}


def _write(folder: Path, devices: dict[str, Device]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = folder / f".{NAME}.{os.getpid()}"
    temporary.write_bytes(journal.canonical(devices))
    temporary.replace(folder / NAME)
