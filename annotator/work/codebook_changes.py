"""Changing the codebook: what a draft touches, whether it may be applied, and applying it as one step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from annotator.formats.codebook import read_codebook, write_codebook
from annotator.model.annotation import Annotation, Kind
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer, LayerKey
from annotator.model.lift import Lifter
from annotator.model.problems import KnownError, Problem, refuse
from annotator.model.progress import Progress, Report, silent
from annotator.model.rules import check_layer, unfilled_roles
from annotator.model.span import Span
from annotator.model.step import CORPUS, Change, Draft, Step
from annotator.store.reading import Reads
from annotator.work.codebook_draft import CodebookDraft
from annotator.work.desk import Desk
from annotator.work.sight import visible
from annotator.work.team import may_write

Effect = Literal["changed", "gone", "unfilled", "crowded", "broken"]
"""What becomes of an annotation: it reads otherwise; it is no longer read; it lacks a role that is required now; it
crosses or doubles another; it would say what the codebook does not know, which keeps the change from being applied."""

EFFECTS: tuple[Effect, ...] = ("broken", "gone", "changed", "unfilled", "crowded")

_CROWDED = frozenset({"rule.duplicate", "rule.crossing"})
_ANYWHERE = 1 << 40
_EVERY = 50


class Touched(msgspec.Struct, frozen=True):
    """One annotation that a change touches, with the label that it has now and the one it would have."""

    effect: Effect
    key: LayerKey
    id: str
    kind: Kind
    label: str
    becomes: str
    spans: tuple[Span, ...]
    problem: Problem | None = None


class Impact(msgspec.Struct, frozen=True):
    """Everything that a change of the codebook touches, as the project stood at ``seq``."""

    codebook: Codebook
    seq: int
    touched: tuple[Touched, ...] = ()
    entries: int = 0

    def of(self, effect: Effect) -> tuple[Touched, ...]:
        """What it does to which annotations."""
        return tuple(one for one in self.touched if one.effect == effect)

    @property
    def layers(self) -> tuple[LayerKey, ...]:
        """The layers that would read otherwise."""
        return tuple(dict.fromkeys(one.key for one in self.touched))

    @property
    def people(self) -> tuple[str, ...]:
        """Whose layers these are."""
        return tuple(sorted({key.author for key in self.layers}))

    @property
    def documents(self) -> tuple[str, ...]:
        """The articles in which they lie."""
        return tuple(dict.fromkeys(key.document for key in self.layers))


class CodebookChanges:
    """One person's way to change the codebook."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def allowed(self) -> bool:
        """Whether the person leads, and the project can be written."""
        return may_write(self._desk.person, CORPUS) and not self._desk.project.read_only

    def draft(self) -> CodebookDraft:
        """A draft of what is in force, in which nothing is changed yet."""
        return CodebookDraft.of(self._desk.codebook)

    def impact(self, draft: CodebookDraft, *, report: Report = silent) -> Impact:
        """What a draft would touch in all layers that the person sees; from any thread."""
        with self._desk.project.reading() as reads:
            codebook = draft.finished(lambda version: reads.codebook_at(f"{draft.before.name} {version}") is not None)
            return _impact(reads, self._desk, draft.before, codebook, report)

    def apply(self, draft: CodebookDraft, impact: Impact) -> tuple[Step, ...]:
        """Let a draft be the codebook, as one step; ``impact`` is what the person has been shown.

        Raises:
            KnownError: `team.not-yours`; what is wrong with the draft; `codebook.impact-old`, something was written
                since; `codebook.would-orphan`, annotations would say what the new version does not know.
        """
        desk = self._desk
        if not may_write(desk.person, CORPUS):
            raise refuse("team.not-yours", stream=CORPUS)
        problems = draft.problems()
        if problems:
            raise KnownError(*problems)
        if impact.seq != desk.project.seq or impact.codebook.history[-1:] != self._finished(draft).history[-1:]:
            raise refuse("codebook.impact-old")
        broken = impact.of("broken")
        if broken:
            raise refuse("codebook.would-orphan", n=len(broken))
        change = Change("codebook", draft.before.name, desk.codebook, impact.codebook)
        return desk.write([Draft(CORPUS, "codebook.change", desk.person.id, (change,))])

    def _finished(self, draft: CodebookDraft) -> Codebook:
        at = self._desk.project.codebook_at
        return draft.finished(lambda version: at(f"{draft.before.name} {version}") is not None)

    # --- files

    def export(self, path: Path) -> None:
        """Write the codebook in force to a file, with all its rules."""
        try:
            path.write_bytes(write_codebook(self._desk.codebook))
        except OSError as fault:
            raise refuse("export.unwritable", path=str(path), reason=fault.strerror or "") from fault

    def taken_in(self, path: Path) -> CodebookDraft:
        """A draft of what a codebook file says, to be looked at like any other.

        A newer version of ours keeps its number and its rules; any other file only says how things shall be.

        Raises:
            KnownError: the file cannot be read, is no codebook, or says nothing new.
        """
        try:
            theirs = read_codebook(path.read_bytes())
        except OSError as fault:
            raise refuse("import.unreadable", path=str(path), reason=fault.strerror or "") from fault
        ours = self._desk.codebook
        if is_successor(theirs, ours):
            return CodebookDraft(ours, theirs, adopted=True)
        said = msgspec.structs.replace(theirs, name=ours.name, version=ours.version, history=ours.history)
        if said == ours:
            raise refuse("codebook.nothing-new", path=path.name)
        return CodebookDraft(ours, said)


