"""People come, are called otherwise, may do other things, and leave; nobody locks the project."""

from pathlib import Path

import pytest

from annotator.model.layer import LayerKey
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.step import Change, Draft, Standing, stream_of
from annotator.store.project import Folders, Project
from annotator.work.desk import Desk
from annotator.work.opening import close_desk, new_person, open_desk
from annotator.work.people import People
from annotator.work.review import ReviewDesk
from tests.work.teamwork import LEAD, NAMES, desk_of, team

__all__ = ["team"]


def refused(key: str) -> pytest.RaisesExc[KnownError]:
    return pytest.RaisesExc(KnownError, check=lambda fault: fault.problem.key == key)


def test_people_are_added_renamed_given_roles_and_let_go(team: Project) -> None:
    desk = Desk(team, LEAD)
    people = People(desk)
    people.add("  Dana   Haddad ", roles=("reviewer", "analyst"))
    dana = next(one for one in people.all() if one.name == "Dana Haddad")
    assert dana.roles == ("analyst", "reviewer")
    people.rename(dana.id, "Dana")
    people.give_roles(dana.id, ["analyst"])
    people.let_go(dana.id)
    left = people.named(dana.id)
    assert (left.name, left.roles, left.left) == ("Dana", ("analyst",), True)
    assert people.all()[-1] == left
    for _ in range(4):
        desk.undo()
    assert team.person(dana.id) is None


def test_what_cannot_be_is_refused(team: Project) -> None:
    people = People(Desk(team, LEAD))
    for deed, key in (
        (lambda: people.add(" "), "team.no-name"),
        (lambda: people.add("anna"), "team.same-name"),
        (lambda: people.add("Eva", roles=()), "team.no-role"),
        (lambda: people.add("Eva", identity="not an id"), "team.bad-id"),
        (lambda: people.add("Eva", identity="anna"), "team.same-id"),
        (lambda: people.rename("nobody", "X"), "team.gone"),
    ):
        with refused(key):
            deed()


def test_the_last_lead_stays_one(team: Project) -> None:
    people = People(Desk(team, LEAD))
    for deed in (lambda: people.give_roles(LEAD.id, ["reviewer"]), lambda: people.let_go(LEAD.id)):
        with refused("team.last-lead"):
            deed()
    people.give_roles("anna", ["analyst", "lead"])
    people.give_roles(LEAD.id, ["reviewer"])
    assert not people.named(LEAD.id).leads
    with refused("team.not-lead"):
        people.rename("badr", "B")


def test_who_is_given_other_roles_sees_and_may_do_other_things_at_once(team: Project) -> None:
    lead, anna = Desk(team, LEAD), desk_of(team, "anna")
    with refused("team.not-lead"):
        People(anna).add("Eva")
    anna.follow(People(lead).give_roles("anna", ["lead"]))
    People(anna).add("Eva")
    assert anna.sight.only_author is None


def test_who_comes_to_a_led_project_is_an_analyst(team: Project, tmp_path: Path) -> None:
    path = team.path
    team.close()
    desk = open_desk(path, new_person("Guest"), folders=Folders(tmp_path / "guest"))
    assert desk.person.roles == ("analyst",)
    with refused("team.not-lead"):
        People(desk).give_roles(desk.person.id, ["lead"])
    close_desk(desk)


def test_authors_that_nobody_knows_are_named(team: Project) -> None:
    with team.bulk(author=LEAD.id, name="import", carried_by=LEAD.id) as work:
        from annotator.model.layer import Layer, LayerKey

        work.add_snapshot(Layer(LayerKey("a00", "own", "zaki"), revision=1, state="submitted"), "0" * 64)
    assert People(Desk(team, LEAD)).strangers() == ("zaki",)
    assert People(desk_of(team, "anna")).strangers() == ()


def test_who_left_proposes_at_most_and_decides_nothing(team: Project) -> None:
    people = People(Desk(team, LEAD))
    people.add("Max", roles=("reviewer", "lead"), identity="max")
    people.let_go("max")
    desk = desk_of(team, "max")
    [step] = desk.create_entry(Entry("n1", "entity", "PER", "اسم"))
    assert step.stream == "proposed/max"
    with refused("review.no-reviewer"):
        ReviewDesk(desk)
    gold = stream_of(LayerKey(NAMES[0], "gold", "max"))
    with refused("team.not-yours"):
        desk.write([Draft(gold, "tag", "max", (Change("standing", "standing", None, Standing("accepted", 1)),))])
