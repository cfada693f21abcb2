"""Everything that a key, a menu or the palette can do, as one table; who does it is bound elsewhere."""

from collections.abc import Iterable

from annotator.ui.commands.annotating import ANNOTATING
from annotator.ui.commands.command import Command
from annotator.ui.commands.general import GENERAL, SETTINGS
from annotator.ui.commands.keeping import KEEPING
from annotator.ui.commands.reviewing import REVIEWING
from annotator.ui.commands.team import TEAM

COMMANDS: tuple[Command, ...] = (*GENERAL, *ANNOTATING, *KEEPING, *REVIEWING, *TEAM, *SETTINGS)


def find_command(command_id: str, table: Iterable[Command] = COMMANDS) -> Command:
    """The command of that id; an unknown one is our bug: ``KeyError``."""
    for command in table:
        if command.id == command_id:
            return command
    raise KeyError(command_id)


def command_for(key: str, mode: str, table: Iterable[Command] = COMMANDS) -> Command | None:
    """The command that ``key`` (portable name) means while the reader is in ``mode``."""
    return next((one for one in table if key in one.all_keys and one.acts_in(mode)), None)
