"""What leaves a project: articles with the layers that were asked for, in the order of their lines."""

from collections.abc import Iterator

import msgspec

from annotator.formats.base import Outgoing, Writer
from annotator.formats.records import PURPOSES
from annotator.model.layer import Layer, LayerKey
from annotator.model.problems import KnownError, Problem, problem
from annotator.model.progress import Progress, Report
from annotator.store.reading import Reads
from annotator.work.sight import Sight

_EXAMPLES = 100
_REPORT_EVERY = 50


class Departure:
    """One export under way; `lost` counts what cannot go out, `examples` are the first of it."""

    def __init__(self, reads: Reads, sight: Sight, *, layer: str | None, writer: Writer) -> None:
        self._reads = reads
        self._sight = sight
        self._layer = layer
        self._writer = writer
        self.lost = 0
        self.examples: list[Problem] = []

    def items(self, report: Report) -> Iterator[Outgoing]:
        """Everything to be written, by article, kind and author."""
        codebook = self._reads.codebook()
        names = sorted(self._reads.document_ids())
        for done, name in enumerate(names):
            if done % _REPORT_EVERY == 0:
                report(Progress("exporting", done, len(names)))
            layers = self._chosen(name)
            text = self._text(name) if layers else None
            if text is None:
                continue
            document, comments = self._reads.document(name), self._sight.comments(name)
            for layer in layers:
                item = Outgoing(document, text, layer, codebook, comments)
                self._lose(*self._writer.losses(item))
                yield item
        report(Progress("exporting", len(names), len(names)))

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
        self.lost += len(problems)
        self.examples.extend(problems[: _EXAMPLES - len(self.examples)])

    def _chosen(self, name: str) -> list[Layer]:
        """The layers of an article that were asked for; of own and all layers an empty one rather than none."""
        keys = [key for key in self._sight.layer_keys(name) if self._is_wanted(key)]
        if not keys and self._layer in (None, "all"):
            return [Layer(LayerKey(name, "own", self._sight.person.id))]
        keys.sort(key=lambda key: (PURPOSES[key.purpose], key.author))
        return [with_completion(self._reads, self._sight.layer(key)) for key in keys]

    def _is_wanted(self, key: LayerKey) -> bool:
        if self._layer == "all":
            return True
        if self._layer == "gold":
            return key.purpose == "gold"
        if self._layer is None:
            return key.purpose == "own" and key.author == self._sight.person.id
        return key.purpose != "gold" and key.author == self._layer


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
