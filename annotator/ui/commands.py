"""Everything that a key, a menu or the palette can do, as one table; who does it is bound elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import msgspec

Mode = Literal[
    "anywhere",
    "caret",
    "annotation",
    "edges",
    "frame",
    "suggestion",
    "registry",
    "history",
    "review",
    "review_edit",
    "review_queue",
    "codebook",
]
Group = Literal[
    "project",
    "edit",
    "go",
    "view",
    "tag",
    "annotation",
    "frame",
    "suggestion",
    "registry",
    "history",
    "review",
    "codebook",
    "language",
    "theme",
    "help",
]

MODES: tuple[Mode, ...] = (
    "caret",
    "annotation",
    "edges",
    "frame",
    "suggestion",
    "registry",
    "history",
    "review",
    "review_edit",
    "review_queue",
    "codebook",
)
"""What the reader can be in the middle of, and pages with keys of their own; ``anywhere`` acts in all of them."""

GROUPS: tuple[Group, ...] = get_args(Group)
"""All groups in the order in which menus and the key help show them."""

SUBMENUS: Mapping[Group, Group] = MappingProxyType({"language": "view", "theme": "view"})
"""Groups that stand as a menu inside that of another; of their commands one is always checked."""

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be done.

    ``keys`` are portable Qt names with Latin letters, pressed by position under any layout; ``twin`` is the function
    key that does the same where a key is a single letter. ``modes`` says when it acts. ``writes`` marks what changes
    the project and therefore rests while a long work writes. ``argument`` is what tells apart the members of a
    ``family``, which share a title; it fills ``{argument}`` there. Rows of a family and steps of an arrow key would
    only crowd the menus, so they are not ``in_menu``; the key help and the palette have them all.
    """

    id: str
    group: Group
    keys: tuple[str, ...] = ()
    twin: str = ""
    modes: tuple[Mode, ...] = ("anywhere",)
    writes: bool = False
    icon: str = ""
    family: str = ""
    argument: str = ""
    in_menu: bool = True

    @property
    def title(self) -> str:
        """The key of its title in the catalogues."""
        return f"command.{self.family or self.id}"

    @property
    def help(self) -> str:
        """The key of its description in the catalogues."""
        return f"{self.title}.help"

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Its keys, the function key that stands in for a letter included."""
        return (*self.keys, self.twin) if self.twin else self.keys

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """Those of its keys that act wherever the focus is: function keys and combinations with Ctrl or Alt."""
        return tuple(key for key in self.all_keys if is_shortcut(key)) if not self._moves_edges else ()

    @property
    def _moves_edges(self) -> bool:
        # Arrows with Ctrl or Alt belong to the reader: in a list or field they must stay what they always are.
        return any(key.endswith(("Left", "Right", "Up", "Down")) for key in self.keys)

    def acts_in(self, mode: str) -> bool:
        """True if the command means something in ``mode``."""
        return "anywhere" in self.modes or mode in self.modes


def is_shortcut(key: str) -> bool:
    """True if a key can act outside the reader too, because no text field types anything with it."""
    modifiers, _, last = key.rpartition("+")
    # "Ctrl++" ends in the plus key itself.
    return "Ctrl" in modifiers or "Alt" in modifiers or (last.startswith("F") and last[1:].isdigit())


def _family(
    family: str,
    *,
    group: Group,
    prefix: str,
    modes: tuple[Mode, ...],
    writes: bool = False,
    digits: tuple[str, ...] = DIGITS,
) -> Iterator[Command]:
    for digit in digits:
        yield Command(
            id=f"{family}.{digit}",
            family=family,
            argument=digit,
            group=group,
            keys=(prefix + digit,),
            modes=modes,
            writes=writes,
            in_menu=False,
        )


_AT_WORK: tuple[Mode, ...] = ("caret", "annotation", "edges", "frame", "suggestion")

_WALKING: tuple[Mode, ...] = ("caret", "annotation", "suggestion")
_ON_TEXT: tuple[Mode, ...] = ("caret", "annotation")

_AT_LISTS: tuple[Mode, ...] = ("review", "review_queue")

_TAGGING: tuple[Mode, ...] = ("caret", "annotation", "review_edit")

_PROJECT = (
    Command(id="project.new", group="project", keys=("Ctrl+N",), icon="new"),
    Command(id="project.open", group="project", keys=("Ctrl+O",), icon="open"),
    Command(id="project.sample", group="project", icon="sample"),
    Command(id="import.files", group="project", keys=("Ctrl+I",), writes=True, icon="import"),
    Command(id="import.folder", group="project", writes=True, icon="folder"),
    Command(id="export.jsonl", group="project", keys=("Ctrl+E",), icon="export"),
    Command(id="project.copy", group="project", icon="copy"),
    Command(id="project.restore", group="project", icon="clock"),
    Command(id="project.recover", group="project"),
    Command(id="project.close", group="project", keys=("Ctrl+W",)),
    Command(id="program.quit", group="project", keys=("Ctrl+Q",)),
)

_EDIT = (
    Command(id="edit.undo", group="edit", keys=("Ctrl+Z",), writes=True, icon="undo"),
    Command(id="edit.redo", group="edit", keys=("Ctrl+Y", "Ctrl+Shift+Z"), writes=True, icon="redo"),
    Command(id="edit.copy", group="edit", keys=("Ctrl+C",), icon="copy"),
    Command(id="find.open", group="edit", keys=("Ctrl+F",), icon="search"),
    Command(id="find.next", group="edit", keys=("F3",)),
    Command(id="find.previous", group="edit", keys=("Shift+F3",)),
    Command(id="search.open", group="edit", keys=("Ctrl+K",), icon="search"),
)

_GO = (
    Command(id="section.home", group="go", keys=("Ctrl+1",), icon="home"),
    Command(id="section.articles", group="go", keys=("Ctrl+2",), icon="articles"),
    Command(id="section.annotate", group="go", keys=("Ctrl+3",), icon="annotate"),
    Command(id="section.review", group="go", keys=("Ctrl+4",), icon="review"),
    Command(id="section.registry", group="go", keys=("Ctrl+5",), icon="registry"),
    Command(id="section.codebook", group="go", keys=("Ctrl+7",), icon="book"),
    Command(id="section.history", group="go", keys=("Ctrl+R",), icon="clock"),
    Command(id="article.next", group="go", keys=("Alt+PgDown",), icon="forward"),
    Command(id="article.previous", group="go", keys=("Alt+PgUp",), icon="back"),
    Command(id="layer.mine", group="go", keys=("Ctrl+M",)),
    Command(id="article.unfinished", group="go", keys=("Alt+End",)),
    Command(id="article.nothing", group="go", writes=True),
    Command(id="article.submit", group="go", keys=("Ctrl+Return",), modes=_AT_WORK, writes=True, icon="submit"),
    Command(id="pane.next", group="go", keys=("F6",)),
    Command(id="pane.previous", group="go", keys=("Shift+F6",)),
    Command(id="palette.open", group="go", keys=("F2",), icon="palette"),
)

_VIEW = (
    Command(id="view.zoom_in", group="view", keys=("Ctrl+=", "Ctrl++"), icon="zoom-in"),
    Command(id="view.zoom_out", group="view", keys=("Ctrl+-",), icon="zoom-out"),
    Command(id="view.zoom_reset", group="view", keys=("Ctrl+0",)),
    Command(id="view.focus", group="view", keys=("F11",), icon="focus"),
    Command(id="view.start_panel", group="view", keys=("Ctrl+B",), icon="panel"),
    Command(id="view.end_panel", group="view", keys=("Ctrl+D",)),
    Command(id="view.chips", group="view", keys=("Ctrl+H",)),
    Command(id="view.links", group="view", keys=("Ctrl+L",)),
    Command(id="view.invisibles", group="view", keys=("Ctrl+J",)),
    Command(id="view.exact_letters", group="view", keys=("Shift+F12",)),
)

_TAG = (
    *_family("tag", group="tag", prefix="", modes=(*_WALKING, "review_edit"), writes=True),
    *_family("tag_beside", group="tag", prefix="Shift+", modes=("caret", "annotation"), writes=True),
    Command(id="quote.open", group="tag", keys=("Q",), twin="F5", modes=_TAGGING, icon="quote"),
    Command(id="event.open", group="tag", keys=("E",), twin="F7", modes=_TAGGING, icon="event"),
    Command(id="region.make", group="tag", keys=("R",), twin="Shift+F7", modes=("caret", "review_edit"), writes=True),
    Command(id="tag.repeat", group="tag", keys=("A",), twin="Shift+F2", modes=("caret", "annotation"), writes=True),
    Command(id="piece.add", group="tag", keys=("P",), twin="Ctrl+F4", modes=_TAGGING, writes=True),
    Command(id="tag.everywhere", group="tag", keys=("W",), twin="Ctrl+F9", modes=("caret", "annotation"), writes=True),
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
    *_family("entry.pick", group="annotation", prefix="Alt+", modes=("annotation",), writes=True),
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
    *_family("candidate", group="frame", prefix="", modes=("frame",)),
    *_family("part", group="frame", prefix="Shift+", modes=("frame",)),
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

_REGISTRY = (
    Command(id="entry.rename", group="registry", keys=("F4",), modes=("registry",), writes=True, icon="edges"),
    Command(id="entry.merge", group="registry", keys=("M",), twin="F5", modes=("registry",), writes=True, icon="merge"),
    Command(id="entry.unmerge", group="registry", keys=("U",), twin="Shift+F5", modes=("registry",), writes=True),
    Command(id="entry.split", group="registry", keys=("S",), twin="F7", modes=("registry",), writes=True, icon="split"),
    Command(
        id="entry.adopt", group="registry", keys=("A",), twin="Shift+F7", modes=("registry",), writes=True, icon="check"
    ),
)

_HISTORY = (
    Command(
        id="history.take_back", group="history", keys=("T",), twin="F5", modes=("history",), writes=True, icon="undo"
    ),
    Command(
        id="history.restore", group="history", keys=("R",), twin="F7", modes=("history",), writes=True, icon="clock"
    ),
)

_REVIEW = (
    *_family("review.take", group="review", prefix="", modes=("review",), writes=True, digits=DIGITS[:9]),
    Command(id="review.none", group="review", keys=("0",), modes=("review",), writes=True, in_menu=False),
    Command(id="review.union", group="review", keys=("U",), twin="F5", modes=("review",), writes=True),
    Command(id="review.intersection", group="review", keys=("I",), twin="F7", modes=("review",), writes=True),
    Command(id="review.edit", group="review", keys=("E",), twin="F4", modes=("review",), icon="edges"),
    Command(id="review.add", group="review", keys=("N",), twin="Shift+F4", modes=("review",), icon="new"),
    Command(
        id="review.comment", group="review", keys=("C",), twin="F9", modes=("review",), writes=True, icon="comment"
    ),
    Command(id="review.gap", group="review", keys=("G",), twin="Shift+F9", modes=("review",), writes=True, icon="book"),
    *_family(
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

_IN_CODEBOOK: tuple[Mode, ...] = ("codebook",)

_CODEBOOK = (
    Command(id="codebook.add", group="codebook", keys=("N",), twin="F5", modes=_IN_CODEBOOK),
    Command(id="codebook.rename", group="codebook", keys=("F4",), modes=_IN_CODEBOOK, icon="edges"),
    Command(id="codebook.merge", group="codebook", keys=("M",), twin="F7", modes=_IN_CODEBOOK, icon="merge"),
    Command(id="codebook.split", group="codebook", keys=("S",), twin="Shift+F7", modes=_IN_CODEBOOK, icon="split"),
    Command(id="codebook.drop", group="codebook", keys=("Del",), modes=_IN_CODEBOOK, icon="remove"),
    Command(id="codebook.back", group="codebook", keys=("B",), twin="Shift+F5", modes=_IN_CODEBOOK, icon="undo"),
    Command(id="codebook.discard", group="codebook", modes=_IN_CODEBOOK),
    Command(id="codebook.impact", group="codebook", keys=("I",), twin="F8", modes=_IN_CODEBOOK, icon="search"),
    Command(
        id="codebook.apply",
        group="codebook",
        keys=("A",),
        twin="Shift+F8",
        modes=_IN_CODEBOOK,
        writes=True,
        icon="check",
    ),
    Command(id="codebook.import", group="codebook", modes=_IN_CODEBOOK, icon="import"),
    Command(id="codebook.export", group="codebook", modes=_IN_CODEBOOK, icon="export"),
)

_LANGUAGES = tuple(Command(id=f"language.{code}", group="language") for code in ("system", "ar", "en"))

_THEMES = tuple(Command(id=f"theme.{name}", group="theme") for name in ("system", "light", "dark", "contrast"))

_HELP = (Command(id="help.keys", group="help", keys=("F1",), icon="help"),)

COMMANDS: tuple[Command, ...] = (
    *_PROJECT,
    *_EDIT,
    *_GO,
    *_VIEW,
    *_TAG,
    *_ANNOTATION,
    *_FRAME,
    *_SUGGESTION,
    *_REGISTRY,
    *_HISTORY,
    *_REVIEW,
    *_CODEBOOK,
    *_LANGUAGES,
    *_THEMES,
    *_HELP,
)


def find_command(command_id: str, table: Iterable[Command] = COMMANDS) -> Command:
    """The command of that id; an unknown one is our bug: ``KeyError``."""
    for command in table:
        if command.id == command_id:
            return command
    raise KeyError(command_id)


def command_for(key: str, mode: str, table: Iterable[Command] = COMMANDS) -> Command | None:
    """The command that ``key`` (portable name) means while the reader is in ``mode``."""
    return next((one for one in table if key in one.all_keys and one.acts_in(mode)), None)
