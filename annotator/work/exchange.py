"""Articles, layers and registry into a project and out of it again."""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from annotator.formats import registry
from annotator.formats.base import ReadOptions
from annotator.formats.catalogue import writer_named
from annotator.model.person import Person
from annotator.model.problems import KnownError, Problem, refuse
from annotator.model.progress import Report, silent
from annotator.model.step import CORPUS
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.work.arriving import arriving
from annotator.work.departure import EXAMPLES, Ticket, Written
from annotator.work.duplicates import NearDuplicates
from annotator.work.intake import Intake, SameName, SameText
from annotator.work.placing import check_target, replacing, sync
from annotator.work.reports import ExportReport, ImportReport
from annotator.work.sharing import Shares
from annotator.work.sight import Sight
from annotator.work.team import may_write

_GROUPS = frozenset({"gold", "all"})
_MOST_COMPARED = 5000
_SWALLOW = 8 << 20
"""Bytes that the disk gets at a time beside a window: a whole export at once would keep its keys waiting."""


def import_sources(
    project: Project,
    sources: Sequence[Path],
    *,
    person: Person,
    layer_name: str | None = None,
    encoding: str | None = None,
    metadata: Path | None = None,
    on_same_text: SameText = "skip",
    on_same_name: SameName = "refuse",
    renames: Mapping[str, str] = MappingProxyType({}),
    report: Report = silent,
) -> ImportReport:
    """Bring files and folders in, as one gesture that one undo takes back; from any thread.

    What is bad is left out and named, the rest goes in; a cancelled import leaves nothing. `layer_name` replaces the
    authors' names of the layers that come. `encoding` is for texts that are not UTF-8. Texts that are here under
    another id are skipped or, with `on_same_text` "import", taken once more. Layers whose author's name collides with
    that of somebody here are refused or, with `on_same_name` "keep", taken as the same person's; `renames` are other
    names for authors. Articles come in by who leads alone; everybody brings layers, answers and entries to those that
    are here. New articles are compared for likeness with each other, and with those here while they are not more than
    5,000.

    Raises:
        KnownError: a source or the table is missing, or an archive, or of no known format; no encoding is called so;
            no layer may be called so.
    """
    if metadata is not None and not metadata.is_file():
        raise refuse("import.missing", path=str(metadata))
    for name in (layer_name, *renames.values()):
        _check_name(name)
    _check_encoding(encoding)
    coming = arriving(sources, ReadOptions(encoding=encoding, metadata=metadata, report=report))
    with project.bulk(author=person.id, name="import", report=report) as work, contextlib.closing(coming):
        intake = Intake(
            work,
            codebook=work.reads.codebook(),
            layer_name=layer_name,
            on_same_text=on_same_text,
            takes_articles=may_write(person, CORPUS),
            on_same_name=on_same_name,
            renames=renames,
            alike=_known_texts(work.reads),
        )
        for one in coming:
            intake.take(one)
        intake.end()
    return intake.report()


def export_jsonl(
    project: Project,
    out: Path,
    *,
    layer: str | None = None,
    person: Person,
    report: Report = silent,
    beside: bool = False,
) -> ExportReport:
    """Write native records; see `export_records`."""
    return export_records(project, out, format_name="jsonl", layer=layer, person=person, report=report, beside=beside)


def export_records(
    project: Project,
    out: Path,
    *,
    format_name: str,
    layer: str | None = None,
    person: Person,
    to: str | None = None,
    report: Report = silent,
    beside: bool = False,
) -> ExportReport:
    """Write what `person` may see to `out`, the registry beside it; both appear whole or not at all.

    `layer` is "gold", "all", an author's name, or None for the person's own layers. Of own and all layers an article
    without any gives one empty record, so that it is not missing. With `to` it is what reviewers have answered to that
    author, beside the author's own layer, and of others nothing. Lines are sorted by article, kind and author; the
    same project gives the same bytes, all of one moment where the project is in WAL mode. From any thread. What takes
    long is computed in processes of their own, which leave a processor to the window that it goes on `beside`.

    Raises:
        KnownError: nobody bears that name, no such format is known, or `out` cannot be written; what was there before
            is unchanged.
    """
    writer_named(format_name)
    aside = registry.path_beside(out)
    for target in (out, aside):
        check_target(target)
    with project.reading() as reads, replacing(out, aside) as (file, side):
        for name in (layer if layer not in (None, *_GROUPS) else None, to):
            if name is not None and not any(map(Sight(reads, person).sees, reads.layer_keys(author=name))):
                # Of an author who may not be seen it is told no more than of nobody.
                raise refuse("export.no-layer", name=name)
        shares = Shares(project.source, reads, Ticket(person, layer, format_name, to), beside=beside)
        articles = _write(file, shares.written(report), gently=beside)
        entries = _write(side, (shares.registry(),))
    return ExportReport(
        path=out,
        records=articles.records,
        sha256=articles.sha256,
        registry=aside if entries.records else None,
        entries=entries.records,
        losses=articles.losses,
        examples=articles.examples,
    )


def answered_authors(sight: Sight) -> tuple[str, ...]:
    """Whose layers a reviewer has spoken of, as far as `sight` reaches, without the person who asks: see `to` above."""
    if sight.only_author is not None:
        return ()
    spoken = sight.spoken_of()
    return tuple(sorted(spoken - {sight.person.id}))


def _check_name(name: str | None) -> None:
    if name is not None and (not name.strip() or name in _GROUPS):
        raise refuse("import.layer-name", name=name)


def _check_encoding(encoding: str | None) -> None:
    if encoding is None:
        return
    try:
        b"text".decode(encoding)
    except UnicodeDecodeError:
        return  # four bytes need not be a text in it
    except (LookupError, ValueError) as fault:
        raise refuse("text.unknown-encoding", encoding=encoding) from fault


class _Placed(msgspec.Struct, frozen=True):
    """What stands in a file: how many lines, their SHA-256, and what is not in them."""

    records: int
    sha256: str
    losses: int
    examples: tuple[Problem, ...]


def _write(file: Path, pieces: Iterable[Written], *, gently: bool = False) -> _Placed:
    digest, records, losses, waiting = hashlib.sha256(), 0, 0, 0
    examples: list[Problem] = []
    with file.open("wb") as stream:
        for piece in pieces:
            stream.write(piece.body)
            waiting += len(piece.body)
            if gently and waiting > _SWALLOW:
                stream.flush()
                sync(stream.fileno())
                waiting = 0
            digest.update(piece.body)
            records += piece.records
            losses += piece.lost
            examples.extend(piece.examples[: EXAMPLES - len(examples)])
    return _Placed(records, digest.hexdigest(), losses, tuple(examples))


def _known_texts(reads: Reads) -> NearDuplicates:
    found = NearDuplicates()
    if reads.document_count() <= _MOST_COMPARED:
        for name in reads.document_ids():
            with contextlib.suppress(KnownError):  # a purged text is compared with nothing
                found.meet(name, reads.text(name))
    return found
