"""Commands of the annotate page: tagging, annotations, edges, frames and suggestions."""

from annotator.ui.commands.command import Command, Mode, family_of

_WALKING: tuple[Mode, ...] = ("caret", "annotation", "suggestion")
_ON_TEXT: tuple[Mode, ...] = ("caret", "annotation")
_TAGGING: tuple[Mode, ...] = ("caret", "annotation", "review_edit")

_TAG = (
    *family_of("tag", group="tag", prefix="", modes=(*_WALKING, "review_edit"), writes=True),
    *family_of("tag_beside", group="tag", prefix="Shift+", modes=("caret", "annotation"), writes=True),
    Command(id="quote.open", group="tag", keys=("Q",), twin="F5", modes=_TAGGING, icon="quote"),
    Command(id="event.open", group="tag", keys=("E",), twin="F7", modes=_TAGGING, icon="event"),
    Command(id="region.make", group="tag", keys=("R",), twin="Shift+F7", modes=("caret", "review_edit"), writes=True),
    Command(id="tag.repeat", group="tag", keys=("A",), twin="Shift+F2", modes=("caret", "annotation"), writes=True),
    Command(id="piece.add", group="tag", keys=("P",), twin="Ctrl+F4", modes=_TAGGING, writes=True),
    Command(id="tag.everywhere", group="tag", keys=("W",), twin="Ctrl+F9", modes=("caret", "annotation"), writes=True),
    Command(id="passage.carry", group="tag", keys=("D",), twin="Ctrl+F10", modes=("caret", "annotation"), writes=True),
)

_ANNOTATION = (
    Command(id="annotation.next", group="annotation", keys=("Tab",), modes=("caret", "annotation", "suggestion")),
    Command(
        id="annotation.previous",
        group="annotation",
        keys=("Shift+Tab",),
        modes=("caret", "annotation", "suggestion"),
    ),
    Command(id="goto.untagged", group="annotation", keys=("N",), twin="Ctrl+F3", modes=_WALKING),
    Command(id="goto.unlinked", group="annotation", keys=("L",), twin="Ctrl+F5", modes=_WALKING),
    Command(id="goto.cue", group="annotation", keys=("C",), twin="Ctrl+F6", modes=_WALKING),
    Command(id="goto.mark", group="annotation", keys=("G",), twin="Ctrl+F12", modes=_WALKING),
    Command(id="annotation.choose", group="annotation", keys=("Return",), modes=("caret",)),
    Command(id="annotation.inspect", group="annotation", keys=("Return",), modes=("annotation",)),
    Command(
        id="annotation.remove", group="annotation", keys=("Del",), modes=("annotation",), writes=True, icon="remove"
    ),
    Command(id="edges.open", group="annotation", keys=("F4",), modes=("annotation",), icon="edges"),
    Command(id="annotation.split", group="annotation", keys=("S",), twin="Ctrl+F7", modes=_ON_TEXT, writes=True),
    Command(id="annotation.merge", group="annotation", keys=("M",), twin="Ctrl+F8", modes=("annotation",), writes=True),
    Command(id="subtype.choose", group="annotation", keys=("T",), twin="Ctrl+F2", modes=("annotation",), writes=True),
    Command(id="entry.accept", group="annotation", keys=("Space",), modes=("annotation",), writes=True),
    Command(id="entry.new", group="annotation", keys=("Shift+Space",), modes=("annotation",), writes=True),
    Command(id="entry.unlink", group="annotation", keys=("Backspace",), modes=("annotation",), writes=True),
    *family_of("entry.pick", group="annotation", prefix="Alt+", modes=("annotation",), writes=True),
    Command(
        id="clitic.trim",
        group="annotation",
        keys=("-",),
        modes=("caret", "annotation", "edges", "frame"),
        writes=True,
    ),
    Command(
        id="clitic.give_back",
        group="annotation",
        keys=("=",),
        modes=("caret", "annotation", "edges", "frame"),
        writes=True,
    ),
    Command(
        id="annotation.comment",
        group="annotation",
        keys=("F9",),
        modes=("caret", "annotation", "frame"),
        icon="comment",
    ),
    Command(
        id="annotation.unsure",
        group="annotation",
        keys=("Shift+F9",),
        modes=("annotation", "frame"),
        writes=True,
        icon="unsure",
    ),
    Command(
        id="label.define",
        group="annotation",
        keys=("F12",),
        modes=("caret", "annotation", "frame", "suggestion"),
        icon="book",
    ),
    Command(id="caret.clear", group="annotation", keys=("Esc",), modes=("caret",)),
    Command(id="annotation.leave", group="annotation", keys=("Esc",), modes=("annotation", "suggestion")),
    Command(id="edges.end_left", group="annotation", keys=("Left",), modes=("edges",), in_menu=False),
    Command(id="edges.end_right", group="annotation", keys=("Right",), modes=("edges",), in_menu=False),
    Command(id="edges.start_left", group="annotation", keys=("Ctrl+Left",), modes=("edges",), in_menu=False),
    Command(id="edges.start_right", group="annotation", keys=("Ctrl+Right",), modes=("edges",), in_menu=False),
    Command(id="edges.end_left_letter", group="annotation", keys=("Alt+Left",), modes=("edges",), in_menu=False),
    Command(id="edges.end_right_letter", group="annotation", keys=("Alt+Right",), modes=("edges",), in_menu=False),
    Command(id="edges.start_left_letter", group="annotation", keys=("Ctrl+Alt+Left",), modes=("edges",), in_menu=False),
    Command(
        id="edges.start_right_letter", group="annotation", keys=("Ctrl+Alt+Right",), modes=("edges",), in_menu=False
    ),
    Command(id="edges.accept", group="annotation", keys=("Return",), modes=("edges",), writes=True),
    Command(id="edges.drop", group="annotation", keys=("Esc",), modes=("edges",)),
)

