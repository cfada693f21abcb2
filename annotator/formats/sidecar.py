"""The table beside a folder of texts that says title, source and date of each."""

import csv
import io
import re
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import msgspec

from annotator.formats.base import Refusal
from annotator.model.document import Direction, Precision, Source
from annotator.model.ids import is_id
from annotator.model.problems import Problem, problem
from annotator.text.decoding import NotUtf8, RefusedText, WrongEncoding, decode

COLUMNS = (
    "file",
    "id",
    "title",
    "publisher",
    "url",
    "published",
    "published_inferred",
    "retrieved",
    "direction",
    "language",
    "license",
)

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_DATES: tuple[tuple[Precision, re.Pattern[str]], ...] = (
    ("minute", re.compile(_DAY + r"T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}:\d{2})?")),
    ("day", re.compile(_DAY)),
    ("month", re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")),
    ("year", re.compile(r"\d{4}")),
)
_TRUTHS = MappingProxyType({"true": True, "false": False, "": False})
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row: which file (`name`, with or without suffix) it is about, and what it says."""

    name: str
    line: int
    id: str | None = None
    source: Source = Source()
    direction: Direction | None = None
    language: str | None = None
    license: str | None = None


class Sidecar(msgspec.Struct, frozen=True, dict=True):
    """The rows of a table that could be read; of two about one file the first counts."""

    rows: tuple[Facts, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Facts]:
        return {row.name: row for row in reversed(self.rows)}

    def of(self, file: Path) -> Facts | None:
        """The row about `file`, found by its name or its stem."""
        return self._by_name.get(file.name) or self._by_name.get(file.stem)


def precision_of(published: str) -> Precision | None:
    """How exact an ISO-8601 date is, or None where it is no date."""
    return next((precision for precision, pattern in _DATES if pattern.fullmatch(published)), None)


def read_sidecar(path: Path, encoding: str | None = None) -> tuple[Sidecar, list[Refusal]]:
    """The rows of a CSV with a header, and what could not be taken from it."""
    try:
        try:
            text = decode(path.read_bytes()).text
        except NotUtf8:
            if encoding is None:
                raise
            text = decode(path.read_bytes(), encoding).text
    except (NotUtf8, WrongEncoding, RefusedText, LookupError):
        return Sidecar(), [Refusal(problem("metadata.not-text"), str(path))]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return _read_rows(reader, path)
    except csv.Error:  # a field of more than 128 KB: a quote was left open, or it is no table
        return Sidecar(), [Refusal(problem("metadata.not-text"), str(path), reader.line_num)]


def _read_rows(reader: "csv.DictReader[str]", path: Path) -> tuple[Sidecar, list[Refusal]]:
    unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if not {"file", "id"} & set(reader.fieldnames or ()):
        return Sidecar(), [Refusal(problem("metadata.no-id"), str(path), 1)]
    refusals = [Refusal(problem("metadata.unknown-column", name=name), str(path), 1) for name in unknown]
    rows: list[Facts] = []
    for row in reader:
        given = {key: (value or "").strip() for key, value in row.items() if key}
        name = given.get("file") or given.get("id")
        if not name:
            refusals.append(Refusal(problem("metadata.no-id"), str(path), reader.line_num))
            continue
        facts, problems = facts_of(given, reader.line_num, name=name)
        refusals += [Refusal(one, str(path), reader.line_num) for one in problems]
        rows.append(facts)
    return Sidecar(tuple(rows)), refusals


def facts_of(row: dict[str, str], line: int, *, name: str) -> tuple[Facts, list[Problem]]:
    """What a row says; a bad value is left out and named, the rest of its row counts."""
    problems: list[Problem] = []
    given = {name: row.get(name) or None for name in COLUMNS}
    if given["id"] is not None and not is_id(given["id"]):
        problems.append(problem("metadata.bad-value", column="id", value=given["id"]))
        given["id"] = None
    published, direction = given["published"], given["direction"]
    precision = precision_of(published) if published else None
    if published and precision is None:
        problems.append(problem("metadata.bad-value", column="published", value=published))
        published = None
    known = next((one for one in _DIRECTIONS if one == direction), None)
    if direction and known is None:
        problems.append(problem("metadata.bad-value", column="direction", value=direction))
    inferred = _TRUTHS.get((given["published_inferred"] or "").casefold())
    if inferred is None:
        problems.append(problem("metadata.bad-value", column="published_inferred", value=given["published_inferred"]))
    source = Source(
        publisher=given["publisher"],
        url=given["url"],
        title=given["title"],
        published=published,
        published_precision=precision,
        published_inferred=bool(inferred and published),
        retrieved=given["retrieved"],
    )
    return Facts(name, line, given["id"], source, known, given["language"], given["license"]), problems
