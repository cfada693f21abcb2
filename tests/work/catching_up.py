"""A program of its own that brings the search index of a project up to date, once it is told to by a line."""

import sys
from pathlib import Path

from annotator.store.project import Folders, Project
from annotator.work.search import Search


def main() -> None:
    """Take the project file and the data folder as words; print how many articles the index then holds."""
    path, data = map(Path, sys.argv[1:])
    with Project.open(path, folders=Folders(data=data), read_only=True) as project:
        search = Search(project)
        tell("ready")
        sys.stdin.readline()
        search.catch_up()
        tell(search.open_index().covered)
        search.close()


def tell(word: object) -> None:
    """Say something at once to whoever started this."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
