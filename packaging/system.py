"""What Qt needs of a Linux system: which shared libraries are missing, and which packages bring them."""

# Read before anything is installed, by whatever Python is there: standard library only, nothing newer than 3.7.
from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Manager(NamedTuple):
    """A package manager: its program, the words that install without asking, those that a person types, its refresh."""

    program: str
    install: tuple[str, ...]
    typed: str
    refresh: tuple[str, ...] = ()


MANAGERS = (
    Manager(
        "apt-get",
        ("apt-get", "install", "-y", "-q", "--no-install-recommends"),
        "sudo apt-get install",
        ("apt-get", "update", "-q"),
    ),
    Manager("dnf", ("dnf", "install", "-y"), "sudo dnf install"),
    Manager("pacman", ("pacman", "-S", "--noconfirm", "--needed"), "sudo pacman -S"),
    Manager("zypper", ("zypper", "--non-interactive", "install"), "sudo zypper install"),
)

# What is needed -> its package, in the order of MANAGERS. Without the first table Qt cannot be loaded at all, without
# the second it opens no window under X11, without the third none under Wayland.
CORE_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0 glib2 glib2 libglib-2_0-0",
    "libGL.so.1": "libgl1 libglvnd-glx libglvnd Mesa-libGL1",
    "libEGL.so.1": "libegl1 libglvnd-egl libglvnd Mesa-libEGL1",
    "libX11.so.6": "libx11-6 libX11 libx11 libX11-6",
    "libxkbcommon.so.0": "libxkbcommon0 libxkbcommon libxkbcommon libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3 dbus-libs dbus libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1 fontconfig fontconfig libfontconfig1",
    "libfreetype.so.6": "libfreetype6 freetype freetype2 libfreetype6",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1 libX11-xcb libx11 libX11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0 xcb-util-cursor xcb-util-cursor libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4 xcb-util-wm xcb-util-wm libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0 xcb-util-image xcb-util-image libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1 xcb-util-keysyms xcb-util-keysyms libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0 libxcb libxcb libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0 libxcb libxcb libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0 xcb-util-renderutil xcb-util-renderutil libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0 libxcb libxcb libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0 libxcb libxcb libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1 libxcb libxcb libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1 xcb-util xcb-util libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0 libxcb libxcb libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1 libxcb libxcb libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0 libxkbcommon-x11 libxkbcommon-x11 libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0 libwayland-client wayland libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0 libwayland-cursor wayland libwayland-cursor0",
}
# With these some tests drive a real X server or cut a writing process short; where they are missing such a test is
# left out and says so.
TEST_PROGRAMS = {
    "Xvfb": "xvfb xorg-x11-server-Xvfb xorg-server-xvfb xorg-x11-server-Xvfb",
    "xdotool": "xdotool xdotool xdotool xdotool",
    "setxkbmap": "x11-xkb-utils setxkbmap xorg-setxkbmap setxkbmap",
    "strace": "strace strace strace strace",
}
# With these a test listens to the program as a screen reader does; only then it reads what would be read aloud.
LISTENERS = {
    "dbus-run-session": "dbus dbus-daemon dbus dbus-1",
    "at-spi-bus-launcher": "at-spi2-core at-spi2-core at-spi2-core at-spi2-core",
    "gi": "python3-gi python3-gobject python-gobject python3-gobject",
    "Atspi-2.0": "gir1.2-atspi-2.0 at-spi2-core at-spi2-core typelib-1_0-Atspi-2_0",
}
# Bindings come with the system's own Python, services lie off the path.
SYSTEM_PYTHON = "/usr/bin/python3"
BINDINGS = {"gi": "import gi", "Atspi-2.0": "import gi; gi.require_version('Atspi', '2.0')"}
SERVICES = ("/usr/libexec", "/usr/libexec/at-spi2", "/usr/lib/at-spi2-core", "/usr/lib/at-spi2", "/usr/lib")

ASK_X = """
import ctypes, sys
library = ctypes.CDLL("libX11.so.6")
library.XOpenDisplay.restype = ctypes.c_void_p
sys.exit(0 if library.XOpenDisplay(sys.argv[1].encode()) else 1)
"""


def screen_answers() -> bool:
    """Tell whether the screen that the environment names is there: after `su`, `ssh` or `tmux` it may be long gone.

    Without this Qt would end the process by itself, with words for programmers.
    """
    return wayland_answers(os.environ) or x_answers(os.environ.get("DISPLAY", ""))


