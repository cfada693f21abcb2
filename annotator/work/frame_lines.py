"""The quotes or the events of an article as lines of a table, in text order, with what still lacks in each."""

from collections.abc import Iterator

import msgspec

from annotator.model.annotation import Annotation, Kind, Status
from annotator.model.codebook import Codebook
from annotator.model.layer import in_text_order
from annotator.model.rules import unfilled_roles
from annotator.work.article import OpenArticle

_SPEAKER = "speaker"


class Filler(msgspec.Struct, frozen=True):
    """What fills a role: ``letters`` of the text ("" where it names nothing), its entry, and where it was found."""

    letters: str
    entry: str | None
    status: Status
    annotation: str | None = None


class FrameLine(msgspec.Struct, frozen=True):
    """One quote or event: its letters, its cue's, who fills which role, and the roles that nothing fills yet.

    ``continues`` and ``nested_in`` are the letters of other quotes, "" without one.
    """

    annotation: Annotation
    letters: str
    cue: str
    fillers: tuple[tuple[str, Filler], ...]
    continues: str
    nested_in: str
    missing: tuple[str, ...]

    def of(self, role: str) -> tuple[Filler, ...]:
        """Who fills a role, in the order of the layer."""
        return tuple(filler for name, filler in self.fillers if name == role)


def frame_lines(article: OpenArticle, kind: Kind, codebook: Codebook) -> tuple[FrameLine, ...]:
    """All frames of a kind (``quote`` or ``event``), in text order."""
    found = (one for one in article.annotations.values() if one.kind == kind)
    return tuple(_line(article, one, codebook) for one in in_text_order(found))


def _line(article: OpenArticle, annotation: Annotation, codebook: Codebook) -> FrameLine:
    pointed = dict(_pointed(article, annotation))
    return FrameLine(
        annotation=annotation,
        letters=annotation.surface(article.text),
        cue=pointed.get("cue", ""),
        fillers=tuple(_fillers(article, annotation)),
        continues=pointed.get("continues", ""),
        nested_in=pointed.get("nested_in", ""),
        missing=_missing(article, annotation, codebook),
    )


_POINTED = frozenset({"cue", "continues", "nested_in"})


def _pointed(article: OpenArticle, annotation: Annotation) -> Iterator[tuple[str, str]]:
    for relation in article.relations_of(annotation.id):
        target = article.annotations.get(relation.target.annotation or "")
        if relation.role in _POINTED and not relation.link and target is not None:
            yield relation.role, target.surface(article.text)


def _fillers(article: OpenArticle, annotation: Annotation) -> Iterator[tuple[str, Filler]]:
    for relation in article.relations_of(annotation.id):
        if relation.role in _POINTED or relation.link:
            continue
        target = relation.target
        mention = article.annotations.get(target.annotation or "")
        if mention is not None:
            yield relation.role, Filler(mention.surface(article.text), mention.entry, relation.status, mention.id)
        else:
            letters = " … ".join(span.of(article.text) for span in target.spans)
            yield relation.role, Filler(letters, target.entry, relation.status)


def _missing(article: OpenArticle, annotation: Annotation, codebook: Codebook) -> tuple[str, ...]:
    """What the check list before submission names too: roles that the codebook requires, and any quote's speaker."""
    relations = article.relations_of(annotation.id)
    missing = unfilled_roles(annotation, relations, codebook)
    if annotation.kind == "quote" and _SPEAKER not in missing and all(r.role != _SPEAKER for r in relations):
        missing.append(_SPEAKER)
    return tuple(missing)
