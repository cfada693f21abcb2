"""A program of its own that has a project open for writing until its input ends."""

import sys
from pathlib import Path

from annotator.store.project import Folders, Project


def main() -> None:
    """Take the project file and a data folder as words."""
    path, data = map(Path, sys.argv[1:])
    with Project.open(path, folders=Folders(data=data), person="Salma"):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
