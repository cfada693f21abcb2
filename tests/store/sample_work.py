"""Work in a project as a person does it: an import, tags one by one, an undo, a comment; always the same."""

from collections.abc import Iterator

import msgspec

from annotator.model.annotation import Annotation, Provenance, Relation, Target
from annotator.model.comment import Comment
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerKey
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import CORPUS, TALK, Change, Draft, stream_of
from annotator.store import rebuild
from annotator.store.engine import Connection
from annotator.store.project import Project

TEXT = "قال الوزير محمد العلي إن الاتفاق رقم {n} سيوقَّع غدًا في عمّان."


def bring_articles(project: Project, count: int, *, first: int = 0) -> None:
    """Import articles, every second with another person's layer."""
    with project.bulk(author="u1", name="import", carried_by="u1") as work:
        for n in range(first, first + count):
            text = TEXT.format(n=n)
            sha256 = work.add_text(text)
            work.add_document(Document(f"a{n}", sha256, len(text), source=Source(title=f"عنوان {n}")))
        for n in range(first, first + count, 2):
            layer = Layer(LayerKey(f"a{n}", "own", "u2"), annotations=(entity("e1", 4, 10),), revision=3)
            work.add_snapshot(layer, f"{n:064x}")
    project.last_done("u1")


def entity(name: str, start: int, end: int) -> Annotation:
    return Annotation(name, "entity", "PER", (Span(start, end),), provenance=Provenance(annotators=("u1",)))


def tag(project: Project, document: str, name: str, start: int, end: int) -> str:
    """One annotation of one's own; the id of its step."""
    stream = stream_of(LayerKey(document, "own", "u1"))
    change = Change("annotation", name, None, entity(name, start, end))
    return project.write([Draft(stream, "tag", "u1", (change,))])[0].id


def work_in(project: Project, *, articles: int = 6, tags: int = 12) -> None:
    """Articles, an entry, a comment, tags, a relation, an edit and an undo."""
    bring_articles(project, articles)
    entry = Entry("n1", "entity", "PER", "محمد العلي")
    project.write([Draft(CORPUS, "entry.new", "u1", (Change("entry", "n1", None, entry),))])
    comment = Comment("k1", "a0", "u1", "أهو الوزير نفسه؟")
    project.write([Draft(TALK, "comment", "u1", (Change("comment", "k1", None, comment),))])
    steps = [tag(project, f"a{n % articles}", f"e{n}x", n % 20, n % 20 + 3) for n in range(tags)]
    stream = stream_of(LayerKey("a0", "own", "u1"))
    relation = Relation("r1", "e0x", "speaker", Target(entry="n1"))
    project.write([Draft(stream, "role", "u1", (Change("relation", "r1", None, relation),))])
    before = entity("e0x", 0, 3)
    after = msgspec.structs.replace(before, note="ملاحظة", entry="n1")
    project.write([Draft(stream, "note", "u1", (Change("annotation", "e0x", before, after),))])
    project.write(
        [Draft(stream_of(LayerKey(f"a{(tags - 1) % articles}", "own", "u1")), "undo", "u1", (), undoes=steps[-1])]
    )


def contents(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that a project says, for comparing two files: the truth, and the tables by their own keys."""
    queries: dict[str, str] = {table: sql for table, (_, sql) in rebuild.COMPARED.items()}
    queries["text"] = "SELECT sha256, body FROM text ORDER BY sha256"
    queries["payload"] = "SELECT sha256, lines, size, body FROM payload ORDER BY sha256"
    queries["journal"] = "SELECT * FROM journal ORDER BY seq"
    queries["project"] = "SELECT CAST(value AS BLOB) FROM meta WHERE key = 'project'"
    return {table: [tuple(row) for row in connection.execute(query)] for table, query in queries.items()}


def layers(project: Project) -> Iterator[Layer]:
    """Every layer, as the program above sees it."""
    for key in sorted(project.layer_keys()):
        yield project.layer(key)
