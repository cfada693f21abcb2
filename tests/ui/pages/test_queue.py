"""The queue of review in the orders that a reviewer may choose, by key and by the box."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.pages.review.page import ReviewPage
from annotator.ui.window import Window
from annotator.work.survey import ORDERS


@pytest.fixture
def page(window: Window) -> ReviewPage:
    window.show_section("review")
    assert isinstance(window.page, ReviewPage)
    return window.page


def _turned(window: Window) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_B)


def test_a_key_goes_round_the_orders_and_each_is_that_of_the_survey(window: Window, page: ReviewPage) -> None:
    seen = []
    for _ in ORDERS:
        order = page.queue.order
        seen.append(order)
        assert page.queue.items == page.survey.queue(order)
        assert page.queue.table.current() == page.queue.items[0]
        _turned(window)
    assert seen == list(ORDERS)
    assert page.queue.order == ORDERS[0]


def test_the_articles_that_differ_most_come_first_and_then_as_they_were_added(window: Window, page: ReviewPage) -> None:
    shares = [item.disagreement for item in page.queue.items]
    assert shares == sorted(shares, reverse=True)
    page.queue.take_order("added")
    assert [item.document for item in page.queue.items] == sorted(item.document for item in page.queue.items)
    assert window.status.sentence == window.session.say("review.order.added")


def test_the_order_stays_and_says_what_comes_next(window: Window, page: ReviewPage) -> None:
    page.queue.take_order("added")
    window.rebuild()
    again = window.page
    assert isinstance(again, ReviewPage)
    assert again.queue.order == "added"
    names = [item.document for item in again.queue.items]
    again.open_review(names[1])
    window.commands.trigger("article.next")
    assert again.sitting.article.document.id == names[2]
