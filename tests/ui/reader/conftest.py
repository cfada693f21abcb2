"""The bundled face and a reader that shows an article."""

from collections.abc import Callable, Iterable

import pytest
from PySide6.QtGui import QFontDatabase
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.scene import Direction
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes

MakeReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def family(qapp: object) -> str:
    number = QFontDatabase.addApplicationFont(str(assets.path("fonts", "NotoNaskhArabic-Regular.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


@pytest.fixture
def make_reader(qtbot: QtBot, family: str) -> MakeReader:
    """A shown, focused reader of 900 by 700; the article is painted when it is handed out."""

    def make(
        text: str,
        marks: Iterable[Mark] = (),
        links: Iterable[Link] = (),
        *,
        direction: Direction = "rtl",
        size: tuple[int, int] = (900, 700),
    ) -> Reader:
        reader = Reader(palettes.light(), family)
        qtbot.addWidget(reader)
        reader.resize(*size)
        reader.set_article(text, direction)
        reader.set_marks(marks, links)
        with qtbot.waitSignal(reader.painted):
            reader.show()
        reader.setFocus()
        return reader

    return make
