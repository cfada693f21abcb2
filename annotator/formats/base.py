"""What every format gives and takes: the values that come in, those that go out, and the protocols of both doors."""

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.problems import Problem, refuse
from annotator.model.progress import Report, silent
from annotator.model.registry import Entry

GROUP = "annotator.formats"
"""The entry point group: each name is a format, each object something with `readers` or `writers`."""


class IncomingDocument(msgspec.Struct, frozen=True):
    """An article that a file brings, with its letters; `file` and `line` say where it stood."""

    document: Document
    text: str
    file: str = ""
    line: int | None = None


class IncomingLayer(msgspec.Struct, frozen=True):
    """One author's layer of an article, already checked against that article's text.

    `hash` is that of its record without split, fold, group and comments.
    """

    layer: Layer
    hash: str
    comments: tuple[Comment, ...] = ()
    file: str = ""
    line: int | None = None


class IncomingEntry(msgspec.Struct, frozen=True):
    """A registry entry that lay beside the articles."""

    entry: Entry
    file: str = ""
    line: int | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Something that could not be taken, where it stood, and why; everything else of its file goes in."""

    problem: Problem
    file: str = ""
    line: int | None = None


class Remark(msgspec.Struct, frozen=True):
    """Something that was taken, but not quite as it stood."""

    problem: Problem
    file: str = ""
    line: int | None = None


Incoming = IncomingDocument | IncomingLayer | IncomingEntry | Refusal | Remark


class Outgoing(msgspec.Struct, frozen=True):
    """One article with one layer on its way out."""

    document: Document
    text: str
    layer: Layer
    codebook: Codebook
    comments: tuple[Comment, ...] = ()


class ReadOptions(msgspec.Struct, frozen=True):
    """What a person chose for a whole batch.

    `encoding` is for files that are not UTF-8; `metadata` is a side-car table that does not lie
    beside the texts.
    """

    encoding: str | None = None
    metadata: Path | None = None
    report: Report = silent


@runtime_checkable
class Reader(Protocol):
    """Reads one source, in one pass and in bounded memory; `beside` names files of a folder that serve the others."""

    name: str
    beside: tuple[str, ...]

    def accepts(self, source: Path) -> bool:
        """Whether this reader is the one for `source`, judged by its name and first bytes."""

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """Give what `source` holds, in its order."""


@runtime_checkable
class Writer(Protocol):
    """Turns articles into the bytes of one file, in one pass."""

    name: str
    suffix: str

    def lines(self, items: Iterable[Outgoing]) -> Iterator[bytes]:
        """Give the file piece by piece."""

    def losses(self, item: Outgoing) -> Iterable[Problem]:
        """Tell what of `item` this format cannot carry."""


def readers() -> tuple[Reader, ...]:
    """Every reader, those of other packages included, by name."""
    found = (one for point in _points() for one in getattr(point, "readers", ()))
    return tuple(sorted(found, key=lambda reader: reader.name))


def writers() -> tuple[Writer, ...]:
    """Every writer, those of other packages included, by name."""
    found = (one for point in _points() for one in getattr(point, "writers", ()))
    return tuple(sorted(found, key=lambda writer: writer.name))


def reader_for(source: Path) -> Reader:
    """The reader that takes `source`.

    Raises:
        KnownError: `import.unknown-format`.
    """
    for reader in readers():
        if reader.accepts(source):
            return reader
    raise refuse("import.unknown-format", path=str(source))


def writer_named(name: str) -> Writer:
    """The writer called `name`.

    Raises:
        KnownError: `export.unknown-format`.
    """
    for writer in writers():
        if writer.name == name:
            return writer
    raise refuse("export.unknown-format", name=name, known=", ".join(w.name for w in writers()))


def _points() -> list[object]:
    """The loaded entry points, those of this package named here too, for a checkout that is not installed."""
    loaded = {point.name: point.load() for point in entry_points(group=GROUP)}
    from annotator.formats import csvtable, jsonl, textfolder

    return [*{"native-jsonl": jsonl, "plain-text": textfolder, "csv-table": csvtable, **loaded}.values()]
