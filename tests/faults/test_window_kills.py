"""The real window is killed while somebody works in it: whatever it has shown is there."""

from pathlib import Path

import pytest

from annotator.store import engine, guard
from annotator.store.check import check
from annotator.store.project import Folders, Project
from tests.benchmarks.corpora import Writer, layer_of, write_project
from tests.faults.storm import Storm, python


def kill_and_look(folder: Path, *, kills: int, longest: float, length: int) -> Storm:
    """Kill the window so many times; after each, every step that it has shown stands in the journal.

    ``length`` of the articles, in code points, is the room there is for new tags.
    """
    path, data = folder / "work.hashiya", folder / "data"
    writer = Writer()
    texts = [writer.text(number, length) for number in range(4)]
    articles = [(writer.document(number, text), text) for number, text in enumerate(texts)]
    write_project(path, ((document, text, layer_of(document, text, length // 50)) for document, text in articles))
    storm = Storm(python("window_works.py", path, data, folder / "imported"), seed=kills, longest=longest)
    for _ in range(kills):
        storm.kill_once()
        connection = engine.connect(path, read_only=True)
        written = {row[0] for row in connection.execute("SELECT id FROM journal")}
        connection.close()
        assert set(storm.acknowledged) <= written
        assert check(path) == []
    with Project.open(path, folders=Folders(data)) as project:
        assert project.warnings == ()
        assert project.differences_from_journal() == []
        project.close(backup=False)
    assert not any(companion.exists() for companion in guard.companions(path))
    return storm


def test_a_killed_window_has_lost_nothing_that_it_showed(tmp_path: Path) -> None:
    assert len(kill_and_look(tmp_path, kills=3, longest=0.6, length=2_500).acknowledged) >= 3


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_forty_killed_windows_have_lost_nothing_that_they_showed(tmp_path: Path) -> None:
    assert len(kill_and_look(tmp_path, kills=40, longest=2.5, length=30_000).acknowledged) >= 400
