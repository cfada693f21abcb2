"""What the quotes of an open article say of each other: which a frame is likely to go on, and which to stand in."""

from annotator.model.annotation import Target
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.quotelinks import QuoteLinks, Said, around, before, links_of
from annotator.work.article import OpenArticle
from annotator.work.frames import Frame, read_frame


def proposed_links(article: OpenArticle, frame: Frame, lexicon: Lexicon) -> QuoteLinks:
    """What a quote that is being made is likely to continue and to stand in, among the quotes that stand."""
    return links_of(article.text, _said(article, frame), _standing(article), lexicon)


def likely_links(article: OpenArticle, frame: Frame, link: str) -> tuple[str, ...]:
    """Ids of the quotes that may fill ``continues`` or ``nested_in``, the likeliest first; others are left out."""
    find = around if link == "nested_in" else before
    quote = _said(article, frame)
    others = tuple(one for one in _standing(article) if one.id != frame.id)
    return tuple(one.id for one in find(quote, others) if one.id is not None)


def _standing(article: OpenArticle) -> tuple[Said, ...]:
    quotes = (a for a in article.annotations.values() if a.kind == "quote")
    return tuple(_said(article, read_frame(article, quote.id)) for quote in quotes)


def _said(article: OpenArticle, frame: Frame) -> Said:
    targets = (filling.target for role, filling in frame.parts if role == "speaker")
    speakers = frozenset(name for target in targets for name in _names(article, target))
    return Said(frame.id, frame.spans, frame.cue, speakers)


def _names(article: OpenArticle, target: Target) -> tuple[str, ...]:
    """By what a speaker is known again: the mention, and the entry that it or the filler itself points to."""
    mention = article.annotations.get(target.annotation or "")
    entry = mention.entry if mention is not None else target.entry
    return tuple(name for name in (target.annotation, entry) if name is not None)
