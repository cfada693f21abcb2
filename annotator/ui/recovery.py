"""Dialogs about copies of a project: recover it, go back to a backup, save a copy, try again to write in it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.problems import KnownError, Problem
from annotator.store.backup import Backup
from annotator.store.recover import Candidate, Recovered
from annotator.text.bidi import isolate
from annotator.ui.ask import say_problem
from annotator.work import care
from annotator.work.opening import SUFFIX

if TYPE_CHECKING:
    from annotator.ui.window import Window


class Recovery:
    """What a person can do when a project file is lost, damaged or not to be written."""

    def __init__(self, window: "Window") -> None:
        self._window = window

    # --- recovering

    def refused(self, path: Path, problems: Sequence[Problem]) -> None:
        """Say why a project could not be opened; where it can be made anew, offer that."""
        ask, say = self._window.session.ask, self._window.session.say
        remains = care.remains_of(path, problems[0], folders=self._window.projects.folders)
        # A file that lay elsewhere before may still be known by its copies.
        listed = problems[0].key == "project.missing" and bool(self._known())
        action = say("care.act.recover") if remains or listed else ""
        if not ask.show_problems(problems, action=action):
            return
        if remains is not None:
            self.recover(path, remains)
        else:
            self.ask_recover()

    def ask_recover(self) -> None:
        """Let a project be chosen that is lost or damaged: the open one, one from its backups, or a file."""
        window, say = self._window, self._window.session.say
        known = self._known()
        if not known:
            window.session.ask.tell(say("care.recover.title"), say("care.recover.none"))
            return
        chosen = window.session.ask.pick(say("care.recover.which"), [self._described(one) for one in known])
        if chosen is not None:
            self.recover(known[chosen].paths[-1], known[chosen])

    def _known(self) -> list[Candidate]:
        return [one for one in care.known_projects(self._window.projects.folders) if one.paths]

    def recover_open(self) -> None:
        """Make the open project anew."""
        path = self._window.projects.path
        if path is not None:
            self.recover(path, None)

    def recover(self, path: Path, remains: Candidate | None) -> None:
        """Ask, close the project if it is open, make it anew beside the window, and say what came from where."""
        session, projects = self._window.session, self._window.projects
        newest = self._time(remains.backup) if remains and remains.backup else ""
        details = session.say("care.recover.newest", time=newest) if newest else ""
        question = session.say("care.recover.ask", name=path.name)
        if not session.ask.confirm(question, verb=session.say("care.act.recover_now"), details=details):
            return
        identity, folders = (remains.project if remains else None), projects.folders
        if projects.path == path.resolve():
            identity = projects.desk.project.id if projects.desk else identity
            projects.close(backup=False)
        work = partial(care.recover_project, path, folders=folders, identity=identity)
        self._run(path, lambda report: work(report=report), self._tell_recovered)

    def _tell_recovered(self, result: object) -> None:
        done: Recovered = result  # type: ignore[assignment]
        language = self._window.session.language
        lines = [
            *(language.say(f"care.recovered.{name}", n=n) for name, n in _sources(done) if n),
            *([language.say("care.recovered.damaged", path=str(done.damaged))] if done.damaged else []),
            *(say_problem(one, language) for one in done.lost),
        ]
        sentence = language.say("care.recovered_steps", n=done.steps, name=done.path.name)
        self._window.session.ask.tell(language.say("care.recover.title"), sentence, details="\n".join(lines))

    # --- going back to a backup

    def ask_restore(self) -> None:
        """Let one of the open project's backups be chosen and put it in the project's place."""
        session, projects = self._window.session, self._window.projects
        desk, path = projects.desk, projects.path
        if desk is None or path is None:
            return
        found = care.backups_of(desk.project)
        if not found:
            session.ask.tell(session.say("care.restore.title"), session.say("care.restore.none"))
            return
        chosen = session.ask.pick(session.say("care.restore.which"), [self._about(one) for one in found])
        if chosen is None:
            return
        details = session.say("care.restore.kept")
        question = session.say("care.restore.ask", name=path.name, time=self._time(found[chosen]))
        if session.ask.confirm(question, verb=session.say("care.act.restore"), details=details):
            folders = projects.folders
            # What is in the file now goes into a backup of its own first.
            projects.close()
            self._run(
                path,
                lambda _report: care.restore_backup(path, found[chosen], folders=folders),
                partial(self._tell_restored, path),
            )

    def _tell_restored(self, path: Path, aside: object) -> None:
        session = self._window.session
        details = session.say("care.recovered.damaged", path=str(aside)) if aside else ""
        sentence = session.say("care.restore.done", name=path.name)
        session.ask.tell(session.say("care.restore.title"), sentence, details=details)

    # --- copies, and another try

    def save_copy(self) -> None:
        """Ask for a place, write a verified copy there and go on in it."""
        session, projects = self._window.session, self._window.projects
        desk, path = projects.desk, projects.path
        if desk is None or path is None:
            return
        kinds = session.say("files.projects", pattern=f"*{SUFFIX}")
        proposal = Path.home() / path.name
        out = session.ask.save_file(session.say("command.project.copy"), kinds=kinds, proposal=proposal)
        if out is None:
            return
        out = out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)
        if desk.project.moved() is None:
            self._run(out, lambda _report: care.copy_file(path, out), self._tell_copied)
            return
        try:
            # Only the connection that is open still reaches a file without a name.
            care.rescue(desk.project, out)
        except KnownError as fault:
            session.ask.show_problems(fault.problems)
            return
        self._window.deeds.open_path(out)
        self._tell_copied(out)

    def _tell_copied(self, out: object) -> None:
        self._window.hub.said.emit(self._window.session.say("care.said.copied", path=str(out)))

    def try_again(self) -> None:
        """Open the project once more, to write in it if whoever held it is gone."""
        window, session = self._window, self._window.session
        path = window.projects.path
        if path is None or not window.deeds.open_path(path, again=True):
            return
        held = {one.key: one for one in window.projects.warnings}
        who = held.get("project.open-elsewhere")
        if who is None:
            window.hub.said.emit(session.say("care.said.free"))
            return
        if "project.network-disk" in held:
            question = session.say("care.take_over.ask", person=str(who.named["person"]), host=str(who.named["host"]))
            if session.ask.confirm(question, verb=session.say("care.act.take_over")):
                window.deeds.open_path(path, again=True, take_over=True)
                return
        window.hub.said.emit(session.say("care.said.still_held", person=str(who.named["person"])))

    # --- how

    def _run(self, path: Path, work: Callable[..., object], tell: Callable[[object], object]) -> None:
        """Do something long beside the window; afterwards the project at ``path`` is open, whatever came of it."""
        window = self._window
        job = window.jobs.run(work)
        if job is None:
            window.hub.said.emit(window.session.say("job.busy"))
            return
        job.done.connect(lambda result: (window.deeds.open_path(path), tell(result)))
        job.failed.connect(partial(self._failed, path))
        job.cancelled.connect(lambda: self._reopen(path))

    def _failed(self, path: Path, problems: Sequence[Problem]) -> None:
        self._window.session.ask.show_problems(problems)
        self._reopen(path)

    def _reopen(self, path: Path) -> None:
        """Show what was open before; where nothing can be opened, the reason has been said already."""
        if self._window.projects.path is None and path.is_file():
            self._window.deeds.open_path(path, mend=False)

    def _described(self, one: Candidate) -> str:
        say = self._window.session.say
        when = say("care.recover.newest", time=self._time(one.backup)) if one.backup else say("care.recover.no_backup")
        return f"{isolate(str(one.paths[-1]))}\n{when}"

    def _about(self, one: Backup) -> str:
        return self._window.session.say("care.restore.line", time=self._time(one), n=one.seq)

    def _time(self, one: Backup) -> str:
        """When a backup was made, in the time of this place."""
        return one.at.astimezone().strftime("%Y-%m-%d %H:%M")


def _sources(done: Recovered) -> Iterator[tuple[str, int]]:
    yield "backup", done.from_backup
    yield "copy", done.from_copy
    yield "file", done.from_file
