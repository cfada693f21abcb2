"""Which gesture a person would take back next on this device, and which one would come back."""

from collections import deque
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from annotator.store.engine import Connection
from annotator.store.journal import Line

_PAGE = 200


class Event(msgspec.Struct, frozen=True):
    """A gesture: its id, the gesture that it takes back or brings again (itself, if neither), and which it does."""

    gesture: str
    original: str
    undone: bool


class Word(msgspec.Struct, frozen=True):
    """What the stack reads of a journal line: bodies are long, and are not asked for."""

    seq: int
    id: str
    gesture: str
    undoes: str | None


_NOTHING: Final[Mapping[str, Word]] = MappingProxyType({})


class UndoStack:
    """One person's gestures on one device, newest on top; read from the journal page by page as far as needed.

    A gesture belongs to who made it or carried it in. What was taken back comes back in turn until the next own one.
    """

    def __init__(self, connection: Connection, *, device: str, person: str) -> None:
        self._connection = connection
        self._device = device
        self._person = person
        self._done: deque[str] = deque()
        self._undone: deque[str] = deque()
        self._seen: set[str] = set()
        self._redo_open = True
        self._before: int | None = None
        self._last: str | None = None
        self._newest: str | None = None
        self._exhausted = False

    def top_done(self) -> str | None:
        """The gesture to take back next, by the id under which it last happened."""
        while not self._done and not self._exhausted:
            self._read_page()
        return self._done[-1] if self._done else None

    def top_undone(self) -> str | None:
        """The undo gesture that a redo would take back."""
        while not self._undone and self._redo_open and not self._exhausted:
            self._read_page()
        return self._undone[-1] if self._undone else None

    def follow(self, line: Line) -> None:
        """A new gesture was written, of which ``line`` is one."""
        if self._before is None and not self._exhausted:
            return
        if line.gesture == self._newest:
            self._follow_further(line)
            return
        self._newest = line.gesture
        if line.undoes is None:
            self._done.append(line.gesture)
            self._undone.clear()
            self._redo_open = False
            return
        taken = self._words("id = ?", (line.undoes,))[0].gesture
        if taken in self._undone:
            self._undone.remove(taken)
            self._done.append(line.gesture)
        elif taken in self._done:
            self._done.remove(taken)
            self._undone.append(line.gesture)
        else:
            # Something older than what was read yet, chosen in the history.
            event = self._event(line)
            self._seen.add(event.original)
            (self._undone if event.undone else self._done).append(line.gesture)

    def _follow_further(self, line: Line) -> None:
        """A further line of the newest gesture: it may take back more than one gesture at once."""
        if line.undoes is None:
            return
        taken = self._words("id = ?", (line.undoes,))[0].gesture
        for gestures in (self._done, self._undone):
            if taken in gestures:
                gestures.remove(taken)
                return
        self._seen.add(self._event(line).original)

    def _read_page(self) -> None:
        """Go further back; the newest word about a gesture is what holds, so older ones about it are passed over."""
        before = "" if self._before is None else "AND seq < ?"
        values: tuple[object, ...] = (self._device, self._person, self._person)
        # The first line makes the project; nobody takes that back.
        lines = self._words(
            # The plus keeps SQLite from gathering all lines of the device by its index and sorting them for each page.
            f"seq > 1 AND +device = ? AND (author = ? OR carried_by = ?) {before}",
            values if self._before is None else (*values, self._before),
            tail=f"ORDER BY seq DESC LIMIT {_PAGE}",
        )
        self._exhausted = len(lines) < _PAGE
        taken = self._taken(lines)
        for line in lines:
            self._before = line.seq
            if line.gesture != self._last:
                self._last = line.gesture
                self._meet(self._event(line, taken))
            elif line.undoes is not None:
                # One gesture may take back several: none of them is met again further back.
                self._seen.add(self._event(line, taken).original)

    def _words(self, where: str, values: tuple[object, ...], *, tail: str = "") -> list[Word]:
        rows = self._connection.execute(f"SELECT seq, id, gesture, undoes FROM journal WHERE {where} {tail}", values)
        return [Word(*row) for row in rows]

    def _taken(self, lines: Sequence[Word]) -> Mapping[str, Word]:
        """What lines take back, asked for at once: an undo of thousands of steps has as many lines."""
        wanted = [line.undoes for line in lines if line.undoes is not None]
        found = self._words(f"id IN ({', '.join('?' * len(wanted))})", tuple(wanted))
        return {line.id: line for line in found}

    def _meet(self, event: Event) -> None:
        if event.original == event.gesture:
            self._meet_original(event)
            return
        if event.original in self._seen:
            return
        self._seen.add(event.original)
        if not event.undone:
            self._done.appendleft(event.gesture)
        elif self._redo_open:
            self._undone.appendleft(event.gesture)

    def _meet_original(self, event: Event) -> None:
        self._redo_open = False
        if event.gesture in self._seen:
            self._seen.discard(event.gesture)
        else:
            self._done.appendleft(event.gesture)

    def _event(self, line: Line | Word, taken: Mapping[str, Word] = _NOTHING) -> Event:
        gesture, undone = line.gesture, False
        while line.undoes is not None:
            known = taken.get(line.undoes)
            line = known or self._words("id = ?", (line.undoes,))[0]
            undone = not undone
        return Event(gesture, line.gesture, undone)
