"""The table of verbs, each loaded when it is used, and their help in the language of the terminal."""

from importlib import import_module
from types import MappingProxyType
from typing import Any

import click
import msgspec

from annotator.cli.codes import Exit
from annotator.language import Language


class Verb(msgspec.Struct, frozen=True):
    """Where a verb's function stands, and how its words are put."""

    module: str
    usage: str


VERBS = MappingProxyType(
    {
        "new": Verb("projects", "PROJECT"),
        "sample": Verb("projects", "PROJECT"),
        "import": Verb(
            "exchange",
            "PROJECT SOURCE... [--layer NAME] [--encoding NAME] [--metadata CSV] [--same-text HOW] [--same-author]",
        ),
        "export": Verb("exchange", "PROJECT OUT [--format jsonl] [--layer gold|all|NAME] [--to NAME]"),
        "validate": Verb("exchange", "PATH"),
        "check": Verb("care", "PROJECT"),
        "stats": Verb("looking", "PROJECT"),
        "search": Verb("looking", "PROJECT QUERY [--limit N]"),
        "agreement": Verb(
            "review", "PROJECT [--layers A,B] [--by label|pair|document|week] [--gold] [--gamma] [--rounds N]"
        ),
        "review": Verb("review", "PROJECT [--auto unanimous|majority|clitic]... [--least K] [--preview]"),
        "people": Verb("team", "PROJECT [--add NAME] [--id ID] [--roles analyst,reviewer,lead] [--me ID]"),
        "batch": Verb(
            "team",
            "list|show|new PROJECT [NAME] [--articles all|fresh|ID,ID] [--sample N] [--people ID,ID] [--each K] "
            "[--due DAY] [--training] [--seed N]",
        ),
        "backup": Verb("care", "PROJECT [OUT]"),
        "recover": Verb("care", "PROJECT [--id ID]"),
    }
)


class Words(click.Command):
    """A verb whose help comes from the catalogues."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what the verb does, and its options."""
        language: Language = ctx.obj.language
        name = str(ctx.info_name)
        formatter.write(language.say("cli.usage", words=f"hashiya {name} {VERBS[name].usage}") + "\n\n")
        formatter.write(language.say(f"cli.verb.{name}") + "\n")
        options = [one for one in self.params if isinstance(one, click.Option)]
        rows = [(one.opts[0], language.say(f"cli.option.{one.name}")) for one in options]
        if rows:
            formatter.write("\n")
            formatter.write_dl(rows)

    def get_help(self, ctx: click.Context) -> str:
        """The help without what only screens need."""
        plain: str = ctx.obj.plain(super().get_help(ctx))
        return plain


class Program(click.Group):
    """All verbs; a verb's module is imported when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs in the table's order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb's command, or None for a word that is no verb."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        function: Any = getattr(import_module(f"annotator.cli.{verb.module}"), f"{cmd_name}_")
        command: click.Command = function
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, the verbs, what is common to them, and the exit statuses."""
        language: Language = ctx.obj.language
        formatter.write(language.say("cli.usage", words="hashiya VERB ...") + "\n\n")
        formatter.write(language.say("cli.about") + "\n\n")
        formatter.write_dl([(name, language.say(f"cli.verb.{name}")) for name in VERBS])
        formatter.write("\n" + language.say("cli.common") + "\n")
        common = ("--lang ar|en", "--json", "--visual", "--version")
        formatter.write_dl([(name, language.say(f"cli.option.{name.strip('-').split()[0]}")) for name in common])
        formatter.write("\n" + language.say("cli.statuses") + "\n")
        formatter.write_dl([(str(int(one)), language.say(f"cli.status.{one.name.lower()}")) for one in Exit])

    def get_help(self, ctx: click.Context) -> str:
        """The help without what only screens need."""
        plain: str = ctx.obj.plain(super().get_help(ctx))
        return plain


def program() -> Program:
    """The command line as a whole."""
    return Program(name="hashiya", no_args_is_help=True)