def is_successor(newer: Codebook, older: Codebook) -> bool:
    """Whether ``newer`` came about from ``older`` by revisions that it names."""
    added = newer.history[len(older.history) :]
    grown = newer.name == older.name and newer.history[: len(older.history)] == older.history
    return grown and bool(added) and added[0].before == older.version and added[-1].version == newer.version


def _impact(reads: Reads, desk: Desk, before: Codebook, after: Codebook, report: Report) -> Impact:
    seq = desk_seq(reads)
    sight, lifter = visible(reads, desk.person), Lifter(after)
    keys = sight.layer_keys()
    touched: list[Touched] = []
    for done, key in enumerate(keys):
        if done % _EVERY == 0:
            report(Progress("codebook-impact", done, len(keys)))
        layer = sight.layer(key)
        touched += _touched(layer, lifter.layer(layer), before, after)
    entries = sum(lifter.entry(entry) != entry for entry in sight.entries())
    report(Progress("codebook-impact", len(keys), len(keys)))
    return Impact(after, seq, tuple(touched), entries)


def desk_seq(reads: Reads) -> int:
    """The number of the last step that a reader sees."""
    return next((stored.seq for stored in reads.journal(limit=1)), 0)


def _touched(layer: Layer, lifted: Layer, before: Codebook, after: Codebook) -> Iterator[Touched]:
    now = {one.id: one for one in lifted.annotations}
    links, new_links = _links(layer), _links(lifted)
    told = _faults(layer, before)
    fresh = [(fault, one) for fault, one in _faults(lifted, after).items() if fault not in told]
    broken = {name: one for (name, key), one in fresh if key not in _CROWDED}
    crowded = {name: one for (name, key), one in fresh if key in _CROWDED}
    for one in layer.annotations:
        become = now.get(one.id)
        if become is None:
            yield _made("gone", layer.key, one, "")
            continue
        if one.id in broken:
            yield _made("broken", layer.key, one, become.label, broken[one.id])
        elif become != one or links.get(one.id) != new_links.get(one.id):
            yield _made("changed", layer.key, one, become.label)
        if one.id in crowded:
            yield _made("crowded", layer.key, one, become.label, crowded[one.id])
        lacking = set(unfilled_roles(become, lifted.relations_of(one.id), after)) if _may_lack(become, after) else set()
        if lacking - set(unfilled_roles(one, layer.relations_of(one.id), before)):
            yield _made("unfilled", layer.key, one, become.label)


def _may_lack(annotation: Annotation, codebook: Codebook) -> bool:
    return any(rule.least for rule in codebook.roles_of(annotation.kind, annotation.label))


def _made(effect: Effect, key: LayerKey, annotation: Annotation, becomes: str, why: Problem | None = None) -> Touched:
    return Touched(effect, key, annotation.id, annotation.kind, annotation.label, becomes, annotation.spans, why)


def _links(layer: Layer) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for link in sorted(layer.relations, key=lambda one: one.id):
        found.setdefault(link.source, []).append(link)
    return found


def _faults(layer: Layer, codebook: Codebook) -> dict[tuple[str, str], Problem]:
    """What is wrong with a layer, by annotation and rule; crossings by the other of the two."""
    found: dict[tuple[str, str], Problem] = {}
    for fault in check_layer(layer, _ANYWHERE, codebook):
        named = fault.named
        found[str(named.get("id", named.get("other", ""))), fault.key] = fault
    return found
