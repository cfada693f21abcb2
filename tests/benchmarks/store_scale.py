"""How fast the store takes in, takes back and replays a large import, and how large the file gets.

Run as ``python tests/benchmarks/store_scale.py [articles] [annotations of each]``; nothing is asserted.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.model.step import Change, Draft, stream_of
from annotator.store.project import Folders, Project
from annotator.store.queries import Asked, documents_page, stats
from tests.store import samples

DICE = random.Random(1)
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@contextmanager
def timed(name: str) -> Iterator[None]:
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    print(f"{name:<34} {seconds:8.2f} s   memory {grown:+7.1f} MB")


def some_layer(document: str, count: int) -> Layer:
    start, entities = 0, []
    for number in range(count):
        start += DICE.randint(5, 50)
        entry = f"n{DICE.randint(0, 5000):012}" if number % 3 == 0 else None
        mention = (Attribute("mention", "NAM"),)
        span = (Span(start, start + DICE.randint(2, 20)),)
        entities.append(Annotation(f"e{DICE.getrandbits(48):012x}", "entity", "PER", span, mention, entry=entry))
    links = [
        Relation(f"r{DICE.getrandbits(48):012x}", DICE.choice(entities).id, "role", Target(annotation=entities[0].id))
        for _ in range(count // 4)
    ]
    key = LayerKey(document, "own", "u2")
    return Layer(key, in_text_order(entities), tuple(links), revision=3, state="submitted")


def fill(project: Project, articles: int, annotations: int) -> None:
    words = " ".join(p.read_text("utf-8") for p in SEEDS.glob("*.txt")).split()
    with project.bulk(author=samples.ME, name="import") as work:
        for number in range(articles):
            text = " ".join(DICE.choices(words, k=400))
            source = Source(publisher="صحيفة", url=f"https://example.org/{number}", title=" ".join(text.split()[:9]))
            name = f"d{number:06}"
            work.add_document(Document(name, work.add_text(text), len(text), source))
            if annotations:
                work.add_snapshot(some_layer(name, annotations), f"{number:064x}")


def gestures(project: Project, count: int = 300) -> None:
    stream = stream_of(samples.own("d000001"))
    taken = []
    for number in range(count):
        change = Change("annotation", f"x{number}", None, samples.entity(f"x{number}"))
        start = time.perf_counter()
        project.write((Draft(stream, "tag", samples.ME, (change,)),))
        taken.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    print(f"one tag: median {cuts[49]:.2f} ms, 95 of 100 within {cuts[94]:.2f} ms")
    with timed(f"{count} undos"):
        for _ in range(count):
            samples.undo(project)


def main(articles: int, annotations: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.hashiya"
        folders = Folders(Path(folder) / "data")
        person = Person(samples.ME, "س", ("lead",))
        project = Project.create(path, folders=folders, person=person, codebook=samples.small_codebook())
        with timed(f"import of {articles} with {annotations}"):
            fill(project, articles, annotations)
        gestures(project)
        for offset in (0, articles - 100):
            with timed(f"page of the list at {offset}"):
                documents_page(project, asked=Asked("u2"), sort="title", offset=offset)
        with timed("numbers of the project"):
            stats(project)
        with timed("undo of the import"):
            samples.undo(project)
        with timed("redo of the import"):
            samples.redo(project)
        with timed("replay and comparison"):
            print(len(project.differences_from_journal()), "differences")
        with timed("closing with a backup"):
            project.close()
        print(f"file {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    main(*(given if len(given) == 2 else (10_000, 40)))
