"""Guesses which encoding an article that is not UTF-8 may be in."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_SAMPLE_BYTES: Final = 65_536
_PREVIEW_CHARACTERS: Final = 120
_LEAST_PLAUSIBLE: Final = 0.5
_ARABIC_ENCODINGS: Final = ("cp1256", "iso8859-6", "utf-16-le", "utf-16-be")

_EXPECTED: Final = re.compile(r"[\u0621-\u063a\u0640-\u0652\u0660-\u0669،؛؟٪«»“”‘’…–A-Za-z0-9\s!-/:-@\[-`{-~]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_ARABIC_WORD: Final = re.compile(r"[\u0621-\u064a]{2,}")
_ARTICLE: Final = re.compile(r"(?<![\u0621-\u064a])[وفبك]?(?:ال|لل)[\u0621-\u064a]{2,}")
# In running Arabic a quarter to a third of the words carry the article.
_USUAL_ARTICLES: Final = 0.2
_WITHOUT_ARABIC: Final = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding a text may be in: how plausible its reading is (0 to 1), and how it begins."""

    encoding: str
    plausibility: float
    preview: str


def guess_encoding(raw: bytes) -> tuple[Candidate, ...]:
    """Encodings `raw` may be in, likeliest first; empty when no reading looks like text.

    Only the first 64 KiB are looked at.
    """
    sample = raw[:_SAMPLE_BYTES]
    names = dict.fromkeys((*_ARABIC_ENCODINGS, *_detected(sample)))
    candidates = (_weigh(sample, name) for name in names)
    plausible = [found for found in candidates if found is not None and found.plausibility >= _LEAST_PLAUSIBLE]
    return tuple(sorted(plausible, key=lambda found: -found.plausibility))


def _detected(sample: bytes) -> tuple[str, ...]:
    # The import costs tens of milliseconds, and most projects never meet such a file.
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return () if best is None else (codecs.lookup(best.encoding).name,)


def _weigh(sample: bytes, name: str) -> Candidate | None:
    try:
        # The sample may end within a character, which is no fault of the encoding.
        text = codecs.getincrementaldecoder(name)("strict").decode(sample).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None
    return Candidate(name, _plausibility(text), text[:_PREVIEW_CHARACTERS])


def _plausibility(text: str) -> float:
    """Share of expected characters, halved as the Arabic article is missing from Arabic words.

    The article tells windows-1256 from ISO 8859-6, which agree on half of the alphabet.
    """
    if not text or _CONTROL.search(text):
        return 0.0
    share = len(_EXPECTED.findall(text)) / len(text)
    words = len(_ARABIC_WORD.findall(text))
    if not words:
        return share if text.isascii() else share * _WITHOUT_ARABIC
    articles = len(_ARTICLE.findall(text)) / words
    return share * (0.5 + 0.5 * min(1.0, articles / _USUAL_ARTICLES))
