"""One gesture on several annotations at once, as the changes of one step."""

from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.step import Change
from annotator.work import gestures
from annotator.work.article import OpenArticle
from annotator.work.gestures import Changes


def retag(article: OpenArticle, annotation_ids: Iterable[str], label: str, codebook: Codebook) -> Changes:
    """The same label for all; of two over the same letters the second stays as it is, since it would say the same."""
    return tuple(_retags(article, annotation_ids, label, codebook))


def _retags(article: OpenArticle, annotation_ids: Iterable[str], label: str, codebook: Codebook) -> Iterator[Change]:
    taken: set[object] = set()
    for annotation_id in annotation_ids:
        annotation = gestures.get(article, annotation_id)
        if annotation.label != label and annotation.spans not in taken:
            taken.add(annotation.spans)
            yield from gestures.retag(article, annotation_id, label=label, codebook=codebook)


def unlink(article: OpenArticle, annotation_ids: Iterable[str], codebook: Codebook) -> Changes:
    """No registry entry for any of them."""
    found = (gestures.get(article, annotation_id) for annotation_id in annotation_ids)
    linked: Iterator[Annotation] = (one for one in found if one.entry is not None)
    return tuple(c for one in linked for c in gestures.set_field(article, one.id, codebook=codebook, entry=None))


def link(article: OpenArticle, annotation_ids: Iterable[str], entry: str, codebook: Codebook) -> Changes:
    """The same registry entry for all."""
    return tuple(
        change
        for annotation_id in annotation_ids
        for change in gestures.set_field(article, annotation_id, codebook=codebook, entry=entry)
    )
