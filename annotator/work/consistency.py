"""What does not agree with the rest of a layer: one string with two labels, a quote without a speaker."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.layer import in_text_order
from annotator.text.folding import fold_key
from annotator.text.selection import trim
from annotator.work.article import OpenArticle
from annotator.work.checklist import open_points

Doubt = Literal["label", "speaker", "edge"]

_SPEAKER: Final = "speaker"
_NAMED: Final = (None, "NAM")
"""Kinds of mention of which the same letters mean the same; *he* and *the president* are somebody else each time."""
_TRIMMED: Final = frozenset({"entity", "event", "cue"})


class Finding(msgspec.Struct, frozen=True):
    """One annotation that gives pause; ``label`` is what the same letters are called elsewhere in the article."""

    doubt: Doubt
    annotation: str
    label: str = ""


def findings(article: OpenArticle, codebook: Codebook) -> tuple[Finding, ...]:
    """What a person may want to look at again, in text order; nothing of it is wrong for certain."""
    annotations = in_text_order(article.annotations.values())
    found = {*_other_labels(annotations, article.text), *_speakerless(article, codebook)}
    found |= {Finding("edge", a.id) for a in annotations if _holds_punctuation(a, article.text)}
    place = {annotation.id: number for number, annotation in enumerate(annotations)}
    return tuple(sorted(found, key=lambda one: (place[one.annotation], one.doubt)))


def _other_labels(annotations: Iterable[Annotation], text: str) -> Iterator[Finding]:
    """Names whose letters carry another label in most other places, unless both are said to be different things."""
    named = [a for a in annotations if a.kind == "entity" and a.value("mention") in _NAMED]
    keyed = sorted(((fold_key(a.surface(text)), a) for a in named), key=lambda pair: pair[0])
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        same = [a for _, a in group]
        counts = Counter(a.label for a in same)
        usual = next(a for a in same if counts[a.label] == max(counts.values()))
        others = (a for a in same if a.label != usual.label and not _differ(a, usual))
        yield from (Finding("label", a.id, usual.label) for a in others if not _stands_beside(a, same))


def _differ(one: Annotation, other: Annotation) -> bool:
    return None not in (one.entry, other.entry) and one.entry != other.entry


def _stands_beside(one: Annotation, same: Iterable[Annotation]) -> bool:
    """Whether a person has said two things of one place on purpose."""
    return any(other is not one and other.spans == one.spans for other in same)


def _speakerless(article: OpenArticle, codebook: Codebook) -> Iterator[Finding]:
    for point in open_points(article, (), codebook):
        annotation = article.annotations.get(point.annotation or "")
        missing = point.what == _SPEAKER or (point.what == "role" and point.role == _SPEAKER)
        if missing and annotation is not None and annotation.kind == "quote":
            yield Finding("speaker", annotation.id)


def _holds_punctuation(annotation: Annotation, text: str) -> bool:
    """Whether an edge holds what a drag over the same letters would leave out."""
    if annotation.kind not in _TRIMMED:
        return False
    return any(trim(text, piece.start, piece.end) != (piece.start, piece.end) for piece in annotation.spans)
