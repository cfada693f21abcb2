"""Verbs that make projects: `new` and `sample`."""

from pathlib import Path

import click

from annotator.cli.desk import folders, me, project_path
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words


@click.command("new", cls=Words)
@click.argument("project", type=click.Path(path_type=Path))
@click.pass_obj
def new_(terminal: Terminal, project: Path) -> None:
    """Make an empty project with the default codebook."""
    from annotator.work.opening import create_desk

    path = project_path(project)
    create_desk(path, me(), folders=folders()).project.close()
    terminal.say("cli.new.done", path=str(path))
    terminal.tell({"project": str(path)})


@click.command("sample", cls=Words)
@click.argument("project", type=click.Path(path_type=Path))
@click.pass_obj
def sample_(terminal: Terminal, project: Path) -> None:
    """Make the sample project."""
    from annotator.work.sample import build_sample

    path = project_path(project)
    with terminal.progress() as report, build_sample(path, folders=folders(), person=me(), report=report) as made:
        articles, layers, entries = made.document_count(), len(made.layer_keys()), len(made.entries())
    terminal.say("cli.new.done", path=str(path))
    terminal.say("cli.count.articles", n=articles)
    terminal.say("cli.count.layers", n=layers)
    terminal.say("cli.count.entries", n=entries)
    terminal.tell({"project": str(path), "articles": articles, "layers": layers, "entries": entries})
