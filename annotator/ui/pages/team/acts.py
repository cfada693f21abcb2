"""What is done on the team's page; each deed is one step, and what cannot be is said and changes nothing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from annotator.model.batch import Batch
from annotator.model.ids import is_id
from annotator.model.problems import KnownError
from annotator.model.step import Step
from annotator.text.bidi import strip_controls
from annotator.ui.ask import say_problem
from annotator.ui.pages.team.dialogs import BatchDialog, PersonDialog
from annotator.ui.pages.team.lesson import show_lesson
from annotator.ui.pages.team.new_batch import NewBatchDialog
from annotator.work.batches import Batches
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.people import People
from annotator.work.retest import Retests

if TYPE_CHECKING:
    from annotator.ui.pages.team.page import TeamPage


class TeamActs:
    """Asks what needs to be asked, then does it through the desk."""

    def __init__(self, page: "TeamPage", desk: Desk, corpus: Corpus) -> None:
        self._page = page
        self._desk = desk
        self._corpus = corpus
        self._session = page.session

    # --- batches

    def make_batch(self) -> None:
        """Hand out a new batch."""
        dialog = NewBatchDialog(self._session, self._page, desk=self._desk, corpus=self._corpus)
        agreed = dialog.exec() == QDialog.DialogCode.Accepted
        batch = dialog.batch
        dialog.deleteLater()
        if agreed and batch is not None:
            self.hand_out(batch)

    def hand_out(self, batch: Batch) -> None:
        """Hand out what was planned, and come to it."""
        made = lambda: Batches(self._desk).make(batch)  # noqa: E731
        if self._do(made, "team.said.made", name=batch.name, n=len(batch.tasks)):
            self._page.show_tab("batches")
            self._page.go_to_batch(batch.id)

    def edit_batch(self) -> None:
        """Call a batch otherwise, or want it on another day."""
        row = self._page.batch_row
        if row is None:
            return
        dialog = BatchDialog(self._session, self._page, row.batch)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            name, due = dialog.name.text(), dialog.due
            self._do(lambda: Batches(self._desk).change(row.batch.id, name=name, due=due), "team.said.changed")
        dialog.deleteLater()

    def give_more(self) -> None:
        """Hand out further articles that lie in no batch yet to the people of a batch."""
        row = self._page.batch_row
        if row is None:
            return
        fresh = self._page.reading.fresh()
        if not fresh:
            self._tell("team.said.no_fresh")
            return
        number = self._ask_number("team.ask.more", most=len(fresh), name=row.batch.name)
        if number:
            more = fresh[:number]
            self._do(lambda: Batches(self._desk).give_more(row.batch.id, more), "team.said.more", n=number)

    def remove_batch(self) -> None:
        """Take a batch out; undo brings it back."""
        row = self._page.batch_row
        if row is not None:
            self._do(lambda: Batches(self._desk).remove(row.batch.id), "team.said.removed", name=row.batch.name)

    def pass_on(self) -> None:
        """Give what somebody has not begun to others."""
        batch, share = self._page.batch_row, self._page.share_row
        if batch is None or share is None:
            return
        giver = str(share.share.person)
        people = [one for one in self._desk.sight.people() if not one.left and one.id != giver]
        here = [one.id for one in people if one.id in batch.batch.people]
        takers: list[list[str]] = [[one.id] for one in people]
        options = [strip_controls(one.name) for one in people]
        if len(here) > 1:
            takers.insert(0, here)
            options.insert(0, self._session.say("team.evenly"))
        if not options:
            self._tell("problem.batch.nothing-left")
            return
        choice = self._session.ask.pick(self._session.say("team.ask.pass_on", name=share.name), options)
        if choice is not None:
            passed = lambda: Batches(self._desk).pass_on(batch.batch.id, giver, takers[choice])  # noqa: E731
            self._do(passed, "team.said.passed_on", name=share.name)

    def hide_retest(self) -> None:
        """Give somebody articles once more that were handed in, without telling which."""
        batch, share = self._page.batch_row, self._page.share_row
        if batch is None or share is None:
            return
        retests, person = Retests(self._desk), str(share.share.person)
        most = len(retests.candidates(person))
        if not most:
            self._tell("problem.retest.not-done")
            return
        number = self._ask_number("team.ask.retest", most=most, name=share.name)
        if number:
            self._do(lambda: retests.hide_some(batch.batch.id, person, number), "team.said.retest", n=number)

    def exclude(self) -> None:
        """Say of the selected articles that they are not to be done, and why; or that they are after all."""
        batch, rows = self._page.batch_row, self._page.task_rows
        if batch is None or not rows:
            self._tell("team.said.no_articles")
            return
        tasks = [row.task for row in rows]
        batches = Batches(self._desk)
        if all(task.excluded is not None for task in tasks):
            self._do(lambda: batches.leave_out(batch.batch.id, tasks, None), "team.said.included", n=len(tasks))
            return
        reason = self._session.ask.text(self._session.say("team.ask.reason", n=len(tasks)))
        if reason is not None:
            self._do(lambda: batches.leave_out(batch.batch.id, tasks, reason), "team.said.excluded", n=len(tasks))

    def show_lesson(self) -> None:
        """Hold an article of a training batch against its gold."""
        rows = self._page.task_rows
        if not rows:
            self._tell("team.said.no_articles")
            return
        if not show_lesson(self._session, self._page, self._desk, rows[0].task):
            self._tell("team.said.no_lesson")

    # --- people

    def add_person(self) -> None:
        """Take somebody in: an author of layers who is not among the people where one is chosen, else somebody new."""
        row = self._page.person_row
        identity = row.person.id if row is not None and row.stranger else ""
        dialog = PersonDialog(self._session, self._page, identity=identity)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            name, roles, asked = dialog.name.text(), dialog.chosen, dialog.identity.text().strip() or None
            people = People(self._desk)
            if self._do(lambda: people.add(name, roles=roles, identity=asked), "team.said.added", name=name.strip()):
                made = next(one for one in people.all() if one.name == " ".join(name.split()))
                self._page.go_to_person(made)
        dialog.deleteLater()

    def edit_person(self) -> None:
        """Call somebody otherwise, or give other roles."""
        row = self._page.person_row
        if row is None or not self._desk.person.leads:
            return
        if row.stranger:
            self.add_person()
            return
        dialog = PersonDialog(self._session, self._page, person=row.person)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            people, name, roles = People(self._desk), dialog.name.text(), dialog.chosen
            if name.strip() != row.person.name:
                self._do(lambda: people.rename(row.person.id, name), "team.said.changed")
            if roles != row.person.roles:
                self._do(lambda: people.give_roles(row.person.id, roles), "team.said.changed")
        dialog.deleteLater()

    def let_go(self) -> None:
        """Somebody leaves, or is here again."""
        row = self._page.person_row
        if row is None or row.stranger:
            return
        people, who = People(self._desk), row.person
        if who.left:
            self._do(lambda: people.take_back(who.id), "team.said.back", name=who.name)
        else:
            self._do(lambda: people.let_go(who.id), "team.said.left", name=who.name)

    def become(self) -> None:
        """Say who sits at this machine: a person of the project by id, as for who works on another one now."""
        me = self._desk.person.id
        identity = self._session.ask.text(self._session.say("team.ask.me", id=me), value=me)
        if identity is None or identity.strip() == me:
            return
        if not is_id(identity.strip()):
            self._tell("problem.team.bad-id", id=identity.strip())
            return
        self._session.memory.set("person.id", identity.strip())
        # Queued: the project is opened again by whoever that is, after this page has gone with it.
        self._session.hub.project_wanted.emit(str(self._desk.project.path))
        self._session.actions.trigger("project.close")

    # --- telling

    def _ask_number(self, key: str, *, most: int, name: str) -> int:
        """A number from 1 to ``most``; 0 where the person leaves it or types none."""
        words = self._session.ask.text(self._session.say(key, n=most, name=name), value=str(min(most, 1)))
        try:
            return min(max(int(words or "0"), 0), most)
        except ValueError:
            return 0

    def _do(self, deed: Callable[[], tuple[Step, ...]], done: str, **values: object) -> bool:
        try:
            steps = deed()
        except KnownError as fault:
            self._session.hub.said.emit(say_problem(fault.problem, self._session.language))
            return False
        if steps:
            self._tell(done, **values)
        return bool(steps)

    def _tell(self, key: str, **values: object) -> None:
        self._session.hub.said.emit(self._session.say(key, **values))
