"""One name tagged wherever it stands in 5,000 articles: looking, writing, taking back, with and without layers."""

import time
from pathlib import Path

from annotator.store.project import Folders, Project
from annotator.work import everywhere
from annotator.work.everywhere import Tag
from annotator.work.undoing import Undoing
from tests.benchmarks import corpora
from tests.benchmarks.corpora import ME
from tests.benchmarks.measure import Measure, Measures, Target, milliseconds

_LETTERS = "موسكو"
_TAG = Tag("entity", "OTHER")


def measure(folder: Path, *, quick: bool) -> Measures:
    """Look for a name, tag it everywhere, undo, redo."""
    count = 500 if quick else 5_000
    for annotations in (0, 10):
        path = corpora.copy_of(corpora.project_with(count, annotations), folder)
        with Project.open(path, folders=Folders(folder / f"data-{annotations}")) as project:
            yield from _measure(project, f"{count:,} articles with {annotations} annotations")
            project.close(backup=False)


def _measure(project: Project, where: str) -> Measures:
    began = time.perf_counter()
    found = everywhere.preview(project, ME, _LETTERS, _TAG)
    took = (time.perf_counter() - began) * 1000
    chosen = [place for place in found.places if place.at.standing == "free"]
    note = f"{len(found.places):,} hits, {len(chosen):,} free"
    yield Measure(f"look for all, {where}", "ms", (took,), Target(most=2_000), note=note)
    began = time.perf_counter()
    written = everywhere.write(project, ME, chosen, _TAG)
    took = (time.perf_counter() - began) * 1000
    yield Measure(f"tag all, {where}", "ms", (took,), note=f"{written.tagged:,} tagged in {len(written.steps):,} steps")
    undoing = Undoing(project, ME.id)
    yield Measure(f"undo, {where}", "ms", (milliseconds(undoing.undo),), Target(most=2_000))
    yield Measure(f"redo, {where}", "ms", (milliseconds(undoing.redo),))
