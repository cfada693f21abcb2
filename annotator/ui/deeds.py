"""What the window itself does for a command: projects, undo, sections, panes, palette, language and theme."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from annotator import assets
from annotator.language import LANGUAGES, Language
from annotator.model.problems import KnownError, problem
from annotator.model.step import Step
from annotator.ui.actions import plain_title, shown_keys, title_of
from annotator.ui.commands.command import SUBMENUS
from annotator.ui.commands.table import COMMANDS
from annotator.ui.exchange import Exchange
from annotator.ui.palette import Offer, Palette
from annotator.ui.sections import SECTIONS
from annotator.work.desk import Desk
from annotator.work.opening import SUFFIX
from annotator.work.undoing import MANY

if TYPE_CHECKING:
    from annotator.store.bulk import BulkResult
    from annotator.ui.window import Window

Handler = Callable[[], object]

AT_ONCE: Final = 2000
"""So many changes are taken back while the key is down; above that it is a long work."""

_TELLING: Final = 20
"""So many steps of a gesture are looked at to say what it was."""

_STAYS = frozenset({"create", "person.join"})
"""Steps by which a project or a person's part in it began: Ctrl+Z is not meant for them."""


class Deeds:
    """The window's own handlers, bound to the commands of its table; pages add theirs while they are shown."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._unbind: Handler = _nothing
        self.exchange = Exchange(window)
        window.hub.case_wanted.connect(self._open_case)
        window.hub.article_opened.connect(self._tell_answers)

    @cached_property
    def _languages(self) -> Sequence[Language]:
        return tuple(Language.load(code, assets.path("i18n")) for code in LANGUAGES)

    def bind(self) -> None:
        """Bind what can be done now: without a project only what makes or opens one."""
        self._unbind()
        self._unbind = self._window.commands.bind(dict(self._handlers()))
        self._check_choices()
        self.name_undo()

    def follow(self, news: object) -> None:
        """Keep up with what was written; under another codebook, or with other roles, every page is built anew."""
        self.name_undo()
        if isinstance(news, tuple) and any(isinstance(one, Step) and self._turns_all(one) for one in news):
            # Queued: the page that asked for it is one of those that go.
            QTimer.singleShot(0, self._build_anew)

    def _turns_all(self, step: Step) -> bool:
        desk = self._window.projects.desk
        me = desk.person.id if desk is not None else ""
        return step.changes_codebook or any(one.what == "person" and one.id == me for one in step.changes)

    def _build_anew(self) -> None:
        if self._window.isVisible():
            self._window.rebuild()

    def name_undo(self) -> None:
        """Say on the undo and redo buttons what they would take back."""
        commands, say = self._window.commands, self._window.session.say
        for command_id, key, steps in (
            ("edit.undo", "undo.named", self._next(redo=False)),
            ("edit.redo", "redo.named", self._next(redo=True)),
        ):
            if steps:
                commands.name(command_id, say(key, act=self._act(steps)))
            else:
                commands.name(command_id, say(f"command.{command_id}"))

    def open_path(self, path: str | Path, *, again: bool = False, take_over: bool = False, mend: bool = True) -> bool:
        """Open a project and say what was met; false when it could not be opened.

        Where it can be made anew that is offered, unless ``mend`` says no; ``again``, ``take_over``: ``Projects.open``.
        """
        path = Path(path)
        try:
            self._window.projects.open(path, again=again, take_over=take_over)
        except KnownError as fault:
            if mend:
                self._window.care.recovery.refused(path, fault.problems)
            else:
                self._window.session.ask.show_problems(fault.problems)
            return False
        return True

    def take_dropped(self, names: Sequence[str]) -> None:
        """Open a dropped project; import dropped texts, records and folders."""
        paths = [Path(name) for name in names]
        projects = [path for path in paths if path.suffix == SUFFIX]
        if projects:
            self.open_path(projects[0])
        elif self._window.projects.desk is not None:
            self.exchange.import_sources(paths)
        else:
            self._window.session.ask.show_problems((problem("window.no-project"),))

    def _handlers(self) -> Iterator[tuple[str, Handler]]:
        window = self._window
        yield from _always(self, window).items()
        for group in SUBMENUS:
            for command in COMMANDS:
                if command.group == group:
                    choice = command.id.removeprefix(f"{group}.")
                    yield command.id, partial(window.session.preferences.set, f"ui.{group}", choice)
        yield "section.home", partial(window.show_section, "home")
        if window.projects.desk is None:
            return
        for name in SECTIONS:
            yield f"section.{name}", partial(window.show_section, name)
        yield "search.open", self._focus_search
        yield "answers.open", self._open_answers
        yield "project.close", window.projects.close
        yield "export.jsonl", self.exchange.export
        yield "project.copy", window.care.save_copy
        yield "project.restore", window.care.ask_restore
        yield "import.files", self.exchange.ask_files
        yield "import.folder", self.exchange.ask_folder
        yield "edit.undo", partial(self._take_back, redo=False)
        yield "edit.redo", partial(self._take_back, redo=True)

    def _open_case(self, document: str, case: str) -> None:
        self._window.show_section("review")
        self._window.page.open_case(document, case)

    def _open_answers(self) -> None:
        """Show what reviewers have answered to the article that was in front last."""
        window, desk = self._window, self._window.projects.desk
        document = window.article
        if desk is None or document is None or not desk.sight.answers(document):
            window.hub.said.emit(window.session.say("problem.answers.none"))
            return
        window.show_section("review")
        window.page.open_answers(document)

    def _tell_answers(self, document: str) -> None:
        """Of an article that a reviewer has sent back, say how much waits for an answer, and by which key."""
        window, desk = self._window, self._window.projects.desk
        if desk is None or not any(one.state == "returned" for one in desk.sight.answers(document)):
            return
        from annotator.work.answers import read_answers

        found = read_answers(desk.project, desk.sight, document)
        if found is not None and found.open_views:
            keys = shown_keys(window.commands.keymap.find("answers.open"))
            window.hub.said.emit(window.session.say("answers.told", n=len(found.open_views), keys=keys))

    # --- projects

    def new_project(self) -> None:
        """Ask where, make an empty project there, open it."""
        session = self._window.session
        kinds = session.say("files.projects", pattern=f"*{SUFFIX}")
        proposal = Path.home() / f"{session.say('files.new_project')}{SUFFIX}"
        path = session.ask.save_file(session.say("command.project.new"), kinds=kinds, proposal=proposal)
        if path is None:
            return
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        try:
            self._window.projects.create(path)
        except KnownError as fault:
            session.ask.show_problems(fault.problems)

    def open_project(self) -> None:
        """Ask for a project file and open it."""
        session = self._window.session
        kinds = session.say("files.projects", pattern=f"*{SUFFIX}")
        path = session.ask.open_file(session.say("command.project.open"), kinds=kinds)
        if path is not None:
            self.open_path(path)

    # --- undo

    def _take_back(self, *, redo: bool) -> None:
        window = self._window
        desk, say = window.projects.desk, window.session.say
        if desk is None:
            return
        wanted = self._next(redo=redo)
        if not wanted:
            window.hub.said.emit(say("problem.redo.nothing" if redo else "problem.undo.nothing"))
            return
        changes = desk.undoing.count(wanted[0].gesture)
        if changes > MANY and not window.session.ask.confirm(
            say("undo.many", n=changes), verb=say("command.edit.redo" if redo else "command.edit.undo")
        ):
            return
        if changes > AT_ONCE:
            self._take_back_beside(desk, wanted, redo=redo)
            return
        try:
            steps = desk.redo() if redo else desk.undo()
        except KnownError as fault:
            window.hub.said.emit(say(f"problem.{fault.problem.key}", **fault.problem.named))
            return
        self._tell_taken_back(self._act(wanted), steps, redo=redo)

    def _take_back_beside(self, desk: Desk, wanted: Sequence[Step], *, redo: bool) -> None:
        """Take back what is large in a worker; a redo is the undo of an undo."""
        window, act = self._window, self._act(wanted)
        work = partial(desk.undoing.undo_gesture, wanted[0].gesture)

        def done(result: object) -> None:
            written: BulkResult = result  # type: ignore[assignment]
            desk.follow(written.steps)
            window.hub.documents_touched.emit(written.touched)
            self._tell_taken_back(act, (), redo=redo)

        self.exchange.run(lambda report: work(report=report), done=done, writes=True)

    def _tell_taken_back(self, act: str, steps: Sequence[Step], *, redo: bool) -> None:
        self._window.hub.said.emit(self._window.session.say("redo.done" if redo else "undo.done", act=act))
        self._go_to(steps)

    def _next(self, *, redo: bool) -> Sequence[Step]:
        """What would be taken back or done again; the first steps of a project and of a person in it stay."""
        desk = self._window.projects.desk
        if desk is None:
            return ()
        # A gesture of thousands of steps is told by its first ones.
        steps = desk.undoing.next_redo(limit=_TELLING) if redo else desk.undoing.next_undo(limit=_TELLING)
        return () if any(self._origin(step).name in _STAYS for step in steps) else steps

    def _go_to(self, steps: Sequence[Step]) -> None:
        """Show the article in which something was taken back, if another one is open."""
        documents = [step.document for step in steps if step.document]
        if not documents or self._window.page.show_taken_back(steps):
            return
        if self._window.article not in documents:
            self._window.hub.article_wanted.emit(documents[0], None)

    def _act(self, steps: Sequence[Step]) -> str:
        language = self._window.session.language
        first = (self._origin(step) for step in steps)
        named = next((step.name for step in first if language.has(f"step.{step.name}")), None)
        return language.say(f"step.{named}") if named else language.say("undo.unnamed")

    def _origin(self, step: Step) -> Step:
        """What was done in the first place, behind any number of undos and redos."""
        desk = self._window.projects.desk
        while step.undoes is not None and desk is not None:
            step = desk.project.step(step.undoes).step
        return step

    # --- the window

    def open_palette(self) -> None:
        """Type-ahead over all commands that act now and whatever the page adds."""
        window, session = self._window, self._window.session
        offers = [*window.page.offers(), *self._command_offers()]
        palette = Palette(window, offers, hint=session.say("palette.hint"), nothing=session.say("palette.nothing"))
        palette.open_over(window)

    def _command_offers(self) -> Iterator[Offer]:
        window = self._window
        for command in COMMANDS:
            action = window.commands.action(command.id)
            if action.isEnabled() and command.id != "palette.open":
                words = f"{command.id.replace('.', ' ')} {' '.join(self._other_titles(command.id))}"
                title = plain_title(action)
                if command.group in SUBMENUS:
                    title = f"{window.session.say(f'group.{command.group}')}: {title}"
                keys = shown_keys(window.commands.keymap.find(command.id))
                yield Offer(title, words, keys, partial(window.commands.trigger, command.id))

    def _other_titles(self, command_id: str) -> Iterator[str]:
        """What the command is called in the other languages: many know a program by its English words."""
        here = self._window.session.language.code
        command = self._window.commands.keymap.find(command_id)
        yield from (title_of(command, language) for language in self._languages if language.code != here)

    def show_keys(self) -> None:
        """All keys and what they do."""
        from annotator.ui.keyhelp import KeyHelp

        KeyHelp(self._window, self._window.session).open()

    def open_preferences(self, part: str = "general") -> None:
        """The place where everything is set."""
        from annotator.ui.preferences.dialog import Preferences

        Preferences(self._window, lambda: self._window.session, part).open()

    def _focus_search(self) -> None:
        self._window.header.search.setFocus()
        self._window.header.search.selectAll()

    def _check_choices(self) -> None:
        preferences = self._window.session.preferences
        for group in SUBMENUS:
            for command in COMMANDS:
                if command.group == group:
                    chosen = command.id == f"{group}.{preferences.text(f'ui.{group}')}"
                    self._window.commands.action(command.id).setChecked(chosen)


def _always(deeds: Deeds, window: "Window") -> Mapping[str, Handler]:
    return {
        "project.new": deeds.new_project,
        "project.open": deeds.open_project,
        "project.sample": deeds.exchange.open_sample,
        "project.recover": window.care.ask_recover,
        "program.quit": window.close,
        "pane.next": partial(window.go_round, 1),
        "pane.previous": partial(window.go_round, -1),
        "palette.open": deeds.open_palette,
        "help.keys": deeds.show_keys,
        "preferences.open": deeds.open_preferences,
        "view.focus": window.toggle_focus_mode,
    }


def _nothing() -> None:
    """Nothing is bound yet."""
