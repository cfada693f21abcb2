"""The second copy: every step with the texts and payload parts it brings, outside the project file, line by line."""

import base64
import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from annotator.model.problems import Problem, problem
from annotator.store import journal
from annotator.store.engine import Connection

NAME: Final = "steps.jsonl"
PREVIOUS: Final = "steps-previous.jsonl"
"""The lines before the last cut: with them an older backup serves as well as the newest."""

FLUSH_SECONDS: Final = 0.7
"""How long after a line at most the disk is told to keep it; the system has it at once, so only a power cut counts."""

_BUFFER: Final = 1 << 20
_BACKWARDS: Final = 1 << 16


class Start(msgspec.Struct, frozen=True, tag_field="kind", tag="start"):
    """The first line: what follows continues the journal line of this ``seq`` and ``chain`` (hex).

    ``text`` and ``payload`` are the last rows of their tables that an earlier copy or a backup holds.
    """

    seq: int
    chain: str
    text: int
    payload: int


class TextLine(msgspec.Struct, frozen=True, tag_field="kind", tag="text"):
    """An article's letters under their SHA-256 (hex)."""

    sha256: str
    body: str


class PayloadLine(msgspec.Struct, frozen=True, tag_field="kind", tag="payload"):
    """A payload part as it lies in the table; ``data`` is base64."""

    sha256: str
    lines: int
    size: int
    data: str

    @property
    def body(self) -> bytes:
        """The compressed bytes."""
        return base64.b64decode(self.data)


class StepLine(msgspec.Struct, frozen=True, tag_field="kind", tag="step"):
    """A journal line; ``body`` is kept byte for byte, ``text`` and ``payload`` are as in ``Start``."""

    seq: int
    chain: str
    received_at: str
    carried_by: str | None
    text: int
    payload: int
    body: msgspec.Raw

    def line(self) -> journal.Line:
        """The journal line; ``msgspec.ValidationError`` when the body is none."""
        data = bytes(self.body)
        body = journal.decode(data)
        return journal.Line(
            seq=self.seq,
            id=body.id,
            gesture=body.gesture,
            stream=body.stream,
            author=body.author,
            device=body.device,
            device_seq=body.device_seq,
            undoes=body.undoes,
            body=data,
            body_sha256=journal.digest(data),
            chain=bytes.fromhex(self.chain),
            received_at=self.received_at,
            carried_by=self.carried_by,
        )


Record = Start | TextLine | PayloadLine | StepLine
_RECORD: Final = msgspec.json.Decoder(Record)
_NOWHERE: Final = Start(0, journal.FIRST_CHAIN.hex(), 0, 0)


class SecondCopy:
    """The file of one project, written by whoever holds the right to write in the project.

    Nothing that goes wrong here keeps a step out of the project file: it is kept as ``fault`` (``secondcopy.failed``)
    until a later line goes through, and what was missed is then made up for.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the project's own folder in the user's data; it is made when needed, closed to others."""
        self._folder = folder
        self._path = folder / NAME
        self._mark = _NOWHERE
        self._file: int | None = None
        self._lock = threading.Lock()
        self._flusher: _Flusher | None = None
        self.fault: Problem | None = None

    def attach(self, connection: Connection) -> Problem | None:
        """Find where the copy stands, and catch up with the journal.

        A copy that holds other steps than the journal, or later ones, is set aside, never written over: the problem
        is then ``secondcopy.ahead`` with ``n`` steps, here or in a backup, that the project file does not hold.
        """
        ahead = None
        try:
            self._mark = _last_mark(self._path)
            if not self._fits(connection):
                ahead = self._set_aside(connection)
        except OSError as error:
            self.fault = self._failed(error)
        self.catch_up(connection)
        return ahead

    def catch_up(self, connection: Connection) -> Problem | None:
        """Add every committed step that is not here yet, with the texts and parts it brings; returns ``fault``."""
        with self._lock:
            try:
                self._add_missing(connection)
                self.fault = None
            except OSError as error:
                self.fault = self._failed(error)
        return self.fault

    def cut(self, connection: Connection, at: Start) -> Problem | None:
        """Begin anew behind ``at``, which a verified backup holds; what went before stays once as ``PREVIOUS``."""
        with self._lock:
            try:
                self._close_file()
                if self._path.exists():
                    self._path.replace(self._folder / PREVIOUS)
                self._mark = at
            except OSError as error:
                self.fault = self._failed(error)
                return self.fault
        return self.catch_up(connection)

    def forget(self) -> None:
        """Remove every line, for what was purged may stand in any; a backup must follow at once."""
        with self._lock:
            self._close_file()
            for name in (NAME, PREVIOUS):
                (self._folder / name).unlink(missing_ok=True)
            self._mark = _NOWHERE

    def close(self) -> None:
        """Bring every line to the disk and close."""
        with self._lock, contextlib.suppress(OSError):
            self._close_file()

    def _failed(self, error: OSError) -> Problem:
        said = error.strerror or type(error).__name__
        return problem("secondcopy.failed", folder=str(self._folder), error=said)

    def _fits(self, connection: Connection) -> bool:
        """Whether the journal holds the very line at which this copy stands."""
        if self._mark.seq == 0:
            return True
        row = connection.execute("SELECT chain FROM journal WHERE seq = ?", (self._mark.seq,)).fetchone()
        return row is not None and bytes(row[0]).hex() == self._mark.chain

    def _set_aside(self, connection: Connection) -> Problem | None:
        aside = self._folder / f"steps-aside-{time.time_ns()}.jsonl"
        self._path.replace(aside)
        known, self._mark = self._mark, _NOWHERE
        missing = sum(1 for found in read(aside) if isinstance(found, StepLine) and not _is_in(connection, found))
        # Behind a backup the copy starts anew: what the file lacks may lie in that backup.
        missing = max(missing, known.seq - journal.tail(connection)[0])
        return problem("secondcopy.ahead", n=missing) if missing else None

    def _add_missing(self, connection: Connection) -> None:
        own = not connection.in_transaction
        if own:
            connection.execute("BEGIN")
        try:
            last = journal.tail(connection)[0]
            if last == self._mark.seq and self._path.exists():
                return
            self._append(self._missing(connection))
        finally:
            if own:
                connection.execute("COMMIT")

    def _missing(self, connection: Connection) -> Iterator[Record]:
        """What the project holds and this copy does not: texts and parts first, then the steps that need them."""
        mark = self._mark
        text, payload = mark.text, mark.payload
        rows = connection.execute("SELECT rowid, sha256, body FROM text WHERE rowid > ? ORDER BY rowid", (text,))
        for number, sha256, body in rows:
            text = number
            yield TextLine(sha256.hex(), body)
        parts = connection.execute(
            "SELECT rowid, sha256, lines, size, body FROM payload WHERE rowid > ? ORDER BY rowid", (payload,)
        )
        for number, sha256, lines, size, body in parts:
            payload = number
            yield PayloadLine(sha256.hex(), lines, size, base64.b64encode(body).decode("ascii"))
        for line in journal.lines(connection, after=mark.seq):
            yield StepLine(
                line.seq,
                line.chain.hex(),
                line.received_at,
                line.carried_by,
                text,
                payload,
                msgspec.Raw(line.body),
            )

    def _append(self, records: Iterator[Record]) -> None:
        """Write all or nothing: what a full disk cuts off is taken back, so that no half line stays in the middle."""
        file = self._opened()
        before = os.lseek(file, 0, os.SEEK_END)
        mark = self._mark
        try:
            buffer = bytearray()
            if not before:
                buffer += _as_line(mark)
            for found in records:
                buffer += _as_line(found)
                if isinstance(found, StepLine):
                    mark = Start(found.seq, found.chain, found.text, found.payload)
                if len(buffer) > _BUFFER:
                    _write_all(file, buffer)
                    buffer.clear()
            _write_all(file, buffer)
        except BaseException:
            os.ftruncate(file, before)
            raise
        self._mark = mark
        if self._flusher:
            self._flusher.wake()

    def _opened(self) -> int:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags, 0o600)
            os.ftruncate(self._file, _whole_lines(self._path))
            self._flusher = _Flusher(self._file)
        return self._file

    def _close_file(self) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            if self._flusher:
                self._flusher.stop()
            os.fsync(file)
        finally:
            self._flusher = None
            os.close(file)


