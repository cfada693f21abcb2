"""The command line: words in, an exit status out."""

import io
import os
import sys
from collections.abc import Sequence

import click
import msgspec

from annotator import __version__, assets
from annotator.cli.codes import Exit
from annotator.cli.terminal import Terminal
from annotator.cli.verbs import VERBS, program
from annotator.language import LANGUAGES, Language
from annotator.model.problems import KnownError
from annotator.settings import open_preferences

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Common(msgspec.Struct, frozen=True):
    """What may stand anywhere among the words, and the words without it."""

    words: tuple[str, ...]
    language: str | None = None
    as_json: bool = False
    visual: bool = False
    version: bool = False


def main(words: Sequence[str]) -> int:
    """Do what the words say; see `Exit` for what comes back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names need not be UTF-8, and not every terminal has Arabic letters.
            stream.reconfigure(errors="backslashreplace")
    common = _without_common(words)
    terminal = Terminal(
        Language.load(common.language if common.language in LANGUAGES else _own_language(), assets.path("i18n")),
        as_json=common.as_json,
        visual=common.visual,
    )
    if common.version:
        terminal.line(__version__)
        terminal.tell({"version": __version__})
        terminal.finish(Exit.OK)
        return Exit.OK
    try:
        status = _run(common, terminal)
        terminal.finish(status)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read through a pipe has gone away; what is left in the buffer must not be tried again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    return status


def _run(common: Common, terminal: Terminal) -> Exit:
    if common.language is not None and common.language not in LANGUAGES:
        return _misused(terminal, "cli.misuse.bad", name="--lang", value=common.language)
    words = common.words
    if words and not words[0].startswith("-") and words[0] not in VERBS:
        return _misused(terminal, "cli.misuse.verb", name=words[0])
    if "" in words:
        # A variable of a script that holds nothing; as a path it would mean the folder in which one stands.
        return _misused(terminal, "cli.misuse.empty", verb=words[0] if words[0] in VERBS else None)
    try:
        status = program().main(list(words), prog_name="hashiya", standalone_mode=False, obj=terminal)
    except click.exceptions.NoArgsIsHelpError as help_:
        terminal.line(help_.ctx.get_help())
        return Exit.USAGE
    except click.UsageError as fault:
        return _explain(terminal, fault)
    except (click.Abort, KeyboardInterrupt):
        print(terminal.plain(terminal.language.say("cli.interrupted")), file=sys.stderr)
        return Exit.INTERRUPTED
    except KnownError as fault:
        for one in fault.problems:
            terminal.finding(one, error=True)
        return Exit.FAULT
    return Exit(status or 0)


def _explain(terminal: Terminal, fault: click.UsageError) -> Exit:
    """A misuse of the words in our own sentences, with where to read how they are put."""
    verb = fault.ctx.info_name if fault.ctx and fault.ctx.info_name in VERBS else None
    if isinstance(fault, click.NoSuchOption):
        return _misused(terminal, "cli.misuse.option", verb=verb, name=fault.option_name)
    if isinstance(fault, click.MissingParameter):
        name = fault.param.human_readable_name if fault.param else ""
        return _misused(terminal, "cli.misuse.missing", verb=verb, name=name)
    if isinstance(fault, click.BadParameter | click.BadOptionUsage):
        name = fault.option_name if isinstance(fault, click.BadOptionUsage) else _name_of(fault)
        return _misused(terminal, "cli.misuse.bad", verb=verb, name=name, value="")
    return _misused(terminal, "cli.misuse.extra", verb=verb)


def _name_of(fault: click.BadParameter) -> str:
    param = fault.param
    if param is None:
        return str(fault.param_hint or "")
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _misused(terminal: Terminal, key: str, *, verb: str | None = None, **values: object) -> Exit:
    language = terminal.language
    words = f"hashiya {verb} {VERBS[verb].usage}" if verb else "hashiya VERB ..."
    print(terminal.plain(language.say(key, **values)), file=sys.stderr)
    print(terminal.plain(language.say("cli.usage", words=words)), file=sys.stderr)
    terminal.tell({"misuse": key.rsplit(".", 1)[1]})
    return Exit.USAGE


def _without_common(words: Sequence[str]) -> Common:
    """Take out the options that every verb has, wherever they stand; after `--` all words are the verb's."""
    kept: list[str] = []
    found: dict[str, object] = {}
    rest = iter(words)
    for word in rest:
        if word == "--":
            kept += [word, *rest]
        elif word == "--lang":
            found["language"] = next(rest, "")
        elif word.startswith("--lang="):
            found["language"] = word.removeprefix("--lang=")
        elif word in ("--json", "--visual", "--version"):
            found["as_json" if word == "--json" else word[2:]] = True
        else:
            kept.append(word)
    return msgspec.convert({**found, "words": kept}, Common)


def _own_language() -> str:
    """The language that was chosen in the program, else that of the system's locale."""
    chosen = open_preferences().text("ui.language")
    if chosen in LANGUAGES:
        return chosen
    locale = next((os.environ[name] for name in _LOCALES if os.environ.get(name)), "")
    return "ar" if locale.casefold().startswith("ar") else "en"
