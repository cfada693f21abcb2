"""Chosen keys: never twice in a mode, stored as differences, and nonsense in the file breaks nothing."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.ui.commands.command import MODES
from annotator.ui.commands.keymap import MOST, Keymap
from annotator.ui.commands.keynames import read_key
from annotator.ui.commands.table import COMMANDS

IDS = [command.id for command in COMMANDS]
KEYS = sorted({key for command in COMMANDS for key in command.all_keys} | {"X", "Ctrl+,", "Alt+F1", "F10", "Left"})

ids = st.sampled_from(IDS)
keys = st.sampled_from(KEYS)


def doubled(keymap: Keymap, modes: Iterable[str] = MODES) -> list[tuple[str, str]]:
    """Keys that two commands of one mode have."""
    return [
        (mode, key)
        for mode in modes
        for key, times in Counter(k for one in keymap.commands if one.acts_in(mode) for k in one.all_keys).items()
        if times > 1
    ]


def test_nobody_has_more_keys_than_can_be_shown() -> None:
    assert max(len(command.all_keys) for command in COMMANDS) <= MOST


def test_every_key_of_the_table_is_spelled_the_one_way() -> None:
    assert [key for key in KEYS if str(read_key(key)) != key] == []


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Shift+Ctrl+Z", "Ctrl+Shift+Z"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Ctrl+", None),
        ("ض", None),
        ("Ctrl+Ctrl+A", None),
        ("Hyper+A", None),
        ("F99", None),
        ("", None),
        ("+A", None),
        ("A+B", None),
    ],
)
def test_a_name_is_read_or_refused(name: str, read: str | None) -> None:
    found = read_key(name)
    assert (str(found) if found else None) == read


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ids, st.integers(0, 1), keys), max_size=4))
def test_chosen_keys_never_stand_twice_and_come_back_as_they_were_stored(wishes: list[tuple[str, int, str]]) -> None:
    keymap = Keymap()
    for command_id, place, key in wishes:
        refusal = keymap.refuse(command_id, key)
        if refusal is not None and refusal.other is None:
            continue
        keymap = keymap.swapped(command_id, place, key) if refusal else keymap.with_key(command_id, place, key)
        assert key in keymap.find(command_id).all_keys
    assert doubled(keymap) == []
    again = Keymap(keymap.lines)
    assert (again.lines, again.faults, keymap.faults) == (keymap.lines, (), ())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.builds(lambda i, k: f"{i}={k}", ids, keys)), max_size=8))
def test_any_lines_of_a_file_make_a_keymap_without_doubles(lines: list[str]) -> None:
    keymap = Keymap(lines)
    assert doubled(keymap) == []
    assert Keymap(keymap.lines).faults == ()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("quote.open=E", "quote.open"),
        ("quote.open=Ctrl+", "quote.open"),
        ("quote.open=X Y Z", "quote.open"),
        ("quote.open=X X", "quote.open"),
        ("quote.open=Left", "quote.open"),
        ("project.open=O", "project.open"),
        ("poem.open=X", "poem.open"),
        ("nonsense", "nonsense"),
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(line: str, fault: str) -> None:
    keymap = Keymap([line, "region.make=J"])
    assert keymap.faults == (fault,)
    assert keymap.lines == ("region.make=J",)


def test_a_swap_by_hand_is_no_collision() -> None:
    keymap = Keymap(["quote.open=E F5", "event.open=Q F7"])
    assert keymap.faults == ()
    found = [keymap.command_for(key, "caret") for key in "EQ"]
    assert [one.id for one in found if one] == ["quote.open", "event.open"]


@pytest.mark.parametrize(
    ("command_id", "key", "reason"),
    [
        ("quote.open", "E", "taken"),
        ("quote.open", "Ctrl+Z", "taken"),
        ("quote.open", "F10", "system"),
        ("quote.open", "Meta+Q", "system"),
        ("quote.open", "Shift+Left", "caret"),
        ("project.open", "X", "typed"),
        ("project.open", "ض", "unreadable"),
    ],
)
def test_a_key_is_refused_with_its_reason(command_id: str, key: str, reason: str) -> None:
    refusal = Keymap().refuse(command_id, key)
    assert refusal is not None
    assert refusal.reason == reason
    with pytest.raises(ValueError, match=command_id):
        Keymap().with_key(command_id, 0, key)


@pytest.mark.parametrize(
    ("command_id", "key"),
    [("quote.open", "X"), ("history.restore", "Q"), ("article.next", "Alt+Home"), ("edges.end_left", "Shift+Left")],
)
def test_a_free_key_fits(command_id: str, key: str) -> None:
    assert Keymap().refuse(command_id, key) is None


def test_keys_are_set_taken_away_and_given_back() -> None:
    keymap = Keymap().with_key("quote.open", 0, "X")
    assert keymap.find("quote.open").all_keys == ("X", "F5")
    assert keymap.command_for("X", "caret") == keymap.find("quote.open")
    assert keymap.command_for("Q", "caret") is None
    bare = keymap.with_key("quote.open", 1, "").with_key("quote.open", 0, "")
    assert bare.lines == ("quote.open=",)
    assert Keymap(bare.lines).find("quote.open").all_keys == ()
    assert bare.reset("quote.open").lines == ()


def test_a_swap_gives_the_other_what_was_there_and_a_reset_brings_back_both() -> None:
    keymap = Keymap().swapped("quote.open", 0, "E")
    assert keymap.lines == ("event.open=Q F7", "quote.open=E F5")
    assert keymap.reset("quote.open").lines == ()
