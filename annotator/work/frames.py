"""Quotes and events as whole frames: what a person fills in, and the changes that make the layer say it."""

import msgspec

from annotator.model.annotation import ID_LETTER, Annotation, Attribute, Kind, Provenance, Relation, Status, Target
from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.problems import KnownError, problem, refuse
from annotator.model.readings import QUOTE_LINKS
from annotator.model.rules import check_relation
from annotator.model.span import Span, normal_spans
from annotator.model.step import Change
from annotator.work.article import OpenArticle
from annotator.work.gestures import Changes, born, checked, ended, get, manual, replaced


class Filling(msgspec.Struct, frozen=True, omit_defaults=True):
    """What fills one place of a role, with its status."""

    target: Target = Target()
    status: Status = "explicit"


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """A quote or an event as one form: content or trigger, the parts by role, attributes.

    ``id`` is ``None`` for a new one. ``cue`` are the spans of the attributing words of a quote (none: no cue).
    ``parts`` pairs a role with a filling, in any order; ``continues`` and ``nested_in`` are ids of quotes.
    """

    kind: Kind
    label: str
    spans: tuple[Span, ...]
    id: str | None = None
    cue: tuple[Span, ...] = ()
    parts: tuple[tuple[str, Filling], ...] = ()
    attributes: tuple[Attribute, ...] = ()
    closed: bool = True
    continues: str | None = None
    nested_in: str | None = None


_BUILT = frozenset({"cue", *QUOTE_LINKS})


def read_frame(article: OpenArticle, annotation_id: str) -> Frame:
    """The frame of a quote or an event as the layer has it."""
    annotation = get(article, annotation_id)
    relations = [r for r in article.relations_of(annotation_id) if not r.link]
    pointed = {r.role: r.target.annotation for r in relations if r.role in _BUILT}
    cue = article.annotations.get(pointed.get("cue") or "")
    return Frame(
        kind=annotation.kind,
        label=annotation.label,
        spans=annotation.spans,
        id=annotation.id,
        cue=cue.spans if cue else (),
        parts=tuple((r.role, Filling(r.target, r.status)) for r in relations if r.role not in _BUILT),
        attributes=annotation.attributes,
        closed=annotation.closed,
        continues=pointed.get("continues"),
        nested_in=pointed.get("nested_in"),
    )


def put_frame(article: OpenArticle, frame: Frame, *, author: str, codebook: Codebook) -> Changes:
    """The changes after which the layer says exactly ``frame``: one gesture, one step.

    Fillings that stand already keep their relation; ``KnownError`` names every rule that would break.
    """
    before = get(article, frame.id) if frame.id is not None else None
    annotation = Annotation(
        id=before.id if before else new_id(ID_LETTER[frame.kind]),
        kind=frame.kind,
        label=frame.label,
        spans=normal_spans(frame.spans),
        attributes=tuple(sorted(frame.attributes)),
        entry=before.entry if before else None,
        note=before.note if before else None,
        closed=frame.closed,
        provenance=before.provenance if before else manual(author),
    )
    checked(article, annotation, codebook)
    cue_changes, cue = _put_cue(article, frame, annotation.id, author=author, codebook=codebook)
    wanted = _wanted(frame, cue)
    kept, ends = _match(article, annotation.id, wanted)
    births = [
        Relation(
            id=new_id("r"), source=annotation.id, role=role, target=f.target, status=f.status, provenance=manual(author)
        )
        for (role, f), stays in zip(wanted, kept, strict=True)
        if not stays
    ]
    _check_parts(article, annotation, cue, births, wanted, codebook)
    head: Changes = replaced(before, annotation) if before else (born(annotation),)
    return (*map(ended, ends), *head, *cue_changes, *map(born, births))


def _put_cue(
    article: OpenArticle, frame: Frame, quote_id: str, *, author: str, codebook: Codebook
) -> tuple[Changes, Annotation | None]:
    cue_id = f"{quote_id}.cue"
    before = article.annotations.get(cue_id)
    if not frame.cue:
        return ((ended(before),) if before else ()), None
    provenance: Provenance = before.provenance if before else manual(author)
    cue = Annotation(
        id=cue_id,
        kind="cue",
        label="cue",
        spans=normal_spans(frame.cue),
        attributes=before.attributes if before else (),
        note=before.note if before else None,
        provenance=provenance,
    )
    checked(article, cue, codebook)
    return (replaced(before, cue) if before else (born(cue),)), cue


def _wanted(frame: Frame, cue: Annotation | None) -> list[tuple[str, Filling]]:
    wanted = list(dict.fromkeys(frame.parts))
    if cue is not None:
        wanted.append(("cue", Filling(Target(annotation=cue.id))))
    for role in QUOTE_LINKS:
        other = getattr(frame, role)
        if other is not None:
            wanted.append((role, Filling(Target(annotation=other))))
    return wanted


def _match(article: OpenArticle, source: str, wanted: list[tuple[str, Filling]]) -> tuple[list[bool], list[Relation]]:
    """For each wanted filling whether it stands already, and the relations that nobody wants any more."""
    standing = {(r.role, Filling(r.target, r.status)): r for r in article.relations_of(source) if not r.link}
    kept = [standing.pop(place, None) is not None for place in wanted]
    return kept, list(standing.values())


def _check_parts(
    article: OpenArticle,
    annotation: Annotation,
    cue: Annotation | None,
    births: list[Relation],
    wanted: list[tuple[str, Filling]],
    codebook: Codebook,
) -> None:
    known = {**article.annotations, annotation.id: annotation, **({cue.id: cue} if cue else {})}
    broken = [p for relation in births for p in check_relation(relation, known, codebook)]
    for rule in codebook.roles:
        count = sum(1 for role, _ in wanted if role == rule.name)
        if annotation.kind in rule.kinds and rule.most is not None and count > rule.most:
            broken.append(problem("rule.too-many", id=annotation.id, role=rule.name, most=rule.most))
    if broken:
        raise KnownError(*broken)


def fill(
    article: OpenArticle, annotation_id: str, role: str, filling: Filling, *, author: str, codebook: Codebook
) -> Changes:
    """One more filler for a role of a standing frame."""
    frame = read_frame(article, annotation_id)
    if (role, filling) in frame.parts:
        raise refuse("relation.duplicate", role=role)
    return put_frame(
        article, msgspec.structs.replace(frame, parts=(*frame.parts, (role, filling))), author=author, codebook=codebook
    )


def unfill(article: OpenArticle, relation_id: str) -> Changes:
    """Take one filler out of its role."""
    relation = article.relations.get(relation_id)
    if relation is None:
        raise refuse("annotation.gone", id=relation_id)
    change: Change = ended(relation)
    return (change,)
