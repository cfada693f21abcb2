"""Marks and arcs of a layer, and the patch that a gesture makes."""

import pytest

from annotator import assets
from annotator.language import Language
from annotator.model.annotation import Annotation, Attribute, Relation, Target
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from annotator.model.step import Change, Step
from annotator.ui.pages.annotate.marks_of import Marking, short_surface
from annotator.work.article import OpenArticle
from annotator.work.codebooks import default_codebook

TEXT = "قال بوتين سنذهب وقال لافروف سنعود وقال بوتين نعم"
QUOTES = ("سنذهب", "سنعود", "نعم")


def of(words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


@pytest.fixture
def article() -> OpenArticle:
    people = (
        Annotation(id="p1", kind="entity", label="PER", spans=(of("بوتين"),)),
        Annotation(id="p2", kind="entity", label="PER", spans=(of("لافروف"),)),
        Annotation(id="p3", kind="entity", label="PER", spans=(of("بوتين", 1),)),
    )
    quotes = tuple(
        Annotation(id=f"q{n}", kind="quote", label="direct", spans=(of(words),)) for n, words in enumerate(QUOTES, 1)
    )
    cue = Annotation(id="q1.cue", kind="cue", label="cue", spans=(of("قال"),))
    relations = (
        *(Relation(id=f"r{n}", source=f"q{n}", role="speaker", target=Target(annotation=f"p{n}")) for n in (1, 2, 3)),
        Relation(id="r4", source="q1", role="cue", target=Target(annotation="q1.cue")),
    )
    layer = Layer(key=LayerKey("d", "own", "me"), annotations=(*people, *quotes, cue), relations=relations)
    return OpenArticle(Document(id="d", text_sha256="0" * 64, text_length=len(TEXT)), TEXT, layer)


def marking(article: OpenArticle, code: str = "en", *, dark: bool = False) -> Marking:
    language = Language.load(code, assets.path("i18n"))
    return Marking(article, default_codebook(), language=language, dark=dark)


def test_bars_have_one_colour_a_speaker(article: OpenArticle) -> None:
    bars = {mark.id: mark.speaker_colour for mark in marking(article).marks()}
    assert bars["q1"] == bars["q3"] != bars["q2"]
    assert bars["p1"] is None


def test_arcs_go_to_speakers_and_light_up_with_either_end(article: OpenArticle) -> None:
    links = {link.id: link for link in marking(article).links(("p2",))}
    assert set(links) == {"r1", "r2", "r3"}
    assert [links[i].active for i in ("r1", "r2", "r3")] == [False, True, False]
    assert links["r1"].text == "Speaker"


def test_chips_speak_the_language_of_the_interface_and_say_unsure(article: OpenArticle) -> None:
    unsure = Annotation(
        id="x", kind="entity", label="NORP", spans=(of("نعم"),), attributes=(Attribute("certainty", "unsure"),)
    )
    assert marking(article).chip(unsure) == "NORP?"
    assert marking(article, "ar").chip(unsure) == "جماعة؟"


def test_a_patch_names_what_went_and_draws_what_changed(article: OpenArticle) -> None:
    drawing = marking(article)
    drawing.marks()
    quote, link = article.annotations["q2"], article.relations["r2"]
    step = Step(
        id="s",
        gesture="g",
        stream=article.stream,
        author="me",
        device="d",
        device_seq=1,
        at="",
        codebook="",
        name="remove",
        changes=(Change("relation", "r2", link, None), Change("annotation", "q2", quote, None)),
    )
    article.follow((step,))
    patch = drawing.patch((step,))
    assert (patch.removed, patch.added, patch.links) == (("q2",), (), True)
    back = Step(
        **{f: getattr(step, f) for f in step.__struct_fields__}
        | {"changes": tuple(c.inverse for c in reversed(step.changes))}
    )
    article.follow((back,))
    patch = drawing.patch((back,))
    assert patch.removed == ()
    assert [mark.id for mark in patch.added] == ["q2"]


def test_a_speaker_with_an_entry_recolours_its_quotes(article: OpenArticle) -> None:
    drawing = marking(article)
    drawing.marks()
    before = article.annotations["p3"]
    after = Annotation(id="p3", kind="entity", label="PER", spans=before.spans, entry="n1")
    change = Change("annotation", "p3", before, after)
    step = Step("s", "g", article.stream, "me", "d", 1, "", "", "link-entry", (change,))
    article.follow((step,))
    assert {mark.id for mark in drawing.patch((step,)).added} == {"p3", "q3"}


def test_a_step_of_another_layer_changes_nothing(article: OpenArticle) -> None:
    change = Change("annotation", "p1", article.annotations["p1"], None)
    step = Step("s", "g", "own/d/somebody", "somebody", "d", 1, "", "", "remove", (change,))
    patch = marking(article).patch((step,))
    assert (patch.removed, patch.added, patch.links) == ((), (), False)


def test_letters_of_a_long_span_are_cut_at_their_end() -> None:
    whole = Annotation(id="a", kind="quote", label="direct", spans=(Span(0, len(TEXT)),))
    assert short_surface(whole, TEXT, longest=9) == "قال بوتين…"
    assert short_surface(whole, TEXT, longest=200) == TEXT
