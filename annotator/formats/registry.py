"""The registry as JSON Lines, one entry a line, beside the articles that point to it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from annotator.formats import canonical
from annotator.formats.base import IncomingEntry, Refusal
from annotator.formats.lines import double_key, parse, read_lines
from annotator.model.ids import is_id
from annotator.model.problems import Problem, problem
from annotator.model.registry import Entry, EntryKind

SUFFIX = ".registry.jsonl"
_PROPOSALS = ".entries.jsonl"


class EntryLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry as a line has it; what is not known may be left out or null."""

    id: str
    kind: EntryKind
    label: str
    name_ar: str
    name_latin: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    note: str | None = None
    merged_into: str | None = None
    proposed_by: str | None = None


def is_registry(path: Path) -> bool:
    """Whether a file is a registry by its name: `registry.jsonl`, or one of the endings of its kind."""
    name = path.name.casefold()
    return name == SUFFIX[1:] or name.endswith((SUFFIX, _PROPOSALS))


def path_beside(path: Path) -> Path:
    """Where the registry of a file of records lies: `gold.jsonl` has `gold.registry.jsonl`."""
    return path.with_name(path.stem + SUFFIX)


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The entries by id, aliases sorted, every field written."""
    for entry in sorted(entries, key=lambda one: one.id):
        fields = msgspec.structs.asdict(entry)
        yield canonical.encode(EntryLine(**{**fields, "aliases": tuple(sorted(entry.aliases))})) + b"\n"


def read(path: Path) -> Iterator[IncomingEntry | Refusal]:
    """The entries of a file; a bad line is refused alone.

    Raises:
        KnownError: the file cannot be read, or is an archive.
    """
    seen: set[str] = set()
    for line in read_lines(path):
        found: EntryLine | Problem = problem("json.too-long") if line.too_long else parse(line.raw, EntryLine)
        fault = found if isinstance(found, Problem) else _fault(found, line.raw, seen)
        if fault is not None or isinstance(found, Problem):
            yield Refusal(fault or problem("json.too-long"), str(path), line.number)
            continue
        seen.add(found.id)
        yield IncomingEntry(_entry(found), str(path), line.number)


def _fault(found: EntryLine, raw: bytes, seen: set[str]) -> Problem | None:
    if not is_id(found.id):
        return problem("entry.bad-id", id=found.id)
    if found.id in seen:
        return problem("entry.double", id=found.id)
    if not found.name_ar.strip():
        return problem("entry.no-name", id=found.id)
    key = double_key(raw)
    return problem("json.double-key", key=key) if key is not None else None


def _entry(found: EntryLine) -> Entry:
    fields = msgspec.structs.asdict(found)
    own = {found.name_ar, found.name_latin}
    return Entry(
        **{**fields, "aliases": tuple(sorted({alias for alias in found.aliases if alias and alias not in own}))}
    )