class _Flusher:
    """Tells the disk to keep what was written, once for all that came within ``FLUSH_SECONDS``."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._written = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="second copy", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._written.set()

    def stop(self) -> None:
        self._stopped.set()
        self._written.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._written.wait()
            if self._stopped.wait(FLUSH_SECONDS):
                return
            self._written.clear()
            # A disk that fails here fails the next write as well, which says so.
            with contextlib.suppress(OSError):
                os.fsync(self._file)


def read(path: Path) -> Iterator[Record]:
    """Every line that can still be read, in order; a torn or damaged one is left out. A missing file holds none."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for data in file:
            with contextlib.suppress(msgspec.DecodeError):
                yield _RECORD.decode(data)


def _as_line(record: Record) -> bytes:
    return msgspec.json.encode(record) + b"\n"


def _write_all(file: int, data: bytes | bytearray) -> None:
    view = memoryview(bytes(data))
    while view:
        view = view[os.write(file, view) :]


def _is_in(connection: Connection, found: StepLine) -> bool:
    row = connection.execute(
        "SELECT 1 FROM journal WHERE seq = ? AND chain = ?", (found.seq, bytes.fromhex(found.chain))
    )
    return row.fetchone() is not None


def _whole_lines(path: Path) -> int:
    """The length of a file in bytes without a torn last line."""
    end = path.stat().st_size
    with path.open("rb") as file:
        while end:
            begin = max(0, end - _BACKWARDS)
            file.seek(begin)
            found = file.read(end - begin).rfind(b"\n")
            if found >= 0:
                return begin + found + 1
            end = begin
    return 0


def _last_mark(path: Path) -> Start:
    """Where a copy stands: its last step, else its start, found from the end so that a long copy opens at once."""
    try:
        end = path.stat().st_size
    except FileNotFoundError:
        return _NOWHERE
    window = _BACKWARDS
    while True:
        begin = max(0, end - window)
        with path.open("rb") as file:
            file.seek(begin)
            # What stands behind the last line break is torn, even where it reads well: it will be cut off.
            lines = file.read(end - begin).split(b"\n")[:-1]
        for data in reversed(lines if begin == 0 else lines[1:]):
            mark = _mark_of(data)
            if mark:
                return mark
        if begin == 0:
            return _NOWHERE
        window *= 4


def _mark_of(data: bytes) -> Start | None:
    if not data.startswith((b'{"kind":"step"', b'{"kind":"start"')):
        return None
    try:
        found = _RECORD.decode(data)
    except msgspec.DecodeError:
        return None
    if isinstance(found, StepLine):
        return Start(found.seq, found.chain, found.text, found.payload)
    return found if isinstance(found, Start) else None
