"""Known faults: a key with values, told to a person by the floors above, never a sentence here."""

import msgspec

Value = str | int | float | bool | None


class Problem(msgspec.Struct, frozen=True):
    """One known fault: ``key`` names its sentence in the catalogues (``problem.<key>``), ``values`` fill it."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def named(self) -> dict[str, Value]:
        return dict(self.values)


def problem(key: str, /, **values: Value) -> Problem:
    """A problem with its values in a fixed order."""
    return Problem(key, tuple(sorted(values.items())))


class KnownError(Exception):
    """A fault that is told to the person with what to do; everything else that is raised is our bug."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.key} {p.named}" for p in problems))
        self.problems = problems

    @property
    def problem(self) -> Problem:
        return self.problems[0]


def refuse(key: str, /, **values: Value) -> KnownError:
    """Make the error of one problem; the caller raises it."""
    return KnownError(problem(key, **values))
