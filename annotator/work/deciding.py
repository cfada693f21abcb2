"""Makes the decisions of one reviewer on the cases of one article; nothing is written here."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.ids import new_id
from annotator.model.review import Choice, Decision, LineChoice, Outcome
from annotator.work.cases import CaseView
from annotator.work.frames import Frame
from annotator.work.merging import Proposal
from annotator.work.outcomes import NOTHING, Grounds
from annotator.work.reviewing import ReviewArticle


class Deciding:
    """The words of `by` on the cases of `article`."""

    def __init__(self, article: ReviewArticle, by: str) -> None:
        self._article = article
        self._by = by

    def grounds(self, view: CaseView) -> Grounds:
        """Who decides the case, and why, as far as that was said."""
        held = view.decision
        reason, clause = (held.reason, held.clause) if held else (None, None)
        return Grounds(self._by, "adjudicated", reason, clause)

    def taken(self, view: CaseView, author: str) -> Decision:
        """The author's version; his silence is a rejection."""
        self._article.layer(author)
        lines = view.decision.lines if view.decision else ()
        unanimous = view.agreed and len(view.authors) > 1 and not lines
        grounds = self.grounds(view)
        if unanimous:
            grounds = msgspec.structs.replace(grounds, verdict="unanimous")
        outcome = self._article.outcomes.version(view, author, grounds, lines)
        made = self.made(view, "agree" if unanimous else "take", outcome)
        choice = made.choice if view.version_of(author) is not None else "none"
        return msgspec.structs.replace(made, choice=choice, taken=author, lines=lines, verdict=grounds.verdict)

    def single(self, view: CaseView, author: str) -> Decision:
        """The only author's version as it stands, not looked at."""
        grounds = msgspec.structs.replace(self.grounds(view), verdict="single")
        outcome = self._article.outcomes.version(view, author, grounds)
        made = self.made(view, "agree" if outcome != NOTHING else "none", outcome)
        return msgspec.structs.replace(made, taken=author, verdict="single")

    def by_rule(self, proposal: Proposal) -> Decision:
        """What was proposed."""
        view = self._article.view(proposal.case)
        grounds = Grounds(self._by, proposal.verdict)
        outcome = NOTHING
        if proposal.author is not None:
            outcome = self._article.outcomes.version(view, proposal.author, grounds)
        made = self.made(view, proposal.choice, outcome)
        return msgspec.structs.replace(made, taken=proposal.author, verdict=proposal.verdict, rule=proposal.rule)

    def made(self, view: CaseView, choice: Choice, outcome: Outcome) -> Decision:
        """A choice with its outcome, over the versions that are on the table now."""
        return msgspec.structs.replace(
            self.pending(view),
            spans=view.spans,
            choice=choice,
            taken=None,
            judged=view.judged,
            outcome=outcome,
            verdict="adjudicated",
            rule=None,
            by=self._by,
            at=now(),
        )

    def added(self, outcome: Outcome, what: Annotation | Frame) -> Decision:
        """A decision over nothing: what every layer missed."""
        return Decision(
            id=new_id("c"),
            document=self._article.document.id,
            kind=what.kind,
            spans=what.spans,
            choice="add",
            outcome=outcome,
            by=self._by,
            at=now(),
        )

    def pending(self, view: CaseView) -> Decision:
        """The decision on a case as it stands, or one that says nothing yet."""
        if view.decision is not None:
            return view.decision
        return Decision(
            id=view.id,
            document=self._article.document.id,
            kind=view.kind,
            spans=view.spans,
            choice="pending",
            judged=view.judged,
            by=self._by,
            at=now(),
        )

    def base_of_lines(self, view: CaseView, lines: Iterable[LineChoice]) -> str | None:
        """Whose frame is taken once every line in question is chosen; `None` while anything else is."""
        if view.decision is not None and view.decision.taken is not None:
            return view.decision.taken
        if view.verdicts != ("role",):
            return None
        chosen = {member for one in lines for member in one.members}
        for part in view.parts:
            members = {f"{a}:{m}" for a, m in zip(view.authors, part.members, strict=True) if m is not None}
            if part.verdicts != ("agree",) and not members <= chosen:
                return None
        return view.said_by[0]

    def like(self, model: Decision, view: CaseView) -> Decision:
        """The same choice as `model` on another case."""
        grounds = self.grounds(view)
        if model.choice == "none":
            return self.made(view, "none", NOTHING)
        if model.choice == "union":
            return self.made(view, "union", self._article.outcomes.union(view, grounds))
        if model.choice == "intersection":
            return self.made(view, "intersection", self._article.outcomes.intersection(view, grounds))
        return self.taken(view, model.taken or view.authors[0])


def now() -> str:
    """UTC, ISO-8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
