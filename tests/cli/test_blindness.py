"""Every verb with every option, walked from the table: what others did changes nothing of what an analyst gets."""

import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import click
import pytest

from annotator.cli.app import main
from annotator.cli.verbs import VERBS, program
from annotator.formats.catalogue import writers
from annotator.settings import open_memory
from tests.work import foreign

PROJECT = foreign.NAME
RECORDS = "records.jsonl"
TABLE = "table.csv"

Words = Callable[[], tuple[str, ...]]

ARGUMENTS: Mapping[str, Words] = MappingProxyType(
    {
        "project": lambda: (PROJECT,),
        "source": lambda: (RECORDS,),
        "out": lambda: ("out.file",),
        "path": lambda: (RECORDS,),
        "name": lambda: (foreign.BATCH, "another"),
        "query": lambda: ("روسيا", foreign.HIDDEN, foreign.SECRET),
    }
)
"""What is put for an argument of a verb; one that is not named here is new, and nobody has walked it."""

_AUTHORS = tuple(one.id for one in (foreign.ANALYST, foreign.OTHER, foreign.THIRD, foreign.REVIEWER))

OPTIONS: Mapping[str, Words] = MappingProxyType(
    {
        "layer": lambda: ("gold", "all", *_AUTHORS, "nobody"),
        "to": lambda: (*_AUTHORS, "nobody"),
        "layers": lambda: (*_AUTHORS, ",".join(_AUTHORS)),
        "format_": lambda: tuple(one.name for one in writers()),
        "encoding": lambda: ("utf-8",),
        "metadata": lambda: (TABLE,),
        "limit": lambda: ("1", "50"),
        "rounds": lambda: ("0", "20"),
        "least": lambda: ("2",),
        "identity": lambda: (foreign.NAME,),
        "newcomer": lambda: ("Somebody", foreign.OTHER.name),
        "person_id": lambda: _AUTHORS,
        "roles": lambda: ("analyst", "reviewer,lead"),
        "myself": lambda: (foreign.ANALYST.id, "nobody"),
        "articles": lambda: ("all", "fresh", foreign.OPEN),
        "sample": lambda: ("2",),
        "people": lambda: (*_AUTHORS, ",".join(_AUTHORS)),
        "each": lambda: ("2",),
        "due": lambda: ("2030-01-01",),
        "seed": lambda: ("1",),
    }
)
"""What is put for an option that takes words of its own; lists and switches tell by themselves what they take.

Who sits here as somebody else (`--me`) is that person, so no other one's name stands for it.
"""

OF_THE_FILE = frozenset({"backup", "recover"})
"""Verbs that are about the file as a whole: a copy of it is all of it, and steps are counted as they were saved."""


def calls(verb: str) -> Iterator[tuple[str, ...]]:
    """A verb with every argument alone, and with each of its options."""
    command = program().get_command(click.Context(program()), verb)
    assert command is not None
    arguments = [_words_for(one) for one in command.params if isinstance(one, click.Argument)]
    for given in itertools.product(*arguments):
        yield verb, *given
    for parameter in command.params:
        for option in _values(parameter):
            yield verb, *(words[0] for words in arguments), *option


def _words_for(argument: click.Argument) -> tuple[str, ...]:
    if isinstance(argument.type, click.Choice):
        return tuple(map(str, argument.type.choices))
    return ARGUMENTS[str(argument.name)]()


def _values(parameter: click.Parameter) -> Iterator[tuple[str, ...]]:
    if not isinstance(parameter, click.Option):
        return
    name = parameter.opts[0]
    if parameter.is_flag:
        yield (name,)
    elif isinstance(parameter.type, click.Choice):
        yield from ((name, str(one)) for one in parameter.type.choices)
    else:
        yield from ((name, one) for one in OPTIONS[str(parameter.name)]())


class Desk:
    """A folder of the analyst's with one of the two projects."""

    def __init__(self, folder: Path, project: Path, records: bytes) -> None:
        self._folder = folder
        self._project = project
        self._records = records

    def get(self, words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
        """All that a call says and leaves behind, in words; the folder is made anew for it."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        shutil.copyfile(self._project, self._folder / PROJECT)
        (self._folder / RECORDS).write_bytes(self._records)
        (self._folder / TABLE).write_text("file_name,publisher\nd1.txt,الصحيفة\n", "utf-8")
        monkeypatch.chdir(self._folder)
        monkeypatch.setenv("HASHIYA_DATA_DIR", str(self._folder / "data"))
        open_memory().set("person.id", foreign.ANALYST.id)
        capsys.readouterr()
        status = main(words)
        said = capsys.readouterr()
        made = () if words[0] in OF_THE_FILE else self._files()
        return "\n".join((str(status), said.out, said.err, *made)).replace(str(self._folder), "HERE")

    def _files(self) -> Iterator[str]:
        for file in sorted(self._folder.iterdir()):
            if file.is_file() and not file.name.startswith((PROJECT, foreign.NAME.removesuffix(".hashiya"))):
                yield f"{file.name}\n{file.read_bytes().decode('utf-8', 'backslashreplace')}"


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The analyst's project alone, and with what others did."""
    folder = tmp_path_factory.mktemp("people")
    own = foreign.build_own(folder / "own")
    return own, foreign.with_others(own, folder / "with")


@pytest.fixture
def desks(tmp_path: Path, projects: tuple[Path, Path]) -> tuple[Desk, Desk]:
    records = b""
    return Desk(tmp_path / "own", projects[0], records), Desk(tmp_path / "with", projects[1], records)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_tells_an_analyst_nothing_of_others(
    verb: str, desks: tuple[Desk, Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, among = desks
    for words in calls(verb):
        for form in ((), ("--json",)):
            without = alone.get((*words, *form), capsys, monkeypatch)
            told = among.get((*words, *form), capsys, monkeypatch)
            if foreign.SECRET not in words and foreign.HIDDEN not in words:
                assert not [one for one in foreign.SENTINELS if one in told.casefold()], words
            assert told == without or verb in OF_THE_FILE, words


def test_the_walk_would_notice(
    desks: tuple[Desk, Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer gets what the analyst must not get, so there is something to be kept from him."""
    monkeypatch.setattr(foreign, "ANALYST", foreign.REVIEWER)
    words = ("export", PROJECT, "out.file", "--layer", "all")
    told = desks[1].get(words, capsys, monkeypatch)
    assert all(one in told.casefold() for one in foreign.SENTINELS)
    stats = json.loads(desks[1].get(("stats", PROJECT, "--json"), capsys, monkeypatch).splitlines()[1])
    assert stats["unknown_labels"]
