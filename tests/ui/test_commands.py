"""The table of commands holds together: keys, twins, words, icons."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from annotator import assets
from annotator.language import Language
from annotator.ui.commands.command import GROUPS, MODES, SUBMENUS, is_shortcut
from annotator.ui.commands.table import COMMANDS, command_for, find_command

LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.parametrize("mode", MODES)
def test_no_key_stands_twice_in_one_mode(mode: str) -> None:
    keys = Counter(key for command in COMMANDS if command.acts_in(mode) for key in command.all_keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_ids_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_every_letter_has_a_function_key_that_does_the_same() -> None:
    lettered = [command for command in COMMANDS if any(key.removeprefix("Shift+") in LETTERS for key in command.keys)]
    assert {command.id for command in lettered} >= {"quote.open", "event.open", "region.make"}
    assert all(command.twin.rpartition("+")[2].startswith("F") for command in lettered)


def test_every_key_is_a_portable_name_of_qt() -> None:
    for command in COMMANDS:
        for key in command.all_keys:
            sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
            assert sequence.toString(QKeySequence.SequenceFormat.PortableText) == key


def test_menu_keys_and_bracket_keys_are_left_alone() -> None:
    keys = {key for command in COMMANDS for key in command.all_keys}
    assert not keys & {"F10", "Alt+F4", "Ctrl+[", "Ctrl+]", "?", "/", "\\"}


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_command_has_its_words_and_its_icon(code: str) -> None:
    language = Language.load(code, assets.path("i18n"))
    for command in COMMANDS:
        assert language.say(command.title, argument=command.argument)
        assert language.say(command.help, argument=command.argument)
        assert not command.icon or assets.path("icons", f"{command.icon}.svg").is_file()
    assert all(language.has(f"group.{group}") for group in GROUPS)
    assert all(language.has(f"mode.{mode}") for mode in (*MODES, "anywhere"))


def test_titles_that_stand_in_one_mode_differ() -> None:
    language = Language.load("ar", assets.path("i18n"))
    for mode in MODES:
        titles = Counter(
            language.say(command.title, argument=command.argument)
            for command in COMMANDS
            if command.acts_in(mode) and command.group not in SUBMENUS
        )
        assert [title for title, times in titles.items() if times > 1] == []


def test_the_same_key_means_another_thing_in_another_mode() -> None:
    meanings = {mode: command_for("Return", mode) for mode in MODES}
    assert [meanings[mode].id for mode in MODES if meanings[mode]] == [
        "annotation.choose",
        "annotation.inspect",
        "edges.accept",
        "frame.accept",
        "suggestion.accept_edit",
        "review.precedents",
        "review_edit.accept",
    ]


def test_an_unknown_command_is_a_bug() -> None:
    with pytest.raises(KeyError):
        find_command("tag.11")


@pytest.mark.parametrize(
    ("key", "answer"),
    [("Ctrl+Z", True), ("F5", True), ("Shift+F7", True), ("Q", False), ("Shift+1", False), ("Space", False)],
)
def test_only_function_keys_and_combinations_act_outside_the_reader(key: str, answer: bool) -> None:
    assert is_shortcut(key) is answer
