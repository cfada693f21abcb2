"""The lead's inbox of gaps: cases on which a reviewer asks for a clearer codebook, until a version of it answers."""

from collections.abc import Iterator

import msgspec

from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.ids import new_id
from annotator.model.problems import refuse
from annotator.model.review import CaseSort, Decision
from annotator.model.span import Span
from annotator.model.step import TALK, Change, Draft, Step
from annotator.work.deciding import now
from annotator.work.desk import Desk


class Gap(msgspec.Struct, frozen=True):
    """One question to the codebook: the case, by its article and its words, what was asked, what answered it.

    `kind` and `spans` are missing where nothing is left of the case.
    """

    said: Comment
    title: str
    answer: Comment | None
    kind: CaseSort | None = None
    spans: tuple[Span, ...] = ()
    words: str = ""

    @property
    def is_open(self) -> bool:
        return not self.said.resolved


def find_gaps(desk: Desk) -> tuple[Gap, ...]:
    """All gaps, open ones first, the oldest first; nothing for who sees no reviews."""
    said = desk.sight.comments_of("gap", "answer")
    answers = {one.reply_to: one for one in said if one.sort == "answer"}
    found = (gap for one in said if one.sort == "gap" for gap in _gap(desk, one, answers.get(one.id)))
    return tuple(sorted(found, key=lambda gap: not gap.is_open))


def count_gaps(desk: Desk) -> int:
    """How many gaps wait for an answer."""
    return sum(not one.resolved for one in desk.sight.comments_of("gap"))


def _gap(desk: Desk, said: Comment, answer: Comment | None) -> Iterator[Gap]:
    if said.layer is None or not desk.project.has_document(said.document):
        return
    title = desk.project.document(said.document).title
    held = next((one for one in desk.sight.decisions(said.layer) if one.id == said.about), None)
    if held is None:
        yield Gap(said, title, answer)
    else:
        yield Gap(said, title, answer, held.kind, held.spans, _words(desk, held))


def _words(desk: Desk, decision: Decision) -> str:
    text = desk.project.text(decision.document)
    return " … ".join(span.of(text) for span in decision.spans[:3])


def version_of(codebook: Codebook) -> str:
    """How an answer names the version of the codebook that gives it."""
    return f"{codebook.name} {codebook.version}"


def close_gap(desk: Desk, gap: Gap, text: str) -> tuple[Step, ...]:
    """Close a gap with the version of the codebook that is in force, and a word on what it says now.

    Raises:
        KnownError: `gaps.lead-only`; `gaps.closed`, it is answered already.
    """
    if not desk.person.leads:
        raise refuse("gaps.lead-only")
    said = gap.said
    if said.resolved:
        raise refuse("gaps.closed")
    answer = Comment(
        id=new_id("m"),
        document=said.document,
        author=desk.person.id,
        text=text.strip(),
        at=now(),
        layer=said.layer,
        about=said.about,
        resolved=True,
        reply_to=said.id,
        sort="answer",
        codebook=version_of(desk.codebook),
    )
    settled = Change("comment", said.id, said, msgspec.structs.replace(said, resolved=True))
    changes = (settled, Change("comment", answer.id, None, answer))
    return desk.write([Draft(TALK, "gap.answer", desk.person.id, changes)])
