"""Commands of the program, its projects and its pages at large."""

from annotator.ui.commands.command import Command, Mode

_AT_WORK: tuple[Mode, ...] = ("caret", "annotation", "edges", "frame", "suggestion")

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
    Command(id="preferences.open", group="edit", keys=("Ctrl+,",), icon="settings"),
    Command(id="search.open", group="edit", keys=("Ctrl+K",), icon="search"),
)

_GO = (
    Command(id="section.home", group="go", keys=("Ctrl+1",), icon="home"),
    Command(id="section.articles", group="go", keys=("Ctrl+2",), icon="articles"),
    Command(id="section.annotate", group="go", keys=("Ctrl+3",), icon="annotate"),
    Command(id="section.review", group="go", keys=("Ctrl+4",), icon="review"),
    Command(id="section.registry", group="go", keys=("Ctrl+5",), icon="registry"),
    Command(id="section.codebook", group="go", keys=("Ctrl+7",), icon="book"),
    Command(id="section.team", group="go", keys=("Ctrl+8",), icon="people"),
    Command(id="section.history", group="go", keys=("Ctrl+R",), icon="clock"),
    Command(id="article.next", group="go", keys=("Alt+PgDown",), icon="forward"),
    Command(id="article.previous", group="go", keys=("Alt+PgUp",), icon="back"),
    Command(id="layer.mine", group="go", keys=("Ctrl+M",)),
    Command(id="article.unfinished", group="go", keys=("Alt+End",)),
    Command(id="answers.open", group="go", keys=("Alt+Return",)),
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
    Command(id="table.quotes", group="view", keys=("Ctrl+T",), icon="quote"),
    Command(id="table.events", group="view", keys=("Ctrl+G",), icon="event"),
    Command(id="view.chips", group="view", keys=("Ctrl+H",)),
    Command(id="view.links", group="view", keys=("Ctrl+L",)),
    Command(id="view.suggestions", group="view", keys=("Ctrl+U",)),
    Command(id="view.invisibles", group="view", keys=("Ctrl+J",)),
    Command(id="view.exact_letters", group="view", keys=("Shift+F12",)),
)

_LANGUAGES = tuple(Command(id=f"language.{code}", group="language") for code in ("system", "ar", "en"))

_THEMES = tuple(Command(id=f"theme.{name}", group="theme") for name in ("system", "light", "dark", "contrast"))

_HELP = (Command(id="help.keys", group="help", keys=("F1",), icon="help"),)

GENERAL: tuple[Command, ...] = (*_PROJECT, *_EDIT, *_GO, *_VIEW)

SETTINGS: tuple[Command, ...] = (*_LANGUAGES, *_THEMES, *_HELP)
