"""What is still open in a layer before it is handed in."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.layer import in_text_order
from annotator.model.rules import unfilled_roles
from annotator.work.article import OpenArticle

What = Literal["empty", "role", "speaker", "unsure", "comment"]


class Point(msgspec.Struct, frozen=True):
    """One open point: the annotation that it is about, if any, the role that nothing fills, the words of a comment."""

    what: What
    annotation: str | None = None
    role: str = ""
    words: str = ""


def open_points(article: OpenArticle, comments: Iterable[Comment], codebook: Codebook) -> tuple[Point, ...]:
    """Roles that the codebook requires, quotes without a speaker, unsure flags, comments that nobody has settled.

    A layer without a word in it is open too, unless it says that there is nothing to annotate.
    """
    if not article.annotations and not article.facts.nothing_to_annotate:
        return (Point("empty"),)
    return (*_of_annotations(article, codebook), *_of_comments(article, comments))


def _of_annotations(article: OpenArticle, codebook: Codebook) -> Iterator[Point]:
    for annotation in in_text_order(article.annotations.values()):
        relations = article.relations_of(annotation.id)
        missing = unfilled_roles(annotation, relations, codebook)
        yield from (Point("role", annotation.id, role) for role in missing)
        if annotation.kind == "quote" and "speaker" not in missing and all(r.role != "speaker" for r in relations):
            yield Point("speaker", annotation.id)
        if annotation.value("certainty") == "unsure":
            yield Point("unsure", annotation.id)


def _of_comments(article: OpenArticle, comments: Iterable[Comment]) -> Iterator[Point]:
    for comment in comments:
        if not comment.resolved and comment.reply_to is None and comment.layer in (None, article.key):
            yield Point("comment", comment.about, words=comment.text)
