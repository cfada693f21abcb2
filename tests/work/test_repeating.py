"""What was tagged in one headline stands in its repetition after one gesture."""

from annotator.model.annotation import Target
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.work import repeating
from annotator.work.desk import Desk
from annotator.work.frames import Filling, Frame, read_frame

HEADLINE = "الرئيس الروسي: ما يحدث في أفغانستان"


def test_entities_and_frames_come_along_and_go_again(project: Project, desk: Desk) -> None:
    article = desk.open(next(name for name in project.document_ids() if name.startswith("001")))
    assert article.text.count(HEADLINE) == 2
    desk.tag(article, [Span(0, 13)], "TITLE")
    (title,) = article.annotations
    speaker = ("speaker", Filling(Target(annotation=title)))
    desk.put_frame(article, Frame("quote", "indirect", (Span(15, 78),), cue=(Span(7, 13),), parts=(speaker,)))
    carried = repeating.preview(article)
    assert len(carried.copies) == 3
    changes = repeating.carry(article, carried, carried.copies, author=desk.person.id, codebook=desk.codebook)
    desk.write([desk._draft(article.stream, repeating.NAME, changes)])
    assert repeating.preview(article).copies == ()
    first, second = sorted(a.id for a in article.annotations.values() if a.kind == "quote")
    frames = sorted((read_frame(article, name) for name in (first, second)), key=lambda frame: frame.spans)
    moved = article.text.index(HEADLINE, 1)
    assert frames[1].spans == tuple(Span(s.start + moved, s.end + moved) for s in frames[0].spans)
    assert frames[1].cue == tuple(Span(s.start + moved, s.end + moved) for s in frames[0].cue)
    ((_, filling),) = frames[1].parts
    assert article.annotations[filling.target.annotation or ""].spans == (Span(moved, moved + 13),)
    desk.undo()
    assert len(article.annotations) == 3


def test_a_cue_is_not_carried_without_its_quote(project: Project, desk: Desk) -> None:
    article = desk.open(next(name for name in project.document_ids() if name.startswith("001")))
    desk.put_frame(article, Frame("quote", "indirect", (Span(15, 78),), cue=(Span(7, 13),)))
    carried = repeating.preview(article)
    cues = [copy for copy in carried.copies if article.annotations[copy.of].kind == "cue"]
    assert repeating.carry(article, carried, cues, author=desk.person.id, codebook=desk.codebook) == ()
