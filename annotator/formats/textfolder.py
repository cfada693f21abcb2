"""Plain texts: a file is an article, a folder holds many, and a table beside them may say more about each."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from annotator.formats.base import Incoming, IncomingDocument, Reader, ReadOptions, Refusal, Remark, Writer
from annotator.formats.checks import refused_character
from annotator.formats.lines import refuse_archive
from annotator.formats.sidecar import Facts, Sidecar, read_sidecar
from annotator.model.annotation import Attribute
from annotator.model.document import Document, Source
from annotator.model.ids import is_id
from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress
from annotator.text.decoding import Decoded, NotUtf8, RefusedText, WrongEncoding, decode

SUFFIX = ".txt"
SIDECAR = "metadata.csv"
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken for an article."""

_WORDS_OF_A_TITLE = 3
_REPORT_EVERY = 100
_HEAD = 512


class TextReader:
    """Reads every `.txt` below a folder, or one file, in the order of their paths."""

    name = "text"
    beside: tuple[str, ...] = (SIDECAR,)

    def accepts(self, source: Path) -> bool:
        """A text file, or a folder that no other format claims first."""
        if source.is_dir():
            return any(source.glob(f"*{SUFFIX}")) or not any(source.rglob("*.jsonl"))
        return source.suffix.casefold() == SUFFIX

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """Each file's article, or why it could not be taken."""
        files = text_files(source) if source.is_dir() else [source]
        table = options.metadata or (source if source.is_dir() else source.parent) / SIDECAR
        sidecar = Sidecar()
        if table.is_file():
            sidecar, refusals = read_sidecar(table, options.encoding)
            yield from refusals
        for done, file in enumerate(files):
            if done % _REPORT_EVERY == 0:
                options.report(Progress("reading", done, len(files)))
            yield from read_text(file, options.encoding, sidecar)
        named = {name for file in files for name in (file.name, file.stem)}
        if source.is_dir() or options.metadata is not None:
            yield from (
                Remark(problem("metadata.no-file", name=facts.name), str(table), facts.line)
                for facts in sidecar.rows
                if facts.name not in named
            )


def text_files(folder: Path) -> list[Path]:
    """The text files below `folder`, in order; hidden ones are left out."""
    found = (file for file in folder.rglob("*") if file.suffix.casefold() == SUFFIX and file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def read_text(file: Path, encoding: str | None, sidecar: Sidecar) -> Iterator[Incoming]:
    """The article of one file."""
    try:
        decoded = _decode(_bytes_of(file), encoding)
    except KnownError as fault:
        yield Refusal(fault.problem, str(file))
        return
    if decoded.is_blank:
        yield Refusal(problem("text.empty"), str(file))
        return
    yield IncomingDocument(_document(file, decoded, sidecar.of(file)), decoded.text, str(file))


def guess_title(text: str) -> str | None:
    """The first line of three words or more."""
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if len(line.split()) >= _WORDS_OF_A_TITLE), None)


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise KnownError(problem("text.too-large", most=LARGEST // 1024 // 1024))
        raw = file.read_bytes()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise KnownError(problem("import.unreadable", path=str(file), reason=reason)) from fault
    refuse_archive(file, raw[:_HEAD])
    return raw


def _decode(raw: bytes, encoding: str | None) -> Decoded:
    """Strictly as UTF-8; where that fails, as the batch's encoding.

    Raises:
        KnownError: `text.not-utf8` with the likeliest encoding, `text.wrong-encoding`, `text.unknown-encoding`, or
            the character that no article may hold.
    """
    try:
        try:
            return decode(raw)
        except (NotUtf8, RefusedText) as fault:
            # A NUL shows UTF-16 without a mark as often as a damaged file: what the person said decides. Any other
            # refused character stood in sound UTF-8, which another encoding would only read as different letters.
            if encoding is None or (isinstance(fault, RefusedText) and fault.reason != "nul"):
                raise
            return decode(raw, encoding)
    except (NotUtf8, WrongEncoding, RefusedText, LookupError) as fault:
        raise KnownError(_problem_of(fault, encoding)) from fault


def _problem_of(fault: Exception, encoding: str | None) -> Problem:
    if isinstance(fault, NotUtf8):
        if not fault.candidates:
            return problem("text.no-encoding")
        likeliest = fault.candidates[0]
        return problem("text.not-utf8", encoding=likeliest.encoding, preview=likeliest.preview[:60])
    if isinstance(fault, WrongEncoding):
        return problem("text.wrong-encoding", encoding=fault.encoding, byte=fault.offset + 1)
    if isinstance(fault, RefusedText):
        return refused_character(fault)
    return problem("text.unknown-encoding", encoding=encoding)


def _document(file: Path, decoded: Decoded, facts: Facts | None) -> Document:
    """Facts of the table stand before what the file itself shows."""
    # A name need not be UTF-8; bytes that are not are kept as their numbers.
    metadata = [Attribute("file_name", os.fsencode(file.name).decode(errors="backslashreplace"))]
    if decoded.encoding != "utf-8":
        metadata.append(Attribute("encoding", decoded.encoding))
    source = msgspec.structs.replace(facts.source if facts else Source(), raw_sha256=decoded.raw_sha256)
    if source.title is None:
        source = msgspec.structs.replace(source, title=guess_title(decoded.text))
        if source.title is not None:
            metadata.append(Attribute("title_guessed", "true"))
    own_id = file.stem if is_id(file.stem) else decoded.text_sha256[:16]
    return Document(
        id=facts.id if facts and facts.id else own_id,
        text_sha256=decoded.text_sha256,
        text_length=len(decoded.text),
        source=source,
        language=(facts and facts.language) or "ar",
        direction=(facts and facts.direction) or "rtl",
        license=(facts and facts.license) or "",
        metadata=tuple(sorted(metadata)),
    )


def not_utf8(incoming: Iterable[Incoming]) -> dict[str, int]:
    """How many files of a batch may be in which encoding, for the one question that a person is asked."""
    counts: dict[str, int] = {}
    for one in incoming:
        if isinstance(one, Refusal) and one.problem.key == "text.not-utf8":
            encoding = str(one.problem.named["encoding"])
            counts[encoding] = counts.get(encoding, 0) + 1
    return counts


readers: tuple[Reader, ...] = (TextReader(),)
writers: tuple[Writer, ...] = ()
