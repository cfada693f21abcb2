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
    """Other values for ``entry``, ``note``, ``attributes`` or ``closed``; an empty note is none."""
    before = get(article, annotation_id)
    if fields.get("note") == "":
        fields["note"] = None
    return replaced(before, checked(article, msgspec.structs.replace(before, **fields), codebook))


def tag_known(
    article: OpenArticle,
    span: Span,
    *,
    label: str,
    entry: str | None,
    attributes: tuple[Attribute, ...],
    provenance: Provenance,
    codebook: Codebook,
) -> Changes:
    """A new entity with its entry and what is known of it; attributes that the label does not know are left out."""
    bare = Annotation(id=new_id("e"), kind="entity", label=label, spans=(span,), entry=entry, provenance=provenance)
    fitting = tuple(sorted(a for a in attributes if not _strange(a, bare, codebook)))
    return (born(checked(article, msgspec.structs.replace(bare, attributes=fitting), codebook)),)


def link_known(
    article: OpenArticle,
    annotation_id: str,
    *,
    entry: str | None,
    attributes: tuple[Attribute, ...],
    codebook: Codebook,
) -> Changes:
    """Point an annotation to an entry and say what is known of it where nothing is said yet."""
    before = get(article, annotation_id)
    said = {a.name for a in before.attributes}
    further = (a for a in attributes if a.name not in said and not _strange(a, before, codebook))
    after = msgspec.structs.replace(before, entry=entry, attributes=tuple(sorted({*before.attributes, *further})))
    return replaced(before, checked(article, after, codebook))


def split(article: OpenArticle, annotation_id: str, at: int | None, *, author: str, codebook: Codebook) -> Changes:
    """Two annotations out of one: cut before ``at``, or (``None``) every further piece on its own.

    The first keeps id, links and entry; the others have label and attributes. Nothing to cut is refused.
    """
    before = get(article, annotation_id)
    groups = [(piece,) for piece in before.spans] if at is None else _cut_at(article, before, at)
    if len(groups) < 2 or before.kind == "cue":
        raise refuse("split.nothing")
    head = msgspec.structs.replace(before, spans=groups[0])
    others = [
        msgspec.structs.replace(
            before, id=new_id(ID_LETTER[before.kind]), spans=spans, entry=None, note=None, provenance=manual(author)
        )
        for spans in groups[1:]
    ]
    return (*replaced(before, checked(article, head, codebook)), *(born(checked(article, o, codebook)) for o in others))


def _cut_at(article: OpenArticle, annotation: Annotation, at: int) -> list[tuple[Span, ...]]:
    """The pieces before and behind a place, without the blanks round it."""
    text = article.text
    low = high = at
    while low > 0 and text[low - 1].isspace():
        low -= 1
    while high < len(text) and text[high].isspace():
        high += 1
    head = tuple(Span(s.start, min(s.end, low)) for s in annotation.spans if s.start < low)
    tail = tuple(Span(max(s.start, high), s.end) for s in annotation.spans if s.end > high)
    return [pieces for pieces in (head, tail) if pieces]


def merge(article: OpenArticle, annotation_ids: tuple[str, ...], *, codebook: Codebook) -> Changes:
    """One annotation over the pieces of several of one kind: the first keeps its id, links move over to it.

    Pieces with only blanks between them become one. Fewer than two, or different kinds, are refused.
    """
    found = sorted((get(article, i) for i in dict.fromkeys(annotation_ids)), key=lambda a: (a.start, -a.end, a.id))
    if len(found) < 2 or len({a.kind for a in found}) > 1 or found[0].kind in ("cue", "quote", "event"):
        raise refuse("merge.nothing")
    first, rest = found[0], found[1:]
    spans = _closed_up(article.text, normal_spans(tuple(s for a in found for s in a.spans)))
    merged = checked(_without(article, rest), msgspec.structs.replace(first, spans=spans), codebook)
    moved = [r for a in rest for r in article.relations_to(a.id)]
    filled = {(r.source, r.role) for r in article.relations_to(first.id)}
    free = (r for r in reversed(moved) if (r.source, r.role) not in filled and r.source != first.id)
    kept = {(r.source, r.role): r for r in free}
    gone = [r for a in rest for r in article.relations_of(a.id)] + [r for r in moved if r not in kept.values()]
    turned = (replaced(r, msgspec.structs.replace(r, target=Target(annotation=first.id))) for r in kept.values())
    return (
        *(ended(r) for r in dict.fromkeys(gone)),
        *(change for changes in turned for change in changes),
        *(ended(a) for a in rest),
        *replaced(first, merged),
    )


def _closed_up(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    found = [spans[0]]
    for span in spans[1:]:
        if text[found[-1].end : span.start].strip():
            found.append(span)
        else:
            found[-1] = Span(found[-1].start, span.end)
    return tuple(found)


def _without(article: OpenArticle, gone: list[Annotation]) -> OpenArticle:
    ids = {a.id for a in gone}
    layer = article.layer()
    rest = tuple(a for a in layer.annotations if a.id not in ids)
    return OpenArticle(article.document, article.text, msgspec.structs.replace(layer, annotations=rest, relations=()))


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
