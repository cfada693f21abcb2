"""What is to be said of a date beside what stands: the text's own reading, the analyst's, and what gives pause."""

import msgspec

from annotator.model.annotation import Annotation, Attribute
from annotator.model.codebook import Codebook
from annotator.suggest.temporal import lies_after_publication, propose_value, published_day
from annotator.text.dates import DateWords
from annotator.work.article import OpenArticle

VALUE = "value"
WRITTEN = "value_as_written"


class Dating(msgspec.Struct, frozen=True):
    """Where a mention of a date stands.

    ``literal`` is what the letters say by the day of publication (``None``: nothing, or nothing without that day, which
    ``undated`` tells). ``known`` is the value that a person has set, ``written`` the literal one as it is kept beside.
    ``late``: what holds lies after publication. ``ambiguous``: day and month might change places; ``guessed``: no
    word says which year.
    """

    literal: str | None
    sort: str
    known: str | None
    written: str | None
    late: bool
    ambiguous: bool = False
    guessed: bool = False
    undated: bool = False

    @property
    def offered(self) -> tuple[Attribute, ...]:
        """What one key says: the literal value where none stands, else that value beside a known one that differs."""
        if self.literal is None:
            return ()
        if self.known is None:
            return (Attribute("subtype", self.sort), Attribute(VALUE, self.literal))
        if self.known != self.literal and self.written is None:
            return (Attribute(WRITTEN, self.literal),)
        return ()

    def with_value(self, value: str) -> dict[str, tuple[str, ...]]:
        """Both attributes after a person has set another value: as written is kept where the two differ."""
        differs = bool(value) and self.literal is not None and value != self.literal
        kept = (self.written or self.literal,) if differs else ()
        if not differs and self.written not in (None, self.literal):
            kept = (self.written,)
        return {VALUE: (value,) if value else (), WRITTEN: tuple(one for one in kept if one)}


def wants_date(codebook: Codebook, kind: str, label: str) -> bool:
    """Whether the codebook gives a label a value that is a date."""
    rule = codebook.attribute(kind, label, VALUE)
    return rule is not None and rule.type == "date"


def dating(article: OpenArticle, annotation: Annotation, table: DateWords) -> Dating:
    """What stands of a date and what its letters say; the article's day of publication decides what *last month* is."""
    document, known = article.document, annotation.value(VALUE)
    said = propose_value(annotation.surface(article.text), document, table)
    literal = said.value if said is not None else None
    holds = known or literal
    return Dating(
        literal=literal,
        sort=said.subtype if said is not None else "",
        known=known,
        written=annotation.value(WRITTEN),
        late=holds is not None and lies_after_publication(holds, document),
        ambiguous=said is not None and said.ambiguous and known is None,
        guessed=said is not None and said.guessed and known is None,
        undated=said is None and published_day(document) is None,
    )
