"""A project file, open: everything that is read from it and written to it goes through here."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Self

import msgspec

from annotator.model.batch import Batch
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError, Problem, refuse
from annotator.model.progress import Report, silent
from annotator.model.registry import Entry
from annotator.model.step import Change, Draft, Standing, Step
from annotator.store import devices, engine, guard, journal, lock
from annotator.store.backup import Backup, Backups
from annotator.store.bulk import Bulk
from annotator.store.engine import Connection
from annotator.store.opening import check_at_opening, first_step, lay_out, project_id
from annotator.store.reading import Conflict, Reads, StoredStep, reads_of
from annotator.store.rebuild import differences
from annotator.store.secondcopy import SecondCopy
from annotator.store.undo import UndoStack
from annotator.store.writer import Writer

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class Folders(msgspec.Struct, frozen=True):
    """Where a person's own things lie: ``data`` holds second copies, backups and the names of project copies."""

    data: Path


class Project:
    """One open project file, for the thread that opened it; ``bulk`` and ``reading`` are for workers.

    ``source`` is the file that is read, a copy where the project's own does not let itself be read in its place.
    ``warnings`` are the problems that were met at opening and do not keep anybody from working; where the right to
    write was not to be had, one of them says why and ``read_only`` is true.
    """

    def __init__(
        self,
        path: Path,
        connection: Connection,
        *,
        folders: Folders,
        mode: str,
        lock: lock.WriterLock | None,
        warnings: Sequence[Problem] = (),
        private: Path | None = None,
    ) -> None:
        self.path = path
        self.read_only = lock is None
        self.connection = connection
        self.mode = mode
        self.id = project_id(connection)
        self.folder = folders.data / self.id
        self.device = "" if self.read_only else devices.device_for(connection, path=path, folder=self.folder)
        self.copy = SecondCopy(self.folder)
        self.backups = Backups(self.folder)
        self.source = private or path
        self._private = private
        self._lock = lock
        self._reads = Reads(connection)
        self._writer = Writer(connection, device=self.device)
        self._stacks: dict[str, UndoStack] = {}
        self._bulk = False
        self._open = True
        self._identity = guard.identity(path)
        ahead = None if self.read_only else self.copy.attach(connection)
        self.warnings = (*warnings, *((ahead,) if ahead else ()))

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, *, folders: Folders, person: Person, codebook: Codebook) -> "Project":
        """Make a new project with its first person and codebook, and open it.

        Raises:
            KnownError: something stands at ``path`` already, or nothing can be written there.
        """
        engine.create_file(path)
        try:
            taken = lock.take(path, person=person.name)
            if isinstance(taken, Problem):
                raise KnownError(taken)
            mode = engine.journal_mode(local=guard.is_local(path))
            connection = engine.connect(path, mode=mode)
            try:
                lay_out(connection, path)
                project = cls(path, connection, folders=folders, mode=mode, lock=taken)
                project.write((first_step(person, codebook),))
            except BaseException:
                connection.close()
                taken.release()
                raise
        except BaseException:
            for leftover in (path, *guard.companions(path)):
                leftover.unlink(missing_ok=True)
            raise
        return project

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        folders: Folders,
        read_only: bool = False,
        person: str | None = None,
        take_over: bool = False,
    ) -> "Project":
        """Open a project; for reading alone where asked for, or where somebody else writes in it.

        ``person`` is the name that others are told who find it open; ``take_over`` see ``lock.take``.

        Raises:
            KnownError: the file is missing, foreign, newer, cut off, damaged or altered.
        """
        header = guard.classify(path)
        refused = guard.refusal(header)
        if refused:
            raise KnownError(refused)
        warnings = list(guard.warnings(header))
        taken: lock.WriterLock | None = None
        if not read_only and header.file_writable and header.folder_writable:
            answer = lock.take(path, person=person, take_over=take_over)
            if isinstance(answer, Problem):
                warnings.append(answer)
            else:
                taken = answer
        try:
            return cls._opened(path, header, folders=folders, taken=taken, warnings=warnings)
        except BaseException:
            if taken:
                taken.release()
            raise

    @classmethod
    def _opened(
        cls,
        path: Path,
        header: guard.Header,
        *,
        folders: Folders,
        taken: lock.WriterLock | None,
        warnings: Sequence[Problem],
    ) -> "Project":
        mode = engine.journal_mode(local=guard.is_local(path))
        # In a folder where nothing may be written, a file in WAL mode cannot even be read.
        private = guard.private_copy(path) if taken is None and header.wal and not header.folder_writable else None
        connection = None
        try:
            connection = engine.connect(private or path, mode=mode, read_only=taken is None)
            with engine.known_faults(path):
                check_at_opening(connection, path, backups=folders.data if taken else None)
                return cls(path, connection, folders=folders, mode=mode, lock=taken, warnings=warnings, private=private)
        except BaseException:
            if connection:
                connection.close()
            if private:
                shutil.rmtree(private.parent, ignore_errors=True)
            raise

    def close(self, *, backup: bool = True) -> tuple[Problem, ...]:
        """Leave one single file and nothing beside it, with a backup of what changed; a second call does nothing.

        Returns what kept the backup from being made: the project itself is closed all the same.
        """
        if not self._open:
            return ()
        self._open = False
        problems: tuple[Problem, ...] = ()
        try:
            if not self.read_only:
                last = devices.last_counter(self.connection, self.device)
                with contextlib.suppress(OSError):
                    devices.remember(self.device, last=last, path=self.path, folder=self.folder)
                if backup:
                    problems = self._backed_up()
            self.copy.close()
            engine.close(self.connection, read_only=self.read_only)
        finally:
            if self._lock:
                self._lock.release()
            if self._private:
                shutil.rmtree(self._private.parent, ignore_errors=True)
        return problems

    def _backed_up(self) -> tuple[Problem, ...]:
        if not self.backups.changed(self.seq):
            return ()
        try:
            self.back_up()
        except KnownError as error:
            return error.problems
        return ()

    def back_up(self) -> Backup:
        """Make a verified backup now, in the person's own folder; ``KnownError`` where that fails."""
        return self.backups.make(self.path, second=self.copy)

    def backup_due(self) -> bool:
        """Whether something changed since a backup of more than half an hour ago."""
        return not self.read_only and self.backups.due(self.seq)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    @property
    def seq(self) -> int:
        """The number of the last step in this file: what caches are stamped with."""
        return journal.tail(self.connection)[0]

    def moved(self) -> Problem | None:
        """The problem when the name no longer leads to the open file."""
        return guard.still_there(self.path, self._identity)

    # --- writing

    def write(
        self,
        drafts: Sequence[Draft],
        *,
        texts: Mapping[str, str] = _NO_TEXTS,
        gesture: str | None = None,
        carried_by: str | None = None,
    ) -> tuple[Step, ...]:
        """Write drafts as the steps of one gesture, all or none; durable on return.

        ``texts`` are new articles' letters by SHA-256 (hex). A draft with ``undoes`` and no changes takes that step
        back; of very large undos and of whole layers the returned steps hold no changes: what they touch is to be
        read anew. What somebody else's draft is, ``carried_by`` names who brought it.

        Raises:
            StaleChange: something else stands where a change says what stood before.
            KnownError: read-only project, bulk work under way, full or failing disk; nothing is kept then.
        """
        self._require_writable()
        before = self.seq
        try:
            with engine.known_faults(self.path), engine.transaction(self.connection):
                steps = self._writer.write(drafts, texts=texts, gesture=gesture, carried_by=carried_by)
        except KnownError as fault:
            self._writer.forget()
            if fault.problem.key == "store.disk-fault":
                self.reconnect()
            raise
        except BaseException:
            self._writer.forget()
            raise
        self._follow(before)
        self.copy.catch_up(self.connection)
        return steps

    @contextlib.contextmanager
    def bulk(self, *, author: str, name: str, carried_by: str | None = None, report: Report = silent) -> Iterator[Bulk]:
        """Write much at once through a connection of its own, from any thread; all or nothing.

        ``author`` makes the corpus step; layers come in their authors' names, carried by ``carried_by`` (without one by
        ``author``). Only one at a time, and ``write`` is refused meanwhile. Where the project cannot be in WAL mode
        (``mode``), reading waits while the worker writes.
        """
        self._require_writable()
        self._bulk = True
        try:
            with engine.known_faults(self.path):
                connection = engine.connect(self.path, mode=self.mode, any_thread=True)
                try:
                    work = Bulk(
                        connection, device=self.device, author=author, name=name, carrier=carried_by, report=report
                    )
                    with engine.transaction(connection):
                        yield work
                        work.finish()
                    self.copy.catch_up(connection)
                finally:
                    connection.close()
            self._stacks.clear()
        finally:
            self._bulk = False

    def reading(self) -> contextlib.AbstractContextManager[Reads]:
        """A reader with its own connection, for a worker thread; a process takes ``reads_of`` the ``source``."""
        return reads_of(self.source)

    def reconnect(self) -> None:
        """Take a fresh connection, as a disk that failed demands: the old one may believe written what is not."""
        with contextlib.suppress(engine.sqlite.Error):
            self.connection.close()
        self.connection = engine.connect(self.path, mode=self.mode)
        self._reads = Reads(self.connection)
        self._writer = Writer(self.connection, device=self.device)
        self._stacks.clear()

    def _require_writable(self) -> None:
        if self.read_only:
            raise refuse("store.read-only", path=str(self.path), said="")
        if self._bulk:
            raise refuse("store.bulk-running")

    def _follow(self, before: int) -> None:
        if not self._stacks:
            return
        for line in journal.lines(self.connection, after=before):
            for person, stack in self._stacks.items():
                if person in (line.author, line.carried_by):
                    stack.follow(line)

    # --- undo

    def last_done(self, author: str, *, limit: int | None = None) -> tuple[Step, ...]:
        """The steps of the gesture that this person would take back next on this device; empty without one.

        Steps that do not hold their changes themselves come without; ``changes_of`` works them out.
        """
        return self._steps_of(self._stack(author).top_done(), limit)

    def last_undone(self, author: str, *, limit: int | None = None) -> tuple[Step, ...]:
        """The undo steps that a redo would take back; empty without any."""
        return self._steps_of(self._stack(author).top_undone(), limit)

    def _stack(self, author: str) -> UndoStack:
        if author not in self._stacks:
            self._stacks[author] = UndoStack(self.connection, device=self.device, person=author)
        return self._stacks[author]

    def _steps_of(self, gesture: str | None, limit: int | None) -> tuple[Step, ...]:
        return tuple(stored.step for stored in self._reads.gesture(gesture, limit=limit)) if gesture else ()

    # --- reading

    def document(self, name: str) -> Document:
        return self._reads.document(name)

    def has_document(self, name: str) -> bool:
        return self._reads.has_document(name)

    def document_ids(self) -> list[str]:
        return self._reads.document_ids()

    def documents(self) -> Iterator[Document]:
        return self._reads.documents()

    def document_count(self) -> int:
        return self._reads.document_count()

    def text(self, document: str) -> str:
        return self._reads.text(document)

    def find_text(self, sha256: str) -> list[str]:
        return self._reads.find_text(sha256)

    def tombstone(self, name: str) -> str | None:
        return self._reads.tombstone(name)

    def layer(self, key: LayerKey) -> Layer:
        return self._reads.layer(key)

    def layer_keys(
        self, document: str | None = None, *, author: str | None = None, purpose: str | None = None
    ) -> list[LayerKey]:
        return self._reads.layer_keys(document, author=author, purpose=purpose)

    def layers_of(self, document: str) -> list[Layer]:
        return self._reads.layers_of(document)

    def standing(self, key: LayerKey, *, about: str = "standing") -> Standing | None:
        return self._reads.standing(key, about=about)

    def snapshot_conflicts(self) -> list[Conflict]:
        return self._reads.snapshot_conflicts()

    def entries(self) -> tuple[Entry, ...]:
        return self._reads.entries()

    def entry(self, name: str) -> Entry | None:
        return self._reads.entry(name)

    def mentions(self, entry: str) -> list[tuple[LayerKey, str]]:
        return self._reads.mentions(entry)

    def people(self) -> tuple[Person, ...]:
        return self._reads.people()

    def person(self, name: str) -> Person | None:
        return self._reads.person(name)

    def batches(self) -> tuple[Batch, ...]:
        return self._reads.batches()

    def codebook(self) -> Codebook:
        return self._reads.codebook()

    def codebook_at(self, stamp: str) -> Codebook | None:
        return self._reads.codebook_at(stamp)

    def comments(self, document: str) -> tuple[Comment, ...]:
        return self._reads.comments(document)

    def journal(
        self,
        *,
        newest_first: bool = True,
        stream: str | None = None,
        author: str | None = None,
        limit: int | None = None,
        before_seq: int | None = None,
        after_seq: int | None = None,
    ) -> Iterator[StoredStep]:
        return self._reads.journal(
            newest_first=newest_first,
            stream=stream,
            author=author,
            limit=limit,
            before_seq=before_seq,
            after_seq=after_seq,
        )

    def step(self, name: str) -> StoredStep:
        return self._reads.step(name)

    def gesture(self, name: str) -> tuple[StoredStep, ...]:
        return self._reads.gesture(name)

    def changes_of(self, step: str) -> tuple[Change, ...]:
        return self._reads.changes_of(step)

    def taken_back(self, step: str) -> bool:
        return self._reads.taken_back(step)

    def differences_from_journal(self) -> list[Problem]:
        """Rows of the tables that are not what the journal says, after replaying it beside."""
        return list(differences(self.connection))
