"""The gestures of an analyst on single annotations, as pure functions from an open article to changes."""

from collections.abc import Iterable

import msgspec

from annotator.model.annotation import (
    ID_LETTER,
    Annotation,
    Attribute,
    Kind,
    Provenance,
    Relation,
    Target,
    with_attribute,
)
from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.problems import KnownError, refuse
from annotator.model.rules import check_annotation, check_crossing, check_text
from annotator.model.span import Span, normal_spans
from annotator.model.step import Change
from annotator.work.article import OpenArticle

Changes = tuple[Change, ...]


def born(value: Annotation | Relation) -> Change:
    """The change that brings ``value`` into a layer."""
    return Change("annotation" if isinstance(value, Annotation) else "relation", value.id, None, value)


def ended(value: Annotation | Relation) -> Change:
    """The change that takes ``value`` out of a layer."""
    return Change("annotation" if isinstance(value, Annotation) else "relation", value.id, value, None)


def replaced(before: Annotation | Relation, after: Annotation | Relation) -> Changes:
    """The change from one value to another of the same id; nothing where they are equal."""
    if before == after:
        return ()
    return (Change("annotation" if isinstance(after, Annotation) else "relation", after.id, before, after),)


def manual(author: str) -> Provenance:
    """The provenance of what a person does by hand."""
    return Provenance(origin="manual", annotators=(author,))


def checked(article: OpenArticle, annotation: Annotation, codebook: Codebook) -> Annotation:
    """``annotation`` if every rule holds for it here; ``KnownError`` with the broken ones otherwise."""
    broken = check_text(annotation, len(article.text)) or check_annotation(annotation, codebook)
    if not broken:
        broken = check_crossing(annotation, article.near(annotation.start, annotation.end))
    if broken:
        raise KnownError(*broken)
    return annotation


def get(article: OpenArticle, annotation_id: str) -> Annotation:
    """The annotation of that id; ``KnownError`` where it has gone meanwhile."""
    found = article.annotations.get(annotation_id)
    if found is None:
        raise refuse("annotation.gone", id=annotation_id)
    return found


def tag(
    article: OpenArticle,
    spans: Iterable[Span],
    *,
    kind: Kind,
    label: str,
    author: str,
    codebook: Codebook,
    beside: bool = False,
) -> Changes:
    """Tag ``spans``: on something of the same kind over just these spans it retags, else a new annotation is born.

    ``beside`` always makes a new one. The same label over the same spans is refused (``rule.duplicate``).
    """
    pieces = normal_spans(tuple(spans))
    same = article.same_spans(pieces, kind)
    if same and not beside and all(a.label != label for a in same):
        return retag(article, same[0].id, label=label, codebook=codebook)
    annotation = Annotation(id=new_id(ID_LETTER[kind]), kind=kind, label=label, spans=pieces, provenance=manual(author))
    return (born(checked(article, annotation, codebook)),)


def retag(article: OpenArticle, annotation_id: str, *, label: str, codebook: Codebook) -> Changes:
    """Another label of the same kind; attributes that the new label does not know fall away in the same step."""
    before = get(article, annotation_id)
    after = msgspec.structs.replace(before, label=label)
    kept = tuple(a for a in before.attributes if not _strange(a, after, codebook))
    return replaced(before, checked(article, msgspec.structs.replace(after, attributes=kept), codebook))


def _strange(attribute: Attribute, annotation: Annotation, codebook: Codebook) -> bool:
    alone = msgspec.structs.replace(annotation, attributes=(attribute,))
    return any(p.key != "rule.unknown-label" for p in check_annotation(alone, codebook))


def respan(article: OpenArticle, annotation_id: str, spans: Iterable[Span], *, codebook: Codebook) -> Changes:
    """Other spans for an annotation: a moved edge, a piece more, a piece less."""
    before = get(article, annotation_id)
    after = msgspec.structs.replace(before, spans=normal_spans(tuple(spans)))
    return replaced(before, checked(article, after, codebook))


def remove(article: OpenArticle, annotation_id: str) -> Changes:
    """Take an annotation out, with the links from and to it; a quote takes its cue along."""
    doomed = [get(article, annotation_id)]
    doomed += [
        article.annotations[r.target.annotation]
        for r in article.relations_of(annotation_id)
        if r.role == "cue" and r.target.annotation in article.annotations
    ]
    links: dict[str, Relation] = {}
    for annotation in doomed:
        for relation in (*article.relations_of(annotation.id), *article.relations_to(annotation.id)):
            links[relation.id] = relation
    return (*(ended(r) for r in links.values()), *(ended(a) for a in doomed))


def set_attribute(
    article: OpenArticle, annotation_id: str, name: str, values: tuple[str, ...], *, codebook: Codebook
) -> Changes:
    """Exactly these values for an attribute (none: it goes)."""
    before = get(article, annotation_id)
    after = msgspec.structs.replace(before, attributes=with_attribute(before.attributes, name, *values))
    return replaced(before, checked(article, after, codebook))


def set_field(article: OpenArticle, annotation_id: str, *, codebook: Codebook, **fields: object) -> Changes:
    """Other values for ``entry``, ``note`` or ``closed``; an empty note is none."""
    before = get(article, annotation_id)
    if fields.get("note") == "":
        fields["note"] = None
    return replaced(before, checked(article, msgspec.structs.replace(before, **fields), codebook))


def link(article: OpenArticle, source: str, role: str, target: str, *, author: str) -> Changes:
    """A plain link between two annotations (``cause_of`` ...); the same link twice is refused."""
    get(article, source)
    get(article, target)
    if any(r.link and r.role == role and r.target.annotation == target for r in article.relations_of(source)):
        raise refuse("relation.duplicate", role=role)
    relation = Relation(
        id=new_id("r"), source=source, role=role, target=Target(annotation=target), link=True, provenance=manual(author)
    )
    return (born(relation),)
