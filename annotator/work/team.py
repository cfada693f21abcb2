"""Who may write where: nobody's step writes in another's stream; and who somebody is that comes to a project."""

from collections.abc import Iterable

import msgspec

from annotator.model.person import Person
from annotator.model.problems import KnownError, refuse
from annotator.model.registry import Entry
from annotator.model.step import CORPUS, TALK, Change, Draft, layer_of


def may_write(person: Person, stream: str) -> bool:
    """Whether the owner of ``stream`` is ``person``: the lead owns the corpus, an author his layers, everybody talk."""
    if stream == TALK:
        return True
    if stream == CORPUS:
        return person.leads
    if stream.startswith("proposed/"):
        return stream == f"proposed/{person.id}"
    key = layer_of(stream)
    if key is None:
        return False
    return key.author == person.id and (key.purpose != "gold" or person.reviews)


def check_lead(person: Person) -> None:
    """Refuse, with ``KnownError`` ``team.not-lead``, what only who leads may do."""
    if not may_write(person, CORPUS):
        raise refuse("team.not-lead")


def guard(person: Person, draft: Draft) -> Draft:
    """``draft`` if its author may write it; ``KnownError`` otherwise.

    What somebody else has put into the registry is not his to change either, whatever stream he says it in.
    """
    if draft.author != person.id or not may_write(person, draft.stream):
        raise _refused(draft)
    proposes = draft.stream.startswith("proposed/") and draft.undoes is None
    if proposes and any(_is_foreign(person, change) for change in draft.changes):
        raise _refused(draft)
    return draft


def _is_foreign(person: Person, change: Change) -> bool:
    """Whether a change is about an entry that another has proposed, or that stands adopted."""
    said = (change.before, change.after)
    return any(isinstance(one, Entry) and one.proposed_by != person.id for one in said)


def as_newcomer(me: Person, people: Iterable[Person]) -> Person:
    """Who ``me`` is in a project whose people do not know me: all roles where nobody leads, else an analyst.

    Who joins somebody else's project must not see and change everything by opening its file.
    """
    if any(one.leads for one in people):
        return msgspec.structs.replace(me, roles=("analyst",))
    return me


def _refused(draft: Draft) -> KnownError:
    return refuse("team.not-yours", stream=draft.stream)
