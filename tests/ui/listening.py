"""What an assistive program gets over AT-SPI: starts a program, presses keys in it, and writes what it heard as JSON.

Runs in a D-Bus session of its own, under the system's Python: the bindings of AT-SPI come with the system.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60  # seconds
HEARD = ("object:text-caret-moved", "object:announcement", "object:state-changed:focused")


class Listener:
    """Finds what stands in the program by role and name, and keeps what it tells."""

    def __init__(self, program: list[str]) -> None:
        Atspi.init()
        self.told: list[tuple[str, str, str]] = []
        self._ear = Atspi.EventListener.new(self._hear)
        for kind in HEARD:
            self._ear.register(kind)
        self.child = subprocess.Popen(program)

    def _hear(self, event: Any) -> None:
        words = event.any_data if isinstance(event.any_data, str) else ""
        self.told.append((event.type, event.source.get_name() if event.source else "", words))

    def wait(self, ready: Callable[[], Any], what: str) -> Any:
        """Turn until something is there; a program that has ended, or never comes to it, is a failure."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.child.poll() is None:
            while GLib.MainContext.default().iteration(False):
                pass
            found = self._look(ready)
            if found:
                return found
            time.sleep(0.05)
        raise SystemExit(f"never came: {what}; exit status {self.child.poll()}; told: {self.told[-20:]}")

    def _look(self, ready: Callable[[], Any]) -> Any:
        try:
            return ready()
        except GLib.Error:
            # What was looked at has gone meanwhile: the next look meets what stands there now.
            return None

    def application(self) -> Any:
        """The program among those that can be read."""
        desktop = Atspi.get_desktop(0)
        return next((one for one in children(desktop) if one.get_name() == "hashiya"), None)

    def shown(self, role: str, name: str) -> Any:
        """What is on the screen with a role and a name."""
        return next((one for one in within(self.application()) if is_shown(one, role, name)), None)

    def press(self, *keys: str) -> None:
        """Press keys at the X server."""
        subprocess.run(["xdotool", "key", *keys], check=True)

    def enter(self) -> None:
        """Give the window the keys: no window manager does it here."""
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "hashiya"]
        windows = subprocess.run(search, check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["xdotool", "windowfocus", "--sync", windows[-1]], check=True)


def children(one: Any) -> Iterator[Any]:
    """What is directly within."""
    for place in range(one.get_child_count()):
        child = one.get_child_at_index(place)
        if child is not None:
            yield child


def within(one: Any) -> Iterator[Any]:
    """It and everything below it."""
    if one is not None:
        yield one
        for child in children(one):
            yield from within(child)


def is_shown(one: Any, role: str, name: str) -> bool:
    """Tell whether it has this role and name and is on the screen."""
    states = one.get_state_set()
    return one.get_role_name() == role and one.get_name() == name and states.contains(Atspi.StateType.SHOWING)


def read(page: Any) -> dict[str, Any]:
    """Text, caret and selection of a text; positions count code points."""
    count = Atspi.Text.get_character_count(page)
    selection = Atspi.Text.get_selection(page, 0) if Atspi.Text.get_n_selections(page) else None
    return {
        "text": Atspi.Text.get_text(page, 0, count),
        "caret": Atspi.Text.get_caret_offset(page),
        "selection": [selection.start_offset, selection.end_offset] if selection else None,
        "focused": page.get_state_set().contains(Atspi.StateType.FOCUSED),
    }


def rows(view: Any) -> list[str]:
    """The words of a list."""
    return [one.get_name() for one in children(view)]


def main(program: list[str]) -> None:
    """Go to the annotate page, walk, select, tag; write a line of JSON after each."""
    listener = Listener(program)

    def tell(what: str, value: object) -> None:
        sys.stdout.write(json.dumps([what, value]) + "\n")
        sys.stdout.flush()

    try:
        listener.wait(listener.application, "the program")
        listener.wait(lambda: listener.shown("list", "My desk"), "the first page")
        listener.enter()
        listener.press("ctrl+3")
        page = listener.wait(lambda: listener.shown("text", "Text of the article"), "the page")
        listener.wait(lambda: read(page)["focused"], "the focus on the page")
        tell("opened", read(page))
        listener.press("ctrl+m")
        listener.wait(lambda: not listener.shown("list", "Annotations in text order"), "a layer without annotations")
        listener.press("Left")
        listener.wait(lambda: read(page)["caret"], "the caret at the second word")
        tell("walked", read(page))
        listener.press("shift+Left")
        listener.wait(lambda: read(page)["selection"], "a selected word")
        tell("selected", read(page))
        listener.press("1")
        view = listener.wait(lambda: listener.shown("list", "Annotations in text order"), "the list of annotations")
        listener.wait(lambda: rows(view), "a row")
        tell("listed", rows(view))
        listener.wait(lambda: [t for t in listener.told if t[0].startswith("object:announcement")], "a word about it")
        tell("told", listener.told)
        tell("alive", listener.child.poll() is None)
    finally:
        listener.child.terminate()
        listener.child.wait(PATIENCE)


if __name__ == "__main__":
    main(sys.argv[1:])
