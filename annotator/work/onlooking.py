"""Looking at cases in a worker: the desk of somebody who reads through a connection of his own and writes nothing."""

from collections.abc import Callable, Sequence
from functools import cached_property

from annotator.model.codebook import Codebook
from annotator.model.person import Person
from annotator.model.step import Draft, Step
from annotator.store.reading import Reads
from annotator.work.sight import Sight, visible


class Onlooker:
    """Stands in for a desk where gestures are only worked out; what they would write is written by whoever asked."""

    def __init__(self, reads: Reads, person: Person) -> None:
        self.project = reads
        self.person = person
        self.sight: Sight = visible(reads, person)

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook in force."""
        return self.project.codebook()

    def write(self, drafts: Sequence[Draft]) -> tuple[Step, ...]:
        """Nothing can be written here; asking for it is our bug."""
        raise RuntimeError(f"an onlooker writes nothing, {len(drafts)} drafts neither")

    def watch(self, watcher: Callable[[tuple[Step, ...]], None]) -> Callable[[], None]:
        """Nothing happens at this desk, so there is nothing to tell."""
        del watcher
        return lambda: None