_FRAME = (
    *family_of("candidate", group="frame", prefix="", modes=("frame",)),
    *family_of("part", group="frame", prefix="Shift+", modes=("frame",)),
    Command(id="part.next", group="frame", keys=("Tab",), modes=("frame",)),
    Command(id="part.previous", group="frame", keys=("Shift+Tab",), modes=("frame",)),
    Command(id="part.put", group="frame", keys=("Space",), modes=("frame",)),
    Command(id="part.add_piece", group="frame", keys=("Shift+Space",), modes=("frame",)),
    Command(id="part.take_out", group="frame", keys=("Backspace",), modes=("frame",)),
    Command(id="part.empty", group="frame", keys=("Del",), modes=("frame",)),
    Command(id="part.status", group="frame", keys=("I",), twin="F8", modes=("frame",)),
    Command(id="frame.type", group="frame", keys=("T",), twin="Ctrl+F2", modes=("frame",)),
    Command(id="frame.closed", group="frame", keys=("O",), twin="Shift+F5", modes=("frame",)),
    Command(id="candidate.next", group="frame", keys=("Down",), modes=("frame",)),
    Command(id="candidate.previous", group="frame", keys=("Up",), modes=("frame",)),
    Command(id="frame.accept", group="frame", keys=("Return",), modes=("frame",), writes=True),
    Command(id="frame.drop", group="frame", keys=("Esc",), modes=("frame",)),
)

_SUGGESTION = (
    Command(id="suggestion.next", group="suggestion", keys=("F8",), modes=("caret", "annotation", "suggestion")),
    Command(
        id="suggestion.previous",
        group="suggestion",
        keys=("Shift+F8",),
        modes=("caret", "annotation", "suggestion"),
    ),
    Command(id="suggestion.accept", group="suggestion", keys=("Space",), modes=("suggestion",), writes=True),
    Command(id="suggestion.reject", group="suggestion", keys=("Backspace",), modes=("suggestion",), writes=True),
    Command(id="suggestion.accept_edit", group="suggestion", keys=("Return",), modes=("suggestion",), writes=True),
)

ANNOTATING: tuple[Command, ...] = (*_TAG, *_ANNOTATION, *_FRAME, *_SUGGESTION)
