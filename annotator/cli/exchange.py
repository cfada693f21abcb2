"""Verbs for files in and out: `import`, `export` and `validate`."""

from pathlib import Path

import click

from annotator.cli.codes import Exit
from annotator.cli.desk import reading, writing
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words
from annotator.model.problems import refuse
from annotator.work.intake import SameText
from annotator.work.reports import COLLISIONS, ExportReport, ImportReport

_PATH = click.Path(path_type=Path)
_COUNTS = ("articles", "layers", "entries", "comments", "unchanged")


@click.command("import", cls=Words)
@click.argument("project", type=_PATH)
@click.argument("source", type=_PATH, nargs=-1, required=True)
@click.option("--layer")
@click.option("--encoding")
@click.option("--metadata", type=_PATH)
@click.option("--same-text", "same_text", type=click.Choice(["skip", "import"]), default="skip")
@click.option("--same-author", "same_author", is_flag=True)
@click.pass_obj
def import_(
    terminal: Terminal,
    *,
    project: Path,
    source: tuple[Path, ...],
    layer: str | None,
    encoding: str | None,
    metadata: Path | None,
    same_text: SameText,
    same_author: bool,
) -> int:
    """Bring texts and records in."""
    from annotator.work.exchange import import_sources

    with writing(project) as (opened, person), terminal.progress() as report:
        done = import_sources(
            opened,
            source,
            person=person,
            layer_name=layer,
            encoding=encoding,
            metadata=metadata,
            on_same_text=same_text,
            on_same_name="keep" if same_author else "refuse",
            report=report,
        )
    _tell_import(terminal, done)
    return Exit.FINDINGS if done.refused else Exit.OK


@click.command("export", cls=Words)
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--format", "format_", default="jsonl")
@click.option("--layer")
@click.option("--to")
@click.pass_obj
def export_(terminal: Terminal, project: Path, out: Path, *, format_: str, layer: str | None, to: str | None) -> None:
    """Write records."""
    from annotator.work.exchange import export_records

    with reading(project) as (opened, person), terminal.progress() as report:
        done = export_records(opened, out, format_name=format_, layer=layer, person=person, to=to, report=report)
    _tell_export(terminal, done)


@click.command("validate", cls=Words)
@click.argument("path", type=_PATH)
@click.pass_obj
def validate_(terminal: Terminal, path: Path) -> int:
    """Check files of records from outside."""
    from annotator.formats.validation import Finding, validate

    if not path.exists():
        raise refuse("import.missing", path=str(path))
    if not path.is_file() and not path.is_dir():
        raise refuse("import.not-a-file", path=str(path))
    files = records = findings = 0
    with terminal.progress() as report:
        for one in validate(path, report):
            if isinstance(one, Finding):
                findings += 1
                terminal.finding(one.problem, file=one.file, line=one.line)
            else:
                files += 1
                records += one.records
    terminal.say("cli.validate.records", n=records)
    terminal.say("cli.validate.findings", n=findings)
    terminal.tell({"files": files, "records": records})
    return Exit.FINDINGS if findings else Exit.OK


def _tell_import(terminal: Terminal, done: ImportReport) -> None:
    for refusal in done.refusals:
        terminal.finding(refusal.problem, file=refusal.file, line=refusal.line)
    collides = any(refusal.problem.key in COLLISIONS for refusal in done.refusals)
    if collides:
        terminal.say("cli.import.same_name")
    for remark in done.remarks:
        terminal.remark(remark.problem, file=remark.file, line=remark.line)
    for kind, label, times in done.unknown_labels:
        terminal.say("cli.import.unknown-label", kind=kind, label=label, n=times)
    for name, times in done.unknown_attributes:
        terminal.say("cli.import.unknown-attribute", name=name, n=times)
    counts = {name: getattr(done, name) for name in _COUNTS}
    for name, count in counts.items():
        if count:
            terminal.say(f"cli.count.{name}", n=count)
    terminal.say("cli.import.refused", n=done.refused)
    terminal.tell(
        {
            **counts,
            "refused": done.refused,
            "options": ["--layer", "--same-author"] if collides else [],
            "remarked": done.remarked,
            "unknown_labels": [list(one) for one in done.unknown_labels],
            "unknown_attributes": [list(one) for one in done.unknown_attributes],
        }
    )


def _tell_export(terminal: Terminal, done: ExportReport) -> None:
    for loss in done.examples:
        terminal.remark(loss)
    terminal.say("cli.export.records", n=done.records, path=str(done.path))
    if done.registry is not None:
        terminal.say("cli.export.entries", n=done.entries, path=str(done.registry))
    if done.losses:
        terminal.say("cli.export.losses", n=done.losses)
    terminal.tell(
        {
            "file": str(done.path),
            "records": done.records,
            "sha256": done.sha256,
            "registry": str(done.registry) if done.registry else None,
            "entries": done.entries,
            "losses": done.losses,
        }
    )
