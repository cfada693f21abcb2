"""Articles in a table: a CSV with a header, a row an article, its letters in the column `text`."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TextIO

import msgspec

from annotator.formats.base import Incoming, IncomingDocument, Reader, ReadOptions, Refusal, Remark, Writer
from annotator.formats.checks import refused_character
from annotator.formats.lines import refuse_archive
from annotator.formats.sidecar import COLUMNS, Facts, facts_of
from annotator.formats.textfolder import LARGEST, guess_title
from annotator.model.annotation import Attribute
from annotator.model.document import Document
from annotator.model.problems import KnownError, Problem, problem, refuse
from annotator.model.progress import Progress
from annotator.text.decoding import Cleaned, RefusedText, clean
from annotator.text.encodings import guess_encoding

SUFFIXES = (".csv", ".tsv")
TEXT = "text"
KNOWN = (TEXT, *(name for name in COLUMNS if name != "file"))

_DELIMITERS = (",", ";", "\t")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD = 65_536
_REPORT_EVERY = 100

Row = list[str]


class RowReader(Protocol):
    """What `csv.reader` gives: rows, and the last line that it read."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> Row: ...


class CsvReader:
    """Reads a table row by row; what is wrong with a row is told with its line, and the others go in."""

    name = "csv"
    beside: tuple[str, ...] = ()

    def accepts(self, source: Path) -> bool:
        """A file of that suffix; in a folder a table speaks of the texts beside it."""
        return source.suffix.casefold() in SUFFIXES and not source.is_dir()

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """Each row's article, or why it could not be taken."""
        try:
            encoding = encoding_of(source, options.encoding)
            with source.open(encoding=encoding, newline="") as file:
                delimiter = _delimiter_of(file.readline(_HEAD))
                file.seek(0)
                yield from _articles(csv.reader(_lines(file), delimiter=delimiter, strict=True), source, options)
        except KnownError as fault:
            yield from (Refusal(one, str(source)) for one in fault.problems)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            yield Refusal(problem("import.unreadable", path=str(source), reason=reason), str(source))


def encoding_of(source: Path, chosen: str | None) -> str:
    """The encoding in which the whole of `source` can be read: its mark's, UTF-8, or the one that was chosen.

    Raises:
        KnownError: `text.not-utf8` with the likeliest encoding, `text.no-encoding`, `text.wrong-encoding`, or
            `import.archive`.
    """
    with source.open("rb") as file:
        head = file.read(_HEAD)
    refuse_archive(source, head)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8-sig")
    fault = _first_fault(source, marked)
    if fault is None:
        return marked
    if chosen is None:
        candidates = guess_encoding(head)
        if not candidates:
            raise refuse("text.no-encoding")
        raise refuse("text.not-utf8", encoding=candidates[0].encoding, preview=candidates[0].preview[:60])
    fault = _first_fault(source, chosen)
    if fault is not None:
        raise refuse("text.wrong-encoding", encoding=chosen, byte=fault + 1)
    return chosen


def _first_fault(source: Path, encoding: str) -> int | None:
    """The byte at which `source` cannot be read in `encoding` any further; None where all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with source.open("rb") as file:
        while True:
            block = file.read(1 << 20)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as fault:
                return done - pending + fault.start
            if not block:
                return None
            done += len(block)


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file; none is so long that it could fill the memory."""
    while line := file.readline(LARGEST + 1):
        if len(line) > LARGEST:
            raise refuse("text.too-large", most=LARGEST // 1024 // 1024)
        yield line


def _delimiter_of(header: str) -> str:
    """What parts the columns: programs of some countries write semicolons, others tabs."""
    for delimiter in _DELIMITERS:
        if TEXT in _names(next(csv.reader([header], delimiter=delimiter), [])):
            return delimiter
    return _DELIMITERS[0]


def _names(header: Row) -> Row:
    return [name.strip().casefold() for name in header]


def _articles(reader: RowReader, source: Path, options: ReadOptions) -> Iterator[Incoming]:
    file = str(source)
    header: Row | None = None
    done = 0
    for line, row in _rows(reader):
        if isinstance(row, Problem):
            yield Refusal(row, file, line)
        elif header is None:
            header = _names(row)
            problems = list(_wrong_with(header))
            if problems:
                yield from (Refusal(one, file, line) for one in problems)
                return
            unknown = [name for name in header if name not in KNOWN]
            yield from (Remark(problem("csv.unknown-column", name=name), file, line) for name in unknown)
        elif any(field.strip() for field in row):
            yield from _article(header, row, file, line)
            done += 1
            if done % _REPORT_EVERY == 0:
                options.report(Progress("reading", done))
    if header is None:
        yield Refusal(problem("csv.no-text-column"), file, 1)


def _rows(reader: RowReader) -> Iterator[tuple[int, Row | Problem]]:
    """Each row, or what is wrong with it, with the line on which it begins."""
    while True:
        line = reader.line_num + 1
        # The limit holds for the whole process and is small, so it is lifted for no longer than one row takes.
        usual = csv.field_size_limit(LARGEST)
        try:
            row: Row | Problem = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            row = problem("csv.broken", detail=str(fault))
        finally:
            csv.field_size_limit(usual)
        yield line, row


def _wrong_with(header: Row) -> Iterator[Problem]:
    if TEXT not in header:
        yield problem("csv.no-text-column")
    yield from (problem("csv.double-column", name=name) for name in sorted({n for n in header if header.count(n) > 1}))


def _article(header: Row, row: Row, file: str, line: int) -> Iterator[Incoming]:
    if len(row) > len(header):
        # A separator in a text without quotes: taking the first part would cut the article short.
        yield Refusal(problem("csv.too-many-fields", found=len(row), wanted=len(header)), file, line)
        return
    given = dict(zip(header, row, strict=False))
    text = given.get(TEXT, "")
    try:
        cleaned = clean(text)
    except RefusedText as fault:
        yield Refusal(refused_character(fault), file, line)
        return
    if cleaned.is_blank:
        yield Refusal(problem("csv.no-text"), file, line)
        return
    facts, problems = facts_of({name: value.strip() for name, value in given.items()}, line, name="")
    yield from (Remark(one, file, line) for one in problems)
    foreign = given.get("id", "").strip() if facts.id is None else ""
    yield IncomingDocument(_document(text, cleaned, facts, foreign=foreign), cleaned.text, file, line)


def _document(text: str, cleaned: Cleaned, facts: Facts, *, foreign: str) -> Document:
    """The article of a row; an id that cannot be one is kept beside it."""
    metadata = [Attribute("foreign_id", foreign)] if foreign else []
    source = msgspec.structs.replace(facts.source, raw_sha256=hashlib.sha256(text.encode()).hexdigest())
    if source.title is None:
        source = msgspec.structs.replace(source, title=guess_title(cleaned.text))
        if source.title is not None:
            metadata.append(Attribute("title_guessed", "true"))
    return Document(
        id=facts.id or cleaned.text_sha256[:16],
        text_sha256=cleaned.text_sha256,
        text_length=len(cleaned.text),
        source=source,
        language=facts.language or "ar",
        direction=facts.direction or "rtl",
        license=facts.license or "",
        metadata=tuple(sorted(metadata)),
    )


readers: tuple[Reader, ...] = (CsvReader(),)
writers: tuple[Writer, ...] = ()