def wayland_answers(environment: Mapping[str, str]) -> bool:
    """Tell whether somebody listens on the socket of the Wayland session."""
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and listens(str(Path(environment.get("XDG_RUNTIME_DIR", "")) / name))


def x_answers(display: str) -> bool:
    """Tell whether the X server `display` lets us in; asked in a process of its own, which may hang or be ended."""
    if not display:
        return False
    if not loads("libX11.so.6"):
        return x_listens(display)
    try:
        return subprocess.call([sys.executable, "-c", ASK_X, display], stderr=subprocess.DEVNULL, timeout=10) == 0
    except subprocess.TimeoutExpired:
        return False


def x_listens(display: str) -> bool:
    """Tell whether somebody listens where the X server `display` would; one elsewhere is taken at its word."""
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    path = "/tmp/.X11-unix/X" + number.split(".")[0]
    return listens(path) or listens("\0" + path)


def listens(path: str) -> bool:
    """Tell whether a local socket takes connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(2)
        try:
            door.connect(path)
        except OSError:
            return False
        return True


def require_libraries(screen: bool) -> str | None:
    """Have the libraries that Qt links to, with `screen` also those of the windows of this session.

    Installs what is missing where that may be done without asking. Returns None when all is there, else the command
    that a person has to type.
    """
    window = WAYLAND_LIBRARIES if os.environ.get("WAYLAND_DISPLAY") else X11_LIBRARIES
    return have({**CORE_LIBRARIES, **(window if screen else {})}, missing_libraries)


def offer_test_tools() -> str | None:
    """Have what the tests on a real X server need, where that may be done; else return the command for it."""
    return (
        have(X11_LIBRARIES, missing_libraries)
        or have(TEST_PROGRAMS, missing_programs)
        or have(LISTENERS, missing_listeners)
    )


def have(table: Mapping[str, str], find_missing: Callable[[Iterable[str]], list[str]]) -> str | None:
    """Install what is missing of a table; return the command to type when that did not bring it."""
    missing = find_missing(table) if sys.platform.startswith("linux") else []
    if not missing:
        return None
    packages = packages_of(table, missing)
    if install(packages) and not find_missing(table):
        return None
    return install_command(packages) or "? " + " ".join(missing)


def missing_programs(names: Iterable[str]) -> list[str]:
    """Name the programs that are not on the path."""
    return [name for name in names if not shutil.which(name)]


def missing_listeners(names: Iterable[str]) -> list[str]:
    """Name the programs, services and bindings of the system's Python that are not there."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *SERVICES))
    return [name for name in names if not (binds(name) if name in BINDINGS else shutil.which(name, path=path))]


def binds(name: str) -> bool:
    """Tell whether the system's Python has one of `BINDINGS`."""
    return os.access(SYSTEM_PYTHON, os.X_OK) and runs((SYSTEM_PYTHON, "-I", "-c", BINDINGS[name]))


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Name the libraries that the loader does not find."""
    return [name for name in names if not loads(name)]


def loads(library: str) -> bool:
    """Tell whether the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def manager() -> Manager | None:
    """Find this system's package manager."""
    return next((one for one in MANAGERS if shutil.which(one.program)), None)


def packages_of(table: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """Name the packages that bring `names` on this system; none when its package manager is not known."""
    here = manager()
    return sorted({table[name].split()[MANAGERS.index(here)] for name in names}) if here else []


def install_command(packages: Sequence[str]) -> str:
    """Write the command that a person can type; empty when the package manager is not known."""
    here = manager()
    return " ".join((here.typed, *packages)) if here else ""


def install(packages: Sequence[str]) -> bool:
    """Install packages if that is allowed without asking: as root, or by a sudo that wants no password."""
    here = manager()
    if here is None or not packages:
        return False
    prefix: tuple[str, ...] = ()
    if os.geteuid() != 0:
        if not shutil.which("sudo") or not runs(("sudo", "-n", "true")):
            return False
        prefix = ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive")
    print("Installing: " + " ".join(packages), file=sys.stderr, flush=True)
    command = (*prefix, *here.install, *packages)
    # A fresh machine has no lists of packages yet, or old ones: then they are fetched and it is tried once more.
    return runs(command) or bool(here.refresh and runs((*prefix, *here.refresh)) and runs(command))


def runs(command: Sequence[str]) -> bool:
    """Tell whether a command ends well; what it says is not shown."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    nowhere = subprocess.DEVNULL
    return subprocess.call(command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere) == 0
