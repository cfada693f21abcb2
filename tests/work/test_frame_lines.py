"""Quotes and events as lines: their parts, who fills them, and what lacks."""

from annotator.model.annotation import Target
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.frame_lines import frame_lines
from annotator.work.frames import Filling, Frame


def opened(project: Project, desk: Desk) -> OpenArticle:
    return desk.open(next(name for name in project.document_ids() if name.startswith("001")))


def test_a_quote_tells_its_cue_its_speaker_and_what_it_stands_in(project: Project, desk: Desk) -> None:
    article = opened(project, desk)
    desk.tag(article, [Span(0, 13)], "TITLE")
    (title,) = article.annotations
    speaker = ("speaker", Filling(Target(annotation=title), "inherited"))
    desk.put_frame(article, Frame("quote", "indirect", (Span(15, 78),), cue=(Span(7, 13),), parts=(speaker,)))
    (outer,) = [one.id for one in article.annotations.values() if one.kind == "quote"]
    desk.put_frame(article, Frame("quote", "fragment", (Span(23, 28),), nested_in=outer, continues=outer, closed=False))
    first, second = frame_lines(article, "quote", desk.codebook)
    assert (first.annotation.id, first.cue, first.missing) == (outer, article.text[7:13], ())
    (filler,) = first.of("speaker")
    assert (filler.letters, filler.status, filler.annotation) == (article.text[:13], "inherited", title)
    assert second.nested_in == second.continues == article.text[15:78]
    assert second.missing == ("speaker",)
    assert not second.annotation.closed


def test_who_is_not_named_fills_a_role_all_the_same(project: Project, desk: Desk) -> None:
    article = opened(project, desk)
    unnamed = ("speaker", Filling(Target(), "anonymous"))
    desk.put_frame(article, Frame("quote", "indirect", (Span(15, 78),), parts=(unnamed,)))
    (line,) = frame_lines(article, "quote", desk.codebook)
    assert line.missing == ()
    assert [(one.letters, one.status) for one in line.of("speaker")] == [("", "anonymous")]


def test_events_stand_in_text_order_with_every_filler_of_a_role(project: Project, desk: Desk) -> None:
    article = opened(project, desk)
    later, sooner = Span(60, 66), Span(7, 13)
    desk.put_frame(article, Frame("event", "OTHER", (later,)))
    parts = tuple(("actor", Filling(Target(spans=(span,)))) for span in (Span(0, 6), Span(15, 17)))
    desk.put_frame(article, Frame("event", "CONSULT", (sooner,), parts=parts))
    lines = frame_lines(article, "event", desk.codebook)
    assert [line.annotation.spans[0] for line in lines] == [sooner, later]
    actors = (Span(0, 6), Span(15, 17))
    assert sorted(one.letters for one in lines[0].of("actor")) == sorted(span.of(article.text) for span in actors)
    assert frame_lines(article, "quote", desk.codebook) == ()
