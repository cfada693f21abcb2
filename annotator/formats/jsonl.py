"""The native format: JSON Lines of gold records, with the registry beside them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats import canonical, registry
from annotator.formats.base import (
    Incoming,
    IncomingDocument,
    IncomingLayer,
    Outgoing,
    Reader,
    ReadOptions,
    Refusal,
    Remark,
    Writer,
)
from annotator.formats.checks import check_form, check_record
from annotator.formats.intake import comments_of, document_of, layer_of, normal
from annotator.formats.lines import Line, double_key, parse, read_lines
from annotator.formats.records import Segments, losses, record_of
from annotator.formats.shape import Record
from annotator.model.problems import Problem, problem
from annotator.model.progress import Progress

SUFFIX = ".jsonl"
_REPORT_EVERY = 100


class JsonlReader:
    """Reads gold records: of each good line its article, then its layer."""

    name = "jsonl"
    beside: tuple[str, ...] = ()

    def accepts(self, source: Path) -> bool:
        """A file of that suffix, or a folder that holds such files and no texts."""
        if source.is_dir():
            return any(record_files(source)) and not any(source.glob("*.txt"))
        return source.suffix.casefold() in (SUFFIX, ".ndjson", ".json")

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """The registry beside each file first, since its entries are what the layers point to."""
        done = 0
        for file in record_files(source) if source.is_dir() else (source,):
            if registry.is_registry(file):
                yield from registry.read(file)
                continue
            beside = registry.path_beside(file)
            if beside.is_file():
                yield from registry.read(beside)
            for line in read_lines(file):
                yield from read_line(line, str(file))
                done += 1
                if done % _REPORT_EVERY == 0:
                    options.report(Progress("reading", done))


class JsonlWriter:
    """Writes gold records in the order in which they come."""

    name = "jsonl"
    suffix = SUFFIX
    apart = True

    def lines(self, items: Iterable[Outgoing]) -> Iterator[bytes]:
        """One line for each item; neighbours of one article share its segmentation."""
        digest, segments = "", None
        for item in items:
            if segments is None or item.document.text_sha256 != digest:
                digest, segments = item.document.text_sha256, Segments.of(item.text)
            yield canonical.encode(record_of(item, segments)) + b"\n"

    def losses(self, item: Outgoing) -> list[Problem]:
        """What of the layer a record has no place for."""
        return losses(item.layer)


def record_files(folder: Path) -> list[Path]:
    """The files of records below `folder`, in order; registries are not among them."""
    return [file for file in sorted(folder.rglob(f"*{SUFFIX}")) if file.is_file() and not registry.is_registry(file)]


def read_line(line: Line, file: str) -> Iterator[Incoming]:
    """What one line brings: an article and a layer, or a refusal for each thing wrong with it."""
    record = parse_record(line)
    if isinstance(record, Problem):
        yield Refusal(record, file, line.number)
        return
    problems = check_record(record)
    if problems:
        yield from (Refusal(one, file, line.number) for one in problems)
        return
    deviations = check_form(record)
    ordered = normal(record) if deviations or record.layer.revision is None else record
    canonical_line, digest = canonical.seal(ordered)
    if canonical_line != line.raw and (key := double_key(line.raw)) is not None:
        yield Refusal(problem("json.double-key", key=key), file, line.number)
        return
    yield from (Remark(one, file, line.number) for one in deviations)
    yield IncomingDocument(document_of(ordered), ordered.text, file, line.number)
    yield IncomingLayer(layer_of(ordered), digest, comments_of(ordered), file, line.number)


def parse_record(line: Line) -> Record | Problem:
    """The record of a line, by its shape alone, or why there is none."""
    if line.too_long:
        return problem("json.too-long")
    return parse(line.raw, Record)


readers: tuple[Reader, ...] = (JsonlReader(),)
writers: tuple[Writer, ...] = (JsonlWriter(),)
