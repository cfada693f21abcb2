"""What articles say about one real-world event, claim by claim: how many, when, where, and by whose word."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from annotator.store.mentions import mentions_by_document
from annotator.text.segmentation import words
from annotator.work.desk import Desk
from annotator.work.registry import Registry

ROLES = ("count", "time", "place")
_BEFORE = 2  # words before an approximate number, which say how it is meant: "more than 14"
_REACH = 30  # code points in which they are looked for


class Said(msgspec.Struct, frozen=True, order=True):
    """One filler as the article has it; ``value`` is the analyst's reading of a number or date."""

    words: str
    value: str = ""
    start: int = -1


class Claim(msgspec.Struct, frozen=True):
    """One event of one article with what it says in ``ROLES``; those who read it alike are its ``authors``.

    ``speakers`` are whose quote it stands in; without any it is the article's own word.
    """

    key: LayerKey
    id: str
    spans: tuple[Span, ...]
    words: str
    published: str
    publisher: str
    title: str
    authors: tuple[str, ...]
    said: Mapping[str, tuple[Said, ...]]
    speakers: tuple[str, ...]


def claims_about(desk: Desk, registry: Registry, entry_id: str) -> tuple[Claim, ...]:
    """All claims about a registry event in the layers that the person sees, those with numbers first, then by date.

    An event that a tagged one causes in the same article, and that is no registry event of its own, belongs to it: the
    deaths of an attack. Where and when are taken over from the cause where they are not said anew.
    """
    family = frozenset(registry.family(entry_id))
    names = {one.id: one.name_ar for one in registry.entries.values()}
    found: dict[tuple[str, tuple[Span, ...]], Claim] = {}
    for document in mentions_by_document(desk.project, family, author=desk.sight.only_author):
        text = desk.project.text(document)
        for layer in desk.sight.layers_of(document):
            if layer.key.purpose != "suggestion":
                for claim in _Reading(layer, text, names).claims(family, desk):
                    place = (document, claim.spans)
                    found[place] = _united(found[place], claim) if place in found else claim
    claims = [claim for claim in found.values() if any(claim.said.values())]
    claims.sort(key=lambda one: (not one.said["count"], one.published or "~", one.key.document, one.spans[0].start))
    return tuple(claims)


class _Reading:
    """One layer, looked at for claims."""

    def __init__(self, layer: Layer, text: str, names: Mapping[str, str]) -> None:
        self._layer = layer
        self._text = text
        self._names = names
        self._annotations = {one.id: one for one in layer.annotations}
        self._fillers: dict[str, list[Relation]] = {}
        for relation in layer.relations:
            self._fillers.setdefault(relation.source, []).append(relation)

    def claims(self, family: frozenset[str], desk: Desk) -> Iterable[Claim]:
        document = desk.project.document(self._layer.key.document)
        source = document.source
        for event, causes in self._events(family):
            said = {role: self._said(event, role) for role in ROLES}
            for role in ("time", "place"):
                said[role] = said[role] or tuple(dict.fromkeys(x for cause in causes for x in self._said(cause, role)))
            yield Claim(
                key=self._layer.key,
                id=event.id,
                spans=event.spans,
                words=event.surface(self._text),
                published=source.published or "",
                publisher=source.publisher or "",
                title=document.title,
                authors=(self._layer.key.author,),
                said=MappingProxyType(said),
                speakers=self._speakers(event),
            )

    def _events(self, family: frozenset[str]) -> Iterable[tuple[Annotation, tuple[Annotation, ...]]]:
        """Tagged events, and what they cause with those that caused it."""
        caused: dict[str, list[Annotation]] = {}
        for event in self._layer.annotations:
            if event.kind == "event" and event.entry in family:
                yield event, ()
                for relation in self._fillers.get(event.id, ()):
                    target = self._annotations.get(relation.target.annotation or "")
                    if relation.role == "cause_of" and target is not None and target.entry is None:
                        caused.setdefault(target.id, []).append(event)
        for name, causes in caused.items():
            yield self._annotations[name], tuple(causes)

    def _said(self, event: Annotation, role: str) -> tuple[Said, ...]:
        relations = (one for one in self._fillers.get(event.id, ()) if one.role == role)
        return tuple(dict.fromkeys(said for one in relations if (said := self._filler(one)) is not None))

    def _filler(self, relation: Relation) -> Said | None:
        target = relation.target
        filled = self._annotations.get(target.annotation or "")
        if filled is not None:
            surface = filled.surface(self._text)
            if filled.value("approx") == "true":
                surface = f"{self._words_before(filled.start, after=self._annotations[relation.source].end)}{surface}"
            return Said(surface, filled.value("value") or "", filled.start)
        if target.spans:
            return Said(" … ".join(span.of(self._text) for span in target.spans), start=target.spans[0].start)
        name = self._names.get(target.entry or "")
        return Said(name) if name else None

    def _words_before(self, start: int, *, after: int) -> str:
        """How an approximate number is meant; what comes before the event's own word is another matter."""
        begin = max(start - _REACH, after if after <= start else 0, self._text.rfind("\n", 0, start) + 1, 0)
        spans = words(self._text[begin:start])[-_BEFORE:]
        return self._text[begin + spans[0][0] : start] if spans else ""

    def _speakers(self, event: Annotation) -> tuple[str, ...]:
        """Who says it: the speakers of the innermost quote around the event."""
        around = [one for one in self._layer.annotations if one.kind == "quote" and one.covers(event.start)]
        around.sort(key=lambda one: sum(span.length for span in one.spans))
        for quote in around:
            relations = (one for one in self._fillers.get(quote.id, ()) if one.role == "speaker")
            speakers = tuple(self._speaker(one) for one in relations)
            if any(speakers):
                return tuple(name for name in speakers if name)
        return ()

    def _speaker(self, relation: Relation) -> str:
        """The registry's name of a speaker before the words of the article: pronouns say little in a table."""
        filled = self._annotations.get(relation.target.annotation or "")
        name = self._names.get((filled.entry if filled is not None else relation.target.entry) or "")
        said = self._filler(relation)
        return name or (said.words if said else "")


def _united(first: Claim, second: Claim) -> Claim:
    """One claim of two readings of the same words; what only one of them has stands beside the rest."""
    said = {role: tuple(dict.fromkeys((*first.said[role], *second.said[role]))) for role in ROLES}
    return msgspec.structs.replace(
        first,
        authors=tuple(dict.fromkeys((*first.authors, *second.authors))),
        said=MappingProxyType(said),
        speakers=tuple(dict.fromkeys((*first.speakers, *second.speakers))),
    )
