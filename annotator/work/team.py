"""Who may write where: nobody's step writes in another's stream; and who somebody is that comes to a project."""

from collections.abc import Iterable

import msgspec

from annotator.model.person import Person
from annotator.model.problems import KnownError, refuse
from annotator.model.step import CORPUS, TALK, Draft, layer_of


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
    return key.author == person.id and (key.purpose != "gold" or "reviewer" in person.roles)


def guard(person: Person, draft: Draft) -> Draft:
    """``draft`` if its author may write it; ``KnownError`` otherwise."""
    if draft.author != person.id or not may_write(person, draft.stream):
        raise _refused(draft)
    return draft


def as_newcomer(me: Person, people: Iterable[Person]) -> Person:
    """Who ``me`` is in a project whose people do not know me: all roles where nobody leads, else an analyst.

    Who joins somebody else's project must not see and change everything by opening its file.
    """
    if any(one.leads for one in people):
        return msgspec.structs.replace(me, roles=("analyst",))
    return me


def _refused(draft: Draft) -> KnownError:
    return refuse("team.not-yours", stream=draft.stream)
