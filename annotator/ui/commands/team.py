"""Commands of the team's page."""

from annotator.ui.commands.command import Command, Mode

_HERE: tuple[Mode, ...] = ("team",)

TEAM: tuple[Command, ...] = (
    Command(id="batch.new", group="team", keys=("N",), twin="F5", modes=_HERE, writes=True, icon="new"),
    Command(id="batch.edit", group="team", keys=("F4",), modes=_HERE, writes=True, icon="edges"),
    Command(id="batch.more", group="team", keys=("M",), twin="F7", modes=_HERE, writes=True),
    Command(id="batch.remove", group="team", keys=("Del",), modes=_HERE, writes=True, icon="remove"),
    Command(id="batch.pass_on", group="team", keys=("P",), twin="Shift+F5", modes=_HERE, writes=True, icon="forward"),
    Command(id="batch.retest", group="team", keys=("T",), twin="Shift+F7", modes=_HERE, writes=True),
    Command(id="batch.exclude", group="team", keys=("X",), twin="F8", modes=_HERE, writes=True),
    Command(id="batch.lesson", group="team", keys=("L",), twin="F9", modes=_HERE, icon="check"),
    Command(id="team.back", group="team", keys=("Esc",), modes=_HERE, icon="back"),
    Command(id="team.turn", group="team", keys=("B",), twin="Ctrl+F7", modes=_HERE),
    Command(id="person.add", group="team", keys=("A",), twin="Shift+F8", modes=_HERE, writes=True, icon="new"),
    Command(id="person.edit", group="team", keys=("E",), twin="Shift+F4", modes=_HERE, writes=True, icon="edges"),
    Command(id="person.me", group="team", keys=("I",), twin="Ctrl+F8", modes=_HERE, icon="people"),
    Command(id="person.leave", group="team", keys=("V",), twin="F12", modes=_HERE, writes=True),
)
