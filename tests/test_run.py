"""The one script: what it hands on, what it says without a screen, and the tables of what a system needs."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
import system

TABLES = (system.CORE_LIBRARIES, system.X11_LIBRARIES, system.WAYLAND_LIBRARIES, system.TEST_PROGRAMS, system.LISTENERS)
ECHO = "import os, sys\nprint(sys.argv[1:], os.getcwd())\n"


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """A checkout whose environment is set up already, and whose program says what it was asked."""
    place = tmp_path / "مجلد with space"
    shutil.copytree(root / "packaging", place / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("run.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(root / name, place / name)
    (place / "annotator").mkdir()
    (place / "annotator" / "__init__.py").touch()
    (place / "annotator" / "__main__.py").write_text(ECHO, "utf-8")
    python = place / run.PYTHON.relative_to(run.ROOT)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (place / ".venv" / "hashiya.stamp").write_text(run.stamp_of("run"), "utf-8")
    return place


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path, as sockets need one."""
    with tempfile.TemporaryDirectory(prefix="h-") as name:
        yield Path(name)


def start(checkout: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    silent = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, str(checkout / "run.py"), *words],
        cwd=checkout.parent,
        env={**silent, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_another_word_goes_to_the_program_in_the_folder_of_the_person(checkout: Path) -> None:
    done = start(checkout, "export", "مشروع.hashiya", "--all")
    assert done.stdout.strip() == f"{['export', 'مشروع.hashiya', '--all']} {checkout.parent}"
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_window_without_a_screen_is_refused_in_both_languages(checkout: Path) -> None:
    done = start(checkout, "x.hashiya")
    assert done.returncode == run.CANNOT
    assert "no screen" in done.stderr
    assert "لا توجد شاشة" in done.stderr


def test_a_screen_that_is_gone_is_no_screen(checkout: Path, tmp_path: Path) -> None:
    gone = {"DISPLAY": ":9471", "WAYLAND_DISPLAY": "wayland-9471", "XDG_RUNTIME_DIR": str(tmp_path)}
    done = start(checkout, "x.hashiya", **gone)
    assert done.returncode == run.CANNOT
    assert "no screen" in done.stderr


def test_where_no_library_can_ask_a_listening_socket_is_a_screen(short_folder: Path) -> None:
    path = short_folder / "wayland-0"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(str(path))
        environment = {"WAYLAND_DISPLAY": path.name, "XDG_RUNTIME_DIR": str(short_folder)}
        assert not system.wayland_answers(environment)
        door.listen()
        assert system.wayland_answers(environment)
    assert not system.x_listens(":9471.0")
    assert system.x_listens("elsewhere.example:0")


@pytest.mark.x11
def test_a_screen_that_is_there_is_found(x_server: str) -> None:
    assert system.x_answers(x_server)
    assert system.x_listens(x_server)
    assert not system.x_answers(":9471")


def test_without_a_word_and_a_screen_a_failing_step_ends_it(checkout: Path) -> None:
    (checkout / "annotator" / "__main__.py").write_text("import sys\nprint(sys.argv[1])\nsys.exit(7)\n", "utf-8")
    done = start(checkout)
    assert done.returncode == 7
    assert "FAILED: sample project built" in done.stderr


def test_help_names_each_verb(checkout: Path) -> None:
    said = start(checkout, "--help").stdout
    assert [verb for verb in run.VERBS if f"run.py {verb}" not in said] == []


def test_the_stamp_follows_the_lock() -> None:
    assert run.stamp_of("run") != run.stamp_of("dev")
    assert len(run.stamp_of("run").split()[1]) == 64


@pytest.mark.parametrize("table", TABLES)
def test_each_need_has_a_package_for_each_package_manager(table: dict[str, str]) -> None:
    assert {name: packages for name, packages in table.items() if len(packages.split()) != len(system.MANAGERS)} == {}


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    assert system.missing_libraries(["libdoes-not-exist.so.9"]) == ["libdoes-not-exist.so.9"]
    assert system.missing_programs(["no-such-program", Path(sys.executable).name]) == ["no-such-program"]
    assert system.missing_listeners(["no-such-service", Path(sys.executable).name]) == ["no-such-service"]


def test_each_step_of_the_reading_by_machine_can_be_run(root: Path) -> None:
    for _name, (tool, *words) in run.LINT:
        assert tool in {"ruff", "mypy", "pytest"}
        for word in words:
            assert not word.startswith("tests/") or (root / word).is_file(), word
