"""What every format gives and takes: the values that come in, those that go out, and the protocols of both doors."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.problems import Problem
from annotator.model.progress import Report, silent
from annotator.model.registry import Entry


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
    """Turns articles into the bytes of one file, in one pass.

    With `apart` the lines of an article depend on no other article, so that several processes may share the articles
    out and what they write is put one behind the other.
    """

    name: str
    suffix: str
    apart: bool

    def lines(self, items: Iterable[Outgoing]) -> Iterator[bytes]:
        """Give the file piece by piece."""

    def losses(self, item: Outgoing) -> Iterable[Problem]:
        """Tell what of `item` this format cannot carry."""
