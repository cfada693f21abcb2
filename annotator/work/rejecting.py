"""Suggestions that a person has put away: decisions of that person, beside the work and never part of it."""

from annotator.measures.fingerprints import fingerprint_annotation
from annotator.model.annotation import Annotation
from annotator.model.layer import LayerKey
from annotator.model.review import Decision, Judged
from annotator.model.span import Span
from annotator.model.step import Change, Draft, Step, stream_of
from annotator.work.sight import Sight
from annotator.work.untagged import Untagged

NAME = "suggestion.reject"


def stream_for(document: str, person: str) -> str:
    """The stream of what a person decides over suggestions in an article.

    It is the person's own and holds no annotation, so it counts as no work: revision, state and record of the layer
    stay as they are.
    """
    return stream_of(_key(document, person))


def rejected(sight: Sight, document: str) -> frozenset[Span]:
    """Where this person wants nothing suggested any more."""
    found = sight.decisions(_key(document, sight.person.id))
    return frozenset(one.spans[0] for one in found if one.choice == "none")


def rejection(document: str, person: str, found: Untagged, *, suggester: str) -> Draft:
    """The step that puts a suggestion away; the place is decided, whatever is suggested there later."""
    judged = Annotation(
        id="", kind="entity", label=found.label, spans=(found.span,), attributes=found.attributes, entry=found.entry
    )
    decision = Decision(
        id=f"{suggester}.{found.span.start}-{found.span.end}",
        document=document,
        kind="entity",
        spans=(found.span,),
        choice="none",
        judged=(Judged(suggester, "", fingerprint_annotation(judged, (), {})),),
        by=person,
    )
    return Draft(stream_for(document, person), NAME, person, (Change("decision", decision.id, None, decision),))


def offered_again(steps: tuple[Step, ...], stream: str) -> Span | None:
    """The place that an undo among ``steps`` lets be suggested again, if any does."""
    for step in steps:
        if step.stream == stream and step.undoes is not None:
            for change in step.changes:
                if isinstance(change.before, Decision) and change.after is None:
                    return change.before.spans[0]
    return None


def _key(document: str, person: str) -> LayerKey:
    return LayerKey(document, "suggestion", person)
