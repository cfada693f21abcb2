"""The next article is ready before it is asked for, and never stale."""

from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.ui.pages.annotate.ahead import Ahead
from annotator.ui.pages.annotate.page import AnnotatePage
from annotator.ui.window import Window
from tests.ui.answers import ME


def _page(window: Window) -> AnnotatePage:
    window.show_section("annotate")
    assert isinstance(window.page, AnnotatePage)
    return window.page


def test_the_next_article_is_read_while_the_first_is_open(window: Window, qtbot: QtBot) -> None:
    page = _page(window)
    first, following = page.stage.desk.project.document_ids()[:2]
    window.open_article(first)
    qtbot.waitUntil(lambda: page.stage.ahead.held is not None)
    held = page.stage.ahead.held
    assert held is not None
    assert held.document.id == following
    window.open_article(following)
    assert page.stage.article is held


def test_an_article_read_ahead_holds_what_was_done_in_it_meanwhile(window: Window) -> None:
    desk = _page(window).stage.desk
    key = LayerKey(desk.project.document_ids()[1], "own", ME.id)
    ahead = Ahead(desk, window.page)
    ahead.await_rest(lambda: key)
    ahead.read()
    desk.tag(desk.open(key.document), [Span(0, 3)], "PER")
    held = ahead.take(key)
    assert held is not None
    assert len(held.annotations) == 1
    assert held.layer() == desk.open(key.document).layer()


def test_what_is_read_ahead_is_taken_once_and_only_under_its_own_key(window: Window) -> None:
    desk = _page(window).stage.desk
    key = LayerKey(desk.project.document_ids()[1], "own", ME.id)
    ahead = Ahead(desk, window.page)
    ahead.await_rest(lambda: key)
    ahead.read()
    assert ahead.take(LayerKey(key.document, "own", "analyst-a")) is None
    assert ahead.take(key) is None
    ahead.read()
    assert ahead.take(key) is not None
    assert ahead.take(key) is None
