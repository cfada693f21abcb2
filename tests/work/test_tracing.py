"""The life of an annotation, from its making through every change and undo."""

from annotator.model.annotation import Annotation, Provenance, Target
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from annotator.model.step import Change, stream_of
from annotator.store.project import Project
from annotator.work.desk import Desk
from annotator.work.frames import Filling, Frame
from annotator.work.tracing import life_of


def acts(project: Project, desk: Desk, document: str, annotation: str) -> list[str]:
    turns = life_of(project, desk.open(document), annotation)
    return [f"{'back:' if turn.back else 'again:' if turn.again else ''}{turn.act}" for turn in turns]


def test_every_gesture_on_an_annotation_is_told_and_no_other(project: Project, desk: Desk) -> None:
    document = project.document_ids()[0]
    article = desk.open(document)
    desk.tag(article, [Span(0, 3)], "PER")
    (name,) = article.annotations
    desk.tag(article, [Span(4, 9)], "ORG")
    desk.retag(article, name, "GPE")
    desk.undo()
    desk.redo()
    assert acts(project, desk, document, name) == ["tag", "retag", "back:retag", "again:retag"]
    turns = life_of(project, article, name)
    assert {turn.author for turn in turns} == {desk.person.id}
    assert [turn.at for turn in turns] == sorted(turn.at for turn in turns)


def test_what_fills_a_role_belongs_to_the_life_of_its_frame_alone(project: Project, desk: Desk) -> None:
    document = project.document_ids()[0]
    article = desk.open(document)
    desk.tag(article, [Span(0, 3)], "PER")
    (person,) = article.annotations
    desk.put_frame(article, Frame("quote", "indirect", (Span(10, 20),)))
    (quote,) = [one.id for one in article.annotations.values() if one.kind == "quote"]
    desk.fill(article, quote, "speaker", Filling(Target(annotation=person)))
    assert acts(project, desk, document, quote) == ["quote.new", "role"]
    assert acts(project, desk, document, person) == ["tag"]


def test_what_came_in_a_large_step_was_made_by_it(project: Project, desk: Desk) -> None:
    document = project.document_ids()[0]
    key = LayerKey(document, "own", desk.person.id)
    for place, name in enumerate(("first", "second")):
        with project.bulk(author=desk.person.id, name=("import", "everywhere")[place]) as work:
            born = Annotation(
                id=name,
                kind="entity",
                label="PER",
                spans=(Span(4 * place, 4 * place + 3),),
                provenance=Provenance(origin="imported"),
            )
            work.add_change(stream_of(key), Change("annotation", name, None, born))
    article = desk.open(document)
    desk.retag(article, "first", "ORG")
    assert acts(project, desk, document, "first") == ["import", "retag"]
    assert acts(project, desk, document, "second") == ["everywhere"]


def test_a_layer_that_came_whole_brought_what_is_in_it(project: Project, desk: Desk) -> None:
    document = project.document_ids()[0]
    key = LayerKey(document, "own", "analyst-z")
    born = Annotation(id="z1", kind="entity", label="PER", spans=(Span(0, 3),))
    with project.bulk(author="analyst-z", name="import") as work:
        layer = Layer(key=key, annotations=(born,), revision=1)
        assert work.add_snapshot(layer, "0" * 64) == "applied"
    turns = life_of(project, desk.open(document, key=key), "z1")
    assert [turn.act for turn in turns] == ["import"]
