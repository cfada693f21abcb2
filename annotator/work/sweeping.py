"""Deciding in many articles at one stroke: by rules, or alike over the same words; one gesture, one undo."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.model.progress import Progress, Report, silent
from annotator.model.step import Draft, Step
from annotator.store.bulk import BulkResult
from annotator.work.desk import Desk
from annotator.work.merging import Proposal, Rule
from annotator.work.onlooking import Onlooker
from annotator.work.review import ReviewDesk
from annotator.work.reviewing import Names
from annotator.work.survey import CasePlace
from annotator.work.team import guard


class Sweep(msgspec.Struct, frozen=True):
    """What rules would decide in many articles, in the order of these; `left` counts the cases that stay open."""

    proposals: tuple[Proposal, ...]
    left: int


def preview_everywhere(
    desk: ReviewDesk, rules: Sequence[Rule], documents: Iterable[str], report: Report = silent
) -> Sweep:
    """What the rules would decide, each case by the first rule that speaks of it; others' articles are left alone."""
    names = tuple(documents)
    found: list[Proposal] = []
    left = 0
    for number, name in enumerate(names):
        report(Progress("reviewing", number, len(names)))
        article = desk.read(name)
        if article.others:
            continue
        here: dict[str, Proposal] = {}
        for rule in rules:
            for one in desk.preview(article, rule):
                here.setdefault(one.case, one)
        found += here.values()
        left += len(article.open_views) - len(here)
    return Sweep(tuple(found), left)


def preview_beside(
    desk: Desk, rules: Sequence[Rule], documents: Iterable[str], report: Report = silent, *, names: Names = "shown"
) -> Sweep:
    """`preview_everywhere` from any thread, through a connection of its own."""
    with desk.project.reading() as reads:
        return preview_everywhere(ReviewDesk(Onlooker(reads, desk.person), names=names), rules, documents, report)


def apply_beside(
    desk: Desk, proposals: Iterable[Proposal], report: Report = silent, *, names: Names = "shown"
) -> BulkResult:
    """`apply_everywhere` from any thread, however much it is; whoever calls shows the steps to the desk."""
    with desk.project.bulk(author=desk.person.id, name="review.rule", report=report) as work:
        looking = ReviewDesk(Onlooker(work.reads, desk.person), names=names)
        work.write([guard(desk.person, draft) for draft in drafts_of(looking, proposals, report)])
    return work.result


def apply_everywhere(desk: ReviewDesk, proposals: Iterable[Proposal], report: Report = silent) -> tuple[Step, ...]:
    """Decide what was proposed, as one gesture; what its article no longer has, or the codebook forbids, is left."""
    drafts = drafts_of(desk, proposals, report)
    return desk.desk.write(drafts) if drafts else ()


def drafts_of(desk: ReviewDesk, proposals: Iterable[Proposal], report: Report = silent) -> list[Draft]:
    """What deciding so would write, article by article."""
    by_document: dict[str, list[Proposal]] = {}
    for one in proposals:
        by_document.setdefault(one.document, []).append(one)
    drafts: list[Draft] = []
    for number, (name, some) in enumerate(by_document.items()):
        report(Progress("reviewing", number, len(by_document)))
        drafts += _drafts(desk, name, some)
    return drafts


def decide_alike(
    desk: ReviewDesk, places: Iterable[tuple[CasePlace, str | None]], *, rule: str = "precedent"
) -> tuple[Step, ...]:
    """Take in each place the author's version, or (`None`) none of them, as one gesture."""
    proposals = [
        Proposal(place.document, place.case, "", place.spans, "take" if author else "none", author, "adjudicated", rule)
        for place, author in places
    ]
    return apply_everywhere(desk, proposals)


def _drafts(desk: ReviewDesk, document: str, proposals: Sequence[Proposal]) -> list[Draft]:
    article = desk.read(document)
    here = {view.id for view in article.open_views}
    decisions = desk.fitting(article, [one for one in proposals if one.case in here])
    return desk.drafts(article, "review.rule", decisions)
