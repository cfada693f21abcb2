"""What every test stands on: no screen needed, folders of its own, the five seed articles."""

import os
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
