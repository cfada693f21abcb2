"""Appeals of analysts against decisions: what was asked, and what came of it."""

from collections.abc import Iterable

import msgspec

from annotator.model.comment import Comment
from annotator.model.ids import new_id
from annotator.model.step import Change


class Appeal(msgspec.Struct, frozen=True):
    """What an analyst asks of a decision; `answer` is the reviewer's word on it, once there is one."""

    said: Comment
    answer: Comment | None = None

    @property
    def is_open(self) -> bool:
        return not self.said.resolved

    @property
    def about(self) -> str | None:
        """The case, as its decision, the gold or the analyst's own version of it names it."""
        return self.said.about

    @property
    def granted(self) -> bool:
        """Whether the case was decided anew because of it."""
        return self.answer is not None and self.answer.sort == "granted"


def appeals_in(comments: Iterable[Comment]) -> tuple[Appeal, ...]:
    """The appeals among comments, the oldest first, each with the last answer to it."""
    listed = sorted(comments, key=lambda one: (one.at or "", one.id))
    answers = {one.reply_to: one for one in listed if one.sort in ("upheld", "granted")}
    return tuple(Appeal(one, answers.get(one.id)) for one in listed if one.sort == "appeal")


def close_appeal(appeal: Appeal, *, by: str, text: str, at: str, granted: bool) -> tuple[Change, Change]:
    """The changes by which a reviewer answers an appeal; both are undone with the gesture that they belong to."""
    said = appeal.said
    answer = Comment(
        id=new_id("m"),
        document=said.document,
        author=by,
        text=text,
        at=at,
        layer=said.layer,
        about=said.about,
        resolved=True,
        reply_to=said.id,
        sort="granted" if granted else "upheld",
    )
    settled = Change("comment", said.id, said, msgspec.structs.replace(said, resolved=True))
    return settled, Change("comment", answer.id, None, answer)
