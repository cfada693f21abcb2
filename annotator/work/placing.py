"""Files that take their places whole or not at all."""

import contextlib
import glob
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.model.problems import refuse
from annotator.store.backup import sync_folder_entry

_DATABASE = b"SQLite format 3\0"
_FORGOTTEN = 300
"""Seconds without a word after which a half written export belongs to nobody any more: one under way goes on."""


def check_target(target: Path) -> None:
    """Refuse what an export must not take the place of: a folder, a device, and any project.

    Raises:
        KnownError: `export.folder`, `export.not-a-file`, `export.over-project`.
    """
    if target.is_dir():
        raise refuse("export.folder", path=str(target))
    if not target.exists():
        return
    if not target.is_file():
        raise refuse("export.not-a-file", path=str(target))
    with contextlib.suppress(OSError), target.open("rb") as file:  # what cannot be read may still be replaced
        if file.read(len(_DATABASE)) == _DATABASE:
            raise refuse("export.over-project", path=str(target))


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Fresh files beside `targets` that take their places together once they are on the disk; empty ones do not.

    Raises:
        KnownError: `export.unwritable`; what was there before is unchanged.
    """
    fresh = tuple(target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp") for target in targets)
    try:
        for target in targets:
            _sweep(target)
        yield fresh
        for file, target in zip(fresh, targets, strict=True):
            _settle(file, target, always=target is targets[0])
        sync_folder_entry(targets[0].parent)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise refuse("export.unwritable", path=str(targets[0]), reason=reason) from fault
    finally:
        for file in fresh:
            file.unlink(missing_ok=True)


def sync(handle: int) -> None:
    """Wait until what was written to an open file is on the disk."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def _sweep(target: Path) -> None:
    """Remove what an export to `target` left half written when it was killed."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.{'[0-9a-f]' * 8}.tmp"):
        if time.time() - left.stat().st_mtime > _FORGOTTEN:
            left.unlink(missing_ok=True)


def _settle(file: Path, target: Path, *, always: bool) -> None:
    if not always and file.stat().st_size == 0:
        # An older registry beside a new file would speak of another project.
        target.unlink(missing_ok=True)
        return
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
    file.replace(target)
