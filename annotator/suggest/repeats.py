"""Passages that an article says twice, such as its headline, and what is tagged in one place and lacks in another."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Final

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.span import Span
from annotator.text.folding import Folded, fold

_LEAST: Final = 25
"""Shorter lines than this, in letters of the search key, come twice by chance."""


class Repeat(msgspec.Struct, frozen=True):
    """Where one passage stands, at least twice, as stretches of the search key and of the text, in text order."""

    keys: tuple[Span, ...]
    places: tuple[Span, ...]


class Copy(msgspec.Struct, frozen=True):
    """An annotation as it would stand in another place of its passage: ``of`` is its id, ``place`` that place."""

    of: str
    place: Span
    spans: tuple[Span, ...]


class CopiedLink(msgspec.Struct, frozen=True):
    """A relation that goes along with a copy; ``target`` is the id of the annotation whose copy it points to."""

    of: str
    place: Span
    target: str | None = None


class Carried(msgspec.Struct, frozen=True):
    """What may be carried over, annotations in text order."""

    copies: tuple[Copy, ...] = ()
    links: tuple[CopiedLink, ...] = ()


def repeats(text: str) -> tuple[Repeat, ...]:
    """The lines that stand somewhere else again, whole or as the beginning of a longer line, spelling set aside."""
    return _repeats(fold(text))


def carried_over(text: str, annotations: Iterable[Annotation], relations: Iterable[Relation] = ()) -> Carried:
    """Annotations of one place of a repeated passage that another place lacks, with their links, both ways.

    A link goes along where its target does; a part of a frame also where its target lies in no repeated passage.
    """
    folded = fold(text)
    kept = tuple(annotations)
    standing = {(a.kind, a.label, a.spans) for a in kept}
    copies: dict[tuple[str, Span], Copy] = {}
    for repeat in _repeats(folded):
        for (source, _), (goal, place) in permutations(zip(repeat.keys, repeat.places, strict=True), 2):
            for annotation in kept:
                spans = _moved(folded, annotation, source, goal)
                key = (annotation.kind, annotation.label, spans)
                if spans and key not in standing:
                    standing.add(key)
                    copies[annotation.id, place] = Copy(annotation.id, place, spans)
    ordered = sorted(copies.values(), key=lambda one: (one.spans[0].start, -one.spans[-1].end, one.of))
    return Carried(tuple(ordered), tuple(_links(copies, relations, kept)))


def _repeats(folded: Folded) -> tuple[Repeat, ...]:
    key = folded.key
    found: list[Repeat] = []
    seen: set[str] = set()
    for start, line in _lines(key):
        if len(line) < _LEAST or line in seen:
            continue
        seen.add(line)
        starts = [at for at, other in _lines(key) if other.startswith(line)]
        if len(starts) > 1 and start in starts:
            keys = tuple(Span(at, at + len(line)) for at in starts)
            found.append(Repeat(keys, tuple(Span(*folded.original_span(k.start, k.end)) for k in keys)))
    return tuple(found)


def _lines(key: str) -> Iterator[tuple[int, str]]:
    """The lines of a search key without blanks at their edges, with their places."""
    at = 0
    for line in key.split("\n"):
        bare = line.strip()
        yield at + len(line) - len(line.lstrip()), bare
        at += len(line) + 1


def _moved(folded: Folded, annotation: Annotation, source: Span, goal: Span) -> tuple[Span, ...]:
    """The spans of an annotation that lies in ``source`` as they are in ``goal``; empty where it lies elsewhere."""
    moved: list[Span] = []
    for span in annotation.spans:
        start, end = bisect_left(folded.starts, span.start), bisect_left(folded.starts, span.end)
        if not source.contains(Span(start, max(end, start + 1))) or end <= start:
            return ()
        shift = goal.start - source.start
        moved.append(Span(*folded.original_span(start + shift, end + shift)))
    return tuple(moved)


def _links(
    copies: dict[tuple[str, Span], Copy], relations: Iterable[Relation], annotations: Sequence[Annotation]
) -> Iterator[CopiedLink]:
    copied = {of for of, _ in copies}
    known = {a.id for a in annotations}
    for relation in relations:
        for of, place in copies:
            if relation.source != of:
                continue
            target = relation.target.annotation
            if target is not None and (target, place) in copies:
                yield CopiedLink(relation.id, place, target)
            elif not relation.link and (target is None or (target in known and target not in copied)):
                yield CopiedLink(relation.id, place)
