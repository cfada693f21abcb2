"""An open frame: its parts, what is put into them, what is proposed."""

import pytest

from annotator.model.annotation import Annotation, Target
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.span import Span
from annotator.suggest.lexicon import shipped_lexicon
from annotator.suggest.quotations import propose_for
from annotator.ui.pages.annotate import frame_draft
from annotator.ui.pages.annotate.frame_draft import FrameDraft
from annotator.work.article import OpenArticle
from annotator.work.codebooks import default_codebook
from annotator.work.frames import Filling, Frame

TEXT = 'أكد الرئيس فلاديمير بوتين أن الحوار مفيد. وأضاف: "سنذهب إلى كابل غدا".'
CODEBOOK = default_codebook()
LEXICON = shipped_lexicon()


def of(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def entity(name: str, label: str, words: str) -> Annotation:
    return Annotation(id=name, kind="entity", label=label, spans=(of(words),))


@pytest.fixture
def article() -> OpenArticle:
    document = Document(id="d", text_sha256="0" * 64, text_length=len(TEXT))
    annotations = (
        entity("title", "TITLE", "الرئيس"),
        entity("putin", "PER", "فلاديمير بوتين"),
        entity("kabul", "GPE", "كابل"),
        entity("day", "DATE", "غدا"),
    )
    return OpenArticle(document, TEXT, Layer(key=LayerKey("d", "own", "me"), annotations=annotations))


@pytest.fixture
def quote(article: OpenArticle) -> FrameDraft:
    found = propose_for(TEXT, of("سنذهب إلى كابل غدا"), article.annotations.values(), LEXICON)
    draft = frame_draft.proposed(found, CODEBOOK)
    assert draft is not None
    return draft


@pytest.fixture
def event() -> FrameDraft:
    frame = Frame(kind="event", label="CONSULT", spans=(of("الحوار"),))
    return frame_draft.opened(frame, CODEBOOK, fresh=True)


def test_a_fresh_quote_has_its_cue_and_speaker_proposed(quote: FrameDraft) -> None:
    assert [s.of(TEXT) for s in quote.frame.cue] == ["أضاف"]
    assert quote.frame.parts == (("speaker", Filling(Target(annotation="putin"), "inherited")),)


def test_a_fresh_frame_counts_as_changed_and_a_standing_one_does_not(event: FrameDraft) -> None:
    assert event.changed
    assert not frame_draft.opened(event.frame, CODEBOOK, fresh=False).changed


def test_parts_have_the_digits_of_the_codebook_and_content_has_zero(quote: FrameDraft) -> None:
    assert [part.symbol for part in quote.parts] == ["0", "1", "2", "3", "4", "5", "6"]
    assert frame_draft.at_symbol(quote, "2").part.name == "speaker"
    assert frame_draft.at_part(quote, -1).part.name == quote.parts[-1].name


def test_a_role_takes_several_fillers_and_each_once(event: FrameDraft) -> None:
    draft = frame_draft.at_symbol(event, "1")
    for name in ("putin", "kabul", "putin"):
        draft = frame_draft.put(draft, Filling(Target(annotation=name)))
    assert [f.target.annotation for f in draft.pieces(draft.part)] == ["kabul", "putin"]
    draft = frame_draft.take_out(draft)
    assert [f.target.annotation for f in draft.pieces(draft.part)] == ["kabul"]
    assert frame_draft.take_out(draft, everything=True).frame.parts == ()


def test_a_status_and_a_named_filler_do_not_stand_together(quote: FrameDraft) -> None:
    draft = frame_draft.at_symbol(quote, "2")
    draft = frame_draft.put(draft, Filling(status="anonymous"))
    assert draft.pieces(draft.part) == (Filling(status="anonymous"),)
    draft = frame_draft.put(draft, Filling(Target(annotation="putin")))
    assert draft.pieces(draft.part) == (Filling(Target(annotation="putin")),)


def test_content_keeps_its_last_piece_and_takes_further_ones(quote: FrameDraft) -> None:
    draft = frame_draft.at_symbol(quote, "0")
    more = Filling(Target(spans=(of("الحوار مفيد"),)))
    assert frame_draft.take_out(draft) == draft
    draft = frame_draft.put(draft, more, further=True)
    assert draft.spans() == (of("الحوار مفيد"), of("سنذهب إلى كابل غدا"))
    assert frame_draft.put(draft, more).spans() == (of("الحوار مفيد"),)


def test_candidates_are_at_most_nine_and_fit_the_part(article: OpenArticle, event: FrameDraft) -> None:
    for place, part in enumerate(event.parts):
        draft = frame_draft.at_part(event, place)
        offered = frame_draft.choices(draft, article, 0, LEXICON)
        assert len(offered) <= 9
        for choice in offered:
            mention = article.annotations.get(choice.filling.target.annotation or "")
            assert mention is None or mention.kind in part.fillers
    place = frame_draft.choices(frame_draft.at_symbol(event, "5"), article, 0, LEXICON)
    assert place[0].filling.target.annotation == "kabul"


def test_another_type_keeps_what_it_knows(event: FrameDraft) -> None:
    draft = frame_draft.put(frame_draft.at_symbol(event, "1"), Filling(Target(annotation="putin")))
    other = frame_draft.relabelled(draft, "ASSAULT", CODEBOOK)
    assert other.frame.label == "ASSAULT"
    assert other.frame.parts == draft.frame.parts
