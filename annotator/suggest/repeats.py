"""Passages that an article says twice, such as its headline, and what is tagged in one place and lacks in another."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, permutations
from typing import Final

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.span import Span
from annotator.text.folding import Folded, fold

Stretch = tuple[int, int]
"""A half-open part of a search key; unlike a span it may be empty."""

_LEAST: Final = 25
"""Shorter lines than this, in letters of the search key, come twice by chance."""

_MOST_PLACES: Final = 8
"""What stands in more places is a refrain of the page, not a headline; each annotation would be offered for all."""


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


class Passages(msgspec.Struct, frozen=True):
    """A text as a search key, and what it says more than once; worked out once for a text, which never changes."""

    folded: Folded
    found: tuple[Repeat, ...]


def passages(text: str) -> Passages:
    """The lines that stand somewhere else again, whole or as the beginning of a longer line, spelling set aside."""
    folded = fold(text)
    return Passages(folded, _repeats(folded))


def repeats(text: str) -> tuple[Repeat, ...]:
    """What a text says more than once; see :func:`passages`."""
    return passages(text).found


def carried_over(
    text: str | Passages, annotations: Iterable[Annotation], relations: Iterable[Relation] = ()
) -> Carried:
    """Annotations of one place of a repeated passage that another place lacks, with their links, both ways.

    A link goes along where its target does; a part of a frame also where its target lies in no repeated passage.
    """
    known = passages(text) if isinstance(text, str) else text
    kept = tuple(annotations)
    if not known.found:
        return Carried()
    folded = known.folded
    placed = sorted(((_in_key(folded, one), one) for one in kept), key=lambda pair: pair[0][0])
    starts = [keys[0][0] for keys, _ in placed]
    standing = {(a.kind, a.label, a.spans) for a in kept}
    copies: dict[tuple[str, Span], Copy] = {}
    for repeat in known.found:
        for (source, _), (goal, place) in permutations(zip(repeat.keys, repeat.places, strict=True), 2):
            for keys, annotation in placed[bisect_left(starts, source.start) : bisect_left(starts, source.end)]:
                spans = _moved(folded, keys, source, goal)
                key = (annotation.kind, annotation.label, spans)
                if spans and key not in standing:
                    standing.add(key)
                    copies[annotation.id, place] = Copy(annotation.id, place, spans)
    ordered = sorted(copies.values(), key=lambda one: (one.spans[0].start, -one.spans[-1].end, one.of))
    return Carried(tuple(ordered), tuple(_links(copies, relations, kept)))


def _repeats(folded: Folded) -> tuple[Repeat, ...]:
    # In alphabetical order the lines that begin with a line stand right behind it.
    lines = sorted((line, at) for at, line in _lines(folded.key) if len(line) >= _LEAST)
    found: list[Repeat] = []
    seen: set[str] = set()
    for rank, (line, _) in enumerate(lines):
        if line in seen:
            continue
        seen.add(line)
        starts = sorted(_beginning_so(lines, rank))
        if 1 < len(starts) <= _MOST_PLACES:
            keys = tuple(Span(at, at + len(line)) for at in starts)
            found.append(Repeat(keys, tuple(Span(*folded.original_span(k.start, k.end)) for k in keys)))
    return tuple(sorted(found, key=lambda repeat: repeat.keys))


def _beginning_so(lines: Sequence[tuple[str, int]], rank: int) -> Iterator[int]:
    """Places of the lines, from ``rank`` on, that begin with the line there."""
    wanted = lines[rank][0]
    for line, at in islice(lines, rank, None):
        if not line.startswith(wanted):
            return
        yield at


def _lines(key: str) -> Iterator[tuple[int, str]]:
    """The lines of a search key without blanks at their edges, with their places."""
    at = 0
    for line in key.split("\n"):
        bare = line.strip()
        yield at + len(line) - len(line.lstrip()), bare
        at += len(line) + 1


def _in_key(folded: Folded, annotation: Annotation) -> tuple[Stretch, ...]:
    """The pieces of an annotation in the search key; empty where that has none of its characters."""
    return tuple(
        (bisect_left(folded.starts, span.start), bisect_left(folded.starts, span.end)) for span in annotation.spans
    )


def _moved(folded: Folded, keys: tuple[Stretch, ...], source: Span, goal: Span) -> tuple[Span, ...]:
    """The spans of an annotation that lies in ``source`` as they are in ``goal``; empty where it lies elsewhere."""
    shift = goal.start - source.start
    if not all(source.start <= start < end <= source.end for start, end in keys):
        return ()
    return tuple(Span(*folded.original_span(start + shift, end + shift)) for start, end in keys)


def _links(
    copies: dict[tuple[str, Span], Copy], relations: Iterable[Relation], annotations: Sequence[Annotation]
) -> Iterator[CopiedLink]:
    places: dict[str, list[Span]] = defaultdict(list)
    for of, place in copies:
        places[of].append(place)
    known = {a.id for a in annotations}
    for relation in relations:
        for place in places.get(relation.source, ()):
            target = relation.target.annotation
            if target is not None and (target, place) in copies:
                yield CopiedLink(relation.id, place, target)
            elif not relation.link and (target is None or (target in known and target not in places)):
                yield CopiedLink(relation.id, place)
