"""The lines of a JSON Lines file, one at a time and never more than one in memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec

from annotator.model.problems import Problem, problem, refuse

LONGEST = 64 * 1024 * 1024
"""Bytes of the longest line that is read; an article of 200,000 letters with 5,000 annotations has about 3 MB."""

_BOM = b"\xef\xbb\xbf"
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
_TAR = (257, b"ustar")
_HEAD = 512
_BUFFER = 1 << 20

T = TypeVar("T")


class Line(msgspec.Struct, frozen=True):
    """A line with its number from 1, without its line end; `too_long` where it was passed over unread."""

    number: int
    raw: bytes
    too_long: bool = False


def read_lines(path: Path, longest: int = LONGEST) -> Iterator[Line]:
    """The lines of `path` that hold anything, a byte order mark left out.

    Raises:
        KnownError: `import.archive` for an archive, `import.unreadable` for a file that cannot be read.
    """
    try:
        with path.open("rb", buffering=_BUFFER) as file:
            refuse_archive(path, file.read(_HEAD))
            file.seek(0)
            yield from _numbered(file, longest)
    except OSError as fault:
        raise refuse("import.unreadable", path=str(path), reason=fault.strerror or type(fault).__name__) from fault


def refuse_archive(path: Path, head: bytes) -> None:
    """Raise `import.archive` where `head`, the first 512 bytes, are those of an archive or compressed file."""
    offset, mark = _TAR
    if head.startswith(_ARCHIVES) or head[offset : offset + len(mark)] == mark:
        raise refuse("import.archive", path=str(path))


def parse(raw: bytes, shape: type[T]) -> T | Problem:
    """The value in `raw`, or why it is none: not UTF-8, not JSON, a key twice, or not of that shape."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except UnicodeDecodeError as fault:
        return problem("json.not-utf8", byte=fault.start + 1)
    except msgspec.ValidationError as fault:
        detail, _, place = str(fault).partition(" - at `")
        return problem("json.shape", detail=detail, place=place.rstrip("`") or "$")
    except msgspec.DecodeError as fault:
        return problem("json.malformed", detail=str(fault))
    except RecursionError:
        return problem("json.too-deep")


def double_key(raw: bytes) -> str | None:
    """A key that stands twice in one object of well-formed `raw`; JSON readers disagree which of the two counts."""
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in items]
        if len(set(keys)) < len(keys):
            found.extend(key for key in keys if keys.count(key) > 1)

    json.loads(raw, object_pairs_hook=pairs)
    return found[0] if found else None


def _numbered(file: BinaryIO, longest: int) -> Iterator[Line]:
    number = 0
    while raw := file.readline(longest + 1):
        number += 1
        too_long = len(raw) > longest
        if too_long:
            _pass_over(file, raw, longest)
        if number == 1:
            raw = raw.removeprefix(_BOM)
        raw = raw.strip(b" \t\r\n")
        if too_long or raw:
            yield Line(number, b"" if too_long else raw, too_long)


def _pass_over(file: BinaryIO, raw: bytes, longest: int) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(longest)
