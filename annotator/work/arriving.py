"""What comes into a project: sources read piece by piece, in a process of its own where that takes long."""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Final

import msgspec

from annotator.formats.base import (
    Incoming,
    IncomingDocument,
    IncomingEntry,
    IncomingLayer,
    Reader,
    ReadOptions,
    Refusal,
    Remark,
)
from annotator.formats.catalogue import reader_for
from annotator.formats.lines import refuse_archive
from annotator.model.problems import problem, refuse
from annotator.model.progress import Progress
from annotator.work.processes import Crew, ProcessEnded

WORTH_A_PROCESS: Final = 40_000_000
"""Bytes of sources that take about half a second to read, somewhat more than it takes to begin a process."""

_BATCH: Final = 60
_HEAD: Final = 512
_KINDS: Final[tuple[type[Any], ...]] = (IncomingDocument, IncomingLayer, IncomingEntry, Refusal, Remark)


class _Batch(msgspec.Struct, frozen=True):
    """Some of what comes, each as the number of its kind and its bytes, or as it is; nothing is left when empty."""

    items: tuple[tuple[int, bytes] | Incoming, ...]
    progress: Progress | None


class _Arrival:
    """Sources under way, read as far as they were asked for."""

    def __init__(self, sources: Sequence[Path], options: ReadOptions) -> None:
        self._progress: Progress | None = None
        self._items = _read(sources, msgspec.structs.replace(options, report=self._note))
        self._pack = msgspec.msgpack.Encoder().encode

    def next_batch(self, _number: int) -> _Batch:
        """What comes next."""
        items = tuple(self._packed(one) for one in islice(self._items, _BATCH))
        return _Batch(items, self._progress)

    def _note(self, progress: Progress) -> None:
        self._progress = progress

    def _packed(self, one: Incoming) -> tuple[int, bytes] | Incoming:
        try:
            return _KINDS.index(type(one)), self._pack(one)
        except (UnicodeEncodeError, OverflowError):  # a file name that is no text, a number without end
            return one


def arriving(sources: Sequence[Path], options: ReadOptions) -> Generator[Incoming, None, None]:
    """Everything that the sources bring, in their order; what cannot be read at all is refused before anything comes.

    Close it when not all of it is taken: a process may be reading ahead. What that process leaves undone when it is
    ended from outside is read here.

    Raises:
        KnownError: a source is missing, an archive, or of no known format.
    """
    for source in sources:
        reader_of(source)
    return _arriving(sources, options)


def _arriving(sources: Sequence[Path], options: ReadOptions) -> Generator[Incoming, None, None]:
    taken = 0
    if _weigh(sources) > WORTH_A_PROCESS:
        with contextlib.suppress(ProcessEnded):
            for one in _read_beside(sources, options):
                yield one
                taken += 1
            return
    yield from islice(_read(sources, options), taken, None)


def _read_beside(sources: Sequence[Path], options: ReadOptions) -> Iterator[Incoming]:
    unpack = [msgspec.msgpack.Decoder(kind).decode for kind in _KINDS]
    latest = Progress("reading", 0)
    # A report is a function of this process; the other one notes its progress in the batches.
    told = (options.encoding, options.metadata)

    def wait() -> None:
        options.report(latest)

    with Crew(_reading, tuple(sources), told, size=1) as crew:
        for batch in crew.spread(_Arrival.next_batch, count(), waiting=wait):
            if not batch.items:
                return
            if batch.progress is not None and batch.progress != latest:
                latest = batch.progress
                options.report(latest)
            for one in batch.items:
                yield unpack[one[0]](one[1]) if isinstance(one, tuple) else one


@contextlib.contextmanager
def _reading(sources: tuple[Path, ...], told: tuple[str | None, Path | None]) -> Iterator[_Arrival]:
    yield _Arrival(sources, ReadOptions(encoding=told[0], metadata=told[1]))


def _read(sources: Sequence[Path], options: ReadOptions) -> Iterator[Incoming]:
    for source in sources:
        reader = reader_of(source)
        yield from chain(_passed_over(reader, source), reader.read(source, options))


def reader_of(source: Path) -> Reader:
    """The reader of a source that is there.

    Raises:
        KnownError: it is missing, neither file nor folder, an archive, unreadable, or of no known format.
    """
    if not source.exists():
        raise refuse("import.missing", path=str(source))
    if not source.is_file() and not source.is_dir():
        raise refuse("import.not-a-file", path=str(source))
    if source.is_file():
        try:
            with source.open("rb") as file:
                refuse_archive(source, file.read(_HEAD))
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise refuse("import.unreadable", path=str(source), reason=reason) from fault
    return reader_for(source)


def _passed_over(reader: Reader, source: Path) -> Iterator[Remark]:
    """A word on the files of a folder that its reader does not read."""
    if not source.is_dir():
        return
    files = (file for file in source.rglob("*") if file.is_file())
    shown = (file for file in files if not any(part.startswith(".") for part in file.relative_to(source).parts))
    left = sorted(file for file in shown if not reader.accepts(file) and file.name not in reader.beside)
    if left:
        yield Remark(problem("import.passed-over", n=len(left), example=left[0].name), str(source))


def _weigh(sources: Sequence[Path]) -> int:
    """Bytes of the sources, as far as that is worth knowing."""
    files = (file for source in sources for file in (source.rglob("*") if source.is_dir() else (source,)))
    weight = 0
    for file in files:
        with contextlib.suppress(OSError):
            weight += file.stat().st_size
        if weight > WORTH_A_PROCESS:
            break
    return weight
