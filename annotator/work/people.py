"""The people of a project: who may do what, who came and who left."""

from collections.abc import Iterable

import msgspec

from annotator.model.ids import is_id, new_id
from annotator.model.person import ROLES, Person, Role
from annotator.model.problems import refuse
from annotator.model.step import CORPUS, Change, Draft, Step
from annotator.text.names import plain_name
from annotator.work.desk import Desk
from annotator.work.team import check_lead


class People:
    """What a lead does with the people of a project; an analyst knows of himself alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[Person, ...]:
        """Everybody who may be seen, those who left last; by name."""
        return tuple(sorted(self._desk.sight.people(), key=lambda one: (one.left, one.name.casefold(), one.id)))

    def named(self, identity: str) -> Person:
        """A person by id; `KnownError` `team.gone` where nobody has it."""
        found = self._desk.project.person(identity)
        if found is None:
            raise refuse("team.gone", id=identity)
        return found

    def strangers(self) -> tuple[str, ...]:
        """Authors of layers here who are not among the people, as far as their layers may be seen."""
        known = {one.id for one in self._desk.project.people()}
        authors = {key.author for key in self._desk.sight.layer_keys() if key.purpose == "own"}
        return tuple(sorted(authors - known - {""}))

    # --- what a lead does

    def add(self, name: str, *, roles: Iterable[Role] = ("analyst",), identity: str | None = None) -> tuple[Step, ...]:
        """Somebody new; `identity` is the id under which the layers come that this person made elsewhere.

        Raises:
            KnownError: `team.not-lead`, `team.no-name`, `team.same-name`, `team.no-role`, `team.bad-id`,
                `team.same-id`.
        """
        if identity is not None and not is_id(identity):
            raise refuse("team.bad-id", id=identity)
        if identity is not None and self._desk.project.person(identity) is not None:
            raise refuse("team.same-id", id=identity)
        made = Person(identity or new_id("p"), self._fit_name(name), self._fit_roles(roles))
        return self._write("person.add", Change("person", made.id, None, made))

    def rename(self, identity: str, name: str) -> tuple[Step, ...]:
        """Call somebody otherwise; the id, and with it all that was done, stays."""
        return self._change("person.rename", identity, name=self._fit_name(name, but=identity))

    def give_roles(self, identity: str, roles: Iterable[Role]) -> tuple[Step, ...]:
        """Say what somebody may do; `KnownError` `team.last-lead` where nobody would lead any more."""
        return self._change("person.roles", identity, roles=self._fit_roles(roles))

    def let_go(self, identity: str) -> tuple[Step, ...]:
        """Somebody leaves: the name stays under what was done; `KnownError` `team.last-lead` for the only lead."""
        return self._change("person.leave", identity, left=True)

    def take_back(self, identity: str) -> tuple[Step, ...]:
        """Somebody who left is here again."""
        return self._change("person.back", identity, left=False)

    # --- writing

    def _change(self, step: str, identity: str, /, **fields: object) -> tuple[Step, ...]:
        check_lead(self._desk.person)
        before = self.named(identity)
        after = msgspec.structs.replace(before, **fields)
        if after == before:
            return ()
        others = (one for one in self._desk.project.people() if one.id != identity)
        if before.leads and not after.leads and not any(one.leads for one in others):
            raise refuse("team.last-lead", name=before.name)
        return self._write(step, Change("person", identity, before, after))

    def _write(self, name: str, change: Change) -> tuple[Step, ...]:
        check_lead(self._desk.person)
        return self._desk.write([Draft(CORPUS, name, self._desk.person.id, (change,))])

    def _fit_name(self, name: str, *, but: str | None = None) -> str:
        said = plain_name(name)
        if not said:
            raise refuse("team.no-name")
        if any(one.name.casefold() == said.casefold() and one.id != but for one in self._desk.project.people()):
            raise refuse("team.same-name", name=said)
        return said

    def _fit_roles(self, roles: Iterable[Role]) -> tuple[Role, ...]:
        wanted = set(roles)
        if not wanted:
            raise refuse("team.no-role")
        return tuple(role for role in ROLES if role in wanted)
