"""Made-up articles and layers of any size: the words of the seeds in another order, the same at every run."""

import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotator import assets
from annotator.formats.base import Outgoing
from annotator.formats.records import hash_of
from annotator.model.annotation import Annotation, Kind, Provenance, Relation, Target
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.person import Person
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.store.tables import __file__ as tables_file
from annotator.text.segmentation import words
from annotator.work.codebooks import default_codebook
from annotator.work.exchange import export_jsonl

ME = Person("p-bench", "Bench", ("analyst", "reviewer", "lead"))
CHARACTERS = 2_500
"""Of an article in the large projects; the seeds have 2,000 to 4,000."""

_PARAGRAPH = (220, 520)
_LABELS = ("PER", "ORG", "GPE", "LOC", "TITLE", "DATE", "NORP", "FAC")
_EVENTS = ("STATEMENT", "CONSULT", "AGREE", "ASSAULT", "REJECT")
_OUTLETS = ("الصحيفة", "الوكالة", "القناة", "الموقع")


def vocabulary() -> tuple[str, ...]:
    """The words of the five seeds, each as often as it stands there."""
    return tuple(word for file in sorted(assets.seed().glob("*.txt")) for word in file.read_text("utf-8").split())


class Writer:
    """Writes articles; ``number`` alone decides what each says."""

    def __init__(self) -> None:
        self._words = vocabulary()

    def text(self, number: int, length: int = CHARACTERS, *, one_paragraph: bool = False) -> str:
        """Exactly ``length`` code points, in paragraphs of a few lines or in a single one."""
        dice = random.Random(number)
        pieces: list[str] = [f"المقال {number}"]
        size, paragraph = len(pieces[0]), 0
        longest = dice.randint(*_PARAGRAPH)
        for word in dice.choices(self._words, k=length // 3):
            if size >= length:
                break
            ends = not one_paragraph and paragraph > longest
            pieces.append(("\n" if ends else " ") + word)
            paragraph, longest = (0, dice.randint(*_PARAGRAPH)) if ends else (paragraph + len(pieces[-1]), longest)
            size += len(pieces[-1])
        return "".join(pieces)[:length].strip().ljust(length, "ا")

    def document(self, number: int, text: str) -> Document:
        """The facts of an article."""
        title = " ".join(text[:80].split()[:8])
        source = Source(
            publisher=_OUTLETS[number % len(_OUTLETS)],
            url=f"https://example.org/{number}",
            title=title,
            published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            published_precision="day",
        )
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return Document(f"a{number:06}", sha256, len(text), source)


def layer_of(document: Document, text: str, count: int, *, author: str = ME.id) -> Layer:
    """``count`` annotations spread over the text: entities, and frames of quotes and events with their links.

    Every second word at most is taken, so that there always is a bare one to tag.
    """
    places = [Span(start, end) for start, end in words(text) if end - start > 1]
    if count * 2 > len(places):
        raise ValueError(f"{count} annotations do not fit on {len(places)} words")
    step = len(places) // count
    chosen = [places[index * step] for index in range(count)]
    by = Provenance(annotators=(author,))
    made: list[Annotation] = []
    links: list[Relation] = []

    def add(letter: str, kind: Kind, label: str, *spans: Span, name: str = "") -> str:
        made.append(Annotation(name or f"{letter}{len(made):04}", kind, label, spans, provenance=by))
        return made[-1].id

    def link(source: str, role: str, target: str) -> None:
        links.append(Relation(f"r{len(links):04}", source, role, Target(annotation=target), provenance=by))

    for group in range(0, count, 10):
        ten = chosen[group : group + 10]
        entities = [add("e", "entity", _LABELS[(group + n) % len(_LABELS)], span) for n, span in enumerate(ten[:6])]
        if len(ten) < 10:
            for n, span in enumerate(ten[6:]):
                add("e", "entity", _LABELS[(group + n) % len(_LABELS)], span)
            continue
        quote = add("q", "quote", "indirect", Span(ten[7].start, ten[8].start))
        link(quote, "cue", add("c", "cue", "cue", ten[6], name=f"{quote}.cue"))
        link(quote, "speaker", entities[0])
        for span in ten[8:]:
            event = add("v", "event", _EVENTS[(group + span.start) % len(_EVENTS)], span)
            link(event, "actor", entities[span.start % 6])
    key = LayerKey(document.id, "own", author)
    return Layer(key, in_text_order(made), tuple(links), revision=len(made))


# ---------------------------------------------------------------- what is kept between runs


def kept_folder() -> Path:
    """Where generated projects lie: beside the system's temporary files, a new place when what makes them changes."""
    code = b"".join(Path(file).read_bytes() for file in (__file__, tables_file))
    folder = Path(tempfile.gettempdir()) / f"hashiya-benchmarks-{hashlib.sha256(code).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    return folder


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The file or folder of that name, made by ``make`` at the first call."""
    place = kept_folder() / name
    if not place.exists():
        half = place.with_name(f"{os.getpid()}-{name}")
        make(half)
        half.rename(place)
    return place


def project_with(articles: int, annotations: int = 0) -> Path:
    """A closed project with so many articles, each with ``annotations``; copy it before you write."""

    def make(path: Path) -> None:
        write_project(path, made_articles(articles, annotations))

    return kept(f"{articles}-{annotations}.hashiya", make)


def project_of_sizes(sizes: Sequence[tuple[int, int]], *, copies: int, one_paragraph: bool = False) -> Path:
    """A closed project with ``copies`` articles of each size (code points, annotations); copy it before you write."""

    def make(path: Path) -> None:
        writer, wanted = Writer(), [size for size in sizes for _ in range(copies)]

        def all_of() -> Iterator[tuple[Document, str, Layer | None]]:
            for number, (length, count) in enumerate(wanted):
                text = writer.text(number, length, one_paragraph=one_paragraph)
                document = writer.document(number, text)
                yield document, text, layer_of(document, text, count)

        write_project(path, all_of())

    name = "-".join(f"{length}x{count}" for length, count in sizes)
    return kept(f"{name}-{copies}{'-one' if one_paragraph else ''}.hashiya", make)


def made_articles(articles: int, annotations: int) -> Iterator[tuple[Document, str, Layer | None]]:
    """Articles of the usual length, with their layers."""
    writer = Writer()
    for number in range(articles):
        text = writer.text(number)
        document = writer.document(number, text)
        yield document, text, layer_of(document, text, annotations) if annotations else None


def write_project(path: Path, articles: Iterator[tuple[Document, str, Layer | None]]) -> None:
    """A closed project with these articles and layers."""
    codebook = default_codebook()
    with tempfile.TemporaryDirectory() as data:
        project = Project.create(path, folders=Folders(Path(data)), person=ME, codebook=codebook)
        with project.bulk(author=ME.id, name="import") as bulk:
            for document, text, layer in articles:
                bulk.add_text(text)
                bulk.add_document(document)
                if layer is not None:
                    bulk.add_snapshot(layer, hash_of(Outgoing(document, text, layer, codebook)))
        project.close(backup=False)


def text_folder(articles: int) -> Path:
    """A folder of so many text files."""

    def make(folder: Path) -> None:
        folder.mkdir()
        writer = Writer()
        for number in range(articles):
            (folder / f"{number:06}.txt").write_text(writer.text(number), "utf-8")

    return kept(f"texts-{articles}", make)


def record_file(articles: int, annotations: int) -> Path:
    """Native records of ``project_with`` the same numbers."""

    def make(path: Path) -> None:
        out = path.with_suffix(".jsonl")
        with tempfile.TemporaryDirectory() as data:
            source = project_with(articles, annotations)
            with Project.open(source, folders=Folders(Path(data)), read_only=True) as project:
                export_jsonl(project, out, layer="all", person=ME)
        out.rename(path)

    return kept(f"{articles}-{annotations}.jsonl", make)


def copy_of(project: Path, folder: Path) -> Path:
    """A copy that may be written."""
    return Path(shutil.copyfile(project, folder / project.name))
