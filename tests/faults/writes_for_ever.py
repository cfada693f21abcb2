"""Works in a project until it is killed: tags, undoes, imports, backs up; says each step once it is durable.

Usage: writes_for_ever.py PROJECT DATA [bulk]
"""

import itertools
import random
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model.ids import new_id
from annotator.model.layer import LayerKey
from annotator.model.step import Draft, stream_of
from annotator.store.project import Folders, Project
from tests.store.sample_work import bring_articles, tag


def say(steps: list[str]) -> None:
    for step in steps:
        sys.stdout.write(f"done {step}\n")
    sys.stdout.flush()


def main(path: Path, data: Path, *, bulk: bool) -> None:
    project = Project.open(path, folders=Folders(data))
    documents = project.document_ids()
    dice = random.Random(secrets.randbits(32))
    for number in itertools.count():
        document = dice.choice(documents)
        step = tag(project, document, new_id("e"), number % 20, number % 20 + 5)
        say([step])
        if number % 5 == 4:
            undo = Draft(stream_of(LayerKey(document, "own", "u1")), "undo", "u1", (), undoes=step)
            say([done.id for done in project.write([undo])])
        if number % 40 == 39:
            project.back_up()
        if bulk and number % 10 == 9:
            before = next(project.journal(limit=1)).seq
            bring_articles(project, 30, first=secrets.randbits(40))
            say([stored.step.id for stored in project.journal(after_seq=before, newest_first=False)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), bulk="bulk" in sys.argv[3:])
