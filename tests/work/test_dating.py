"""Two values of a date: what the text says and what the analyst knows, and the flag of a late one."""

import msgspec
import pytest

from annotator.model.annotation import Annotation, Attribute
from annotator.model.document import Source
from annotator.model.span import Span
from annotator.store.project import Project
from annotator.text.dates import shipped_date_words
from annotator.work.article import OpenArticle
from annotator.work.dating import Dating, dating, wants_date
from annotator.work.desk import Desk

TABLE = shipped_date_words()


@pytest.fixture
def article(project: Project, desk: Desk) -> OpenArticle:
    """An article of 18 November 2021."""
    opened = desk.open(next(name for name in project.document_ids() if name.startswith("001")))
    dated = msgspec.structs.replace(opened.document, source=Source(published="2021-11-18"))
    desk.change_document(opened.document, dated)
    return opened


def tagged(desk: Desk, article: OpenArticle, words: str) -> Annotation:
    at = article.text.index(words)
    desk.tag(article, [Span(at, at + len(words))], "DATE")
    return next(iter(article.annotations.values()))


def test_the_day_of_publication_turns_words_into_a_value(desk: Desk, article: OpenArticle) -> None:
    mention = tagged(desk, article, "شهر يونيو الماضي")
    said = dating(article, mention, TABLE)
    assert (said.literal, said.known, said.late) == ("2021-06", None, False)
    assert said.offered == (Attribute("subtype", "DATE"), Attribute("value", "2021-06"))
    desk.say_known(article, mention.id, said.offered)
    assert dating(article, article.annotations[mention.id], TABLE).offered == ()


def test_another_value_keeps_what_the_text_says_beside_it_in_one_step(desk: Desk, article: OpenArticle) -> None:
    mention = tagged(desk, article, "شهر يونيو الماضي")
    steps = desk.set_several(article, mention.id, dating(article, mention, TABLE).with_value("2020-06"))
    assert len(steps) == 1
    known = article.annotations[mention.id]
    assert (known.value("value"), known.value("value_as_written")) == ("2020-06", "2021-06")
    desk.set_several(article, mention.id, dating(article, known, TABLE).with_value("2021-06"))
    back = article.annotations[mention.id]
    assert (back.value("value"), back.value("value_as_written")) == ("2021-06", None)
    desk.undo()
    desk.undo()
    assert article.annotations[mention.id] == mention


def test_a_known_value_that_differs_offers_the_literal_one(desk: Desk, article: OpenArticle) -> None:
    mention = tagged(desk, article, "شهر يونيو الماضي")
    desk.set_attribute(article, mention.id, "value", "2020-06")
    said = dating(article, article.annotations[mention.id], TABLE)
    assert said.offered == (Attribute("value_as_written", "2021-06"),)


@pytest.mark.parametrize(
    ("value", "late"), [("2021-11-19", True), ("2021-11", False), ("2022", True), ("2021-XX", False)]
)
def test_a_value_after_publication_is_flagged(desk: Desk, article: OpenArticle, value: str, late: bool) -> None:
    mention = tagged(desk, article, "شهر يونيو الماضي")
    desk.set_attribute(article, mention.id, "value", value)
    assert dating(article, article.annotations[mention.id], TABLE).late is late


def test_without_a_day_of_publication_nothing_relative_is_worked_out(desk: Desk, article: OpenArticle) -> None:
    desk.change_document(article.document, msgspec.structs.replace(article.document, source=Source()))
    said = dating(article, tagged(desk, article, "أمس الأربعاء"), TABLE)
    assert (said.literal, said.undated, said.offered) == (None, True, ())


def test_a_written_value_of_ones_own_is_never_dropped() -> None:
    said = Dating("2021-06", "DATE", None, "2021-05", late=False)
    assert said.with_value("2020-06") == {"value": ("2020-06",), "value_as_written": ("2021-05",)}
    assert said.with_value("2021-06") == {"value": ("2021-06",), "value_as_written": ("2021-05",)}


def test_only_labels_with_a_date_for_a_value_are_dates(desk: Desk) -> None:
    labels = {label.id for label in desk.codebook.labels_of("entity") if wants_date(desk.codebook, "entity", label.id)}
    assert labels == {"DATE"}
