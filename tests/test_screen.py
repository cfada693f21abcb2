"""Qt opens a window on a real X server with the libraries of this system."""

import os
import subprocess
import sys

import pytest

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("حاشية")
label.setWindowTitle("hashiya-screen-test")
label.show()
print(app.platformName(), flush=True)
app.exec()
"""


@pytest.mark.x11
def test_a_window_opens_under_x11(x_server: str) -> None:
    environment = {**os.environ, "DISPLAY": x_server, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen([sys.executable, "-c", WINDOW], env=environment, stdout=subprocess.PIPE, text=True) as window:
        try:
            assert window.stdout is not None
            assert window.stdout.readline().strip() == "xcb"
            search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^hashiya-screen-test$"]
            found = subprocess.run(search, env=environment, capture_output=True, text=True, timeout=30)
            assert len(found.stdout.split()) == 1
        finally:
            window.terminate()
