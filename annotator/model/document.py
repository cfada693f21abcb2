"""One article: an immutable text and the facts about it."""

from typing import Literal

import msgspec

from annotator.model.annotation import Attribute

Direction = Literal["rtl", "ltr", "auto"]
Precision = Literal["minute", "day", "month", "year"]

RETEST = "retest_of"
"""The fact of an article that names the one it is a second copy of."""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where and when an article appeared; dates are ISO-8601, cut to their precision."""

    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    published_precision: Precision | None = None
    published_inferred: bool = False
    retrieved: str | None = None
    raw_sha256: str | None = None


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """An article without its letters: they lie in the text table under ``text_sha256`` and never change.

    ``text_length`` counts code points. ``excluded`` is the reason why the article is left out of the work, or ``None``.
    ``metadata`` holds further facts (``file_name``, ``title_guessed`` ...), sorted by name then value.
    """

    id: str
    text_sha256: str
    text_length: int
    source: Source = Source()
    language: str = "ar"
    direction: Direction = "rtl"
    license: str = ""
    excluded: str | None = None
    metadata: tuple[Attribute, ...] = ()

    @property
    def title(self) -> str:
        """What lists call this article: its title, else its id."""
        return self.source.title or self.id

    @property
    def retest_of(self) -> str | None:
        """The article that this is a second copy of, made to see whether somebody says the same again."""
        return next((fact.value for fact in self.metadata if fact.name == RETEST), None)


def without_retest(document: Document) -> Document:
    """The article as its record tells it: that it is a second copy nobody must read there who works on it."""
    facts = tuple(fact for fact in document.metadata if fact.name != RETEST)
    return document if len(facts) == len(document.metadata) else msgspec.structs.replace(document, metadata=facts)
