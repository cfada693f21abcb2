"""Carets are kept by project and article, the latest first, and a broken memory does no harm."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.settings import MEMORY, Settings
from annotator.ui.places import Places


def test_the_last_article_and_its_caret_come_back() -> None:
    memory = Settings(MEMORY, None)
    Places(memory, "p").keep({"a": 10, "b": 20}, last="b")
    Places(memory, "q").keep({"a": 5}, last="a")
    Places(memory, "p").keep({"c": 7}, last="c")
    again = Places(memory, "p")
    assert dict(again.carets) == {"a": 10, "b": 20, "c": 7}
    assert again.last == "c"
    assert dict(Places(memory, "q").carets) == {"a": 5}
    assert Places(memory, "r").last is None


def test_a_broken_line_is_passed_over() -> None:
    memory = Settings(MEMORY, None)
    memory.set("articles.places", ("nonsense", "p\ta\tx", "p\tb\t3"))
    assert dict(Places(memory, "p").carets) == {"b": 3}


@given(st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("abc"), st.integers(0, 99)), max_size=20))
def test_what_was_kept_last_is_what_comes_back(kept: list[tuple[str, str, int]]) -> None:
    memory = Settings(MEMORY, None)
    expected: dict[str, dict[str, int]] = {"p": {}, "q": {}}
    for project, document, position in kept:
        Places(memory, project).keep({document: position}, last=document)
        expected[project][document] = position
    assert {project: dict(Places(memory, project).carets) for project in "pq"} == expected
