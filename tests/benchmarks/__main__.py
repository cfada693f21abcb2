"""Measures speed and memory against the targets: `python3 run.py bench [--only NAME] [--quick] [--json FILE]`."""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import Measure

GROUPS = {
    "start": "starting:measure",
    "open": "opening:measure",
    "keys": "keys:measure",
    "busy": "keys:measure_busy",
    "reader": "reading:measure",
    "search": "searching:measure",
    "everywhere": "everywhere:measure",
    "texts": "exchange:measure_texts",
    "records": "exchange:measure_records",
    "export": "exchange:measure_export",
    "agreement": "agreement:measure",
    "review": "reviewing:measure",
    "memory": "memory:measure",
}


class Result(msgspec.Struct, frozen=True):
    """What one group gave: measures, or why there are none."""

    group: str
    measures: tuple[Measure, ...]
    fault: str = ""


def main(words: Sequence[str]) -> int:
    """Measure, print a table, and write JSON where asked; 0 when every target was met."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=GROUPS, help="only this group; may be said several times")
    parser.add_argument("--quick", action="store_true", help="smaller projects and fewer repetitions")
    parser.add_argument("--json", type=Path, help="write all values to this file")
    parser.add_argument("--child", choices=GROUPS, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.child:
        run_group(asked.child, asked.json, quick=asked.quick)
        return 0
    results = []
    for group in asked.only or GROUPS:
        results.append(in_child(group, quick=asked.quick))
        show(results[-1])
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    missed = [one.name for result in results for one in result.measures if one.over]
    faults = [result.group for result in results if result.fault]
    print(f"missed: {', '.join(missed) or 'nothing'}" + (f"; failed: {', '.join(faults)}" if faults else ""))
    return 1 if missed or faults else 0


def in_child(group: str, *, quick: bool) -> Result:
    """Measure one group in a process of its own, so that none inherits another's memory and caches."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "measures.json"
        command = [sys.executable, "-m", "tests.benchmarks", "--child", group, "--json", str(out)]
        home = {name: str(Path(folder) / name) for name in ("HASHIYA_CONFIG_DIR", "HASHIYA_DATA_DIR")}
        environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        done = subprocess.run([*command, *(["--quick"] if quick else [])], env=environment, stderr=subprocess.PIPE)
        measures = msgspec.json.decode(out.read_bytes(), type=tuple[Measure, ...]) if out.exists() else ()
        return Result(group, measures, done.stderr.decode(errors="replace") if done.returncode else "")


def run_group(group: str, out: Path, *, quick: bool) -> None:
    """Measure one group here, and write after each measure, so that a later fault does not take what is known."""
    module, name = GROUPS[group].split(":")
    measure = getattr(importlib.import_module(f"tests.benchmarks.{module}"), name)
    found: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in measure(Path(folder), quick=quick):
            found.append(one)
            out.write_bytes(msgspec.json.encode(found))


def show(result: Result) -> None:
    """Print the table of one group."""
    table = Table(title=result.group, title_justify="left")
    for name in ("measure", "target", "p50", "p95", "max", "of plain", ""):
        table.add_column(name, justify="left" if name == "measure" else "right")
    for one in result.measures:
        ratio = f"{one.ratio:.2f}x" if one.ratio else ""
        verdict = f"over: {', '.join(one.over)}" if one.over else "ok"
        name = f"{one.name} ({one.note})" if one.note else one.name
        table.add_row(name, target_of(one), *map(shown, (one.p50, one.p95, max(one.values))), ratio, verdict)
    Console(width=150).print(table)
    if result.fault:
        print(result.fault)


def target_of(one: Measure) -> str:
    """The limits in a few characters."""
    limits = [f"<= {shown(one.target.p50)}"] if one.target.p50 is not None else []
    limits += [f">= {shown(one.target.least)}"] if one.target.least is not None else []
    limits += [f"p95 {shown(one.target.p95)}"] if one.target.p95 is not None else []
    limits += [f"max {shown(one.target.most)}"] if one.target.most is not None else []
    limits += [f"<= {one.target.ratio:g}x"] if one.target.ratio is not None else []
    return f"{'; '.join(limits)} {one.unit}".strip()


def shown(value: float) -> str:
    """A number as people write it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
