"""How the page looks: size of letters, chips, invisibles, panels, and what the codebook says of a label."""

from collections.abc import Callable

from annotator.model.codebook import Label
from annotator.ui.pages.annotate.outlines import Outlines
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.panels.definition import DefinitionCard

USUAL_ZOOM = 100


class Looking:
    """View commands; what a person chooses here is a preference and stays."""

    def __init__(self, stage: Stage, outlines: Outlines) -> None:
        self._stage = stage
        self._outlines = outlines
        self._card: DefinitionCard | None = None

    def take_preferences(self) -> None:
        """Show the page as the person likes it."""
        reader, preferences = self._stage.reader, self._stage.session.preferences
        reader.set_typography(
            line_height=float(preferences.number("reader.line_height")),
            column_chars=int(preferences.number("reader.column")),
            family=preferences.text("reader.font"),
        )
        reader.set_zoom(int(preferences.number("reader.zoom")))
        reader.set_compact(not preferences.switch("reader.chips"))
        reader.set_show_invisibles(preferences.switch("reader.invisibles"))
        self._stage.show_links(preferences.switch("reader.links"))
        self._outlines.show(preferences.switch("reader.suggestions"))
        reader.exact_letters = preferences.switch("reader.exact_letters")
        self._stage.status.show_zoom(reader.zoom)

    def zoom(self, percent: int) -> None:
        """Larger or smaller by so much; 0 goes back to the usual size."""
        reader = self._stage.reader
        reader.set_zoom(reader.zoom + percent if percent else USUAL_ZOOM)
        self.keep_zoom()

    def keep_zoom(self) -> None:
        """Remember the size that the reader has now."""
        zoom = self._stage.reader.zoom
        self._stage.session.preferences.set("reader.zoom", zoom)
        self._stage.status.show_zoom(zoom)

    def toggle_chips(self) -> None:
        """Label chips on or off."""
        self._toggle("reader.chips", lambda on: self._stage.reader.set_compact(not on), "chips")

    def toggle_invisibles(self) -> None:
        """Characters without a form shown or hidden."""
        self._toggle("reader.invisibles", self._stage.reader.set_show_invisibles, "invisibles")

    def toggle_links(self) -> None:
        """Arcs drawn or not."""
        self._toggle("reader.links", self._stage.show_links, "links")

    def toggle_suggestions(self) -> None:
        """Outlines round what is suggested, or none."""
        self._toggle("reader.suggestions", self._outlines.show, "suggestions")

    def toggle_exact(self) -> None:
        """Drags take exactly the letters under them, or whole words."""

        def take(on: bool) -> None:
            self._stage.reader.exact_letters = on

        self._toggle("reader.exact_letters", take, "exact")

    def define(self) -> None:
        """Show what the codebook says of the active, armed or last used label."""
        stage = self._stage
        label = self._label()
        if label is None:
            stage.tell(stage.say("annotate.said.no_label"))
            return
        self._card = DefinitionCard(stage.session, stage.palette, label, stage.reader)
        self._card.open_over(stage.reader)

    def _label(self) -> Label | None:
        stage = self._stage
        codebook, frame, active = stage.desk.codebook, stage.state.frame, stage.active
        if frame is not None:
            return codebook.label(frame.frame.kind, frame.frame.label)
        if active is not None:
            return codebook.label(active.kind, active.label)
        return codebook.label("entity", stage.state.armed or "")

    def _toggle(self, setting: str, show: Callable[[bool], None], name: str) -> None:
        preferences = self._stage.session.preferences
        on = not preferences.switch(setting)
        preferences.set(setting, on)
        show(on)
        self._stage.tell(self._stage.say(f"annotate.view.{name}.{'on' if on else 'off'}"))
