"""Carrying annotations over to the other places of a repeated passage, as one gesture."""

from collections.abc import Collection

import msgspec

from annotator.model.annotation import ID_LETTER, Annotation, Provenance, Target
from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.span import Span
from annotator.suggest.repeats import Carried, Copy, Passages, carried_over
from annotator.work.article import OpenArticle
from annotator.work.gestures import Changes, born, checked

NAME = "repeat"


class Offered(msgspec.Struct, frozen=True):
    """One choice: the copy, whether its place is free, and all that comes with it, itself included."""

    copy: Copy
    free: bool
    whole: tuple[Copy, ...]


def preview(article: OpenArticle, known: Passages | None = None) -> Carried:
    """What the article's repeated passages (``known``, if they were looked for already) could share."""
    return carried_over(known or article.text, article.annotations.values(), article.relations.values())


def offered(article: OpenArticle, carried: Carried) -> tuple[Offered, ...]:
    """What a person chooses among: a cue is no choice of its own, since it comes with its quote."""
    quotes = {r.target.annotation: r.source for r in article.relations.values() if r.role == "cue"}
    cues = {(quotes[one.of], one.place): one for one in carried.copies if one.of in quotes}
    mains = [copy for copy in carried.copies if copy.of not in quotes]
    wholes = ((copy, cues.get((copy.of, copy.place))) for copy in mains)
    return tuple(
        Offered(copy, _is_free(article, copy), (copy, cue) if cue is not None else (copy,)) for copy, cue in wholes
    )


def _is_free(article: OpenArticle, copy: Copy) -> bool:
    """Whether nothing of the same kind lies where the copy would: what a person said there of itself holds."""
    kind, first, last = article.annotations[copy.of].kind, copy.spans[0].start, copy.spans[-1].end
    near = (one for one in article.near(first, last) if one.kind == kind)
    crossing = (one for one in near if not _nests(one, copy))
    return not any(crossing)


def _nests(one: Annotation, copy: Copy) -> bool:
    """Whether an entity lies inside another: it takes nothing from the place of the copy."""
    inner, outer = Span(copy.spans[0].start, copy.spans[-1].end), Span(one.start, one.end)
    return one.kind == "entity" and inner != outer and (inner.contains(outer) or outer.contains(inner))


def carry(
    article: OpenArticle, carried: Carried, chosen: Collection[Copy], *, author: str, codebook: Codebook
) -> Changes:
    """The changes that bring the chosen copies with their links; a cue comes with its quote and never alone.

    Raises:
        KnownError: a rule of the codebook refuses one of them where it would stand; nothing is changed then.
    """
    quote_of = {r.target.annotation: r.source for r in article.relations.values() if r.role == "cue"}
    wanted = {(copy.of, copy.place) for copy in chosen}
    taken = [copy for copy in chosen if copy.of not in quote_of or (quote_of[copy.of], copy.place) in wanted]
    ids: dict[tuple[str, Span], str] = {
        (copy.of, copy.place): new_id(ID_LETTER[article.annotations[copy.of].kind])
        for copy in taken
        if copy.of not in quote_of
    }
    ids |= {(copy.of, copy.place): f"{ids[quote_of[copy.of], copy.place]}.cue" for copy in taken if copy.of in quote_of}
    by = Provenance(origin="propagated", annotators=(author,))
    births = [born(checked(article, _copied(article, copy, ids, by), codebook)) for copy in taken]
    for link in carried.links:
        relation = article.relations[link.of]
        source = ids.get((relation.source, link.place))
        target = relation.target if link.target is None else _target(ids.get((link.target, link.place)))
        if source is not None and target is not None:
            births.append(
                born(msgspec.structs.replace(relation, id=new_id("r"), source=source, target=target, provenance=by))
            )
    return tuple(births)


def _copied(article: OpenArticle, copy: Copy, ids: dict[tuple[str, Span], str], by: Provenance) -> Annotation:
    before = article.annotations[copy.of]
    return msgspec.structs.replace(before, id=ids[copy.of, copy.place], spans=copy.spans, provenance=by)


def _target(annotation: str | None) -> Target | None:
    return Target(annotation=annotation) if annotation is not None else None
