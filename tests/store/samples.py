"""Small codebooks, articles and gestures for the tests of the store."""

import hashlib

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.codebook import Codebook, Colours, Label, Words
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerKey, State, in_text_order
from annotator.model.span import Span
from annotator.model.step import CORPUS, Change, Draft, Step, stream_of
from annotator.store.project import Project

ME = "u1"
TEXT = "قال وزير الخارجية: «سنعمل على وقف إطلاق النار» في القاهرة"


def small_codebook(version: str = "1.0") -> Codebook:
    words = Words(ar="شخص", en="Person")
    colours = Colours("#204080", "#80a0e0")
    label = Label(id="PER", kind="entity", name=words, definition=words, colours=colours, key="1")
    return Codebook(name="news", version=version, title=Words(ar="أخبار", en="News"), labels=(label,))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def article(name: str, text: str = TEXT, *, title: str | None = "عنوان") -> Document:
    source = Source(publisher="الصحيفة", url=f"https://example.org/{name}", title=title, published="2024-03-05")
    return Document(name, sha256(text), len(text), source, metadata=(Attribute("file_name", f"{name}.txt"),))


def entity(name: str, start: int = 0, end: int = 3, *, label: str = "PER", entry: str | None = None) -> Annotation:
    return Annotation(name, "entity", label, (Span(start, end),), entry=entry)


def own(document: str = "d1", author: str = ME) -> LayerKey:
    return LayerKey(document, "own", author)


def layer(
    document: str, *names: str, author: str = "u2", revision: int = 1, state: State = "open", label: str = "PER"
) -> Layer:
    """A layer with an entity for each name, each linked to the first."""
    entities = in_text_order(entity(name, 3 * i, 3 * i + 2, label=label) for i, name in enumerate(names))
    links = tuple(Relation(f"r{n}", n, "speaker", Target(annotation=names[0])) for n in names[1:])
    return Layer(own(document, author), entities, links, revision=revision, state=state)


def add_article(project: Project, name: str = "d1", text: str = TEXT) -> tuple[Step, ...]:
    draft = Draft(CORPUS, "import", ME, (Change("document", name, None, article(name, text)),))
    return project.write((draft,), texts={sha256(text): text})


def tag(project: Project, name: str, *, document: str = "d1", label: str = "PER") -> tuple[Step, ...]:
    change = Change("annotation", name, None, entity(name, label=label))
    return project.write((Draft(stream_of(own(document)), "tag", ME, (change,)),))


def take_back(project: Project, steps: tuple[Step, ...], name: str = "undo") -> tuple[Step, ...]:
    return project.write([Draft(s.stream, name, ME, (), undoes=s.id) for s in reversed(steps)])


def undo(project: Project) -> tuple[Step, ...]:
    return take_back(project, project.last_done(ME))


def redo(project: Project) -> tuple[Step, ...]:
    return take_back(project, project.last_undone(ME), "redo")
