"""The menus of the window, made from the table of commands."""

from collections.abc import Iterator

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.ui.commands.command import GROUPS, SUBMENUS, Group
from annotator.ui.commands.table import COMMANDS
from annotator.ui.session import Session

_BREAK_BEFORE = frozenset(
    {
        "import.files",
        "export.jsonl",
        "project.copy",
        "project.close",
        "edit.copy",
        "find.open",
        "preferences.open",
        "article.next",
        "pane.next",
        "view.focus",
        "view.chips",
        "edges.open",
        "annotation.comment",
        "caret.clear",
        "edges.accept",
    }
)
"""Commands that begin a new part of their menu."""


def fill_menu_bar(bar: QMenuBar, session: Session) -> None:
    """Put a menu for each group on the bar, the submenus inside the menu they belong to."""
    bar.clear()
    for group in GROUPS:
        if group in SUBMENUS:
            continue
        menu = bar.addMenu(session.say(f"group.{group}"))
        _fill(menu, group, session)
        for inner, outer in SUBMENUS.items():
            if outer == group:
                menu.addMenu(group_menu(inner, session, menu))


def hide_idle_menus(bar: QMenuBar, session: Session) -> None:
    """Leave out the menus of which nothing can be done on the page in front."""
    groups = [group for group in GROUPS if group not in SUBMENUS]
    for group, title in zip(groups, bar.actions(), strict=True):
        title.setVisible(any(session.actions.is_bound(command_id) for command_id in _ids(group)))


def group_menu(group: Group, session: Session, parent: QWidget) -> QMenu:
    """One group's commands as a menu of their own."""
    menu = QMenu(session.say(f"group.{group}"), parent)
    _fill(menu, group, session)
    return menu


def settings_menu(session: Session, parent: QWidget) -> QMenu:
    """Language, theme and the way to all preferences, for the foot of the rail."""
    menu = QMenu(parent)
    for group in SUBMENUS:
        menu.addSection(session.say(f"group.{group}"))
        _fill(menu, group, session)
    menu.addSeparator()
    menu.addAction(session.actions.action("preferences.open"))
    return menu


def _fill(menu: QMenu, group: Group, session: Session) -> None:
    for command_id in _ids(group):
        if command_id in _BREAK_BEFORE:
            menu.addSeparator()
        menu.addAction(session.actions.action(command_id))


def _ids(group: Group) -> Iterator[str]:
    return (command.id for command in COMMANDS if command.group == group and command.in_menu)
