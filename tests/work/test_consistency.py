"""What in a layer gives pause: other labels for the same letters, quotes that nobody says, edges to trim."""

from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from annotator.work.article import OpenArticle
from annotator.work.codebooks import default_codebook
from annotator.work.consistency import Finding, findings

TEXT = "موسكو، قال بوتين إن موسكو سترد، وموسكو ردت"
BOOK = default_codebook()


def found(*annotations: Annotation, relations: tuple[Relation, ...] = ()) -> tuple[Finding, ...]:
    document = Document(id="d", text_sha256="0" * 64, text_length=len(TEXT))
    layer = Layer(LayerKey("d", "own", "me"), annotations=annotations, relations=relations)
    return findings(OpenArticle(document, TEXT, layer), BOOK)


def moscow(nth: int, label: str, *, entry: str | None = None, mention: str | None = None, more: int = 0) -> Annotation:
    start = -1
    for _ in range(nth):
        start = TEXT.index("موسكو", start + 1)
    said = (Attribute("mention", mention),) if mention else ()
    spans = (Span(start, start + len("موسكو") + more),)
    return Annotation(f"m{nth}{label}", "entity", label, spans, attributes=said, entry=entry)


def test_the_same_letters_with_another_label_than_mostly_are_found() -> None:
    assert found(moscow(1, "GPE"), moscow(2, "ORG"), moscow(3, "GPE")) == (Finding("label", "m2ORG", "GPE"),)
    assert found(moscow(1, "GPE"), moscow(2, "GPE")) == ()


def test_where_two_labels_are_as_frequent_the_later_gives_pause() -> None:
    assert found(moscow(1, "ORG"), moscow(2, "GPE")) == (Finding("label", "m2GPE", "ORG"),)


def test_different_things_of_the_same_name_are_no_contradiction() -> None:
    assert found(moscow(1, "GPE", entry="gpe.moscow"), moscow(2, "ORG", entry="org.moscow")) == ()
    one = (moscow(1, "GPE", entry="gpe.moscow"), moscow(2, "ORG"))
    assert found(*one) == (Finding("label", "m2ORG", "GPE"),)


def test_two_things_said_of_one_place_and_mentions_that_are_no_names_stay_as_they_are() -> None:
    assert found(moscow(1, "GPE"), moscow(1, "ORG")) == ()
    assert found(moscow(1, "GPE", mention="PRO"), moscow(2, "ORG", mention="PRO")) == ()


def test_a_quote_without_a_speaker_is_found_until_it_has_one() -> None:
    start = TEXT.index("موسكو سترد")
    quote = Annotation("q", "quote", "indirect", (Span(start, start + len("موسكو سترد")),))
    person = Annotation("p", "entity", "PER", (Span(TEXT.index("بوتين"), TEXT.index("بوتين") + 5),))
    assert found(quote, person) == (Finding("speaker", "q"),)
    assert found(quote, person, relations=(Relation("r", "q", "speaker", Target(annotation="p")),)) == ()


def test_an_edge_that_holds_a_mark_or_a_blank_is_found() -> None:
    assert found(moscow(1, "GPE", more=1)) == (Finding("edge", "m1GPE"),)
    assert found(moscow(2, "GPE", more=1)) == (Finding("edge", "m2GPE"),)
    assert found(moscow(2, "GPE")) == ()
