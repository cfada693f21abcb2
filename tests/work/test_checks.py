"""Checks 12, 13, 31, 32, 37, 40 to 43 and 46 of the notes on Arabic, from the layer to the exported record."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.model.annotation import Target
from annotator.model.span import Span
from annotator.store.project import Folders, Project
from annotator.suggest.lexicon import shipped_lexicon
from annotator.suggest.quotations import QuoteProposal, propose_in_marks
from annotator.work.article import OpenArticle
from annotator.work.claims import claims_about
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.exchange import export_jsonl
from annotator.work.frames import Filling, Frame
from annotator.work.quote_links import proposed_links
from annotator.work.registry import Registry
from annotator.work.sample import build_sample
from tests.work.conftest import ALONE, add_articles

LEXICON = shipped_lexicon()


@pytest.fixture
def articles(tmp_path: Path, seeds: dict[str, str]) -> Iterator[Desk]:
    """A desk over the five articles, bare."""
    with Project.create(
        tmp_path / "five.hashiya", folders=Folders(tmp_path / "data"), person=ALONE, codebook=default_codebook()
    ) as project:
        add_articles(project, seeds)
        yield Desk(project, ALONE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("sample")
    with build_sample(folder / "s.hashiya", folders=Folders(folder / "data"), person=ALONE) as project:
        yield Desk(project, ALONE)


def opened(desk: Desk, number: str) -> OpenArticle:
    return desk.open(next(name for name in desk.project.document_ids() if name.startswith(number)))


def record(desk: Desk, article: OpenArticle, folder: Path) -> dict[str, Any]:
    """The exported record of an article."""
    export_jsonl(desk.project, folder / "out.jsonl", person=ALONE)
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").split("\n")
    records = [json.loads(line) for line in lines if line]
    (found,) = (one for one in records if one["text"] == article.text)
    assert isinstance(found, dict)
    return found


def proposed(article: OpenArticle, inner: str) -> QuoteProposal:
    found = propose_in_marks(article.text, article.text.index(inner) + 1, article.annotations.values(), LEXICON)
    assert found is not None
    return found


def framed(found: QuoteProposal, *speakers: tuple[str, Filling]) -> Frame:
    return Frame(
        kind="quote", label=found.label, spans=(found.content,), cue=found.cue, closed=found.closed, parts=speakers
    )


def test_check_12_the_direction_of_an_article_is_remembered(articles: Desk) -> None:
    article = opened(articles, "003")
    articles.change_document(article.document, msgspec.structs.replace(article.document, direction="ltr"))
    assert article.document.direction == "ltr"
    assert articles.project.document(article.document.id).direction == "ltr"
    articles.undo()
    assert articles.project.document(article.document.id).direction == "rtl"


def test_check_13_a_date_is_exported_in_its_own_order(articles: Desk, tmp_path: Path) -> None:
    article = opened(articles, "001")
    start = article.text.index("18-11-2021")
    articles.tag(article, [Span(start, start + 10)], "DATE")
    (entity,) = record(articles, article, tmp_path)["entities"]
    assert entity["spans"] == [{"start": start, "end": start + 10, "text": "18-11-2021"}]


@pytest.mark.parametrize("name", ["بوتين", "لافروف", "باكستان", "كابولوف", "ليتوانيا", "فبراير"])
def test_check_31_a_name_that_begins_like_a_proclitic_is_its_own_candidate(name: str, sample: Desk) -> None:
    found = sample.names.candidates(name, limit=1)
    if found and found[0].how in ("exact", "folded", "clitic"):
        assert found[0].how != "clitic", found[0]


def test_check_32_a_record_holds_the_name_and_the_whole_words(articles: Desk, tmp_path: Path) -> None:
    """The design holds here: no profiles, one record with spans of names and the tokens from which words follow."""
    article = opened(articles, "004")
    start = article.text.index("لأفغانستان") + 1
    articles.tag(article, [Span(start, start + 9)], "GPE")
    made = record(articles, article, tmp_path)
    (entity,) = made["entities"]
    assert [span["text"] for span in entity["spans"]] == ["أفغانستان"]
    (word,) = (one for one in made["tokens"] if one["start"] <= start < one["end"])
    assert made["text"][word["start"] : word["end"]] == "لأفغانستان"


@pytest.mark.parametrize("name", ["ديمتري بيسكوف", "دميتري بيسكوف", "ديمترى بيسكوف"])
def test_check_37_three_spellings_lead_to_one_entry(name: str, sample: Desk) -> None:
    assert [one.entry.id for one in sample.names.candidates(name, limit=1)] == ["per.peskov"]


def test_check_40_an_unclosed_quote_is_kept_and_exported_as_such(articles: Desk, tmp_path: Path) -> None:
    article = opened(articles, "000")
    found = proposed(article, "من غير المرجح أن يتم")
    assert not found.closed
    articles.put_frame(article, framed(found))
    (quote,) = record(articles, article, tmp_path)["quotes"]
    assert quote["closed"] is False
    assert [piece["text"] for piece in quote["content"]] == [found.content.of(article.text)]


def test_check_41_a_quote_that_a_closing_mark_opens_is_kept(articles: Desk, tmp_path: Path) -> None:
    article = opened(articles, "003")
    articles.put_frame(article, framed(proposed(article, "الإرادة السياسية")))
    (quote,) = record(articles, article, tmp_path)["quotes"]
    assert (quote["quote_type"], quote["closed"]) == ("fragment", True)
    assert quote["content"][0]["text"].startswith("الإرادة السياسية")


def test_check_42_quotes_in_the_same_marks_stand_in_each_other(articles: Desk, tmp_path: Path) -> None:
    article = opened(articles, "002")
    outer = proposed(article, "تعرب موسكو عن قلقها")
    articles.put_frame(article, framed(outer))
    inner = framed(proposed(article, "إسبان"))
    assert outer.content.contains(inner.spans[0])
    links = proposed_links(article, inner, LEXICON)
    (standing,) = (one.id for one in article.annotations.values() if one.kind == "quote")
    assert links.nested_in == standing
    articles.put_frame(article, msgspec.structs.replace(inner, nested_in=links.nested_in))
    by_start = {quote["content"][0]["start"]: quote for quote in record(articles, article, tmp_path)["quotes"]}
    assert by_start[inner.spans[0].start]["nested_in"] == standing
    assert by_start[outer.content.start]["nested_in"] is None


def test_check_43_a_speaker_of_another_paragraph_is_linked_and_told_as_inherited(
    articles: Desk, tmp_path: Path
) -> None:
    article = opened(articles, "004")
    start = article.text.index("زامير كابولوف")
    articles.tag(article, [Span(start, start + len("زامير كابولوف"))], "PER")
    found = proposed(article, "سنقدم كل دعم")
    (part,) = found.speaker
    assert "\n" in article.text[start : found.content.start]
    filling = Filling(Target(annotation=part.annotation), part.status)
    articles.put_frame(article, framed(found, ("speaker", filling)))
    made = record(articles, article, tmp_path)
    (speaker,) = made["quotes"][0]["speaker"]
    assert (speaker["status"], speaker["target_id"]) == ("inherited", made["entities"][0]["id"])


def test_check_46_what_articles_say_of_one_attack_stands_together(sample: Desk) -> None:
    claims = claims_about(sample, Registry(sample), "evt.crocus-attack")
    deaths = [said.words for claim in claims for said in claim.said["count"] if claim.words in ("مقتل", "أودى بحياة")]
    assert deaths == ["144", "145", "145", "أكثر من 14"]
    assert len({claim.key.document for claim in claims if claim.said["count"]}) >= 2
