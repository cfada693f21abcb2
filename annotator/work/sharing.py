"""The articles of an export in portions, shared out among processes where they are many."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from annotator.model.progress import Progress, Report
from annotator.store.reading import Reads
from annotator.store.sizes import sizes_of
from annotator.work.departure import Departure, Ticket, Written, departing
from annotator.work.processes import Crew, ProcessEnded, processors

WORTH_PROCESSES: Final = 4_000_000
"""Size of an export (see ``annotator.store.sizes``) that takes somewhat less than half a second to compute."""
_WORTH_THEIR_START: Final = 3 * WORTH_PROCESSES
"""Where nobody waits at a window, processes must save more time than it takes to begin them."""

_PORTION: Final = 200_000
_MOST_NAMES: Final = 64
"""A portion is small wherever articles are, as those who share it out expect."""
_MOST_HANDS: Final = 4
_TRIES: Final = 100

Names = tuple[str, ...]


class Shares:
    """One export in portions, each written here or in another process, always in the same order and of one moment.

    With ``beside`` all that takes long is computed in other processes, which leave a processor to a window.
    """

    def __init__(self, source: Path, reads: Reads, ticket: Ticket, *, beside: bool) -> None:
        self._source = source
        self._ticket = ticket
        self._beside = beside
        self._here = Departure(reads, ticket)
        self._here.hold_still()
        unlisted = self._here.unlisted()
        sizes = [one for one in sizes_of(reads) if one[0] not in unlisted]
        self._size = sum(size for _, size in sizes)
        self._count = len(sizes)
        self._portions = _portions_of(sizes)
        self._registry: Written | None = None

    @property
    def hands(self) -> int:
        """How many processes are worth their start; none where it is soon done here or cannot be shared out."""
        if self._size < (WORTH_PROCESSES if self._beside else _WORTH_THEIR_START) or not self._here.apart:
            return 0
        free = processors()
        if self._beside:
            return min(max(1, free - 1), _MOST_HANDS)
        return min(free, _MOST_HANDS) if free > 1 else 0

    def written(self, report: Report) -> Iterator[Written]:
        """The lines of all articles, piece by piece; `report` is told how many are done, and may stop it."""
        if not self._here.apart:
            yield from self._here.stream(self._told(report))
            return
        done = 0

        def tell() -> None:
            report(Progress("exporting", done, self._count))

        tell()
        for portion, piece in zip(self._portions, self._pieces(tell), strict=True):
            yield piece
            done += len(portion)
            tell()

    def registry(self) -> Written:
        """The lines of the registry, asked for after the articles."""
        return self._registry or self._here.write_registry()

    def _told(self, report: Report) -> Iterator[str]:
        names = (name for portion in self._portions for name in portion)
        for done, name in enumerate(names):
            if done % _MOST_NAMES == 0:
                report(Progress("exporting", done, self._count))
            yield name
        report(Progress("exporting", self._count, self._count))

    def _pieces(self, waiting: Callable[[], None]) -> Iterator[Written]:
        done = 0
        if self.hands:
            hired = Crew(departing, self._source, self._ticket, size=self.hands, modest=self._beside)
            # What is left of an export whose processes are ended from outside is done here.
            with contextlib.suppress(ProcessEnded), hired as crew:
                if self._is_of_one_moment(crew):
                    for piece in crew.spread(Departure.write, self._portions, waiting=waiting):
                        yield piece
                        done += 1
                    self._registry = next(crew.spread(Departure.write_registry, ((),), waiting=waiting))
        yield from map(self._here.write, self._portions[done:])

    def _is_of_one_moment(self, crew: Crew[Departure]) -> bool:
        """Let all read what stood at one moment; false where somebody writes without a pause."""
        tries = ({self._here.hold_still(), *crew.ask_each(Departure.hold_still)} for _ in range(_TRIES))
        return any(len(moments) == 1 for moments in tries)


def _portions_of(sizes: Sequence[tuple[str, int]]) -> list[Names]:
    """Articles in their order, so many together that a portion is done in some hundredths of a second."""
    portions: list[Names] = []
    names: list[str] = []
    held = 0
    for name, size in sizes:
        if names and (held + size > _PORTION or len(names) == _MOST_NAMES):
            portions.append(tuple(names))
            names, held = [], 0
        names.append(name)
        held += size
    return [*portions, tuple(names)] if names else portions
