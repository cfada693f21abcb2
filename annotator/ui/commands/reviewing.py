"""Commands of the review page."""

from annotator.ui.commands.command import DIGITS, Command, Mode, family_of

_AT_LISTS: tuple[Mode, ...] = ("review", "review_queue")
_AT_ALL: tuple[Mode, ...] = (*_AT_LISTS, "agreement")
_ANSWERS: tuple[Mode, ...] = ("answers",)

REVIEWING: tuple[Command, ...] = (
    *family_of("review.take", group="review", prefix="", modes=("review",), writes=True, digits=DIGITS[:9]),
    Command(id="review.none", group="review", keys=("0",), modes=("review",), writes=True, in_menu=False),
    Command(id="review.union", group="review", keys=("U",), twin="F5", modes=("review",), writes=True),
    Command(id="review.intersection", group="review", keys=("I",), twin="F7", modes=("review",), writes=True),
    Command(id="review.edit", group="review", keys=("E",), twin="F4", modes=("review",), icon="edges"),
    Command(id="review.add", group="review", keys=("N",), twin="Shift+F4", modes=("review",), icon="new"),
    Command(
        id="review.comment", group="review", keys=("C",), twin="F9", modes=("review",), writes=True, icon="comment"
    ),
    Command(id="review.gap", group="review", keys=("G",), twin="Shift+F9", modes=("review",), writes=True, icon="book"),
    *family_of(
        "review.reason", group="review", prefix="Shift+", modes=("review",), writes=True, digits=(*DIGITS[:8], "0")
    ),
    Command(id="review.line.next", group="review", keys=("Down",), modes=("review",), in_menu=False),
    Command(id="review.line.previous", group="review", keys=("Up",), modes=("review",), in_menu=False),
    Command(id="review.next", group="review", keys=("Tab",), modes=("review",)),
    Command(id="review.previous", group="review", keys=("Shift+Tab",), modes=("review",)),
    Command(id="review.next_open", group="review", keys=("F8",), modes=("review",)),
    Command(id="review.previous_open", group="review", keys=("Shift+F8",), modes=("review",)),
    Command(id="review.precedents", group="review", keys=("Return",), modes=("review",)),
    Command(id="review.reopen", group="review", keys=("O",), twin="Shift+F5", modes=("review",), writes=True),
    Command(id="review.same", group="review", keys=("R",), twin="Ctrl+F5", modes=("review",), writes=True),
    Command(id="review.groups", group="review", keys=("D",), twin="Ctrl+F4", modes=_AT_LISTS),
    Command(id="review.filter", group="review", keys=("A",), twin="F12", modes=("review",)),
    Command(id="review.side", group="review", keys=("S",), twin="Ctrl+F7", modes=("review",)),
    Command(
        id="review.clause", group="review", keys=("L",), twin="Ctrl+F6", modes=("review",), writes=True, icon="book"
    ),
    Command(id="review.uphold", group="review", keys=("K",), twin="Ctrl+F9", modes=("review",), writes=True),
    Command(id="review.answers", group="review", keys=("J",), twin="Ctrl+F2", modes=_AT_LISTS),
    Command(id="gaps.open", group="review", keys=("P",), twin="Ctrl+F12", modes=(*_AT_LISTS, "codebook"), icon="book"),
    Command(id="review.names", group="review", keys=("H",), twin="Shift+F2", modes=_AT_ALL),
    Command(id="review.rules", group="review", keys=("M",), twin="Shift+F7", modes=_AT_LISTS, writes=True),
    Command(id="review.agreement", group="review", keys=("T",), twin="Ctrl+F8", modes=_AT_ALL),
    Command(id="review.queue", group="review", keys=("Esc",), modes=_AT_ALL),
    Command(id="review.order", group="review", keys=("B",), twin="F5", modes=("review_queue",)),
    Command(id="agreement.view", group="review", keys=("V",), twin="F8", modes=("agreement",)),
    Command(id="agreement.gamma", group="review", keys=("G",), twin="F5", modes=("agreement",)),
    Command(id="agreement.save", group="review", keys=("S",), twin="F7", modes=("agreement",), icon="export"),
    Command(id="agreement.save_all", group="review", keys=("Shift+S",), twin="Shift+F7", modes=("agreement",)),
    Command(id="review.accept", group="review", keys=("Ctrl+Return",), modes=("review",), writes=True, icon="submit"),
    Command(id="review.return", group="review", keys=("Ctrl+Backspace",), modes=("review",), writes=True, icon="back"),
    Command(id="review_edit.accept", group="review", keys=("Return",), modes=("review_edit",), writes=True),
    Command(id="review_edit.drop", group="review", keys=("Esc",), modes=("review_edit",)),
    Command(id="answers.take", group="review", keys=("A",), twin="F5", modes=_ANSWERS, writes=True, icon="check"),
    Command(id="answers.appeal", group="review", keys=("P",), twin="F7", modes=_ANSWERS, writes=True, icon="comment"),
    Command(id="answers.next", group="review", keys=("Tab",), modes=_ANSWERS),
    Command(id="answers.previous", group="review", keys=("Shift+Tab",), modes=_ANSWERS),
    Command(id="answers.next_open", group="review", keys=("F8",), modes=_ANSWERS),
    Command(id="answers.previous_open", group="review", keys=("Shift+F8",), modes=_ANSWERS),
    Command(id="answers.filter", group="review", keys=("O",), twin="F12", modes=_ANSWERS),
    Command(id="answers.annotate", group="review", keys=("E",), twin="F4", modes=_ANSWERS, icon="annotate"),
    Command(id="answers.submit", group="review", keys=("Ctrl+Return",), modes=_ANSWERS, writes=True, icon="submit"),
    Command(id="answers.queue", group="review", keys=("Esc",), modes=_ANSWERS),
)
