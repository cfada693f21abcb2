"""Verbs that look into a project: `stats` and `search`."""

import contextlib
from pathlib import Path

import click
import msgspec

from annotator.cli.codes import Exit
from annotator.cli.desk import reading
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words

_PATH = click.Path(path_type=Path)


@click.command("stats", cls=Words)
@click.argument("project", type=_PATH)
@click.pass_obj
def stats_(terminal: Terminal, project: Path) -> None:
    """Tell how a project stands."""
    from annotator.work.overview import overview

    with reading(project) as (opened, person):
        found = overview(opened, person)
    terminal.say("cli.count.articles", n=found.articles)
    if found.excluded:
        terminal.say("cli.stats.excluded", n=found.excluded)
    terminal.say("cli.stats.characters", n=found.characters)
    terminal.say("cli.count.entries", n=found.entries)
    terminal.say("cli.stats.people", n=found.people)
    for layer in found.layers:
        terminal.say(
            "cli.stats.layer",
            purpose=terminal.language.say(f"cli.purpose.{layer.purpose}"),
            state=terminal.language.say(f"cli.state.{layer.state}"),
            layers=layer.layers,
            annotations=layer.annotations,
        )
    for kind, label, times in found.labels:
        terminal.line(f"  {kind:<8} {label:<14} {times:>8}")
    for kind, label, times in found.unknown_labels:
        terminal.say("cli.import.unknown-label", kind=kind, label=label, n=times)
    terminal.tell(msgspec.to_builtins(found))


@click.command("search", cls=Words)
@click.argument("project", type=_PATH)
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=1), default=50)
@click.pass_obj
def search_(terminal: Terminal, project: Path, query: str, *, limit: int) -> int:
    """Find words in all articles."""
    from annotator.work.search import Search

    with (
        reading(project) as (opened, person),
        terminal.progress() as report,
        contextlib.closing(Search(opened, person)) as search,
    ):
        search.catch_up(report)
        found = search.find(query, limit=limit)
    for hit in found.hits:
        terminal.line(f"{hit.document}:{hit.span.start}-{hit.span.end}  {hit.before}[{hit.found}]{hit.after}")
    terminal.say("cli.search.hits", n=len(found.hits))
    if found.more:
        terminal.say("cli.search.more", limit=limit)
    if found.covered < found.total:
        terminal.say("search.partial", covered=found.covered, total=found.total)
    terminal.tell(msgspec.to_builtins(found))
    return Exit.OK if found.hits else Exit.FINDINGS
