"""What words of attribution report, where nothing stands in marks."""

import json

import pytest

from annotator import assets
from annotator.suggest.clauses import cue_at, reported_clause
from annotator.suggest.lexicon import shipped_lexicon

LEXICON = shipped_lexicon()


def clause(text: str, cue: str) -> str | None:
    found = cue_at(text, text.index(cue), LEXICON)
    assert found is not None
    span = reported_clause(text, found, LEXICON)
    return span.of(text) if span is not None else None


@pytest.mark.parametrize(
    ("text", "cue", "wanted"),
    [
        ("قال بوتين إن موسكو سترد.", "قال", "موسكو سترد"),
        ("أكد بوتين، أنه من المستحيل إقامة حوار.", "أكد", "من المستحيل إقامة حوار"),
        ("وجاء تصريح بوتين إجابة على سؤال، بحسب ما أورده موقع روسيا اليوم.", "بحسب", "جاء تصريح بوتين إجابة على سؤال"),
        ("قال إن الوساطة مفيدة، مشيرا إلى أن الوقت ضيق.", "قال", "الوساطة مفيدة"),
        ("قال إن الوساطة مفيدة، مشيرا إلى أن الوقت ضيق.", "مشيرا", "الوقت ضيق"),
        ("قال الوزير: سنرد على الرسالة.", "قال", "سنرد على الرسالة"),
        ("صرح بأن روسيا مستعدة لمساعدة «طالبان».", "صرح", "روسيا مستعدة لمساعدة «طالبان»"),
    ],
)
def test_where_a_report_begins_and_ends(text: str, cue: str, wanted: str) -> None:
    assert clause(text, cue) == wanted


def test_without_a_sign_of_where_it_begins_nothing_is_proposed() -> None:
    assert clause("علق مندوب روسيا على احتمال استبعاد الحركة.", "علق") is None


def test_a_word_that_attributes_nothing_is_no_cue() -> None:
    assert cue_at("مبادرة روسيا", 2, LEXICON) is None


def test_half_of_the_indirect_quotes_of_the_sample_are_exact() -> None:
    exact = total = 0
    for line in assets.seed("layers", "analyst-a.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for quote in record["quotes"]:
            if quote["quote_type"] != "indirect" or not quote["cue"] or len(quote["content"]) > 1:
                continue
            total += 1
            cue = cue_at(record["text"], quote["cue"]["spans"][0]["start"], LEXICON)
            span = reported_clause(record["text"], cue, LEXICON) if cue is not None else None
            exact += span is not None and [span.start, span.end] == [quote["content"][0][k] for k in ("start", "end")]
    assert exact >= total / 2, (exact, total)
