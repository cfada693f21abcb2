"""Dates as Arabic news writes them, read against the day of publication; the method is a table of word patterns."""

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from annotator import assets
from annotator.text.datevalues import BARE_YEAR, PATTERNS, DateReading, Parts, Token, flagged
from annotator.text.digits import to_ascii
from annotator.text.folding import fold_key
from annotator.text.segmentation import words

_YEARS: Final = range(1000, 2200)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_NUMERIC: Final = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_BETWEEN: Final = re.compile(r"[\s/()،,|\-–:\u200e\u200f\u061c]{0,4}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A reading with its place in the text, in code points."""

    start: int
    end: int
    reading: DateReading


@dataclass(frozen=True, slots=True)
class DateWords:
    """Folded words and pairs of words by what they are; names that only look like dates."""

    tokens: Mapping[str, tuple[Token, ...]]
    names: tuple[str, ...]


def shipped_date_words() -> DateWords:
    """Read the table that comes with the program; keep what it gives."""
    return read_date_words(assets.path("lexicons", "dates.toml").read_text(encoding="utf-8"))


def read_date_words(text: str) -> DateWords:
    """The words of dates from TOML; a missing table is an error (``KeyError``)."""
    data = tomllib.loads(text)
    tokens: dict[str, tuple[Token, ...]] = {}
    for key, token in _listed(data):
        tokens[key] = (*tokens.get(key, ()), token)
    return DateWords(MappingProxyType(tokens), tuple(map(fold_key, data["names"]["phrases"])))


_LISTS: Final = (("months", "M"), ("hijri_months", "H"), ("weekdays", "W"), ("ordinals", "O"), ("numbers", "N"))
_WORDS: Final = (
    ("year", "y"),
    ("month", "m"),
    ("week", "k"),
    ("day", "d"),
    ("century", "c"),
    ("start", "p"),
    ("part", "p"),
    ("hour", "h"),
    ("before_noon", "a"),
    ("after_noon", "a"),
    ("at", "@"),
    ("of", "f"),
    ("since", "s"),
)
_NUMBERED: Final[Mapping[str, int]] = MappingProxyType({"after_noon": 12, "start": 1})
_MODIFIERS: Final = (("this", 0), ("last", -1), ("next", 1))


def _listed(data: Mapping[str, Any]) -> Iterator[tuple[str, Token]]:
    def each(line: str, sort: str, number: int = 0, unit: str = "") -> Iterator[tuple[str, Token]]:
        for word in line.split():
            yield fold_key(word.replace("_", " ")), Token(0, 0, sort, number, unit)

    for name, sort in _LISTS:
        for number, line in enumerate(data[name], 1):
            yield from each(line, sort, number)
    for name, sort in _WORDS:
        yield from each(data["words"][name], sort, _NUMBERED.get(name, 0))
    for name, number in _MODIFIERS:
        yield from each(data["modifiers"][name], "+", number)
    for unit, forms in data["units"].items():
        yield from each(forms["one"], "u", 1, unit)
        yield from each(forms["two"], "U", 2, unit)
    for word, number in data["days"].items():
        yield from each(word, "T", number)
    for word, number in data["decades"].items():
        yield from each(word, "D", number)


def read_date(expression: str, published: datetime.date | None, table: DateWords) -> DateReading | None:
    """What a whole expression says, ``None`` where it says no date or needs a day of publication that is unknown.

    Day comes before month in figures. Of two names of one month (``شباط/فبراير``) both must be the same.
    """
    found = _found(expression, published, table, whole=True)
    return found[0].reading if found else None


def find_dates(text: str, published: datetime.date | None, table: DateWords) -> tuple[FoundDate, ...]:
    """The expressions of a text that say a date, longest first at each place, none in a name such as روسيا اليوم.

    Durations, weeks and lone weekdays are read where somebody asks for them (:func:`read_date`) and found too.
    """
    return tuple(_found(text, published, table, whole=False))


def _found(text: str, published: datetime.date | None, table: DateWords, *, whole: bool) -> list[FoundDate]:
    found: list[FoundDate] = []
    named = [] if whole else _names_in(text, table)
    for run in _runs(text, table):
        at = 0
        while at < len(run):
            one = _first(run[at:], published, whole=whole)
            if one is not None and not any(a < one[1].end and one[1].start < b for a, b in named):
                found.append(one[1])
            at += one[0] if one else 1
            if whole:
                return found
    return found


def _names_in(text: str, table: DateWords) -> list[tuple[int, int]]:
    found = words(text)
    keys = [fold_key(text[a:b]) for a, b in found]
    places: list[tuple[int, int]] = []
    for name in table.names:
        wanted = name.split()
        for at in range(len(keys) - len(wanted) + 1):
            start, end = found[at][0], found[at + len(wanted) - 1][1]
            same = keys[at].endswith(wanted[0]) and keys[at + 1 : at + len(wanted)] == wanted[1:]
            # روسيا، اليوم is no name: its words stand apart by blanks alone.
            if same and len(text[start:end].split()) == len(wanted) and "،" not in text[start:end]:
                places += [(start, end)]
    return places


def _first(
    run: Sequence[tuple[Token, ...]], published: datetime.date | None, *, whole: bool
) -> tuple[int, FoundDate] | None:
    """The longest reading at the beginning of a run of words, and how many words it takes."""
    sizes = (len(run),) if whole else range(min(len(run), 9), 0, -1)
    for size in sizes:
        for pattern, make in (*PATTERNS, *BARE_YEAR) if whole else PATTERNS:
            chosen = _matched(run[:size], pattern)
            reading = make(chosen, published) if chosen is not None else None
            if reading is not None:
                return size, FoundDate(run[0][0].start, run[size - 1][0].end, flagged(reading, published))
    return None


def _matched(run: Sequence[tuple[Token, ...]], pattern: str) -> Parts | None:
    """The tokens by their class (a second one of a class with a stroke) where their classes match a pattern."""
    letters = _spell(run, re.compile(pattern))
    if letters is None:
        return None
    parts: dict[str, Token] = {}
    for tokens, letter in zip(run, letters, strict=True):
        token = next(t for t in tokens if t.sort == letter)
        parts[letter if letter not in parts else letter + "'"] = token
    return MappingProxyType(parts)


def _spell(run: Sequence[tuple[Token, ...]], pattern: re.Pattern[str], done: str = "") -> str | None:
    """One class for each word such that all of them match; words of several classes are tried in order."""
    if len(done) == len(run):
        return done if pattern.fullmatch(done) else None
    for token in run[len(done)]:
        found = _spell(run, pattern, done + token.sort)
        if found is not None:
            return found
    return None


def _runs(text: str, table: DateWords) -> Iterator[list[tuple[Token, ...]]]:
    """Stretches of words that may all belong to a date, with at most a blank or a mark between them."""
    run: list[tuple[Token, ...]] = []
    for tokens in _tokens(text, table):
        if run and not _BETWEEN.fullmatch(text, run[-1][0].end, tokens[0].start):
            yield run
            run = []
        run.append(tokens)
    if run:
        yield run


def _tokens(text: str, table: DateWords) -> Iterator[tuple[Token, ...]]:
    found = words(text)
    at = 0
    while at < len(found):
        start, end = found[at]
        key = fold_key(text[start:end])
        if at + 1 < len(found):
            pair = f"{key} {fold_key(text[slice(*found[at + 1])])}"
            if pair in table.tokens:
                yield _placed(table.tokens[pair], start, found[at + 1][1])
                at += 2
                continue
        if key in table.tokens:
            yield _placed(table.tokens[key], start, end)
        elif key[:1].isdigit():
            yield from _figures(to_ascii(text[start:end]), start)
        at += 1


def _placed(tokens: tuple[Token, ...], start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(start, end, t.sort, t.number, t.unit) for t in tokens)


def _figures(figure: str, start: int) -> Iterator[tuple[Token, ...]]:
    """A number, a clock time or a date in figures; what is none of them cannot be part of a date."""
    end = start + len(figure)
    if figure.isdigit():
        sorts = "Y" if int(figure) in _YEARS and len(figure) == 4 else "n"
        yield (Token(start, end, sorts, int(figure)),)
    elif clock := _CLOCK.fullmatch(figure):
        if int(clock[1]) < 24 and int(clock[2]) < 60:
            yield (Token(start, end, "t", int(clock[1]) * 60 + int(clock[2])),)
    elif _NUMERIC.fullmatch(figure):
        yield (Token(start, end, "x", 0, figure),)
