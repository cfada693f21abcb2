"""W over thousands of articles in the real window: one gesture, undone exactly, and the window lives meanwhile."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from tests.benchmarks import corpora
from tests.benchmarks.corpora import ME
from tests.benchmarks.driver import Driver
from tests.benchmarks.everywhere import Pulse, WindowWalk


def walk_everywhere(folder: Path, *, articles: int, least: int, beside: bool) -> None:
    """Tag a name in all articles and take it back.

    ``beside``: there is so much of it that all is long work, during which the window ticks on.
    """
    path = corpora.copy_of(corpora.project_with(articles, 0), folder)
    driver = Driver(path, data=folder / "data")
    project = driver.page.stage.desk.project
    walk, pulse = WindowWalk(driver), Pulse()
    (own,) = project.layer_keys(author=ME.id)
    before = project.layer(own)
    pulse.during(walk.look)
    assert pulse.ticks > 10 or not beside
    assert walk.dialog.view.places.rowCount() >= least
    pulse.during(walk.tag)
    assert pulse.ticks > 10 or not beside
    assert walk.tagged == walk.chosen + 1
    written = list(project.journal(after_seq=walk.seq))
    assert len({stored.step.gesture for stored in written}) == 1
    assert len({stored.step.stream for stored in written}) == len(written) > articles // 2
    pulse.during(walk.undo)
    assert pulse.ticks > 10 or not beside
    assert project.layer_keys(author=ME.id) == [own]
    assert (project.layer(own).annotations, walk.tagged) == (before.annotations, 1)
    assert set(driver.page.stage.article.annotations) == {one.id for one in before.annotations}
    assert project.layer(LayerKey(own.document, "own", ME.id)).relations == ()
    driver.close()


def test_a_name_is_tagged_in_two_hundred_articles_and_taken_back(tmp_path: Path, qtbot: QtBot) -> None:
    del qtbot
    walk_everywhere(tmp_path, articles=200, least=450, beside=False)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_twelve_thousand_places_in_five_thousand_articles(tmp_path: Path, qtbot: QtBot) -> None:
    del qtbot
    walk_everywhere(tmp_path, articles=5_000, least=12_000, beside=True)
