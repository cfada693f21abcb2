"""How the window takes care of its file: a check after opening, backups, and what must not pass unseen."""

import time
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from annotator.model.problems import KnownError, Problem, problem
from annotator.store.engine import WAL
from annotator.store.project import Project
from annotator.ui.ask import say_problem
from annotator.ui.banner import Notice
from annotator.ui.jobs import Jobs
from annotator.ui.preferences.faults import faults_of

if TYPE_CHECKING:
    from annotator.ui.recovery import Recovery
    from annotator.ui.window import Window

CHECK_AFTER: Final = 3000
"""Milliseconds from the opening to the check: first the person gets the window."""

LOOK_EVERY: Final = 3000
"""Milliseconds between two looks at the file, its second copy and its backups."""

AGAIN_AFTER: Final = 300.0
"""Seconds after which a backup that failed is tried once more."""

_ACTS: Final = MappingProxyType(
    {
        "project.open-elsewhere": "retry",
        "project.read-only-file": "copy",
        "project.read-only-folder": "copy",
        "project.cannot-lock": "copy",
        "project.network-disk": "copy",
        "project.sync-folder": "copy",
        "project.gone": "copy",
        "project.replaced": "copy",
        "secondcopy.ahead": "recover",
        "care.unsound": "recover",
    }
)
"""The one button that does something about a problem."""

_RESTS: Final = MappingProxyType({"project.open-elsewhere": "elsewhere"})
"""Why writing rests, where it is not simply that nothing may be written there."""


