"""Preferences: a table that checks itself, sparse overrides, whole or no writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.settings import (
    MEMORY,
    PREFERENCES,
    Fault,
    InvalidSettingError,
    Setting,
    Settings,
    open_memory,
    open_preferences,
)

READERS = {
    bool: Settings.switch,
    str: Settings.text,
    int: Settings.number,
    float: Settings.number,
    tuple: Settings.names,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "preferences.json"


@pytest.mark.parametrize("setting", PREFERENCES + MEMORY, ids=lambda setting: setting.key)
def test_each_setting_accepts_its_default_and_reads_as_its_type(setting: Setting) -> None:
    assert setting.accept(setting.default) == setting.default
    assert READERS[type(setting.default)](Settings([setting], None), setting.key) == setting.default
    assert "." in setting.key


def test_no_key_stands_twice() -> None:
    keys = [setting.key for setting in PREFERENCES + MEMORY]
    assert len(keys) == len(set(keys))


def test_only_what_differs_from_the_default_is_stored(path: Path) -> None:
    settings = Settings(PREFERENCES, path)
    settings.change({"reader.zoom": 150, "ui.theme": "system", "person.name": "سلمى"})
    assert json.loads(path.read_bytes()) == {"reader.zoom": 150, "person.name": "سلمى"}
    assert Settings(PREFERENCES, path).number("reader.zoom") == 150
    settings.reset("reader.zoom")
    assert json.loads(path.read_bytes()) == {"person.name": "سلمى"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("reader.zoom", 79), ("reader.zoom", 301), ("reader.zoom", True), ("reader.zoom", "100"), ("reader.chips", 1),
     ("ui.theme", "sepia"), ("ui.theme", None), ("reader.line_height", float("nan"))],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_as_a_whole(path: Path, key: str, value: object) -> None:
    settings = Settings(PREFERENCES, path)
    with pytest.raises(InvalidSettingError) as refused:
        settings.change({"person.name": "x", key: value})
    assert refused.value.key == key
    assert not path.exists()
    assert settings.text("person.name") == ""


def test_an_unknown_key_is_our_bug(path: Path) -> None:
    with pytest.raises(KeyError):
        Settings(PREFERENCES, path).set("reader.colour", "red")


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b"null"])
def test_a_broken_file_is_told_and_does_no_harm(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(PREFERENCES, path)
    assert settings.number("reader.zoom") == 100
    assert settings.faults == (Fault(str(path), ""),)


def test_a_value_of_the_file_that_is_not_allowed_counts_as_unset(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"reader.zoom": 9999, "ui.theme": "dark"}', "utf-8")
    settings = Settings(PREFERENCES, path)
    assert (settings.number("reader.zoom"), settings.text("ui.theme")) == (100, "dark")
    assert settings.faults == (Fault(str(path), "reader.zoom"),)


def test_keys_of_a_newer_program_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"reader.future": [1]}', "utf-8")
    Settings(PREFERENCES, path).set("reader.zoom", 120)
    assert json.loads(path.read_bytes()) == {"reader.future": [1], "reader.zoom": 120}


def test_two_windows_keep_each_others_choices(path: Path) -> None:
    one, two = Settings(PREFERENCES, path), Settings(PREFERENCES, path)
    one.set("reader.zoom", 120)
    two.set("ui.theme", "dark")
    assert json.loads(path.read_bytes()) == {"reader.zoom": 120, "ui.theme": "dark"}


def test_watchers_hear_of_real_changes_only() -> None:
    heard: list[frozenset[str]] = []
    settings = Settings(PREFERENCES, None)
    unwatch = settings.watch(heard.append)
    settings.change({"reader.zoom": 120, "ui.theme": "system"})
    settings.set("reader.zoom", 120)
    unwatch()
    settings.set("reader.zoom", 100)
    assert heard == [frozenset({"reader.zoom"})]


def test_a_failed_write_changes_nothing(path: Path) -> None:
    path.mkdir(parents=True)
    settings = Settings(PREFERENCES, path)
    with pytest.raises(OSError, match="preferences"):
        settings.set("reader.zoom", 120)
    assert settings.number("reader.zoom") == 100
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_broken_file_is_set_aside_by_the_next_choice(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"ui.theme": "dark",}', "utf-8")
    settings = Settings(PREFERENCES, path)
    settings.set("reader.zoom", 120)
    assert path.with_suffix(".broken").read_text("utf-8") == '{"ui.theme": "dark",}'
    assert json.loads(path.read_bytes()) == {"reader.zoom": 120}
    assert settings.faults == ()


def test_the_folders_follow_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HASHIYA_CONFIG_DIR", str(tmp_path / "c"))
    monkeypatch.setenv("HASHIYA_DATA_DIR", str(tmp_path / "d"))
    open_preferences().set("ui.theme", "dark")
    open_memory().set("projects.recent", ["أ.hashiya"])
    assert (tmp_path / "c" / "preferences.json").is_file()
    assert open_memory().names("projects.recent") == ("أ.hashiya",)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    Settings(PREFERENCES, path).set("person.name", name)
    assert Settings(PREFERENCES, path).text("person.name") == name
