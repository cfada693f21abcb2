"""Keeps the survey of all articles up with the project: at once where little is new, else beside the window."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.model.progress import Report
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.survey import Known, Survey

AT_ONCE: Final = 12
"""So many articles are looked at while a key is down; more of them in a thread, with what is known until then."""


class Surveying(QObject):
    """``surveyed``: the survey knows more than before."""

    surveyed = Signal()

    def __init__(self, session: Session, desk: Desk, survey: Survey, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._survey = survey
        self._stale = True
        self.busy = False

    def forget(self, _news: object = ()) -> None:
        """Something has changed: look again when somebody asks."""
        self._stale = True

    def catch_up(self) -> None:
        """Look at what is new; what takes long is told by ``surveyed`` when it is there."""
        if not self._stale or self.busy:
            return
        if self._survey.stale(self._desk.project) <= AT_ONCE:
            self._survey.catch_up(self._desk.project)
            self._stale = False
        else:
            self._begin()

    def _begin(self) -> None:
        jobs = self._session.jobs
        job = jobs.run(self._look)
        if job is None:
            # Something else is under way: it is tried again when that is over.
            jobs.ended.connect(self._try_again)
            return
        self.busy, self._stale = True, False
        job.done.connect(self._take)
        job.ended.connect(self._end)
        job.cancelled.connect(self.forget)

    def _look(self, report: Report) -> Known:
        fresh = self._survey.branch()
        with self._desk.project.reading() as reads:
            fresh.catch_up(reads, report)
        return fresh.known

    def _take(self, known: object) -> None:
        if isinstance(known, Known):
            self._survey.take(known)

    def _end(self) -> None:
        self.busy = False
        self.surveyed.emit()

    def _try_again(self) -> None:
        self._session.jobs.ended.disconnect(self._try_again)
        self.catch_up()
