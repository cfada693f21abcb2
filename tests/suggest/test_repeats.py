"""Repeated passages and what is carried over between their places."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Relation, Target
from annotator.model.span import Span
from annotator.suggest.repeats import carried_over, repeats

LINE = "أعلنت روما أنها تعترف بالحكومة الجديدة"
TEXT = f"{LINE}\nخبر قصير\n{LINE}خاص\n\nأعلنت روما أنّها تعترف بالحكومةِ الجديدة\n"


def entity(name: str, words: str, *, behind: int = 0) -> Annotation:
    at = TEXT.index(words, behind)
    return Annotation(name, "entity", "GPE", (Span(at, at + len(words)),))


def test_lines_that_come_again_whole_or_longer_or_spelt_otherwise() -> None:
    (repeat,) = repeats(TEXT)
    assert [place.of(TEXT)[:10] for place in repeat.places] == ["أعلنت روما"] * 3
    assert repeats("قصير\nقصير") == ()


def test_what_one_place_lacks_is_carried_over_both_ways_and_only_once() -> None:
    second = TEXT.index(LINE, 1)
    here, there = entity("rome", "روما"), entity("government", "الحكومة".removeprefix("ال"), behind=second)
    carried = carried_over(TEXT, (here, there))
    assert [(copy.of, copy.spans[0].of(TEXT)) for copy in carried.copies] == [
        ("government", "حكومة"),
        ("rome", "روما"),
        ("rome", "روما"),
        ("government", "حكومةِ"),
    ]
    assert carried_over(TEXT, (entity("short", "خبر"),)).copies == ()


def test_what_the_search_key_leaves_out_stays_where_it_is() -> None:
    mark = TEXT.index("ِ")
    assert carried_over(TEXT, (Annotation("v", "entity", "OTHER", (Span(mark, mark + 1),)),)).copies == ()


def test_links_go_along_with_both_their_ends() -> None:
    rome, quote = entity("rome", "روما"), Annotation("q", "quote", "indirect", (Span(16, len(LINE)),))
    relation = Relation("r", "q", "speaker", Target(annotation="rome"))
    plain = Relation("x", "rome", "same_as", Target(annotation="outside"), link=True)
    carried = carried_over(TEXT, (rome, quote), (relation, plain))
    assert [(link.of, link.target) for link in carried.links] == [("r", "rome")] * 2


@given(st.lists(st.sampled_from([LINE, "خبر", "", LINE + " اليوم", "نهاية"]), max_size=6))
def test_places_of_a_repeat_say_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    for repeat in repeats(text):
        assert len({place.of(text) for place in repeat.places}) == 1
        assert len(repeat.places) == sum(line.startswith(repeat.places[0].of(text)) for line in lines)
