"""The disk is full while somebody works: the window says so, nothing is lost, and work goes on when there is room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.language import Language
from annotator.store.check import check
from tests.benchmarks.corpora import made_articles, write_project
from tests.benchmarks.driver import Driver

_MOST = 3_000


@pytest.fixture
def driver(small_disk: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Driver]:
    """The window over a project on the small disk; copies and index lie elsewhere."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.font(), application.palette(), application.layoutDirection()
    write_project(tmp_path / "work.hashiya", made_articles(3, 40))
    driver = Driver(
        Path(shutil.copyfile(tmp_path / "work.hashiya", small_disk / "work.hashiya")), data=tmp_path / "data"
    )
    driver.wait_for_index()
    yield driver
    driver.close()
    application.setFont(before[0])
    application.setPalette(before[1])
    application.setLayoutDirection(before[2])


def tag_until_refused(driver: Driver) -> int:
    """Tag words and take the tags out again, until the window says that it cannot; how many steps were made."""
    stage, steps = driver.page.stage, 0
    for number in range(_MOST):
        words = driver.bare_words()
        driver.go_to(words[number % len(words)] + 1)
        for key in (Qt.Key.Key_1, Qt.Key.Key_Delete):
            before = stage.article.revision
            driver.press(key)
            driver.settle()
            if stage.article.revision == before:
                return steps
            steps += 1
    raise AssertionError("the disk is never full")


def test_the_window_tells_of_a_full_disk_and_goes_on_when_there_is_room(driver: Driver, small_disk: Path) -> None:
    stage = driver.page.stage
    project = stage.desk.project
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 120_000)))
    before = stage.article.revision
    steps = tag_until_refused(driver)
    assert steps > 0
    said = Language.load("ar", assets.path("i18n")).say("problem.store.disk-full", path=str(project.path), said="")
    assert driver.window.status.sentence.split()[:4] == said.split()[:4]
    shown = stage.article.layer()
    assert shown.revision == before + steps
    assert shown == project.layer(stage.article.key)
    assert {mark for mark in stage.reader.scene.marks if mark in stage.article.annotations} == set(
        stage.article.annotations
    )
    ballast.unlink()
    driver.go_to(driver.bare_words()[5] + 1)
    driver.shown_after(Qt.Key.Key_2)
    assert stage.article.layer() == project.layer(stage.article.key)
    assert stage.article.revision == shown.revision + 1
    driver.window.close()
    assert check(small_disk / "work.hashiya") == []
