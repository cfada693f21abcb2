"""What every test stands on: no screen needed, folders of its own, the five seed articles."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before any test module imports Qt: a test that wants a real X server says so in a process of its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the fault and scale runs too, which take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    soaking = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=soaking)
    items[:] = [item for item in items if item not in soaking]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test's preferences and copies away from those of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HASHIYA_CONFIG_DIR", str(folder / "config"))
    monkeypatch.setenv("HASHIYA_DATA_DIR", str(folder / "data"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The five articles: file stem to text, in the order of their names."""
    files = sorted((ROOT / "seeds").glob("*.txt"))
    return {file.stem: file.read_bytes().decode("utf-8") for file in files}


@pytest.fixture
def x_server() -> Iterator[str]:
    """A real X server of one's own, 1280 x 800: the value for `DISPLAY` in a child process.

    The test also needs the marker `x11`. It is left out where Xvfb or xdotool is missing; `python3 run.py test`
    installs both where that is allowed.
    """
    missing = [program for program in ("Xvfb", "xdotool") if not shutil.which(program)]
    if missing:
        pytest.skip("needs " + " and ".join(missing))
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as display:
                number = display.readline().strip()
            assert number, "the X server did not start"
            yield f":{number}"
        finally:
            server.terminate()
