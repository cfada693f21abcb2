"""Articles, layers and registry into a project and out of it again."""

import contextlib
import glob
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from annotator.formats import registry
from annotator.formats.base import Reader, ReadOptions, Remark
from annotator.formats.catalogue import reader_for, writer_named
from annotator.formats.lines import refuse_archive
from annotator.model.person import Person
from annotator.model.problems import KnownError, problem, refuse
from annotator.model.progress import Report, silent
from annotator.model.step import CORPUS
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.work.departure import Departure
from annotator.work.duplicates import NearDuplicates
from annotator.work.intake import Intake, SameText
from annotator.work.reports import ExportReport, ImportReport
from annotator.work.sight import Sight
from annotator.work.team import may_write

_HEAD = 512
_DATABASE = b"SQLite format 3\0"
_FORGOTTEN = 3600
"""Seconds after which a half written export belongs to nobody any more."""

_GROUPS = frozenset({"gold", "all"})
_MOST_COMPARED = 5000


def import_sources(
    project: Project,
    sources: Sequence[Path],
    *,
    person: Person,
    layer_name: str | None = None,
    encoding: str | None = None,
    metadata: Path | None = None,
    on_same_text: SameText = "skip",
    report: Report = silent,
) -> ImportReport:
    """Bring files and folders in, as one gesture that one undo takes back; from any thread.

    What is bad is left out and named, the rest goes in; a cancelled import leaves nothing. `layer_name` replaces the
    authors' names of the layers that come. `encoding` is for texts that are not UTF-8. Texts that are here under
    another id are skipped or, with `on_same_text` "import", taken once more. New articles are compared for likeness
    with each other, and with those here while they are not more than 5,000.

    Raises:
        KnownError: a source or the table is missing, or an archive, or of no known format; no encoding is called so;
            no layer may be called so; `person` does not lead.
    """
    if not may_write(person, CORPUS):
        raise refuse("team.not-yours", stream=CORPUS)
    if metadata is not None and not metadata.is_file():
        raise refuse("import.missing", path=str(metadata))
    _check_options(layer_name, encoding)
    readers = [(_reader_of(source), source) for source in sources]
    options = ReadOptions(encoding=encoding, metadata=metadata, report=report)
    with project.bulk(author=person.id, name="import", report=report) as work:
        intake = Intake(
            work,
            codebook=work.reads.codebook(),
            layer_name=layer_name,
            on_same_text=on_same_text,
            alike=_known_texts(work.reads),
        )
        for reader, source in readers:
            for one in chain(_passed_over(reader, source), reader.read(source, options)):
                intake.take(one)
        intake.end()
    return intake.report()


def export_jsonl(
    project: Project, out: Path, *, layer: str | None = None, person: Person, report: Report = silent
) -> ExportReport:
    """Write native records; see `export_records`."""
    return export_records(project, out, format_name="jsonl", layer=layer, person=person, report=report)


def export_records(
    project: Project,
    out: Path,
    *,
    format_name: str,
    layer: str | None = None,
    person: Person,
    report: Report = silent,
) -> ExportReport:
    """Write what `person` may see to `out`, the registry beside it; both appear whole or not at all.

    `layer` is "gold", "all", an author's name, or None for the person's own layers. Of own and all layers an article
    without any gives one empty record, so that it is not missing. Lines are sorted by article, kind and author; the
    same project gives the same bytes. From any thread.

    Raises:
        KnownError: nobody bears that name, no such format is known, or `out` cannot be written; what was there before
            is unchanged.
    """
    writer = writer_named(format_name)
    beside = registry.path_beside(out)
    for target in (out, beside):
        _check_target(target)
    with project.reading() as reads, _replacing(out, beside) as (file, side):
        sight = Sight(reads, person)
        if layer not in (None, "gold", "all") and not any(map(sight.sees, reads.layer_keys(author=layer))):
            # Of an author who may not be seen it is told no more than of nobody.
            raise refuse("export.no-layer", name=layer)
        departure = Departure(reads, sight, layer=layer, writer=writer)
        records, digest = _write(file, writer.lines(departure.items(report)))
        entries, _ = _write(side, registry.lines(sight.entries()))
    return ExportReport(
        path=out,
        records=records,
        sha256=digest,
        registry=beside if entries else None,
        entries=entries,
        losses=departure.lost,
        examples=tuple(departure.examples),
    )


def _check_options(layer_name: str | None, encoding: str | None) -> None:
    if layer_name is not None and (not layer_name.strip() or layer_name in _GROUPS):
        raise refuse("import.layer-name", name=layer_name)
    if encoding is None:
        return
    try:
        b"text".decode(encoding)
    except UnicodeDecodeError:
        return  # four bytes need not be a text in it
    except (LookupError, ValueError) as fault:
        raise refuse("text.unknown-encoding", encoding=encoding) from fault


def _check_target(target: Path) -> None:
    """Refuse what an export must not take the place of: a folder, a device, and any project."""
    if target.is_dir():
        raise refuse("export.folder", path=str(target))
    if not target.exists():
        return
    if not target.is_file():
        raise refuse("export.not-a-file", path=str(target))
    with contextlib.suppress(OSError), target.open("rb") as file:  # what cannot be read may still be replaced
        if file.read(len(_DATABASE)) == _DATABASE:
            raise refuse("export.over-project", path=str(target))


def _write(file: Path, lines: Iterable[bytes]) -> tuple[int, str]:
    """How many lines were written, and the SHA-256 of them all."""
    digest, count = hashlib.sha256(), 0
    with file.open("wb", buffering=1 << 20) as stream:
        for line in lines:
            stream.write(line)
            digest.update(line)
            count += 1
    return count, digest.hexdigest()


def _reader_of(source: Path) -> Reader:
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


def _known_texts(reads: Reads) -> NearDuplicates:
    found = NearDuplicates()
    if reads.document_count() <= _MOST_COMPARED:
        for name in reads.document_ids():
            with contextlib.suppress(KnownError):  # a purged text is compared with nothing
                found.meet(name, reads.text(name))
    return found


@contextlib.contextmanager
def _replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Fresh files beside `targets` that take their places together once they are on the disk; empty ones do not."""
    fresh = tuple(target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp") for target in targets)
    try:
        for target in targets:
            _sweep(target)
        yield fresh
        for file, target in zip(fresh, targets, strict=True):
            _settle(file, target, always=target is targets[0])
        _sync_folder(targets[0].parent)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise refuse("export.unwritable", path=str(targets[0]), reason=reason) from fault
    finally:
        for file in fresh:
            file.unlink(missing_ok=True)


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


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
