"""A screen reader's way in: what the program tells over AT-SPI, in an X server and a D-Bus session of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import system
from annotator.settings import open_preferences

SCRIPT = Path(__file__).parent / "listening.py"
PRIVATE = ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "NO_AT_BRIDGE")
"""What would lead to the session of the person who runs the tests."""


@pytest.fixture
def heard(x_server: str, sample: Path, root: Path) -> dict[str, Any]:
    """What a listener read and was told while keys were pressed in the real program."""
    missing = system.missing_listeners(system.LISTENERS)
    if missing:
        pytest.skip("needs " + " and ".join(missing))
    open_preferences().change({"ui.language": "en"})
    program = [sys.executable, "-m", "annotator", str(sample)]
    listener = ["dbus-run-session", "--", system.SYSTEM_PYTHON, "-I", str(SCRIPT), *program]
    # Sockets need a short path.
    with tempfile.TemporaryDirectory(prefix="h-") as runtime:
        environment = {name: value for name, value in os.environ.items() if name not in PRIVATE} | {
            "DISPLAY": x_server,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "XDG_RUNTIME_DIR": runtime,
        }
        done = subprocess.run(listener, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=110)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))


@pytest.mark.x11
def test_page_list_and_announcements_are_heard(heard: dict[str, Any], seeds: dict[str, str]) -> None:
    opened, walked, selected = heard["opened"], heard["walked"], heard["selected"]
    assert opened["text"] in seeds.values()
    assert opened["focused"]
    assert (opened["caret"], opened["selection"]) == (0, None)

    first, second = opened["text"].split()[:2]
    assert walked["caret"] == len(first) + 1
    assert walked["selection"] is None
    start, end = selected["selection"]
    assert opened["text"][start:end].strip() == second
    assert start == walked["caret"]
    assert selected["caret"] == end

    assert heard["listed"] == [f"PER: {second}"]
    announced = [words for kind, _name, words in heard["told"] if kind.startswith("object:announcement")]
    assert any("Person" in words and second in words for words in announced), announced
    carets = [name for kind, name, _words in heard["told"] if kind == "object:text-caret-moved"]
    assert "Text of the article" in carets
    assert heard["alive"]
