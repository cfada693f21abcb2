"""Bytes of an article to the text that is stored, changing nothing but BOM and line ends."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from annotator.text.encodings import Candidate, guess_encoding

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM: Final = "\ufeff"
_NEWLINES: Final = re.compile("\r\n?")

# Qt reads U+FDD0 and U+FDD1 as frame borders and swaps the bytes of a text that begins with
# U+FFFE; a lone surrogate or NUL is lost on the way to it. Each would shift every later offset.
_REFUSED: Final = re.compile("[\x00\ud800-\udfff\ufdd0\ufdd1\ufffe]")
_REASONS: Final = (
    ("\x00", "\x00", "nul"),
    ("\ud800", "\udfff", "lone_surrogate"),
    ("\ufdd0", "\ufdd1", "noncharacter"),
    ("\ufffe", "\ufffe", "noncharacter"),
)


class RefusedText(ValueError):
    """A character no article may hold.

    `reason` is nul, lone_surrogate or noncharacter; `line` and `column` count from 1, the column
    in code points; `codepoint` is the character's number.
    """

    def __init__(self, reason: str, line: int, column: int, codepoint: int) -> None:
        super().__init__(reason, line, column, codepoint)
        self.reason = reason
        self.line = line
        self.column = column
        self.codepoint = codepoint


class NotUtf8(ValueError):
    """Bytes that are not UTF-8; `candidates` are the encodings they may be in, likeliest first."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


class WrongEncoding(ValueError):
    """Bytes that cannot be read in the `encoding` somebody chose, from byte `offset` on."""

    def __init__(self, encoding: str, offset: int) -> None:
        super().__init__(encoding, offset)
        self.encoding = encoding
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text fit to be stored; `text_sha256` is over its UTF-8 bytes, in hexadecimal."""

    text: str
    had_bom: bool
    newlines_changed: bool
    is_blank: bool
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded(Cleaned):
    """A text fit to be stored, with the encoding it came in and the SHA-256 of the raw bytes."""

    encoding: str
    raw_sha256: str


def clean(text: str) -> Cleaned:
    """Drop leading byte order marks and make CRLF and CR line feeds; all else stays as it is.

    Raises RefusedText.
    """
    without_bom = text.lstrip(_BOM)
    cleaned = _NEWLINES.sub("\n", without_bom) if "\r" in without_bom else without_bom
    _refuse(cleaned)
    return Cleaned(
        text=cleaned,
        had_bom=len(without_bom) != len(text),
        newlines_changed="\r" in without_bom,
        is_blank=not cleaned.strip(),
        text_sha256=hashlib.sha256(cleaned.encode()).hexdigest(),
    )


def is_clean(text: str) -> bool:
    """Whether `clean` would change nothing. Raises RefusedText."""
    _refuse(text)
    return not text.startswith(_BOM) and "\r" not in text


def decode(raw: bytes, encoding: str | None = None) -> Decoded:
    """The article in `raw`: strict UTF-8, or UTF-16/32 under its mark, or `encoding` when one is given.

    Raises NotUtf8 when no encoding is given and there is none to rely on, WrongEncoding when the
    given one does not fit, RefusedText for characters that cannot be kept, LookupError for an
    encoding Python does not know.
    """
    text, used = _read_as(raw, encoding) if encoding is not None else _read_marked(raw)
    cleaned = clean(text)
    return Decoded(
        text=cleaned.text,
        had_bom=cleaned.had_bom,
        newlines_changed=cleaned.newlines_changed,
        is_blank=cleaned.is_blank,
        text_sha256=cleaned.text_sha256,
        encoding=used,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
    )


def _read_as(raw: bytes, encoding: str) -> tuple[str, str]:
    name = codecs.lookup(encoding).name
    try:
        return raw.decode(name), name
    except UnicodeDecodeError as fault:
        raise WrongEncoding(name, fault.start) from fault


def _read_marked(raw: bytes) -> tuple[str, str]:
    name = next((encoding for mark, encoding in _BOMS if raw.startswith(mark)), "utf-8")
    if name == "utf-8" and b"\x00" in raw:
        _refuse_unmarked_utf16(raw)
    try:
        return raw.decode(name), name
    except UnicodeDecodeError as fault:
        text = _read_surrogates(raw, name)
        if text is None:
            raise NotUtf8(guess_encoding(raw)) from fault
        return text, name


def _refuse_unmarked_utf16(raw: bytes) -> None:
    """Arabic in UTF-16 without its mark is valid UTF-8 full of NUL: say what it is, not that it holds NUL."""
    candidates = guess_encoding(raw)
    if candidates and candidates[0].encoding.startswith("utf-16"):
        raise NotUtf8(candidates)


def _read_surrogates(raw: bytes, encoding: str) -> str | None:
    """The text if lone surrogates are its only fault, so that they are named with line and column."""
    try:
        return raw.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return None


def _refuse(text: str) -> None:
    found = _REFUSED.search(text)
    if found is None:
        return
    position, character = found.start(), found.group()
    reason = next(name for first, last, name in _REASONS if first <= character <= last)
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    raise RefusedText(reason, line, column, ord(character))