class Care(QObject):
    """Watches over the open project; what it finds stays in a banner or in the status line until it is settled."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.jobs = Jobs(self)
        self._notices: dict[str, Notice] = {}
        self._troubles: dict[str, Problem] = {}
        self._note_preferences()
        self._lost: Problem | None = None
        self._backup_from = 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setInterval(CHECK_AFTER)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.check)
        window.hub.stepped.connect(self._follow)
        window.commands.rested.connect(window.hub.said)
        window.projects.closed_badly.connect(self._tell_closing)

    @cached_property
    def recovery(self) -> "Recovery":
        """The dialogs about copies; loaded when one is wanted."""
        from annotator.ui.recovery import Recovery

        return Recovery(self._window)

    def save_copy(self) -> None:
        """Write a copy elsewhere and go on in it."""
        self.recovery.save_copy()

    def ask_restore(self) -> None:
        """Go back to one of the backups."""
        self.recovery.ask_restore()

    def ask_recover(self) -> None:
        """Make a lost project anew."""
        self.recovery.ask_recover()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the banner says, the gravest first."""
        return tuple(sorted(self._notices.values(), key=lambda notice: not notice.grave))

    @property
    def troubles(self) -> tuple[Problem, ...]:
        """What the status line warns of."""
        return tuple(self._troubles.values())

    # --- the life of a project

    def begin(self) -> None:
        """Look after the project that has just been opened, or after none."""
        self.end()
        self._notices.clear()
        self._troubles.clear()
        self._lost, self._backup_from = None, 0.0
        self._note_preferences()
        if self._window.projects.desk is None:
            return
        for found in self._window.projects.warnings:
            self._notices[found.key] = Notice(found, _ACTS.get(found.key, ""))
        self._clock.start()
        self._soon.start()

    def note(self, notice: Notice) -> None:
        """Say something more in the banner until it is put away."""
        self._notices[notice.problem.key] = notice
        self.show()

    def _note_preferences(self) -> None:
        for found in faults_of(self._window.preferences):
            self._notices[found.key] = Notice(found)

    def end(self) -> None:
        """Stop whatever reads the file: it is about to be closed."""
        self._clock.stop()
        self._soon.stop()
        self.jobs.stop()

    def show(self) -> None:
        """Say in the window of this moment what there is to say."""
        window, say = self._window, self._window.session.say
        window.banner.show_notices(self.notices, self._answer)
        window.status.warn([say(f"care.trouble.{name}") for name in self._troubles], self._tell_troubles)
        window.commands.forbid(say(f"care.rest.{self._rest}") if self._rest else "")

    @property
    def _rest(self) -> str:
        """Why nothing may be written just now; "" while it may."""
        project = self._project
        if self._lost is not None:
            return "lost"
        if project is None or not project.read_only:
            return ""
        return next((_RESTS[found.key] for found in project.warnings if found.key in _RESTS), "locked")

    @property
    def _project(self) -> Project | None:
        desk = self._window.projects.desk
        return desk.project if desk else None

    # --- the check

    def check(self) -> None:
        """Read the whole file beside the work; only what is wrong is told."""
        from annotator.work.care import check_beside

        project = self._project
        if project is None or self._lost is not None:
            return
        job = self.jobs.run(partial(check_beside, project.path))
        if job is None:
            self._soon.start()
            return
        self._window.status.murmur(self._window.session.say("care.checking"))
        job.done.connect(partial(self._checked, project))
        job.failed.connect(lambda problems: self._window.status.say(self._sentence(problems[0])))
        job.ended.connect(lambda: self._window.status.murmur(""))

    def _checked(self, project: Project, findings: list[Problem]) -> None:
        if findings and project is self._project:
            found = problem("care.unsound", n=len(findings))
            self._notices["check"] = Notice(found, _ACTS[found.key], tuple(findings), grave=True)
            self.show()

    # --- every few seconds

    def look(self) -> None:
        """See whether the file is still in its place, the second copy follows and a backup is due."""
        desk = self._window.projects.desk
        if desk is None:
            return
        self._see_place(desk.project)
        self._see_disk()
        if self._lost is None and time.monotonic() >= self._backup_from:
            try:
                if desk.project.backup_due():
                    self.back_up()
            except KnownError as fault:
                self._trouble("backup", fault.problem)

    def back_up(self) -> None:
        """Make a backup beside the work; where reading would keep the writer waiting, writing rests meanwhile."""
        project, window = self._project, self._window
        if project is None or window.jobs.current is not None:
            return
        beside = project.mode == WAL
        job = (self.jobs if beside else window.jobs).run(lambda _report: project.back_up(), writes=not beside)
        if job is None:
            return
        self._backup_from = time.monotonic() + AGAIN_AFTER
        job.done.connect(lambda _backup: self._backed_up(project, None))
        job.failed.connect(lambda problems: self._backed_up(project, problems[0]))

    def _backed_up(self, project: Project, fault: Problem | None) -> None:
        if project is self._project:
            self._trouble("backup", fault)

    def _follow(self, _steps: object) -> None:
        self._see_disk()

    def _see_disk(self) -> None:
        desk = self._window.projects.desk
        if desk is not None:
            self._trouble("copy", desk.project.copy.fault)
            self._trouble("slow", problem("care.slow-disk", path=str(desk.project.path)) if desk.tempo.slow else None)

    def _see_place(self, project: Project) -> None:
        lost = project.moved()
        if lost == self._lost:
            return
        self._lost = lost
        if lost is None:
            self._notices.pop("place", None)
        else:
            self._notices["place"] = Notice(lost, _ACTS.get(lost.key, ""), grave=True)
        self.show()

    def _trouble(self, name: str, found: Problem | None) -> None:
        if found == self._troubles.get(name):
            return
        if found is None:
            del self._troubles[name]
        else:
            self._troubles[name] = found
        self.show()

    # --- answers

    def _answer(self, notice: Notice, what: str) -> None:
        if notice not in self._notices.values():
            return
        if what == "close":
            self._notices = {key: one for key, one in self._notices.items() if one is not notice}
            self.show()
        elif what == "details":
            self._window.session.ask.tell(
                self._window.session.say("care.findings"),
                self._sentence(notice.problem),
                details="\n".join(map(self._sentence, notice.behind)),
            )
        else:
            recovery = self.recovery
            acts = {"retry": recovery.try_again, "copy": recovery.save_copy, "recover": recovery.recover_open}
            acts[notice.act]()

    def _tell_troubles(self) -> None:
        if self._troubles:
            self._window.session.ask.show_problems(self.troubles)

    def _tell_closing(self, problems: tuple[Problem, ...]) -> None:
        self._window.session.ask.show_problems(problems)

    def _sentence(self, found: Problem) -> str:
        return say_problem(found, self._window.session.language)
