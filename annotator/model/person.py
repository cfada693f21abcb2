"""People who work in a project."""

from typing import Literal

import msgspec

Role = Literal["analyst", "reviewer", "lead"]


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """An opaque id, which authors layers and steps, with a name beside it and what the person may do."""

    id: str
    name: str
    roles: tuple[Role, ...] = ("analyst",)
