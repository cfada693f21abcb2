"""Commands of the registry, the history and the codebook."""

from annotator.ui.commands.command import Command, Mode

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

_IN_CODEBOOK: tuple[Mode, ...] = ("codebook",)

_CODEBOOK = (
    Command(id="codebook.add", group="codebook", keys=("N",), twin="F5", modes=_IN_CODEBOOK),
    Command(id="codebook.rename", group="codebook", keys=("F4",), modes=_IN_CODEBOOK, icon="edges"),
    Command(id="codebook.merge", group="codebook", keys=("M",), twin="F7", modes=_IN_CODEBOOK, icon="merge"),
    Command(id="codebook.map", group="codebook", keys=("U",), twin="Ctrl+F8", modes=_IN_CODEBOOK),
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

KEEPING: tuple[Command, ...] = (*_REGISTRY, *_HISTORY, *_CODEBOOK)
