"""Checks files of gold records from outside: schema, echoes, references, hashes, ids and order."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.formats import registry
from annotator.formats.base import IncomingEntry
from annotator.formats.checks import check_form, check_record
from annotator.formats.jsonl import parse_record, record_files
from annotator.formats.lines import double_key, read_lines
from annotator.formats.shape import Record
from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report, silent

_REPORT_EVERY = 100
_Key = tuple[str, str, str]


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong, and where."""

    problem: Problem
    file: str
    line: int | None = None


class Checked(msgspec.Struct, frozen=True):
    """A file that was read to its end, with the number of its records."""

    file: str
    records: int


def validate(path: Path, report: Report = silent) -> Iterator[Finding | Checked]:
    """Everything wrong with a file, or with every file of records below a folder; each file ends with its count."""
    files = [*record_files(path), *sorted(path.rglob(f"*{registry.SUFFIX}"))] if path.is_dir() else [path]
    if not files:
        yield Finding(problem("validate.nothing"), str(path))
    texts: dict[str, str] = {}
    for file in files:
        try:
            yield from _validate_registry(file) if registry.is_registry(file) else _validate_file(file, texts, report)
        except KnownError as fault:
            yield from (Finding(one, str(file)) for one in fault.problems)


def _validate_registry(file: Path) -> Iterator[Finding | Checked]:
    count = 0
    known: set[str] = set()
    merged: list[tuple[str, str, int | None]] = []
    for one in registry.read(file):
        if isinstance(one, IncomingEntry):
            count += 1
            known.add(one.entry.id)
            if one.entry.merged_into is not None:
                merged.append((one.entry.id, one.entry.merged_into, one.line))
        else:
            yield Finding(one.problem, one.file, one.line)
    for entry, target, line in merged:
        if target not in known:
            yield Finding(problem("entry.no-target", id=entry, target=target), str(file), line)
    yield Checked(str(file), count)


def _validate_file(file: Path, texts: dict[str, str], report: Report) -> Iterator[Finding | Checked]:
    entries = _entries_beside(file)
    before: _Key | None = None
    count = 0
    for line in read_lines(file):
        found = parse_record(line)
        if isinstance(found, Problem):
            yield Finding(found, str(file), line.number)
            continue
        count += 1
        if count % _REPORT_EVERY == 0:
            report(Progress("checking", count))
        key = (found.id, found.layer.kind, found.layer.annotator or "")
        problems = [*_check_line(found, line.raw, entries), *_check_place(found, key, before, texts)]
        yield from (Finding(one, str(file), line.number) for one in problems)
        before = key
    yield Checked(str(file), count)


def _check_line(record: Record, raw: bytes, entries: frozenset[str] | None) -> Iterator[Problem]:
    key = double_key(raw)
    if key is not None:
        yield problem("json.double-key", key=key)
    yield from check_record(record)
    yield from check_form(record)
    if entries is not None:
        pointed = {entity.registry_id for entity in record.entities if entity.registry_id}
        pointed |= {event.registry_id for event in record.events if event.registry_id}
        yield from (problem("record.unknown-entry", entry=one) for one in sorted(pointed - entries))


def _check_place(record: Record, key: _Key, before: _Key | None, texts: dict[str, str]) -> Iterator[Problem]:
    """Whether the line stands where it should, once, and its article has one text everywhere."""
    if before is not None and key == before:
        yield problem("file.double-record", id=record.id, annotator=record.layer.annotator or "")
    elif before is not None and key < before:
        yield problem("file.order", id=record.id)
    if texts.setdefault(record.id, record.text_sha256) != record.text_sha256:
        yield problem("file.two-texts", id=record.id)


def _entries_beside(file: Path) -> frozenset[str] | None:
    beside = registry.path_beside(file)
    if not beside.is_file():
        return None
    return frozenset(one.entry.id for one in registry.read(beside) if isinstance(one, IncomingEntry))
