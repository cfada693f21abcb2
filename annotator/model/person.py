"""People who work in a project."""

from typing import Literal, get_args

import msgspec

Role = Literal["analyst", "reviewer", "lead"]

ROLES: tuple[Role, ...] = get_args(Role)


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """An opaque id, which authors layers and steps, with a name beside it and what the person may do.

    Who has `left` keeps the name under what was done, and is given nothing more.
    """

    id: str
    name: str
    roles: tuple[Role, ...] = ("analyst",)
    left: bool = False

    @property
    def leads(self) -> bool:
        """Whether this person hands out work and writes the corpus."""
        return "lead" in self.roles and not self.left

    @property
    def reviews(self) -> bool:
        """Whether this person decides cases and accepts layers."""
        return "reviewer" in self.roles and not self.left
