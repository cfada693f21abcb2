"""What is open before a layer is handed in."""

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerFacts, LayerKey
from annotator.model.span import Span
from annotator.work.article import OpenArticle
from annotator.work.checklist import open_points
from annotator.work.codebooks import default_codebook

TEXT = "قال بوتين إن موسكو سترد"
KEY = LayerKey("d", "own", "me")
QUOTE = Annotation("q", "quote", "indirect", (Span(13, 23),))
PERSON = Annotation("e", "entity", "PER", (Span(4, 9),), attributes=(Attribute("certainty", "unsure"),))
BOOK = default_codebook()


def article(layer: Layer) -> OpenArticle:
    return OpenArticle(Document(id="d", text_sha256="0" * 64, text_length=len(TEXT)), TEXT, layer)


def test_an_empty_layer_is_open_until_it_says_that_there_is_nothing() -> None:
    assert [p.what for p in open_points(article(Layer(KEY)), (), BOOK)] == ["empty"]
    said = Layer(KEY, facts=LayerFacts(nothing_to_annotate=True))
    assert open_points(article(said), (), BOOK) == ()


def test_a_quote_without_a_speaker_and_a_flag_are_open() -> None:
    points = open_points(article(Layer(KEY, annotations=(PERSON, QUOTE))), (), BOOK)
    assert [(p.annotation, p.what, p.role) for p in points] == [("e", "unsure", ""), ("q", "role", "speaker")]
    spoken = Relation("r", "q", "speaker", Target(annotation="e"))
    rest = open_points(article(Layer(KEY, annotations=(PERSON, QUOTE), relations=(spoken,))), (), BOOK)
    assert [p.annotation for p in rest] == ["e"]


def test_comments_count_until_they_are_settled() -> None:
    def said(name: str, **fields: object) -> Comment:
        return Comment(id=name, document="d", author="a", text="?", at="2024-01-01T00:00:00Z", **fields)  # type: ignore[arg-type]

    comments = (
        said("a"),
        said("b", resolved=True),
        said("c", reply_to="a"),
        said("d", layer=LayerKey("d", "own", "x")),
    )
    layer = Layer(KEY, annotations=(Annotation("e", "entity", "PER", (Span(4, 9),)),))
    assert [p.what for p in open_points(article(layer), comments, BOOK)] == ["comment"]


def test_a_comment_is_told_by_its_words() -> None:
    comment = Comment(id="a", document="d", author="a", text="لماذا؟", at="2024-01-01T00:00:00Z")
    layer = Layer(KEY, annotations=(Annotation("e", "entity", "PER", (Span(4, 9),)),))
    assert [p.words for p in open_points(article(layer), (comment,), BOOK)] == ["لماذا؟"]
