"""The menu at the pointer: what can be done with what lies there."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.session import Session

_ON_ANNOTATION: Final = (
    "annotation.inspect",
    "edges.open",
    "clitic.trim",
    "clitic.give_back",
    "annotation.unsure",
    "annotation.comment",
    "annotation.remove",
    "",
)
_IN_FRAME: Final = ("part.put", "part.add_piece", "part.take_out", "part.empty", "", "frame.accept", "frame.drop")
_ALWAYS: Final = ("quote.open", "event.open", "region.make", "", "edit.copy", "label.define")


def context_menu(stage: Stage, session: Session, position: int) -> QMenu:
    """Commands that act here; the innermost annotation at the place becomes active where nothing is selected."""
    if stage.reader.selection() is None and stage.state.frame is None:
        under = stage.article.at(position)
        if under:
            stage.become(stage.state.activated(under[0].id))
    menu = QMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ids = _IN_FRAME if stage.state.frame else (*(_ON_ANNOTATION if stage.active else ()), *_ALWAYS)
    for command_id in ids:
        if command_id:
            menu.addAction(session.actions.action(command_id))
        else:
            menu.addSeparator()
    return menu
