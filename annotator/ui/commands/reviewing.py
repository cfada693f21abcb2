"""Commands of the review page."""

from annotator.ui.commands.command import DIGITS, Command, Mode, family_of

_AT_LISTS: tuple[Mode, ...] = ("review", "review_queue")

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
    Command(id="review.filter", group="review", keys=("A",), twin="F12", modes=("review",)),
    Command(id="review.side", group="review", keys=("S",), twin="Ctrl+F7", modes=("review",)),
    Command(id="review.names", group="review", keys=("H",), twin="Shift+F2", modes=_AT_LISTS),
    Command(id="review.rules", group="review", keys=("M",), twin="Shift+F7", modes=_AT_LISTS, writes=True),
    Command(id="review.agreement", group="review", keys=("T",), twin="Ctrl+F8", modes=_AT_LISTS),
    Command(id="review.queue", group="review", keys=("Esc",), modes=_AT_LISTS),
    Command(id="review.accept", group="review", keys=("Ctrl+Return",), modes=("review",), writes=True, icon="submit"),
    Command(id="review.return", group="review", keys=("Ctrl+Backspace",), modes=("review",), writes=True, icon="back"),
    Command(id="review_edit.accept", group="review", keys=("Return",), modes=("review_edit",), writes=True),
    Command(id="review_edit.drop", group="review", keys=("Esc",), modes=("review_edit",)),
)
