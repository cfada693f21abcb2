"""Verbs of a lead: `people` and `batch`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from annotator.cli.codes import Exit
from annotator.cli.desk import reading, writing
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words
from annotator.model.ids import is_id
from annotator.model.person import ROLES, Role
from annotator.model.problems import refuse
from annotator.settings import open_memory
from annotator.text.bidi import strip_controls

if TYPE_CHECKING:
    from annotator.work.desk import Desk
    from annotator.work.headway import BatchProgress, Share

_PATH = click.Path(path_type=Path)
_ACTIONS = ("list", "show", "new")


@click.command("people", cls=Words)
@click.argument("project", type=_PATH)
@click.option("--add", "newcomer")
@click.option("--id", "person_id")
@click.option("--roles")
@click.option("--me", "myself")
@click.pass_obj
def people_(
    terminal: Terminal,
    project: Path,
    *,
    newcomer: str | None,
    person_id: str | None,
    roles: str | None,
    myself: str | None,
) -> int:
    """Tell who works here; add somebody, give roles, or say who sits at this machine."""
    from annotator.work.desk import Desk
    from annotator.work.people import People

    if myself is not None:
        if not is_id(myself):
            raise refuse("team.bad-id", id=myself)
        open_memory().set("person.id", myself)
        terminal.say("cli.people.me", id=myself)
        terminal.tell({"me": myself})
        return Exit.OK
    wanted = _roles(roles)
    writes = newcomer is not None or person_id is not None
    with (writing if writes else reading)(project) as (opened, person):
        people = People(Desk(opened, person))
        if newcomer is not None:
            people.add(newcomer, identity=person_id, roles=wanted or ("analyst",))
        elif person_id is not None:
            people.give_roles(person_id, wanted)
        found, strangers = people.all(), people.strangers()
    for one in found:
        roles_said, shown = ", ".join(_said(terminal, one.roles)), strip_controls(one.name)
        terminal.line(f"{one.id:<16} {shown}  {roles_said}{_gone(terminal, one.left)}")
    for name in strangers:
        terminal.say("cli.people.stranger", id=name)
    told = [{"id": one.id, "name": one.name, "roles": one.roles, "left": one.left} for one in found]
    terminal.tell({"people": told, "strangers": strangers})
    return Exit.OK


@click.command("batch", cls=Words)
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("project", type=_PATH)
@click.argument("name", required=False)
@click.option("--articles", default="fresh")
@click.option("--sample", type=click.IntRange(min=1))
@click.option("--people")
@click.option("--each", type=click.IntRange(min=1), default=1)
@click.option("--due")
@click.option("--training", is_flag=True)
@click.option("--seed", type=click.IntRange(min=0))
@click.pass_obj
def batch_(terminal: Terminal, /, action: str, project: Path, name: str | None, **given: Any) -> int:
    """List batches, show one person by person, or hand a new one out."""
    from annotator.work.batches import Batches
    from annotator.work.desk import Desk
    from annotator.work.headway import progress_of

    if action != "list" and name is None:
        raise refuse("batch.no-name")
    with (writing if action == "new" else reading)(project) as (opened, person):
        desk = Desk(opened, person)
        if action == "new":
            _make(desk, str(name), given)
        batches = Batches(desk)
        shown = batches.all() if action == "list" else (batches.named(str(name)),)
        found = [progress_of(opened, one, desk.sight) for one in shown]
        names = {one.id: strip_controls(one.name) for one in desk.sight.people()}
    for one in found:
        _tell(terminal, one, names if action != "list" else {})
    if not found:
        terminal.say("cli.batch.none")
    terminal.tell({"batches": [_as_json(one) for one in found]})
    return Exit.OK


def _make(desk: "Desk", name: str, given: dict[str, Any]) -> None:
    from annotator.work.batches import Batches, Plan

    batches = Batches(desk)
    plan = Plan(
        name=name,
        documents=tuple(_documents(desk, given["articles"])),
        people=_people(desk, given["people"]),
        each=given["each"],
        due=given["due"],
        sample=given["sample"] or 0,
        training=given["training"],
        seed=given["seed"],
    )
    batches.make(batches.plan(plan))


def _documents(desk: "Desk", words: str) -> Iterable[str]:
    """`all`, `fresh` (what lies in no batch yet), or ids."""
    if words not in ("all", "fresh"):
        return (name.strip() for name in words.split(","))
    given = {name for batch in desk.project.batches() for name in batch.documents} if words == "fresh" else set()
    return (name for name in desk.project.document_ids() if name not in given)


def _people(desk: "Desk", words: str | None) -> tuple[str, ...]:
    """Ids or names; without any everybody who is an analyst."""
    known = [one for one in desk.project.people() if not one.left]
    if words is None:
        return tuple(one.id for one in known if "analyst" in one.roles)
    names = {key: one.id for one in known for key in (one.name, one.id)}
    return tuple(names.get(word.strip(), word.strip()) for word in words.split(","))


def _roles(words: str | None) -> tuple[Role, ...]:
    asked = [word.strip() for word in (words or "").split(",") if word.strip()]
    wrong = next((word for word in asked if word not in ROLES), None)
    if wrong is not None:
        raise click.BadParameter(wrong, param_hint="--roles")
    return tuple(role for role in ROLES if role in asked)


def _said(terminal: Terminal, roles: Iterable[Role]) -> list[str]:
    return [terminal.language.say(f"team.role.{role}") for role in roles]


def _gone(terminal: Terminal, left: bool) -> str:
    return f"  ({terminal.language.say('team.left')})" if left else ""


def _tell(terminal: Terminal, progress: "BatchProgress", names: dict[str, str]) -> None:
    batch, whole = progress.batch, progress.whole
    terminal.say("cli.batch.line", name=batch.name, done=whole.done, n=whole.total, due=batch.due or "-")
    for share in progress.shares if names else ():
        terminal.line(f"  {names.get(str(share.person), share.person):<20} {_share(terminal, share)}")


def _share(terminal: Terminal, share: "Share") -> str:
    say = terminal.language.say
    counts = ", ".join(f"{say(f'state.{state}')} {n}" for state, n in share.counts.items() if n)
    left = f"  {say('cli.batch.expected', hours=f'{share.expected / 3600:.1f}')}" if share.expected else ""
    return f"{share.done}/{share.total}  {counts}{left}"


def _as_json(progress: "BatchProgress") -> dict[str, Any]:
    return {
        "batch": msgspec.to_builtins(progress.batch),
        "whole": msgspec.to_builtins(progress.whole),
        "people": msgspec.to_builtins(progress.shares),
    }
