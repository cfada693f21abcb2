"""Agreement over 200 articles of three analysts: how long it takes, and what a key notices of it."""

import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer

from annotator.formats.base import Outgoing
from annotator.formats.records import hash_of
from annotator.measures.agreement import By
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.ui.pages.agreement.counter import Counter
from annotator.work.agreeing import Agreeing
from annotator.work.codebooks import default_codebook
from annotator.work.counting import Counting
from annotator.work.gammas import Kept, measure_gammas
from tests.benchmarks import corpora
from tests.benchmarks.corpora import ME, Writer, kept, layer_of
from tests.benchmarks.driver import Driver
from tests.benchmarks.keys import presses, processor
from tests.benchmarks.measure import Measure, Measures, Target

ARTICLES, ANALYSTS, ANNOTATIONS = 200, 3, 120
_PARTS: tuple[By, ...] = ("label", "pair", "document", "group")
_LABELS = ("PER", "ORG", "GPE", "LOC")
_LEFT_OUT, _RELABELLED, _MOVED = 0.07, 0.15, 0.25
_SAMPLE = 40
_PRESSES = 300


def measure(folder: Path, *, quick: bool) -> Measures:
    """Alignment with every measure; gamma; a key beside both."""
    articles = 40 if quick else ARTICLES
    path = corpora.copy_of(project_of_analysts(articles), folder)
    with Project.open(path, folders=Folders(folder / "data"), read_only=True) as project:
        yield _counted(project, articles)
        yield _gamma(project, folder, articles, _SAMPLE // (4 if quick else 1))
    yield _first_answer(path, folder, articles)
    yield from _keys(path, folder, _PRESSES // (3 if quick else 1))


def project_of_analysts(articles: int, *, annotations: int = ANNOTATIONS, length: int = corpora.CHARACTERS) -> Path:
    """A closed project whose articles three analysts have handed in; they differ in a fourth. One more is nobody's."""

    def make(path: Path) -> None:
        codebook, writer = default_codebook(), Writer()
        project = Project.create(path, folders=Folders(path.with_suffix(".data")), person=ME, codebook=codebook)
        with project.bulk(author=ME.id, name="import") as bulk:
            for number in range(articles):
                text = writer.text(number, length)
                document = writer.document(number, text)
                bulk.add_text(text)
                bulk.add_document(document)
                base = layer_of(document, text, annotations)
                for analyst in range(ANALYSTS):
                    layer = _changed(base, f"analyst-{analyst}", random.Random(number * ANALYSTS + analyst))
                    bulk.add_snapshot(layer, hash_of(Outgoing(document, text, layer, codebook)))
            text = writer.text(articles)
            bulk.add_text(text)
            bulk.add_document(writer.document(articles, text))
        project.close(backup=False)

    return kept(f"{articles}x{length}x{annotations}-of-{ANALYSTS}-analysts.hashiya", make)


def _changed(base: Layer, author: str, dice: random.Random) -> Layer:
    """The layer as somebody else would have made it."""
    made = []
    for one in base.annotations:
        chance = dice.random()
        first = one.spans[0]
        if one.kind == "entity" and chance < _LEFT_OUT:
            continue
        if one.kind == "entity" and chance < _RELABELLED:
            one = msgspec.structs.replace(one, label=dice.choice(_LABELS))  # noqa: PLW2901
        elif chance < _MOVED and first.length > 2:
            one = msgspec.structs.replace(one, spans=(Span(first.start + 1, first.end),))  # noqa: PLW2901
        made.append(one)
    there = {one.id for one in made}
    links = tuple(one for one in base.relations if {one.source, one.target.annotation} <= there)
    key = LayerKey(base.key.document, "own", author)
    return Layer(key, in_text_order(made), links, state="submitted", revision=1)


def _counted(project: Project, articles: int) -> Measure:
    began = time.perf_counter()
    agreeing = Agreeing(ME)
    agreeing.catch_up(project)
    aligned = time.perf_counter() - began
    rows = agreeing.measure(_PARTS, rounds=1000)
    took = time.perf_counter() - began
    note = f"{aligned:.1f} s of it alignment, {len(rows):,} numbers, 1,000 rounds"
    name = f"all measures but gamma, {articles} articles x {ANALYSTS} x {ANNOTATIONS}"
    return Measure(name, "s", (took,), Target(most=15), note=note)


def _gamma(project: Project, folder: Path, articles: int, sample: int) -> Measure:
    """A share of the articles, told as what all of them would take: each is measured on its own."""
    agreeing = Agreeing(ME)
    agreeing.catch_up(project)
    names = set(agreeing.documents[:sample])
    tasks = agreeing.gamma_tasks()
    share = dict(list(tasks.items())[: len(tasks) * len(names) // articles])
    began = time.perf_counter()
    measure_gammas(share, Kept(folder / "gammas"))
    took = (time.perf_counter() - began) * len(tasks) / len(share)
    note = f"measured on {len(share)} of {len(tasks)} kinds of articles"
    return Measure(f"gamma, {articles} articles", "s", (took,), Target(most=360), note=note)


def _first_answer(path: Path, folder: Path, articles: int) -> Measure:
    """From the question to the numbers of the dashboard, in a process that has to begin first."""
    counting = Counting(path, ME, kept=folder / "kept")
    began = time.perf_counter()
    counting.fetch("figures")
    took = time.perf_counter() - began
    counting.close()
    return Measure(f"the dashboard's numbers, {articles} articles", "s", (took,), Target(most=15))


def _keys(path: Path, folder: Path, count: int) -> Iterator[Measure]:
    driver = Driver(path, data=folder / "data")
    driver.wait_for_index()
    driver.opened(driver.page.stage.desk.project.document_ids()[-1])
    driver.settle()
    idle = statistics.median(presses(driver, count))
    for name, begin in (("agreement is counted", _count_again), ("gamma is measured", _measure_gamma)):
        times: list[float] = []
        driver.cpu.clear()
        holder = QObject()
        ended = [True]
        rounds = 0
        while len(times) < count:
            if ended[0]:
                ended[0] = False
                rounds += 1
                begin(path, folder / f"kept-{rounds}", holder, ended)
                driver.settle()
            times += presses(driver, 10)
        for counter in holder.findChildren(Counter):
            counter.close()
        note = f"idle {idle:.1f} ms; {processor(driver)}"
        yield Measure(f"key while {name}", "ms", tuple(times), Target(ratio=2, most=100), idle, note)
    driver.close()


def _count_again(path: Path, kept_at: Path, holder: QObject, ended: list[bool]) -> None:
    counter = Counter(path, ME, kept=kept_at, parent=holder)

    def take(_values: tuple[object, ...], is_last: bool) -> None:
        if is_last:
            counter.close()
            ended[0] = True

    counter.ask(("figures",), take)


def _measure_gamma(path: Path, kept_at: Path, holder: QObject, ended: list[bool]) -> None:
    counter = Counter(path, ME, kept=kept_at, parent=holder)

    def finish() -> None:
        ended[0] = True

    def take(_values: tuple[object, ...], is_last: bool) -> None:
        if is_last:
            # Not from within the answer: until that is taken the counter is busy with it.
            QTimer.singleShot(0, lambda: counter.measure_gamma(finish))

    counter.ask(("figures",), take)
