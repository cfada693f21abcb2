"""Going back to how one's own work stood at an earlier moment, as one new gesture."""

from collections.abc import Sequence

import msgspec

from annotator.model.comment import Comment
from annotator.model.problems import refuse
from annotator.model.step import Change, Draft, Step, Value, layer_of
from annotator.work.desk import Desk
from annotator.work.team import may_write

Name = tuple[str, str, str]
"""Stream, sort and id of one value."""

_STAY = frozenset({"person", "codebook", "batch"})
"""What going back leaves as it is: people have joined, and what was said since was said under the new codebook."""


class Plan(msgspec.Struct, frozen=True):
    """What going back would do: the drafts of one gesture, and how many later changes stay as they are.

    Others' work stays, what others have built on stays, and so do articles, people and the codebook.
    """

    drafts: tuple[Draft, ...]
    left: int

    @property
    def count(self) -> int:
        """How many values change."""
        return sum(len(draft.changes) for draft in self.drafts)


class Restoring:
    """One person's way back to a moment; it is undone by one undo."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._project = desk.project
        self._me = desk.person.id

    def plan(self, seq: int, *, document: str | None = None) -> Plan:
        """What leads my work back to how it stood after line ``seq``, in one article or in the whole project."""
        first: dict[Name, Value | None] = {}
        last: dict[Name, Value | None] = {}
        others: set[Name] = set()
        for stored in self._project.journal(after_seq=seq, newest_first=False):
            step = stored.step
            if step.author != self._me and layer_of(step.stream) is not None:
                continue
            for change in step.changes or self._project.changes_of(step.id):
                name = (step.stream, change.what, change.id)
                if document is not None and not _is_about(step, change, document):
                    continue
                if step.author != self._me:
                    others.add(name)
                    continue
                first.setdefault(name, change.before)
                last[name] = change.after
        return self._restoring(first, last, others)

    def restore(self, plan: Plan) -> tuple[Step, ...]:
        """Do what was planned; ``KnownError`` where there is nothing to do."""
        if not plan.drafts:
            raise refuse("restore.nothing")
        return self._desk.write(plan.drafts)

    def _restoring(self, first: dict[Name, Value | None], last: dict[Name, Value | None], others: set[Name]) -> Plan:
        by_stream: dict[str, list[Change]] = {}
        left = 0
        for name, before in first.items():
            if before == last[name]:
                continue
            stream, what, value_id = name
            change = Change(what, value_id, last[name], before)
            if name in others or self._must_stay(stream, change):
                left += 1
            else:
                by_stream.setdefault(stream, []).append(change)
        drafts = (Draft(stream, "restore", self._me, _ordered(changes)) for stream, changes in by_stream.items())
        return Plan(tuple(drafts), left)

    def _must_stay(self, stream: str, change: Change) -> bool:
        if change.what in _STAY or not may_write(self._desk.person, stream):
            return True
        if change.what == "document":
            return change.after is None or change.before is None
        if change.what == "entry" and change.after is None:
            return any(key.author != self._me for key, _ in self._project.mentions(change.id))
        return False


def _is_about(step: Step, change: Change, document: str) -> bool:
    if step.document is not None:
        return step.document == document
    values = (change.before, change.after)
    about = [value.document for value in values if isinstance(value, Comment)]
    return document in about or (change.what == "document" and change.id == document)


def _ordered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Links end before what they join, and begin after it."""
    return tuple(sorted(changes, key=lambda one: (one.what == "relation") == (one.after is not None)))
