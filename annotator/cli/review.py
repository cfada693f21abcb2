"""Verbs of review: `agreement` and `review`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from annotator.cli.codes import Exit
from annotator.cli.desk import reading, writing
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import Words

if TYPE_CHECKING:
    from annotator.measures.agreement import By, Row
    from annotator.model.person import Person
    from annotator.model.progress import Report
    from annotator.store.project import Project
    from annotator.work.agreeing import Cell
    from annotator.work.merging import Proposal, Rule
    from annotator.work.survey import QueueItem

_PATH = click.Path(path_type=Path)
_RULES = ("unanimous", "majority", "clitic")
_BY = ("label", "pair", "document", "week")


@click.command("agreement", cls=Words)
@click.argument("project", type=_PATH)
@click.option("--layers")
@click.option("--by", type=click.Choice(_BY), multiple=True)
@click.option("--gold", is_flag=True)
@click.option("--gamma", is_flag=True)
@click.option("--rounds", type=click.IntRange(min=0), default=1000)
@click.pass_obj
def agreement_(
    terminal: Terminal, project: Path, *, layers: str | None, by: tuple[str, ...], gold: bool, gamma: bool, rounds: int
) -> int:
    """Measure how far layers agree."""
    from annotator.work.agreeing import Agreeing
    from annotator.work.gammas import Kept, measure_gammas

    authors = [name.strip() for name in (layers or "").split(",") if name.strip()]
    with reading(project) as (opened, person), terminal.progress() as report:
        found = Agreeing(person, authors=authors, against="gold" if gold else "each-other")
        found.catch_up(opened, report)
        if gamma:
            kept = Kept(opened.folder)
            found.take_gammas(kept.read())
            found.take_gammas(measure_gammas(found.gamma_tasks(), kept, report))
        rows = found.measure([_by(one) for one in by], rounds=rounds)
    terminal.say("cli.agreement.articles", n=len(found.documents))
    if found.not_blind:
        terminal.say("cli.agreement.not_blind", n=len(found.not_blind))
    for row in rows:
        terminal.line(_line(terminal, row))
    cells = [cell for cell in found.verdicts() if found.documents]
    for line in _table_of(terminal, cells):
        terminal.line(line)
    terminal.tell(
        {
            "documents": list(found.documents),
            "not_blind": [[key.document, key.author] for key in found.not_blind],
            "raters": sorted({name for tally in found.tallies for name in tally.raters}),
            "measures": msgspec.to_builtins(rows),
            "verdicts": [{"kind": cell.kind, "verdict": cell.verdict, "cases": cell.count} for cell in cells],
        }
    )
    return Exit.OK if found.documents else Exit.FINDINGS


@click.command("review", cls=Words)
@click.argument("project", type=_PATH)
@click.option("--auto", type=click.Choice(_RULES), multiple=True)
@click.option("--least", type=click.IntRange(min=2), default=None)
@click.option("--preview", is_flag=True)
@click.pass_obj
def review_(terminal: Terminal, project: Path, *, auto: tuple[str, ...], least: int | None, preview: bool) -> int:
    """Decide cases by rules, and tell what waits."""
    from annotator.work.survey import Survey

    writes = bool(auto) and not preview
    with (writing if writes else reading)(project) as (opened, person), terminal.progress() as report:
        survey = Survey(person)
        survey.catch_up(opened, report)
        if auto:
            documents = [item.document for item in survey.queue()]
            decided = _decide(opened, person, _rules(auto, least), documents, report, write=writes)
            survey.catch_up(opened, report)
    if auto:
        terminal.say("cli.review.decided" if writes else "cli.review.would", n=len(decided))
        terminal.tell({"decided": len(decided), "written": writes, "by_rule": dict(Counter(p.rule for p in decided))})
    _tell_queue(terminal, survey.queue())
    return Exit.FINDINGS if any(item.open for item in survey.queue()) else Exit.OK


def _rules(auto: Iterable[str], least: int | None) -> "list[Rule]":
    from annotator.work.merging import RULE_NAMES, Rule

    # In the order of the table: what all agree on is not counted as what most do.
    return [Rule(name, least or 0) for name in RULE_NAMES if name in auto]


def _decide(
    project: "Project", person: "Person", rules: "list[Rule]", documents: list[str], report: "Report", *, write: bool
) -> "tuple[Proposal, ...]":
    from annotator.work.desk import Desk
    from annotator.work.review import ReviewDesk
    from annotator.work.sweeping import apply_everywhere, preview_everywhere

    desk = ReviewDesk(Desk(project, person))
    sweep = preview_everywhere(desk, rules, documents, report)
    if write:
        apply_everywhere(desk, sweep.proposals, report)
    return sweep.proposals


def _tell_queue(terminal: Terminal, queue: "Sequence[QueueItem]") -> None:
    for item in queue:
        terminal.say(
            "cli.review.item",
            document=item.document,
            n=item.open,
            cases=item.cases,
            authors=", ".join(item.authors),
        )
    waiting = sum(item.open for item in queue)
    terminal.say("cli.review.waiting", n=waiting)
    terminal.tell({"queue": msgspec.to_builtins(queue), "open": waiting})


def _by(name: str) -> "By":
    """How the measures call it."""
    found: By = "group" if name == "week" else name  # type: ignore[assignment]
    return found


def _table_of(terminal: Terminal, cells: "Sequence[Cell]") -> Iterator[str]:
    """How many cases of each kind have each verdict, zeros included: a line a kind, a column a verdict."""
    if not cells:
        return
    say = terminal.language.say
    verdicts = tuple(dict.fromkeys(cell.verdict for cell in cells))
    names = [terminal.plain(say(f"review.verdict.{one}")) for one in verdicts]
    widths = [max(len(name), 6) for name in names]
    yield "  " + " " * 12 + "".join(f"  {name:>{width}}" for name, width in zip(names, widths, strict=True))
    for kind in dict.fromkeys(cell.kind for cell in cells):
        counts = {cell.verdict: cell.count for cell in cells if cell.kind == kind}
        row = (f"  {counts[one]:>{width}}" for one, width in zip(verdicts, widths, strict=True))
        yield f"  {terminal.plain(say(f'review.kind.{kind}')):<12}" + "".join(row)


def _line(terminal: Terminal, row: "Row") -> str:
    """A measure, what it was taken on, and its value with the interval, or why there is none."""
    part = " ".join(one for one in (row.label, "/".join(row.pair or ()), row.document, row.group) if one)
    estimate = row.estimate
    if estimate.value is None:
        reason = estimate.undefined.reason if estimate.undefined else "no-items"
        said = terminal.language.say(f"cli.undefined.{reason}")
    elif estimate.low is None:
        said = f"{estimate.value:6.3f}"
    else:
        said = f"{estimate.value:6.3f}  [{estimate.low:.3f}, {estimate.high:.3f}]"
    return f"  {row.measure:<18} {row.kind:<8} {part:<28} {said}  ({estimate.items})"
