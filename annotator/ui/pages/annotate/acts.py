"""Which command does what on the annotate page, as one table."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import msgspec

from annotator.ui.commands.command import DIGITS
from annotator.ui.pages.annotate import edges as edging
from annotator.ui.pages.annotate.framing import Framing
from annotator.ui.pages.annotate.going import Going
from annotator.ui.pages.annotate.jumping import Jumping
from annotator.ui.pages.annotate.linking import Linking
from annotator.ui.pages.annotate.looking import Looking
from annotator.ui.pages.annotate.repeating import Repeating
from annotator.ui.pages.annotate.shaping import Shaping
from annotator.ui.pages.annotate.sides import END, START, Sides
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.suggesting import Suggesting
from annotator.ui.pages.annotate.tabling import Tabling
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.ui.reader.caret import Unit

Act = Callable[[], object]

# command: which end, towards the left, by which unit
_EDGES: Final[Mapping[str, tuple[bool, bool, Unit]]] = MappingProxyType(
    {
        "edges.end_left": (True, True, "word"),
        "edges.end_right": (True, False, "word"),
        "edges.start_left": (False, True, "word"),
        "edges.start_right": (False, False, "word"),
        "edges.end_left_letter": (True, True, "letter"),
        "edges.end_right_letter": (True, False, "letter"),
        "edges.start_left_letter": (False, True, "letter"),
        "edges.start_right_letter": (False, False, "letter"),
    }
)


class Acts:
    """The handlers of all commands that act on an open article."""

    def __init__(
        self,
        stage: Stage,
        *,
        tagging: Tagging,
        framing: Framing,
        going: Going,
        looking: Looking,
        linking: Linking,
        suggesting: Suggesting,
        shaping: Shaping,
        jumping: Jumping,
        sides: Sides,
        tabling: Tabling,
        repeating: Repeating,
    ) -> None:
        self._stage = stage
        self._linking = linking
        self._suggesting = suggesting
        self._shaping = shaping
        self._jumping = jumping
        self._sides = sides
        self._tabling = tabling
        self._repeating = repeating
        self._tagging = tagging
        self._framing = framing
        self._going = going
        self._looking = looking

    def table(self) -> Mapping[str, Act]:
        """Command id to what it does."""
        return MappingProxyType(
            dict(self._tags())
            | dict(self._frames())
            | dict(self._edges())
            | dict(self._places())
            | dict(self._views())
            | dict(self._proposals())
        )

    def _tags(self) -> Iterator[tuple[str, Act]]:
        tagging = self._tagging
        for digit in DIGITS:
            yield f"tag.{digit}", partial(tagging.press_digit, digit, beside=False)
            yield f"tag_beside.{digit}", partial(tagging.press_digit, digit, beside=True)
        yield "tag.repeat", tagging.repeat
        yield "region.make", tagging.make_region
        yield "annotation.remove", tagging.remove
        yield "annotation.unsure", tagging.toggle_unsure
        yield "clitic.trim", partial(tagging.trim_proclitic, give_back=False)
        yield "clitic.give_back", partial(tagging.trim_proclitic, give_back=True)
        yield "caret.clear", self._clear
        yield "annotation.leave", self._leave

    def _frames(self) -> Iterator[tuple[str, Act]]:
        framing = self._framing
        yield "quote.open", partial(framing.open, "quote")
        yield "event.open", partial(framing.open, "event")
        for digit in DIGITS:
            yield f"candidate.{digit}", partial(framing.take_choice, int(digit) - 1)
            yield f"part.{digit}", partial(framing.go_to, digit)
        yield "part.next", partial(framing.go, 1)
        yield "part.previous", partial(framing.go, -1)
        yield "part.put", framing.put
        yield "part.add_piece", partial(framing.put, further=True)
        yield "part.take_out", partial(framing.take_out, everything=False)
        yield "frame.type", framing.choose_label
        yield "part.status", framing.turn_status
        yield "frame.closed", framing.turn_closed
        yield "part.empty", partial(framing.take_out, everything=True)
        yield "candidate.next", partial(framing.move_choice, 1)
        yield "candidate.previous", partial(framing.move_choice, -1)
        yield "frame.accept", framing.accept
        yield "frame.drop", framing.drop

    def _edges(self) -> Iterator[tuple[str, Act]]:
        yield "edges.open", self._open_edges
        for command_id, (end, left, unit) in _EDGES.items():
            yield command_id, partial(self._move_edge, end=end, left=left, unit=unit)
        yield "edges.accept", self.accept_edges
        yield "edges.drop", self._drop_edges

    def _places(self) -> Iterator[tuple[str, Act]]:
        going = self._going
        yield "annotation.next", partial(going.step, 1)
        yield "annotation.previous", partial(going.step, -1)
        yield "annotation.choose", going.choose_here
        yield "annotation.inspect", partial(self._inspect, self._stage.inspector.focus_first)
        yield "annotation.comment", partial(self._inspect, self._stage.inspector.focus_comment)
        yield "article.next", partial(going.article, 1)
        yield "article.previous", partial(going.article, -1)
        yield "article.submit", going.submit
        yield "article.unfinished", going.unfinished
        yield "article.nothing", going.nothing_here
        yield "find.open", going.find
        yield "find.next", partial(going.find_next, 1)
        yield "find.previous", partial(going.find_next, -1)

    def _proposals(self) -> Iterator[tuple[str, Act]]:
        suggesting, linking, shaping, jumping = self._suggesting, self._linking, self._shaping, self._jumping
        yield "suggestion.next", partial(suggesting.step, 1)
        yield "suggestion.previous", partial(suggesting.step, -1)
        yield "suggestion.accept", suggesting.accept
        yield "suggestion.accept_edit", partial(suggesting.accept, edit=True)
        yield "suggestion.reject", suggesting.reject
        yield "goto.untagged", suggesting.select_next
        yield "goto.unlinked", jumping.to_unlinked
        yield "goto.cue", jumping.to_cue
        yield "goto.mark", jumping.to_mark
        yield "entry.accept", linking.accept
        yield "entry.new", linking.make_new
        yield "entry.unlink", linking.unlink
        for digit in DIGITS:
            yield f"entry.pick.{digit}", partial(linking.pick, (int(digit) - 1) % 10)
        yield "piece.add", shaping.add_piece
        yield "annotation.split", shaping.split
        yield "annotation.merge", shaping.merge
        yield "tag.everywhere", shaping.tag_everywhere
        yield "passage.carry", self._repeating.show
        yield "subtype.choose", shaping.choose_subtype

    def _views(self) -> Iterator[tuple[str, Act]]:
        looking = self._looking
        yield "edit.copy", self._copy
        yield "table.quotes", partial(self._tabling.toggle, "quote")
        yield "table.events", partial(self._tabling.toggle, "event")
        yield "view.zoom_in", partial(looking.zoom, 10)
        yield "view.zoom_out", partial(looking.zoom, -10)
        yield "view.zoom_reset", partial(looking.zoom, 0)
        yield "view.chips", looking.toggle_chips
        yield "view.links", looking.toggle_links
        yield "view.suggestions", looking.toggle_suggestions
        yield "view.invisibles", looking.toggle_invisibles
        yield "view.exact_letters", looking.toggle_exact
        yield "view.start_panel", partial(self._sides.toggle, START)
        yield "view.end_panel", partial(self._sides.toggle, END)
        yield "label.define", looking.define

    def _inspect(self, focus: Act) -> None:
        self._sides.call(END, True)
        focus()

    def _copy(self) -> None:
        if not self._tabling.copy():
            self._stage.reader.copy()

    # --- carets and edges

    def _clear(self) -> None:
        stage = self._stage
        stage.reader.select(None)
        stage.become(stage.state.activated(None).armed_with(None))

    def _leave(self) -> None:
        stage = self._stage
        stage.become(stage.state.activated(None))
        stage.tell("")

    def _open_edges(self) -> None:
        stage = self._stage
        active = stage.active
        if active is not None and self._tagging.may_write():
            stage.become(stage.state.with_edges(edging.opened(active, stage.reader.caret())))
            stage.tell(stage.say("annotate.said.edges"))

    def _move_edge(self, *, end: bool, left: bool, unit: Unit) -> None:
        stage = self._stage
        edges = stage.state.edges
        if edges is None:
            return
        forward = left == stage.reader.scene.rtl
        span = edging.moved(stage.text, edges.span, end=end, forward=forward, unit=unit)
        stage.become(stage.state.with_edges(msgspec.structs.replace(edges, span=span)))
        stage.reader.ensure_visible(span.end - 1 if end else span.start)

    def accept_edges(self) -> bool:
        """Write the new ends as one step; false where they were refused."""
        stage = self._stage
        edges = stage.state.edges
        annotation = stage.article.annotations.get(edges.annotation) if edges else None
        if edges is None:
            return True
        stage.become(stage.state.closed())
        if annotation is None or not edges.changed:
            return True
        spans = edging.replaced_piece(annotation, edges)
        return stage.do(lambda: stage.desk.respan(stage.article, annotation.id, spans))

    def _drop_edges(self) -> None:
        stage = self._stage
        stage.become(stage.state.closed())
        stage.tell(stage.say("annotate.said.edges_dropped"))
