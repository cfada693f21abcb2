"""What leaves a project: articles with the layers that were asked for, in the order of their lines."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from annotator.formats import registry
from annotator.formats.base import Outgoing
from annotator.formats.catalogue import writer_named
from annotator.formats.records import PURPOSES
from annotator.model.comment import Comment
from annotator.model.document import without_retest
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError, Problem, problem
from annotator.store.reading import Reads, reads_of
from annotator.store.verdicts import spoken_by
from annotator.work.sight import Sight

EXAMPLES = 100
"""How many of the things that cannot go out are named one by one."""


class Ticket(msgspec.Struct, frozen=True):
    """What an export was asked for: which layers, in which format, and who takes them out.

    `to` is the author of layers to whom the answers go, and nothing of others with them.
    """

    person: Person
    layer: str | None
    format_name: str
    to: str | None = None


class Written(msgspec.Struct, frozen=True):
    """The bytes of some articles, ``records`` lines; ``lost`` things are not in them, ``examples`` are the first."""

    body: bytes
    records: int
    lost: int = 0
    examples: tuple[Problem, ...] = ()


class Departure:
    """One export under way, through one reader; several of them may share its articles out."""

    def __init__(self, reads: Reads, ticket: Ticket) -> None:
        self._reads = reads
        reader = ticket.person if ticket.to is None else Person(ticket.to, ticket.to, ("analyst",))
        self._sight = Sight(reads, reader)
        self._layer = ticket.layer
        self._answers = ticket.to is not None
        self._writer = writer_named(ticket.format_name)
        self._codebook = reads.codebook()
        self._lost = 0
        self._examples: list[Problem] = []

    def hold_still(self) -> int | None:
        """See ``Reads.hold_still``; everything of this export is then of one moment."""
        held = self._reads.hold_still()
        self._codebook = self._reads.codebook()
        return held

    def unlisted(self) -> frozenset[str]:
        """Articles that may not be known to be here: second copies that others were given, or that nobody began."""
        return frozenset(name for name in self._sight.unlisted() if not self._sight.layer_keys(name))

    @property
    def apart(self) -> bool:
        """Whether articles may be written by several, each for itself."""
        return self._writer.apart

    def write(self, names: Iterable[str]) -> Written:
        """The lines of these articles, in this order, by kind and author."""
        return self._taken(*self._writer.lines(self._items(names)))

    def stream(self, names: Iterable[str]) -> Iterator[Written]:
        """The same line by line, for a format in which they hang together."""
        for line in self._writer.lines(self._items(names)):
            yield self._taken(line)
        yield self._taken()

    def write_registry(self, _names: Iterable[str] = ()) -> Written:
        """The lines of the registry, as far as it may be seen."""
        lines = list(registry.lines(self._sight.entries()))
        return Written(b"".join(lines), len(lines))

    def _taken(self, *lines: bytes) -> Written:
        """These lines, with what was lost since the last ones."""
        taken = Written(b"".join(lines), len(lines), self._lost, tuple(self._examples))
        self._lost, self._examples = 0, []
        return taken

    def _items(self, names: Iterable[str]) -> Iterator[Outgoing]:
        for name in names:
            layers = self._chosen(name)
            text = self._text(name) if layers else None
            if text is None:
                continue
            document, comments = without_retest(self._reads.document(name)), self._comments(name)
            for layer in layers:
                item = Outgoing(document, text, layer, self._codebook, comments)
                self._lose(*self._writer.losses(item))
                yield item

    def _comments(self, name: str) -> tuple[Comment, ...]:
        """What was said; gold that goes out alone is for others than the team, and leaves its disputes here."""
        said = self._sight.comments(name)
        return said if self._layer != "gold" else tuple(self._alone(one) for one in said if one.sort == "remark")

    def _alone(self, one: Comment) -> Comment:
        """A remark beside gold alone: what is about a case, which nobody else has, is about the article."""
        if one.layer is None or one.layer.purpose != "gold":
            return one
        if any(item.id == one.about for item in self._sight.layer(one.layer).annotations):
            return one
        return msgspec.structs.replace(one, layer=None, about=None)

    def _text(self, name: str) -> str | None:
        """The letters of an article; those of a purged one are gone for good, and it cannot go out."""
        try:
            return self._reads.text(name)
        except KnownError as fault:
            if fault.problem.key != "store.text-gone":
                raise
            self._lose(problem("loss.text-gone", id=name))
            return None

    def _lose(self, *problems: Problem) -> None:
        self._lost += len(problems)
        self._examples.extend(problems[: EXAMPLES - len(self._examples)])

    def _chosen(self, name: str) -> list[Layer]:
        """The layers of an article that were asked for; of own and all layers an empty one rather than none."""
        if self._answers:
            return self._answered(name)
        keys = [key for key in self._sight.layer_keys(name) if self._is_wanted(key)]
        if not keys and self._layer in (None, "all"):
            return [Layer(LayerKey(name, "own", self._sight.person.id))]
        keys.sort(key=lambda key: (PURPOSES[key.purpose], key.author))
        return [as_told(self._reads, self._sight.layer(key), alone=self._layer == "gold") for key in keys]

    def _answered(self, name: str) -> list[Layer]:
        """An analyst's layer with what reviewers have answered to it; nothing of an article that waits."""
        me = self._sight.person.id
        golds = []
        for one in self._sight.answers(name):
            told = as_told(self._reads, one.gold)
            spoken = tuple(said for said in told.facts.spoken if said.author == me)
            facts = msgspec.structs.replace(told.facts, annotators=(me,), spoken=spoken)
            golds.append(msgspec.structs.replace(told, facts=facts))
        if not golds:
            return []
        return [*(as_told(self._reads, self._sight.layer(LayerKey(name, "own", me))) for _ in golds[:1]), *golds]

    def _is_wanted(self, key: LayerKey) -> bool:
        if self._layer == "all":
            return True
        if self._layer == "gold":
            return key.purpose == "gold"
        if self._layer is None:
            return key.purpose == "own" and key.author == self._sight.person.id
        return key.purpose != "gold" and key.author == self._layer


@contextlib.contextmanager
def departing(source: Path, ticket: Ticket) -> Iterator[Departure]:
    """An export of the project file at `source`, which is open elsewhere, with a reader of its own."""
    with reads_of(source) as reads:
        yield Departure(reads, ticket)


def as_told(reads: Reads, layer: Layer, *, alone: bool = False) -> Layer:
    """The layer as a record tells it: when it was handed in, and of gold what its reviewer has said of layers.

    Gold `alone` is for others than the team: what was said of single layers is not in it.
    """
    if layer.key.purpose != "gold":
        return with_completion(reads, layer)
    facts = msgspec.structs.replace(layer.facts, spoken=() if alone else spoken_by(reads, layer.key))
    return with_completion(reads, msgspec.structs.replace(layer, facts=facts))


def with_completion(reads: Reads, layer: Layer) -> Layer:
    """The layer with the time at which its author submitted it, as a record tells it.

    A layer that came in a record keeps what that record said, so that it leaves as it came.
    """
    facts = layer.facts
    if facts.completed is not None or facts.codebook_name or layer.state not in ("submitted", "accepted"):
        return layer
    standing = reads.standing(layer.key)
    if standing is None or standing.at is None:
        return layer
    return msgspec.structs.replace(layer, facts=msgspec.structs.replace(facts, completed=standing.at))
