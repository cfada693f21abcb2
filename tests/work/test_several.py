"""One gesture on several annotations is one step, and undone as one."""

from annotator.model.layer import in_text_order
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk


def three(project: Project, desk: Desk) -> tuple[OpenArticle, list[str]]:
    article = desk.open(project.document_ids()[0])
    for start in (0, 10, 20):
        desk.tag(article, [Span(start, start + 4)], "PER")
    return article, [one.id for one in in_text_order(article.annotations.values())]


def test_all_get_the_label_and_lose_it_again_together(project: Project, desk: Desk) -> None:
    article, names = three(project, desk)
    desk.retag(article, names[1], "ORG")
    before = article.layer().annotations
    assert len(desk.retag_several(article, names, "ORG")) == 1
    assert {one.label for one in article.annotations.values()} == {"ORG"}
    desk.undo()
    assert article.layer().annotations == before


def test_of_two_over_the_same_letters_one_alone_takes_the_label(project: Project, desk: Desk) -> None:
    article, names = three(project, desk)
    desk.tag(article, [Span(0, 4)], "GPE", beside=True)
    desk.retag_several(article, list(article.annotations), "ORG")
    labels = sorted(one.label for one in article.annotations.values() if one.spans == (Span(0, 4),))
    assert labels in (["GPE", "ORG"], ["ORG", "PER"])
    assert len(article.annotations) == len(names) + 1


def test_a_new_entry_is_linked_to_all_and_taken_off_all(project: Project, desk: Desk) -> None:
    article, names = three(project, desk)
    entry = Entry(id="n1", kind="entity", label="PER", name_ar="شخص")
    steps = desk.create_entry(entry, article=article, annotation_id=names[0], also=names)
    assert len({step.gesture for step in steps}) == 1
    assert {one.entry for one in article.annotations.values()} == {"n1"}
    assert len(desk.unlink(article, names)) == 1
    assert {one.entry for one in article.annotations.values()} == {None}
    desk.undo()
    assert {one.entry for one in article.annotations.values()} == {"n1"}


def test_where_nothing_is_linked_nothing_is_written(project: Project, desk: Desk) -> None:
    article, names = three(project, desk)
    assert desk.unlink(article, names) == ()
