"""Verbs that look after a project file: `check`, `backup` and `recover`."""

from pathlib import Path

import click

from annotator.cli.codes import Exit
from annotator.cli.desk import folders, me
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words
from annotator.model.problems import refuse

_PATH = click.Path(path_type=Path)


@click.command("check", cls=Words)
@click.argument("project", type=_PATH)
@click.pass_obj
def check_(terminal: Terminal, project: Path) -> int:
    """Read a whole project and name what is wrong."""
    from annotator.work.care import check_project

    with terminal.progress() as report:
        found = check_project(project, report)
    for problem in found:
        terminal.finding(problem, file=str(project))
    terminal.say("cli.check.findings", n=len(found))
    terminal.tell({"project": str(project)})
    return Exit.FINDINGS if found else Exit.OK


@click.command("backup", cls=Words)
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH, required=False)
@click.pass_obj
def backup_(terminal: Terminal, project: Path, out: Path | None) -> None:
    """Make a verified copy."""
    from annotator.work.care import back_up

    if out is not None and out.exists():
        raise refuse("backup.exists", path=str(out))
    made = back_up(project, out, folders=folders(), person=me())
    terminal.say("cli.backup.done", path=str(made))
    terminal.tell({"backup": str(made)})


@click.command("recover", cls=Words)
@click.argument("project", type=_PATH)
@click.option("--id", "identity")
@click.pass_obj
def recover_(terminal: Terminal, project: Path, *, identity: str | None) -> int:
    """Make a lost or damaged project anew."""
    from annotator.work.care import recover_project

    with terminal.progress() as report:
        done = recover_project(project, folders=folders(), identity=identity, report=report)
    terminal.say("cli.recover.steps", n=done.steps, path=str(done.path))
    if done.damaged is not None:
        terminal.say("cli.recover.damaged", path=str(done.damaged))
    for problem in done.lost:
        terminal.finding(problem)
    terminal.tell(
        {
            "project": str(done.path),
            "steps": done.steps,
            "from_backup": done.from_backup,
            "from_copy": done.from_copy,
            "from_file": done.from_file,
            "damaged": str(done.damaged) if done.damaged else None,
            "unplayed": str(done.unplayed) if done.unplayed else None,
        }
    )
    return Exit.FINDINGS if done.lost else Exit.OK
