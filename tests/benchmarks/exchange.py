"""Import and export of 10,000 articles, alone and with 400,000 annotations; the size of the file that comes of it."""

import time
from collections.abc import Iterator
from pathlib import Path

from annotator.store import engine
from annotator.store.project import Folders, Project
from annotator.work.codebooks import default_codebook
from annotator.work.exchange import export_jsonl, import_sources
from tests.benchmarks import corpora, plain
from tests.benchmarks.corpora import ME
from tests.benchmarks.measure import Measure, Measures, Target, watched_memory

_ANNOTATIONS = 40


def measure_texts(folder: Path, *, quick: bool) -> Measures:
    """Import of plain text files."""
    count = 1_000 if quick else 10_000
    texts = corpora.text_folder(count)
    least = plain.insert_texts(texts, folder / "plain.db")
    yield from _import(texts, folder / "texts.hashiya", what="texts", count=count, least=2_000, plain_seconds=least)


def measure_records(folder: Path, *, quick: bool) -> Measures:
    """Import of native records, and what the file weighs."""
    count = 1_000 if quick else 10_000
    records = corpora.record_file(count, _ANNOTATIONS)
    path = folder / "records.hashiya"
    measures = list(_import(records, path, what="records", count=count, least=700, plain_seconds=0.0))
    least = plain.parse_and_insert(records, path, folder / "plain.db")
    rate = measures[0]
    yield Measure(rate.name, rate.unit, rate.values, Target(least=700, ratio=2), count / least, rate.note)
    yield from measures[1:]
    yield from _sizes(path, count)


def measure_export(folder: Path, *, quick: bool) -> Measures:
    """Export as native records."""
    count = 1_000 if quick else 10_000
    path = corpora.copy_of(corpora.project_with(count, _ANNOTATIONS), folder)
    least = plain.export_rows(path, folder / "plain.jsonl")
    with Project.open(path, folders=Folders(folder / "data")) as project:
        with watched_memory() as peak:
            began = time.perf_counter()
            report = export_jsonl(project, folder / "out.jsonl", layer="all", person=ME)
            seconds = time.perf_counter() - began
        project.close(backup=False)
    if report.records != count or report.losses:
        raise RuntimeError(f"exported {report.records} records of {count}, lost {report.losses}")
    yield Measure("export records", "records/s", (count / seconds,), Target(least=1_500, ratio=2), count / least)
    yield Measure("export: memory growth", "MB", (peak.growth,), Target(p50=100))


def _import(source: Path, path: Path, *, what: str, count: int, least: float, plain_seconds: float) -> Measures:
    folders = Folders(path.parent / f"data-{what}")
    with Project.create(path, folders=folders, person=ME, codebook=default_codebook()) as project:
        with watched_memory() as peak:
            began = time.perf_counter()
            report = import_sources(project, [source], person=ME)
            seconds = time.perf_counter() - began
        project.close(backup=False)
    if report.articles != count or report.refused:
        raise RuntimeError(f"imported {report.articles} of {count}: {report.refusals[:3]}")
    fastest = count / plain_seconds if plain_seconds else None
    yield Measure(f"import {count:,} {what}", f"{what}/s", (count / seconds,), Target(least=least), fastest)
    yield Measure(f"import {what}: memory growth", "MB", (peak.growth,), Target(p50=150))


def _sizes(path: Path, count: int) -> Iterator[Measure]:
    connection = engine.connect(path, read_only=True)
    burden = 0
    for table, columns in (
        ("journal", "id gesture stream author device body body_sha256 chain received_at"),
        ("payload", "sha256 body"),
    ):
        # What the cells hold; the indexes of the journal repeat its ids once more.
        lengths = " + ".join(f"length({column})" for column in columns.split())
        burden += connection.execute(f"SELECT coalesce(sum({lengths}), 0) FROM {table}").fetchone()[0]
    burden += connection.execute(
        "SELECT coalesce(sum(2 * length(id) + length(gesture) + length(stream)), 0) FROM journal"
    ).fetchone()[0]
    connection.close()
    size = path.stat().st_size
    limit = 220 * count / 10_000
    yield Measure("file size", "MB", (size / 1e6,), Target(p50=limit), note=f"{count * _ANNOTATIONS:,} annotations")
    yield Measure("journal and payload in it", "%", (100 * burden / size,), Target(p50=12))
