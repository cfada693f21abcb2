"""What of the preferences file could not be used, as problems for a person who has edited it."""

from collections.abc import Iterator

from annotator.model.problems import Problem, problem
from annotator.settings import Settings
from annotator.ui.commands.keymap import Keymap


def faults_of(preferences: Settings) -> Iterator[Problem]:
    """The file as a whole, values in it, keys of commands in it."""
    values = [fault.key for fault in preferences.faults if fault.key]
    if any(not fault.key for fault in preferences.faults):
        yield problem("preferences.unreadable", path=preferences.faults[0].path)
    if values:
        yield problem("preferences.ignored", n=len(values), names=", ".join(values))
    keys = Keymap(preferences.names("keys.changed")).faults
    if keys:
        yield problem("preferences.keys-ignored", n=len(keys), names=", ".join(keys))
