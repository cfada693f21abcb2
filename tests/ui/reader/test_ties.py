"""Relations by mark: only what changed is made anew, and all is as if made at once."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.ties import Ties

_NAMES = st.sampled_from("abcde")
_MARKS = st.dictionaries(_NAMES, st.integers(0, 90), max_size=5)
_LINKS = st.dictionaries(st.sampled_from("123"), st.tuples(_NAMES, _NAMES, st.booleans()), max_size=3)


def _marks(places: dict[str, int]) -> dict[str, Mark]:
    return {name: Mark(name, "entity", "PER", (Span(at, at + 4),), "PER", "PER") for name, at in places.items()}


def _links(ends: dict[str, tuple[str, str, bool]]) -> list[Link]:
    return [Link(name, source, target, "قائل", "PER", active) for name, (source, target, active) in ends.items()]


@given(st.lists(st.tuples(_MARKS, _LINKS), min_size=1, max_size=5))
def test_steps_end_where_setting_at_once_would(
    steps: list[tuple[dict[str, int], dict[str, tuple[str, str, bool]]]],
) -> None:
    ties, marks = Ties(), dict[str, Mark]()
    for places, ends in steps:
        before, marks = marks, _marks(places)
        ties.follow({name for name in {**before, **marks} if before.get(name) != marks.get(name)}, marks)
        ties.set_links(_links(ends), marks)
    fresh = Ties()
    fresh.set_links(_links(steps[-1][1]), marks)
    assert {arc.link.id: arc for arc in ties} == {arc.link.id: arc for arc in fresh}
    for name in "abcde":
        assert ties.has(name) == fresh.has(name)
        assert ties.at(frozenset(name)) == fresh.at(frozenset(name))


def test_only_what_changed_is_told() -> None:
    ties, marks = Ties(), _marks({"a": 0, "b": 10, "c": 20})
    links = _links({"1": ("a", "b", False), "2": ("b", "c", False)})
    assert len(ties.set_links(links, marks)) == 2
    assert ties.set_links(links, marks) == []
    assert ties.follow(["a", "b", "c"], marks) == []
    ((before, after),) = ties.follow(["a"], {**marks, **_marks({"a": 5})})
    assert before is not None
    assert after is not None
    assert (before.source, after.source) == (0, 5)
    ((before, after),) = ties.set_links(links[:1], _marks({"a": 5, "b": 10}))
    assert before is not None
    assert (before.link.id, after) == ("2", None)
